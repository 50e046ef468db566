"""`inventory permit`: permits, and what they are worth on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from inventory.cli import output
from inventory.cli.options import Day, past_options, register
from inventory.errors import NotFound
from inventory.language import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from inventory.permits import Held

COLUMNS = {
    "address": _("address"),
    "unit": _("unit"),
    "name": _("enterprise"),
    "number": _("permit number"),
    "category": _("category"),
    "valid_from": _("valid from"),
    "valid_to": _("valid to"),
    "renewal_due_on": _("ask for renewal by"),
    "validity": _("validity"),
}
#: what `show` adds to a line of the list
PARTICULARS = {
    "permit_status": _("status said"),
    "issued_on": _("issued on"),
    "authority": _("authority"),
    "catalogue_edition": _("catalogue"),
    "so2_limit_t": "SO2 (t)",
    "nox_limit_t": "NOx (t)",
    "pm_limit_t": "PM (t)",
    "voc_limit_t": "VOCs (t)",
}


def _today() -> date:
    return date.today()  # noqa: DTZ011 — the clerk's own day


def _rows(found: Iterable[Held], on: date) -> list[dict[str, Any]]:
    return [
        {
            "address": held.address,
            "unit": held.unit,
            "name": held.name,
            "number": held.facts["number"],
            "category": held.category,
            "valid_from": held.facts["valid_from"],
            "valid_to": held.facts["valid_to"],
            "renewal_due_on": held.renewal_due_on,
            "validity": held.validity(on),
        }
        for held in found
    ]


def _found(unit: str | None, as_of: date | None, known_at: datetime | None) -> list[Held]:
    from inventory import listing

    with register() as session:
        return _held(session, listing.unit_id(session, unit), as_of, known_at)


def _held(session: Session, unit_id: int | None, as_of: date | None, known_at: datetime | None) -> list[Held]:
    """The permits as they are, or as of a day and as known at a moment."""
    from inventory import past, permits

    if as_of is None and known_at is None:
        return permits.select_all(session, unit_id=unit_id)
    return past.permits(past.sites_known(session, as_of=as_of, known_at=known_at, unit_id=unit_id))


@click.group()
def group() -> None:
    """Show permits and what is wrong with them."""


@group.command(name="list")
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--on", type=Day(), help="What they are worth on this day. Default: today, or the day of --as-of.")
@past_options
@output.format_option
def list_(unit: str | None, on: date | None, as_of: date | None, known_at: datetime | None, output_format: str) -> None:
    """List all permits, with what each is worth on a day.

    \b
    Example:
      inventory permit list --unit 谷城县 --on 2019-12-31
    """
    output.rows(COLUMNS, _rows(_found(unit, as_of, known_at), on or as_of or _today()), output_format)


@group.command()
@click.argument("which")
@click.option("--on", type=Day(), help="What it is worth on this day. Default: today, or the day of --as-of.")
@past_options
@output.format_option
def show(which: str, on: date | None, as_of: date | None, known_at: datetime | None, output_format: str) -> None:
    """Show the permits of an enterprise, or the one with a number.

    WHICH is a permit number, an address, a register number or a name.

    \b
    Example:
      inventory permit show 420625-00003/permits/1
    """
    from inventory import addresses, past, permits

    with register() as session:
        is_past = as_of is not None or known_at is not None
        everyone = _held(session, None, as_of, known_at)
        found = [held for held in everyone if held.facts["number"] == which]
        if not found:
            address = addresses.parse(which)
            if is_past:
                holders = past.whole(session, address.site, as_of=as_of, known_at=known_at).held
            else:
                numbers = addresses.enterprises(session, address.site)
                holders = [held for number in numbers for held in permits.select_all(session, enterprise_ids=[number])]
            found = [held for held in holders if address.number in (None, held.place)]
    if not found:
        raise NotFound("{said} has no permit in the register", said=which)
    rows = [
        {**row, **{name: held.facts[name] for name in PARTICULARS}}
        for row, held in zip(_rows(found, on or as_of or _today()), found, strict=True)
    ]
    output.rows(COLUMNS | PARTICULARS, rows, output_format)


@group.command()
@click.option("--within", type=click.IntRange(min=0), default=90, show_default=True, help="Days from the day asked.")
@click.option("--on", type=Day(), help="Counted from this day. Default: today, or the day of --as-of.")
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@past_options
@output.format_option
def expiring(
    within: int,
    on: date | None,
    unit: str | None,
    as_of: date | None,
    known_at: datetime | None,
    output_format: str,
) -> None:
    """List the permits that end soon, the first to end first.

    \b
    Example:
      inventory permit expiring --within 90 --on 2019-10-01
    """
    from inventory import permits

    day = on or as_of or _today()
    found = permits.expiring(_found(unit, as_of, known_at), day, within)
    output.rows(COLUMNS, _rows(found, day), output_format)
