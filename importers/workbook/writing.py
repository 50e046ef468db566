"""Writing to a workbook of openpyxl: values as values, and bytes that are the same whenever they are made."""

from __future__ import annotations

import errno
import gc
import io
import re
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from importers.workbook.detection import damaged
from importers.workbook.sheet import Cell
from inventory import system
from inventory.errors import Refused

#: when a workbook that we make was made: always then, so that the same content makes the same bytes
MADE_AT = datetime(2019, 1, 1)  # noqa: DTZ001 — openpyxl takes no time zone
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f[ >].*?</f>)<v\s*(?:/>|></v>)</c>', re.DOTALL)
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")


def put(page: Worksheet, row: int, column: int, value: Cell) -> None:
    """Write a value as a value: text that begins like a formula stays text, control characters are left out."""
    if value is None:
        return
    cell = page.cell(row, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value


def sealed(book: openpyxl.Workbook, at: datetime, results: Mapping[str, Mapping[str, object]]) -> bytes:
    """The workbook as bytes that depend on nothing but its content.

    :param at: what the file says it was last saved at.
    :param results: sheet → cell → what its formula last came to. openpyxl forgets it, and a reader that
        calculates nothing would find the cell without a value.
    :raises Refused: there is no room to put it together.
    """
    saved = io.BytesIO()
    try:
        book.save(saved)
    except Exception as error:
        refused = _refused(error)
        if refused is None:
            if isinstance(error, ValueError | TypeError | LookupError | AttributeError):
                # openpyxl opened what it does not write: widths of columns that no sheet has, and the like
                raise damaged(repr(error)) from error
            raise
        _let_go(error)
        raise refused from None
    names = {str(place): page.title for place, page in enumerate(book.worksheets, start=1)}
    made = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + at.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), part)
            elif (found := _SHEET.fullmatch(name)) and (known := results.get(names.get(found[1], ""))):
                part = _calculated(part.decode(), known).encode()
            target.writestr(zipfile.ZipInfo(name, MADE_AT.timetuple()[:6]), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _refused(error: Exception) -> Refused | None:
    """openpyxl writes every sheet to a file of its own first; None where it was not the system that refused."""
    if isinstance(error, OSError):
        said = error
    elif type(error).__module__.startswith("lxml"):
        # lxml, which writes the parts where it is there, calls the system's errors IO_ENOSPC and the like
        said = OSError(getattr(errno, str(error).removeprefix("IO_"), errno.EIO), str(error))
    else:
        return None
    return Refused(
        "the marked workbook cannot be written: {reason}; make room in {folder}, where it is put together",
        reason=system.reason(said),
        folder=tempfile.gettempdir(),
    )


def _let_go(error: Exception) -> None:
    """End the half-written parts now: lxml complains of each once more, and Python would print that."""
    usual, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        traceback.clear_frames(error.__traceback__)
        gc.collect()
    finally:
        sys.unraisablehook = usual


def _calculated(part: str, known: Mapping[str, object]) -> str:
    def filled(cell: re.Match[str]) -> str:
        address, attributes, formula = cell.groups()
        value = known.get(address)
        if isinstance(value, bool):
            return f'<c r="{address}"{attributes} t="b">{formula}<v>{int(value)}</v></c>'
        if isinstance(value, int | float):
            return f'<c r="{address}"{attributes}>{formula}<v>{value!r}</v></c>'
        if isinstance(value, str):
            kind = "e" if value.startswith("#") else "str"
            return f'<c r="{address}"{attributes} t="{kind}">{formula}<v>{escape(value)}</v></c>'
        return cell[0]

    return _FORMULA.sub(filled, part)
