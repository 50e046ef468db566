"""The rows of one sheet as a grid: what stands in a cell, what a row holds, which cells are merged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from importers.workbook import Cell, Merge, Row


class Grid:
    """The rows of one sheet with its merged cells; rows and columns count from 1."""

    def __init__(self, rows: Sequence[Row], merged: Sequence[Merge]) -> None:
        self.rows = rows
        self._numbers = [number for number, _ in rows]
        # whole rows, columns or sheets may be merged: what lies beyond the last cell is of no concern
        last, widest = (rows[-1][0], max(len(cells) for _, cells in rows)) if rows else (0, 0)
        self.merged = [
            (top, left, min(bottom, last), min(right, widest))
            for top, left, bottom, right in merged
            if top <= last and left <= widest
        ]
        self._starting: dict[int, list[Merge]] = {}
        for merge in self.merged:
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

    def written(self, number: int) -> list[tuple[int, Cell]]:
        """The column and value of each cell of a row that is not blank."""
        place = self.index(number)
        if place == len(self.rows) or self._numbers[place] != number:
            return []
        return [(column, cell) for column, cell in enumerate(self.rows[place][1], 1) if not is_blank(cell)]

    def joins(self, top: int, row: int, first: int, last: int) -> bool:
        """Whether one merged block, begun at ``top`` or below, holds these columns of a row."""
        return any(
            merge[2] >= row and merge[1] <= first and last <= merge[3] for merge in self.merges_starting(top, row)
        )


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or nothing but white space."""
    return cell is None or (type(cell) is str and not cell.strip())
