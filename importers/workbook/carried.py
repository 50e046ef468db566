"""The county's own workbook as one that can be written to: layout, merges, widths and styles carried over.

An .xlsx keeps what openpyxl keeps; an .xls is copied cell by cell with its styles; any other format carries values and
merged cells alone. `Carried.lost` says in plain words what could not come along, for the county to know.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from importers import workbook
from importers.workbook import sheet as sheets

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
    return Carried(book, {each.title: each for each in book.worksheets}, lost)


def _from_cells(found: sheets.Workbook) -> Carried:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    made: dict[str | None, Worksheet] = {}
    for each in found.sheets:
        page = made[each.name] = book.create_sheet((each.name or _NAMELESS)[:31])
        if each.is_hidden:
            page.sheet_state = "hidden"
        for row, cells in each.rows():
            for column, value in enumerate(cells, start=1):
                put(page, row, column, value)
        for top, left, bottom, right in each.merged:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    return Carried(book, made, ("颜色、字体、边框和列宽",))


def put(page: Worksheet, row: int, column: int, value: sheets.Cell) -> None:
    """Write a value as a value: text that begins like a formula stays text, control characters are left out."""
    if value is None:
        return
    cell = page.cell(row, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value

