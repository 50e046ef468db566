"""OpenDocument spreadsheets (.ods, .fods is not one of them).

Read here because calamine loses merges, percent formats, hidden rows and, from some writers, columns.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import time, timedelta
from itertools import repeat
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from importers.workbook import formats
from importers.workbook.cells import LAST_COLUMN
from importers.workbook.detection import damaged, protected
from importers.workbook.ooxml import Package, local
from importers.workbook.sheet import UNCALCULATED, Cell, Row, Sheet

_LAST_ROW = 1_048_576
_DURATION = re.compile(r"(-)?P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


def sheets(data: bytes) -> list[Sheet]:
    """The tables of the document, read at once: merges stand with the cells."""
    package = Package(data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise protected()
    made: list[Sheet] = []
    hidden_styles: set[str] = set()
    struck_styles: set[str] = set()
    try:
        depth = 0
        content = io.BytesIO(package.part("content.xml"))
        for event, element in ET.iterparse(content, ("start", "end")):  # noqa: S314 - expat bounds what entities grow to, and reading is confined
            tag = local(element.tag)
            if tag == "table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    table = _Table(_said(element), hidden_styles, struck_styles)
                    made.append(table.sheet)
                elif event == "end":
                    element.clear()
            elif event == "end" and tag == "style":
                _note_style(element, hidden_styles, struck_styles)
            elif event == "end" and depth == 1 and tag in ("table-row", "table-column"):
                (table.take_row if tag == "table-row" else table.take_column)(element)
                element.clear()
    except ET.ParseError as error:
        raise damaged(error) from error
    return made


def _note_style(style: Element, hidden: set[str], struck: set[str]) -> None:
    name = _said(style).get("name", "")
    for properties in style:
        said = _said(properties)
        if local(properties.tag) == "table-properties" and said.get("display") == "false":
            hidden.add(name)
        if said.get("text-line-through-style", "none") != "none":
            struck.add(name)


class _Table:
    """One table while it is read, and afterwards the walk over its rows."""

    def __init__(self, said: dict[str, str], hidden_styles: set[str], struck_styles: set[str]) -> None:
        self.sheet = Sheet(said.get("name", ""), self, is_hidden=said.get("style-name") in hidden_styles)
        self._struck_styles = struck_styles
        self._rows: list[Row] = []
        self._next_row = 1
        self._next_column = 1

    def __call__(self, _: Sheet) -> Iterator[Row]:
        return iter(self._rows)

    def take_column(self, element: Element) -> None:
        said = _said(element)
        times = _times(said, "number-columns-repeated")
        if said.get("visibility", "visible") != "visible":
            last = min(self._next_column + times - 1, LAST_COLUMN)
            self.sheet.hidden_columns |= set(range(self._next_column, last + 1))
        self._next_column += times

    def take_row(self, element: Element) -> None:
        said = _said(element)
        times = _times(said, "number-rows-repeated")
        first = self._next_row
        self._next_row += times
        if self._next_row > _LAST_ROW + 1:
            times -= self._next_row - _LAST_ROW - 1
        cells: list[Cell] = []
        marks: list[tuple[int, Cell, dict[str, str]]] = []
        blanks = 0
        for cell in element:
            if local(cell.tag) not in ("table-cell", "covered-table-cell"):
                continue
            about = _said(cell)
            repeated = _times(about, "number-columns-repeated")
            value = _value(cell, about) if len(cell) or "value-type" in about or "formula" in about else None
            self._note_merge(about, first, len(cells) + blanks + 1)
            if value is None:
                blanks += repeated
                continue
            cells.extend(repeat(None, blanks))
            blanks = 0
            repeated = min(repeated, LAST_COLUMN - len(cells))
            marks.extend((len(cells) + offset, value, about) for offset in range(1, repeated + 1))
            cells.extend(repeat(value, repeated))
        if not cells:
            return
        for number in range(first, first + times):
            self._rows.append((number, list(cells)))
            if said.get("visibility", "visible") != "visible":
                self.sheet.hidden_rows.add(number)
            for column, value, about in marks:
                self._mark((number, column), value, about)

    def _note_merge(self, about: dict[str, str], row: int, column: int) -> None:
        down, across = _times(about, "number-rows-spanned"), _times(about, "number-columns-spanned")
        if down > 1 or across > 1:
            self.sheet.merged.append((row, column, row + down - 1, column + across - 1))

    def _mark(self, place: tuple[int, int], value: Cell, about: dict[str, str]) -> None:
        kind = about.get("value-type")
        if kind == "percentage":
            self.sheet.percent_cells.add(place)
        elif kind == "error" and isinstance(value, str):
            self.sheet.error_cells[place] = UNCALCULATED if value.startswith("=") else value
        if about.get("style-name") in self._struck_styles:
            self.sheet.struck_cells.add(place)


def _value(cell: Element, about: dict[str, str]) -> Cell:
    kind = about.get("value-type")
    if kind in ("float", "percentage", "currency") and "value" in about:
        return _measured(formats.number(float(about["value"])), _shown(cell), about)
    if kind == "date" and "date-value" in about:
        return formats.iso(about["date-value"])
    if kind == "time" and (found := _DURATION.fullmatch(about.get("time-value", ""))):
        sign, days, hours, minutes, seconds = found.groups(default="0")
        span = timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=int(seconds))
        if sign == "-" or span >= timedelta(days=1):
            return -span if sign == "-" else span
        return time(span.seconds // 3600, span.seconds // 60 % 60, span.seconds % 60)
    if kind == "boolean" and "boolean-value" in about:
        return about["boolean-value"] == "true"
    text = _shown(cell) or about.get("string-value", "")
    if "formula" in about and not text and kind is None:
        about["value-type"] = "error"
        return "=" + about["formula"].split(":=", 1)[-1]
    return text or None


def _measured(number: Cell, shown: str, about: dict[str, str]) -> Cell:
    """A number with what its format shows behind it: not every program says in the type that it is a percentage."""
    behind = shown.lstrip("+-0123456789., \u00a0")
    if behind == "%":
        about["value-type"] = "percentage"
    return f"{number}{behind}" if formats.is_unit(behind) else number


def _shown(cell: Element) -> str:
    return "\n".join(_text(part) for part in cell if local(part.tag) == "p")


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        tag = local(child.tag)
        if tag == "s":
            parts.append(" " * min(_times(_said(child), "c"), 1000))
        elif tag == "tab":
            parts.append("\t")
        elif tag == "line-break":
            parts.append("\n")
        elif tag not in ("annotation", "ruby-text", "note"):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _said(element: Element) -> dict[str, str]:
    """Attributes without namespace; LibreOffice's word (calcext) that a value is an error outranks the standard's."""
    said = {local(name): value for name, value in element.attrib.items() if "calcext" not in name}
    if any("calcext" in name and value == "error" for name, value in element.attrib.items()):
        said["value-type"] = "error"
    return said


def _times(said: dict[str, str], name: str) -> int:
    number = said.get(name, "1")
    return max(int(number), 1) if number.isdigit() and len(number) < 10 else 1
