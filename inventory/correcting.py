"""Putting a value right by hand: recorded with author, moment and reason, never overwritten, withdrawn at most.

A correction outranks every ledger. It is anchored to the newest row in force that speaks of the enterprise or
sub-record, and keeps to it (`intake.corrected`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from inventory import addresses, anchors, fields, force, withdrawal
from inventory.addresses import Subject
from inventory.errors import NotFound, Refused
from inventory.intake import columns, corrected, register, ties
from inventory.models import FACTS, Correction, Enterprise


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as made: what stood until now, and what stands from now on."""

    number: int
    address: str
    field: str
    before: Any
    now: Any


def correct(
    session: Session, address: str, field: str, said: str | None, *, by: str, because: str, at: datetime
) -> Corrected:
    """Put one value right.

    :param address: the enterprise (420607-00037) or one of its sub-records (420607-00037/kilns/2).
    :param said: the value as typed; None declares that there is none.
    """
    subject = addresses.subject(session, address)
    fields.check(subject.ledger, field)
    value = fields.none(field) if said is None else fields.parse(subject.ledger, field, said)
    anchor = anchors.newest(session, subject.enterprise_id, subject.sub_record_id)
    if anchor is None:
        raise Refused(
            "no ledger in force lists {address} any more; there is nothing to correct", address=subject.address
        )
    before = _stored(session, subject, field)
    correction = Correction(
        id=columns.next_id(session, Correction),
        enterprise_id=subject.enterprise_id,
        **{f"anchor_{part}": value for part, value in anchor._asdict().items()},
        ledger=subject.ledger,
        field=field,
        value={"value": value},
        made_at=at,
        made_by=by,
        reason=because,
    )
    session.add(correction)
    session.flush()
    _rebuild(session, correction)
    return Corrected(correction.id, subject.address, field, before, value)


def withdraw(session: Session, number: int, *, by: str, because: str, at: datetime) -> None:
    """Take a correction back: what it outranked stands again."""
    correction = withdrawal.standing(
        session.get(Correction, number),
        NotFound("there is no correction {number}; `inventory enterprise corrections` shows them", number=number),
    )
    rows = _near(session, correction)  # through whatever it speaks while it still does: its own row may be replaced
    withdrawal.mark(correction, by=by, because=because, at=at)
    session.flush()
    register.rebuild(session, [], [], decided=rows)


def _rebuild(session: Session, correction: Correction) -> None:
    register.rebuild(session, [], [], decided=_near(session, correction))


def _near(session: Session, correction: Correction) -> list[ties.Row]:
    """Its own row, and the rows through which it may have spoken."""
    place = (correction.anchor_submission_id, correction.anchor_sheet, correction.anchor_row, correction.anchor_panel)
    own = ties.row_at(session, *place)
    if own is None:
        return []
    readings = force.readings(session)
    tied = ties.follow(session, [own], readings, None)
    near = corrected.on(session, tied, readings).near
    return [own, *(row for row in tied if row.id in near and row.id != own.id)]


def _stored(session: Session, subject: Subject, field: str) -> Any:
    if subject.ledger is None or subject.sub_record_id is None:
        return getattr(session.get_one(Enterprise, subject.enterprise_id), field)
    return getattr(session.get_one(FACTS[subject.ledger], subject.sub_record_id), field)
