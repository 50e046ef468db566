"""The cells of one row of an .xlsx sheet, from its bytes."""

from __future__ import annotations

import html
import math
import re

from importers.workbook import formats
from importers.workbook.detection import damaged
from importers.workbook.formats import Meaning
from importers.workbook.sheet import UNCALCULATED, Cell, Sheet, column_letter
from importers.workbook.styles import Styles

LAST_COLUMN = 16384
# as nearly every program writes a cell; a row with anything else in it is read by the patient pattern below
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|>'
    rb"(<f(?:\s[^>]*)?(?:/>|>[^<]*</f>))?"
    rb"(?:<v>([^<]*)</v>|<v/>|<is><t(?:\s[^>]*)?>([^<]*)</t></is>)?</c>)"
)
_ANY_CELL = re.compile(rb"<c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_FORMULA = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: Cell as found: column letters, style id, type, formula, value, text written in place.
_Found = tuple[bytes, bytes, bytes, bytes, bytes, bytes]


class Reader:
    """What the cells of every sheet of one workbook refer to: shared texts, styles, the calendar."""

    def __init__(self, texts: list[str], styles: Styles, is_1904: bool, never_calculated: bool) -> None:
        self.texts = texts
        self.meanings = styles.meanings
        self.struck = styles.struck
        self.is_1904 = is_1904
        self.never_calculated = never_calculated
        self._columns: dict[bytes, int] = {}

    def column(self, letters: bytes) -> int:
        """A column counted from 0."""
        known = self._columns.get(letters)
        if known is None:
            known = 0
            for letter in letters:
                known = known * 26 + letter - 64
            if not 1 <= known <= LAST_COLUMN:
                raise damaged(f"column {letters!r}")
            known -= 1
            self._columns[letters] = known
        return known

    def cells(self, body: bytes, row: int, sheet: Sheet) -> list[Cell]:
        """The cells between ``<row>`` and ``</row>``; percent, error and struck cells are noted on the sheet."""
        found: list[_Found] = _CELL.findall(body)
        if len(found) != body.count(b"<c ") + body.count(b"<c>") + body.count(b"<c/"):
            found = self._patiently(body)
        if not found:
            return []
        columns = self._columns
        for cell in found:
            if cell[0] not in columns:
                self.column(cell[0])
        try:
            try:
                cells = self._filled(found, columns[found[-1][0]] + 1, row, sheet)
            except IndexError:  # the last cell is not the rightmost one; or a shared text is not there
                cells = self._filled(found, max(columns[cell[0]] for cell in found) + 1, row, sheet)
        except (IndexError, ValueError, OverflowError) as error:
            raise damaged(error) from error
        if self.struck:
            for letters, style, *_ in found:
                if style in self.struck and cells[columns[letters]] is not None:
                    sheet.struck_cells.add((row, columns[letters] + 1))
        return cells

    def _filled(self, found: list[_Found], width: int, row: int, sheet: Sheet) -> list[Cell]:
        columns, texts, meanings = self._columns, self.texts, self.meanings
        cells: list[Cell] = [None] * width
        for letters, style, kind, formula, value, text in found:
            if kind == b"s" and not formula:
                if value:
                    cells[columns[letters]] = texts[int(value)] or None
            elif value and not kind and not formula and style not in meanings:
                cells[columns[letters]] = int(value) if value.isdigit() and len(value) < 16 else _number(value)
            elif value or text or formula:
                at = columns[letters]
                cells[at] = self._other(sheet, (row, at + 1), style, kind, formula, value, text)
        return cells

    def _other(
        self, sheet: Sheet, place: tuple[int, int], style: bytes, kind: bytes, formula: bytes, value: bytes, text: bytes
    ) -> Cell:
        """A cell that is no plain text or number."""
        if formula and ((not value and kind != b"str") or (self.never_calculated and value == b"0")):
            sheet.error_cells[place] = UNCALCULATED
            said = _FORMULA.match(formula)
            return "=" + unescaped(said[1] or b"" if said else b"")
        if kind == b"e":
            sheet.error_cells[place] = name = unescaped(value)
            return name
        if kind == b"b":
            return value.strip() in (b"1", b"true")
        if kind == b"d":
            return formats.iso(unescaped(value))
        if kind == b"s":
            return self.texts[int(value)] or None
        if kind in (b"str", b"inlineStr"):
            return unescaped(text or value) or None
        number = float(value)
        means = self.meanings.get(style)
        if means is None or not math.isfinite(number):
            return _number(value)
        if means is Meaning.PERCENT:
            sheet.percent_cells.add(place)
        return formats.moment(number, means, self.is_1904)

    def _patiently(self, body: bytes) -> list[_Found]:
        """Cells written in some other way: other attributes or order, no address, rich text in place."""
        made: list[_Found] = []
        at = -1
        for attributes, inside in _ANY_CELL.findall(body):
            said = dict(_ATTRIBUTE.findall(attributes))
            letters = said.get(b"r", b"").replace(b"$", b"").rstrip(b"0123456789").upper()
            at = self.column(letters) if letters else at + 1
            value = _VALUE.search(inside)
            formula = _FORMULA.search(inside)
            text = b""
            if b"<is" in inside:
                text = b"".join(_TEXT.findall(_PHONETIC.sub(b"", inside)))
            made.append(
                (
                    column_letter(at + 1).encode(),
                    said.get(b"s", b""),
                    said.get(b"t", b"") if said.get(b"t") != b"n" else b"",
                    formula[0] if formula else b"",
                    value[1] if value else b"",
                    text,
                )
            )
        return made


def columns_between(first: bytes | None, last: bytes | None) -> set[int]:
    """The columns, counted from 1, that a ``<col min= max=>`` speaks for."""
    if not (first and last and first.isdigit() and last.isdigit()):
        return set()
    return set(range(int(first), min(int(last), LAST_COLUMN) + 1))


def unescaped(data: bytes) -> str:
    """Text as it was typed: entities and the ``_x000D_`` of control characters resolved."""
    text = data.decode("utf-8", "replace")
    if "&" in text:
        text = html.unescape(text)
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text


def _number(value: bytes) -> Cell:
    number = float(value)
    return formats.number(number) if math.isfinite(number) else unescaped(value)
