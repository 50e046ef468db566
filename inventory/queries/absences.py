"""Enterprises that a later ledger of their unit and kind lists no more: they stay in the register and want a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import anchors, force
from inventory.anchors import Anchor
from inventory.models import AbsenceReason, Coverage, Enterprise, ReportingUnit, SubRecord

#: unit and ledger kind
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a person says."""

    number: int
    kind: str
    made_by: str
    made_at: datetime
    because: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """One enterprise and the ledger kind that does not list it any more."""

    enterprise_id: int
    register_number: str
    name: str
    unit: str
    ledger: str
    last_listed_on: date
    #: the day of the first later ledger without it
    not_listed_since: date
    reason: Reason | None = None


def missing(session: Session, *, unit: str | None = None, ledger: str | None = None) -> list[Missing]:
    """All that are missing, by unit, ledger kind and name, with the reason where somebody gave one."""
    found = _missing(session, _days(session, force.readings(session)), unit=unit, ledger=ledger)
    reasons = _reasons(session)
    return [replace(each, reason=reasons.get((each.enterprise_id, each.ledger, each.last_listed_on))) for each in found]


def newly_missing(session: Session, submission_id: int) -> list[Missing]:
    """What the ledger before listed and this submission, in force, is the first not to list."""
    newest = force.newest_readings(session)[submission_id]
    if newest.reading_id not in force.readings(session):
        return []
    covered = session.execute(
        select(Coverage.unit_id, Coverage.ledger).where(Coverage.reading_id == newest.reading_id)
    ).all()
    days = _days(session, force.readings(session))
    mine = {(unit_id, kind): days[unit_id, kind] for unit_id, kind in covered}
    return [each for each in _missing(session, mine) if each.not_listed_since == newest.as_of]


def _reasons(session: Session) -> dict[tuple[int, str, date], Reason]:
    """(enterprise, ledger kind, day it was last listed) → the reason given for that absence; the latest counts."""
    query = select(AbsenceReason).where(AbsenceReason.withdrawn_at.is_(None))
    made = session.scalars(query.order_by(AbsenceReason.made_at, AbsenceReason.id)).all()
    places = {each.id: Anchor(*(getattr(each, f"anchor_{part}") for part in Anchor._fields)) for each in made}
    homes = anchors.homes(session, places.values())
    return {
        (homes[places[each.id]].enterprise_id, each.ledger, each.last_listed_on): Reason(
            each.id, each.kind, each.made_by, each.made_at, each.reason
        )
        for each in made
        if places[each.id] in homes
    }


def _days(session: Session, in_force: dict[int, force.InForce]) -> dict[Place, list[date]]:
    """Unit and ledger kind → the days that ledgers in force speak for."""
    found: dict[Place, set[date]] = defaultdict(set)
    for reading_id, unit_id, kind in session.execute(select(Coverage.reading_id, Coverage.unit_id, Coverage.ledger)):
        if reading_id in in_force:
            found[unit_id, kind].add(in_force[reading_id].as_of)
    return {place: sorted(days) for place, days in found.items()}


def _missing(
    session: Session, days: dict[Place, list[date]], unit: str | None = None, ledger: str | None = None
) -> list[Missing]:
    last = func.max(SubRecord.last_listed_on)
    query = (
        select(
            SubRecord.unit_id,
            SubRecord.ledger,
            Enterprise.id,
            Enterprise.register_number,
            Enterprise.name,
            ReportingUnit.name,
            last,
        )
        .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
        .join(ReportingUnit, ReportingUnit.id == SubRecord.unit_id)
        .where(SubRecord.is_orphaned.is_(False), SubRecord.unit_id.in_({place[0] for place in days}))
        .group_by(
            SubRecord.unit_id,
            SubRecord.ledger,
            Enterprise.id,
            Enterprise.register_number,
            Enterprise.name,
            ReportingUnit.name,
            ReportingUnit.position,
        )
        .order_by(ReportingUnit.position, SubRecord.ledger, Enterprise.name, Enterprise.register_number)
    )
    if unit is not None:
        query = query.where(ReportingUnit.name == unit)
    if ledger is not None:
        query = query.where(SubRecord.ledger == ledger)
    found = []
    for unit_id, kind, enterprise_id, number, name, of_unit, listed in session.execute(query):
        since = _first_after(listed, days.get((unit_id, kind), ()))
        if since is not None:
            found.append(Missing(enterprise_id, number, name, of_unit, kind, listed, since))
    return found


def _first_after(day: date, days: Iterable[date]) -> date | None:
    return next((each for each in days if each > day), None)
