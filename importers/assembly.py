"""In the child process: a whole workbook read, sheet by sheet, and handed over in pieces.

First a head with all that is known before the rows; then rows, as plain tuples, because hundreds of
thousands cross the border between the processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from importers import ledger as ledgers
from importers import sheets, workbook
from importers.headings import Vocabulary
from importers.rows import Made, verbatim
from importers.sheets import Read, Said
from importers.units import Units
from inventory import reference
from inventory.errors import RecognitionError
from inventory.reading import Lesson, PartialDate, Problem, Severity, Table

_ROWS = 500


@dataclass(frozen=True, slots=True)
class Job:
    """What `importers.read` was asked."""

    lessons: tuple[Lesson, ...]
    unit: str | None
    day: date | None
    ledger: str | None
    units: Mapping[str, Sequence[str]] | None


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a workbook before its rows are handed over."""

    format: str
    sha256: str
    size: int
    tables: tuple[Table, ...]
    as_of: PartialDate | None
    basis: str | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows: the arguments of `reading.Entry` and `reading.OtherRow`, flat."""

    entries: list[tuple[Any, ...]]
    others: list[tuple[Any, ...]]


def pieces(data: bytes, job: Job) -> Iterator[Head | Piece]:
    """The head of the workbook in these bytes, then its rows."""
    book = workbook.parse(data)
    units = Units(job.units if job.units is not None else reference.names())
    unit = None
    if job.unit is not None and (unit := units.exactly(job.unit)) is None:
        raise RecognitionError("{unit} is no reporting unit of this city", unit=job.unit)
    lessons = [each for each in job.lessons if each.unit is None or each.unit == unit]
    kinds = ledgers.ledgers(lessons)
    vocabularies = [Vocabulary(kinds[kind], lessons) for kind in ([job.ledger] if job.ledger else kinds)]
    said = Said(job.ledger, unit, job.day)
    found: list[Read] = []
    problems: list[Problem] = []
    for sheet in book.sheets:
        if sheet.is_hidden:
            problems.append(Problem("hidden_sheet", Severity.INFO, sheet.name, None, None, sheet.name))
            continue
        book_said = next((each.occasion for each in found if each.occasion and each.occasion.as_of), None)
        found.append(sheets.find(sheet, vocabularies, units, said, book_said))
    if not any(each.plans for each in found):
        raise _nothing(found, job)
    for each in found:
        sheets.read(each)
    if not any(reader.entries for each in found for reader in each.readers):
        kind = next(plan.kind for each in found for plan in each.plans)
        raise RecognitionError("an empty {kind} ledger: it has headings and no rows filled in", kind=kind)
    for each in found:
        problems.extend(each.problems)
        problems.extend(sheets.hidden(each))
        if not each.plans and each.near:
            problems.append(Problem("sheet_not_read", Severity.WARNING, each.sheet.name, None, None, each.near[0]))
    dates = [each.as_of for each in found if each.as_of]
    as_of, basis = max(dates, key=lambda item: item[0].last) if dates else (None, None)
    tables = tuple(plan.described() for each in found for plan in each.plans)
    yield Head(book.format, book.sha256, book.size, tables, as_of, basis, tuple(problems))
    for each in found:
        yield from _rows(each)


def _nothing(found: Sequence[Read], job: Job) -> RecognitionError:
    near = next((each.near[0] for each in found if each.near), None)
    if not any(each.rows for each in found):
        return RecognitionError("the workbook is empty: there is nothing to read")
    if near and job.ledger:
        return RecognitionError("no {kind} ledger found: the headings are {headings}", kind=job.ledger, headings=near)
    if near:
        return RecognitionError(
            "no ledger found: the headings ({headings}) fit none of the six kinds; say the kind with --ledger or teach the headings",
            headings=near.replace("\n", ""),
        )
    return RecognitionError("no ledger found: no row of headings names an enterprise (企业名称 or the like)")


def _rows(found: Read) -> Iterator[Piece]:
    sheet = found.sheet.name
    panelled = len({reader._plan.panel for reader in found.readers}) > 1
    width = max((len(cells) for _, cells in found.rows), default=0)
    entries: list[tuple[Any, ...]] = []
    for reader in found.readers:
        plan = reader._plan
        first, last = plan.span if panelled else (1, width)
        for made in reader.entries:
            entries.append((sheet, made.row, plan.panel, plan.kind, verbatim(made.cells, first, last), *_said(made)))
            if len(entries) == _ROWS:
                yield Piece(entries, [])
                entries = []
    others = [(sheet, other.row, other.kind, verbatim(other.cells, 1, width), tuple(other.problems)) for other in found.others]
    yield Piece(entries, others)


def _said(made: Made) -> tuple[Any, ...]:
    record = made.record if "name" in made.record else (None if not made.record else made.record)
    return record if record and "name" in record else None, tuple(made.problems), tuple(made.covered), tuple(made.none)
