"""`inventory findings`: what somebody should look into, with the legal basis; what was said may wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from inventory.cli import output
from inventory.cli.options import Day, by_option, register, somebody
from inventory.cli.screen import field_labels
from inventory.language import _, ngettext, shown, translate

if TYPE_CHECKING:
    from inventory.findings import Finding

COLUMNS = {
    "unit": _("unit"),
    "name": _("enterprise"),
    "address": _("address"),
    "kind": _("finding"),
    "message": _("what was found"),
    "basis": _("basis"),
    "is_trial": _("on trial"),
    "waived_until": _("waived until"),
}
RULES = {"kind": _("finding"), "basis": _("basis"), "is_trial": _("on trial"), "message": _("what was found")}
WAIVERS = {
    "number": _("number"),
    "kind": _("finding"),
    "address": _("address"),
    "until": _("waived until"),
    "by": _("by"),
    "at": _("on"),
    "reason": _("reason"),
}


@click.group(invoke_without_command=True)
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only findings of this kind; may be repeated.")
@click.option("--on", type=Day(), help="What is found on this day. Default: today.")
@click.option("--waived", is_flag=True, help="Show those too that may wait.")
@output.format_option
@click.pass_context
def group(
    context: click.Context, unit: str | None, kinds: tuple[str, ...], on: date | None, waived: bool, output_format: str
) -> None:
    """List what somebody should look into, and what may wait.

    Without a command: all findings on a day.

    \b
    Example:
      inventory findings --unit 襄州区 --kind closed_yet_permitted
    """
    if context.invoked_subcommand is None:
        _list(unit, kinds, on, waived, output_format)


def _list(unit: str | None, kinds: tuple[str, ...], on: date | None, waived: bool, output_format: str) -> None:
    from inventory import findings, listing

    waiting = 0

    def counted(found: Iterator[Finding]) -> Iterator[dict[str, Any]]:
        nonlocal waiting
        for finding in found:
            waiting += finding.waiver is not None
            if waived or finding.waiver is None:
                yield _line(finding)

    with register() as session:
        on = on or date.today()  # noqa: DTZ011 — the clerk's own day
        found = findings.select(session, on, unit_id=listing.unit_id(session, unit), kinds=kinds or None)
        output.rows(COLUMNS, counted(output.progress(found, _("Looking"))), output_format)
    if waiting and not waived:
        said = ngettext(
            "{n} finding may wait; --waived shows it.", "{n} findings may wait; --waived shows them.", waiting
        )
        click.echo(said.format(n=waiting), err=True)


def _line(finding: Finding) -> dict[str, Any]:
    return {
        "unit": finding.unit,
        "name": finding.name,
        "address": finding.address,
        "kind": finding.rule.code,
        "message": finding.message(translate, _said),
        "basis": finding.rule.basis,
        "is_trial": finding.rule.is_trial,
        "waived_until": finding.waiver.until if finding.waiver else None,
    }


def _said(fact: object) -> object:
    """A fact as a sentence names it: 1230.5, not 1230.5000000000002; fields by their label; an unknown one as …."""
    if isinstance(fact, str):
        labels = field_labels()
        return "、".join(labels.get(part, part) for part in fact.split("、"))
    return "…" if fact is None else f"{fact:.12g}" if isinstance(fact, float) else shown(fact)


@group.command()
@output.format_option
def rules(output_format: str) -> None:
    """List the kinds of finding, each with the legal basis it rests on.

    \b
    Example:
      inventory findings rules
    """
    from inventory.findings import RULES as TABLE

    lines = (
        {"kind": rule.code, "message": translate(rule.message), "basis": rule.basis, "is_trial": rule.is_trial}
        for rule in TABLE.values()
    )
    output.rows(RULES, lines, output_format)


@group.command()
@click.argument("kind")
@click.argument("address")
@click.option("--until", type=Day(), required=True, help="The last day it may wait.")
@click.option("--because", required=True, metavar="REASON", help="Why it may wait.")
@by_option
def waive(kind: str, address: str, until: date, because: str, by: str | None) -> None:
    """Let a finding wait until a day.

    ADDRESS is the place the finding shows; the register number or the name does where it has one such finding.

    \b
    Example:
      inventory findings waive renewal_due 420607-00037/permits/1 --until 2026-12-31 --because 延续申请已受理 --by 周敏
    """
    from inventory import findings

    with register(writing=True) as session:
        number, finding = findings.waive(
            session, kind, address, until=until, by=somebody(by), because=because, at=datetime.now(UTC)
        )
    said = translate("Waiver {number}: {name}, {kind}, until {until}.")
    click.echo(said.format(number=number, name=finding.name, kind=kind, until=until))


@group.command()
@output.format_option
def waivers(output_format: str) -> None:
    """List what may wait: until when, by whose word, why.

    \b
    Example:
      inventory findings waivers
    """
    from inventory.findings import waivers as kept

    with register() as session:
        lines = [
            {
                "number": held.number,
                "kind": held.rule,
                "address": max(held.addresses, default=None, key=len),
                "until": held.until,
                "by": held.by,
                "at": held.at.date(),
                "reason": held.reason,
            }
            for held in kept.standing(session)
        ]
    output.rows(WAIVERS, lines, output_format)


@group.command()
@click.argument("number", type=int)
@click.option("--because", required=True, metavar="REASON", help="Why it must not wait any longer.")
@by_option
def unwaive(number: int, because: str, by: str | None) -> None:
    """Take a waiver back: its finding counts again.

    \b
    Example:
      inventory findings unwaive 3 --because 延续申请未获批准 --by 周敏
    """
    from inventory.findings import waivers as kept

    with register(writing=True) as session:
        kept.withdraw(session, number, by=somebody(by), because=because, at=datetime.now(UTC))
    click.echo(translate("Waiver {number} is withdrawn.").format(number=number))
