"""All that was known of one enterprise on a day, by what the register knew at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import caseload, permits, succession, timeline
from inventory.force import InForce
from inventory.intake import columns, legal_persons
from inventory.intake import doubts as doubting
from inventory.intake.site import Site
from inventory.models import Enterprise, ReportingUnit
from inventory.past import meant, sites
from inventory.past.cases import Events, cases_of
from inventory.past.view import PastSite, View
from inventory.queries import doubts, enterprises
from inventory.queries.doubts import Doubt
from inventory.queries.enterprises import Listing, Part, Whole
from inventory.queries.origins import Origins
from inventory.resolution import ENTERPRISE_FIELDS
from inventory.vocabulary import Ledger


@dataclass(frozen=True, slots=True)
class Then:
    """One enterprise as it was known: all about it, its cases as `timeline.of_enterprise` has them, its permits."""

    whole: Whole
    cases: list[dict[str, Any]]
    held: list[permits.Held]


def whole(session: Session, said: str, *, as_of: date | None = None, known_at: datetime | None = None) -> Then:
    """The enterprise that is meant, by what had been said for the day and recorded by the moment."""
    view, site = meant.site(session, said, as_of=as_of, known_at=known_at)
    events = Events(session, known_at, view)
    found = []
    for case, recorded in cases_of(view, site, events, caseload.plan_deadlines(session)):
        happened = [event for event in recorded if as_of is None or event["happened_on"] <= as_of]
        found.append((case.as_of(as_of) if as_of is not None else case, happened))
    origins = Origins(session, [row.id for row in site.rows], view.readings, view.corrected)
    number = session.scalar(select(Enterprise.id).where(Enterprise.register_number == site.register_number))
    beside = {(case.ledger, case.number): enterprises.beside(case) for case, _ in found}
    spoken = {key: reading for key, reading in view.readings.items() if as_of is None or reading.as_of <= as_of}
    return Then(
        Whole(
            enterprise_id=number or 0,
            found=sites.line(site),
            legal_person=_legal_person(session, view, site, as_of, known_at),
            names=site.resolved.names,
            codes=site.resolved.codes,
            facts=tuple(origins.facts({field: site.resolved.site.facts.get(field) for field in ENTERPRISE_FIELDS})),
            parts=tuple(_parts(session, site, origins, beside, spoken)),
            doubts=tuple(_doubts(session, view, site)),
            listings=tuple(Listing(each.submission_id, file, each.as_of, n) for each, file, n in origins.submissions),
        ),
        timeline.whole(
            sorted(found, key=lambda each: (caseload.CASE_LEDGERS.index(Ledger(each[0].ledger)), each[0].number))
        ),
        sites.permits([site]),
    )


def _parts(
    session: Session,
    site: PastSite,
    origins: Origins,
    cases: Mapping[tuple[str, int], enterprises.Case],
    readings: Mapping[int, InForce],
) -> Iterator[Part]:
    order = {ledger: place for place, ledger in enumerate(Ledger)}
    days = enterprises.ledger_days(session, site.resolved.unit, readings)
    subs = sorted(site.resolved.subs.items(), key=lambda each: (order[Ledger(each[0].ledger)], site.numbers[each[0]]))
    for sub, known in subs:
        shown = {name: value for name, value in columns.facts(sub.ledger, known.facts).items() if name in known.facts}
        yield Part(
            address=site.address(sub),
            ledger=sub.ledger,
            facts=tuple(origins.facts(shown, {row.id for row in site.members[sub]})),
            case=cases.get((sub.ledger, site.numbers[sub])),
            last_listed_on=known.last_listed_on,
            not_listed_since=min((day for day in days[sub.ledger] if day > known.last_listed_on), default=None),
            is_orphaned=False,
        )


def _legal_person(
    session: Session, view: View, site: PastSite, as_of: date | None, known_at: datetime | None
) -> str | None:
    """Who held the newest usable code of its rows, as people said by then, else as the rows with that code say."""
    by_id = {row.id: row.traits for row in site.rows}
    codes = (by_id[said.row_id].credit_code for said in reversed(site.resolved.site.rows))
    code = next((code for code in codes if code), None)
    if code is None:
        return None
    names = legal_persons.names_of(view.spoken(view.rows.values(), as_of), view.readings)
    return succession.read(session, known_at).name(code) or names[code]


def _doubts(session: Session, view: View, site: PastSite) -> Iterator[Doubt]:
    """What is wrong in its rows; then what the register itself doubted of it."""
    name = site.resolved.names[0]
    addresses = {row.id: site.address(sub) for sub, rows in site.members.items() for row in rows}
    yield from doubts.of_rows(session, {row.id: (addresses[row.id], name) for row in site.rows})
    units = {unit.id: unit.name for unit in session.scalars(select(ReportingUnit))}
    built = Site(site.group, list(site.rows), 0, True, site.resolved)
    built.sub_ids = {sub: place for place, sub in enumerate(site.resolved.subs)}
    subs = {place: sub for sub, place in built.sub_ids.items()}
    for columns_ in doubting.of_site(built, view.rows, units):
        sub = subs.get(columns_.get("sub_record_id", -1))
        yield Doubt(
            kind=columns_["kind"],
            severity=columns_.get("severity", "warning"),
            unit=site.unit,
            ledger=sub.ledger if sub else None,
            submission_id=None,
            file_name=None,
            sheet=None,
            row=None,
            cell=None,
            field=columns_.get("field"),
            raw=columns_.get("raw"),
            address=site.address(sub) if sub else site.register_number,
            name=name,
            parameters=columns_["parameters"],
        )
