"""Rebuilding the current register for what came and went: enterprises, sub-records, facts, cases, questions.

The current tables are a cache of one function of the rows in force, corrections and judgements. Only what is tied to
the touched rows is computed anew, in portions, and only what differs is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, matching, portions, records, resolution, succession
from inventory.database import bulk
from inventory.force import InForce
from inventory.intake import columns, corrected, doubts, legal_persons, opening, owners, serials, sites, subs, upkeep
from inventory.intake.site import Site
from inventory.intake.summary import Change
from inventory.intake.ties import Row, follow, judgements
from inventory.intake.waiting import Waiting
from inventory.matching import Group, RowKey
from inventory.models import Enterprise, Problem, ReportingUnit, SourceRow
from inventory.resolution import Corrected, Said
from inventory.vocabulary import Standing

#: groups rebuilt at once: bounds what is held in memory
AT_ONCE = 2_000

#: ledger kinds with one sub-record an enterprise
SINGLE = frozenset(ledger for ledger, key in records.KEYS.items() if not key)


@dataclass(slots=True)
class Changes:
    """What became of the rows that came, and what the register doubts of their enterprises."""

    outcomes: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    values: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """A group and the enterprise it has been so far."""

    group: Group
    rows: list[Row]
    owner: int | None = None


def rebuild(
    session: Session,
    arriving: Sequence[Row],
    leaving: Sequence[Row],
    fresh: int | None = None,
    *,
    decided: Sequence[Row] = (),
    keep: Mapping[int, Sequence[int]] | None = None,
    waiting: Waiting | None = None,
) -> Changes:
    """Bring the register up to date after rows came into force or left it, or somebody decided something on them.

    :param fresh: the reading just stored; all its rows are among the arriving, or none is in force.
    :param decided: rows a correction or judgement was made on or taken back from: rebuilt, but not reported as come.
    :param keep: row → the enterprise whose number its group is to keep, where the decision says so (`owners.assign`).
    :param waiting: rows of ``fresh`` that are written here, since only now is it known whose they are.
    """
    readings = force.readings(session)
    tied = follow(session, [*arriving, *leaving, *decided], readings, fresh)
    hosts = {unit.id: unit.host_unit_id for unit in session.scalars(select(ReportingUnit))}
    words = judgements(session, [*tied, *leaving])
    put_right = corrected.on(session, tied, readings)
    successors = succession.read(session).current
    groups = matching.partition([(row.key, row.traits) for row in tied], words, hosts, successors)
    by_key = {row.key: row for row in tied}
    found = [_Found(group, [by_key[key] for key in group.rows]) for group in groups]
    concerned = {row.id for row in (*arriving, *decided)} | put_right.near
    moved = _moved(session, found, concerned, {row.enterprise_id for row in leaving})
    numbers = owners.assign(session, [each.rows for each in moved], leaving, keep or {})
    for each, owner in zip(moved, numbers, strict=True):
        each.owner = owner
    if waiting is not None:
        # in the order in which they wait, so that few must be held at once
        moved.sort(key=lambda each: min((row.id for row in each.rows if row.id in waiting), default=0))
    persons = legal_persons.bring_up(session, tied, readings)
    write = _Writing(session, readings, persons, by_key, put_right.by_row, {row.id for row in arriving}, waiting)
    for portion in portions.of(moved, AT_ONCE):
        write.portion(portion)
    if waiting is not None:
        waiting.write_rest()
    before = {row.enterprise_id for row in leaving} | {row.enterprise_id for each in moved for row in each.rows}
    # a new enterprise of rows that nobody had holds nothing yet that could be left over
    touched = {number for number in before if number is not None} | {owner for owner in numbers if owner is not None}
    touched |= {number for _, number in write.hands}
    upkeep.finish(session, touched, {row.reading_id for row in leaving}, write.hands)
    return write.changes


def _moved(session: Session, found: list[_Found], arriving: set[int], leaving: set[int | None]) -> list[_Found]:
    """The groups to rebuild: not those with the same rows as before, nothing asked or decided of them then or now.

    :param arriving: rows that came, or that a decision concerns.
    """
    sizes = Counter(row.enterprise_id for each in found for row in each.rows)
    confirmed: set[int] = set()
    for portion in portions.of(sorted(number for number in sizes if number is not None)):
        query = select(Enterprise.id).where(Enterprise.id.in_(portion), Enterprise.standing == Standing.CONFIRMED)
        confirmed |= set(session.scalars(query))

    def is_as_before(each: _Found) -> bool:
        enterprise_id = each.rows[0].enterprise_id
        return (
            not each.group.questions
            and enterprise_id in confirmed
            and enterprise_id not in leaving
            and sizes[enterprise_id] == len(each.rows)
            and all(row.enterprise_id == enterprise_id and row.id not in arriving for row in each.rows)
        )

    return [each for each in found if not is_as_before(each)]


class _Writing:
    """One rebuild while it is written, portion by portion."""

    def __init__(
        self,
        session: Session,
        readings: Mapping[int, InForce],
        persons: Mapping[str, int],
        by_key: Mapping[RowKey, Row],
        put_right: Mapping[int, Sequence[Corrected]],
        arriving: set[int],
        waiting: Waiting | None,
    ) -> None:
        self.session = session
        self.readings = readings
        self.persons = persons
        self.by_key = by_key
        self.put_right = put_right
        self.arriving = arriving
        self.waiting = waiting
        self.changes = Changes()
        #: (from, to) enterprise of the rows that changed hands
        self.hands: list[tuple[int, int]] = []
        #: sub-records that have their place
        self.placed: set[int] = set()
        self.enterprise_id = columns.next_id(session, Enterprise)
        self.problem_ids = count(max(columns.next_id(session, Problem), waiting.free_problem_id if waiting else 0))

    def portion(self, found: list[_Found]) -> None:
        """Rebuild some groups."""
        built = self._resolved(found)
        sites.write(self.session, built, self.persons)
        subs.write(self.session, built, self.placed)
        opening.write(self.session, built, self.readings)
        self.changes.problems += doubts.write(self.session, built, self.by_key, self.arriving, self.problem_ids)
        self.changes.values += [change for site in built for change in site.changes]
        self._place(built)

    def _resolved(self, found: list[_Found]) -> list[Site]:
        rows = _with_records(self.session, found, self.waiting)
        built = []
        for each, members in zip(found, rows, strict=True):
            said = [self._said(row) for row in members]
            of_site = [each for row in members for each in self.put_right.get(row.id, ())]
            owner = each.owner
            if owner is None:
                owner, self.enterprise_id = self.enterprise_id, self.enterprise_id + 1
            resolved = resolution.resolve(said, SINGLE, of_site)
            built.append(Site(each.group, members, owner, each.owner is None, resolved))
        numbers = iter(serials.draw(self.session, [site.resolved.unit for site in built if site.is_new]))
        for site in built:
            if site.is_new:
                site.register_number = next(numbers)
        return built

    def _said(self, row: Row) -> Said:
        reading = self.readings[row.reading_id]
        record = row.record or {}
        return Said(
            reading.as_of, reading.content, row.id, row.reading_id, row.ledger, row.traits.unit, row.sub_key, record
        )

    def _place(self, built: list[Site]) -> None:
        """Write on every row whose it is now, and of those that came what they changed."""
        written: dict[int, dict[str, Any]] = {}
        placed = []
        outcomes = []
        for site in built:
            rows = {row.id: row for row in site.rows}
            given = (row.enterprise_id for row in site.rows if row.enterprise_id not in (None, site.enterprise_id))
            self.hands += [(number, site.enterprise_id) for number in given if number is not None]
            for sub, known in site.resolved.subs.items():
                sub_id = site.sub_ids[sub]
                place = {"enterprise_id": site.enterprise_id, "sub_record_id": sub_id, "sub_ordinal": sub.ordinal}
                for row in (rows[said.row_id] for said in known.rows):
                    if row.id in self.arriving:
                        outcome = site.outcome(sub)
                        self.changes.outcomes[outcome] += 1
                        if self.waiting is not None and row.id in self.waiting:
                            written[row.id] = {**place, "outcome": outcome}
                        else:
                            outcomes.append({"id": row.id, **place, "outcome": outcome})
                    elif (row.enterprise_id, row.sub_record_id) != (site.enterprise_id, sub_id):
                        placed.append({"id": row.id, **place})
        if self.waiting is not None:
            self.waiting.write(written)
        columns.update_rows(self.session, SourceRow, "id", outcomes)
        columns.update_rows(self.session, SourceRow, "id", placed)


def _with_records(session: Session, found: list[_Found], waiting: Waiting | None) -> list[list[Row]]:
    """The rows of the groups, each with its record."""
    records_of: dict[int, Mapping[str, Any] | None] = {}
    stored = []
    for row in (row for each in found for row in each.rows if row.record is None):
        if waiting is not None and row.id in waiting:
            records_of[row.id] = waiting.record(row.id)
        else:
            stored.append(row.id)
    for ids in portions.of(stored):
        query = select(SourceRow.id, SourceRow.record).where(bulk.among(session, SourceRow.id, ids))
        records_of.update(session.execute(query).all())
    return [
        [row if row.record is not None else row._replace(record=records_of[row.id]) for row in each.rows]
        for each in found
    ]
