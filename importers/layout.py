"""Where the tables of a sheet are: heading rows, panels side by side, and what each column holds.

A table begins with one to four heading rows, merged or not, one of which names the enterprise. It may
stand anywhere on the sheet, beside another one, and repeat its headings further down.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.headings import Vocabulary
from importers.labels import fold, is_unit
from importers.phrases import is_neutral
from importers.sectional import is_headed
from importers.workbook import Cell, Merge, Row, shown

_NAMES_A_FIRM = re.compile(
    r"名\s*[称稱]|全\s*[称稱]|[企業业厂廠店司]\s*名|企\s*[业業]|[单單]\s*位|[业業]\s*[户戶]|字\s*[号號]|主\s*[体體]|工\s*商\s*[户戶]|持\s*[证證]"
)
_MOST_HEADING_ROWS = 4
# what stands above headings without being one
_NO_HEADING = re.compile(r"[:：]\s*\S|盖章|填报|填報|附件|附表|^\s*表\s*\d|^\s*\d{4}\s*[年.\-/]|\d\s*月\s*\d*日?$")
_LONGEST_HEADING = 60
#: a table without a heading for the firm's name is known by this many others
_FEWEST = 3


class Grid:
    """The rows of one sheet with its merged cells; rows and columns count from 1."""

    def __init__(self, rows: Sequence[Row], merged: Sequence[Merge]) -> None:
        self.rows = rows
        self._numbers = [number for number, _ in rows]
        self.merged = merged
        self._starting: dict[int, list[Merge]] = {}
        for merge in merged:
            self._starting.setdefault(merge[0], []).append(merge)

    def index(self, number: int) -> int:
        """The place of the first row with this number or a later one."""
        return bisect_left(self._numbers, number)

    def at(self, row: int, column: int) -> Cell:
        """The value standing in a cell, without regard to merging."""
        place = self.index(row)
        if place == len(self.rows) or self._numbers[place] != row:
            return None
        cells = self.rows[place][1]
        return cells[column - 1] if column <= len(cells) else None

    def merges_starting(self, first: int, last: int) -> list[Merge]:
        """The merged blocks whose first row lies between these."""
        if last - first > len(self._starting):
            return [merge for row, merges in self._starting.items() if first <= row <= last for merge in merges]
        return [merge for row in range(first, last + 1) for merge in self._starting.get(row, ())]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a heading block: its number, the texts over it from the top, the row of the lowest."""

    column: int
    path: tuple[str, ...]
    row: int


@dataclass(frozen=True, slots=True)
class Block:
    """The heading rows of one table."""

    top: int
    bottom: int
    headings: tuple[Heading, ...]

    @property
    def first_column(self) -> int:
        return self.headings[0].column

    @property
    def last_column(self) -> int:
        return self.headings[-1].column

    def moved(self, top: int) -> Block:
        """The same headings written again from another row on."""
        down = top - self.top
        headings = (replace(each, row=each.row + down) for each in self.headings)
        return Block(top, self.bottom + down, tuple(headings))

    def same_as(self, other: Block) -> bool:
        """Whether it repeats the other's headings over the same columns."""
        return [(each.column, each.path) for each in self.headings] == [
            (each.column, each.path) for each in other.headings
        ]


def _blank(cell: Cell) -> bool:
    return cell is None or (type(cell) is str and not cell.strip())


def _text(cell: Cell) -> str:
    return shown(cell).strip()


def may_be_heading(cells: Sequence[Cell]) -> bool:
    """Whether a row could hold the heading of the firm's name: a quick look, before the slow one."""
    texts = [cell for cell in cells if type(cell) is str and len(cell) <= _LONGEST_HEADING]
    return len(texts) >= 2 and bool(_NAMES_A_FIRM.search("\n".join(texts)))


