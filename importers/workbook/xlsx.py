"""Excel 2007 and later (.xlsx, .xlsm): the parts of the package and the rows of a sheet.

The cells are read here rather than by calamine, which gives no number formats, errors, hidden rows or uncalculated
formulas, so that the XML had to be scanned a second time; which builds the whole rectangle of a sheet, so that one
stray cell takes the process down; and which panics on damaged files. One pass of a pattern over the bytes takes as
long as both together (25 µs a row of 25 cells), streams, and needs memory for the cells that exist only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from importers.workbook import styles
from importers.workbook.cells import Reader, columns_between, unescaped
from importers.workbook.detection import damaged
from importers.workbook.ooxml import Package, flat
from importers.workbook.sheet import Merge, Row, Sheet

_ITEM = re.compile(rb"<si(?:\s[^>]*)?(?:/>|>(?:<t(?:\s[^>]*)?>([^<]*)</t>|(.*?))</si>)", re.DOTALL)
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_ROW = re.compile(rb"<row(?=[\s/>])([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_COLUMN = re.compile(rb"<col\s([^>]*)>")
_MERGE = re.compile(rb"""<mergeCell\s[^>]*?ref\s*=\s*["']\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?["']""")
_TRUE = (b"1", b"true")


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets in the workbook's order; charts, dialogs and macro sheets are not among them."""
    package = Package(data)
    main = package.main("xl/workbook.xml")
    book = package.tree(main)
    parts = {id_: (kind, target) for id_, kind, target in package.relations(main)}
    by_kind = {kind: target for kind, target in parts.values() if target in package}
    properties = book.find("workbookPr")
    calculation = book.find("calcPr")
    reader = Reader(
        texts=_texts(package.part(by_kind["sharedStrings"])) if "sharedStrings" in by_kind else [],
        styles=styles.read(package, by_kind["styles"]) if "styles" in by_kind else styles.Styles(),
        is_1904=properties is not None and properties.get("date1904") in ("1", "true"),
        # set by libraries that write formulas without working them out, some with a 0 for every result
        never_calculated=calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true"),
    )
    made = []
    for entry in book.iterfind("./sheets/sheet"):
        kind, target = parts.get(entry.get("id", ""), ("", ""))
        if kind == "worksheet" and target in package:
            is_hidden = entry.get("state", "visible") != "visible"
            made.append(_sheet(package, target, reader, entry.get("name", ""), is_hidden))
    return made


def _texts(data: bytes) -> list[str]:
    """The shared strings: runs of rich text joined, phonetic guides left out."""
    found = []
    for plain, rich in _ITEM.findall(flat(data)):
        if rich:
            plain = b"".join(_TEXT.findall(_PHONETIC.sub(b"", rich) if b"<rPh" in rich else rich))
        found.append(unescaped(plain))
    return found


def _sheet(package: Package, part: str, reader: Reader, name: str, is_hidden: bool) -> Sheet:
    data = flat(package.part(part))
    start = data.find(b"<sheetData")
    end = data.rfind(b"</sheetData>")
    if start >= 0 and end < start and data[data.find(b">", start) - 1 : data.find(b">", start)] != b"/":
        raise damaged("sheet data without end")
    hidden = set()
    for found in _COLUMN.finditer(data, 0, max(start, 0)):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        if attributes.get(b"hidden") in _TRUE or _is_zero(attributes.get(b"width")):
            hidden |= columns_between(attributes.get(b"min"), attributes.get(b"max"))
    return Sheet(
        name=name,
        walk=partial(_walk, data, max(start, 0), reader),
        is_hidden=is_hidden,
        merged=[_merge(reader, found) for found in _MERGE.findall(data, max(end, 0))],
        hidden_columns=hidden,
    )


def _merge(reader: Reader, corners: tuple[bytes, bytes, bytes, bytes]) -> Merge:
    left, top, right, bottom = corners
    first = int(top), reader.columns[left] + 1
    return (*first, int(bottom), reader.columns[right] + 1) if right else (*first, *first)


def _walk(data: bytes, position: int, reader: Reader, sheet: Sheet) -> Iterator[Row]:
    number = last = 0
    while found := _ROW.search(data, position):
        attributes = found[1]
        position = found.end()
        number += 1
        if attributes.startswith(b' r="') and (said := attributes[4 : attributes.index(b'"', 4)]).isdigit():
            number = int(said)
        elif said := dict(_ATTRIBUTE.findall(attributes)).get(b"r", b""):
            number = int(said) if said.isdigit() else number
        if number <= last:
            raise damaged(f"row {number} after row {last}")
        last = number
        if attributes.endswith(b"/"):
            continue
        end = data.find(b"</row>", position)
        if end < 0:
            raise damaged("row without end")
        cells = reader.cells(data, position, end, number, sheet)
        position = end + 6
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            if b"hidden" in attributes or b"ht=" in attributes:
                shape = dict(_ATTRIBUTE.findall(attributes))
                if shape.get(b"hidden") in _TRUE or _is_zero(shape.get(b"ht")):
                    sheet.hidden_rows.add(number)
            yield number, cells


def _is_zero(size: bytes | None) -> bool:
    return size is not None and size.strip(b"0.") == b"" and b"0" in size
