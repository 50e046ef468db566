"""Excel's binary workbook (.xlsb): the package of an .xlsx with records ([MS-XLSB]) for XML in its parts.

Read here because calamine loses columns of files from other writers and panics on Excel's own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from importers.workbook import formats
from importers.workbook.cells import LAST_COLUMN
from importers.workbook.detection import damaged
from importers.workbook.ooxml import Package
from importers.workbook.sheet import UNCALCULATED, Cell, Row, Sheet

_ROW = 0
_BLANK, _RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = range(1, 8)
_RICH = 62
#: A formula's saved result, and a cell without a column of its own, hold their value as the plain cell does.
_LIKE = {8: _STRING, 9: _REAL, 10: _BOOL, 11: _ERROR}
#: formulas that come to a number, to a text; a flag behind their results
_CALCULATED, _WAITING = (9, 8), 0x02
_SHORT = {12: _BLANK, 13: _RK, 14: _ERROR, 15: _BOOL, 16: _REAL, 17: _STRING, 18: _SHARED}
_SHARED_ITEM, _FONT, _FORMAT, _XF, _COLUMN = 19, 43, 44, 47, 60
_BOOK_PROPERTIES, _SHEET, _MERGE, _CELL_XFS, _CELL_XFS_END = 153, 156, 176, 617, 618
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


@dataclass(slots=True)
class _Book:
    texts: list[str] = field(default_factory=list)
    meanings: list[formats.Meaning | formats.Unit | None] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    is_1904: bool = False


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets in the workbook's order."""
    package = Package(data)
    main = package.main("xl/workbook.bin")
    parts = {id_: (kind, target) for id_, kind, target in package.relations(main)}
    by_kind = {kind: target for kind, target in parts.values() if target in package}
    book = _Book()
    if "styles" in by_kind:
        _read_styles(book, package.part(by_kind["styles"]))
    if "sharedStrings" in by_kind:
        records = _records(package.part(by_kind["sharedStrings"]))
        book.texts = [_text(body, 1)[0] for kind, body in records if kind == _SHARED_ITEM]
    made = []
    for kind, body in _records(package.part(main)):
        if kind == _BOOK_PROPERTIES:
            book.is_1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            # before its release Excel 2007 wrote four bytes more in front: the names start where they fill the rest
            start = 8 if _two_texts_long(body, 8) == len(body) else 12
            relation, after = _text(body, start)
            name, _ = _text(body, after)
            what, target = parts.get(relation, ("", ""))
            if what == "worksheet" and target in package:
                made.append(_sheet(package.part(target), book, name, is_hidden=body[start - 8] != 0))
    return made


def _read_styles(book: _Book, data: bytes) -> None:
    codes: dict[int, str] = {}
    struck_fonts = set()
    fonts = 0
    is_cell_style = False
    for kind, body in _records(data):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind == _FONT:
            if struct.unpack_from("<H", body, 2)[0] & 0x0008:
                struck_fonts.add(fonts)
            fonts += 1
        elif kind in (_CELL_XFS, _CELL_XFS_END):
            is_cell_style = kind == _CELL_XFS
        elif kind == _XF and is_cell_style:
            _, number, font = struct.unpack_from("<HHH", body)
            if font in struck_fonts:
                book.struck.add(len(book.meanings))
            book.meanings.append(formats.meaning(number, codes.get(number)))


def _sheet(data: bytes, book: _Book, name: str, *, is_hidden: bool) -> Sheet:
    made = Sheet(name=name, walk=partial(_walk, data, book), is_hidden=is_hidden)
    for kind, body in _records(data):
        if kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            made.merged.append((top + 1, left + 1, bottom + 1, right + 1))
        elif kind == _COLUMN:
            first, last, width, _, flags = struct.unpack_from("<4IH", body)
            if flags & 1 or width == 0:
                made.hidden_columns |= set(range(first + 1, min(last, LAST_COLUMN - 1) + 2))
    return made


