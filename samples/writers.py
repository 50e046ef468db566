"""Pages as the bytes of Excel workbooks, the same bytes on every machine; other formats in `samples.formats`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime

import xlsxwriter
import xlwt

from samples.page import DATE, Formula, Page, Shown

#: when every sample says it was made, so that its bytes never change
MADE_ON = datetime(2019, 7, 1)  # noqa: DTZ001 — a document property has no zone


def xlsx(pages: list[Page], *, is_1904: bool = False) -> bytes:
    """An .xlsx workbook; ``is_1904``: days are counted from 1904 on, as Excel on a Mac did."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True, "date_1904": is_1904})
    book.set_properties({"author": "samples", "created": MADE_ON})
    formats = {name: book.add_format({"num_format": name}) for name in ("General", "0.00%", DATE)}
    formats["General"].set_align("vcenter")
    for other in sorted({each for page in pages for each in page.formats.values()} - formats.keys()):
        formats[other] = book.add_format({"num_format": other})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        if page.is_hidden:
            sheet.hide()
        for row in page.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in page.hidden_columns:
            sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
        for first_row, first_column, last_row, last_column in page.merges:
            sheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "", formats["General"])
        for (row, column), value in page.cells.items():
            chosen = formats[page.number_format(row, column)]
            if isinstance(value, Formula):
                sheet.write_formula(row - 1, column - 1, value.text, chosen, value.result)
            elif isinstance(value, date):
                sheet.write_datetime(row - 1, column - 1, datetime.combine(value, datetime.min.time()), chosen)
            elif isinstance(value, str):
                sheet.write_string(row - 1, column - 1, value, chosen)
            else:
                sheet.write_number(row - 1, column - 1, value, chosen)
    book.close()
    with zipfile.ZipFile(io.BytesIO(raw.getvalue())) as archive:
        return package({name: archive.read(name) for name in archive.namelist()})


def xlsm(pages: list[Page]) -> bytes:
    """A workbook of the kind that may hold macros."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with zipfile.ZipFile(io.BytesIO(xlsx(pages))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    return package(parts)


def package(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive without compression, which differs from one zlib to the next, and without times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as plain:
        for name, part in parts.items():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            member.external_attr = 0o644 << 16
            plain.writestr(member, part)
    return out.getvalue()


def xls(pages: list[Page]) -> bytes:
    """A workbook of Excel 97–2003; WPS calls the same .et."""
    out = io.BytesIO()
    _book(pages).save(out)
    return out.getvalue()


def locked(pages: list[Page]) -> bytes:
    """A workbook of Excel 97–2003 that says it is encrypted: a FILEPASS record stands behind its first record."""
    stream = _book(pages).get_biff_data()
    first = 4 + int.from_bytes(stream[2:4], "little")
    # method 1 (RC4), version 1.1, then salt, verifier and its hash, here made of one byte
    filepass = b"\x2f\x00\x36\x00" + b"\x01\x00\x01\x00\x01\x00" + b"\x5a" * 48
    out = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(out, stream[:first] + filepass + stream[first:])
    return out.getvalue()


def _book(pages: list[Page]) -> xlwt.Workbook:
    book = xlwt.Workbook(encoding="utf-8")
    book.owner = "samples"
    styles = {name: xlwt.easyxf("", num_format_str=name) for name in ("General", "0.00%", DATE)}
    for other in sorted({each for page in pages for each in page.formats.values()} - styles.keys()):
        styles[other] = xlwt.easyxf("", num_format_str=other)
    for page in pages:
        sheet = book.add_sheet(page.name)
        sheet.visibility = int(page.is_hidden)
        for row in page.hidden_rows:
            sheet.row(row - 1).hidden = True
        for column in page.hidden_columns:
            sheet.col(column - 1).hidden = True
        merged = {(first_row, first_column) for first_row, first_column, _, _ in page.merges}
        for first_row, first_column, last_row, last_column in page.merges:
            value: Shown | None = page.cells.get((first_row, first_column))
            style = styles[page.number_format(first_row, first_column)]
            sheet.write_merge(first_row - 1, last_row - 1, first_column - 1, last_column - 1, value or "", style)
        for (row, column), value in page.cells.items():
            if (row, column) not in merged:
                sheet.write(row - 1, column - 1, value, styles[page.number_format(row, column)])
    return book
