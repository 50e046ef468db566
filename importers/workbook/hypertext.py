"""HTML tables under an Excel name, alone or in a web archive (MHTML); the export of many web systems.

Every cell is text, as shown, but for numbers that are shown rounded while the file keeps them whole. The tables of one
page stand below each other on one sheet, with the text between them, as in Excel.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import partial
from html.parser import HTMLParser

from importers.workbook import delimited, formats
from importers.workbook.cells import LAST_COLUMN
from importers.workbook.detection import damaged
from importers.workbook.sheet import Cell, Row, Sheet
from inventory.errors import WorkbookError

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center", "caption", "body"})
_UNSEEN = frozenset({"script", "style", "title", "xml", "head", "noscript", "comment"})
_STRUCK = frozenset({"s", "strike", "del"})
_SHOWN = re.compile(r"(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?)(%?)")
#: where LibreOffice and Excel keep the number behind what they show
_BEHIND = ("sdval", "x:num")
_MOST_ROWS = 65_536


def sheets(data: bytes) -> list[Sheet]:
    """One sheet a page that holds a table.

    :raises WorkbookError: no page does.
    """
    made = []
    for name, text in _pages(data):
        page = _Page()
        page.feed(text)
        page.close()
        page.end_block()
        if page.is_cut:
            raise damaged("a table without end")
        if page.tables:
            page.sheet.name, page.sheet.walk = name, partial(_walk, page.rows)
            made.append(page.sheet)
    if not made:
        raise WorkbookError("the file is a web page without a table: save the ledger as .xlsx and hand it in again")
    return made


def _walk(rows: dict[int, dict[int, Cell]], _: Sheet) -> Iterator[Row]:
    for number, found in sorted(rows.items()):
        if found:
            cells: list[Cell] = [None] * max(found)
            for column, value in found.items():
                cells[column - 1] = value
            yield number, cells


def _pages(data: bytes) -> Iterator[tuple[str, str]]:
    if data.lstrip()[:13].lower() != b"mime-version:":
        yield "Sheet1", _decoded(data)
        return
    for part in email.message_from_bytes(data.lstrip(), policy=email.policy.default).walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                name = str(part.get("Content-Location", "Sheet1")).rsplit("/", 1)[-1].rsplit(".", 1)[0]
                yield name, _decoded(body)


def _decoded(data: bytes) -> str:
    said = _CHARSET.search(data[:4096])
    if said and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = said[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name)
        except (LookupError, UnicodeDecodeError):
            pass  # what a page says of its encoding is often not so; the bytes decide
    return delimited.decoded(data)


class _Page(HTMLParser):
    """The grid of one page's tables. Cells of a table within a cell are part of that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self.rows: dict[int, dict[int, Cell]] = {}
        #: what is known beyond the cells' values; named when the page is done
        self.sheet = Sheet(None, partial(_walk, self.rows))
        #: whether there are cells after the last end of a table: the rest of the file is missing
        self.is_cut = False
        self._depth = 0
        self._unseen = 0
        self._row = 0
        self._column = 0
        self._taken: dict[int, int] = {}  # column → last row that a cell above reaches down to
        self._span = (1, 1)
        self._behind: str | None = None
        self._is_open = False
        #: texts not struck out so far are none
        self._is_struck = False
        self._open_strikes = 0
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _STRUCK:
            self._open_strikes += 1
        elif tag == "table":
            if not self._depth:
                self.end_block()
                self.tables += 1
                self._taken = {}
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._next_row()
            if "display:none" in said.get("style", "").replace(" ", "").lower():
                self.sheet.hidden_rows.add(self._row)
        elif self._depth == 1 and tag in ("td", "th"):
            self.is_cut = True
            self._begin_cell(_span(said.get("colspan")), _span(said.get("rowspan")))
            self._behind = next((said[name] for name in _BEHIND if said.get(name)), None)
        elif tag == "br":
            self._text.append("\n")
        elif not self._depth and tag in _BLOCKS:
            self.end_block()
        elif tag in ("p", "div", "tr", "li") and "".join(self._text).strip():
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in _STRUCK:
            self._open_strikes = max(self._open_strikes - 1, 0)
        elif tag == "table" and self._depth:
            self.is_cut = False
            if self._depth == 1:
                self._end_cell()
                self._row = max([self._row, *self._taken.values()])
                self._taken = {}
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()
        elif not self._depth and tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text.append(_SPACE.sub(" ", data))
            if data.strip():
                self._is_struck = self._is_struck and bool(self._open_strikes)

    def end_block(self) -> None:
        """Text outside a table is a row of one cell."""
        text = self._cut()
        if text and not self._depth:
            self._next_row()
            self.rows[self._row] = {1: text}

    def _next_row(self) -> None:
        self._row += 1
        self._column = 1
        if self._row > _MOST_ROWS * 16:
            raise WorkbookError("the web page has too many rows: save the ledger as .xlsx and hand it in again")
        self.rows[self._row] = {}

    def _begin_cell(self, across: int, down: int) -> None:
        self._end_cell()
        if not self._row:
            self._next_row()
        while self._taken.get(self._column, 0) >= self._row:
            self._column += 1
        across = max(1, min(across, LAST_COLUMN - self._column + 1))
        self._span = (across, down)
        if across > 1 or down > 1:
            self.sheet.merged.append((self._row, self._column, self._row + down - 1, self._column + across - 1))
        self._is_open = self._is_struck = True
        self._open_strikes = 0
        self._text.clear()

    def _end_cell(self) -> None:
        text = self._cut()
        if not self._is_open:
            return
        self._is_open = False
        across, down = self._span
        if text and self._column <= LAST_COLUMN:
            self.rows[self._row][self._column] = value = _valued(text, self._behind)
            place = self._row, self._column
            if self._is_struck:
                self.sheet.struck_cells.add(place)
            if isinstance(value, float) and text.endswith("%"):
                self.sheet.percent_cells.add(place)
        if down > 1:
            for column in range(self._column, self._column + across):
                self._taken[column] = self._row + down - 1
        self._column += across

    def _cut(self) -> str:
        text = "\n".join(line.strip(" ") for line in "".join(self._text).split("\n")).strip("\n")
        self._text.clear()
        return text


def _span(said: str | None) -> int:
    return max(1, min(int(said), _MOST_ROWS)) if said and said.strip().isdecimal() and len(said) < 8 else 1


def _valued(text: str, behind: str | None) -> Cell:
    """The number behind a text that shows it rounded: 0.8425 of 84%; else the text."""
    shown = _SHOWN.fullmatch(text.strip().replace(",", ""))
    if behind is None or not shown:
        return text
    try:
        said, value = Decimal(shown[1]), Decimal(behind)
        if shown[2]:
            said = said.scaleb(-2)
        # half of the last digit shown; a program may have rounded a binary fraction the other way
        is_rounded = said != value and abs(said - value) <= Decimal("0.50001").scaleb(int(said.as_tuple().exponent))
    except (InvalidOperation, ValueError):
        return text
    if not is_rounded:
        return text
    return float(value) if shown[2] else formats.number(float(value))
