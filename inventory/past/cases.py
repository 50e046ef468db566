"""The cases as of a day, as the register knew them at a moment: computed from rows and events, never from the cache.

States come from the events that happened by the day and were recorded by the moment. So an answer never changes when
later ledgers, corrections, judgements or steps arrive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from inventory import caseload, cases, force, portions
from inventory.caseload import CASE_LEDGERS, OF_SITE, Case, Site
from inventory.cases import Stored
from inventory.force import InForce
from inventory.intake import columns, corrected, opening, ties
from inventory.intake.ties import Row
from inventory.judging import RowKey
from inventory.models import Reading, RemediationEvent, SourceRow, Submission
from inventory.past.view import PastSite, View
from inventory.remediation import Deadline
from inventory.vocabulary import Standing


def cases_known(
    session: Session, *, as_of: date | None = None, known_at: datetime | None = None, unit_id: int | None = None
) -> list[Case]:
    """The cases by unit, name and address; with neither day nor moment, as they stand now.

    The events of a case are all that were known: `Case.as_of` leaves those that had happened by a day.
    """
    if as_of is None and known_at is None:
        return caseload.current(session, unit_id=unit_id)
    view = View(session, known_at)
    events, plan = Events(session, known_at, view), caseload.plan_deadlines(session)
    with_cases = {key for key, row in view.rows.items() if row.ledger in CASE_LEDGERS}
    sites = (view.site(group, as_of) for group in view.groups if not with_cases.isdisjoint(group.rows))
    found = [case for site in sites if site is not None for case, _ in cases_of(view, site, events, plan)]
    return caseload.ordered([case for case in found if unit_id is None or case.site.unit == view.units[unit_id].name])


def cases_of(
    view: View, site: PastSite, events: Events, plan: Mapping[str, Deadline]
) -> Iterator[tuple[Case, list[Stored]]]:
    """The cases of one site, each with all that was recorded on it until the moment."""
    facts_of_site: dict[str, Any] = {name: site.resolved.site.facts.get(name) for name in OF_SITE}
    of_case = Site(
        key=site.group.rows[0],
        register_number=site.register_number,
        unit=site.unit,
        unit_position=site.unit_position,
        is_provisional=site.standing is Standing.PROVISIONAL,
        **facts_of_site,
    )
    for sub, known in site.resolved.subs.items():
        if sub.ledger not in CASE_LEDGERS or not opening.is_case(sub, known):
            continue
        facts = columns.facts(sub.ledger, known.facts)
        recorded = events.recorded(row.key for row in site.members[sub])
        case = Case(
            id=view.case(site, sub),
            site=of_case,
            ledger=sub.ledger,
            number=site.numbers[sub],
            disposal_class=facts.get(opening.DISPOSAL.get(sub.ledger, "")),
            listed_on=known.first_listed_on,
            facts=facts,
            events=tuple(cases.history(recorded)),
            plan_deadline=plan.get(sub.ledger),
        )
        yield case, recorded


class Events:
    """What had been recorded, by the row it is anchored to; where that row has left force, by the row most like it."""

    def __init__(self, session: Session, known_at: datetime | None, view: View) -> None:
        self._at: dict[RowKey, list[dict[str, Any]]] = defaultdict(list)
        gone: dict[RowKey, list[dict[str, Any]]] = defaultdict(list)
        for stored in _recorded(session, known_at, view):
            place = (stored["anchor_sheet"], stored["anchor_row"], stored["anchor_panel"])
            key = RowKey(stored["sha256"], *place)
            (self._at if key in view.rows else gone)[key].append(stored)
        if gone:
            like = corrected.Likeness(view.rows.values())
            left, readings = _left(session, known_at, gone)
            places, known = corrected.places(session, left), {**readings, **view.readings}
            for row in left:
                through = like.nearest(row, known, places[row.id])
                if through is not None:
                    self._at[through.key] += gone[row.key]

    def recorded(self, keys: Iterable[RowKey]) -> list[Stored]:
        """The events of the sub-record that rows speak of, numbered in the order they were recorded."""
        stored = {event["id"]: event for key in keys for event in self._at.get(key, ())}
        in_turn = sorted(stored.values(), key=lambda event: (event["recorded_at"], event["sequence"]))
        return [{**event, "sequence": place} for place, event in enumerate(in_turn, start=1)]


def _recorded(session: Session, known_at: datetime | None, view: View) -> Iterator[dict[str, Any]]:
    """The events recorded by the moment: all, or of a part of the register those on rows of its names and codes."""
    table = RemediationEvent.__table__
    query = select(*table.c, Submission.sha256).join_from(
        table, Submission, Submission.id == table.c.anchor_submission_id
    )
    if known_at is not None:
        query = query.where(table.c.recorded_at <= known_at)
    queries = [query]
    if not view.is_whole:
        place = (
            (SourceRow.sheet, table.c.anchor_sheet),
            (SourceRow.row, table.c.anchor_row),
            (SourceRow.panel, table.c.anchor_panel),
        )
        query = query.join(Reading, Reading.submission_id == Submission.id)
        query = query.join(SourceRow, and_(SourceRow.reading_id == Reading.id, *(one == other for one, other in place)))
        traits = [row.traits for row in view.rows.values()]
        names, codes = {each.name_folded for each in traits}, {each.credit_code for each in traits if each.credit_code}
        queries = [query.where(SourceRow.name_folded.in_(those)) for those in portions.of(sorted(names))]
        queries += [query.where(SourceRow.credit_code_usable.in_(those)) for those in portions.of(sorted(codes))]
    found = {stored["id"]: dict(stored) for each in queries for stored in session.execute(each).mappings()}
    yield from found.values()


def _left(
    session: Session, known_at: datetime | None, keys: Mapping[RowKey, Sequence[object]]
) -> tuple[list[Row], dict[int, InForce]]:
    """Rows that events are anchored to and that are in force no more, as the newest reading known has them."""
    digests = {key.sha256 for key in keys}
    newest: dict[int, InForce] = {
        each.reading_id: each for each in force.newest_readings(session, known_at).values() if each.sha256 in digests
    }
    return [row for row in ties.rows_of(session, newest) if row.key in keys], newest
