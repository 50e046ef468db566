"""The county's own workbook as one that can be written to: layout, merges, widths and styles carried over.

An .xlsx keeps what openpyxl keeps; an .xls is copied cell by cell with its styles; any other format carries values and
merged cells alone. `Carried.lost` says in plain words what could not come along, for the county to know.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet

from importers import workbook
from importers.workbook import sheet as sheets
from importers.workbook.writing import MADE_AT, put

#: Part of an .xlsx that openpyxl drops → what the county would miss.
_DROPPED = {
    "xl/charts/": "图表",
    "xl/drawings/vmlDrawing": "原有批注的位置和大小",
    "xl/media/": "图片",
    "xl/pivotTables/": "数据透视表",
    "xl/vbaProject.bin": "宏",
    "xl/embeddings/": "嵌入的文件",
    "xl/slicers/": "切片器",
}
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
        made = _from_xlsx(content)
        if made is not None:
            return made
    if found.format == "xls":
        from importers.workbook import carried_xls

        return Carried(*carried_xls.copied(content), ("公式（保留其计算结果）", "图表、图片和批注"))
    return _from_cells(found)


def _from_xlsx(content: bytes) -> Carried | None:
    """None where openpyxl cannot open what our own reader can (odd namespaces, broken styles)."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, InvalidFileException, zipfile.BadZipFile):
        return None
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    lost = tuple(dict.fromkeys(word for part, word in _DROPPED.items() if any(part in name for name in names)))
    return Carried(book, {each.title: each for each in book.worksheets}, lost, _results(book, content))


def _results(book: openpyxl.Workbook, content: bytes) -> dict[str, dict[str, object]]:
    """What the formulas of a workbook came to when it was last calculated."""
    formulas = {
        page.title: [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
        for page in book.worksheets
    }
    if not any(formulas.values()):
        return {}
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
    return Carried(book, made, ("颜色、字体、边框和列宽",))
