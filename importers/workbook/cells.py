"""The cells of one row of an .xlsx sheet, from its bytes."""

from __future__ import annotations

import html
import math
import re

from importers.workbook import formats
from importers.workbook.detection import damaged
from importers.workbook.formats import Meaning, Unit
from importers.workbook.sheet import UNCALCULATED, Cell, Sheet, column_letter
from importers.workbook.styles import Styles

LAST_COLUMN = 16384
#: texts kept at once: names and addresses differ from row to row
_REMEMBERED = 50_000
#: Column letters, the other attributes, then what is inside: a value alone, a text written in place alone, or other.
_Found = tuple[bytes, bytes, bytes, bytes, bytes]
_CELL = re.compile(
    rb'<c(?: r="([A-Z]+)\d+")?([^>]*)>'
    rb'(?:<v>([^<]*)</v></c>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>|(?<=/>)|(.*?)</c>)',
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_FORMULA = re.compile(rb"<f(?:\s[^>]*)?(?:(?<=/)>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHARED, _PLAIN, _OTHER = range(3)


class _Columns(dict[bytes, int]):
    """Column letters → column counted from 0, worked out when first met."""

    def __missing__(self, letters: bytes) -> int:
        if not letters:
            raise KeyError(letters)
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        if not 1 <= column <= LAST_COLUMN:
            raise damaged(f"column {letters!r}")
        self[letters] = column - 1
        return column - 1


class _Attributes(dict[bytes, int]):
    """The attributes of cells as written → the way to take their value; there are few different ones."""

    def __init__(self, meanings: dict[bytes, Meaning | Unit]) -> None:
        super().__init__()
        self.said: dict[bytes, tuple[bytes, bytes]] = {}
        self._meanings = meanings

    def __missing__(self, attributes: bytes) -> int:
        said = dict(_ATTRIBUTE.findall(attributes))
        style, kind = said.get(b"s", b""), said.get(b"t", b"n")
        self.said[attributes] = style, kind
        way = _SHARED if kind == b"s" else _PLAIN if kind == b"n" and style not in self._meanings else _OTHER
        self[attributes] = way
        return way

    def meant(self, attributes: bytes) -> tuple[bytes, bytes]:
        """Style and kind of cells with these attributes."""
        if attributes not in self.said:
            self.__missing__(attributes)
        return self.said[attributes]


class _Texts(dict[bytes, str | None]):
    """Texts written in place → as typed. Most come again and again: each is made once and kept once."""

    def __missing__(self, written: bytes) -> str | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[written] = text = unescaped(written) or None
        return text


class Reader:
    """What the cells of every sheet of one workbook refer to: shared texts, styles, the calendar.

    ``never_calculated``: the file asks to be worked out when opened, so a formula's 0 is no result.
    """

    def __init__(self, texts: list[str], styles: Styles, *, is_1904: bool, never_calculated: bool) -> None:
        self._texts = texts
        self._meanings = styles.meanings
        self._struck = styles.struck
        self._is_1904 = is_1904
        self._never_calculated = never_calculated
        self.columns = _Columns()
        self._ways = _Attributes(styles.meanings)
        self._written = _Texts()
        self._moments: dict[tuple[bytes, Meaning | Unit], Cell] = {}

    def cells(self, data: bytes, start: int, end: int, row: int, sheet: Sheet) -> list[Cell]:
        """The cells between ``<row>`` and ``</row>``; percent, error and struck cells are noted on the sheet."""
        found: list[_Found] = _CELL.findall(data, start, end)
        if not found:
            if data.find(b"<c", start, end) >= 0:
                raise damaged(f"cells without end in row {row}")
            return []
        try:
            try:
                cells = self._taken(found, self.columns[found[-1][0]] + 1, row, sheet)
            except LookupError:  # a cell without its address in front, or the last cell is not the rightmost
                found = self._placed(found)
                cells = self._taken(found, max(self.columns[cell[0]] for cell in found) + 1, row, sheet)
        except (LookupError, ValueError, OverflowError):
            found = self._placed(found)
            cells = self._one_by_one(found, row, sheet)
        if self._struck:
            for letters, attributes, *_ in found:
                at = self.columns[letters]
                if cells[at] is not None and self._ways.meant(attributes)[0] in self._struck:
                    sheet.struck_cells.add((row, at + 1))
        return cells

    def _taken(self, found: list[_Found], width: int, row: int, sheet: Sheet) -> list[Cell]:
        columns, texts, written, ways = self.columns, self._texts, self._written, self._ways
        cells: list[Cell] = [None] * width
        for letters, attributes, value, text, inside in found:
            if text:
                cells[columns[letters]] = written[text]
            elif value:
                way = ways[attributes]
                if way == _SHARED:
                    cells[columns[letters]] = texts[int(value)] or None
                elif way == _PLAIN:
                    cells[columns[letters]] = int(value) if value.isdigit() and len(value) < 16 else _number(value)
                else:
                    at = columns[letters]
                    cells[at] = self._value(sheet, (row, at + 1), *ways.said[attributes], value)
            else:
                at = columns[letters]
                if inside:
                    cells[at] = self._inside(sheet, (row, at + 1), *ways.meant(attributes), inside)
        return cells

    def _one_by_one(self, found: list[_Found], row: int, sheet: Sheet) -> list[Cell]:
        """The cells of a row in which one cannot be read: that one is an error cell."""
        cells: list[Cell] = [None] * (max(self.columns[cell[0]] for cell in found) + 1)
        for cell in found:
            at = self.columns[cell[0]]
            try:
                cells[at] = self._taken([cell], at + 1, row, sheet)[at]
            except (LookupError, ValueError, OverflowError):
                written = _VALUE.search(cell[4])
                cells[at] = unescaped(cell[2] or (written[1] if written else b"")) or "?"
                sheet.error_cells[row, at + 1] = str(cells[at])
        return cells

    def _inside(self, sheet: Sheet, place: tuple[int, int], style: bytes, kind: bytes, inside: bytes) -> Cell:
        """A cell with a formula, with text written in place, or with its value written some unusual way."""
        if b"<is" in inside:
            return unescaped(b"".join(_TEXT.findall(_PHONETIC.sub(b"", inside)))) or None
        found = _VALUE.search(inside)
        value = found[1] if found else b""
        formula = _FORMULA.search(inside)
        if formula and ((not value and kind != b"str") or (self._never_calculated and value == b"0")):
            sheet.error_cells[place] = UNCALCULATED
            return "=" + unescaped(formula[1] or b"")
        return self._value(sheet, place, style, kind, value) if value else None

    def _value(self, sheet: Sheet, place: tuple[int, int], style: bytes, kind: bytes, value: bytes) -> Cell:
        if kind == b"s":
            return self._texts[int(value)] or None
        if kind == b"e":
            sheet.error_cells[place] = name = unescaped(value)
            return name
        if kind == b"b":
            return value.strip() in (b"1", b"true")
        if kind == b"d":
            return formats.iso(unescaped(value))
        if kind != b"n":
            return unescaped(value) or None
        means = self._meanings.get(style)
        if means is None:
            return _number(value)
        if means is Meaning.PERCENT:
            sheet.percent_cells.add(place)
            return _number(value)
        known = self._moments.get((value, means))
        if known is None:
            known = self._moments[value, means] = formats.moment(float(value), means, is_1904=self._is_1904)
        return known

    def _placed(self, found: list[_Found]) -> list[_Found]:
        """The same cells, each with its column: a cell that says none stands to the right of the one before it."""
        made = []
        at = -1
        for letters, attributes, value, text, inside in found:
            if not letters:
                said = dict(_ATTRIBUTE.findall(attributes)).get(b"r", b"")
                letters = said.replace(b"$", b"").upper().rstrip(b"0123456789")
            at = self.columns[letters] if letters else at + 1
            made.append((column_letter(at + 1).encode(), attributes, value, text, inside))
        return made


def columns_between(first: bytes | None, last: bytes | None) -> set[int]:
    """The columns, counted from 1, that a ``<col min= max=>`` speaks for."""
    if not (first and last and first.isdigit() and last.isdigit()):
        return set()
    return set(range(int(first), min(int(last), LAST_COLUMN) + 1))


def unescaped(data: bytes) -> str:
    """Text as it was typed: entities and the ``_x000D_`` of control characters resolved."""
    text = data.decode("utf-8", "replace")
    if "\r" in text:  # XML counts every way to end a line as one; a carriage return that is meant is escaped
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = html.unescape(text)
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        # a pair of surrogates is one character; half of one, and NUL, are none that could be kept
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
    return text


def _number(value: bytes) -> Cell:
    number = float(value)
    return formats.number(number) if math.isfinite(number) else unescaped(value)
