"""Which tables a sheet holds: its heading blocks, and the ledger each of them is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from importers import firms, layout, meanings, surroundings, tables, unread
from importers.blocks import Block, Heading, narrowed
from importers.columns import Context
from importers.grid import Grid
from importers.headings import Vocabulary
from importers.labels import label
from importers.layout import Finder
from importers.sheets import Read, Said
from importers.surroundings import Occasion
from importers.tables import Candidate
from importers.units import Units
from importers.workbook import Cell, Sheet
from inventory import values
from inventory.errors import RecognitionError
from inventory.vocabulary import Ledger

_LOOKED_AT = 300
#: rows in which headings without one for the firm's name are looked for
_TOP = 40
#: a row with fewer cells shows nothing of how the columns stand
_FEWEST = 3
_SUMS = ("total", "subtotal")
#: what a title says that is written again on the next page
_CONTINUED = re.compile(r"\(?(?:续上?表?|接上[页表])\d*\)?$")


def find(sheet: Sheet, vocabularies: Sequence[Vocabulary], units: Units, said: Said, book: Occasion | None) -> Read:
    """The tables of a sheet, ready to be read.

    :param book: what another sheet said of the filing date, for sheets that say nothing.
    """
    rows = list(sheet.rows())
    search = _Search(Read(sheet, rows), Grid(rows, sheet.merged), vocabularies, units, said, book)
    search.plan(search.blocks())
    if not search.found.plans and (others := search.blocks_of_other_headings()):
        search.found.unread.clear()
        search.plan(others)
    if not search.found.plans and not search.found.unread and (listed := unread.of_rows(rows)):
        search.found.unread.append(listed)
    return search.found


class _Search:
    """The search for the tables of one sheet."""

    def __init__(
        self,
        found: Read,
        grid: Grid,
        vocabularies: Sequence[Vocabulary],
        units: Units,
        said: Said,
        book: Occasion | None,
    ) -> None:
        self.found = found
        self._rows, self._sheet, self._grid = found.rows, found.sheet, grid
        self._vocabularies, self._units, self._said, self._book = vocabularies, units, said, book
        self._said_above: set[str] = set()
        self._finder = Finder(grid, vocabularies)
        texts = [cell for _, cells in found.rows[:_LOOKED_AT] for cell in cells if isinstance(cell, str)]
        self._is_traditional = values.is_traditional(texts)

    def blocks(self) -> list[Block]:
        """The heading blocks in which a heading names the firm, from the top."""
        made: list[Block] = []
        after = 0
        for index, (number, cells) in enumerate(self._rows):
            if number > after and layout.may_be_heading(cells) and (block := self._finder.block(index, after)):
                made.append(block)
                after = block.bottom
        return made

    def blocks_of_other_headings(self) -> list[Block]:
        """The first heading block although no heading of it names the firm, and its repetitions."""
        indexes = range(min(len(self._rows), _TOP))
        first = next((block for index in indexes if (block := self._finder.block_of_other_headings(index))), None)
        if first is None:
            return []
        top = self._rows[self._grid.index(first.top)][1]
        again = (number for number, cells in self._rows if number > first.bottom and cells == top)
        return [first, *(first.moved(number) for number in again)]

    def plan(self, blocks: Sequence[Block]) -> None:
        """Plans the reading of each table, with what stands above it and around."""
        first: list[list[Cell]] = []
        blocks = self._narrowed(blocks)
        ends = [*(block.top - 1 for block in blocks[1:]), self._rows[-1][0] if self._rows else 0]
        for place, block in enumerate(blocks):
            before = blocks[place - 1].bottom if place else 0
            own = _above(self._rows, self._grid, before, block.top, first=place == 0)
            first = first or own
            repeats = self._repeats(block, own, ends[place])
            self._said_above.update(_CONTINUED.sub("", text) for cells in own for text in surroundings.folded(cells))
            if not repeats:
                self._plan_block(block, own, first, ends[place])

    def _narrowed(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks with headings merged over several columns taken for the one column that is filled below."""
        made: list[Block] = []
        for place, block in enumerate(blocks):
            end = self._grid.index(blocks[place + 1].top) if place + 1 < len(blocks) else len(self._rows)
            below = self._rows[self._grid.index(block.bottom + 1) : end][:_LOOKED_AT]
            rows = [(number, cells) for number, cells in below if _is_body(cells)]
            made.append(narrowed(block, self._grid, rows))
        return made

    def _repeats(self, block: Block, own: list[list[Cell]], end: int) -> bool:
        """Whether the block repeats the headings of a table further up, which then goes on."""
        plans = self.found.plans
        earlier = next((plan.block for plan in plans if plan.block.same_as(block)), None)
        if earlier is None or self._is_titled_anew(own):
            return False
        for plan in plans:
            if plan.block is earlier:
                plan.repeats.append(block)
                plan.last = end
        return True

    def _is_titled_anew(self, own: list[list[Cell]]) -> bool:
        """Whether a title of its own stands above repeated headings: then a new table begins, of another unit perhaps.

        The title written again above the next page, and all that stands with it, begins none.
        """
        rows = [row for row in map(surroundings.folded, own) if surroundings.kind_of(row) not in _SUMS]
        texts = {_CONTINUED.sub("", text) for row in rows for text in row}
        titles = [word for each in self._vocabularies for word in each.ledger.titles]
        return not texts <= self._said_above and any(word in text for text in texts for word in titles)

    def _occasion(self, own: list[list[Cell]], above: list[list[str]]) -> Occasion:
        """What the rows around a table say, else what the table before or another sheet said."""
        book, before = self._book, self.found.occasion
        if not own and book:
            return book
        folded = (surroundings.folded(cells) for _, cells in self._rows[-6:])
        said = surroundings.occasion([*above, *(texts for texts in folded if texts and _is_remark(texts))])
        for other in (before, book):
            if said.as_of is None and other is not None:
                said = Occasion(other.as_of, other.basis, said.years or other.years, said.quantity)
        return said

    def _plan_block(self, block: Block, own: list[list[Cell]], first: list[list[Cell]], end: int) -> None:
        sheet, said, found = self._sheet, self._said, self.found
        panels = meanings.panels(block, self._vocabularies)
        for panel, headings in enumerate(panels):
            above = _over(own or first, panels, panel)
            occasion = self._occasion(own, above)
            titles = [text for texts in above for text in texts]
            unit = _unit(above, sheet.name, self._units, said)
            filing = said.filing or (occasion.as_of.last if occasion.as_of else None)
            context = Context(self._is_traditional, filing, occasion.title_year, self._units, occasion.quantity)
            possible = self._candidates(headings, [*titles, *surroundings.folded([sheet.name])], block.bottom)
            if not possible:
                found.unread.append(unread.of_headings(headings, self._vocabularies))
                continue
            if len(possible) > 1 and tables.are_close(possible[0], possible[1]):
                raise RecognitionError(
                    "sheet {sheet}, row {row}: the headings fit {first} as well as {second}; say which with --ledger",
                    sheet=sheet.name or "1",
                    row=block.top,
                    first=Ledger(possible[0].columns.kind),
                    second=Ledger(possible[1].columns.kind),
                )
            why = "said" if said.ledger else "title" if possible[0].is_titled else "headings"
            rows = block.bottom + 1, end
            plan = tables.planned(
                possible[0], sheet.name, panel, block, headings, context, unit, titles, occasion, rows, why
            )
            alone = [texts[0] for texts in _over(own, panels, panel) if len(texts) == 1]
            remarks = [remark for text in alone for remark in label(text).hints]
            plan.over = (*surroundings.folded([sheet.name]), *remarks, *alone)
            found.plans.append(plan)
            found.occasion = found.occasion or occasion
            found.problems.extend(plan.problems())

    def _candidates(self, headings: Sequence[Heading], titles: list[str], bottom: int) -> list[Candidate]:
        """The kinds a table may be; where no heading names the firm, the cells or the other headings must say it."""
        said = "\n".join(titles)
        if possible := tables.candidates(headings, self._vocabularies, said):
            return possible
        below = self._rows[self._grid.index(bottom + 1) :]
        for column in firms.columns(headings, below, self._sheet.merged):
            if possible := tables.candidates(headings, self._vocabularies, said, firms=column):
                return possible
        return tables.candidates(headings, self._vocabularies, said, is_nameless=True)


