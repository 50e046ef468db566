"""The register as it was known at a moment, computed from the rows in force then and from nothing that came later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, matching, portions, resolution, succession
from inventory.intake import corrected, ties
from inventory.intake.register import SINGLE
from inventory.intake.ties import Row
from inventory.judging import Group, RowKey
from inventory.models import ReportingUnit, SourceRow
from inventory.past.numbers import Numbers
from inventory.resolution import Corrected, Resolved, Said, Sub
from inventory.vocabulary import Standing


class Unit(NamedTuple):
    """A reporting unit as lists need it."""

    name: str
    position: int
    host: int | None


@dataclass(frozen=True, slots=True)
class PastSite:
    """One site as it was known."""

    register_number: str
    unit: str
    unit_position: int
    standing: Standing
    group: Group
    resolved: Resolved
    #: those that speak for the day or an earlier one
    rows: tuple[Row, ...]
    #: sub-record → all its rows known, whatever day they speak for, and its number in its address
    members: Mapping[Sub, Sequence[Row]]
    numbers: Mapping[Sub, int]

    def address(self, sub: Sub) -> str:
        """What people type: 420607-00037/kilns/2."""
        return f"{self.register_number}/{sub.ledger}/{self.numbers[sub]}"


class View:
    """The sites and what is known of each, by the readings, judgements and corrections of a moment."""

    def __init__(self, session: Session, known_at: datetime | None, seeds: Sequence[Row] | None = None) -> None:
        """:param seeds: rows whose sites are wanted; with none named, all."""
        self.readings = force.readings(session, known_at)
        self.is_whole = seeds is None
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
        self._numbers = Numbers(session, rows, self.readings, are_all=seeds is None)

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

    def sites(self, as_of: date | None) -> Iterator[PastSite]:
        """The sites of which anything is said for the day or an earlier one."""
        return (site for group in self.groups if (site := self.site(group, as_of)) is not None)

    def site(self, group: Group, as_of: date | None) -> PastSite | None:
        """The site that a group of rows is, by those that speak for the day or an earlier one; None where none does."""
        rows = self.of(group)
        spoken = self.spoken(rows, as_of)
        if not spoken:
            return None
        resolved = self.resolved(spoken)
        of_sub: Mapping[Sub, Sequence[Said]] = {sub: known.rows for sub, known in resolved.subs.items()}
        if len(spoken) < len(rows):
            # the numbers follow from all rows known, whatever day they speak for
            of_sub = resolution.numbered(sorted(map(self.said, rows)), SINGLE)
        by_id = {row.id: row for row in rows}
        numbered = self._numbers.of_site(rows)
        return PastSite(
            register_number=numbered.register_number,
            unit=self.units[resolved.unit].name,
            unit_position=self.units[resolved.unit].position,
            standing=Standing.PROVISIONAL if group.questions else Standing.CONFIRMED,
            group=group,
            resolved=resolved,
            rows=tuple(spoken),
            members={sub: [by_id[each.row_id] for each in of_sub[sub]] for sub in resolved.subs},
            numbers=self._numbers.of_subs(of_sub, by_id, is_lasting=numbered.is_lasting),
        )

    def case(self, site: PastSite, sub: Sub) -> int | None:
        """The case that a sub-record has today, if any."""
        return self._numbers.case(site.members[sub])


def _with_records(session: Session, rows: Sequence[Row]) -> list[Row]:
    fetched: dict[int, dict[str, object] | None] = {}
    for ids in portions.of(row.id for row in rows):
        query = select(SourceRow.id, SourceRow.record).where(SourceRow.id.in_(ids))
        fetched.update(dict(session.execute(query).all()))
    return [row._replace(record=fetched[row.id]) for row in rows]
