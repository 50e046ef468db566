"""What a workbook is once read: sheets of cells and what the file says about them beyond their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

#: A cell's value. Whole numbers of at most 15 digits are int, everything a number can lose is float.
Cell = str | int | float | bool | date | datetime | time | timedelta | None
#: Row number as the spreadsheet program shows it, and its cells from column A on, trailing blanks cut.
Row = tuple[int, list[Cell]]
#: First row, first column, last row, last column, all counted from 1.
Merge = tuple[int, int, int, int]

#: What `Sheet.error_cells` says of a formula whose result was never saved; the cell itself shows the formula.
UNCALCULATED = "uncalculated"


@dataclass(slots=True)
class Sheet:
    """One worksheet. Rows and columns count from 1, as the spreadsheet program shows them.

    ``name`` (None for CSV), ``is_hidden``, ``merged`` and ``hidden_columns`` are complete from the start; what
    belongs to single rows and cells (``hidden_rows``, ``percent_cells``, ``error_cells``, ``struck_cells``) is
    complete up to the row last walked. ``error_cells`` names the error ("#N/A", or UNCALCULATED); the
    cell's own value is then the error's text (the formula's, where it was never calculated), so that no
    such cell passes for blank.
    """

    name: str | None
    walk: Callable[[Sheet], Iterator[Row]]
    is_hidden: bool = False
    merged: list[Merge] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    percent_cells: set[tuple[int, int]] = field(default_factory=set)
    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    struck_cells: set[tuple[int, int]] = field(default_factory=set)

    def rows(self) -> Iterator[Row]:
        """Every row with at least one cell that is not blank, from the top."""
        return self.walk(self)


@dataclass(slots=True)
class Workbook:
    """A file as handed in: format found in its bytes, digest, size, and its worksheets in the file's order."""

    format: str
    sheets: list[Sheet]
    sha256: str
    size: int


def shown(cell: Cell) -> str:
    """A cell's text as the file has it: 13800007042, 0.84, 9.1420606e+17, 2019-06-30, TRUE; "" for a blank."""
    if isinstance(cell, str):
        return cell
    if type(cell) is int or type(cell) is float:
        return str(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def column_letter(column: int) -> str:
    """The letters of a column counted from 1: A, Z, AA, XFD."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a cell as the spreadsheet program shows it: D5."""
    return f"{column_letter(column)}{row}"