def _above(rows: Sequence[tuple[int, list[Cell]]], grid: Grid, before: int, top: int, first: bool) -> list[list[Cell]]:
    """The rows above a heading block that are titles or meta rows, not data of the table before."""
    start = 0 if first else max(grid.index(before + 1), grid.index(top) - 4)
    made = []
    for _, cells in rows[start : grid.index(top)]:
        texts = surroundings.folded(cells)
        if texts and (first or len(texts) <= 3):
            made.append(cells)
    return made[-8:]


def _over(rows: Sequence[list[Cell]], panels: Sequence[Sequence[Heading]], panel: int) -> list[list[str]]:
    """The texts above one of several tables side by side: its own where a row has some for each, else the row's."""
    starts = [headings[0].first for headings in panels[1:]]
    made = []
    for cells in rows:
        parts = [
            surroundings.folded(cells[first - 1 : last - 1])
            for first, last in pairwise([1, *starts, len(cells) + 1])
            if first <= len(cells)
        ]
        is_each = sum(map(bool, parts)) > 1
        texts = (parts[panel] if panel < len(parts) else []) if is_each else surroundings.folded(cells)
        if texts:
            made.append(texts)
    return made


def _is_body(cells: Sequence[Cell]) -> bool:
    """Whether a row below headings may be an entry by what it holds: no title, total or note of a word or two."""
    if len(cells) - cells.count(None) < _FEWEST:
        return False
    texts = surroundings.folded(cells)
    return len(texts) >= _FEWEST and surroundings.kind_of(texts) is None


def _is_remark(texts: list[str]) -> bool:
    return len(texts) <= 8 and surroundings.kind_of(texts) in ("meta", "signature", "note")


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
