"""Enterprises as of a day, as the register knew them at a moment: to be found, listed and written out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from inventory import addresses, identity
from inventory.intake import columns
from inventory.intake.ties import Row
from inventory.past import meant
from inventory.past.view import PastSite, View
from inventory.permits import Held
from inventory.queries import enterprises
from inventory.queries.enterprises import Found
from inventory.resolution import ENTERPRISE_FIELDS
from inventory.vocabulary import Ledger


def sites_known(
    session: Session,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    unit_id: int | None = None,
    rows: Sequence[Row] | None = None,
) -> list[PastSite]:
    """The sites by unit, name and register number.

    :param rows: those whose sites are wanted; with none named, all.
    """
    view = View(session, known_at, rows)
    return ordered(site for site in view.sites(as_of) if unit_id is None or site.unit == view.units[unit_id].name)


def ordered(found: Iterable[PastSite]) -> list[PastSite]:
    """By the official order of units, then name and register number by code point."""
    return sorted(found, key=lambda each: (each.unit_position, each.resolved.site.facts["name"], each.register_number))


def line(site: PastSite) -> Found:
    """A site as a line of a list."""
    facts = site.resolved.site.facts
    told: dict[str, Any] = {name: facts.get(name) for name in ("name", "credit_code", "township", "address")}
    return Found(register_number=site.register_number, unit=site.unit, standing=str(site.standing), **told)


def find(
    session: Session,
    said: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    unit_id: int | None = None,
    limit: int = 50,
) -> list[Found]:
    """Sites by any part of a name, a code or a register number; one absorbed by then answers by its number."""
    said = said.strip()
    wanted, code = identity.folded(said), said.upper()
    rows = meant.like(session, said, known_at)
    sites = sites_known(session, as_of=as_of, known_at=known_at, unit_id=unit_id, rows=rows)
    if addresses.REGISTER_NUMBER.fullmatch(said):
        found = [line(site) for site in sites if site.register_number == said]
        heirs = {site.register_number for site in sites}
        return found or [each for each in enterprises.find(session, said) if each.merged_into in heirs]

    def is_meant(site: PastSite) -> bool:
        return any(number.startswith(code) for _, number in site.resolved.codes) or (
            bool(wanted) and any(wanted in identity.folded(name) for name in site.resolved.names)
        )

    return [line(site) for site in sites if is_meant(site)][:limit]


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
        {**own, **columns.facts(kind, known.facts), "number_": site.numbers[sub]}
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
            place=site.numbers[sub],
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
