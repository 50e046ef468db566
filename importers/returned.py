"""A workbook of ours handed in again: which submission it corrects, and what we had added to it, left aside.

`importers.feedback` adds a sheet, two columns, colours and comments. The sheet carries the mark by which the
submission is known; the columns are found by their headings, wherever the county has moved them since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from importers.workbook import Row, Sheet

#: the sheet we put first, and the last of the two columns beside a table
SHEET = "校核说明"
#: headings of the two columns beside a table
RESULT, REASONS = "校核结果", "校核说明"
#: what stands before the mark on our sheet; the mark is the digest of the bytes first handed in
MARK = "校核标识（请勿修改）"
#: how far down on our sheet the mark may stand
_TOP = 30


def mark(sheet: Sheet) -> str | None:
    """The digest of the submission that our sheet names; None where the sheet is not ours, whatever it is called."""
    for _, cells in islice(sheet.rows(), _TOP):
        if MARK in cells and len(said := [cell for cell in cells if isinstance(cell, str)]) == 2:
            return said[1].strip()
    return None


def take_off(sheet: Sheet, *, is_marked: bool) -> None:
    """Let the sheet be walked without our two columns; in a workbook that bears our mark, without one left of them."""
    sheet.walk = partial(_without_ours, sheet.walk, is_marked)


def _without_ours(walk: Callable[[Sheet], Iterator[Row]], is_marked: bool, sheet: Sheet) -> Iterator[Row]:
    ours: set[int] = set()
    for number, cells in walk(sheet):
        if RESULT in cells and REASONS in cells[cells.index(RESULT) :]:
            place = cells.index(RESULT)
            ours |= {place, cells.index(REASONS, place)}
        elif is_marked:
            ours |= {place for place, cell in enumerate(cells) if cell in (RESULT, REASONS)}
        if not ours:
            yield number, cells
            continue
        kept = [None if place in ours else cell for place, cell in enumerate(cells)]
        while kept and kept[-1] is None:
            kept.pop()
        if kept:
            yield number, kept
