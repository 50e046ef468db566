"""Legal persons: who holds a usable credit code, under the newest name its rows give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import identity, portions
from inventory.database import bulk
from inventory.force import InForce
from inventory.intake import columns
from inventory.intake.ties import Row
from inventory.models import LegalPerson


def bring_up(session: Session, rows: Iterable[Row], readings: Mapping[int, InForce]) -> dict[str, int]:
    """Usable credit code → legal person, of all rows tied together; written where new or renamed."""
    names = names_of(rows, readings)
    held: dict[str, tuple[int, str]] = {}
    for portion in portions.of(sorted(names)):
        query = select(LegalPerson.credit_code, LegalPerson.id, LegalPerson.name)
        for code, number, name in session.execute(query.where(bulk.among(session, LegalPerson.credit_code, portion))):
            held[str(code)] = (number, name)
    free = columns.next_id(session, LegalPerson)
    given = {code: free + place for place, code in enumerate(code for code in names if code not in held)}
    new = [{"id": number, "credit_code": code, "name": names[code]} for code, number in given.items()]
    columns.insert_rows(session, LegalPerson, new)
    renamed = [{"id": number, "name": names[code]} for code, (number, name) in held.items() if name != names[code]]
    columns.update_rows(session, LegalPerson, "id", renamed)
    return {code: number for code, (number, _) in held.items()} | given


def names_of(rows: Iterable[Row], readings: Mapping[int, InForce]) -> dict[str, str]:
    """Code → name: of the newest row, one that names no branch before those that do; without the branch."""
    best: dict[str, tuple[tuple[bool, date, str, int], str]] = {}
    for row in rows:
        code = row.traits.credit_code
        if code:
            reading = readings[row.reading_id]
            turn = (row.traits.site_mark is None, reading.as_of, reading.content, row.id)
            if code not in best or turn > best[code][0]:
                best[code] = (turn, row.traits.name)
    return {code: identity.without_mark(name) for code, (_, name) in best.items()}
