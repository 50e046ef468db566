"""SpreadsheetML 2003: one XML file that Excel opens under any name; the export of many older systems."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from importers.workbook import formats
from importers.workbook.cells import LAST_COLUMN
from importers.workbook.detection import damaged
from importers.workbook.ooxml import local, recoded
from importers.workbook.sheet import UNCALCULATED, Cell, Row, Sheet

_NAMED_FORMATS = {
    "Percent": formats.Meaning.PERCENT,
    "General Date": formats.Meaning.DATE,
    "Long Date": formats.Meaning.DATE,
    "Medium Date": formats.Meaning.DATE,
    "Short Date": formats.Meaning.DATE,
    "Long Time": formats.Meaning.TIME,
    "Medium Time": formats.Meaning.TIME,
    "Short Time": formats.Meaning.TIME,
}
_NO_FORMATS = ("General", "General Number", "Currency", "Euro Currency", "Fixed", "Standard", "Scientific", "Yes/No",
               "True/False", "On/Off")  # fmt: skip


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets, read at once."""
    made = []
    percent: set[str] = set()
    struck: set[str] = set()
    # the bytes are UTF-8 by now, whatever the file still declares
    parser = ET.XMLParser(encoding="utf-8")  # noqa: S314 - expat bounds what entities grow to, and reading is confined
    try:
        content = io.BytesIO(recoded(data).lstrip())
        for _, element in ET.iterparse(content, ("end",), parser):  # noqa: S314 - expat bounds what entities grow to, and reading is confined
            tag = local(element.tag)
            if tag == "Style":
                _note_style(element, percent, struck)
            elif tag == "Worksheet":
                made.append(_sheet(element, percent, struck))
                element.clear()
    except ET.ParseError as error:
        raise damaged(error) from error
    return made


def _note_style(style: Element, percent: set[str], struck: set[str]) -> None:
    name = _said(style).get("ID", "")
    for part in style:
        said = _said(part)
        if local(part.tag) == "NumberFormat":
            code = said.get("Format", "General")
            means = _NAMED_FORMATS.get(code) or (None if code in _NO_FORMATS else formats.meaning(0, code))
            if means is formats.Meaning.PERCENT:
                percent.add(name)
        elif local(part.tag) == "Font" and said.get("StrikeThrough") == "1":
            struck.add(name)


def _sheet(worksheet: Element, percent: set[str], struck: set[str]) -> Sheet:
    rows: list[Row] = []
    made = Sheet(_said(worksheet).get("Name", ""), partial(_walk, rows))
    for part in worksheet:
        if local(part.tag) == "Table":
            _read_table(part, made, rows, percent, struck)
        elif local(part.tag) == "WorksheetOptions":
            made.is_hidden = any(
                local(option.tag) == "Visible" and (option.text or "").startswith(("SheetHidden", "SheetVeryHidden"))
                for option in part
            )
    return made


def _walk(rows: list[Row], _: Sheet) -> Iterator[Row]:
    return iter(rows)


def _read_table(table: Element, sheet: Sheet, rows: list[Row], percent: set[str], struck: set[str]) -> None:
    column = number = 0
    for part in table:
        said = _said(part)
        span = _count(said, "Span")
        if local(part.tag) == "Column":
            column = _count(said, "Index") or column + 1
            if said.get("Hidden") == "1" or said.get("Width") == "0":
                sheet.hidden_columns |= set(range(column, min(column + span, LAST_COLUMN) + 1))
            column += span
        elif local(part.tag) == "Row":
            number = _count(said, "Index") or number + 1
            cells = _cells(part, sheet, number, percent, struck)
            if cells:
                rows.append((number, cells))
                if said.get("Hidden") == "1" or said.get("Height") == "0":
                    sheet.hidden_rows.add(number)
            number += span


def _cells(row: Element, sheet: Sheet, number: int, percent: set[str], struck: set[str]) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    for cell in row:
        if local(cell.tag) != "Cell":
            continue
        said = _said(cell)
        column = _count(said, "Index") or column + 1
        if column > LAST_COLUMN:
            raise damaged(f"column {column}")
        across, down = _count(said, "MergeAcross"), _count(said, "MergeDown")
        if across or down:
            sheet.merged.append((number, column, number + down, column + across))
        value = _value(cell, said, sheet, (number, column))
        if value is not None:
            cells.extend([None] * (column - 1 - len(cells)))
            cells.append(value)
            style = said.get("StyleID") or _said(row).get("StyleID", "")
            if style in percent and isinstance(value, int | float) and not isinstance(value, bool):
                sheet.percent_cells.add((number, column))
            if style in struck:
                sheet.struck_cells.add((number, column))
        column += across
    return cells


def _value(cell: Element, said: dict[str, str], sheet: Sheet, place: tuple[int, int]) -> Cell:
    found = next((part for part in cell if local(part.tag) == "Data"), None)
    text = "" if found is None else "".join(found.itertext())
    if not text:
        if "Formula" in said and found is None:
            sheet.error_cells[place] = UNCALCULATED
            return said["Formula"]
        return None
    kind = _said(found).get("Type", "String") if found is not None else "String"
    if kind == "Number":
        return formats.number(float(text))
    if kind == "DateTime":
        return formats.iso(text)
    if kind == "Boolean":
        return text.strip() in ("1", "True", "true")
    if kind == "Error":
        sheet.error_cells[place] = text
    return text


def _said(element: Element) -> dict[str, str]:
    return {local(name): value for name, value in element.attrib.items()}


def _count(said: dict[str, str], name: str) -> int:
    number = said.get(name, "0")
    return int(number) if number.isdigit() and len(number) < 8 else 0
