"""The rows of one table: every one comes out once, as an entry or as another row."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importers import dittos
from importers.entries import Made, Maker, Spread
from importers.filling import Filling
from importers.grid import Grid
from importers.sorting import Sorter
from importers.tables import Plan
from importers.workbook import Cell, Sheet, column_letter, shown
from inventory.reading import Problem, Severity, Value


@dataclass(slots=True)
class Other:
    """One row that is no entry; of a section row the field whose value it ``carries``."""

    row: int
    cells: Sequence[Cell]
    kind: str
    problems: list[Problem] = field(default_factory=list)
    carries: str | None = None


#: An entry to be made: row number, cells, what the sections above say, how many breaks are above.
_Due = tuple[int, list[Cell], dict[str, Value], int]


@dataclass(slots=True)
class Rows:
    """The rows of a table, sorted: ``numbers`` are its entries, ``breaks`` its sections, subtotals and totals.

    What the entries say is read as they are walked, so that whoever takes them works beside, and none need be kept.
    """

    plan: Plan
    numbers: list[int]
    others: list[Other]
    breaks: list[int]
    due: deque[_Due]
    making: Iterator[Made]
    #: entries made so far: whole where they were held, else what totals are compared with, where there are any
    entries: list[Made] = field(default_factory=list)
    is_totalled: bool = False

    def cells(self) -> list[list[Cell]]:
        """The cells of each entry not made yet."""
        return [cells for _, cells, _, _ in self.due]

    def hold(self) -> list[Made]:
        """Every entry, made now and kept until it is walked."""
        self.entries.extend(self.making)
        return self.entries

    def walk(self) -> Iterator[Made]:
        """Every entry once, in order. It is given up when the next is asked for."""
        yield from self.entries
        counted = {
            column.field
            for column in self.plan.readers
            if column.definition.additive or column.definition.type in ("name", "count")
        }
        for made in self.making:
            yield made
            if self.is_totalled:
                made.give_up(counted)
                self.entries.append(made)


def read(plan: Plan, sheet: Sheet, grid: Grid) -> Rows:
    """Sorts the rows of a table and makes ready to read its entries."""
    rows = grid.rows[grid.index(plan.first) : grid.index(plan.last + 1)]
    spread = _spread(plan, grid)
    repeated = dittos.find(plan, rows, spread)
    sorter = Sorter(plan, grid, spread)
    due: deque[_Due] = deque()
    maker = Maker(plan, sheet, dict(rows) if spread else {}, spread)
    found = Rows(plan, [], [], [], due, _making(plan, maker, due, repeated))
    headings = {row for block in (plan.block, *plan.repeats) for row in range(block.top, block.bottom + 1)}
    for number, cells in rows:
        if number in headings:
            kind = "heading"
            sorter.headed()
        else:
            kind = sorter.kind(number, cells)
        if kind == "entry":
            due.append((number, cells, sorter.section, len(found.breaks)))
            found.numbers.append(number)
            continue
        if sorter.has_ended:
            found.others.append(Other(number, cells, kind, [_strange_section(plan, number, cells)]))
            found.breaks.append(number)
            continue
        if kind == "breakdown":
            found.others.append(Other(number, cells, kind, [_breakdown(plan, number, cells)]))
            continue
        found.others.append(Other(number, cells, kind, carries=sorter.carried if kind == "section" else None))
        if kind in ("section", "subtotal", "total"):
            found.breaks.append(number)
    return found


def _making(plan: Plan, maker: Maker, due: deque[_Due], repeated: dittos.Dittos) -> Iterator[Made]:
    """The entries, finished firm by firm; all of them before the first where cells are to be filled from other rows."""
    rest = Filling(plan)
    waits = rest.waits([cells for _, cells, _, _ in due], {at for places in repeated.values() for at, _ in places})
    lines: list[Made] = []
    while due:
        number, cells, section, serial = due.popleft()
        made = maker.make(number, cells, section, serial)
        if number in repeated:
            dittos.say(plan, made, repeated[number])
        if made.head is None and not waits:
            rest.finish(lines)
            yield from lines
            lines = []
        lines.append(made)
    rest.finish(lines)
    yield from lines


def _spread(plan: Plan, grid: Grid) -> Spread:
    """Row → (column index, row the value stands in) of cells merged downwards among the table's rows."""
    made: Spread = {}
    for first, left, last, _ in grid.merges_starting(plan.first, plan.last):
        if last > first and plan.span[0] <= left <= plan.span[1]:
            for row in range(first + 1, min(last, plan.last) + 1):
                made.setdefault(row, []).append((left - 1, first))
    return made


def _breakdown(plan: Plan, number: int, cells: Sequence[Cell]) -> Problem:
    """A row that divides up what its firm states above: read, its amounts would count twice."""
    at, text = _first(cells)
    return Problem("breakdown_not_read", Severity.WARNING, plan.sheet, f"{column_letter(at)}{number}", None, text)


def _first(cells: Sequence[Cell]) -> tuple[int, str]:
    """The column and text of the first cell that is not blank."""
    return next((at, shown(cell)) for at, cell in enumerate(cells, 1) if cell is not None and shown(cell).strip())


def _strange_section(plan: Plan, number: int, cells: Sequence[Cell]) -> Problem:
    """A section that is not understood, below one that was: its rows are left without what that one said."""
    at, text = _first(cells)
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
