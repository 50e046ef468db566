"""`inventory ledger missing`: enterprises that a later ledger does not list any more, and why."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import click

from inventory import language
from inventory.cli import output
from inventory.cli.ledger_teach import because_option
from inventory.cli.options import OneOf, by_option, register, somebody
from inventory.language import _
from inventory.vocabulary import Absence, Ledger

LISTED = {
    "address": _("address"),
    "name": _("enterprise"),
    "unit": _("unit"),
    "last_listed_on": _("last listed on"),
    "not_listed_since": _("not listed since"),
    "why": _("why"),
    "number": _("reason"),
    "made_by": _("by"),
    "because": _("because"),
}


@click.group()
def missing() -> None:
    """List who is in a ledger no more; record why, and take that back."""


@missing.command(name="list")
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--ledger", type=OneOf(list(Ledger)), help="Only this kind.")
@click.option("--unexplained", is_flag=True, help="Only those without a reason.")
@output.format_option
def list_(unit: str | None, ledger: str | None, unexplained: bool, output_format: str) -> None:
    """List the enterprises that a later ledger of their unit and kind does not list.

    \b
    Example:
      inventory ledger missing list --unit 襄州区 --unexplained
    """
    from inventory.queries import absences, teaching

    with register() as session:
        found = absences.missing(session, unit=teaching.unit(session, unit), ledger=ledger)
    rows = []
    for each in found:
        if unexplained and each.reason is not None:
            continue
        row: dict[str, Any] = {**dataclasses.asdict(each), "address": f"{each.register_number}/{each.ledger}"}
        if each.reason is not None:
            given = each.reason
            why = Absence(given.kind) if output_format == output.Format.TABLE else given.kind
            row |= {"why": why, "number": given.number, "made_by": given.made_by, "because": given.because}
        rows.append(row)
    output.rows(LISTED, rows, output_format)


@missing.command()
@click.argument("address")
@click.argument("why", type=OneOf(list(Absence)))
@because_option
@by_option
def explain(address: str, why: Absence, because: str, by: str | None) -> None:
    """Record why a ledger lists an enterprise no more. It stays in the register whatever the reason.

    ADDRESS is the enterprise with the kind of ledger.

    \b
    Example:
      inventory ledger missing explain 420607-00037/kilns closed --because 现场已拆除 --by 周敏
    """
    from inventory import absence

    with register(writing=True) as session:
        number = absence.explain(session, address, why, by=somebody(by), because=because, at=datetime.now(UTC))
    click.echo(language.translate("Reason {number} is recorded.").format(number=number))


@missing.command()
@click.argument("number", type=int)
@because_option
@by_option
def withdraw(number: int, because: str, by: str | None) -> None:
    """Take a reason back: the enterprise wants one again.

    NUMBER is the reason's, as `list` shows it.

    \b
    Example:
      inventory ledger missing withdraw 3 --because 误记 --by 周敏
    """
    from inventory import absence

    with register(writing=True) as session:
        absence.withdraw(session, number, by=somebody(by), because=because, at=datetime.now(UTC))
    click.echo(language.translate("Withdrew reason {number}.").format(number=number))
