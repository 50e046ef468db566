"""What must be true of every register, whatever came in and was decided.

`INVARIANTS` is the list; to add one, write a function that yields what breaks it and give it a name and
a sentence here. The database's own guarantees (foreign keys, closed lists, uniqueness) come first, for a
file can be damaged from outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from inventory import force
from inventory.language import _
from inventory.models import (
    FACTS,
    Base,
    Enterprise,
    Problem,
    RegisterSerial,
    Remediation,
    RemediationEvent,
    ReportingUnit,
    SourceRow,
    Submission,
    SubRecord,
    Workbook,
)
from inventory.vocabulary import Standing


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where an invariant does not hold."""

    invariant: str
    meaning: str
    where: str


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


def rows_belong_to_enterprises(session: Session) -> Iterator[str]:
    """Every entry in force with a record speaks of an enterprise of the register, not of an absorbed one."""
    query = (
        select(SourceRow.reading_id, SourceRow.sheet, SourceRow.row)
        .outerjoin(Enterprise, Enterprise.id == SourceRow.enterprise_id)
        .where(
            SourceRow.kind == "entry",
            SourceRow.record.is_not(None),
            or_(Enterprise.id.is_(None), Enterprise.standing.in_([Standing.MERGED, Standing.EMPTY])),
        )
    )
    in_force = force.readings(session)
    for reading, sheet, row in session.execute(query):
        if reading in in_force:
            yield f"submission {in_force[reading].submission_id} {sheet} {row}"


def rows_agree_with_their_sub_records(session: Session) -> Iterator[str]:
    """The sub-record a row in force leads to belongs to the row's enterprise and ledger kind."""
    query = (
        select(SourceRow.reading_id, SourceRow.sheet, SourceRow.row)
        .join(SubRecord, SubRecord.id == SourceRow.sub_record_id)
        .where(or_(SubRecord.enterprise_id != SourceRow.enterprise_id, SubRecord.ledger != SourceRow.ledger))
    )
    in_force = force.readings(session)
    for reading, sheet, row in session.execute(query):
        if reading in in_force:
            yield f"submission {in_force[reading].submission_id} {sheet} {row}"


def cases_agree_with_their_sub_records(session: Session) -> Iterator[str]:
    """A case stands with the enterprise and ledger kind of its sub-record."""
    query = (
        select(Enterprise.register_number, Remediation.ledger, Remediation.id)
        .join(SubRecord, SubRecord.id == Remediation.sub_record_id)
        .join(Enterprise, Enterprise.id == Remediation.enterprise_id)
        .where(or_(SubRecord.enterprise_id != Remediation.enterprise_id, SubRecord.ledger != Remediation.ledger))
    )
    for number, ledger, case in session.execute(query):
        yield f"{number}/{ledger} case {case}"


def facts_stand_in_their_table(session: Session) -> Iterator[str]:
    """A sub-record has facts in the table of its ledger kind and in no other, while rows speak of it."""
    for ledger, model in FACTS.items():
        facts = model.__table__
        query = (
            select(Enterprise.register_number, SubRecord.ledger, SubRecord.number)
            .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
            .outerjoin(facts, facts.c.sub_record_id == SubRecord.id)
        )
        missing = query.where(
            SubRecord.ledger == ledger, SubRecord.is_orphaned.is_(False), facts.c.sub_record_id.is_(None)
        )
        strange = query.where(SubRecord.ledger != ledger, facts.c.sub_record_id.is_not(None))
        for found in (missing, strange):
            for number, kind, ordinal in session.execute(found):
                yield f"{number}/{kind}/{ordinal} {ledger}"


def numbers_are_never_reused(session: Session) -> Iterator[str]:
    """The last serial of a unit is at least as high as every register number given out under its prefix."""
    prefix = func.substr(Enterprise.register_number, 1, 6)
    highest = func.max(cast(func.substr(Enterprise.register_number, 8), Integer))
    query = (
        select(prefix, highest, RegisterSerial.last_serial)
        .outerjoin(ReportingUnit, ReportingUnit.number_prefix == prefix)
        .outerjoin(RegisterSerial, RegisterSerial.unit_id == ReportingUnit.id)
        .group_by(prefix, RegisterSerial.last_serial)
    )
    for unit, given, last in session.execute(query):
        if last is None or last < given:
            yield f"{unit}-{given:05}"


def merged_enterprises_have_heirs(session: Session) -> Iterator[str]:
    """Who was merged, and only who was merged, leads to another enterprise."""
    heir = aliased(Enterprise)
    query = (
        select(Enterprise.register_number)
        .outerjoin(heir, heir.id == Enterprise.merged_into_id)
        .where(
            or_(
                (Enterprise.standing == Standing.MERGED) & heir.id.is_(None),
                (Enterprise.standing != Standing.MERGED) & heir.id.is_not(None),
                heir.id == Enterprise.id,
            )
        )
    )
    yield from session.scalars(query)


def events_are_numbered_without_gaps(session: Session) -> Iterator[str]:
    """The steps of a case are 1, 2, 3 …: none was taken out."""
    query = (
        select(RemediationEvent.remediation_id)
        .group_by(RemediationEvent.remediation_id)
        .having(
            or_(
                func.max(RemediationEvent.sequence) != func.count(),
                func.min(RemediationEvent.sequence) != 1,
            )
        )
    )
    yield from (f"case {case}" for case in session.scalars(query))


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


Invariant = Callable[[Session], Iterable[str]]

#: Every invariant and what it means for the clerk who reads that it is broken.
INVARIANTS: dict[Invariant, str] = {
    file_is_whole: _("the database file is damaged"),
    references_lead_somewhere: _("a row points to one that is not there"),
    workbooks_are_as_handed_in: _("a stored workbook is not the one handed in"),
    submissions_were_read: _("a submission was never read"),
    rows_belong_to_enterprises: _("a row in force belongs to no enterprise"),
    rows_agree_with_their_sub_records: _("a row and its sub-record belong to different enterprises or ledgers"),
    cases_agree_with_their_sub_records: _("a case and its sub-record belong to different enterprises or ledgers"),
    facts_stand_in_their_table: _("facts are missing, or stand in another ledger's table"),
    numbers_are_never_reused: _("a register number is higher than the last one given out"),
    merged_enterprises_have_heirs: _("a merged enterprise leads nowhere, or one that is not merged leads on"),
    events_are_numbered_without_gaps: _("a step is missing from the history of a case"),
    problems_stand_with_their_row: _("a problem and its row belong to different readings"),
    partial_dates_have_a_last_day: _("a date is said without the last day it can mean, or the other way round"),
}


def breaches(session: Session, invariants: Iterable[Invariant] = INVARIANTS) -> Iterator[Breach]:
    """Everything that breaks an invariant, one by one as found."""
    for invariant in invariants:
        for where in invariant(session):
            yield Breach(invariant.__name__, INVARIANTS[invariant], where)
