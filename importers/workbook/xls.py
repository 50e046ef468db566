"""Excel 2.0–2003 and WPS .et: BIFF records, read by xlrd.

xlrd rather than calamine: in one pass (40 µs a row of 25 cells) it gives values, number formats, errors, merges,
hidden rows and columns and fonts, and it knows BIFF 2–4; calamine gives the values only.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import cast

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDocError

from importers.workbook import biff, formats
from importers.workbook.detection import OLE, damaged, not_a_workbook, protected
from importers.workbook.sheet import UNCALCULATED, Cell, Row, Sheet
from inventory.language import _

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_CHINESE_DATES = range(27, 59)
_WORD = "WordDocument".encode("utf-16-le")
_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets of a BIFF workbook; charts, macros and modules are not among them."""
    if data.startswith(OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise protected()
        if not any(stream in data for stream in _STREAMS) and _WORD in data:
            raise not_a_workbook(_("a text document (Word)"))
    book = _opened(data)
    if book.biff_version < biff.UNICODE and book.codepage is None:
        # programs that wrote such files in China said nothing of their encoding
        book = _opened(data, "gb18030")
    styles = _styles(book)
    uncalculated = biff.uncalculated(data)
    return [_sheet(styles, sheet, uncalculated.get(place, set())) for place, sheet in enumerate(book.sheets())]


def _opened(data: bytes, encoding: str | None = None) -> xlrd.Book:
    try:
        return xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
            ignore_workbook_corruption=True,
            encoding_override=encoding,
        )
    except (xlrd.XLRDError, CompDocError) as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise protected() from error
        raise damaged(error) from error


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the cell styles, by their index, say beyond looks."""

    meanings: list[formats.Meaning | formats.Unit | None]
    struck: frozenset[int]
    is_1904: bool


def _styles(book: xlrd.Book) -> _Styles:
    meanings = []
    struck = set()
    for index, xf in enumerate(book.xf_list):
        known = book.format_map.get(xf.format_key)
        # xlrd fills in the codes of the built-in formats; the Chinese dates are known by number alone
        code = known.format_str if known and xf.format_key not in _CHINESE_DATES else None
        meanings.append(formats.meaning(xf.format_key, code))
        if xf.font_index < len(book.font_list) and book.font_list[xf.font_index].struck_out:
            struck.add(index)
    return _Styles(meanings, frozenset(struck), bool(book.datemode))


def _sheet(styles: _Styles, sheet: xlrd.sheet.Sheet, uncalculated: set[tuple[int, int]]) -> Sheet:
    return Sheet(
        name=sheet.name,
        walk=partial(_walk, sheet, styles, uncalculated),
        is_hidden=sheet.visibility != 0,
        merged=[(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
        hidden_columns={column + 1 for column, shape in sheet.colinfo_map.items() if shape.hidden or shape.width == 0},
    )


def _walk(sheet: xlrd.sheet.Sheet, styles: _Styles, uncalculated: set[tuple[int, int]], made: Sheet) -> Iterator[Row]:
    formulas: dict[int, set[int]] = {}
    for row, column in uncalculated:
        formulas.setdefault(row - 1, set()).add(column - 1)
    for index in range(sheet.nrows):
        cells: list[Cell] = sheet.row_values(index)
        kinds = sheet.row_types(index)
        # the public way to a cell's style is a call a cell, half as long again as everything else here
        xfs = sheet._cell_xf_indexes[index]  # noqa: SLF001
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_TEXT:
                cells[column] = cells[column] or None
            elif kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                cells[column] = None
            else:
                place = index + 1, column + 1
                cells[column] = _value(made, place, kind, cast(float, cells[column]), xfs[column], styles)
        for column in formulas.get(index, ()):
            if column < len(cells):
                # the formula itself is not kept in words
                cells[column] = "=?"
                made.error_cells[index + 1, column + 1] = UNCALCULATED
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        shape = sheet.rowinfo_map.get(index)
        if shape is not None and (shape.hidden or shape.height == 0):
            made.hidden_rows.add(index + 1)
        if styles.struck:
            struck = (
                column for column, value in enumerate(cells) if value is not None and xfs[column] in styles.struck
            )
            made.struck_cells.update((index + 1, column + 1) for column in struck)
        yield index + 1, cells


def _value(sheet: Sheet, place: tuple[int, int], kind: int, value: float, xf: int, styles: _Styles) -> Cell:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        sheet.error_cells[place] = name = str(error_text_from_code.get(int(value), "#ERR!"))
        return name
    means = styles.meanings[xf] if xf < len(styles.meanings) else None
    if means is None:
        return formats.number(value)
    if means is formats.Meaning.PERCENT:
        sheet.percent_cells.add(place)
    return formats.moment(value, means, is_1904=styles.is_1904)
