"""Saying why an enterprise is in a ledger no more: recorded with author, moment and reason, withdrawn at most."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import addresses, anchors, withdrawal
from inventory.errors import NotFound, NotUnderstood, Refused
from inventory.models import AbsenceReason, SubRecord
from inventory.queries import absences
from inventory.vocabulary import Absence


def explain(session: Session, address: str, kind: Absence, *, by: str, because: str, at: datetime) -> int:
    """Record why a ledger kind lists an enterprise no more; gives the number of the reason.

    :param address: the enterprise with the ledger kind: 420607-00037/kilns.
    """
    said = addresses.parse(address)
    if said.ledger is None:
        raise NotUnderstood("say which ledger is meant, as in {address}", address=f"{said.site}/kilns")
    site = addresses.site(session, said.site)
    missing = next(
        (e for e in absences.missing(session, ledger=said.ledger) if e.enterprise_id == site),
        None,
    )
    if missing is None:
        raise Refused("{address} is not missing: the latest ledger of its unit lists it", address=address)
    query = select(SubRecord.id).where(SubRecord.enterprise_id == site, SubRecord.ledger == said.ledger)
    newest = session.scalars(query.order_by(SubRecord.last_listed_on.desc(), SubRecord.id).limit(1)).one()
    anchor = anchors.newest(session, site, newest)
    if anchor is None:
        raise Refused("no ledger in force lists {address}", address=address)
    stored = AbsenceReason(
        id=(session.scalar(select(func.max(AbsenceReason.id))) or 0) + 1,
        kind=str(kind),
        ledger=said.ledger,
        last_listed_on=missing.last_listed_on,
        **{f"anchor_{part}": value for part, value in anchor._asdict().items()},
        made_at=at,
        made_by=by,
        reason=because,
    )
    session.add(stored)
    session.flush()
    return stored.id


def withdraw(session: Session, number: int, *, by: str, because: str, at: datetime) -> None:
    """Take a reason back: the enterprise wants one again."""
    stored = withdrawal.standing(
        session.get(AbsenceReason, number),
        NotFound("there is no reason {number}; `inventory ledger missing list` shows them", number=number),
    )
    withdrawal.mark(stored, by=by, because=because, at=at)
    session.flush()
