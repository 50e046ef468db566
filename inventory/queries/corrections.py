"""What was put right by hand: where each correction speaks now, who made it and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, portions
from inventory.intake import corrected, ties
from inventory.models import Correction, Enterprise, Submission, SubRecord


@dataclass(frozen=True, slots=True)
class Made:
    """One correction. ``address`` is None where no row in force is like the one it was made on: it waits."""

    number: int
    address: str | None
    name: str | None
    field: str
    value: Any
    made_at: datetime
    made_by: str
    reason: str | None
    submission_id: int
    file_name: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawal_reason: str | None


def listed(
    session: Session, *, every: bool = False, enterprise_id: int | None = None, submission: int | None = None
) -> list[Made]:
    """Corrections, the oldest first; withdrawn ones too where asked.

    :param enterprise_id: only those that speak of this enterprise.
    :param submission: only those made on a row of this submission.
    """
    query = (
        select(Correction, Submission.file_name)
        .join(Submission, Submission.id == Correction.anchor_submission_id)
        .order_by(Correction.made_at, Correction.id)
    )
    if not every:
        query = query.where(Correction.withdrawn_at.is_(None))
    if submission is not None:
        query = query.where(Correction.anchor_submission_id == submission)
    stored = session.execute(query).all()
    rows = _rows(session)
    spoken = _addresses(session, rows.values())
    found = []
    for correction, file_name in stored:
        row = rows.get(correction.id)
        if enterprise_id is not None and (row is None or row.enterprise_id != enterprise_id):
            continue
        address, name = spoken[row.sub_record_id] if row is not None and row.sub_record_id else (None, None)
        if address is not None and correction.ledger is None:
            address = address.partition("/")[0]
        found.append(
            Made(
                number=correction.id,
                address=address,
                name=name,
                field=correction.field,
                value=correction.value["value"],
                made_at=correction.made_at,
                made_by=correction.made_by,
                reason=correction.reason,
                submission_id=correction.anchor_submission_id,
                file_name=file_name,
                withdrawn_at=correction.withdrawn_at,
                withdrawn_by=correction.withdrawn_by,
                withdrawal_reason=correction.withdrawal_reason,
            )
        )
    return found


def _rows(session: Session) -> dict[int, ties.Row]:
    """Correction in force → the row it speaks through."""
    readings = force.readings(session)
    tied = ties.follow(session, [row for _, row in ties.anchored(session)], readings, None)
    by_id = {row.id: row for row in tied}
    spoken = corrected.on(session, tied, readings).by_row
    return {each.correction_id: by_id[row_id] for row_id, made in spoken.items() for each in made}


def _addresses(session: Session, rows: Iterable[ties.Row]) -> dict[int, tuple[str, str]]:
    """Sub-record → its address, and the enterprise's name."""
    by_sub = {row.sub_record_id for row in rows}
    found: dict[int, tuple[str, str]] = {}
    for ids in portions.of(number for number in by_sub if number is not None):
        query = (
            select(SubRecord.id, Enterprise.register_number, SubRecord.ledger, SubRecord.number, Enterprise.name)
            .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
            .where(SubRecord.id.in_(ids))
        )
        for sub_id, number, ledger, place, name in session.execute(query):
            found[sub_id] = (f"{number}/{ledger}/{place}", name)
    return found
