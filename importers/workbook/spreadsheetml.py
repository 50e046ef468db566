"""SpreadsheetML 2003: one XML file that Excel opens under any name; the export of many older systems."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from importers.workbook import formats
from importers.workbook.cells import LAST_COLUMN
from importers.workbook.detection import damaged
from importers.workbook.ooxml import local, recoded
from importers.workbook.sheet import UNCALCULATED, Cell, Row, Sheet
from inventory.errors import WorkbookError

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
#: up to here the days of Excel's calendar are called one day later than they were, for the 29 February 1900 it counts
_DAY_ZERO = date(1899, 12, 31)
_CALLED_LATER = date(1900, 3, 1).toordinal()


@dataclass(slots=True)
class _Styles:
    """What the styles, by their ID, say beyond looks."""

    meanings: dict[str, formats.Meaning | formats.Unit] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets, read at once."""
    made = []
    styles = _Styles()
    # the bytes are UTF-8 by now, whatever the file still declares
    parser = ET.XMLParser(encoding="utf-8")  # noqa: S314 - expat bounds what entities grow to, and reading is confined
    try:
        content = io.BytesIO(recoded(data).lstrip())
        for _, element in ET.iterparse(content, ("end",), parser):  # noqa: S314 - expat bounds what entities grow to, and reading is confined
            tag = local(element.tag)
            if tag == "Style":
                _note_style(element, styles)
            elif tag == "Worksheet":
                made.append(_sheet(element, styles))
                element.clear()
    except ET.ParseError as error:
        raise damaged(error) from error
    return made


def _note_style(style: Element, styles: _Styles) -> None:
    name = _said(style).get("ID", "")
    for part in style:
        said = _said(part)
        if local(part.tag) == "NumberFormat":
            code = said.get("Format", "General")
            means = _NAMED_FORMATS.get(code) or (None if code in _NO_FORMATS else formats.meaning(0, code))
            if means is not None:
                styles.meanings[name] = means
        elif local(part.tag) == "Font" and said.get("StrikeThrough") == "1":
            styles.struck.add(name)


def _sheet(worksheet: Element, styles: _Styles) -> Sheet:
    rows: list[Row] = []
    made = Sheet(_said(worksheet).get("Name", ""), partial(_walk, rows))
    for part in worksheet:
        if local(part.tag) == "Table":
            _Table(part, made, styles).read(rows)
        elif local(part.tag) == "WorksheetOptions":
            made.is_hidden = any(
                local(option.tag) == "Visible" and (option.text or "").startswith(("SheetHidden", "SheetVeryHidden"))
                for option in part
            )
    return made


def _walk(rows: list[Row], _: Sheet) -> Iterator[Row]:
    return iter(rows)


class _Table:
    """One table while it is read."""

    def __init__(self, table: Element, sheet: Sheet, styles: _Styles) -> None:
        self._table = table
        self._sheet = sheet
        self._styles = styles
        #: column → the style of cells there that say none
        self._usual: dict[int, str] = {}
        #: column → last row that a merged cell above reaches down to
        self._covered: dict[int, int] = {}

    def read(self, rows: list[Row]) -> None:
        column = number = 0
        for part in self._table:
            said = _said(part)
            span = _count(said, "Span")
            if local(part.tag) == "Column":
                column = _count(said, "Index") or column + 1
                these = range(column, min(column + span, LAST_COLUMN) + 1)
                if said.get("Hidden") == "1" or said.get("Width") == "0":
                    self._sheet.hidden_columns |= set(these)
                if "StyleID" in said:
                    self._usual |= dict.fromkeys(these, said["StyleID"])
                column += span
            elif local(part.tag) == "Row":
                number = _count(said, "Index") or number + 1
                cells = self._cells(part, number)
                if cells:
                    rows.append((number, cells))
                    if said.get("Hidden") == "1" or said.get("Height") == "0":
                        self._sheet.hidden_rows.add(number)
                number += span

    def _cells(self, row: Element, number: int) -> list[Cell]:
        cells: list[Cell] = []
        column = 0
        of_row = _said(row).get("StyleID", "")
        for cell in row:
            if local(cell.tag) != "Cell":
                continue
            said = _said(cell)
            column = _count(said, "Index") or column + 1
            if column > LAST_COLUMN:
                raise damaged(f"column {column}")
            across, down = _count(said, "MergeAcross"), _count(said, "MergeDown")
            if across or down:
                self._sheet.merged.append((number, column, number + down, column + across))
            style = said.get("StyleID") or of_row or self._usual.get(column, "")
            place = number, column
            value = _value(cell, said, self._sheet, place, self._styles.meanings.get(style))
            if value is not None:
                if self._covered.get(column, 0) >= number:
                    raise _overlapping(number)
                cells.extend([None] * (column - 1 - len(cells)))
                cells.append(value)
                if style in self._styles.struck:
                    self._sheet.struck_cells.add(place)
            if down:
                last = min(column + across, LAST_COLUMN)
                self._covered |= dict.fromkeys(range(column, last + 1), number + down)
            column += across
        return cells


def _overlapping(row: int) -> WorkbookError:
    """Excel opens no such file: who wrote it (LibreOffice does) left out in which columns the cells stand."""
    return WorkbookError(
        "row {row} of the XML file has cells where a merged cell of a row above lies, so that their columns are lost: "
        "save the original as .xlsx and hand that in",
        row=row,
    )


def _value(
    cell: Element,
    said: dict[str, str],
    sheet: Sheet,
    place: tuple[int, int],
    means: formats.Meaning | formats.Unit | None,
) -> Cell:
    found = next((part for part in cell if local(part.tag) == "Data"), None)
    text = "" if found is None else "".join(found.itertext())
    kind = _said(found).get("Type", "String") if found is not None else "String"
    if not text:
        if "Formula" in said and (found is None or kind != "String"):
            sheet.error_cells[place] = UNCALCULATED
            return said["Formula"]
        return None
    if kind == "Number":
        value = formats.finite(text)
        if value is None:
            sheet.error_cells[place] = text
            return text
        if means is formats.Meaning.PERCENT:
            sheet.percent_cells.add(place)
        return formats.number(value) if means is None else formats.moment(value, means, is_1904=False)
    if kind == "DateTime":
        return _moment(text, means)
    if kind == "Boolean":
        return text.strip() in ("1", "True", "true")
    if kind == "Error":
        sheet.error_cells[place] = text
    return text


def _moment(text: str, means: formats.Meaning | formats.Unit | None) -> Cell:
    """A day as far as its format shows it; a time of day stands on day 0."""
    when = formats.iso(text)
    if not isinstance(when, date):
        return when
    return formats.dated(when, means, day_zero=_DAY_ZERO if when.toordinal() < _CALLED_LATER else formats.DAY_ZERO)


def _said(element: Element) -> dict[str, str]:
    return {local(name): value for name, value in element.attrib.items()}


def _count(said: dict[str, str], name: str) -> int:
    number = said.get(name, "0")
    return int(number) if number.isdecimal() and len(number) < 8 else 0
