"""The records of an .xls as bytes, for what xlrd does not hand over."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from xlrd.compdoc import CompDoc

from importers.workbook.detection import OLE

#: the first version of BIFF whose texts are Unicode, as xlrd counts them
UNICODE = 80
_HEAD = struct.Struct("<HH")
_SHEET, _FORMULA, _SHARED_FORMULA, _WRITER = 0x0085, 0x0006, 0x04BC, 0x005C
#: a formula's row, column, style, result, flags, four bytes of no meaning, length of its tokens
_CALCULATED = struct.Struct("<HHH8sHLH")
#: what stands for a result where none was worked out
_ZERO, _EMPTY = bytes(8), b"\x03\0\0\0\0\0\xff\xff"
_NO_RESULT = re.compile(rb"\x06\0..(?:.{6})(?:\0{8}|\x03\0{5}\xff\xff)", re.DOTALL)
#: to be worked out always, or when the file is opened
_TO_BE_DONE = 0x0003
#: how the libraries that work out nothing (xlwt) and LibreOffice, which leaves out some, sign
_NEVER, _SOMETIMES = b"None    ", b"\x04\0\0Calc "
#: token of a formula → how many bytes follow it
_TOKENS = dict.fromkeys(range(0x03, 0x17), 0) | {
    0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8, 0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8,
    0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2, 0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8, 0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6,
    0x3D: 10,
}  # fmt: skip
_SHARED, _JOINED, _TEXT, _ATTRIBUTE, _PARENTHESIS = 0x01, 0x08, 0x17, 0x19, 0x15
_FUNCTIONS, _REFERENCES = (0x21, 0x22), (0x23, 0x24, 0x2C, 0x39, 0x3A)
#: functions that give a text: MID, TEXT, LEFT, TRIM, CONCATENATE and their like
_OF_TEXT = frozenset({13, 14, 30, 31, 48, 111, 112, 113, 114, 115, 116, 118, 119, 120, 130, 162, 336})
#: functions that give what they found or were given: IF, LOOKUP, INDEX, CHOOSE, VLOOKUP, OFFSET, INDIRECT, IFERROR
_OF_EITHER = frozenset({1, 28, 29, 78, 100, 101, 102, 148, 255, 480})


def stream(content: bytes) -> bytes:
    """The bytes that hold the records; BIFF 2–4 is nothing but records."""
    if not content.startswith(OLE):
        return content
    document = CompDoc(content, logfile=io.StringIO(), ignore_workbook_corruption=True)
    for name in ("Workbook", "Book"):
        found, place, length = document.locate_named_stream(name)
        if found:
            return bytes(found[place : place + length])
    return b""


def records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place of its body and length of every record in these bytes."""
    place, end = 0, len(content)
    while place + _HEAD.size <= end:
        kind, length = _HEAD.unpack_from(content, place)
        place += _HEAD.size
        yield kind, place, min(length, end - place)
        place += length


def of_sheets(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """The records of BIFF 5–8 with the worksheet they belong to, counted from 0; before the first it is -1."""
    starts: dict[int, int] = {}
    sheet = -1
    for kind, place, length in records(content):
        # a worksheet (0) among charts and macros, by the place where its records begin
        if kind == _SHEET and length > 5 and content[place + 5] == 0:
            starts[int.from_bytes(content[place : place + 4], "little")] = len(starts)
        sheet = starts.get(place - _HEAD.size, sheet)
        yield sheet, kind, place, length


def uncalculated(content: bytes) -> dict[int, set[tuple[int, int]]]:
    """The formulas that no program ever worked out, of BIFF 5–8: worksheet counted from 0 → rows and columns from 1.

    Libraries write them without a result, and LibreOffice a 0 for a text it had not shown yet.
    """
    made: dict[int, set[tuple[int, int]]] = {}
    found = stream(content)
    if not _NO_RESULT.search(found):  # a walk over all records is a third of the time that xlrd takes
        return made
    shared: dict[tuple[int, bytes], bytes] = {}
    without: list[tuple[int, tuple[int, int], bool, bytes]] = []
    writer = b""
    for sheet, kind, place, length in of_sheets(found):
        if kind == _WRITER:
            writer = found[place : place + len(_NEVER)]
        elif kind == _SHARED_FORMULA and length > 10:
            # known by its first cell: the row in two bytes, the column in one
            first = found[place : place + 2] + found[place + 4 : place + 5] + b"\0"
            shared[sheet, first] = found[place + 10 : place + length]
        elif kind == _FORMULA and length >= _CALCULATED.size:
            row, column, _, result, flags, _, size = _CALCULATED.unpack_from(found, place)
            tokens = found[place + _CALCULATED.size : place + _CALCULATED.size + size]
            if result in (_ZERO, _EMPTY):
                is_open = bool(flags & _TO_BE_DONE) or writer == _NEVER
                without.append((sheet, (row + 1, column + 1), is_open, tokens if result == _ZERO else b""))
    for sheet, at, is_open, tokens in without:
        if tokens[:1] == bytes([_SHARED]):
            tokens = shared.get((sheet, tokens[1:5]), b"")
        if is_open or _gives_text(tokens, or_anything=writer == _SOMETIMES):
            made.setdefault(sheet, set()).add(at)
    return made


def _gives_text(tokens: bytes, *, or_anything: bool) -> bool:
    """Whether a formula (BIFF 8) gives a text, by what is done last; ``or_anything``: or may do so."""
    place, last, function = 0, 0, -1
    while place < len(tokens):
        token = tokens[place]
        token = token & 0x1F | 0x20 if token & 0x60 else token
        rest = tokens[place + 1 : place + 4]
        if token == _TEXT:
            place += 3 + (rest[0] << (rest[1] & 1) if len(rest) > 1 else 0)
        elif token == _ATTRIBUTE:
            choices = int.from_bytes(rest[1:3], "little") + 1 if rest[:1] == b"\x04" else 0
            place += 4 + 2 * choices
        elif token in _TOKENS:
            place += 1 + _TOKENS[token]
        else:
            return False
        if token not in (_ATTRIBUTE, _PARENTHESIS):
            last = token
            function = int.from_bytes(rest[token == _FUNCTIONS[1] :][:2], "little") if token in _FUNCTIONS else -1
    if last in (_JOINED, _TEXT) or function in _OF_TEXT:
        return True
    return or_anything and (last in _REFERENCES or function in _OF_EITHER)
