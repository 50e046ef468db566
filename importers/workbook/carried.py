"""The county's own workbook as one that can be written to: layout, merges, widths and styles carried over.

An .xlsx keeps what openpyxl keeps; an .xls is copied cell by cell with its styles; any other format carries values and
merged cells alone. `Carried.lost` says in plain words what could not come along, for the county to know.
"""

from __future__ import annotations

import io
import unicodedata
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet

from importers import workbook
from importers.workbook import placing
from importers.workbook import sheet as sheets
from importers.workbook.writing import MADE_AT, put

PLACED_COMMENTS = "原有批注的位置和大小"
#: Part of an .xlsx that openpyxl drops → what the county would miss.
_DROPPED = {
    "xl/charts/": "图表的部分样式",
    ".vml": PLACED_COMMENTS,
    "xl/threadedComments/": "批注的会话形式（保留文字）",
    "xl/media/": "图片",
    "xl/pivotTables/": "数据透视表",
    "xl/vbaProject.bin": "宏",
    "xl/embeddings/": "嵌入的文件",
    "xl/slicers/": "切片器",
    "xl/ctrlProps/": "按钮、复选框等控件",
    "xl/diagrams/": "SmartArt 图形",
    "customXml/": "附加的 XML 数据",
}
_WITHIN_A_CELL = "单元格内部分文字的字体和颜色"
#: What a part of an .xlsx holds → what openpyxl drops of it.
_DROPPED_WITHIN = {
    "xl/drawings/drawing": {b"<xdr:sp ": "形状和文本框", b"<xdr:sp>": "形状和文本框"},
    "xl/sharedStrings.xml": {b"<rPr": _WITHIN_A_CELL},
    "xl/worksheets/sheet": {b"<rPr": _WITHIN_A_CELL, b"x14:sparkline": "迷你图"},
}
#: What openpyxl warns of when it opens an .xlsx → what it drops.
_WARNED = {
    "Data Validation": "引用其他工作表的下拉列表",
    "Conditional Formatting": "部分条件格式",
    "header or footer": "页眉和页脚",
}
#: What a file loses whose cells alone are read.
_BARE = ("颜色、字体、边框和列宽", "公式、批注和图形（如有）", "冻结窗格、打印设置、筛选和下拉列表（如有）")
#: widths of columns that a file says nothing of
_NARROW, _WIDE = 8, 40
_NAMELESS = "Sheet1"


@dataclass(frozen=True, slots=True)
class Carried:
    """A workbook to write to, the sheet of each name in the file, and what could not be carried over."""

    book: openpyxl.Workbook
    sheets: dict[str | None, Worksheet]
    lost: tuple[str, ...]
    #: sheet → cell → what its formula last came to
    results: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def carried(content: bytes) -> Carried:
    """The workbook in these bytes, ready to be marked.

    :raises WorkbookError: the bytes are no readable workbook.
    """
    found = workbook.parse(content)
    if found.format == "xlsx":
        made = _from_xlsx(found, content)
        if made is not None:
            return made
    if found.format == "xls":
        from importers.workbook import carried_xls

        return Carried(*carried_xls.copied(content))
    return _from_cells(found)


def _from_xlsx(found: sheets.Workbook, content: bytes) -> Carried | None:
    """None where openpyxl cannot open what our own reader can (odd namespaces, broken styles, strict files)."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content))
        except (LookupError, ValueError, TypeError, AttributeError, OSError, InvalidFileException, zipfile.BadZipFile):
            return None
    if {each.name for each in found.sheets} - {each.title for each in book.worksheets}:
        return None
    return Carried(
        book, {each.title: each for each in book.worksheets}, _lost(content, warned), _results(book, content)
    )


def _lost(content: bytes, warned: list[warnings.WarningMessage]) -> tuple[str, ...]:
    """What of an .xlsx does not come along, in plain words."""
    lost: dict[str, None] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            for part, word in _DROPPED.items():
                if part in name:
                    lost[word] = None
            for part, marks in _DROPPED_WITHIN.items():
                if name.startswith(part):
                    within = package.read(name)
                    lost.update((word, None) for mark, word in marks.items() if mark in within)
    lost.update((word, None) for each in warned for said, word in _WARNED.items() if said in str(each.message))
    return tuple(lost)


def _results(book: openpyxl.Workbook, content: bytes) -> dict[str, dict[str, object]]:
    """What the formulas of a workbook came to when it was last calculated."""
    formulas = {
        page.title: [cell.coordinate for cell in placing.written(page) if cell.data_type == "f"]
        for page in book.worksheets
    }
    if not any(formulas.values()):
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they were told when it was opened the first time
        calculated = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {name: {each: calculated[name][each].value for each in cells} for name, cells in formulas.items() if cells}


def _from_cells(found: sheets.Workbook) -> Carried:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = MADE_AT
    made: dict[str | None, Worksheet] = {}
    for each in found.sheets:
        page = made[each.name] = book.create_sheet(INVALID_TITLE_REGEX.sub("_", each.name or _NAMELESS)[:31])
        if each.is_hidden:
            page.sheet_state = "hidden"
        for row, cells in each.rows():
            for column, value in enumerate(cells, start=1):
                put(page, row, column, value)
        for row, column in each.percent_cells:
            page.cell(row, column).number_format = "0.00%"
        for (row, column), error in each.error_cells.items():
            if error != sheets.UNCALCULATED:
                page.cell(row, column).data_type = "e"
        for column in each.hidden_columns:
            page.column_dimensions[sheets.column_letter(column)].hidden = True
        for row in each.hidden_rows:
            page.row_dimensions[row].hidden = True
        for top, left, bottom, right in each.merged:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        _widen(page)
    # text files have nothing of the kind
    return Carried(book, made, () if found.format == "csv" else _BARE)


def _widen(page: Worksheet) -> None:
    """Columns as wide as what stands in them, within reason; a text over merged cells counts for none of them."""
    merged = {cell for area in page.merged_cells.ranges for row in area.rows for cell in row}
    widths: dict[int, int] = {}
    for cell in placing.written(page):
        if cell.value is not None and (cell.row, cell.column) not in merged:
            lines = str(cell.value).split("\n")
            width = max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)
            widths[cell.column] = max(widths.get(cell.column, 0), width)
    for column, width in widths.items():
        page.column_dimensions[sheets.column_letter(column)].width = min(max(width + 2, _NARROW), _WIDE)
