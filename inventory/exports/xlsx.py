"""Sheets as a workbook ready to print: A4 landscape, headings on every page, nothing cut off, always the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import zip_longest

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from inventory.exports import sheets
from inventory.exports.sheets import Cell, Sheet

#: properties of a file name the day it was made; ours name this, so that the same rows make the same bytes
MADE_AT = datetime(2019, 1, 1, tzinfo=UTC).replace(tzinfo=None)

A4 = 9
LINE_POINTS = 14.5
PADDING_POINTS = 6
#: a spreadsheet row is at most 409 points high: longer texts go on in a row of their own below
MOST_LINES = 26
#: wrapped text needs a little more room than its characters
WRAP_LOSS = 1.5


def workbook(pages: Iterable[Sheet]) -> bytes:
    """The sheets, in order, as the bytes of an .xlsx file."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": MADE_AT, "title": "", "author": ""})
        styles = _Styles(book)
        for page in pages:
            _Page(book.add_worksheet(page.name[:31]), page, styles).write()
    return stream.getvalue()


class _Styles:
    """The few formats of an official table: 黑体 title and headings, 仿宋 subtitle, 宋体 body."""

    def __init__(self, book: Workbook) -> None:
        middle = {"valign": "vcenter", "text_wrap": True}
        framed = {**middle, "border": 1, "font_size": 10}
        self.title: Format = book.add_format({**middle, "font_name": "黑体", "font_size": 16, "align": "center"})
        self.subtitle: Format = book.add_format({**middle, "font_name": "仿宋", "font_size": 11, "align": "left"})
        self.heading: Format = book.add_format({**framed, "font_name": "黑体", "align": "center"})
        body = {**framed, "font_name": "宋体", "num_format": "@"}
        self.text: Format = book.add_format({**body, "align": "left"})
        self.centred: Format = book.add_format({**body, "align": "center"})
        self.number: Format = book.add_format({**body, "align": "right", "num_format": "General"})
        self.day: Format = book.add_format({**body, "align": "center", "num_format": "yyyy-mm-dd"})


class _Page:
    """One worksheet in the making."""

    def __init__(self, sheet: Worksheet, page: Sheet, styles: _Styles) -> None:
        self.sheet, self.page, self.styles = sheet, page, styles
        self.at = 0

    def write(self) -> None:
        self._set_up()
        self._across(self.page.title, self.styles.title, 2)
        if self.page.subtitle:
            self._across(self.page.subtitle, self.styles.subtitle, 1.3)
        self._headings()
        for row in self.page.rows:
            for part in _continued(row, [column.width for column in self.page.columns]):
                self._row(part)
        for footnote in self.page.footnotes:
            self._across(footnote, self.styles.subtitle, 1.3)

    def _set_up(self) -> None:
        sheet = self.sheet
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer('&C&"宋体,常规"&9第&P页 共&N页')
        for place, column in enumerate(self.page.columns):
            sheet.set_column(place, place, column.width)

    def _across(self, text: str, style: Format, lines: float) -> None:
        """A line over the whole width of the table, as high as its text needs."""
        last = len(self.page.columns) - 1
        room = sum(column.width for column in self.page.columns)
        needed = len(sheets.lines(text, room * 11 / style.font_size))
        self.sheet.set_row(self.at, lines * LINE_POINTS * needed + PADDING_POINTS)
        if last:
            self.sheet.merge_range(self.at, 0, self.at, last, text, style)
        else:
            self.sheet.write_string(self.at, 0, text, style)
        self.at += 1

    def _headings(self) -> None:
        columns = self.page.columns
        self.sheet.set_row(self.at, _height([column.heading for column in columns], [c.width for c in columns]))
        for place, column in enumerate(columns):
            self.sheet.write_string(self.at, place, column.heading, self.styles.heading)
        self.sheet.repeat_rows(0, self.at)
        self.sheet.freeze_panes(self.at + 1, 0)
        self.at += 1

    def _row(self, row: Sequence[Cell]) -> None:
        self.sheet.set_row(self.at, _height(map(sheets.shown, row), [column.width for column in self.page.columns]))
        for place, (cell, column) in enumerate(zip(row, self.page.columns, strict=True)):
            if isinstance(cell, date):
                self.sheet.write_datetime(self.at, place, cell, self.styles.day)
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                self.sheet.write_number(
                    self.at, place, cell, self.styles.centred if column.is_centred else self.styles.number
                )
            else:
                style = self.styles.centred if column.is_centred else self.styles.text
                self.sheet.write_string(self.at, place, sheets.shown(cell), style)
        self.at += 1


def _continued(row: Sequence[Cell], widths: Sequence[float]) -> Iterator[Sequence[Cell]]:
    """The row, and where a text is longer than a row can be high, further rows with the rest of it."""
    parts = [_parts(cell, room) for cell, room in zip(row, widths, strict=True)]
    yield from zip_longest(*parts)


def _parts(cell: Cell, room: float) -> list[Cell]:
    if not isinstance(cell, str):
        return [cell]
    lines = sheets.lines(cell, room - WRAP_LOSS)
    if len(lines) <= MOST_LINES:
        return [cell]
    return ["\n".join(lines[start : start + MOST_LINES]) for start in range(0, len(lines), MOST_LINES)]


def _height(texts: Iterable[str], widths: Sequence[float]) -> float:
    most = max(len(sheets.lines(text, room - WRAP_LOSS)) for text, room in zip(texts, widths, strict=True))
    return most * LINE_POINTS + PADDING_POINTS
