"""One sheet with its tables found → its rows read, every one of them once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from importers import headless, surroundings, tables, totals
from importers import rows as table_rows
from importers.grid import Grid
from importers.rows import Other, Rows
from importers.surroundings import Occasion
from importers.tables import Plan
from importers.unread import Unread
from importers.workbook import Cell, Sheet, column_letter
from inventory.reading import PartialDate, Problem, Severity

#: beyond every column
_FAR = 1 << 20


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller says where the workbook need not: ledger kind, unit, day it speaks for."""

    ledger: str | None = None
    unit: str | None = None
    filing: date | None = None


@dataclass(slots=True)
class Read:
    """A sheet with its tables found and, after `read`, their rows sorted."""

    sheet: Sheet
    rows: list[tuple[int, list[Cell]]]
    plans: list[Plan] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    occasion: Occasion | None = None
    problems: list[Problem] = field(default_factory=list)
    #: tables of enterprises that fit no ledger
    unread: list[Unread] = field(default_factory=list)

    @property
    def as_of(self) -> tuple[PartialDate, str] | None:
        """The day the sheet speaks for and how it says so."""
        if self.occasion and self.occasion.as_of and self.occasion.basis:
            return self.occasion.as_of, self.occasion.basis
        return None


def read(found: Read) -> None:
    """Sorts the rows of every table of the sheet, ready for their entries to be walked; `close` comes after."""
    if not found.plans:
        found.others = [_other(number, cells) for number, cells in found.rows]
        return
    grid = Grid(found.rows, found.sheet.merged)
    for plan in found.plans:
        table = table_rows.read(plan, found.sheet, grid)
        unheaded = headless.problems(plan, table.cells(), *_reach(plan, found.plans))
        absent = tables.missing(plan.columns) | ({"name"} if plan.name is None else set())
        if absent:
            # the table says at its head what none of its rows gave: that is known when all are read
            entries = table.hold()
            given = {name for name in absent if any(name in made.record for made in entries)}
            found.problems.extend(plan.without(absent - given))
        found.problems.extend(unheaded)
        found.tables.append(table)
    for table in found.tables:
        table.is_totalled = any(each.breaks for each in found.tables)


def close(found: Read) -> None:
    """Compares totals, once all entries were walked; rows of no table become other rows of the sheet."""
    if not found.plans:
        return
    for place, table in enumerate(found.tables):
        alike = [number for number, each in enumerate(found.tables) if each.plan.kind == table.plan.kind]
        so_far = [number for number in alike if number <= place]
        totals.compare(table, [[found.tables[number] for number in numbers] for numbers in (alike, so_far)])
    taken = {number for table in found.tables for number in table.numbers}
    said: dict[int, Other] = {}
    for table in found.tables:
        for other in table.others:
            if other.row in taken:
                continue
            if (known := said.get(other.row)) is None or known.kind == "beside":
                said[other.row] = other
            else:
                known.problems.extend(other.problems)
    headings = {row for plan in found.plans for row in range(plan.block.top, plan.block.bottom + 1)}
    for number, cells in found.rows:
        if number not in taken and number not in said:
            said[number] = Other(number, cells, "heading") if number in headings else _other(number, cells)
    found.others = [said[number] for number in sorted(said)]


def _reach(plan: Plan, plans: Sequence[Plan]) -> tuple[int, int]:
    """The first and last column that are the table's, where others may stand beside it."""
    right = [other.span[0] for other in plans if other.block is plan.block and other.span[0] > plan.span[1]]
    return (plan.span[0] if plan.panel else 1), min(right, default=_FAR) - 1


def _other(number: int, cells: list[Cell]) -> Other:
    texts = surroundings.folded(cells)
    return Other(
        number, cells, (surroundings.kind_of(texts) if texts else None) or ("title" if len(texts) <= 2 else "note")
    )


def hidden(found: Read) -> list[Problem]:
    """Infos for hidden rows and columns that hold data: they were read."""
    made = []
    sheet = found.sheet
    for table in found.tables:
        plan = table.plan
        columns = sorted(column for column in sheet.hidden_columns if plan.span[0] <= column <= plan.span[1])
        if columns:
            letters = "、".join(column_letter(column) for column in columns)
            made.append(
                Problem(
                    "hidden_columns",
                    Severity.INFO,
                    sheet.name,
                    f"{column_letter(columns[0])}{plan.block.top}",
                    None,
                    letters,
                )
            )
        rows = [number for number in table.numbers if number in sheet.hidden_rows]
        if rows:
            numbers = "、".join(map(str, rows[:20])) + ("…" if len(rows) > 20 else "")
            made.append(Problem("hidden_rows", Severity.INFO, sheet.name, f"A{rows[0]}", None, numbers))
    return made
