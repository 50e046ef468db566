"""Writes the sample workbooks, the same bytes on every machine: ``python -m samples.build``.

The story is told in `samples.xiangzhou`, `samples.gucheng` and `samples.gaoxin`, one function a workbook; what
every cell means is declared beside what it shows (`samples.page.Said`), so that the tests can hold a reading
against the story. ``python -m samples.build --readings`` also writes what `inventory ledger read --json` prints (in
English) beside each workbook, to be reviewed before it is committed.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from samples import gaoxin, gucheng, xiangzhou
from samples.page import DATE, Page, Shown

FOLDER = Path(__file__).parent
#: when every sample says it was made, so that its bytes never change
MADE_ON = datetime(2019, 7, 1)  # noqa: DTZ001 — a document property has no zone

#: file name → the function that tells its pages
WORKBOOKS: Mapping[str, Callable[[], list[Page]]] = {
    **xiangzhou.WORKBOOKS,
    **gucheng.WORKBOOKS,
    **gaoxin.WORKBOOKS,
}


def content(name: str) -> bytes:
    """The bytes of one workbook; the ending of its name says the format."""
    pages = WORKBOOKS[name]()
    return _xls(pages) if name.endswith(".xls") else _xlsx(pages)


def main() -> None:
    """Write all workbooks into this folder, on request with what the program reads in them."""
    for name in WORKBOOKS:
        path = FOLDER / name
        path.write_bytes(content(name))
        if "--readings" in sys.argv[1:]:
            path.with_suffix(".reading.json").write_text(_reading(path), encoding="utf-8", newline="\n")


def _reading(path: Path) -> str:
    # here, not above: the workbooks are built without the program that reads them
    import importers
    from inventory.reading_json import as_json

    return json.dumps(as_json(importers.read(path), str), ensure_ascii=False, indent=1) + "\n"


def _xlsx(pages: list[Page]) -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    book.set_properties({"author": "samples", "created": MADE_ON})
    formats = {name: book.add_format({"num_format": name}) for name in ("General", "0.00%", DATE)}
    formats["General"].set_align("vcenter")
    for page in pages:
        sheet = book.add_worksheet(page.name)
        if page.is_hidden:
            sheet.hide()
        for first_row, first_column, last_row, last_column in page.merges:
            sheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "", formats["General"])
        for (row, column), value in page.cells.items():
            chosen = formats[page.number_format(row, column)]
            if isinstance(value, date):
                sheet.write_datetime(row - 1, column - 1, datetime.combine(value, datetime.min.time()), chosen)
            elif isinstance(value, str):
                sheet.write_string(row - 1, column - 1, value, chosen)
            else:
                sheet.write_number(row - 1, column - 1, value, chosen)
    book.close()
    return _stored(raw.getvalue())


def _stored(packed: bytes) -> bytes:
    """The same archive without compression, which differs from one zlib to the next, and without times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as plain:
        for name in archive.namelist():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            member.external_attr = 0o644 << 16
            plain.writestr(member, archive.read(name))
    return out.getvalue()


def _xls(pages: list[Page]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    book.owner = "samples"
    styles = {name: xlwt.easyxf("", num_format_str=name) for name in ("General", "0.00%", DATE)}
    for page in pages:
        sheet = book.add_sheet(page.name)
        sheet.visibility = int(page.is_hidden)
        merged = {(first_row, first_column) for first_row, first_column, _, _ in page.merges}
        for first_row, first_column, last_row, last_column in page.merges:
            value: Shown | None = page.cells.get((first_row, first_column))
            style = styles[page.number_format(first_row, first_column)]
            sheet.write_merge(first_row - 1, last_row - 1, first_column - 1, last_column - 1, value or "", style)
        for (row, column), value in page.cells.items():
            if (row, column) not in merged:
                sheet.write(row - 1, column - 1, value, styles[page.number_format(row, column)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def truth(name: str) -> dict[str, Any]:
    """What a careful clerk reads in a workbook: entries (record and problems by field) and the other rows."""
    pages = [page for page in WORKBOOKS[name]() if not page.is_hidden]
    return {
        "entries": [entry for page in pages for entry in page.entries],
        "other_rows": [other for page in pages for other in page.other_rows],
    }


if __name__ == "__main__":
    main()
