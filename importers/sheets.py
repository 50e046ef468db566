"""One sheet → the tables on it, read; or the reasons why it holds none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from importers import layout, meanings, surroundings, tables, totals
from importers import rows as table_rows
from importers.columns import Context
from importers.headings import Vocabulary
from importers.layout import Block, Finder, Grid
from importers.rows import Other, Rows
from importers.surroundings import Occasion
from importers.tables import Plan
from importers.units import Units
from importers.workbook import Cell, Sheet, column_letter
from inventory import values
from inventory.errors import RecognitionError
from inventory.reading import PartialDate, Problem, Severity

_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller says where the workbook need not: ledger kind, unit, day it speaks for."""

    ledger: str | None = None
    unit: str | None = None
    filing: date | None = None


@dataclass(slots=True)
class Read:
    """A sheet with its tables found and, after `entries`, read."""

    sheet: Sheet
    rows: list[tuple[int, list[Cell]]]
    plans: list[Plan] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    occasion: Occasion | None = None
    problems: list[Problem] = field(default_factory=list)
    #: headings that could be a ledger of two kinds, or lacked what a ledger must have
    near: list[str] = field(default_factory=list)

    @property
    def as_of(self) -> tuple[PartialDate, str] | None:
        """The day the sheet speaks for and how it says so."""
        if self.occasion and self.occasion.as_of and self.occasion.basis:
            return self.occasion.as_of, self.occasion.basis
        return None


def find(sheet: Sheet, vocabularies: Sequence[Vocabulary], units: Units, said: Said, book: Occasion | None) -> Read:
    """The tables of a sheet, ready to be read.

    :param book: what another sheet said of the filing date, for sheets that say nothing.
    """
    rows = list(sheet.rows())
    found = Read(sheet, rows)
    grid = Grid(rows, sheet.merged)
    finder = Finder(grid, vocabularies)
    texts = [cell for _, cells in rows[:_LOOKED_AT] for cell in cells if isinstance(cell, str)]
    traditional = values.is_traditional(texts)
    blocks: list[tuple[Block, int]] = []
    after = 0
    for index, (number, cells) in enumerate(rows):
        if number > after and layout.may_be_heading(cells) and (block := finder.block(index, after)):
            blocks.append((block, after))
            after = block.bottom
    _plan(found, grid, blocks, vocabularies, units, said, book, traditional)
    return found


def _plan(
    found: Read,
    grid: Grid,
    blocks: list[tuple[Block, int]],
    vocabularies: Sequence[Vocabulary],
    units: Units,
    said: Said,
    book: Occasion | None,
    traditional: bool,
) -> None:
    rows, sheet = found.rows, found.sheet
    last_row = rows[-1][0] if rows else 0
    above_texts: list[list[str]] = []
    for place, (block, _) in enumerate(blocks):
        before = blocks[place - 1][0].bottom if place else 0
        own = _above(rows, grid, before, block.top, first=place == 0)
        first = above_texts or own
        above_texts = above_texts or own
        end = blocks[place + 1][0].top - 1 if place + 1 < len(blocks) else last_row
        earlier = next((plan for plan in found.plans if plan.block.same_as(block)), None)
        if earlier is not None and not _is_titled_anew(own, vocabularies):
            for plan in found.plans:
                if plan.block is earlier.block:
                    plan.repeats.append(block)
                    plan.last = end
            continue
        below = [texts for _, cells in rows[-6:] if (texts := surroundings.folded(cells)) and _is_remark(texts)]
        occasion = surroundings.occasion([*(own or first), *below]) if own or not book else book
        if occasion.as_of is None and found.occasion is not None:
            occasion = Occasion(
                found.occasion.as_of, found.occasion.basis, occasion.years or found.occasion.years, occasion.quantity
            )
        if occasion.as_of is None and book is not None:
            occasion = Occasion(book.as_of, book.basis, occasion.years or book.years, occasion.quantity)
        titles = [text for texts in (own or first) for text in texts]
        named = "\n".join(
            [*titles, surroundings.folded([sheet.name])[0] if sheet.name and surroundings.folded([sheet.name]) else ""]
        )
        unit = _unit(own or first, sheet.name, units, said)
        filing = said.filing or (occasion.as_of.last if occasion.as_of else None)
        context = Context(traditional, filing, occasion.title_year, units, occasion.quantity)
        for panel, headings in enumerate(meanings.panels(block, vocabularies)):
            possible = tables.candidates(headings, vocabularies, named)
            if not possible:
                found.near.append("、".join(dict.fromkeys("/".join(each.path) for each in headings[:6])))
                continue
            if len(possible) > 1 and tables.are_close(possible[0], possible[1]):
                raise RecognitionError(
                    "sheet {sheet}, row {row}: the headings fit {first} as well as {second}; say which with --ledger",
                    sheet=sheet.name or "1",
                    row=block.top,
                    first=possible[0].columns.kind,
                    second=possible[1].columns.kind,
                )
            why = "said" if said.ledger else "title" if possible[0].is_titled else "headings"
            plan = tables.planned(
                possible[0],
                sheet.name,
                panel,
                block,
                headings,
                context,
                unit,
                titles,
                occasion,
                (block.bottom + 1, end),
                why,
            )
            found.plans.append(plan)
            found.occasion = found.occasion or occasion
            found.problems.extend(plan.problems())


