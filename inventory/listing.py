"""The current register as plain rows: its enterprises, and what one ledger kind holds, for exports and lists."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.errors import NotUnderstood
from inventory.models import FACTS, City, Enterprise, ReportingUnit, ReportingUnitAlias, ScatteredPolluter, SubRecord
from inventory.vocabulary import Standing

#: the fields of every ledger but the unit, as the enterprise has them
OF_ENTERPRISE = (
    "township",
    "name",
    "credit_code",
    "registration_no",
    "organization_code",
    "legal_representative",
    "contact_phone",
    "address",
    "longitude",
    "latitude",
    "industry_name",
    "industry_code",
    "note",
)

Row = dict[str, Any]


def city(session: Session) -> str:
    """Whose register it is, as titles name it."""
    return session.scalars(select(City.name)).one()


def unit_id(session: Session, said: str | None) -> int | None:
    """The id of a reporting unit by its name or an alias; None where none was said."""
    if said is None:
        return None
    number = session.scalar(select(ReportingUnit.id).where(ReportingUnit.name == said))
    number = number or session.scalar(select(ReportingUnitAlias.unit_id).where(ReportingUnitAlias.alias == said))
    if number is None:
        known = list(session.scalars(select(ReportingUnit.name).order_by(ReportingUnit.position)))
        raise NotUnderstood("{said} is no reporting unit of this register; it has {known}", said=said, known=known)
    return number


def unit_name(session: Session, number: int | None) -> str | None:
    """The official name of a unit."""
    return session.scalar(select(ReportingUnit.name).where(ReportingUnit.id == number))


def enterprises(session: Session, unit: int | None = None) -> list[Row]:
    """The sites with rows in force: ``county`` and the fields of every ledger, register number and standing."""
    query = (
        select(
            ReportingUnit.name.label("county"),
            Enterprise.register_number,
            Enterprise.standing,
            *(getattr(Enterprise, name) for name in OF_ENTERPRISE),
        )
        .join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
        .where(Enterprise.standing.in_((Standing.CONFIRMED, Standing.PROVISIONAL)))
        .order_by(ReportingUnit.position, Enterprise.name, Enterprise.register_number)
    )
    if unit is not None:
        query = query.where(Enterprise.unit_id == unit)
    return [dict(row) for row in session.execute(query).mappings()]


def ledger(session: Session, kind: str, unit: int | None = None) -> list[Row]:
    """What one ledger kind holds: a row a sub-record with its enterprise's fields, ``number_`` its place there."""
    facts = FACTS[kind].__table__
    query = (
        select(
            *facts.c,
            ReportingUnit.name.label("county"),
            Enterprise.register_number,
            SubRecord.number.label("number_"),
            *(getattr(Enterprise, name) for name in OF_ENTERPRISE),
        )
        .join_from(SubRecord, facts, facts.c.sub_record_id == SubRecord.id)
        .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
        .join(ReportingUnit, ReportingUnit.id == SubRecord.unit_id)
        .where(SubRecord.ledger == kind, SubRecord.is_orphaned.is_(False))
        .order_by(ReportingUnit.position, Enterprise.name, Enterprise.register_number, SubRecord.number)
    )
    if unit is not None:
        query = query.where(SubRecord.unit_id == unit)
    return [dict(row) for row in session.execute(query).mappings()]


def persons(session: Session) -> list[str]:
    """Everybody the register names: representatives, and who answers for the remediation of scattered polluters.

    But for who is called like a place: masking 高新 would mask the zone in every text.
    """
    units = " ".join(session.scalars(select(ReportingUnit.name)))
    representatives = session.scalars(select(Enterprise.legal_representative).distinct()).all()
    responsible = session.scalars(select(ScatteredPolluter.responsible_person).distinct()).all()
    return [name for name in (*representatives, *responsible) if name and name not in units]
