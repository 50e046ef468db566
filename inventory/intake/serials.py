"""Register numbers: the unit's prefix and a serial that only grows, so that no number is given out twice."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.intake import columns
from inventory.models import RegisterSerial, ReportingUnit


def draw(session: Session, units: Iterable[int]) -> list[str]:
    """A new register number for each of the units named, in their order."""
    wanted = list(units)
    prefixes = {unit.id: unit.number_prefix for unit in session.scalars(select(ReportingUnit))}
    last = {each.unit_id: each.last_serial for each in session.scalars(select(RegisterSerial))}
    known = set(last)
    numbers = []
    for unit in wanted:
        last[unit] = last.get(unit, 0) + 1
        numbers.append(f"{prefixes[unit]}-{last[unit]:05}")
    drawn = set(wanted)
    columns.insert_rows(
        session, RegisterSerial, [{"unit_id": unit, "last_serial": last[unit]} for unit in sorted(drawn - known)]
    )
    columns.update_rows(
        session,
        RegisterSerial,
        "unit_id",
        [{"unit_id": unit, "last_serial": last[unit]} for unit in sorted(drawn & known)],
    )
    return numbers
