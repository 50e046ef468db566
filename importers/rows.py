"""The rows of one table: every one comes out once, as an entry or as another row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importers import filling
from importers.columns import Column
from importers.entries import Made, Maker, Spread
from importers.layout import Grid
from importers.sorting import Sorter
from importers.tables import Plan
from importers.workbook import Cell, Sheet, column_letter, shown
from inventory.reading import Problem


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
    maker = Maker(plan, sheet, dict(rows) if spread else {}, spread)
    sorter = Sorter(plan, grid, spread)
    found = Rows(plan, maker.made, [], [])
    headings = {row for block in (plan.block, *plan.repeats) for row in range(block.top, block.bottom + 1)}
    for number, cells in rows:
        kind = "heading" if number in headings else sorter.kind(number, cells)
        if kind == "entry":
            maker.make(number, cells, sorter.section, len(found.breaks))
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


def letters(width: int) -> list[str]:
    """The letters of the first columns."""
    return [column_letter(column) for column in range(1, width + 1)]


def verbatim(cells: Sequence[Cell], names: Sequence[str], first: int, last: int) -> dict[str, str]:
    """Column letter → text of every non-blank cell between these columns."""
    return {
        name: cell if type(cell) is str else shown(cell)
        for name, cell in zip(names[first - 1 :], cells[first - 1 : last], strict=False)
        if cell is not None and cell != ""
    }


def stated_numbers(other: Other, columns: Sequence[Column]) -> Iterator[tuple[Column, float]]:
    """The quantities a total row states under columns that may be summed."""
    for column in columns:
        cell = other.cells[column.at] if column.at < len(other.cells) else None
        if column.definition.additive and cell is not None:
            for _, value in column.reader(cell).values:
                if isinstance(value, int | float) and not isinstance(value, bool):
                    yield column, float(value)
