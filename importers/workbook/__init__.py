"""The only reader of spreadsheet files: bytes → sheets of cells.

`parse` reads in this process and is meant to run inside `guarded`, which runs any generator in a child process under
limits of time and memory; `open` is the two together::

    for sheet in workbook.open(path).sheets:
        for number, cells in sheet.rows():      # cells[0] is column A
            ...

    def chunks(data): ...                       # a generator of module level that calls workbook.parse(data)
    for chunk in workbook.guarded(chunks, data, size=len(data)):
        ...

The second keeps a large ledger out of the caller's memory and sends over only what was made of it. Rows stream: a
sheet from `parse` may be walked as often as wanted, one from `open` once.

Bytes decide the format, not the name: xlsx (xlsm), xlsb, xls (BIFF 2–8, .et), ods, csv, spreadsheetml (2003), html.
What is no workbook, encrypted, damaged, empty or over the limits raises one WorkbookError that says what to do.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

from importers.workbook import detection, transfer
from importers.workbook.sandbox import Limits, guarded
from importers.workbook.sheet import UNCALCULATED, Cell, Merge, Row, Sheet, Workbook, address, column_letter, shown
from inventory import system
from inventory.errors import WorkbookError

__all__ = [
    "UNCALCULATED",
    "Cell",
    "Limits",
    "Merge",
    "Row",
    "Sheet",
    "Workbook",
    "address",
    "column_letter",
    "content",
    "guarded",
    "open",
    "parse",
    "shown",
]

#: Format → the module that reads it, imported only when such a file comes.
_READERS = {
    "xlsx": "xlsx",
    "xls": "xls",
    "xlsb": "xlsb",
    "ods": "ods",
    "csv": "delimited",
    "spreadsheetml": "spreadsheetml",
    "html": "hypertext",
}

#: in bytes; a million rows of 25 columns are about 80 MB as .xlsx and 300 MB as .csv
_LARGEST = 1_000_000_000


def content(source: Path | bytes) -> bytes:
    """The bytes of a file.

    :raises WorkbookError: there is none to read at that path, or it is so large that it cannot be a workbook.
    """
    if isinstance(source, bytes):
        return source
    try:
        said = source.stat()
        if stat.S_ISDIR(said.st_mode):
            raise WorkbookError("{file} is a folder; name the workbooks in it", file=source.name)
        if not stat.S_ISREG(said.st_mode):
            # a pipe or a device may never come to an end
            raise WorkbookError(
                "{file} is no file but a pipe or a device; save the workbook as a file", file=source.name
            )
        if said.st_size > _LARGEST:
            raise WorkbookError(
                "{file} has {size} MB, more than any workbook; divide it by county or year",
                file=source.name,
                size=said.st_size // 1_000_000,
            )
        return source.read_bytes()
    except FileNotFoundError as error:
        raise WorkbookError("there is no such file; check its name and folder") from error
    except OSError as error:
        raise WorkbookError("{path} cannot be opened: {reason}", path=source, reason=system.reason(error)) from error


def parse(data: bytes) -> Workbook:
    """The workbook in these bytes, read in this process without any limit.

    :raises WorkbookError: also while rows are walked, where damage shows only then.
    """
    found = detection.found(data)
    reader = import_module(f"importers.workbook.{_READERS[found]}")
    try:
        sheets: list[Sheet] = reader.sheets(data)
    except (MemoryError, WorkbookError):
        raise
    except Exception as error:  # a reader that stumbles over damaged bytes may raise anything
        raise detection.damaged(repr(error)) from error
    for sheet in sheets:
        sheet.walk = partial(_careful, sheet.walk)
    return Workbook(found, sheets, hashlib.sha256(data).hexdigest(), len(data))


def _careful(walk: Callable[[Sheet], Iterator[Row]], sheet: Sheet) -> Iterator[Row]:
    try:
        yield from walk(sheet)
    except (MemoryError, WorkbookError, GeneratorExit):
        raise
    except Exception as error:  # as in parse: damage that shows only here
        raise detection.damaged(repr(error)) from error


def open(source: Path | bytes, limits: Limits | None = None) -> Workbook:  # noqa: A001 - read as workbook.open
    """The workbook, read in a child process; its rows come over as they are walked.

    Walk the sheets in order: what is passed over on the way to a later one is kept in memory. Rows can be walked once.
    """
    data = content(source)
    stream = guarded(transfer.chunks, data, limits=limits, size=len(data))
    return transfer.connected(stream)
