"""Where the tables of a sheet begin: the rows that hold headings, one of which names the enterprise.

A table begins with one to four heading rows, merged or not. It may stand anywhere on the sheet, beside another one,
and repeat its headings further down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.blocks import Block, composed
from importers.grid import Grid, is_blank
from importers.headings import Vocabulary
from importers.labels import fold, is_unit
from importers.phrases import is_neutral
from importers.sectional import is_headed
from importers.workbook import Cell, shown

# every row is asked: all that may come first stands in front, so that the search passes over the rest in one step
_NAMES_A_FIRM = re.compile(
    r"[名全企業业厂廠店司单單字主工持](?:(?<=[名全])\s*[称稱]|(?<=[企業业厂廠店司])\s*名|(?<=企)\s*[业業]|"
    r"(?<=[单單])\s*位|(?<=[业業])\s*[户戶]|(?<=字)\s*[号號]|(?<=主)\s*[体體]|(?<=工)\s*商\s*[户戶]|(?<=持)\s*[证證])"
)
_MOST_HEADING_ROWS = 4
# what stands above headings without being one
_NO_HEADING = re.compile(r"[:：]\s*\S|盖章|填报|填報|附件|附表|^\s*表\s*\d|^\s*\d{4}\s*[年.\-/]|\d\s*月\s*\d*日?$")
_LONGEST_HEADING = 60
_TITLE = re.compile(
    r"(?:台账|清单|名单|名录|(?:汇总|统计|一览|登记|情况|明细|排查|排放源?|计划|进度|调度)表)(?:\(.*\))?$"
)
#: the lower one of two headings of the firm's name
_SAYS_NAME = re.compile(r"(?:企业|单位|法人|业主)?(?:详细|单位)?(?:名称|全称|名)(?:\(.*\))?")
#: a table without a heading for the firm's name is known by this many others
_FEWEST = 3


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
        block = composed(self._grid, top, max(bottom, below or bottom))
        return block if block and any(self._names(each.path) for each in block.headings) else None

    def block_of_other_headings(self, index: int) -> Block | None:
        """The heading block at this row where none names the firm: one kind knows half of its headings and more."""
        number, cells = self._grid.rows[index]
        written = [(column, cell) for column, cell in enumerate(cells, 1) if not is_blank(cell)]
        if len(written) <= _FEWEST or not all(
            type(cell) is str and len(cell) <= _LONGEST_HEADING for _, cell in written
        ):
            return None
        if any(_NO_HEADING.search(str(cell)) for _, cell in written):
            return None
        strange = [column for column, cell in written if not self._is_known((str(cell),))]
        block = composed(self._grid, *self._extent(number, strange, 0))
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
        texts = [shown(cell).strip() for cell in cells if not is_blank(cell)]
        return None if len(texts) < 2 or any(_NO_HEADING.search(text) for text in texts) else self._paired(number)

    def _paired(self, number: int) -> int | None:
        index = self._grid.index(number + 1)
        if index == len(self._grid.rows) or self._grid.rows[index][0] != number + 1:
            return None
        cells = self._grid.rows[index][1]
        texts = [shown(cell).strip() for cell in cells if not is_blank(cell)]
        if not texts or not all(type(cell) is str for cell in cells if not is_blank(cell)):
            return None
        block = composed(self._grid, number, number + 1)
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
        under = {
            column
            for merge in self._grid.merges_starting(top, number)
            if merge[2] >= number and any(merge[1] <= column <= merge[3] for column in named)
            for column in range(merge[1], merge[3] + 1)
        }
        under.update(named)
        while bottom - top < _MOST_HEADING_ROWS - 1 and self._is_lower_row(top, bottom + 1, under):
            bottom += 1
        return top, bottom

    def _is_group_row(self, number: int, below: int, after: int) -> bool:
        """Whether a row above holds headings over several columns: two or more short texts, no title, no meta."""
        cells = self._grid.written(number)
        width = max((column for column, _ in self._grid.written(below)), default=0)
        if len(cells) < 2 and not any(
            merge[0] == number and 1 < merge[3] - merge[1] + 1 < 0.6 * width
            for merge in self._grid.merges_starting(number, number)
        ):
            return False
        texts = [cell for _, cell in cells if type(cell) is str]
        if len(texts) < len(cells) or any(len(text) > 30 or _NO_HEADING.search(text) for text in texts):
            return False
        if all(_TITLE.search(fold(text)) for text in texts):
            return False  # each of the tables side by side has its own
        if after and sum(self._groups(number, column, str(cell)) for column, cell in cells) < 0.6 * len(cells):
            return False  # a line of the table before
        # every group must stand over at least one heading
        under = {column for column, _ in self._grid.written(below)}
        spans = {merge[1]: merge[3] for merge in self._grid.merges_starting(number, number)}
        return all(
            any(column <= each <= spans.get(column, column) for each in under) or self._is_known((str(cell),))
            for column, cell in cells
        )

    def _groups(self, number: int, column: int, text: str) -> bool:
        """Whether a cell looks like a heading over others: merged sideways, or made of the words of headings."""
        wide = any(merge[1] == column and merge[3] > column for merge in self._grid.merges_starting(number, number))
        return wide or is_neutral(text) or self._is_known((text,))

    def _is_lower_row(self, top: int, number: int, named: set[int]) -> bool:
        """Whether the row below still belongs to the headings: its texts read as headings.

        Under the heading of the firm's name it is blank, or says 名称 below 企业.
        """
        edge = self._edge(top, number - 1, named)
        cells = [(column, cell) for column, cell in self._grid.written(number) if column < edge]
        if not cells or not all(type(cell) is str for _, cell in cells):
            return False
        said = [fold(str(cell)) for column, cell in cells if column in named]
        if said and not any(_SAYS_NAME.fullmatch(text) for text in said):
            return False
        if len(cells) == 1 and is_headed(fold(str(cells[0][1]))):
            return False  # the first section
        block = composed(self._grid, top, number)
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
        own = {column for row in range(top, number) for column, _ in self._grid.written(row) if column not in wide}
        divided = {column for column in columns if column not in own}
        # the first column under a group written without merging has its heading over it
        divided |= {column for column in columns if column + 1 in divided and column in own and column not in wide}
        return bool(divided - wide or wide & set(columns)) and len(divided) == len(columns)

    def _edge(self, top: int, bottom: int, named: set[int]) -> int:
        """The first column right of the name that no heading stands over: what is beyond may be another table."""
        over = {column for number in range(top, bottom + 1) for column, _ in self._grid.written(number)}
        for merge in self._grid.merges_starting(top, bottom):
            over.update(range(merge[1], min(merge[3], merge[1] + 200) + 1))
        column = max(named, default=1)
        below = {column for column, _ in self._grid.written(bottom + 1)}
        if all(type(cell) is str for _, cell in self._grid.written(bottom + 1)):
            # under a group written without merging the columns that follow have a lower heading only
            over |= below
        while column in over:
            column += 1
        return column
