"""Which site or case of the past somebody means: by a name it had then, or by what it is called today."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from inventory import addresses, caseload, force, identity
from inventory.caseload import Case
from inventory.cases import Stored
from inventory.errors import Ambiguous, NotFound
from inventory.intake import ties
from inventory.intake.ties import Row
from inventory.models import Enterprise, EnterpriseCode, EnterpriseName, SourceRow
from inventory.past.cases import Events, cases_of
from inventory.past.view import PastSite, View
from inventory.resolution import CODE_FIELDS


def site(
    session: Session, said: str, *, as_of: date | None = None, known_at: datetime | None = None
) -> tuple[View, PastSite]:
    """The one site that is meant, by register number or name, and the view it stands in."""
    said = said.strip()
    if not addresses.REGISTER_NUMBER.fullmatch(said):
        view = View(session, known_at, _called(session, said, known_at))
        sites = list(view.sites(as_of))
        found = [each for each in sites if said in each.resolved.names] or [
            each for each in sites if identity.folded(said) in map(identity.folded, each.resolved.names)
        ]
        if len(found) > 1:
            candidates = [f"{each.register_number} {each.resolved.names[0]}" for each in found[: addresses.NAMED]]
            raise Ambiguous(
                "{said} may be {n} enterprises; say which: {candidates}", said=said, n=len(found), candidates=candidates
            )
        if found:
            return view, found[0]
    today = addresses.site(session, said)
    number = session.scalars(select(Enterprise.register_number).where(Enterprise.id == today)).one()
    view = View(session, known_at, rows_of(session, today, said, known_at))
    at = {each.register_number: each for each in view.sites(as_of)}
    meant = at.get(said) or at.get(number)
    if meant is None:
        raise NotFound("nothing was known of {said} then", said=said)
    return view, meant


def case(
    session: Session, said: str, *, as_of: date | None = None, known_at: datetime | None = None
) -> tuple[Case, list[Stored]]:
    """The one case that is meant, by the events that had happened by the day, and all that was recorded on it by then.

    Meant by its address or its number today, or by an enterprise that had one only.
    """
    by_id = addresses.CASE_ID.fullmatch(said.strip())
    address = addresses.parse(caseload.one(session, addresses.case(session, said)).address if by_id else said)
    view, of = site(session, address.site, as_of=as_of, known_at=known_at)
    # whose kilns/2 is another kiln than its own was
    is_absorbed = addresses.REGISTER_NUMBER.fullmatch(address.site) and address.site != of.register_number
    found = [
        (each, events)
        for each, events in cases_of(view, of, Events(session, known_at, view), caseload.plan_deadlines(session))
        if address.ledger in (None, each.ledger) and (address.number in (None, each.number) or is_absorbed)
    ]
    if not found:
        raise NotFound("{said} had no case then", said=said)
    if len(found) > 1:
        candidates = [each.address for each, _ in found[: addresses.NAMED]]
        raise Ambiguous("{said} has {n} cases; say which: {candidates}", said=said, n=len(found), candidates=candidates)
    meant, events = found[0]
    if as_of is None:
        return meant, events
    return meant.as_of(as_of), [event for event in events if event["happened_on"] <= as_of]


def rows_of(session: Session, today: int, said: str, known_at: datetime | None) -> list[Row]:
    """Rows in force then of an enterprise of today, and those that have left force and are like it.

    :param said: as it was named; a register number given up leads to rows under the name it had.
    """
    ids = select(Enterprise.id).where(or_(Enterprise.id == today, Enterprise.register_number == said))
    named = select(Enterprise.name_folded).where(Enterprise.id.in_(ids))
    coded = select(Enterprise.credit_code).where(Enterprise.id.in_(ids), Enterprise.credit_code.is_not(None))
    return _rows(
        session,
        known_at,
        SourceRow.enterprise_id == today,
        SourceRow.name_folded.in_(named),
        SourceRow.credit_code_usable.in_(coded),
    )


def like(session: Session, said: str, known_at: datetime | None) -> list[Row]:
    """Rows in force then that may be meant by a part of a name, the beginning of a code, or a register number."""
    if addresses.REGISTER_NUMBER.fullmatch(said):
        known = session.scalar(select(Enterprise.id).where(Enterprise.register_number == said))
        return [] if known is None else rows_of(session, addresses.site(session, said), said, known_at)
    wanted, code = identity.folded(said), said.upper()
    among: list[ColumnElement[bool]] = []
    # what a name or code was put right to stands in no row
    put_right: list[Select[int]] = []
    if code.isascii():
        codes = [SourceRow.record[kind].as_string() for kind in (*CODE_FIELDS, "number")]
        among += [each.startswith(code, autoescape=True) for each in (SourceRow.credit_code_usable, *codes)]
        coded = select(EnterpriseCode.enterprise_id).where(EnterpriseCode.code.startswith(code, autoescape=True))
        put_right.append(coded)
    if wanted:
        among.append(SourceRow.name_folded.contains(wanted, autoescape=True))
        named = select(EnterpriseName.enterprise_id).where(EnterpriseName.name_folded.contains(wanted, autoescape=True))
        put_right.append(named)
    if not among:
        return []
    return _rows(session, known_at, or_(*among), *(SourceRow.enterprise_id.in_(query) for query in put_right))


def _called(session: Session, said: str, known_at: datetime | None) -> list[Row]:
    """Rows in force then of who is or was called so."""
    wanted = identity.folded(said)
    named = select(EnterpriseName.enterprise_id).where(EnterpriseName.name_folded == wanted)
    return _rows(session, known_at, SourceRow.name_folded == wanted, SourceRow.enterprise_id.in_(named))


def _rows(session: Session, known_at: datetime | None, *conditions: ColumnElement[bool]) -> list[Row]:
    """Rows in force then that meet one of some conditions, each asked by itself so that its index serves."""
    readings = force.readings(session, known_at)
    found = {row.id: row for condition in conditions for row in ties.where(session, condition, readings)}
    return list(found.values())
