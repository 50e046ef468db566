"""The cases as of a day, as the register knew them at a moment: computed from rows and events, never from the cache.

Facts are those of the rows in force at ``known_at`` that speak for the day or an earlier one; who is who follows from
all rows in force at ``known_at``; states come from the events that happened by the day and were recorded by
``known_at``. So an answer never changes when later ledgers, corrections, judgements or steps arrive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import caseload, cases, force, matching, portions, resolution, succession
from inventory.caseload import CASE_LEDGERS, OF_SITE, Case, Site
from inventory.force import InForce
from inventory.intake import columns, corrected, opening, ties
from inventory.intake.register import SINGLE
from inventory.intake.ties import Row
from inventory.judging import Group, RowKey, Traits
from inventory.models import Enterprise, RemediationEvent, ReportingUnit, SourceRow, Submission, SubRecord
from inventory.remediation import Event
from inventory.resolution import Corrected, Resolved, Said, Sub


def cases_known(
    session: Session, *, as_of: date | None = None, known_at: datetime | None = None, unit_id: int | None = None
) -> list[Case]:
    """The cases by unit, name and address; with neither day nor moment, as they stand now.

    The events of a case are all that were known: `Case.as_of` leaves those that had happened by a day.
    """
    if as_of is None and known_at is None:
        return caseload.current(session, unit_id=unit_id)
    view = _View(session, known_at)
    found = [case for group in view.groups for case in view.cases_of(group, as_of)]
    return caseload.ordered([case for case in found if unit_id is None or case.site.unit == view.units[unit_id].name])


class _Unit(NamedTuple):
    name: str
    position: int
    host: int | None


class _View:
    """The register as it was known at a moment."""

    def __init__(self, session: Session, known_at: datetime | None) -> None:
        self.readings = force.readings(session, known_at)
        units = select(ReportingUnit.id, ReportingUnit.name, ReportingUnit.position, ReportingUnit.host_unit_id)
        self.units = {unit[0]: _Unit(unit[1], unit[2], unit[3]) for unit in session.execute(units)}
        rows = ties.rows_of(session, self.readings)
        judged = ties.judgements(session, rows, known_at)
        hosts = {number: unit.host for number, unit in self.units.items()}
        by_key = {row.key: row for row in rows}
        with_cases = {row.key for row in rows if row.ledger in CASE_LEDGERS}
        successors = succession.read(session, known_at).current
        groups = matching.partition([(row.key, row.traits) for row in rows], judged, hosts, successors)
        self.groups = [group for group in groups if not with_cases.isdisjoint(group.rows)]
        self.rows = {key: by_key[key] for group in self.groups for key in group.rows}
        self.records = _records(session, self.rows.values())
        self.corrections = corrected.on(session, rows, self.readings, known_at).by_row
        self.events = _Events(session, known_at, self.rows)
        self.plan = caseload.plan_deadlines(session)
        self.register_numbers, self.sub_numbers = _numbers(session, self.rows.values())

    def cases_of(self, group: Group, as_of: date | None) -> list[Case]:
        """The cases of one site, by what its rows say for the day or an earlier one."""
        rows = [self.rows[key] for key in group.rows]
        known = [self._said(row) for row in rows]
        said = [each for each in known if as_of is None or each.as_of <= as_of]
        if not said:
            return []
        put_right: list[Corrected] = [each for row in said for each in self.corrections.get(row.row_id, ())]
        resolved = resolution.resolve(said, SINGLE, put_right)
        unit = self.units[resolved.unit]
        site = Site(
            key=group.rows[0],
            register_number=min((self.register_numbers.get(row.enterprise_id or 0, "") for row in rows), default=""),
            unit=unit.name,
            unit_position=unit.position,
            is_provisional=bool(group.questions),
            **_facts(resolved),
        )
        # who an event belongs to follows from all rows known, whatever day they speak for
        rows_of_sub = resolution.numbered(sorted(known), SINGLE)
        keys = {row.id: row.key for row in rows}
        places = {row.id: self.sub_numbers.get(row.sub_record_id or 0) for row in rows}
        found = []
        for sub, facts in resolved.subs.items():
            if sub.ledger not in CASE_LEDGERS or not opening.is_case(sub, facts):
                continue
            columned = columns.facts(sub.ledger, facts.facts)
            members = rows_of_sub.get(sub, [])
            numbers = [place for each in members if (place := places[each.row_id]) is not None]
            found.append(
                Case(
                    id=None,
                    site=site,
                    ledger=sub.ledger,
                    number=min(numbers, default=sub.ordinal),
                    disposal_class=columned.get(opening.DISPOSAL.get(sub.ledger, "")),
                    listed_on=facts.first_listed_on,
                    facts=columned,
                    events=self.events.of(sub, [keys[each.row_id] for each in members]),
                    plan_deadline=self.plan.get(sub.ledger),
                )
            )
        return found

    def _said(self, row: Row) -> Said:
        reading = self.readings[row.reading_id]
        record = self.records[row.id]
        unit = row.traits.unit
        return Said(reading.as_of, reading.content, row.id, row.reading_id, row.ledger, unit, row.sub_key, record)


def _facts(resolved: Resolved) -> dict[str, Any]:
    """The facts of the enterprise that a `Site` carries."""
    return {name: resolved.site.facts.get(name) for name in OF_SITE}


class _Events:
    """What had been recorded, by the row it is anchored to; where that row has left force, by a row like it."""

    def __init__(self, session: Session, known_at: datetime | None, rows: Mapping[RowKey, Row]) -> None:
        table = RemediationEvent.__table__
        query = select(*table.c, Submission.sha256).join_from(
            table, Submission, Submission.id == table.c.anchor_submission_id
        )
        if known_at is not None:
            query = query.where(table.c.recorded_at <= known_at)
        self._at: dict[RowKey, list[dict[str, Any]]] = defaultdict(list)
        gone: dict[RowKey, list[dict[str, Any]]] = defaultdict(list)
        for stored in session.execute(query).mappings():
            place = (stored["anchor_sheet"], stored["anchor_row"], stored["anchor_panel"])
            key = RowKey(stored["sha256"], *place)
            (self._at if key in rows else gone)[key].append(dict(stored))
        self._like: dict[tuple[Traits, str, str], list[dict[str, Any]]] = defaultdict(list)
        self._rows = rows
        if gone:
            for row in _left(session, known_at, gone):
                self._like[row.traits, row.ledger, row.sub_key] += gone[row.key]

    def of(self, sub: Sub, keys: Iterable[RowKey]) -> tuple[Event, ...]:
        """The events of a sub-record, numbered in the order they were recorded."""
        stored: dict[int, dict[str, Any]] = {}
        for key in keys:
            like = (self._rows[key].traits, sub.ledger, sub.key)
            for event in (*self._at.get(key, ()), *(self._like.get(like, ()) if sub.ordinal == 1 else ())):
                stored[event["id"]] = event
        if not stored:
            return ()
        in_turn = sorted(stored.values(), key=lambda event: (event["recorded_at"], event["sequence"]))
        return tuple(cases.history({**event, "sequence": place} for place, event in enumerate(in_turn, start=1)))


def _left(session: Session, known_at: datetime | None, keys: Mapping[RowKey, Sequence[object]]) -> list[Row]:
    """Rows that events are anchored to and that are in force no more, as the newest reading known has them."""
    digests = {key.sha256 for key in keys}
    newest: dict[int, InForce] = {
        each.reading_id: each for each in force.newest_readings(session, known_at).values() if each.sha256 in digests
    }
    return [row for row in ties.rows_of(session, newest) if row.key in keys]


def _records(session: Session, rows: Iterable[Row]) -> dict[int, Mapping[str, Any]]:
    found: dict[int, Mapping[str, Any]] = {}
    for ids in portions.of(row.id for row in rows):
        query = select(SourceRow.id, SourceRow.record).where(SourceRow.id.in_(ids))
        found.update({number: record or {} for number, record in session.execute(query)})
    return found


def _numbers(session: Session, rows: Iterable[Row]) -> tuple[dict[int, str], dict[int, int]]:
    """Enterprise → register number, sub-record → its number there, of the rows as the register has them today."""
    rows = list(rows)
    register: dict[int, str] = {}
    for ids in portions.of({row.enterprise_id for row in rows if row.enterprise_id is not None}):
        query = select(Enterprise.id, Enterprise.register_number).where(Enterprise.id.in_(ids))
        register.update((found[0], found[1]) for found in session.execute(query))
    subs: dict[int, int] = {}
    for ids in portions.of({row.sub_record_id for row in rows if row.sub_record_id is not None}):
        places = select(SubRecord.id, SubRecord.number).where(SubRecord.id.in_(ids))
        subs.update((found[0], found[1]) for found in session.execute(places))
    return register, subs