def _walk(data: bytes, book: _Book, sheet: Sheet) -> Iterator[Row]:
    number, column, is_hidden = 0, -1, False
    cells: dict[int, Cell] = {}
    for kind, body in _records(data):
        if kind == _ROW:
            if cells:
                yield _row(number, cells, sheet, is_hidden)
            number, column, cells = struct.unpack_from("<I", body)[0] + 1, -1, {}
            is_hidden = bool(body[11] & 0x10) or body[8:10] == b"\0\0"
            continue
        short = _SHORT.get(kind)
        if short is None and not (_BLANK <= kind <= 11 or kind == _RICH):
            continue
        if short is None:
            column = struct.unpack_from("<I", body)[0]
            style, at = struct.unpack_from("<I", body, 4)[0] & 0xFFFFFF, 8
        else:
            column += 1
            style, at = struct.unpack_from("<I", body)[0] & 0xFFFFFF, 4
        if column >= LAST_COLUMN:
            raise damaged(f"column {column}")
        value = _value(book, sheet, (number, column + 1), style, short or _LIKE.get(kind, kind), body, at)
        if kind in _CALCULATED and not value and _is_to_be_done(kind, body, at):
            sheet.error_cells[number, column + 1] = UNCALCULATED
            value = "=?"
        if value is not None:
            cells[column] = value
            if style in book.struck:
                sheet.struck_cells.add((number, column + 1))
    if cells:
        yield _row(number, cells, sheet, is_hidden)


def _is_to_be_done(kind: int, body: bytes, at: int) -> bool:
    """Whether a formula waits to be worked out: what was left to be done stands behind its result."""
    end = at + 8 if kind == _CALCULATED[0] else _text(body, at)[1]
    return end < len(body) and bool(body[end] & _WAITING)


def _row(number: int, cells: dict[int, Cell], sheet: Sheet, is_hidden: bool) -> Row:
    if is_hidden:
        sheet.hidden_rows.add(number)
    made: list[Cell] = [None] * (max(cells) + 1)
    for column, value in cells.items():
        made[column] = value
    return number, made


def _value(book: _Book, sheet: Sheet, place: tuple[int, int], style: int, kind: int, body: bytes, at: int) -> Cell:
    if kind == _SHARED:
        return book.texts[struct.unpack_from("<I", body, at)[0]] or None
    if kind in (_STRING, _RICH):
        return _text(body, at + (kind == _RICH))[0] or None
    if kind == _BOOL:
        return body[at] != 0
    if kind == _ERROR:
        sheet.error_cells[place] = name = _ERRORS.get(body[at], "#ERR!")
        return name
    if kind == _BLANK:
        return None
    value: float = _rk(struct.unpack_from("<I", body, at)[0]) if kind == _RK else struct.unpack_from("<d", body, at)[0]
    means = book.meanings[style] if style < len(book.meanings) else None
    if means is None:
        return formats.number(value)
    if means is formats.Meaning.PERCENT:
        sheet.percent_cells.add(place)
    return formats.moment(value, means, is_1904=book.is_1904)


def _rk(packed: int) -> float:
    """A number in 32 bits: a whole one, or the upper half of a float; perhaps times a hundred."""
    if packed & 2:
        value = float((packed >> 2) - (0x40000000 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def _two_texts_long(body: bytes, at: int) -> int:
    """Where the second of two texts ends, as their lengths say."""
    for _ in range(2):
        if at + 4 > len(body):
            return -1
        at += 4 + 2 * int(struct.unpack_from("<I", body, at)[0])
    return at


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends; a missing one has the length -1."""
    length = struct.unpack_from("<I", body, at)[0]
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(body):
        raise damaged("text beyond its record")
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of every record; kind and length are written in seven bits a byte."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        length = shift = 0
        while True:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift == 28:
                break
        if at + length > end:
            raise damaged("record beyond the end")
        yield kind, data[at : at + length]
        at += length
