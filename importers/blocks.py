"""Heading blocks: the texts over each column of a table, from one to four rows, merged or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.grid import Grid, is_blank
from importers.workbook import Cell, Row, shown

#: A cell merged over more columns than this heads nothing.
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a heading block: its number, the texts over it from the top, the row of the lowest.

    ``others`` are the columns that its cell is merged over too, and that hardly a row writes in.
    """

    column: int
    path: tuple[str, ...]
    row: int
    others: tuple[int, ...] = ()

    @property
    def first(self) -> int:
        """The first column its cell stands over."""
        return min(self.column, *self.others) if self.others else self.column

    @property
    def last(self) -> int:
        """The last column its cell stands over."""
        return max(self.column, *self.others) if self.others else self.column


@dataclass(frozen=True, slots=True)
class Block:
    """The heading rows of one table."""

    top: int
    bottom: int
    headings: tuple[Heading, ...]

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


def composed(grid: Grid, top: int, bottom: int) -> Block | None:
    """The texts over each column between these rows, merged cells spread, groups drawn over what they head."""
    rows = range(top, bottom + 1)
    texts: dict[tuple[int, int], str] = {}
    for number in rows:
        for column, cell in grid.written(number):
            texts[number, column] = shown(cell).strip()
    owned: set[tuple[int, int]] = set()
    for merge in grid.merges_starting(top, bottom):
        if merge[3] - merge[1] >= _WIDEST:
            continue
        value = texts.get((merge[0], merge[1]))
        spread = [
            (row, column)
            for row in range(merge[0], min(merge[2], bottom) + 1)
            for column in range(merge[1], merge[3] + 1)
        ]
        owned.update(spread)
        if value:
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


def narrowed(block: Block, grid: Grid, rows: Sequence[Row]) -> Block:
    """The block with one heading for each cell merged over several columns that hold a single column of cells.

    Forms are laid out so: the column in which most of the ``rows`` below write something is the one. Where a row writes
    in several, the heading is of them all.
    """
    made: list[Heading] = []
    group: list[Heading] = []
    for heading in block.headings:
        if not group or not _is_joined(group[0], heading, grid, block.top):
            made.extend(_one_of(group, rows))
            group = []
        group.append(heading)
    return replace(block, headings=(*made, *_one_of(group, rows)))


def _is_joined(first: Heading, heading: Heading, grid: Grid, top: int) -> bool:
    """Whether both are the same cell, merged sideways."""
    same = first.path == heading.path and first.row == heading.row
    return same and grid.joins(top, first.row, first.column, heading.column)


def _one_of(group: list[Heading], rows: Sequence[Row]) -> list[Heading]:
    """The heading of the column that most rows write in; all of them where one row writes in several."""
    if len(group) < 2:
        return group
    written = [0] * len(group)
    for _, cells in rows:
        filled = [place for place, each in enumerate(group) if not is_blank(_at(cells, each.column))]
        if len(filled) > 1:
            return group
        for place in filled:
            written[place] += 1
    main = group[written.index(max(written))]
    return [replace(main, others=tuple(each.column for each in group if each is not main))]


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column - 1] if column <= len(cells) else None
