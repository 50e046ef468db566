"""The rows of one table: every one comes out once, as an entry or as another row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from importers import dittos, filling
from importers.entries import Made, Maker, Spread
from importers.grid import Grid
from importers.sorting import Sorter
from importers.tables import Plan
from importers.workbook import Cell, Sheet, column_letter, shown
from inventory.reading import Problem, Severity


@dataclass(slots=True)
class Other:
    """One row that is no entry; of a section row the field whose value it ``carries``."""

    row: int
    cells: Sequence[Cell]
    kind: str
    problems: list[Problem] = field(default_factory=list)
    carries: str | None = None


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
    repeated = dittos.find(plan, rows, spread)
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
            if number in repeated:
                dittos.say(plan, maker.made[-1], repeated[number])
            continue
        if sorter.has_ended:
            found.others.append(Other(number, cells, kind, [_strange_section(plan, number, cells)]))
            found.breaks.append(number)
            continue
        found.others.append(Other(number, cells, kind, carries=sorter.carried if kind == "section" else None))
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
