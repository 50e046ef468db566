"""Problems in words: what is wrong, and what to do about it, in any language and under any names of fields.

Problems are stored as kind and parameters. The screen words them in the language in force, with fields by their
own names; what leaves the bureau words them in Chinese, with fields and codes by their official labels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inventory.problems import KINDS
from inventory.reading import Problem

#: English source string → the language of who reads
Translate = Callable[[str], str]


class _Facts(dict[str, Any]):
    """What a wording may name; what a problem does not say stands as an empty place."""

    def __missing__(self, key: str) -> str:
        return "…"


def message(problem: Problem, translate: Translate = str, labels: Mapping[str, str] | None = None) -> str:
    """The problem in one sentence.

    :param labels: field or code → what it is called where the sentence is read; itself where nothing is said.
    """
    return translate(KINDS[problem.kind].message).format_map(_facts(problem, labels or {}))


def remedy(problem: Problem, translate: Translate = str, labels: Mapping[str, str] | None = None) -> str:
    """What to do about the problem."""
    return translate(KINDS[problem.kind].remedy).format_map(_facts(problem, labels or {}))


def _facts(problem: Problem, labels: Mapping[str, str]) -> _Facts:
    facts = _Facts({name: _called(value, labels) for name, value in problem.parameters.items()})
    field = problem.field or ""
    facts.update(field=labels.get(field, field), raw=(problem.raw or "").replace("\n", ""), cell=problem.cell or "")
    if problem.sheet is not None:
        facts.setdefault("sheet", problem.sheet)
    facts.setdefault("heading", facts["raw"])
    return facts


def _called(value: object, labels: Mapping[str, str]) -> object:
    """Names of fields and codes, alone or listed, by their label."""
    if isinstance(value, str) and labels:
        return "、".join(labels.get(part, part) for part in value.split("、"))
    return value
