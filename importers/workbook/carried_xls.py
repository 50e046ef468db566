"""An .xls copied into a workbook that can be written to, with widths, heights, merges, hidden parts and styles."""

from __future__ import annotations

import io
import struct
from copy import copy
from typing import Any

import openpyxl
import xlrd
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from xlrd.biffh import error_text_from_code

from importers.workbook import biff, carried_page
from importers.workbook.sheet import Cell as Value
from importers.workbook.writing import MADE_AT, put

_HORIZONTAL = {1: "left", 2: "center", 3: "right", 4: "fill", 5: "justify", 6: "centerContinuous", 7: "distributed"}
_VERTICAL = {0: "top", 1: "center", 2: "bottom", 3: "justify", 4: "distributed"}
_LINES = (None, "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot",
          "mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot")  # fmt: skip
_SOLID = 1
_NUMBER = struct.Struct("<H")
#: BIFF record → what it says is there and does not come along
_RECORDS = dict.fromkeys((0x0006, 0x0206, 0x0406), "公式（保留其计算结果）") | {
    0x01B0: "条件格式",
    0x01BE: "下拉列表和填写规则",
    0x01B8: "超链接（保留文字）",
    0x00B0: "数据透视表",
}
#: the record of an object drawn on a sheet, where in it its type stands, and what the types are
_OBJECT, _OBJECT_TYPE = 0x005D, 4
#: comments come along; the arrows of a filter are no loss
_OBJECTS = {5: "图表", 8: "图片和嵌入的对象", 20: "", 25: ""}
#: Widths are stored in 1/256 of a character, heights in 1/20 of a point.
_WIDTH, _HEIGHT = 256, 20


def copied(content: bytes) -> tuple[openpyxl.Workbook, dict[str | None, Worksheet], tuple[str, ...]]:
    """The workbook in these BIFF bytes, its sheets by name, and what could not be carried over."""
    source = xlrd.open_workbook(
        file_contents=content, formatting_info=True, logfile=io.StringIO(), ignore_workbook_corruption=True
    )
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = MADE_AT
    if source.datemode:
        book.epoch = CALENDAR_MAC_1904
    styles = _Styles(source)
    made: dict[str | None, Worksheet] = {}
    for sheet in source.sheets():
        page = made[sheet.name] = book.create_sheet(sheet.name[:31])
        if sheet.visibility:
            page.sheet_state = "hidden"
        _shape(sheet, page)
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                _cell(sheet.cell(row, column), page.cell(row + 1, column + 1), styles)
        for top, bottom, left, right in sheet.merged_cells:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom, end_column=right)
        for (row, column), note in sheet.cell_note_map.items():
            target = page.cell(row + 1, column + 1)
            if isinstance(target, Cell) and note.text:
                target.comment = Comment(note.text, note.author or "")
    return book, made, (*_lost(content), *dict.fromkeys(carried_page.carry(source, content, book.worksheets)))


def _lost(content: bytes) -> tuple[str, ...]:
    """What the file holds and xlrd does not hand over, by the records it consists of."""
    found: dict[str, None] = {}
    stream = biff.stream(content)
    for kind, place, length in biff.records(stream):
        if kind == _OBJECT and length >= _OBJECT_TYPE + 2:
            (what,) = _NUMBER.unpack_from(stream, place + _OBJECT_TYPE)
            found[_OBJECTS.get(what, "形状和控件")] = None
        elif kind in _RECORDS:
            found[_RECORDS[kind]] = None
    return tuple(word for word in found if word)


def _shape(sheet: xlrd.sheet.Sheet, page: Worksheet) -> None:
    for index, column in sheet.colinfo_map.items():
        target = page.column_dimensions[get_column_letter(index + 1)]
        target.width = column.width / _WIDTH
        target.hidden = bool(column.hidden)
    for index, row in sheet.rowinfo_map.items():
        target_row = page.row_dimensions[index + 1]
        # a program fits the others as it opens them
        if row.height and (row.height_mismatch or row.height > sheet.default_row_height):
            target_row.height = row.height / _HEIGHT
        target_row.hidden = bool(row.hidden)


def _cell(cell: xlrd.sheet.Cell, target: Cell, styles: _Styles) -> None:
    page, row, column = target.parent, target.row, target.column
    value: Value = None
    if cell.ctype == xlrd.XL_CELL_TEXT:
        value = cell.value
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        value = bool(cell.value)
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        value = str(error_text_from_code.get(int(cell.value), "#ERR!"))
    elif cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        number = float(cell.value)
        value = int(number) if number.is_integer() and abs(number) < 1e15 else number
    put(page, row, column, value)
    if cell.xf_index is not None:
        styles.apply(cell.xf_index, target)


class _Styles:
    """Styles of the source made once each, handed out to every cell that has them."""

    def __init__(self, source: xlrd.Book) -> None:
        self._source = source
        self._made: dict[int, tuple[Font, PatternFill | None, Border, Alignment, str]] = {}

    def apply(self, index: int, target: Cell) -> None:
        if index not in self._made:
            self._made[index] = self._style(index)
        font, fill, border, alignment, number_format = self._made[index]
        target.font, target.border, target.alignment = copy(font), copy(border), copy(alignment)
        target.number_format = number_format
        if fill is not None:
            target.fill = copy(fill)

    def _style(self, index: int) -> tuple[Font, PatternFill | None, Border, Alignment, str]:
        xf = self._source.xf_list[index]
        known = self._source.font_list[xf.font_index]
        font = Font(
            name=known.name,
            size=known.height / _HEIGHT,
            bold=bool(known.bold),
            italic=bool(known.italic),
            strike=bool(known.struck_out),
            color=self._colour(known.colour_index),
        )
        fill = None
        background = self._colour(xf.background.pattern_colour_index)
        if xf.background.fill_pattern == _SOLID and background:
            fill = PatternFill("solid", fgColor=background)
        border = Border(
            **{
                side: Side(style=_LINES[getattr(xf.border, f"{side}_line_style")])
                for side in ("left", "right", "top", "bottom")
            }
        )
        alignment = Alignment(
            horizontal=_HORIZONTAL.get(xf.alignment.hor_align),
            vertical=_VERTICAL.get(xf.alignment.vert_align),
            wrap_text=bool(xf.alignment.text_wrapped),
        )
        known_format = self._source.format_map.get(xf.format_key)
        return font, fill, border, alignment, (known_format and known_format.format_str) or "General"

    def _colour(self, index: int) -> str | None:
        colour: Any = self._source.colour_map.get(index)
        return "FF{:02X}{:02X}{:02X}".format(*colour) if colour else None
