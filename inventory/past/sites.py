"""Enterprises as of a day, as the register knew them at a moment: to be found, shown and written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inventory import addresses, caseload, force, identity
from inventory.errors import NotFound
from inventory.intake import columns, ties
from inventory.intake.ties import Row
from inventory.judging import Group
from inventory.models import Enterprise, SourceRow
from inventory.past.cases import Events, cases_of
from inventory.past.view import View
from inventory.permits import Held
from inventory.queries.enterprises import Case, Found, Listing, Part, Whole
from inventory.queries.origins import Origins
from inventory.resolution import ENTERPRISE_FIELDS, Known, Resolved, Sub
from inventory.vocabulary import Ledger, Standing


@dataclass(frozen=True, slots=True)
class PastSite:
    """One site as it was known. ``rows`` are those that speak for the day or an earlier one."""

    view: View
    group: Group
    register_number: str
    unit: str
    unit_position: int
    standing: Standing
    resolved: Resolved
    rows: tuple[Row, ...]

    @property
    def line(self) -> Found:
        """As a line of a list."""
        facts = self.resolved.site.facts
        told: dict[str, Any] = {name: facts.get(name) for name in ("name", "credit_code", "township", "address")}
        return Found(register_number=self.register_number, unit=self.unit, standing=str(self.standing), **told)

    def members(self, known: Known) -> list[Row]:
        """The rows of a sub-record."""
        ids = {said.row_id for said in known.rows}
        return [row for row in self.rows if row.id in ids]

    def number(self, sub: Sub, known: Known) -> int:
        """The number of a sub-record in its address."""
        return self.view.sub_number(self.members(known)) or sub.ordinal


def sites_known(
    session: Session,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    unit_id: int | None = None,
    seeds: Sequence[Row] | None = None,
) -> list[PastSite]:
    """The sites by unit, name and register number."""
    view = View(session, known_at, seeds)
    found = [site for site in _sites(view, as_of) if unit_id is None or site.unit == view.units[unit_id].name]
    return sorted(found, key=lambda each: (each.unit_position, each.resolved.site.facts["name"], each.register_number))


def find(
    session: Session,
    said: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    unit_id: int | None = None,
    limit: int = 50,
) -> list[Found]:
    """Sites by any part of a name, a code or the register number they have today."""
    said = said.strip()
    wanted, code = identity.folded(said), said.upper()
    seeds = _seeds(session, said, known_at)

    def is_meant(site: PastSite) -> bool:
        return (
            site.register_number == said
            or any(number.startswith(code) for _, number in site.resolved.codes)
            or (bool(wanted) and any(wanted in identity.folded(name) for name in site.resolved.names))
        )

    found = sites_known(session, as_of=as_of, known_at=known_at, unit_id=unit_id, seeds=seeds)
    return [site.line for site in found if is_meant(site)][:limit]


def whole(session: Session, said: str, *, as_of: date | None = None, known_at: datetime | None = None) -> Whole:
    """All that was known of one enterprise: facts with their origins, sub-records, submissions."""
    number = session.scalars(select(Enterprise.register_number).where(Enterprise.id == addresses.site(session, said)))
    register_number = number.one()
    seeds = _seeds(session, register_number, known_at)
    found = sites_known(session, as_of=as_of, known_at=known_at, seeds=seeds)
    site = next((each for each in found if each.register_number == register_number), None)
    if site is None:
        raise NotFound("nothing was known of {said} then", said=said)
    origins = Origins(session, [row.id for row in site.rows], site.view.readings, site.view.corrected)
    return Whole(
        enterprise_id=session.scalars(select(Enterprise.id).where(Enterprise.register_number == register_number)).one(),
        found=site.line,
        legal_person=None,
        names=site.resolved.names,
        codes=site.resolved.codes,
        facts=tuple(origins.facts({field: site.resolved.site.facts.get(field) for field in ENTERPRISE_FIELDS})),
        parts=tuple(_parts(site, origins, _cases(session, site, as_of, known_at))),
        doubts=(),
        listings=tuple(Listing(each.submission_id, file, each.as_of, n) for each, file, n in origins.submissions),
    )


def enterprise_rows(found: Iterable[PastSite]) -> list[dict[str, Any]]:
    """As `listing.enterprises` gives them."""
    return [
        {
            "county": site.unit,
            "register_number": site.register_number,
            "standing": str(site.standing),
            **{field: site.resolved.site.facts.get(field) for field in ENTERPRISE_FIELDS},
        }
        for site in found
    ]


def ledger_rows(found: Iterable[PastSite], kind: str) -> list[dict[str, Any]]:
    """As `listing.ledger` gives them."""
    sites = list(found)
    own_facts = [{name: value for name, value in row.items() if name != "standing"} for row in enterprise_rows(sites)]
    return [
        {**own, **columns.facts(kind, known.facts), "number_": site.number(sub, known)}
        for site, own in zip(sites, own_facts, strict=True)
        for sub, known in site.resolved.subs.items()
        if sub.ledger == kind
    ]


def permits(found: Iterable[PastSite]) -> list[Held]:
    """As `permits.select_all` gives them."""
    return [
        Held(
            enterprise_id=0,
            register_number=site.register_number,
            place=site.number(sub, known),
            unit=site.unit,
            unit_position=site.unit_position,
            name=site.resolved.site.facts["name"],
            credit_code=site.resolved.site.facts.get("credit_code"),
            facts=columns.facts(Ledger.PERMITS, known.facts),
        )
        for site in found
        for sub, known in site.resolved.subs.items()
        if sub.ledger == Ledger.PERMITS
    ]


def _sites(view: View, as_of: date | None) -> Iterator[PastSite]:
    for group in view.groups:
        rows = view.of(group)
        spoken = view.spoken(rows, as_of)
        if spoken:
            resolved = view.resolved(spoken)
            unit = view.units[resolved.unit]
            standing = Standing.PROVISIONAL if group.questions else Standing.CONFIRMED
            number = view.register_number(rows)
            yield PastSite(view, group, number, unit.name, unit.position, standing, resolved, tuple(spoken))


def _cases(
    session: Session, site: PastSite, as_of: date | None, known_at: datetime | None
) -> dict[tuple[str, int], Case]:
    """Ledger kind and number → the case, where it stood then."""
    events = Events(session, known_at, site.view)
    found = {}
    for case in cases_of(site.view, site.group, as_of, events, caseload.plan_deadlines(session)):
        status = case.as_of(as_of).status if as_of is not None else case.status
        due_on = status.deadline.said if status.deadline else None
        state_on = status.state_on or case.listed_on
        found[case.ledger, case.number] = Case(
            status.state, state_on, case.claim.state, due_on, case.listed_on, status.round
        )
    return found


def _parts(site: PastSite, origins: Origins, cases: Mapping[tuple[str, int], Case]) -> Iterator[Part]:
    order = {ledger: place for place, ledger in enumerate(Ledger)}
    subs = sorted(site.resolved.subs.items(), key=lambda each: (order[Ledger(each[0].ledger)], site.number(*each)))
    for sub, known in subs:
        rows = {row.id for row in site.members(known)}
        shown = {name: value for name, value in columns.facts(sub.ledger, known.facts).items() if name in known.facts}
        yield Part(
            address=f"{site.register_number}/{sub.ledger}/{site.number(sub, known)}",
            ledger=sub.ledger,
            facts=tuple(origins.facts(shown, rows)),
            case=cases.get((sub.ledger, site.number(sub, known))),
            last_listed_on=known.last_listed_on,
            not_listed_since=None,
            is_orphaned=False,
        )


def _seeds(session: Session, said: str, known_at: datetime | None) -> list[Row]:
    """Rows in force then that may be meant, by name, code or the register number they have today."""
    readings = force.readings(session, known_at)
    wanted, code = identity.folded(said), said.upper()
    conditions = [SourceRow.credit_code_usable.startswith(code, autoescape=True)]
    if wanted:
        conditions.append(SourceRow.name_folded.contains(wanted, autoescape=True))
    if addresses.REGISTER_NUMBER.fullmatch(said):
        named = select(Enterprise.name_folded).where(Enterprise.register_number == said)
        numbers = select(Enterprise.id).where(Enterprise.register_number == said)
        conditions = [SourceRow.enterprise_id.in_(numbers), SourceRow.name_folded.in_(named)]
    return ties.where(session, or_(*conditions), readings)
