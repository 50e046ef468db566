"""Taking a reading into the register: everything is stored, then what it touches is matched and rebuilt.

One transaction a workbook, under the register's lock (`database.writing`); nothing here opens a file, reads a cell or
commits. The register that comes out depends on what is in force, never on the order in which it came.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from inventory import force
from inventory.errors import NotFound, Refused
from inventory.intake import arrival, columns, register, ties
from inventory.intake.rows import Storing
from inventory.intake.summary import Summary
from inventory.intake.waiting import Waiting
from inventory.models import Coverage, Reading, ReportingUnit, Submission, Workbook
from inventory.reading import Reading as Read
from inventory.vocabulary import AsOfBasis, Ledger, Outcome

__all__ = ["Summary", "digests", "reread", "take", "taken_before", "withdraw"]


def take(
    session: Session,
    reading: Read,
    content: bytes,
    *,
    unit: str | None = None,
    as_of: str | None = None,
    ledger: str | None = None,
    replaces: int | None = None,
    received_at: datetime,
    received_by: str | None = None,
) -> Summary:
    """Take a workbook handed in.

    :param reading: what `importers.read` made of it; its rows are walked here, once.
    :param content: the bytes it was made from.
    :param unit: the reporting unit to believe where the workbook names none.
    :param as_of: the day it speaks for, where the workbook does not say; a date cut to what is known.
    :param ledger: the kind the importing person said, kept for rereading.
    :param replaces: the submission it corrects, which leaves force; else the one our mark in it names.
    """
    units = arrival.units(session)
    unit_id = arrival.unit(units, unit) if unit else None
    said = arrival.said(as_of) if as_of else None
    before = taken_before(session, reading.source.file, reading.source.sha256, reading.rules)
    if before is not None:
        return before
    replaced = arrival.replaced(session, replaces, reading.mark)
    if session.get(Workbook, reading.source.sha256) is None:
        workbook = {"sha256": reading.source.sha256, "size": reading.source.size, "format": reading.source.format}
        session.execute(insert(Workbook), [{**workbook, "content": content}])
    submission = Submission(
        id=columns.next_id(session, Submission),
        sha256=reading.source.sha256,
        file_name=reading.source.file,
        received_at=received_at,
        received_by=received_by,
        unit_said_id=unit_id,
        as_of_said=as_of,
        ledger_said=ledger,
        replaces_id=replaced,
    )
    session.add(submission)
    session.flush()
    leaving = () if replaced is None else (replaced,)
    return _read(session, reading, submission, units, said, received_at, leaving)


def digests(session: Session) -> frozenset[str]:
    """The digests of all workbooks taken and not withdrawn."""
    return frozenset(session.scalars(select(Submission.sha256).where(Submission.withdrawn_at.is_(None))))


def taken_before(session: Session, file_name: str, sha256: str, rules: str) -> Summary | None:
    """That the same bytes were taken before and are not withdrawn; None where they were not.

    :param rules: the edition of the rules they would be read by now.
    """
    number = session.scalar(
        select(Submission.id).where(Submission.sha256 == sha256, Submission.withdrawn_at.is_(None)).limit(1)
    )
    if number is None:
        return None
    latest = force.newest_readings(session)[number]
    known = session.scalar(select(Reading.rules).where(Reading.id == latest.reading_id))
    return Summary(file_name, number, is_known=True, is_outdated=known != rules)


def reread(session: Session, submission_id: int, reading: Read, *, made_at: datetime) -> Summary:
    """Put a new reading of stored bytes in the place of the one before, by today's rules and lessons."""
    submission = _submission(session, submission_id)
    latest = force.newest_readings(session)[submission_id]
    if session.scalar(select(Reading.rules).where(Reading.id == latest.reading_id)) == reading.rules:
        return Summary(submission.file_name, submission_id, is_known=True)
    said = arrival.said(submission.as_of_said) if submission.as_of_said else None
    return _read(session, reading, submission, arrival.units(session), said, made_at)


