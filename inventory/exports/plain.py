"""Sheets as CSV (for Excel and WPS: with BOM, formulas made harmless) and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date

from inventory.exports import sheets
from inventory.exports.sheets import Cell, Sheet

#: a cell that begins with one of these would be run as a formula by a spreadsheet program
FORMULA = ("=", "+", "-", "@", "\t", "\r")

#: heading of the column that names the sheet, where a file holds several
SHEET_HEADING = "名单"


def as_csv(pages: Sequence[Sheet]) -> bytes:
    """The rows of all sheets under one line of headings; where there are several, the first column names the sheet."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    several = len(pages) > 1
    writer.writerow([*([SHEET_HEADING] if several else []), *(column.heading for column in pages[0].columns)])
    for page in pages:
        for row in page.rows:
            writer.writerow([*([page.title] if several else []), *(_harmless(sheets.shown(cell)) for cell in row)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def as_json(pages: Sequence[Sheet]) -> bytes:
    """The sheets as documents: name, title, and the rows by field name; what is unknown is null."""
    found = [
        {
            "sheet": page.name,
            "title": page.title,
            "rows": [
                dict(zip([column.field for column in page.columns], map(_plain, row), strict=True)) for row in page.rows
            ],
        }
        for page in pages
    ]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(cell: Cell) -> str | int | float | bool | None:
    return cell.isoformat() if isinstance(cell, date) else cell
