"""In the child process: a whole workbook read, sheet by sheet, and handed over in pieces.

First a head with all that is known before the rows; then rows, as plain tuples, because hundreds of
thousands cross the border between the processes.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from importers import ledger as ledgers
from importers import recognition, returned, sheets, surroundings, unread, workbook
from importers.entries import Made
from importers.handover import Head, Job, Piece
from importers.headings import Vocabulary
from importers.rows import Other, letters, verbatim
from importers.sheets import Read, Said
from importers.units import Units
from importers.workbook import Sheet
from inventory import reference
from inventory.errors import RecognitionError
from inventory.reading import Problem, Severity
from inventory.vocabulary import Ledger

_ROWS = 500
#: rows in which a sheet says whose it is
_TOP = 15


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing read is given up before the end: looking for garbage among the cells would cost a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def pieces(data: bytes, job: Job) -> Iterator[Head | Piece]:
    """The head of the workbook in these bytes, then its rows."""
    with _without_collection():
        yield from _pieces(data, job)


def _pieces(data: bytes, job: Job) -> Iterator[Head | Piece]:
    book = workbook.parse(data)
    units = Units(job.units if job.units is not None else reference.names())
    unit = None
    if job.unit is not None and (unit := units.exactly(job.unit)) is None:
        raise RecognitionError("{unit} is no reporting unit of this city", unit=job.unit)
    vocabularies = _vocabularies(job, {unit})
    said = Said(job.ledger, unit, job.day)
    marks = [returned.mark(sheet) for sheet in book.sheets]
    mark = next((each for each in marks if each), None)
    found: list[Read] = []
    problems: list[Problem] = []
    for sheet, ours in zip(book.sheets, marks, strict=True):
        if ours:
            rows = list(sheet.rows())
            found.append(Read(sheet, rows, others=[Other(number, cells, "review") for number, cells in rows]))
            continue
        returned.take_off(sheet, is_marked=mark is not None)
        if sheet.is_hidden:
            problems.append(Problem("hidden_sheet", Severity.INFO, sheet.name, None, None, sheet.name))
            continue
        book_said = next((each.occasion for each in found if each.occasion and each.occasion.as_of), None)
        spoken = (
            _vocabularies(job, {unit, *_units_named(sheet, units)})
            if any(each.unit for each in job.lessons)
            else vocabularies
        )
        found.append(recognition.find(sheet, spoken, units, said, book_said))
    if not any(each.plans for each in found):
        raise _refusal(book, found, job.ledger)
    for each in found:
        if not each.others:
            sheets.read(each)
    if not any(table.numbers for each in found for table in each.tables):
        kind = next(plan.kind for each in found for plan in each.plans)
        raise RecognitionError("an empty {kind} ledger: it has headings and no rows filled in", kind=Ledger(kind))
    for each in found:
        problems.extend(each.problems)
        problems.extend(sheets.hidden(each))
        problems.extend(table.problem(each.sheet.name, alone=not each.plans) for table in each.unread)
    dates = [each.as_of for each in found if each.as_of]
    as_of, basis = max(dates, key=lambda item: item[0].last) if dates else (None, None)
    tables = tuple(plan.described() for each in found for plan in each.plans)
    yield Head(book.format, book.sha256, book.size, tables, as_of, basis, tuple(problems), mark)
    for each in found:
        yield from _rows(each)


def _refusal(book: workbook.Workbook, found: Collection[Read], kind: str | None) -> RecognitionError:
    """Why there is no ledger in a workbook."""
    if not found and book.sheets:
        return RecognitionError("every sheet of the workbook is hidden: show the one with the ledger and save it")
    if not any(each.rows for each in found):
        return RecognitionError("the workbook is empty: there is nothing to read")
    return unread.refusal([table for each in found for table in each.unread], kind)


def _vocabularies(job: Job, of: Collection[str | None]) -> list[Vocabulary]:
    """The ledger kinds in question, with what was taught for all units and for these."""
    lessons = [each for each in job.lessons if each.unit is None or each.unit in of]
    kinds = ledgers.ledgers(lessons)
    return [Vocabulary(kinds[kind], lessons) for kind in ([job.ledger] if job.ledger else kinds)]


def _units_named(sheet: Sheet, units: Units) -> set[str]:
    """The reporting units that a sheet names at its top: what they taught is heeded in reading it."""
    texts = [text for _, cells in islice(sheet.rows(), _TOP) for text in surroundings.folded(cells)]
    named = {units.exactly(sheet.name or ""), *(units.within(text) for text in texts)}
    return {each for each in named if each}


def _rows(found: Read) -> Iterator[Piece]:
    sheet = found.sheet.name
    panelled = any(table.plan.panel for table in found.tables)
    width = max((len(cells) for _, cells in found.rows), default=0)
    names = letters(width)
    entries: list[tuple[Any, ...]] = []
    for table in found.tables:
        plan = table.plan
        first, last = plan.span if panelled else (1, width)
        for made in table.walk():
            entries.append(
                (sheet, made.row, plan.panel, plan.kind, verbatim(made.cells, names, first, last), *_said(made))
            )
            if len(entries) == _ROWS:
                yield Piece(entries, [])
                entries = []
    sheets.close(found)
    others = [
        (sheet, other.row, other.kind, verbatim(other.cells, names, 1, width), tuple(other.problems))
        for other in found.others
    ]
    yield Piece(entries, others)


def _said(made: Made) -> tuple[Any, ...]:
    record = made.record if "name" in made.record else None
    return record, tuple(made.problems), tuple(made.covered), tuple(made.none)
