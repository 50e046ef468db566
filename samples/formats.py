"""Pages in the formats of other programs: delimited text, SpreadsheetML 2003, HTML, OpenDocument, binary .xlsb."""

from __future__ import annotations

import codecs
import csv
import io
import struct
from collections.abc import Iterator
from datetime import date
from html import escape

from samples.page import Formula, Page, Shown
from samples.writers import package


def delimited(pages: list[Page], delimiter: str, encoding: str, mark: bytes = b"") -> bytes:
    """The only page as delimited text; ``mark`` is the byte order mark."""
    (page,) = pages
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    width = max(column for _, column in page.cells)
    for row in range(1, page.last + 1):
        writer.writerow(_text(page.cells.get((row, column))) for column in range(1, width + 1))
    return mark + out.getvalue().encode(encoding)


def gb18030(pages: list[Page]) -> bytes:
    """Comma-separated, in the encoding Chinese Windows saves."""
    return delimited(pages, ",", "gb18030")


def utf8_with_mark(pages: list[Page]) -> bytes:
    """Comma-separated UTF-8 with a byte order mark."""
    return delimited(pages, ",", "utf-8", codecs.BOM_UTF8)


def utf16_tabs(pages: list[Page]) -> bytes:
    """What Excel calls "Unicode text": tabs, UTF-16."""
    return delimited(pages, "\t", "utf-16-le", codecs.BOM_UTF16_LE)


def semicolons(pages: list[Page]) -> bytes:
    """Semicolons between the cells, as a machine with another locale writes them."""
    return delimited(pages, ";", "utf-8")


_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def spreadsheetml(pages: list[Page]) -> bytes:
    """SpreadsheetML 2003, one XML file."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<?mso-application progid="Excel.Sheet"?>',
        f'<Workbook xmlns="{_SPREADSHEET}" xmlns:ss="{_SPREADSHEET}">',
    ]
    for page in pages:
        lines.append(f'<Worksheet ss:Name="{escape(page.name)}"><Table>')
        for row, cells in _rows(page):
            lines.append(f'<Row ss:Index="{row}">')
            for column, value, down, across in cells:
                kind = "Number" if isinstance(value, int | float) else "String"
                merged = f' ss:MergeDown="{down}"' * bool(down) + f' ss:MergeAcross="{across}"' * bool(across)
                data = f'<Data ss:Type="{kind}">{escape(_text(value))}</Data>'
                lines.append(f'<Cell ss:Index="{column}"{merged}>{data}</Cell>')
            lines.append("</Row>")
        lines.append("</Table></Worksheet>")
    return "\n".join([*lines, "</Workbook>"]).encode()


def html(pages: list[Page]) -> bytes:
    """A web page with one table, as web systems export what they call Excel."""
    (page,) = pages
    covered = {
        (row, column)
        for top, left, bottom, right in page.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - {(top, left) for top, left, _, _ in page.merges}
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merges}
    width = max(column for _, column in page.cells)
    lines = ['<html><head><meta charset="utf-8"></head><body><table border="1">']
    for row in range(1, page.last + 1):
        cells = []
        for column in range(1, width + 1):
            if (row, column) in covered:
                continue
            down, across = spans.get((row, column), (1, 1))
            said = f' rowspan="{down}"' * (down > 1) + f' colspan="{across}"' * (across > 1)
            cells.append(f"<td{said}>{escape(_text(page.cells.get((row, column))))}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table></body></html>"]).encode()


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def ods(pages: list[Page]) -> bytes:
    """An OpenDocument spreadsheet."""
    tables = "".join(_ods_table(page) for page in pages)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0"'
        f' xmlns:text="{_OFFICE}:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return package(
        {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def _ods_table(page: Page) -> str:
    rows = dict(_rows(page))
    lines = [f'<table:table table:name="{escape(page.name)}">']
    for row in range(1, page.last + 1):
        lines.append("<table:table-row>")
        at = 1
        for column, value, down, across in rows.get(row, ()):
            if column > at:
                lines.append(f'<table:table-cell table:number-columns-repeated="{column - at}"/>')
            spans = f' table:number-rows-spanned="{down + 1}" table:number-columns-spanned="{across + 1}"'
            kind = f'float" office:value="{value}' if isinstance(value, int | float) else "string"
            lines.append(
                f'<table:table-cell{spans if down or across else ""} office:value-type="{kind}">'
                f"<text:p>{escape(_text(value))}</text:p></table:table-cell>"
            )
            at = column + 1
        lines.append("<table:table-cell/></table:table-row>" if at == 1 else "</table:table-row>")
    return "".join([*lines, "</table:table>"])


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BINARY = "application/vnd.ms-excel"


def xlsb(pages: list[Page]) -> bytes:
    """Excel's binary workbook ([MS-XLSB]): the least that Excel and LibreOffice open."""
    bundle = b"".join(
        _record(156, struct.pack("<II", 0, number) + _wide(f"rId{number}") + _wide(page.name))
        for number, page in enumerate(pages, 1)
    )
    book = _record(131) + _record(143) + bundle + _record(144) + _record(132)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.bin" ContentType="{_BINARY}.worksheet"/>'
        for number in range(1, len(pages) + 1)
    )
    types = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="bin" ContentType="{_BINARY}.sheet.binary.macroEnabled.main"/>{overrides}</Types>'
    )
    sheets = {f"xl/worksheets/sheet{number}.bin": _xlsb_sheet(page) for number, page in enumerate(pages, 1)}
    return package(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _relations(
                *(("worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(pages) + 1))
            ),
            **sheets,
        }
    )


def _relations(*targets: tuple[str, str]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{space}">{lines}</Relationships>'.encode()


def _xlsb_sheet(page: Page) -> bytes:
    width = max(column for _, column in page.cells)
    parts = [_record(129), _record(148, struct.pack("<IIII", 0, page.last - 1, 0, width - 1)), _record(145)]
    for row, cells in _rows(page):
        # row, style, height in twips, flags; one span over all columns
        parts.append(_record(0, struct.pack("<IIHHBIII", row - 1, 0, 300, 0, 0, 1, 0, width - 1)))
        for column, value, _, _ in cells:
            at = struct.pack("<II", column - 1, 0)
            is_number = isinstance(value, int | float)
            parts.append(
                _record(5, at + struct.pack("<d", value)) if is_number else _record(6, at + _wide(_text(value)))
            )
    parts.append(_record(146))
    if page.merges:
        areas = (
            _record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
            for top, left, bottom, right in page.merges
        )
        parts += [_record(177, struct.pack("<I", len(page.merges))), *areas, _record(178)]
    return b"".join([*parts, _record(130)])


def _record(kind: int, body: bytes = b"") -> bytes:
    """Kind and length in seven bits a byte, then the body."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(body)
    while rest >= 0x80:
        size, rest = size + bytes([rest & 0x7F | 0x80]), rest >> 7
    return head + size + bytes([rest]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _rows(page: Page) -> Iterator[tuple[int, list[tuple[int, Shown, int, int]]]]:
    """Row by row: column, value, and over how many more rows and columns it is merged."""
    more = {(top, left): (bottom - top, right - left) for top, left, bottom, right in page.merges}
    for row in sorted({row for row, _ in page.cells}):
        columns = sorted(column for at, column in page.cells if at == row)
        yield row, [(column, page.cells[row, column], *more.get((row, column), (0, 0))) for column in columns]


def _text(value: Shown | None) -> str:
    if isinstance(value, Formula):
        return str(value.result)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
