"""What is known only once all rows of a table are read: places written once, unit and year, what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.columns import Column
from importers.entries import Made
from importers.tables import Plan
from importers.workbook import column_letter, shown
from inventory.reading import Problem, Severity, Value

_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}(?:市|县|区))*?([\u4e00-\u9fff]{2,5}?(?:镇|乡|街道))")
#: A column counts as written once a block where at least this share of its cells is blank.
_BLANK_SHARE = 0.25
#: A permit that has not been issued has no number and no dates.
_WITHOUT_PERMIT = ("not_issued", "rectification")


def finish(plan: Plan, entries: Sequence[Made]) -> None:
    """Fills what is written once, puts in unit and year, and asks for what is required."""
    for column in plan.readers:
        if column.definition.written_once or column.field == "county":
            _fill_down(column, entries)
    year = plan.coal_year if "coal_year" in plan.vocabulary.ledger.fields else None
    required = [
        (name, next(column for column in plan.readers if name in column.fills))
        for name in ("name", *plan.vocabulary.ledger.required())
        if name in plan.columns.filled()
    ]
    for made in entries:
        record = made.record
        if (
            plan.unit is not None
            and "county" not in record
            and not any(each.field == "county" for each in made.problems)
        ):
            record["county"] = plan.unit
        if year is not None:
            record.setdefault("coal_year", year)
        for name, column in required:
            if name not in record and name not in made.covered:
                _ask(plan, made, name, column.at)
        if plan.name is None:
            # it may well stand under the first heading that is not known
            _ask(plan, made, "name", (plan.columns.unknown or plan.block.headings)[0].column - 1)


def _fill_down(column: Column, entries: Sequence[Made]) -> None:
    """A township written once, in the first row of its block, holds until the next.

    Where rows have each their own, a blank stays blank: there, neighbours repeat a value or a value comes back later.
    """
    name = column.field
    blank = [made.head is None and made.is_blank(column) for made in entries]
    owners = sum(made.head is None for made in entries)
    known = [
        made.record[name]
        for made, bare in zip(entries, blank, strict=True)
        if not bare and made.head is None and name in made.record
    ]
    if not known or len(set(known)) < len(known) or sum(blank) < max(1, _BLANK_SHARE * owners):
        return
    last: Value | None = None
    section = -1
    for made, bare in zip(entries, blank, strict=True):
        if made.section != section:
            last, section = None, made.section
        if made.head is not None:
            if name not in made.record and name in made.head.record:
                made.record[name] = made.head.record[name]
        elif not bare:
            last = made.record.get(name)
        elif last is not None and name not in made.record and not _is_elsewhere(made, str(last), name):
            made.record[name] = last


def _is_elsewhere(made: Made, place: str, name: str) -> bool:
    """Whether the row's own address names another township."""
    found = _PLACE.match(str(made.record.get("address", ""))) if name == "township" else None
    return found is not None and found[1] not in place and place not in found[1]


def _ask(plan: Plan, made: Made, name: str, at: int) -> None:
    """A required field that is missing is a problem, unless one is named already or none can be expected."""
    if made.erred(name) or (name != "name" and made.record.get("permit_status") in _WITHOUT_PERMIT):
        return
    place, raw = f"{column_letter(at + 1)}{made.row}", shown(made.own(at))
    made.problems.append(Problem("missing_required", Severity.ERROR, plan.sheet, place, name, raw))
