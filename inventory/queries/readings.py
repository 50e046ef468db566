"""A reading as it was stored, put together again; and what a corrected workbook settled of the problems before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, reading
from inventory.errors import NotFound
from inventory.models import Problem, Reading, SourceRow, Submission, Workbook
from inventory.reading import Chunk, Entry, Origin, OtherRow, PartialDate, Severity
from inventory.vocabulary import AsOfBasis, Outcome

Place = tuple[str | None, int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest reading of a submission, the bytes it was made of, the day they came, what became of its rows."""

    reading: reading.Reading
    content: bytes
    received_on: date
    outcomes: dict[Place, Outcome]


@dataclass(frozen=True, slots=True)
class Settled:
    """Problems of the submission replaced that are gone, those that stay, and new ones, by kind."""

    resolved: Counter[str]
    remaining: Counter[str]
    arisen: Counter[str]


def kept(session: Session, number: int) -> Kept:
    """The newest reading of a submission, in force or not."""
    found = session.execute(
        select(Submission, Workbook.content, Workbook.size, Workbook.format)
        .join(Workbook, Workbook.sha256 == Submission.sha256)
        .where(Submission.id == number)
    ).first()
    if found is None:
        raise NotFound("there is no submission {number}; `inventory ledger list` shows them", number=number)
    submission, content, size, file_format = found
    reading_id = force.newest_readings(session)[number].reading_id
    stored = session.get_one(Reading, reading_id)
    problems = _problems(session, reading_id)
    rows = session.scalars(select(SourceRow).where(SourceRow.reading_id == reading_id).order_by(SourceRow.id)).all()
    tables = tuple(
        reading.Table(**{**each, "columns": tuple(reading.Column(**column) for column in each["columns"])})
        for each in stored.tables
    )
    # the day of receipt or of the importing person is no statement of the workbook
    said = stored.as_of_basis in (AsOfBasis.FILING_DATE, AsOfBasis.REPORTING_PERIOD)
    made = reading.Reading(
        source=reading.Source(submission.file_name, submission.sha256, size, file_format),
        rules=stored.rules,
        tables=tables,
        as_of=PartialDate(stored.as_of, stored.as_of_last) if said else None,
        as_of_basis=stored.as_of_basis if said else None,
        problems=tuple(problems[None]),
        chunks=iter([_chunk(rows, problems)]),
    )
    outcomes = {(row.sheet or None, row.row, row.panel): Outcome(row.outcome) for row in rows if row.outcome}
    return Kept(made, content, submission.received_at.astimezone().date(), outcomes)


def settled(session: Session, number: int, replaced: int) -> Settled:
    """What a submission settled of the problems of the one it replaces, told apart by sheet, field, kind and name."""
    newest = force.newest_readings(session)
    before, after = (Counter(_named(session, newest[each].reading_id)) for each in (replaced, number))
    return Settled(*(_by_kind(each) for each in (before - after, before & after, after - before)))


def _by_kind(found: Counter[tuple[str | None, ...]]) -> Counter[str]:
    made: Counter[str] = Counter()
    for (kind, *_), times in found.items():
        made[str(kind)] += times
    return made


def _named(session: Session, reading_id: int) -> Iterator[tuple[str | None, ...]]:
    query = (
        select(Problem.kind, Problem.sheet, SourceRow.sheet, Problem.field, SourceRow.record)
        .outerjoin(SourceRow, SourceRow.id == Problem.source_row_id)
        .where(Problem.reading_id == reading_id, Problem.severity != Severity.INFO.value)
    )
    for kind, sheet, of_row, field, record in session.execute(query):
        yield kind, of_row or sheet, field, (record or {}).get("name")


def _problems(session: Session, reading_id: int) -> dict[int | None, list[reading.Problem]]:
    found: dict[int | None, list[reading.Problem]] = defaultdict(list)
    query = select(Problem).where(Problem.reading_id == reading_id).order_by(Problem.id)
    for each in session.scalars(query):
        found[each.source_row_id].append(
            reading.Problem(
                each.kind, Severity(each.severity), each.sheet, each.cell, each.field, each.raw, each.parameters
            )
        )
    return found


def _chunk(rows: Iterable[SourceRow], problems: dict[int | None, list[reading.Problem]]) -> Chunk:
    entries, others = [], []
    for row in rows:
        origin = Origin(row.sheet or None, row.row, row.panel)
        doubts = tuple(problems.get(row.id, ()))
        if row.kind != "entry":
            others.append(OtherRow(origin, row.kind, row.cells, doubts))
            continue
        record = row.record and {name: value for name, value in row.record.items() if value is not None}
        none = tuple(name for name, value in (row.record or {}).items() if value is None)
        entries.append(Entry(origin, row.ledger or "", row.cells, record, doubts, tuple(row.covered or ()), none))
    return Chunk(tuple(entries), tuple(others))
