"""Problems in words: what is wrong, and what to do about it, in any language and under any names of fields.

Problems are stored as kind and parameters. The screen words them in the language in force, with fields by their
own names; what leaves the bureau words them in Chinese, with fields and codes by their official labels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inventory.problems import KINDS
from inventory.reading import Problem
from inventory.vocabulary import OF_FIELD

#: English source string → the language of who reads
Translate = Callable[[str], str]


#: parameters that are values of the problem's field
_VALUES = frozenset({"stands", "said", "values"})


class _Facts(dict[str, Any]):
    """What a wording may name; what a problem does not say stands as an empty place."""

    def __missing__(self, key: str) -> str:
        return "…"


def message(problem: Problem, translate: Translate = str, labels: Mapping[str, str] | None = None) -> str:
    """The problem in one sentence.

    :param labels: field or code → what it is called where the sentence is read; itself where nothing is said.
    """
    return filled(translate(KINDS[problem.kind].message), problem, labels)


def remedy(problem: Problem, translate: Translate = str, labels: Mapping[str, str] | None = None) -> str:
    """What to do about the problem."""
    return filled(translate(KINDS[problem.kind].remedy), problem, labels)


def filled(text: str, problem: Problem, labels: Mapping[str, str] | None = None) -> str:
    """A sentence of one's own about the problem, with ``{field}``, ``{raw}`` and its parameters filled in."""
    return text.format_map(_facts(problem, labels or {}))


def _facts(problem: Problem, labels: Mapping[str, str]) -> _Facts:
    field = problem.field or ""
    codes = {code.value: code.label for code in OF_FIELD.get(field, ())} if labels else {}
    facts = _Facts(
        {
            name: _called(value, {**labels, **codes} if name in _VALUES else labels)
            for name, value in problem.parameters.items()
        }
    )
    facts.update(field=labels.get(field, field), raw=(problem.raw or "").replace("\n", ""), cell=problem.cell or "")
    if problem.sheet is not None:
        facts.setdefault("sheet", problem.sheet)
    facts.setdefault("heading", facts["raw"])
    if facts.get("nearest") == "":
        facts["nearest"] = "—"
    if "known" in facts and field in OF_FIELD:
        # a county is shown what to write, not every spelling that is understood
        facts["known"] = "、".join(code.label for code in OF_FIELD[field])
    return facts


def _called(value: object, labels: Mapping[str, str]) -> object:
    """Names of fields and codes, alone or listed, by their label; values listed as people list them."""
    if isinstance(value, list | tuple):
        return "、".join(str(_called(each, labels)) for each in value)
    if isinstance(value, bool) and labels:
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None:
        return "无"
    if isinstance(value, str) and labels:
        return "、".join(labels.get(part, part) for part in value.split("、"))
    return value
