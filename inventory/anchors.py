"""Rows that people's decisions keep to: the newest row of an enterprise, and where a row leads today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, portions
from inventory.cases import Anchor
from inventory.models import Enterprise, Reading, SourceRow, SubRecord

__all__ = ["Anchor", "Home", "homes", "newest"]


class Home(NamedTuple):
    """What a row speaks of today: the enterprise, and the address of its sub-record there."""

    enterprise_id: int
    register_number: str
    address: str


def newest(session: Session, enterprise_id: int, sub_record_id: int | None = None) -> Anchor | None:
    """The row in force that prevails: the newest, of one day the one that `resolution` lets win."""
    query = (
        select(Reading.submission_id, SourceRow.sheet, SourceRow.row, SourceRow.panel)
        .join(Reading, Reading.id == SourceRow.reading_id)
        .where(SourceRow.enterprise_id == enterprise_id)
        .order_by(Reading.as_of_last.desc(), Reading.content_sha256.desc(), SourceRow.id.desc())
        .limit(1)
    )
    if sub_record_id is not None:
        query = query.where(SourceRow.sub_record_id == sub_record_id)
    found = session.execute(query).first()
    return Anchor(*found) if found is not None else None


def homes(session: Session, anchors: Iterable[Anchor]) -> dict[Anchor, Home]:
    """Anchor → what its row speaks of; rows that have left force are absent."""
    wanted: dict[int, set[Anchor]] = defaultdict(set)
    for anchor in anchors:
        wanted[anchor.submission_id].add(anchor)
    readings = {each.reading_id: each.submission_id for each in force.readings(session).values()}
    of = [reading for reading, submission in readings.items() if submission in wanted]
    found: dict[Anchor, Home] = {}
    for ids in portions.of(of):
        query = (
            select(SourceRow.reading_id, SourceRow.sheet, SourceRow.row, SourceRow.panel)
            .add_columns(Enterprise.id, Enterprise.register_number, SubRecord.ledger, SubRecord.number)
            .join(Enterprise, Enterprise.id == SourceRow.enterprise_id)
            .outerjoin(SubRecord, SubRecord.id == SourceRow.sub_record_id)
            .where(SourceRow.reading_id.in_(ids))
            .where(SourceRow.row.in_({anchor.row for each in wanted.values() for anchor in each}))
        )
        for reading, sheet, row, panel, enterprise, number, ledger, place in session.execute(query):
            anchor = Anchor(readings[reading], sheet, row, panel)
            if anchor in wanted[anchor.submission_id]:
                found[anchor] = Home(enterprise, number, f"{number}/{ledger}/{place}" if ledger else number)
    return found
