"""The corrections in force, and the rows through which they speak.

A correction is anchored to the row it was made on. While that row is in force it speaks there. Once the row has left
force (its workbook was corrected or withdrawn) it speaks through the row most like it, so that what a person put
right survives: the same traits, else the same name in the unit, else the same credit code and site; of a sub-record
also the same key, at the same place among equal keys; of those the ledger of the nearest day, later days first.
Where nothing is like it, it waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from inventory import force, portions
from inventory.force import InForce, newest_readings, stands
from inventory.intake import ties
from inventory.intake.ties import Row
from inventory.models import Correction, SourceRow
from inventory.resolution import Corrected


class PutRight(NamedTuple):
    """Row → the corrections that speak through it; ``near``: rows through which one of them does or could speak."""

    by_row: dict[int, list[Corrected]]
    near: set[int]


def on(
    session: Session, rows: Iterable[Row], readings: Mapping[int, InForce], known_at: datetime | None = None
) -> PutRight:
    """The corrections that speak through rows of ``readings``; those in force now, or at ``known_at``.

    :param rows: whole in the sense of `ties.follow`: every row in force that shares a name or code with one of them.
    """
    found = PutRight(defaultdict(list), set())
    if not session.scalar(select(exists().where(stands(Correction, known_at)))):
        return found
    standing = [row for row in rows if row.reading_id in readings]
    by_key = {row.key: row for row in standing}
    like = Likeness(standing)
    names = {row.traits.name_folded for row in standing}
    codes = {row.traits.credit_code for row in standing if row.traits.credit_code}
    newest = {each.reading_id: each for each in newest_readings(session, known_at).values()}
    known = {**newest, **readings}
    made = list(ties.anchored(session, names, codes, known_at))
    place = places(session, [row for each, row in made if each.ledger is not None and row.key not in by_key])
    for correction, anchor in made:
        found.near.update(row.id for rows in like.to(anchor) for row in rows)
        through = by_key.get(anchor.key)
        if through is None:
            through = like.nearest(anchor, known, place[anchor.id] if correction.ledger is not None else None)
        if through is not None:
            made_at, value = correction.made_at.isoformat(), correction.value["value"]
            found.by_row[through.id].append(
                Corrected(made_at, correction.id, through.id, correction.ledger, correction.field, value)
            )
    return found


def of_enterprise(session: Session, enterprise_id: int) -> dict[int, list[Corrected]]:
    """Row → the corrections that speak through it, of the rows of one enterprise."""
    if not session.scalar(select(exists().where(stands(Correction)))):
        return {}
    readings = force.readings(session)
    own = ties.rows_of_enterprise(session, enterprise_id, readings)
    found = on(session, ties.follow(session, own, readings, None), readings).by_row
    return {row.id: found[row.id] for row in own if row.id in found}


class Likeness:
    """Rows in force by what makes another row like them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._at: dict[object, list[Row]] = defaultdict(list)
        for row in rows:
            for mark in _marks(row):
                self._at[mark].append(row)

    def to(self, row: Row) -> list[list[Row]]:
        """The rows that are like a row, the surest likeness first."""
        return [self._at[mark] for mark in _marks(row) if mark in self._at]

    def nearest(self, row: Row, readings: Mapping[int, InForce], place: int | None) -> Row | None:
        """The row through which a decision speaks whose own row has left force.

        :param place: of a decision on a sub-record its row's place (`places`), None of one on the enterprise.
        """
        for rows in self.to(row):
            by_reading: dict[int, list[Row]] = defaultdict(list)
            for each in sorted(rows, key=lambda other: other.id):
                if place is None or (each.ledger, each.sub_key) == (row.ledger, row.sub_key):
                    by_reading[each.reading_id].append(each)
            able = [number for number, members in by_reading.items() if len(members) > (place or 0)]
            if able:
                own = readings[row.reading_id]
                return by_reading[min(able, key=lambda number: _distance(own, readings[number]))][place or 0]
        return None


def places(session: Session, rows: Iterable[Row]) -> dict[int, int]:
    """Row → how many rows of equal name and key stand before it in its reading."""
    wanted = {row.id: (row.reading_id, row.traits.name_folded, row.ledger, row.sub_key) for row in rows}
    in_turn: dict[object, list[int]] = defaultdict(list)
    columns = (SourceRow.id, SourceRow.reading_id, SourceRow.name_folded, SourceRow.ledger, SourceRow.sub_key)
    query = select(*columns).where(SourceRow.reading_id.in_({reading_id for reading_id, *_ in wanted.values()}))
    for names in portions.of(sorted({name for _, name, *_ in wanted.values()})):
        for number, *mark in session.execute(query.where(SourceRow.name_folded.in_(names)).order_by(SourceRow.id)):
            in_turn[tuple(mark)].append(number)
    return {number: in_turn[mark].index(number) for number, mark in wanted.items()}


def _marks(row: Row) -> tuple[object, ...]:
    """By what another row is found to be like this one, the surest first."""
    traits = row.traits
    marks: tuple[object, ...] = (traits, ("name", traits.unit, traits.name_folded))
    return (*marks, ("code", traits.credit_code, traits.site_mark)) if traits.credit_code else marks


def _distance(one: InForce, other: InForce) -> tuple[bool, int, str]:
    return other.as_of < one.as_of, abs((other.as_of - one.as_of).days), other.content
