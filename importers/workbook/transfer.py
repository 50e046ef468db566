"""How the sheets of `workbook.open` come over from the child process: as chunks of rows with what is known of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import cast

import importers.workbook
from importers.workbook.sheet import Row, Sheet, Workbook

_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some consecutive rows of the sheet with this index, and the marks on them."""

    sheet: int
    rows: list[Row]
    hidden_rows: set[int]
    percent_cells: set[tuple[int, int]]
    error_cells: dict[tuple[int, int], str]
    struck_cells: set[tuple[int, int]]


def chunks(data: bytes) -> Iterator[Workbook | Chunk]:
    """In the child: the workbook without its rows, then these, sheet by sheet."""
    book = importers.workbook.parse(data)
    walks = [sheet.walk for sheet in book.sheets]
    for sheet in book.sheets:
        sheet.walk = _unconnected
    yield book
    for index, (sheet, walk) in enumerate(zip(book.sheets, walks, strict=True)):
        rows = walk(sheet)
        while chunk := list(islice(rows, _ROWS)):
            yield Chunk(index, chunk, sheet.hidden_rows, sheet.percent_cells, sheet.error_cells, sheet.struck_cells)
            # each chunk brings over what is new; a reader knows of no row before it is walked
            sheet.hidden_rows, sheet.percent_cells, sheet.error_cells, sheet.struck_cells = set(), set(), {}, set()


def connected(stream: Iterator[Workbook | Chunk]) -> Workbook:
    """In the parent: the workbook at the head of the stream, its sheets drawing their rows from the rest."""
    book = cast(Workbook, next(stream))
    waiting: dict[int, deque[Chunk]] = {index: deque() for index in range(len(book.sheets))}
    for index, sheet in enumerate(book.sheets):
        sheet.walk = partial(_drawn, cast(Iterator[Chunk], stream), waiting, index)
    return book


def _drawn(stream: Iterator[Chunk], waiting: dict[int, deque[Chunk]], index: int, sheet: Sheet) -> Iterator[Row]:
    mine = waiting[index]
    while True:
        while mine:
            chunk = mine.popleft()
            sheet.hidden_rows |= chunk.hidden_rows
            sheet.percent_cells |= chunk.percent_cells
            sheet.error_cells |= chunk.error_cells
            sheet.struck_cells |= chunk.struck_cells
            yield from chunk.rows
        if any(chunks for later, chunks in waiting.items() if later > index):
            return
        received = next(stream, None)
        if received is None:
            return
        waiting[received.sheet].append(received)


def _unconnected(sheet: Sheet) -> Iterator[Row]:
    raise RuntimeError(f"the rows of {sheet.name} were not handed over")