class Finder:
    """Finds heading blocks on one sheet, for the vocabularies of the kinds in question."""

    def __init__(self, grid: Grid, vocabularies: Sequence[Vocabulary]) -> None:
        self._grid = grid
        self._vocabularies = vocabularies
        self._known: dict[tuple[str, ...], bool] = {}
        self._naming: dict[tuple[str, ...], bool] = {}

    def block(self, index: int, after: int) -> Block | None:
        """The heading block that the row at this index is the naming row of; it begins after row ``after``."""
        number, cells = self._grid.rows[index]
        named = [
            column
            for column, cell in enumerate(cells, 1)
            if type(cell) is str
            and len(cell) <= _LONGEST_HEADING
            and _NAMES_A_FIRM.search(cell)
            and self._names((cell,))
        ]
        below = self._below(number, cells, named)
        if not named and below is None:
            return None
        top, bottom = self._extent(number, named, after)
        block = self._composed(top, max(bottom, below or bottom))
        return block if block and any(self._names(each.path) for each in block.headings) else None

    def block_of_other_headings(self, index: int) -> Block | None:
        """The heading block at this row where none names the firm: one kind knows half of its headings and more."""
        number, cells = self._grid.rows[index]
        written = [(column, cell) for column, cell in enumerate(cells, 1) if not _blank(cell)]
        if len(written) <= _FEWEST or not all(
            type(cell) is str and len(cell) <= _LONGEST_HEADING for _, cell in written
        ):
            return None
        if any(_NO_HEADING.search(str(cell)) for _, cell in written):
            return None
        strange = [column for column, cell in written if not self._is_known((str(cell),))]
        block = self._composed(*self._extent(number, strange, 0))
        if block is None:
            return None
        meant = [
            sum(bool((meaning := each.understand(heading.path)) and meaning.column) for heading in block.headings)
            for each in self._vocabularies
        ]
        return block if max(meant) >= max(_FEWEST, 0.5 * len(block.headings)) else None

    def _below(self, number: int, cells: Sequence[Cell], named: list[int]) -> int | None:
        """The row of a lower heading that names the firm only together with one above (企业 / 名称)."""
        if named:
            return None
        texts = [_text(cell) for cell in cells if not _blank(cell)]
        return None if len(texts) < 2 or any(_NO_HEADING.search(text) for text in texts) else self._paired(number)

    def _paired(self, number: int) -> int | None:
        index = self._grid.index(number + 1)
        if index == len(self._grid.rows) or self._grid.rows[index][0] != number + 1:
            return None
        cells = self._grid.rows[index][1]
        texts = [_text(cell) for cell in cells if not _blank(cell)]
        if not texts or not all(type(cell) is str for cell in cells if not _blank(cell)):
            return None
        block = self._composed(number, number + 1)
        return number + 1 if block and any(self._names(each.path) for each in block.headings) else None

    def _names(self, path: tuple[str, ...]) -> bool:
        named = self._naming.get(path)
        if named is None:
            meanings = (each.understand(path) for each in self._vocabularies)
            named = self._naming[path] = any(meaning is not None and meaning.column == "name" for meaning in meanings)
        return named

    def _is_known(self, path: tuple[str, ...]) -> bool:
        known = self._known.get(path)
        if known is None:
            known = is_unit(path[-1]) or any(each.understand(path) is not None for each in self._vocabularies)
            self._known[path] = known
        return known

    def _extent(self, number: int, named: list[int], after: int) -> tuple[int, int]:
        top = bottom = number
        for merge in self._grid.merges_starting(max(1, number - _MOST_HEADING_ROWS), number):
            if merge[2] >= number and merge[0] > after and any(merge[1] <= column <= merge[3] for column in named):
                top, bottom = min(top, merge[0]), max(bottom, merge[2])
        while top - 1 > after and number - top < _MOST_HEADING_ROWS - 1 and self._is_group_row(top - 1, top, after):
            top -= 1
        for merge in self._grid.merges_starting(top, bottom):
            if merge[2] > bottom and merge[2] - top < _MOST_HEADING_ROWS:
                bottom = merge[2]
        while bottom - top < _MOST_HEADING_ROWS - 1 and self._is_lower_row(top, bottom + 1, named):
            bottom += 1
        return top, bottom

    def _cells(self, number: int) -> list[tuple[int, Cell]]:
        index = self._grid.index(number)
        if index == len(self._grid.rows) or self._grid.rows[index][0] != number:
            return []
        return [(column, cell) for column, cell in enumerate(self._grid.rows[index][1], 1) if not _blank(cell)]

    def _is_group_row(self, number: int, below: int, after: int) -> bool:
        """Whether a row above holds headings over several columns: two or more short texts, no title, no meta."""
        cells = self._cells(number)
        width = max((column for column, _ in self._cells(below)), default=0)
        if len(cells) < 2 and not any(
            merge[0] == number and 1 < merge[3] - merge[1] + 1 < 0.6 * width
            for merge in self._grid.merges_starting(number, number)
        ):
            return False
        texts = [cell for _, cell in cells if type(cell) is str]
        if len(texts) < len(cells) or any(len(text) > 30 or _NO_HEADING.search(text) for text in texts):
            return False
        if after and sum(self._groups(number, column, str(cell)) for column, cell in cells) < 0.6 * len(cells):
            return False  # a line of the table before
        # every group must stand over at least one heading
        under = {column for column, _ in self._cells(below)}
        spans = {merge[1]: merge[3] for merge in self._grid.merges_starting(number, number)}
        return all(
            any(column <= each <= spans.get(column, column) for each in under) or self._is_known((str(cell),))
            for column, cell in cells
        )

    def _groups(self, number: int, column: int, text: str) -> bool:
        """Whether a cell looks like a heading over others: merged sideways, or made of the words of headings."""
        wide = any(merge[1] == column and merge[3] > column for merge in self._grid.merges_starting(number, number))
        return wide or is_neutral(text) or self._is_known((text,))

    def _is_lower_row(self, top: int, number: int, named: list[int]) -> bool:
        """Whether the row below still belongs to the headings: blank under the name, its texts read as headings."""
        edge = self._edge(top, number - 1, named)
        cells = [(column, cell) for column, cell in self._cells(number) if column < edge]
        if not cells or any(column in named for column, _ in cells) or not all(type(cell) is str for _, cell in cells):
            return False
        if len(cells) == 1 and is_headed(fold(str(cells[0][1]))):
            return False  # the first section
        block = self._composed(top, number)
        lower = {each.column: each for each in block.headings} if block else {}
        if any(len(str(cell)) > 30 for _, cell in cells):
            return False
        understood = sum(column in lower and self._is_known(lower[column].path) for column, _ in cells)
        if understood >= 0.6 * len(cells):
            return understood > 0
        return len(cells) > 1 and self._divides(top, number, [column for column, _ in cells])

    def _divides(self, top: int, number: int, columns: Sequence[int]) -> bool:
        """Whether a row's texts stand where nothing but a heading over several columns does: they divide it up."""
        wide = {
            column
            for merge in self._grid.merges_starting(top, number - 1)
            if merge[3] > merge[1]
            for column in range(merge[1], min(merge[3], merge[1] + 200) + 1)
        }
        own = {column for row in range(top, number) for column, _ in self._cells(row) if column not in wide}
        divided = {column for column in columns if column not in own}
        # the first column under a group written without merging has its heading over it
        divided |= {column for column in columns if column + 1 in divided and column in own and column not in wide}
        return bool(divided - wide or wide & set(columns)) and len(divided) == len(columns)

    def _edge(self, top: int, bottom: int, named: list[int]) -> int:
        """The first column right of the name that no heading stands over: what is beyond may be another table."""
        over = {column for number in range(top, bottom + 1) for column, _ in self._cells(number)}
        for merge in self._grid.merges_starting(top, bottom):
            over.update(range(merge[1], min(merge[3], merge[1] + 200) + 1))
        column = max(named, default=1)
        below = {column for column, _ in self._cells(bottom + 1)}
        if all(type(cell) is str for _, cell in self._cells(bottom + 1)):
            # under a group written without merging the columns that follow have a lower heading only
            over |= below
        while column in over:
            column += 1
        return column

    def _composed(self, top: int, bottom: int) -> Block | None:
        """The texts over each column between these rows, merged cells spread, groups drawn over what they head."""
        rows = range(top, bottom + 1)
        texts: dict[tuple[int, int], str] = {}
        for number in rows:
            for column, cell in self._cells(number):
                texts[number, column] = _text(cell)
        owned: set[tuple[int, int]] = set()
        for merge in self._grid.merges_starting(top, bottom):
            value = texts.get((merge[0], merge[1]))
            spread = [
                (row, column)
                for row in range(merge[0], min(merge[2], bottom) + 1)
                for column in range(merge[1], merge[3] + 1)
            ]
            owned.update(spread)
            if value and merge[3] - merge[1] < 200:
                texts.update(dict.fromkeys(spread, value))
        _draw_groups(texts, owned, top, bottom)
        headings = []
        for column in sorted({column for _, column in texts}):
            path: list[str] = []
            last = top
            for number in rows:
                text = texts.get((number, column))
                if text and (not path or path[-1] != text):
                    path.append(text)
                    last = number
            if path:
                headings.append(Heading(column, tuple(path), last))
        return Block(top, bottom, tuple(headings)) if len(headings) >= 2 else None


def _draw_groups(texts: dict[tuple[int, int], str], owned: set[tuple[int, int]], top: int, bottom: int) -> None:
    """Draws headings written without merging over the columns to their right that have a lower heading only."""
    columns = sorted({column for _, column in texts})
    for number in range(top, bottom):
        above: str | None = None
        for column in columns:
            place = number, column
            lower = any((row, column) in texts for row in range(number + 1, bottom + 1))
            own = texts.get(place)
            if own is None and above and lower and place not in owned:
                texts[place] = above
                continue
            heads = own is not None and place not in owned and lower and texts.get((number + 1, column)) != own
            above = own if heads else None
