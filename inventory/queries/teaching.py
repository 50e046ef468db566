"""What the register tells those who read workbooks: its units with their other names, and what counties taught."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.errors import NotUnderstood
from inventory.models import Lesson, ReportingUnit, ReportingUnitAlias
from inventory.reading import Lesson as Taught


def units(session: Session) -> dict[str, tuple[str, ...]]:
    """Unit → its other names, in the official order."""
    names = {unit.id: unit.name for unit in session.scalars(select(ReportingUnit).order_by(ReportingUnit.position))}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(names.values(), ())
    for each in session.scalars(select(ReportingUnitAlias).order_by(ReportingUnitAlias.alias)):
        found[names[each.unit_id]] += (each.alias,)
    return found


def lessons(session: Session) -> list[Taught]:
    """The lessons in force, the oldest first."""
    query = (
        select(Lesson, ReportingUnit.name)
        .outerjoin(ReportingUnit, ReportingUnit.id == Lesson.unit_id)
        .where(Lesson.withdrawn_at.is_(None))
        .order_by(Lesson.made_at, Lesson.id)
    )
    return [
        Taught(lesson.kind, lesson.said, lesson.field, lesson.code, unit, lesson.ledger)
        for lesson, unit in session.execute(query)
    ]


def unit(session: Session, said: str | None) -> str | None:
    """The official name of the unit somebody named; None where nobody did."""
    if said is None:
        return None
    known = units(session)
    for name, others in known.items():
        if said in (name, *others):
            return name
    raise NotUnderstood("there is no reporting unit {unit}; there are {names}", unit=said, names=", ".join(known))
