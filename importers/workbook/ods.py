"""OpenDocument spreadsheets (.ods, .fods is not one of them).

Read here because calamine loses merges, percent formats, hidden rows and, from some writers, columns.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import repeat
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from importers.workbook import formats
from importers.workbook.cells import LAST_COLUMN
from importers.workbook.detection import damaged, protected
from importers.workbook.ods_styles import Styles, attributes
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
    styles = Styles()
    try:
        if "styles.xml" in package:
            for event, element in _elements(package.part("styles.xml")):
                if event == "end":
                    styles.note(element)
        depth = 0
        for event, element in _elements(package.part("content.xml")):
            tag = local(element.tag)
            if tag == "table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    table = _Table(_said(element), styles)
                    made.append(table.sheet)
                elif event == "end":
                    element.clear()
            elif event == "end" and not depth:
                styles.note(element)
            elif event == "end" and depth == 1 and tag in ("table-row", "table-column"):
                (table.take_row if tag == "table-row" else table.take_column)(element)
                element.clear()
    except ET.ParseError as error:
        raise damaged(error) from error
    return made


def _elements(part: bytes) -> Iterator[tuple[str, Element]]:
    return ET.iterparse(io.BytesIO(part), ("start", "end"))  # noqa: S314 - expat bounds what entities grow to, and reading is confined


class _Table:
    """One table while it is read, and afterwards the walk over its rows."""

    def __init__(self, said: dict[str, str], styles: Styles) -> None:
        self.sheet = Sheet(said.get("name", ""), self, is_hidden=said.get("style-name") in styles.hidden)
        self._styles = styles
        self._rows: list[Row] = []
        self._next_row = 1
        self._next_column = 1
        #: first column, last column and the style of cells there that say none
        self._usual: list[tuple[int, int, str]] = []

    def __call__(self, _: Sheet) -> Iterator[Row]:
        return iter(self._rows)

    def take_column(self, element: Element) -> None:
        said = _said(element)
        times = _times(said, "number-columns-repeated")
        if usual := said.get("default-cell-style-name"):
            self._usual.append((self._next_column, self._next_column + times - 1, usual))
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
            value = None
            if len(cell) or "value-type" in about or "formula" in about:
                if "style-name" not in about:
                    about["style-name"] = said.get("default-cell-style-name") or self._style(len(cells) + blanks + 1)
                value = _value(cell, about, self._styles)
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

    def _style(self, column: int) -> str:
        return next((style for first, last, style in self._usual if first <= column <= last), "")

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
        if self._styles.is_struck(about.get("style-name", "")):
            self.sheet.struck_cells.add(place)


def _value(cell: Element, about: dict[str, str], styles: Styles) -> Cell:
    kind = about.get("value-type")
    style = about.get("style-name", "")
    if kind in ("float", "percentage", "currency") and "value" in about:
        value = formats.finite(about["value"])
        if value is None:
            about["value-type"] = "error"
            return about["value"]
        return _measured(value, cell, about, styles)
    if kind == "date" and "date-value" in about:
        when = formats.iso(about["date-value"])
        return formats.dated(when, styles.meaning(style)) if isinstance(when, date) else when
    if kind == "time" and (found := _DURATION.fullmatch(about.get("time-value", ""))):
        sign, days, hours, minutes, seconds = found.groups(default="0")
        span = timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=int(seconds))
        span = -span if sign == "-" else span
        means = styles.meaning(style)
        if means is None and not timedelta() <= span < timedelta(days=1):
            means = formats.Meaning.SPAN
        return formats.moment(span / timedelta(days=1), means or formats.Meaning.TIME, is_1904=False)
    if kind == "boolean" and "boolean-value" in about:
        return about["boolean-value"] == "true"
    text = _shown(cell) or about.get("string-value", "")
    if "formula" in about and not text and kind is None:
        about["value-type"] = "error"
        return "=" + about["formula"].split(":=", 1)[-1]
    return text or None


def _measured(value: float, cell: Element, about: dict[str, str], styles: Styles) -> Cell:
    """A number as its format means it; where the file keeps no formats, as what is shown behind it says."""
    style = about.get("style-name", "")
    if value in (0, 1) and (styles.is_truth(style) or _shown(cell) in ("TRUE", "FALSE")):
        return bool(value)
    means = styles.meaning(style)
    if about["value-type"] != "percentage" and not styles.is_known(style):
        shown = _shown(cell)
        behind = shown.lstrip("+-0123456789., \u00a0")
        if behind == "%":
            means = formats.Meaning.PERCENT
        elif formats.is_unit(behind):
            means = formats.Unit(behind)
    if means is formats.Meaning.PERCENT:
        about["value-type"] = "percentage"
    return formats.number(value) if means is None else formats.moment(value, means, is_1904=False)


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
    said = attributes(element)
    if any("calcext" in name and value == "error" for name, value in element.attrib.items()):
        said["value-type"] = "error"
    return said


def _times(said: dict[str, str], name: str) -> int:
    number = said.get(name, "1")
    return max(int(number), 1) if number.isdecimal() and len(number) < 10 else 1
