"""A marked workbook that cannot be written, because the disk is full, is refused in one sentence."""

from __future__ import annotations

import datetime as dt
import errno
import io

import openpyxl
import pytest
from openpyxl.worksheet import _writer

from importers.workbook import writing
from inventory.errors import Refused

AT = dt.datetime(2019, 1, 1)  # noqa: DTZ001 - openpyxl takes no time zone


class SerialisationError(Exception):
    """As lxml has one."""


SerialisationError.__module__ = "lxml.etree"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (SerialisationError("IO_ENOSPC"), "No space left on device"),
        (SerialisationError("IO_WRITE"), "Input/output error"),
    ],
)
def test_a_full_disk_is_one_sentence(monkeypatch, error: Exception, reason: str) -> None:
    def full(*_: object, **__: object) -> str:
        raise error

    monkeypatch.setattr(_writer, "create_temporary_file", full)
    with pytest.raises(Refused, match=f"^the marked workbook cannot be written: {reason}; make room in .+$"):
        writing.sealed(openpyxl.Workbook(), AT, {})


class Full(io.BytesIO):
    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_fills_up_on_the_way_is_one_sentence_and_nothing_is_printed(monkeypatch, capsys) -> None:
    monkeypatch.setattr(_writer, "create_temporary_file", lambda *_, **__: Full())
    book = openpyxl.Workbook()
    for _ in range(2000):
        book.active.append(["x" * 50] * 5)
    with pytest.raises(Refused, match="No space left on device"):
        writing.sealed(book, AT, {})
    del book
    assert capsys.readouterr().err == ""


def test_an_error_of_another_kind_stays_what_it_is(monkeypatch) -> None:
    def broken(*_: object, **__: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(_writer, "create_temporary_file", broken)
    with pytest.raises(ZeroDivisionError):
        writing.sealed(openpyxl.Workbook(), AT, {})
