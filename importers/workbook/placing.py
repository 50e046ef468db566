"""Charts, pictures and the print area: what has its place on a sheet and openpyxl does not move with the columns."""

from __future__ import annotations

import re

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

_LAST = 16384
_TITLE = re.compile(r"(?:'(?:[^']|'')*'|[^',!]+)!")
_AREA = re.compile(r"\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+")


def written(page: Worksheet) -> list[Cell]:
    """The cells that there are, row by row; to walk the rows would make billions for one cell in the last corner."""
    return [page._cells[place] for place in sorted(page._cells)]  # noqa: SLF001 - no public way


def beside(page: Worksheet) -> int:
    """Where two columns beside everything begin; stray cells in the last columns do not count."""
    return 1 + max((cell.column for cell in written(page) if cell.column <= _LAST - 2), default=0)


def shifted(page: Worksheet, first: int, by: int) -> None:
    """Move charts and pictures from this column (counted from 1) on by so many columns; print as many more or fewer."""
    for drawing in (*page._charts, *page._images):  # noqa: SLF001 - openpyxl has no public way to what a sheet shows
        ends = [getattr(drawing.anchor, name, None) for name in ("_from", "to")]
        if ends[0] is not None and ends[0].col >= first - 1:
            for end in ends:
                if end is not None:
                    end.col = max(end.col + by, first - 1)
    _print(page, first, by)


def _print(page: Worksheet, first: int, by: int) -> None:
    """A print area that ended with the table ends with the columns beside it, and the other way round."""
    places = _TITLE.sub("", page.print_area or "").split(",")
    if not all(_AREA.fullmatch(each) for each in places):
        return
    areas = [CellRange(each) for each in places]
    for area in areas:
        if area.max_col == (first - 1 if by > 0 else first - 1 - by):
            area.max_col += by
    page.print_area = ",".join(area.coord for area in areas)