def _above(rows: Sequence[tuple[int, list[Cell]]], grid: Grid, before: int, top: int, first: bool) -> list[list[str]]:
    """The texts of the rows above a heading block that are titles or meta rows, not data of the table before."""
    start = 0 if first else max(grid.index(before + 1), grid.index(top) - 4)
    made = []
    for _, cells in rows[start : grid.index(top)]:
        texts = surroundings.folded(cells)
        if texts and (first or len(texts) <= 3):
            made.append(texts)
    return made[-8:]


def _is_remark(texts: list[str]) -> bool:
    return len(texts) <= 8 and surroundings.kind_of(texts) in ("meta", "signature", "note")


def _is_titled_anew(own: list[list[str]], vocabularies: Sequence[Vocabulary]) -> bool:
    """Whether a title of its own stands above repeated headings: then a new table begins, of another unit perhaps."""
    return any(word in text for texts in own for text in texts for each in vocabularies for word in each.ledger.titles)


def _unit(above: list[list[str]], sheet_name: str | None, units: Units, said: Said) -> tuple[str | None, str | None]:
    """The reporting unit of a table and where it was found."""
    if sheet_name and (unit := units.exactly(sheet_name)):
        return unit, "sheet"
    titles = [text for texts in above for text in texts if surroundings.kind_of([text]) not in ("meta",)]
    metas = [text for texts in above for text in texts if surroundings.kind_of([text]) == "meta"]
    for where, texts in (("title", titles), ("meta", metas), ("sheet", [sheet_name or ""])):
        found = {unit for text in texts if (unit := units.within(text))}
        if len(found) == 1:
            return found.pop(), where
    return (said.unit, "said") if said.unit else (None, None)


def read(found: Read) -> None:
    """Reads the rows of every table of the sheet; rows of no table become other rows of the sheet."""
    if not found.plans:
        found.others = [_other(number, cells) for number, cells in found.rows]
        return
    grid = Grid(found.rows, found.sheet.merged)
    taken: set[int] = set()
    for plan in found.plans:
        read_rows = table_rows.read(plan, found.sheet, grid)
        totals.compare(read_rows)
        if absent := tables.missing(plan.columns):
            given = {name for name in absent if any(name in made.record for made in read_rows.entries)}
            found.problems.extend(plan.without(absent - given))
        found.tables.append(read_rows)
        taken.update(made.row for made in read_rows.entries)
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
        rows = [entry.row for entry in table.entries if entry.row in sheet.hidden_rows]
        if rows:
            numbers = "、".join(map(str, rows[:20])) + ("…" if len(rows) > 20 else "")
            made.append(Problem("hidden_rows", Severity.INFO, sheet.name, f"A{rows[0]}", None, numbers))
    return made
