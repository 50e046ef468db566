"""CSV and TSV, as spreadsheet programs of several decades and encodings save them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from importers.workbook.detection import not_a_workbook
from importers.workbook.sheet import Cell, Row, Sheet
from inventory.errors import WorkbookError
from inventory.language import _

_DELIMITERS = ",\t;"
_CUT = re.compile(r"(?<![\d.])20\d\d\.1(?![\d.])", re.ASCII)
_UNCUT = re.compile(r"(?<![\d.])20\d\d\.10(?![\d.])", re.ASCII)
_SAMPLE = 64 * 1024
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def sheets(data: bytes) -> list[Sheet]:
    """The one sheet of a CSV file. It has no name and its cells are text, all but 2019.1.

    A spreadsheet program writes both January and a typed 2019.10 that way, as it is the same number; where 2019.10
    stands somewhere in the file, nothing was cut.
    """
    text = decoded(data)
    is_cut = bool(_CUT.search(text)) and not _UNCUT.search(text)
    delimiter = _delimiter(text)

    def walk(_: Sheet) -> Iterator[Row]:
        # the limit is the whole process's: only ever raised, as others read CSV too
        csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for number, line in enumerate(lines, 1):
            cells: list[Cell] = [cell or None for cell in line]
            if is_cut:
                cells = [float(cell) if isinstance(cell, str) and _CUT.fullmatch(cell) else cell for cell in cells]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                yield number, cells

    return [Sheet(name=None, walk=walk)]


def decoded(data: bytes) -> str:
    """The text of these bytes: a byte order mark decides, else UTF-16 by its zero bytes, UTF-8, GB18030.

    :raises WorkbookError: in none of them the bytes make text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _readable(data[len(mark) :], encoding)
    if len(data) >= 4 and len(data) % 2 == 0:
        # UTF-16 without a mark: most delimiters, digits and line ends have one zero byte, always on the same side
        head = data[:_SAMPLE]
        low, high = head[1::2].count(0), head[0::2].count(0)
        if low > len(head) // 16 and low > 8 * high:
            return _readable(data, "utf-16-le")
        if high > len(head) // 16 and high > 8 * low:
            return _readable(data, "utf-16-be")
    # single zero bytes come from fixed-width fields of old systems and mean nothing
    data = data.replace(b"\0", b"")
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    # UTF-8 with some bytes lost is not to be read as GB18030: it would make other words
    is_wide = broken * 20 < sum(character > "\x7f" for character in loose)
    return _readable(data, "utf-8" if not broken or is_wide else "gb18030")


def _readable(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding).replace("\0", "")
    except UnicodeDecodeError as error:
        raise _unreadable() from error
    sample = text[:_SAMPLE]
    if sum(character < " " and character not in "\t\n\v\f\r\x1a" for character in sample) > len(sample) // 50:
        raise _unreadable()
    return text.removeprefix("\ufeff")


def _unreadable() -> WorkbookError:
    return not_a_workbook(_("a file of an unknown kind, or text that is damaged or in an unknown encoding"))


def _delimiter(text: str) -> str:
    """The character that parts the cells: the one that gives the most lines of one same width above one cell."""
    sample = text[:_SAMPLE]
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths: dict[int, int] = {}
        for line in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if len(line) > 1:
                widths[len(line)] = widths.get(len(line), 0) + 1
        score = max((count * width for width, count in widths.items()), default=0)
        if score > most:
            best, most = delimiter, score
    return best
