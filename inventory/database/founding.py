"""Filling a new register with what is known beforehand: city, units, calendar, industries."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.orm import Session

from inventory.models import City, Duty, Industry, ReportingUnit, ReportingUnitAlias
from inventory.reference import Reference, industries


def fill(session: Session, reference: Reference) -> None:
    """Store the reference data; ids follow the official order of the file."""
    session.execute(insert(City), [reference.city.model_dump() | {"former_names": list(reference.city.former_names)}])
    ids = {unit.name: number for number, unit in enumerate(reference.units, 1)}
    rows = [
        {
            "id": ids[unit.name],
            "name": unit.name,
            "number_prefix": unit.number_prefix,
            "region_code": unit.region_code,
            "host_unit_id": ids[unit.host] if unit.host else None,
            "position": ids[unit.name],
        }
        for unit in reference.units
    ]
    # hosts first: zones point to them
    session.execute(insert(ReportingUnit), sorted(rows, key=lambda row: row["host_unit_id"] is not None))
    aliases = [{"alias": alias, "unit_id": ids[unit.name]} for unit in reference.units for alias in unit.aliases]
    if aliases:
        session.execute(insert(ReportingUnitAlias), aliases)
    if reference.duties:
        session.execute(
            insert(Duty), [duty.model_dump() | {"due_on_last": duty.due_on_last} for duty in reference.duties]
        )
    session.execute(insert(Industry), [each._asdict() for each in industries()])
