"""Cells that say «the same as above» (同上, 〃): where the value stands that they repeat."""

from __future__ import annotations

from collections.abc import Sequence

from importers import filling, surroundings
from importers.entries import Made, Spread
from importers.labels import fold
from importers.tables import NOWHERE, Plan
from importers.workbook import Row, shown
from inventory.reading import Problem, Severity

#: Row → (column index, the row its value stands in) of every such cell.
Dittos = dict[int, list[tuple[int, int]]]

#: where a value stands that is nowhere: above every row
_NOTHING = 0
_ABOVE = frozenset(
    {
        "同上",
        "同前",
        "同上行",
        "同上一行",
        "(同上)",
        "（同上）",
        "同上。",
        "〃",
        "〃〃",
        "″",
        '"',
        "''",
        "＂",
        "”",
        "〞",
        "同 上",
    }
)
#: of cells beside it nobody can tell what they would mean in another column
_BESIDE = frozenset({"同左", "同右", "同下", "同左列"})


def find(plan: Plan, rows: Sequence[Row], spread: Spread) -> Dittos:
    """The cells of a table that repeat another one; they join the spread.

    Amounts are left out: whether 同上 repeats an amount or shares it cannot be told.
    """
    search = _Search(plan, rows, spread)
    for place, (number, cells) in enumerate(rows):
        if not (_ABOVE.isdisjoint(cells) and _BESIDE.isdisjoint(cells)):
            search.row(place, number)
    # a cell merged downwards that says 同上 says so in every row it covers
    for number, merged in spread.items():
        again = [(index, own[index]) for index, row in merged if index in (own := dict(search.found.get(row, ())))]
        if again:
            spread[number] = [place for place in merged if place[0] not in dict(again)]
            search.found.setdefault(number, []).extend(again)
    for number, places in search.found.items():
        spread.setdefault(number, []).extend(places)
    return search.found


class _Search:
    """The search for what such cells repeat, from the top."""

    def __init__(self, plan: Plan, rows: Sequence[Row], spread: Spread) -> None:
        self.found: Dittos = {}
        self._rows = rows
        self._name = plan.name.at if plan.name else NOWHERE
        self._columns = {column.at for column in plan.readers if not column.definition.additive}
        self._headings = {each.column - 1: {fold(text) for text in each.path} for each in plan.block.headings}
        self._spread = spread
        self._repeats = {row for block in plan.repeats for row in range(block.top, block.bottom + 1)}

    def row(self, place: int, number: int) -> None:
        """Looks for what the cells of one row repeat."""
        for index, cell in enumerate(self._rows[place][1]):
            if index in self._columns and isinstance(cell, str) and (cell in _ABOVE or cell in _BESIDE):
                origin = _NOTHING if cell in _BESIDE else self._above(place, index)
                self.found.setdefault(number, []).append((index, origin))

    def _above(self, place: int, index: int) -> int:
        """The row of the value above, past further lines of its firm, headings, sections and subtotals."""
        for number, cells in map(self._rows.__getitem__, range(place - 1, -1, -1)):
            if number in self._repeats:
                continue
            for places in (self._spread.get(number, ()), self.found.get(number, ())):
                if (origin := next((row for column, row in places if column == index), None)) is not None:
                    return origin
            cell = cells[index] if index < len(cells) else None
            texts = surroundings.folded(cells)
            if len(texts) < 2 or surroundings.kind_of(texts) in ("total", "subtotal", "note", "signature"):
                continue
            if cell is None or not shown(cell).strip():
                name = cells[self._name] if self._name < len(cells) else None
                if index != self._name and name is not None and shown(name).strip():
                    return _NOTHING
            elif fold(shown(cell)) not in self._headings.get(index, ()):
                return number
        return _NOTHING


def say(plan: Plan, made: Made, places: Sequence[tuple[int, int]]) -> None:
    """An info for every field that was taken from a row above, an error for every cell that repeats nothing."""
    columns = {column.at: column for column in plan.readers}
    for index, origin in places:
        column, raw = columns[index], shown(made.own(index))
        if origin == _NOTHING:
            place = f"{column.letter}{made.row}"
            made.problems.append(Problem("nothing_to_repeat", Severity.ERROR, plan.sheet, place, column.field, raw))
        elif column.field in made.record:
            taken = made.record[column.field]
            made.problems.append(filling.taken_from_above(plan, column, made.row, raw, taken, origin))
