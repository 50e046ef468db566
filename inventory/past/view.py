"""The register as it was known at a moment, computed from the rows in force then and from nothing that came later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, matching, portions, resolution, succession
from inventory.intake import corrected, ties
from inventory.intake.register import SINGLE
from inventory.intake.ties import Row
from inventory.judging import Group, RowKey
from inventory.models import Enterprise, ReportingUnit, SourceRow, SubRecord
from inventory.resolution import Corrected, Resolved, Said


class Unit(NamedTuple):
    """A reporting unit as lists need it."""

    name: str
    position: int
    host: int | None


class View:
    """The sites and what is known of each, by the readings, judgements and corrections of a moment."""

    def __init__(self, session: Session, known_at: datetime | None, seeds: Sequence[Row] | None = None) -> None:
        """:param seeds: rows whose sites are wanted; with none named, all."""
        self.readings = force.readings(session, known_at)
        units = select(ReportingUnit.id, ReportingUnit.name, ReportingUnit.position, ReportingUnit.host_unit_id)
        self.units = {unit[0]: Unit(unit[1], unit[2], unit[3]) for unit in session.execute(units)}
        if seeds is None:
            rows = ties.with_records(session, self.readings)
        else:
            rows = _with_records(session, ties.follow(session, seeds, self.readings, known_at=known_at))
        judged = ties.judgements(session, rows, known_at)
        hosts = {number: unit.host for number, unit in self.units.items()}
        successors = succession.read(session, known_at).current
        self.groups: Sequence[Group] = matching.partition(
            [(row.key, row.traits) for row in rows], judged, hosts, successors
        )
        self.rows: dict[RowKey, Row] = {row.key: row for row in rows}
        #: row → the corrections that speak through it
        self.corrected = corrected.on(session, rows, self.readings, known_at).by_row
        self._register_numbers, self._sub_numbers = _numbers(session, rows)

    def of(self, group: Group) -> list[Row]:
        """The rows of a site."""
        return [self.rows[key] for key in group.rows]

    def said(self, row: Row) -> Said:
        """What a row says, and its turn."""
        reading = self.readings[row.reading_id]
        record = row.record or {}
        unit = row.traits.unit
        return Said(reading.as_of, reading.content, row.id, row.reading_id, row.ledger, unit, row.sub_key, record)

    def corrections(self, rows: Iterable[Row]) -> list[Corrected]:
        """The corrections that speak through some rows."""
        return [each for row in rows for each in self.corrected.get(row.id, ())]

    def spoken(self, rows: Iterable[Row], as_of: date | None) -> list[Row]:
        """Those of the rows that speak for the day or an earlier one."""
        return [row for row in rows if as_of is None or self.readings[row.reading_id].as_of <= as_of]

    def resolved(self, rows: Sequence[Row]) -> Resolved:
        """What rows of one site make of it."""
        return resolution.resolve(map(self.said, rows), SINGLE, self.corrections(rows))

    def register_number(self, rows: Sequence[Row]) -> str:
        """The number under which people know the site: of its rows as the register has them today."""
        of_rows = (self._register_numbers.get(row.enterprise_id or 0) for row in rows)
        like = (self._register_numbers.get((row.traits.unit, row.traits.name_folded)) for row in rows)
        return min(filter(None, of_rows), default=min(filter(None, like), default=""))

    def sub_number(self, rows: Iterable[Row]) -> int | None:
        """The number of a sub-record in its address, where its rows have one today."""
        found = (self._sub_numbers.get(row.sub_record_id or 0) for row in rows)
        return min((number for number in found if number is not None), default=None)


def _with_records(session: Session, rows: Sequence[Row]) -> list[Row]:
    fetched: dict[int, dict[str, object] | None] = {}
    for ids in portions.of(row.id for row in rows):
        query = select(SourceRow.id, SourceRow.record).where(SourceRow.id.in_(ids))
        fetched.update(dict(session.execute(query).all()))
    return [row._replace(record=fetched[row.id]) for row in rows]


def _numbers(session: Session, rows: Sequence[Row]) -> tuple[Mapping[object, str], Mapping[int, int]]:
    """Enterprise, or unit and folded name → register number; sub-record → its number there. As they are today."""
    register: dict[object, str] = {}
    for ids in portions.of({row.enterprise_id for row in rows if row.enterprise_id is not None}):
        query = select(Enterprise.id, Enterprise.register_number).where(Enterprise.id.in_(ids))
        register.update((found[0], found[1]) for found in session.execute(query))
    for names in portions.of({row.traits.name_folded for row in rows if row.enterprise_id is None}):
        like = select(Enterprise.unit_id, Enterprise.name_folded, Enterprise.register_number)
        for unit, name, number in session.execute(
            like.where(Enterprise.name_folded.in_(names)).order_by(Enterprise.id.desc())
        ):
            register[unit, name] = number
    subs: dict[int, int] = {}
    for ids in portions.of({row.sub_record_id for row in rows if row.sub_record_id is not None}):
        places = select(SubRecord.id, SubRecord.number).where(SubRecord.id.in_(ids))
        subs.update((found[0], found[1]) for found in session.execute(places))
    return register, subs
