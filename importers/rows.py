"""The rows of one table: every one comes out once, as an entry or as another row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from importers import filling
from importers.entries import Made, Maker, Spread
from importers.grid import Grid
from importers.sorting import Sorter
from importers.tables import Plan
from importers.workbook import Cell, Row, Sheet, column_letter, shown
from inventory.reading import Problem, Severity


@dataclass(slots=True)
class Other:
    """One row that is no entry."""

    row: int
    cells: Sequence[Cell]
    kind: str
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """What the rows of a table made; ``breaks`` are its sections, subtotals and totals by row number."""

    plan: Plan
    entries: list[Made]
    others: list[Other]
    breaks: list[int]


def read(plan: Plan, sheet: Sheet, grid: Grid) -> Rows:
    """Reads the rows of a table."""
    rows = grid.rows[grid.index(plan.first) : grid.index(plan.last + 1)]
    spread = _spread(plan, grid)
    dittos = _dittos(plan, rows, spread)
    maker = Maker(plan, sheet, dict(rows) if spread else {}, spread)
    sorter = Sorter(plan, grid, spread)
    found = Rows(plan, maker.made, [], [])
    headings = {row for block in (plan.block, *plan.repeats) for row in range(block.top, block.bottom + 1)}
    for number, cells in rows:
        if number in headings:
            kind = "heading"
            sorter.headed()
        else:
            kind = sorter.kind(number, cells)
        if kind == "entry":
            maker.make(number, cells, sorter.section, len(found.breaks))
            if number in dittos:
                _say_dittos(plan, maker.made[-1], dittos[number])
            continue
        if sorter.has_ended:
            found.others.append(Other(number, cells, kind, [_strange_section(plan, number, cells)]))
            found.breaks.append(number)
            continue
        found.others.append(Other(number, cells, kind))
        if kind in ("section", "subtotal", "total"):
            found.breaks.append(number)
    filling.finish(plan, found.entries)
    return found


def _spread(plan: Plan, grid: Grid) -> Spread:
    """Row → (column index, row the value stands in) of cells merged downwards among the table's rows."""
    made: Spread = {}
    for first, left, last, _ in grid.merges_starting(plan.first, plan.last):
        if last > first and plan.span[0] <= left <= plan.span[1]:
            for row in range(first + 1, min(last, plan.last) + 1):
                made.setdefault(row, []).append((left - 1, first))
    return made


#: the same as in the cell above
_DITTO = frozenset({"同上", "同上行", "〃", "″", '"', "''", "＂", "”", "同 上"})


def _dittos(plan: Plan, rows: Sequence[Row], spread: Spread) -> dict[int, list[tuple[int, int]]]:
    """Row → (column index, row the value stands in) of cells that say «the same as above»; they join the spread.

    Amounts are left out: whether 同上 repeats an amount or shares it cannot be told.
    """
    amounts = {column.at for column in plan.readers if column.definition.additive}
    made: dict[int, list[tuple[int, int]]] = {}
    origin: dict[int, int] = {}
    above = 0
    for number, cells in rows:
        repeated = set()
        if above and not _DITTO.isdisjoint(cells):
            repeated = {index for index, cell in enumerate(cells) if cell in _DITTO and index not in amounts}
        origin = {index: origin.get(index, above) for index in repeated}
        if origin:
            made[number] = sorted(origin.items())
            spread.setdefault(number, []).extend(made[number])
        above = number
    return made


def _say_dittos(plan: Plan, made: Made, places: Sequence[tuple[int, int]]) -> None:
    """An info for every field that was taken from the row above."""
    columns = {column.at: column for column in plan.readers}
    for index, origin in places:
        column = columns.get(index)
        if column is not None and column.field in made.record:
            raw, taken = shown(made.own(index)), made.record[column.field]
            made.problems.append(filling.taken_from_above(plan, column, made.row, raw, taken, origin))


def _strange_section(plan: Plan, number: int, cells: Sequence[Cell]) -> Problem:
    """A section that is not understood, below one that was: its rows are left without what that one said."""
    at, text = next((at, shown(cell)) for at, cell in enumerate(cells, 1) if cell is not None and shown(cell).strip())
    return Problem("unknown_section", Severity.WARNING, plan.sheet, f"{column_letter(at)}{number}", None, text)


def letters(width: int) -> list[str]:
    """The letters of the first columns."""
    return [column_letter(column) for column in range(1, width + 1)]


def verbatim(cells: Sequence[Cell], names: Sequence[str], first: int, last: int) -> dict[str, str]:
    """Column letter → text of every non-blank cell between these columns."""
    return {
        name: cell if type(cell) is str else shown(cell)
        for name, cell in zip(names[first - 1 :], cells[first - 1 : last], strict=False)
        if cell or not (cell is None or cell == "")
    }
