"""What is known only once all rows of a table are read: places written once, unit and year, what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise

from importers.columns import SILENT, Column
from importers.entries import Made
from importers.tables import Plan
from importers.workbook import Cell, column_letter, shown
from inventory.reading import Problem, Severity, Value
from inventory.vocabulary import OF_FIELD

_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}(?:市|县|区))*?([\u4e00-\u9fff]{2,5}?(?:镇|乡|街道))")
#: A column counts as written once a block where at least this share of its cells is blank.
_BLANK_SHARE = 0.25
#: A permit that has not been issued has no number and no dates.
_WITHOUT_PERMIT = ("not_issued", "rectification")


class Filling:
    """What is to be put into the rows of one table."""

    def __init__(self, plan: Plan) -> None:
        ledger = plan.vocabulary.ledger
        self._plan = plan
        self._fills: list[tuple[Column, Callable[[Plan, Column, Sequence[Made]], None]]] = []
        for column in plan.readers:
            if column.definition.written_once or column.field == "county":
                self._fills.append((column, _fill_down))
            elif column.field in ledger.required() and column.field in OF_FIELD:
                self._fills.append((column, _fill_class))
        self._year = plan.coal_year if "coal_year" in ledger.fields else None
        self._required = [
            (name, next(column for column in plan.readers if name in column.fills))
            for name in ("name", *ledger.required())
            if name in plan.columns.filled()
        ]
        #: what no column gives: section rows may
        self._of_sections = [name for name in ledger.required() if name not in plan.columns.filled()]

    def waits(self, rows: Iterable[Sequence[Cell]], above: Iterable[int]) -> bool:
        """Whether a cell of these rows is blank, or takes what stands above it, that may be filled from other rows.

        Where no column gives what is required, whether a row lacks it depends on all others too.

        :param above: the columns (from 0) with cells that say «the same as above».
        """
        columns = [column for column, _ in self._fills]
        if self._of_sections or not {column.at for column in columns}.isdisjoint(above):
            return True
        return any(
            column.at >= len(cells) or (cell := cells[column.at]) is None or column.reader(cell) is SILENT
            for cells in rows
            for column in columns
        )

    def finish(self, entries: Sequence[Made]) -> None:
        """Fills what is written once, puts in unit and year, and asks for what is required.

        :param entries: of the table, or of one firm where `waits` says that no cell is filled from other firms.
        """
        if len(entries) > 1:
            for column, fill in self._fills:
                fill(self._plan, column, entries)
        # nothing but section rows gives it: those above the first of them have none
        by_section = [name for name in self._of_sections if any(name in made.record for made in entries)]
        for made in entries:
            self._complete(made, by_section)

    def _complete(self, made: Made, by_section: Sequence[str]) -> None:
        plan, record = self._plan, made.record
        if (
            plan.unit is not None
            and "county" not in record
            and not (made.problems and any(each.field == "county" for each in made.problems))
        ):
            record["county"] = plan.unit
        if self._year is not None:
            record.setdefault("coal_year", self._year)
        for name, column in self._required:
            if name not in record and name not in made.covered:
                _ask(plan, made, name, column.at)
        for name in by_section:
            if name not in record:
                _ask(plan, made, name, plan.name.at if plan.name else plan.block.headings[0].column - 1)
        if plan.name is None:
            # it may well stand under the first heading that is not known
            _ask(plan, made, "name", (plan.columns.unknown or plan.block.headings)[0].column - 1)


def _fill_down(plan: Plan, column: Column, entries: Sequence[Made]) -> None:
    """A township written once, in the first row of its block, holds until the next; blocks may be merged or not.

    Where rows have each their own, a blank stays blank: there neighbours repeat a value. Where a value comes back
    after another, or a section or subtotal stands between, it may be either; the blank is then left, and said to be so.
    """
    name = column.field
    heads = [made for made in entries if made.head is None]
    bare = [made for made in heads if made.is_blank(column) and not made.erred(name)]
    for made in entries:
        if made.head is not None and name not in made.record and name in made.head.record:
            made.record[name] = made.head.record[name]
    if not bare or len(bare) < _BLANK_SHARE * len(heads) or _repeats(column, heads):
        return
    runs = [value for value, _ in groupby(made.record[name] for made in heads if name in made.record)]
    is_sure = len(set(runs)) == len(runs)
    last: Made | None = None
    for made in heads:
        if not made.is_blank(column) or made.erred(name):
            last = made
        elif last is not None and name in last.record and name not in made.record:
            if _is_elsewhere(made, str(last.record[name]), name):
                continue
            if (is_sure and made.section == last.section) or _is_there(made, str(last.record[name])):
                made.record[name] = last.record[name]
            else:
                parameters = {"above": last.record[name], "where": f"{column.letter}{last.row}"}
                place = f"{column.letter}{made.row}"
                made.problems.append(Problem("blank_below", Severity.WARNING, plan.sheet, place, name, "", parameters))
    for made in entries:
        if made.head is not None and name not in made.record and name in made.head.record:
            made.record[name] = made.head.record[name]


def _fill_class(plan: Plan, column: Column, entries: Sequence[Made]) -> None:
    """A class written at the head of each block alone: several classes, each once, most cells blank."""
    name = column.field
    heads = [made for made in entries if made.head is None]
    firms = [next(lines) for _, lines in groupby(heads, key=lambda made: made.record.get("name", made.row))]
    written = [made.record[name] for made in firms if name in made.record]
    blank = [made for made in firms if made.is_blank(column)]
    if len(written) < 2 or len(set(written)) < len(written) or heads[0].is_blank(column):
        return
    if len(blank) + len(written) < len(firms) or len(blank) < len(written):
        return
    above = heads[0]
    for made in heads:
        if name in made.record:
            above = made
        elif not made.erred(name):
            made.record[name] = above.record[name]
            made.problems.append(taken_from_above(plan, column, made.row, "", above.record[name], above.row))


def taken_from_above(plan: Plan, column: Column, row: int, raw: str, taken: Value, origin: int) -> Problem:
    """Says that a cell holds what one above it says."""
    parameters = {"taken": taken, "where": f"{column.letter}{origin}"}
    place = f"{column.letter}{row}"
    return Problem("taken_from_above", Severity.INFO, plan.sheet, place, column.field, raw, parameters)


def _repeats(column: Column, heads: Sequence[Made]) -> bool:
    """Whether neighbours write the same value each for itself; the lines of one firm repeat all that is the firm's."""
    return any(
        one.own(column.at) is not None
        and other.own(column.at) is not None
        and one.record.get(column.field, 0) == other.record.get(column.field, 1)
        and other.row == one.row + 1
        and one.record.get("name", 0) != other.record.get("name", 1)
        for one, other in pairwise(heads)
    )


def _is_there(made: Made, township: str) -> bool:
    """Whether the row's own address begins with the township."""
    found = _PLACE.match(str(made.record.get("address", "")))
    return found is not None and (found[1] in township or township in found[1])


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
