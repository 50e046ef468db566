"""What people decided on the rows of one submission, and what it speaks of now: told when the submission is withdrawn.

Nothing of it is lost: a correction or judgement speaks through rows like its own or waits for one, the steps of a
case stay with the case, and what was taught of a heading goes on being known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import anchors, force
from inventory.anchors import Anchor
from inventory.intake import ties
from inventory.models import (
    AbsenceReason,
    Enterprise,
    Judgement,
    JudgementRow,
    Lesson,
    Reading,
    Remediation,
    RemediationEvent,
    ReportingUnit,
    SubRecord,
    Waiver,
)
from inventory.queries import corrections
from inventory.vocabulary import LessonKind

CORRECTION, JUDGEMENT, EVENTS, LESSON = "correction", "judgement", "steps", "lesson"
ABSENCE, WAIVER = "reason for absence", "waiver"


@dataclass(frozen=True, slots=True)
class Hanging:
    """One decision. ``address``: what it speaks of now; None where it waits for a row like its own.

    ``steps`` of one case are one line; ``number`` is the case's then.
    """

    kind: str
    number: int
    what: str
    made_by: str
    made_at: datetime
    address: str | None


def on_submission(session: Session, submission_id: int) -> list[Hanging]:
    """The decisions in force that were made on rows of a submission, in force or not."""
    return [
        *_corrections(session, submission_id),
        *_judgements(session, submission_id),
        *_steps(session, submission_id),
        *_lessons(session, submission_id),
        *_kept_to_rows(session, submission_id),
    ]


def _corrections(session: Session, submission_id: int) -> Iterator[Hanging]:
    for each in corrections.listed(session, submission=submission_id):
        yield Hanging(CORRECTION, each.number, each.field, each.made_by, each.made_at, each.address)


def _judgements(session: Session, submission_id: int) -> Iterator[Hanging]:
    numbers = select(JudgementRow.judgement_id).where(JudgementRow.submission_id == submission_id)
    of_rows = select(Judgement).where(Judgement.id.in_(numbers), Judgement.withdrawn_at.is_(None))
    made = session.scalars(of_rows.order_by(Judgement.id)).all()
    if not made:
        return
    judged = {each.id: ties.judged_rows(session, [each.id]) for each in made}
    seeds = [row for rows in judged.values() for row in rows]
    owners: dict[object, set[int]] = defaultdict(set)
    for row in ties.follow(session, seeds, force.readings(session), None):
        if row.enterprise_id is not None:
            owners[row.key].add(row.enterprise_id)
            owners[row.traits].add(row.enterprise_id)
    speaks = {
        number: set().union(*(owners.get(row.key) or owners.get(row.traits, set()) for row in rows))
        for number, rows in judged.items()
    }
    ids = {owner for there in speaks.values() for owner in there}
    query = select(Enterprise.id, Enterprise.register_number).where(Enterprise.id.in_(ids))
    names: dict[int, str] = dict(session.execute(query).all())
    for each in made:
        there = sorted(names[owner] for owner in speaks[each.id])
        yield Hanging(JUDGEMENT, each.id, each.verdict, each.made_by, each.made_at, "、".join(there) or None)


def _steps(session: Session, submission_id: int) -> Iterator[Hanging]:
    query = (
        select(
            Remediation.id,
            Enterprise.register_number,
            SubRecord.ledger,
            SubRecord.number,
            func.count(),
            func.max(RemediationEvent.recorded_at),
            func.max(RemediationEvent.recorded_by),
        )
        .join_from(RemediationEvent, Remediation, Remediation.id == RemediationEvent.remediation_id)
        .join(SubRecord, SubRecord.id == Remediation.sub_record_id)
        .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
        .where(RemediationEvent.anchor_submission_id == submission_id)
        .group_by(Remediation.id, Enterprise.register_number, SubRecord.ledger, SubRecord.number)
        .order_by(Remediation.id)
    )
    for case, number, ledger, place, count, at, by in session.execute(query):
        yield Hanging(EVENTS, case, str(count), by, at, f"{number}/{ledger}/{place}")


def _kept_to_rows(session: Session, submission_id: int) -> Iterator[Hanging]:
    """Decisions that speak through their own row alone."""
    absent = select(AbsenceReason).where(
        AbsenceReason.anchor_submission_id == submission_id, AbsenceReason.withdrawn_at.is_(None)
    )
    waived = select(Waiver).where(Waiver.anchor_submission_id == submission_id, Waiver.withdrawn_at.is_(None))
    made: list[tuple[str, str, AbsenceReason | Waiver]] = [
        *((ABSENCE, each.kind, each) for each in session.scalars(absent.order_by(AbsenceReason.id))),
        *((WAIVER, each.rule, each) for each in session.scalars(waived.order_by(Waiver.id))),
    ]
    places = [Anchor(*(getattr(each, f"anchor_{part}") for part in Anchor._fields)) for _, _, each in made]
    homes = anchors.homes(session, places)
    for (kind, what, each), place in zip(made, places, strict=True):
        address = homes[place].address if place in homes else None
        yield Hanging(kind, each.id, what, each.made_by, each.made_at, address)


def _lessons(session: Session, submission_id: int) -> Iterator[Hanging]:
    """Headings taught that stand in the workbook."""
    reading_id = force.newest_readings(session)[submission_id].reading_id
    tables = session.get_one(Reading, reading_id).tables
    headings = {column["heading"] for table in tables for column in table["columns"]}
    taught = (
        select(Lesson, ReportingUnit.name)
        .outerjoin(ReportingUnit, ReportingUnit.id == Lesson.unit_id)
        .where(Lesson.withdrawn_at.is_(None), Lesson.kind != LessonKind.SPELLING, Lesson.said.in_(headings))
        .order_by(Lesson.id)
    )
    for lesson, unit in session.execute(taught):
        yield Hanging(LESSON, lesson.id, lesson.said, lesson.made_by, lesson.made_at, unit)
