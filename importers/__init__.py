"""County workbooks → `inventory.reading.Reading`. The one public function is `read`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from importers import workbook
from importers.edition import rules
from importers.handover import Head, Job, Piece
from inventory.errors import NotUnderstood
from inventory.reading import Chunk, Entry, Lesson, Origin, OtherRow, PartialDate, Reading, Source
from inventory.vocabulary import AsOfBasis, Ledger

__all__ = ["read"]


def read(
    path: Path | bytes,
    *,
    name: str | None = None,
    lessons: Sequence[Lesson] = (),
    unit: str | None = None,
    as_of: str | date | None = None,
    ledger: str | None = None,
    units: Mapping[str, Sequence[str]] | None = None,
    limits: workbook.Limits | None = None,
) -> Reading:
    """What a county's workbook says, read in a child process under limits of time and memory.

    :param path: the file, or its bytes; ``name`` is then what the file was called.
    :param lessons: what counties taught, laid over the ledger definitions.
    :param unit: the reporting unit where the workbook names none; ``ledger`` the kind where it must be told;
        ``as_of`` the day the rows speak for where the workbook does not say it.
    :param units: reporting units, canonical name → other names; those of the shipped data file by default.
    :raises WorkbookError: not readable. :raises RecognitionError: no ledger in it, or two kinds fit.
    """
    data = workbook.content(path)
    if ledger is not None and ledger not in set(Ledger):
        raise NotUnderstood(
            "{ledger} is no kind of ledger; use one of: {known}", ledger=ledger, known=", ".join(Ledger)
        )
    said_day = _day(as_of)
    # the later outranks the earlier: what was taught for one unit, or one kind of ledger, what was taught for all
    told = sorted(lessons, key=lambda lesson: (lesson.unit is not None, lesson.ledger is not None))
    job = Job(tuple(told), unit, said_day, ledger, dict(units) if units is not None else None)
    stream = workbook.guarded(_pieces, data, job, limits=limits, size=len(data))
    head = next(stream)
    if not isinstance(head, Head):
        raise TypeError("the child process sent rows before the head")
    found, basis = head.as_of, head.basis
    if found is None and said_day is not None:
        found, basis = PartialDate(said_day.isoformat(), said_day), AsOfBasis.SAID.value
    title = name or (path.name if isinstance(path, Path) else "")
    return Reading(
        source=Source(title, head.sha256, head.size, head.format),
        rules=rules(lessons),
        tables=head.tables,
        as_of=found,
        as_of_basis=basis,
        problems=head.problems,
        chunks=_chunks(stream),
        mark=head.mark,
    )


def _pieces(data: bytes, job: Job) -> Iterator[Head | Piece]:
    """In the child process, which alone loads what reads."""
    from importers import assembly

    yield from assembly.pieces(data, job)


def _day(said: str | date | None) -> date | None:
    if said is None or isinstance(said, date):
        return said
    from inventory import values

    taken = values.date(said)
    if taken.value is None:
        raise NotUnderstood("{date} is no date; write it as 2019-06-30", date=said)
    return values.last_day(taken.value)


def _chunks(stream: Iterator[Any]) -> Iterator[Chunk]:
    for piece in stream:
        entries = tuple(
            Entry(Origin(sheet, row, panel), kind, cells, record, problems, covered, none)
            for sheet, row, panel, kind, cells, record, problems, covered, none in piece.entries
        )
        others = tuple(
            OtherRow(Origin(sheet, row), kind, cells, problems) for sheet, row, kind, cells, problems in piece.others
        )
        yield Chunk(entries, others)
