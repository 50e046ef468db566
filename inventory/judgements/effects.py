"""What a judgement changed: which enterprise and which case each row belonged to before, and belongs to now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.models import Enterprise, Remediation, RemediationEvent, SourceRow, SubRecord


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """An enterprise or a case as people name it, how it stands, and how many steps are recorded on it."""

    address: str
    name: str
    state: str
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """Rows that stood at one address and stand at another now, or whose enterprise or case stands otherwise."""

    before: Place
    now: Place
    rows: int


class Snapshot(NamedTuple):
    """Row → its enterprise, and row → its case where it speaks of one."""

    enterprises: Mapping[int, Place]
    cases: Mapping[int, Place]


def snapshot(session: Session, row_ids: Iterable[int]) -> Snapshot:
    """Where some rows stand at this moment."""
    session.flush()
    enterprises: dict[int, Place] = {}
    cases: dict[int, Place] = {}
    steps = (
        select(func.count())
        .select_from(RemediationEvent)
        .where(RemediationEvent.remediation_id == Remediation.id)
        .scalar_subquery()
    )
    for ids in portions.of(row_ids):
        sites = select(SourceRow.id, Enterprise.register_number, Enterprise.name, Enterprise.standing)
        sites = sites.join(Enterprise, Enterprise.id == SourceRow.enterprise_id).where(SourceRow.id.in_(ids))
        for row, number, name, standing in session.execute(sites):
            enterprises[row] = Place(number, name, standing)
        query = (
            select(SourceRow.id, Enterprise.register_number, Remediation.ledger, SubRecord.number)
            .add_columns(Enterprise.name, Remediation.state, steps)
            .join(SubRecord, SubRecord.id == SourceRow.sub_record_id)
            .join(Remediation, Remediation.sub_record_id == SubRecord.id)
            .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
            .where(SourceRow.id.in_(ids))
        )
        for row, number, ledger, place, name, state, recorded in session.execute(query):
            cases[row] = Place(f"{number}/{ledger}/{place}", name, state, recorded)
    return Snapshot(enterprises, cases)


def between(before: Snapshot, now: Snapshot) -> list[Effect]:
    """What changed, enterprises first, by the address before."""
    found = []
    for old, new in ((before.enterprises, now.enterprises), (before.cases, now.cases)):
        counted: dict[tuple[Place, Place], int] = {}
        for row, place in old.items():
            if row in new:
                counted[place, new[row]] = counted.get((place, new[row]), 0) + 1
        found += [Effect(*pair, rows) for pair, rows in sorted(counted.items()) if pair[0] != pair[1]]
    return found
