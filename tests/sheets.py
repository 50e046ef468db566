"""Workbooks made in memory, and what is read from them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from unittest import mock

import openpyxl

import importers
from inventory.reading import Entry, OtherRow, Problem, Reading
from inventory.values.codes import check_character

Row = Sequence[str | float | int | bool | date | datetime | None]


def code(body: str = "91420606MA488ABC1") -> str:
    """A credit code whose check digit is right."""
    return body + str(check_character(body))


def xlsx(
    *rows: Row, merged: Sequence[str] = (), name: str = "台账", more: Sequence[tuple[str, Sequence[Row]]] = ()
) -> bytes:
    """The bytes of a workbook of one sheet, and ``more`` of them behind it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for block in merged:
        sheet.merge_cells(block)
    for title, others in more:
        added = book.create_sheet(title)
        for row in others:
            added.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


class Told:
    """A reading with its rows walked."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.entries: list[Entry] = []
        self.others: list[OtherRow] = []
        for chunk in reading.chunks:
            self.entries.extend(chunk.entries)
            self.others.extend(chunk.other_rows)

    @property
    def records(self) -> list[dict[str, Any]]:
        return [dict(entry.record or {}) for entry in self.entries]

    def column(self, field: str) -> list[Any]:
        """One field of every entry, None where it says nothing."""
        return [record.get(field) for record in self.records]

    @property
    def kinds(self) -> dict[int, str]:
        """Row number → what else the row is."""
        return {other.origin.row: other.kind for other in self.others}

    @property
    def problems(self) -> list[Problem]:
        """Those of the file, of its rows and of its entries."""
        of_rows = [problem for row in (*self.entries, *self.others) for problem in row.problems]
        return [*self.reading.problems, *of_rows]

    def named(self, kind: str) -> list[Problem]:
        return [problem for problem in self.problems if problem.kind == kind]


def _here(function: Callable[..., Iterator[Any]], *args: object, **_limits: object) -> Iterator[Any]:
    """In place of the guarded child process, which takes half a second to start."""
    return function(*args)


def read(data: bytes, **said: Any) -> Told:
    """What is read from these bytes, in this process."""
    with mock.patch("importers.workbook.guarded", _here):
        return Told(importers.read(data, name="台账.xlsx", **said))


def told(*rows: Row, merged: Sequence[str] = (), **said: Any) -> Told:
    """What is read from a workbook of one sheet with these rows."""
    return read(xlsx(*rows, merged=merged), **said)
