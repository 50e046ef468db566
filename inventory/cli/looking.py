"""The commands of `inventory remediation` that look and change nothing: list, overdue, due, show, history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from inventory.cli import output
from inventory.cli.options import Day, OneOf, past_options, register
from inventory.language import _
from inventory.vocabulary import DisposalClass, KilnDisposal, Ledger, State

if TYPE_CHECKING:
    from inventory.caseload import Case

LISTED = {
    "id": _("case"),
    "address": _("address"),
    "unit": _("unit"),
    "name": _("enterprise"),
    "disposal_class": _("class"),
    "due_on": _("due on"),
    "claimed": _("claimed"),
    "state": _("state"),
    "state_on": _("since"),
    "is_overdue": _("overdue"),
}
#: what `timeline.standing` says of one case
STANDING = {
    "case": _("case"),
    "address": _("address"),
    "enterprise": _("enterprise"),
    "disposal_class": _("class"),
    "listed_on": _("listed on"),
    "due_on": _("due on"),
    "claimed": _("claimed"),
    "state": _("state"),
    "state_on": _("since"),
    "round": _("round"),
    "is_contradicted": _("contradicted"),
    "is_relapsed": _("relapsed"),
    "not_yet_verified": _("not yet verified"),
    "allowed": _("steps allowed now"),
    "version": _("version"),
}
EVENTS = {
    "number": _("no."),
    "action": _("action"),
    "on": _("happened on"),
    "recorded_at": _("recorded at"),
    "by": _("by"),
    "document": _("document"),
    "note": _("note"),
    "particulars": _("particulars"),
    "retracted": _("taken back"),
}


def _today() -> date:
    return date.today()  # noqa: DTZ011 — the clerk's own day


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--unit`` and ``--ledger``, and the format of its rows."""
    ledger = click.option("--ledger", type=OneOf(list(Ledger)), help="Only cases of this ledger kind.")
    unit = click.option("--unit", metavar="NAME", help="Only this county or zone.")
    return unit(ledger(output.format_option(command)))


def _found(
    unit: str | None, ledger: str | None, as_of: date | None = None, known_at: datetime | None = None
) -> list[Case]:
    from inventory import listing, past

    with register() as session:
        unit_id = listing.unit_id(session, unit)
        found = past.cases_known(session, as_of=as_of, known_at=known_at, unit_id=unit_id)
    return [case for case in found if ledger is None or case.ledger == ledger]


def _row(case: Case, on: date) -> dict[str, Any]:
    from inventory import status

    stands = case.status
    return {
        "id": case.id,
        "address": case.address,
        "unit": case.site.unit,
        "name": case.site.name,
        "disposal_class": status.class_of(case),
        "due_on": stands.deadline.said if stands.deadline else None,
        "claimed": case.claim.state,
        "state": stands.state,
        "state_on": stands.state_on or case.listed_on,
        "is_overdue": case.is_overdue(on),
    }


@click.command(name="list")
@filters
@click.option("--class", "disposal_class", type=OneOf([*DisposalClass, *KilnDisposal]), help="Only this class.")
@click.option("--state", type=OneOf(list(State)), help="Only cases that stand here.")
@past_options
def list_(
    unit: str | None,
    ledger: str | None,
    disposal_class: str | None,
    state: str | None,
    as_of: date | None,
    known_at: datetime | None,
    output_format: str,
) -> None:
    """List cases: what is claimed beside what is verified.

    \b
    Example:
      inventory remediation list --unit 谷城县 --state underway
    """
    day = as_of or _today()
    found = (
        case
        for case in _on(_found(unit, ledger, as_of, known_at), day)
        if disposal_class in (None, case.disposal_class) and state in (None, case.status.state)
    )
    output.rows(LISTED, (_row(case, day) for case in found), output_format)


@click.command()
@filters
@click.option("--on", type=Day(), help="Counted on this day. Default: today, or the day of --as-of.")
@past_options
def overdue(
    unit: str | None,
    ledger: str | None,
    on: date | None,
    as_of: date | None,
    known_at: datetime | None,
    output_format: str,
) -> None:
    """List the cases whose deadline has passed and whose work is not verified.

    \b
    Example:
      inventory remediation overdue --unit 谷城县
    """
    from inventory import status

    day = on or as_of or _today()
    found = status.overdue(_on(_found(unit, ledger, as_of, known_at), day), day)
    output.rows(LISTED, (_row(case, day) for case in found), output_format)


@click.command()
@filters
@click.option("--within", type=click.IntRange(min=0), default=30, show_default=True, help="Days from the day asked.")
@click.option("--on", type=Day(), help="Counted from this day. Default: today, or the day of --as-of.")
@past_options
def due(
    unit: str | None,
    ledger: str | None,
    within: int,
    on: date | None,
    as_of: date | None,
    known_at: datetime | None,
    output_format: str,
) -> None:
    """List the cases that fall due soon.

    \b
    Example:
      inventory remediation due --within 30
    """
    from inventory import status

    day = on or as_of or _today()
    found = status.due(_on(_found(unit, ledger, as_of, known_at), day), day, within)
    output.rows(LISTED, (_row(case, day) for case in found), output_format)


def _on(found: list[Case], day: date) -> list[Case]:
    return [case.as_of(day) for case in found]


@click.command()
@click.argument("case")
@past_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(case: str, as_of: date | None, known_at: datetime | None, as_json: bool) -> None:
    """Show where a case stands: claim, state, deadline, conditions, and the steps allowed now.

    \b
    Example:
      inventory remediation show 420607-00037/kilns/2
      inventory remediation show 420607-00037/kilns/2 --as-of 2019-06-30
    """
    from inventory import addresses, caseload, language, past, status, timeline

    with register() as session:
        if as_of is None and known_at is None:
            one = caseload.one(session, addresses.case(session, case))
        else:
            one, _recorded = past.case(session, case, as_of=as_of, known_at=known_at)
    found = timeline.standing(one)
    if as_json:
        output.document(found)
        return
    conditions = found.pop("conditions")
    found["disposal_class"] = status.class_of(one)
    told = [(language.translate(STANDING[name]), value) for name, value in found.items()]
    output.rows({"field": _("field"), "value": _("value")}, told)
    if conditions:
        click.echo()
        columns = {"condition": _("condition"), "standing": _("standing"), "on": _("since"), "document": _("document")}
        output.rows(columns, conditions)


@click.command()
@click.argument("case")
@past_options
@output.format_option
def history(case: str, as_of: date | None, known_at: datetime | None, output_format: str) -> None:
    """Show all that was recorded on a case, what was taken back included.

    \b
    Example:
      inventory remediation history 420607-00037/kilns/2
    """
    from inventory import addresses, past, timeline

    with register() as session:
        if as_of is None and known_at is None:
            found = timeline.recorded(session, addresses.case(session, case))
        else:
            found = timeline.told(past.case(session, case, as_of=as_of, known_at=known_at)[1])
    output.rows(EVENTS, found, output_format)


COMMANDS = (list_, overdue, due, show, history)
