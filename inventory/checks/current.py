"""The tables of the current register agree with each other."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Integer, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory import cases, force, portions, remediation
from inventory.models import (
    FACTS,
    Enterprise,
    RegisterSerial,
    Remediation,
    RemediationEvent,
    ReportingUnit,
    SourceRow,
    SubRecord,
)
from inventory.vocabulary import Standing


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


def mergers_end_somewhere(session: Session) -> Iterator[str]:
    """Whoever was merged leads, in some steps, to an enterprise that was not; never back to itself."""
    query = select(Enterprise.id, Enterprise.register_number, Enterprise.merged_into_id)
    led_on = session.execute(query.where(Enterprise.merged_into_id.is_not(None)))
    merged = {number: (said, heir) for number, said, heir in led_on}
    for number, (said, heir) in merged.items():
        seen = {number}
        while heir in merged and heir not in seen:
            seen.add(heir)
            heir = merged[heir][1]
        if heir in seen:
            yield said


def cases_stand_where_their_events_led(session: Session) -> Iterator[str]:
    """State, day, round and deadline kept on a case are what its ledgers and events make."""
    for ids in portions.of(session.scalars(select(Remediation.id).order_by(Remediation.id)).all()):
        events = cases.events(session, ids)
        for number, case in cases.stored(session, ids).items():
            status = remediation.fold(cases.history(events.get(number, ())), cases.duty(case))
            due_on = status.deadline.last if status.deadline else None
            wanted = (status.state, status.state_on or case["listed_on"], status.round, due_on)
            if wanted != (case["state"], case["state_on"], case["round"], case["due_on_last"]):
                yield f"case {number}"
