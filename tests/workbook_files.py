"""Workbooks made by hand, part by part, for what no writing library would write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def xlsx(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    texts: str = "",
    styles: str = "",
    book: str = "",
    sheet: str | bytes | None = None,
) -> bytes:
    """An .xlsx of one sheet 台账 around these row elements; ``sheet`` replaces the whole sheet part."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{_RELATIONS}/officeDocument" '
            f'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{book}<sheets>'
            f'<sheet name="台账" sheetId="1" r:id="s"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{_RELATIONS}/worksheet" '
            f'Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="{_RELATIONS}/sharedStrings" '
            f'Target="sharedStrings.xml"/><Relationship Id="y" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
            f"</Relationships>",
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
            "xl/worksheets/sheet1.xml": sheet
            if sheet is not None
            else f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
        }
    )


def ods(tables: str, *, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """An .ods around these table elements."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": f'<office:document-content {spaces} xmlns:calcext="urn:calcext">'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def xlsb(rows: Iterable[bytes], *, after: Iterable[bytes] = (), before: Iterable[bytes] = ()) -> bytes:
    """An .xlsb of one sheet 台账; style 1 is a percentage, 2 a date, the shared text 0 is 甲厂."""
    cell_styles = (struct.pack("<HHHHHHH", 0, number, 0, 0, 0, 0, 0) for number in (0, 10, 14))
    return zipped(
        {
            "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{_RELATIONS}/officeDocument" '
            f'Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": record(156, struct.pack("<II", 0, 1) + wide("s") + wide("台账")),
            "xl/_rels/workbook.bin.rels": f'<Relationships><Relationship Id="s" Type="{_RELATIONS}/worksheet" '
            f'Target="worksheets/sheet1.bin"/><Relationship Id="t" Type="{_RELATIONS}/sharedStrings" '
            f'Target="sharedStrings.bin"/><Relationship Id="y" Type="{_RELATIONS}/styles" Target="styles.bin"/>'
            f"</Relationships>",
            "xl/sharedStrings.bin": record(19, b"\0" + wide("甲厂")),
            "xl/styles.bin": record(617) + b"".join(record(47, style) for style in cell_styles) + record(618),
            "xl/worksheets/sheet1.bin": b"".join([*before, record(145), *rows, record(146), *after]),
        }
    )


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of an .xlsb."""
    made = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(body)
    while length > 127:
        made += bytes([length & 0x7F | 0x80])
        length >>= 7
    return made + bytes([length]) + body


def wide(text: str) -> bytes:
    """A text in an .xlsb."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
