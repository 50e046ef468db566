"""A reading as it was stored, put together again; and what a corrected workbook settled of the problems before it."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, reading
from inventory.errors import NotFound
from inventory.models import Problem, Reading, SourceRow, Submission, Workbook
from inventory.queries import raised
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
    settled: Settled | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A problem as two readings of a ledger know it again: kind, sheet, field, the enterprise's name.

    ``heading`` stands for the name where the problem is of no enterprise. ``problem`` is one such, to be worded.
    """

    kind: str
    sheet: str | None
    field: str | None
    name: str | None
    heading: str | None
    problem: reading.Problem = dataclasses.field(compare=False)


@dataclass(frozen=True, slots=True)
class Settled:
    """Problems of the submission replaced that are gone, those that stay, and new ones; each as often as it stands."""

    resolved: Counter[Doubt]
    remaining: Counter[Doubt]
    arisen: Counter[Doubt]


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
    is_in_force = reading_id in force.readings(session)
    stored = session.get_one(Reading, reading_id)
    problems = _problems(session, reading_id)
    rows = session.scalars(select(SourceRow).where(SourceRow.reading_id == reading_id).order_by(SourceRow.id)).all()
    tables = tuple(
        reading.Table(**{**each, "columns": tuple(reading.Column(**column) for column in each["columns"])})
        for each in stored.tables
    )
    if is_in_force:
        for row_id, doubts in raised.of_rows(session, reading_id, rows, tables).items():
            problems[row_id].extend(doubts)
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
    return Kept(made, content, submission.received_at.astimezone().date(), outcomes, of_the_former(session, number))


def settled(session: Session, number: int, replaced: int) -> Settled:
    """What a submission settled of the problems of the one it replaces, told apart by sheet, field, kind and name."""
    newest = force.newest_readings(session)
    former, latter = newest[replaced].reading_id, newest[number].reading_id
    # a text file has no sheets; marked it comes back as a workbook, whose one sheet has a name
    nameless = select(SourceRow.id).where(SourceRow.reading_id == former, SourceRow.sheet == "").limit(1)
    by_sheet = session.scalar(nameless) is None
    before, after = (Counter(_known_again(session, each, by_sheet)) for each in (former, latter))
    return Settled(before - after, before & after, after - before)


def of_the_former(session: Session, number: int) -> Settled | None:
    """What a submission settled of the one it replaces; None where it replaces none."""
    replaced = session.scalar(select(Submission.replaces_id).where(Submission.id == number))
    return settled(session, number, replaced) if replaced is not None else None


def _known_again(session: Session, reading_id: int, by_sheet: bool) -> Iterator[Doubt]:
    query = (
        select(Problem, SourceRow.sheet, SourceRow.record)
        .outerjoin(SourceRow, SourceRow.id == Problem.source_row_id)
        .where(Problem.reading_id == reading_id, Problem.severity != Severity.INFO.value)
        .order_by(Problem.id)
    )
    for each, of_row, record in session.execute(query):
        name = (record or {}).get("name")
        heading = each.raw if each.source_row_id is None else None
        sheet = (of_row or each.sheet) if by_sheet else None
        yield Doubt(each.kind, sheet, each.field, name, heading, _problem(each))


def _problems(session: Session, reading_id: int) -> dict[int | None, list[reading.Problem]]:
    found: dict[int | None, list[reading.Problem]] = defaultdict(list)
    query = select(Problem).where(Problem.reading_id == reading_id).order_by(Problem.id)
    for each in session.scalars(query):
        found[each.source_row_id].append(_problem(each))
    return found


def _problem(stored: Problem) -> reading.Problem:
    return reading.Problem(
        stored.kind,
        Severity(stored.severity),
        stored.sheet,
        stored.cell,
        stored.field,
        stored.raw,
        stored.parameters,
    )


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
