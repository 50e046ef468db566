"""Every doubt a reader can raise is registered, and brings what its wording asks for."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from inventory import problems, values

ALWAYS_THERE = {"raw", "cell", "field", "heading"}
MAKERS = {"error", "warning", "info", "Doubt"}


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Kind and parameters of every doubt the package's source makes."""
    for path in sorted(Path(values.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and isinstance(called, ast.Name) and called.id in MAKERS:
                for kind in (part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)):
                    yield str(kind.value), frozenset(keyword.arg or "" for keyword in node.keywords)


DOUBTS = sorted(set(raised()), key=lambda doubt: (doubt[0], sorted(doubt[1])))


@pytest.mark.parametrize(
    ("kind", "parameters"), DOUBTS, ids=[f"{kind}({','.join(sorted(names))})" for kind, names in DOUBTS]
)
def test_a_doubt_fills_the_wording_of_its_kind(kind: str, parameters: frozenset[str]) -> None:
    wording = problems.KINDS[kind]
    asked = {name for _, name, _, _ in string.Formatter().parse(wording.message + wording.remedy) if name}
    assert asked <= parameters | ALWAYS_THERE
