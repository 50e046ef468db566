"""What came in is stored whole: the file, the workbooks, their readings, every row of them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from inventory import force
from inventory.models import Base, Coverage, Problem, Reading, SourceRow, Submission, Workbook


def file_is_whole(session: Session) -> Iterator[str]:
    """SQLite's own look at its pages and indexes; a PostgreSQL server sees to its files itself."""
    if session.get_bind().dialect.name == "sqlite":
        yield from (said for said in session.scalars(text("PRAGMA integrity_check")) if said != "ok")


def references_lead_somewhere(session: Session) -> Iterator[str]:
    """PostgreSQL never lets go of a foreign key; SQLite does for who does not ask for them."""
    if session.get_bind().dialect.name == "sqlite":
        for table, row, target, _key in session.execute(text("PRAGMA foreign_key_check")):
            yield f"{table} {row} → {target}"


def workbooks_are_as_handed_in(session: Session) -> Iterator[str]:
    """The stored bytes have the digest and the size they came with."""
    query = select(Workbook.sha256, Workbook.size, Workbook.content).execution_options(yield_per=1)
    for digest, size, content in session.execute(query):
        if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
            yield digest


def submissions_were_read(session: Session) -> Iterator[str]:
    """A submission without a reading could never say what it holds."""
    read = force.newest_readings(session)
    yield from (str(number) for number in session.scalars(select(Submission.id)) if number not in read)


def problems_stand_with_their_row(session: Session) -> Iterator[str]:
    """A problem of a row is a problem of the reading that row belongs to."""
    query = (
        select(Problem.id)
        .join(SourceRow, SourceRow.id == Problem.source_row_id)
        .where(Problem.reading_id.is_not(None), Problem.reading_id != SourceRow.reading_id)
    )
    yield from (f"problem {number}" for number in session.scalars(query))


def partial_dates_have_a_last_day(session: Session) -> Iterator[str]:
    """Where a date is said there is the last day it can mean, and the other way round."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            last = table.columns.get(f"{column.name}_last")
            if last is not None:
                key = next(iter(table.primary_key))
                query = select(key).where(column.is_(None) != last.is_(None))
                yield from (f"{table.name} {number} {column.name}" for number in session.scalars(query))


def every_row_is_accounted_for(session: Session) -> Iterator[str]:
    """As many rows of each kind as the reading counted when it was made: entries, those without a name, all others."""
    stored: dict[int, Counter[str]] = defaultdict(Counter)
    is_read = SourceRow.record.is_not(None)
    rows = select(SourceRow.reading_id, SourceRow.kind, is_read, func.count())
    rows = rows.group_by(SourceRow.reading_id, SourceRow.kind, is_read)
    for reading_id, kind, has_record, count in session.execute(rows):
        what = f"other {kind}" if kind != "entry" else "read" if has_record else "unread"
        stored[reading_id][what] += count
    readings = select(Reading.id, Reading.submission_id, Reading.summary).order_by(Reading.id)
    for reading_id, submission_id, summary in session.execute(readings):
        counted = Counter({f"other {kind}": count for kind, count in summary.get("other_rows", {}).items()})
        counted["read"] = sum(summary.get("rows", {}).values())
        counted["unread"] = summary.get("unread", 0)
        if +counted != stored[reading_id]:
            yield f"submission {submission_id}, reading {reading_id}"


def coverage_agrees_with_the_rows(session: Session) -> Iterator[str]:
    """A reading speaks for as many entries of a unit and ledger kind as it has rows of them."""
    place = (SourceRow.reading_id, SourceRow.unit_id, SourceRow.ledger)
    rows = select(*place, func.count()).where(SourceRow.kind == "entry", SourceRow.unit_id.is_not(None))
    covered = select(Coverage.reading_id, Coverage.unit_id, Coverage.ledger, Coverage.entries)
    stored = {tuple(row) for row in session.execute(rows.group_by(*place))}
    said = {tuple(row) for row in session.execute(covered.where(Coverage.entries > 0))}
    for reading_id, _unit, ledger in sorted({row[:3] for row in stored ^ said}):
        yield f"reading {reading_id} {ledger}"


def replacements_come_later(session: Session) -> Iterator[str]:
    """A submission replaces one that was there before it: what is in force is decided from the newest back."""
    query = select(Submission.id).where(Submission.replaces_id >= Submission.id)
    yield from (str(number) for number in session.scalars(query))