def withdraw(session: Session, submission_id: int, *, reason: str, by: str, at: datetime) -> Counter[str]:
    """Take a submission out of force; what it had replaced comes back. Gives what became of the rows that did."""
    submission = _submission(session, submission_id)
    if submission.withdrawn_at is not None:
        raise Refused(
            "submission {number} was withdrawn already, on {on}",
            number=submission_id,
            on=submission.withdrawn_at.date(),
        )
    before = force.readings(session)
    told = {"withdrawn_at": at, "withdrawn_by": by, "withdrawal_reason": reason}
    session.execute(update(Submission).where(Submission.id == submission_id).values(told))
    return _shift(session, before).outcomes


def _submission(session: Session, number: int) -> Submission:
    submission = session.get(Submission, number)
    if submission is None:
        raise NotFound("there is no submission {number}; `inventory ledger list` shows them", number=number)
    return submission


def _read(
    session: Session,
    reading: Read,
    submission: Submission,
    units: arrival.Units,
    said: arrival.Day | None,
    made_at: datetime,
    leaving: tuple[int, ...] = (),
) -> Summary:
    """Store one reading of a submission, and bring the register up."""
    with Waiting(session) as waiting:
        return _stored(session, reading, submission, units, said, made_at, leaving, waiting)


def _stored(
    session: Session,
    reading: Read,
    submission: Submission,
    units: arrival.Units,
    said: arrival.Day | None,
    made_at: datetime,
    leaving: tuple[int, ...],
    waiting: Waiting,
) -> Summary:
    day = arrival.day(reading, said, submission.received_at)
    newest = force.newest_readings(session)
    # what is replaced counts as gone since the submission that replaces it is stored: it leaves now
    before = force.readings(session) | {newest[number].reading_id: newest[number] for number in leaving}
    stored = Reading(
        id=columns.next_id(session, Reading),
        submission_id=submission.id,
        made_at=made_at,
        rules=reading.rules,
        as_of=day.said,
        as_of_last=day.last,
        as_of_basis=day.basis,
        content_sha256="",
        tables=[arrival.table(each) for each in reading.tables],
        summary={},
    )
    session.add(stored)
    session.flush()
    walk = Storing(session, reading, stored.id, units.ids, submission.unit_said_id, waiting)
    walk.store()
    walk.add(arrival.doubts(reading, day, said))
    stored.content_sha256 = walk.content
    covered = walk.covered + Counter()
    for table in reading.tables:
        if table.unit in units.ids:
            covered.setdefault((units.ids[str(table.unit)], table.ledger), 0)
    if covered:
        session.execute(
            insert(Coverage),
            [
                {"reading_id": stored.id, "unit_id": u, "ledger": k, "entries": n}
                for (u, k), n in sorted(covered.items())
            ],
        )
    session.flush()
    walk.add(arrival.second_ledger(session, stored.id, covered, units))
    if submission.id in newest:
        # people may have decided on rows of this workbook already, which are looked for in its newest reading
        waiting.write_rest()
    changes = _shift(session, before, walk)
    names = session.scalars(
        select(ReportingUnit.name)
        .where(ReportingUnit.id.in_({unit for unit, _ in covered}))
        .order_by(ReportingUnit.position)
    )
    summary = Summary(
        file=submission.file_name,
        submission_id=submission.id,
        units=tuple(names),
        ledgers=tuple(kind for kind in Ledger if kind in {ledger for _, ledger in covered}),
        as_of=day.said,
        basis=AsOfBasis(day.basis),
        replaces_id=submission.replaces_id,
        rows={outcome: changes.outcomes[outcome] for outcome in Outcome},
        unread=walk.unread,
        other_rows=dict(sorted(walk.other_rows.items())),
        problems=dict(sorted((walk.problems + changes.problems).items())),
        changes=changes.values,
    )
    stored.summary = {"rows": dict(summary.rows), "unread": summary.unread, "other_rows": dict(summary.other_rows)}
    session.flush()
    return summary


def _shift(session: Session, before: dict[int, force.InForce], walk: Storing | None = None) -> register.Changes:
    """Rebuild for what is in force now and was not before, and the other way round."""
    now = force.readings(session)
    fresh = walk.reading_id if walk is not None else None
    gone = {number: each for number, each in before.items() if number not in now}
    back = {number: each for number, each in now.items() if number not in before and number != fresh}
    arriving = [*(walk.rows if walk is not None and fresh in now else []), *ties.rows_of(session, back)]
    waiting = walk.waiting if walk is not None else None
    return register.rebuild(session, arriving, ties.rows_of(session, gone), fresh, waiting=waiting)
