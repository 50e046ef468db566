"""What was handed in, and what was made of every row of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import force
from inventory.errors import NotFound
from inventory.models import Coverage, Enterprise, Problem, Reading, ReportingUnit, SourceRow, Submission, SubRecord


@dataclass(frozen=True, slots=True)
class Handed:
    """One submission as the list shows it. ``rows``: outcome → number, as first reported."""

    id: int
    file_name: str
    units: tuple[str, ...]
    ledgers: tuple[str, ...]
    as_of: str
    basis: str
    received_at: datetime
    received_by: str | None
    entries: int
    rows: Mapping[str, int]
    problems: int
    readings: int
    is_in_force: bool
    replaces_id: int | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one row. ``address`` is the sub-record it speaks of (420607-00037/kilns/2)."""

    sheet: str | None
    row: int
    panel: int
    kind: str
    ledger: str | None
    name: str | None
    outcome: str | None
    address: str | None
    problems: tuple[str, ...]
    cells: Mapping[str, str]
    record: Mapping[str, Any] | None


def listed(
    session: Session,
    unit: str | None = None,
    ledger: str | None = None,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[Handed]:
    """All submissions, the newest first; of one unit or ledger kind where asked.

    :param as_of: only those that speak for this day or an earlier one.
    :param known_at: as they had been received, read and withdrawn by then.
    """
    newest = force.newest_readings(session, known_at)
    standing = force.standing(session, known_at)
    covered: dict[int, list[tuple[int, str, str, int]]] = defaultdict(list)
    query = select(Coverage.reading_id, ReportingUnit.position, ReportingUnit.name, Coverage.ledger, Coverage.entries)
    query = query.join(ReportingUnit, ReportingUnit.id == Coverage.unit_id)
    for reading_id, position, name, kind, entries in session.execute(query):
        covered[reading_id].append((position, name, kind, entries))
    problems = _counts(session, Problem.reading_id)
    made = {reading.id: reading for reading in session.scalars(select(Reading))}
    readings = Counter(each.submission_id for each in made.values() if known_at is None or each.made_at <= known_at)
    found = []
    for submission in session.scalars(select(Submission).order_by(Submission.id.desc())):
        if submission.id not in newest or (as_of is not None and newest[submission.id].as_of > as_of):
            continue
        is_gone = submission.withdrawn_at is not None and (known_at is None or submission.withdrawn_at <= known_at)
        reading = made[newest[submission.id].reading_id]
        what = sorted(covered[reading.id])
        if (unit and unit not in {name for _, name, _, _ in what}) or (
            ledger and ledger not in {k for _, _, k, _ in what}
        ):
            continue
        found.append(
            Handed(
                id=submission.id,
                file_name=submission.file_name,
                units=tuple(dict.fromkeys(name for _, name, _, _ in what)),
                ledgers=tuple(dict.fromkeys(kind for _, _, kind, _ in what)),
                as_of=reading.as_of,
                basis=reading.as_of_basis,
                received_at=submission.received_at,
                received_by=submission.received_by,
                entries=sum(number for *_, number in what),
                rows=reading.summary.get("rows", {}),
                problems=problems[reading.id],
                readings=readings[submission.id],
                is_in_force=submission.id in standing,
                replaces_id=submission.replaces_id,
                withdrawn_at=submission.withdrawn_at if is_gone else None,
            )
        )
    return found


def one(session: Session, number: int, *, as_of: date | None = None, known_at: datetime | None = None) -> Handed:
    """One submission by its number."""
    found = next((each for each in listed(session, as_of=as_of, known_at=known_at) if each.id == number), None)
    if found is None and session.get(Submission, number) is not None:
        raise NotFound("submission {number} came later, or speaks for a later day", number=number)
    if found is None:
        raise NotFound("there is no submission {number}; `inventory ledger list` shows them", number=number)
    return found


def rows(
    session: Session, number: int, *, as_of: date | None = None, known_at: datetime | None = None
) -> Iterator[Made]:
    """Every row of a submission's newest reading, in the order of the workbook."""
    one(session, number, as_of=as_of, known_at=known_at)
    reading_id = force.newest_readings(session, known_at)[number].reading_id
    problems: dict[int | None, list[str]] = defaultdict(list)
    for row_id, kind in session.execute(
        select(Problem.source_row_id, Problem.kind).where(Problem.reading_id == reading_id).order_by(Problem.id)
    ):
        problems[row_id].append(kind)
    query = (
        select(SourceRow, Enterprise.register_number, SubRecord.number)
        .outerjoin(Enterprise, Enterprise.id == SourceRow.enterprise_id)
        .outerjoin(SubRecord, SubRecord.id == SourceRow.sub_record_id)
        .where(SourceRow.reading_id == reading_id)
        .order_by(SourceRow.id)
    )
    # ids were given out in the order of reading; within a chunk other rows come first, so sort by sheet and row
    found = session.execute(query).all()
    sheets: dict[str, int] = {}
    for row, *_ in found:
        sheets.setdefault(row.sheet, len(sheets))
    for row, register_number, sub_number in sorted(found, key=lambda f: (sheets[f[0].sheet], f[0].row, f[0].panel)):
        yield Made(
            sheet=row.sheet or None,
            row=row.row,
            panel=row.panel,
            kind=row.kind,
            ledger=row.ledger,
            name=(row.record or {}).get("name"),
            outcome=row.outcome,
            address=f"{register_number}/{row.ledger}/{sub_number}" if register_number else None,
            problems=tuple(problems[row.id]),
            cells=row.cells,
            record=row.record,
        )


def _counts(session: Session, column: Any) -> Counter[int]:
    query = select(column, func.count()).where(column.is_not(None)).group_by(column)
    return Counter(dict(session.execute(query).all()))
