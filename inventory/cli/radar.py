"""`inventory radar`: entries that resemble a works closed before, and what people said of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from inventory.cli import output
from inventory.cli.options import Day, OneOf, by_option, register, somebody
from inventory.language import _, translate
from inventory.vocabulary import Recurrence

if TYPE_CHECKING:
    from inventory.findings.radar import Echo
    from inventory.likeness import Reason

COLUMNS = {
    "closed": _("closed works"),
    "closed_unit": _("unit"),
    "closed_name": _("name"),
    "closed_on": _("closed on"),
    "entry": _("entry"),
    "entry_unit": _("unit"),
    "entry_name": _("name"),
    "first_listed_on": _("first listed on"),
    "resemblance": _("likeness"),
    "reasons": _("because"),
    "verdict": _("verdict"),
    "number": _("number"),
}
WHICH = (Recurrence.RELAPSE, Recurrence.RELOCATION)


@click.group()
def group() -> None:
    """Watch for closed works that produce again, here or elsewhere."""


@group.command(name="list")
@click.option("--unit", metavar="NAME", help="Only where the closed works or the entry is of this county or zone.")
@click.option("--since", type=Day(), help="Only entries first listed on this day or later.")
@click.option("--all", "every", is_flag=True, help="Show those too that were confirmed or dismissed.")
@output.format_option
def list_(unit: str | None, since: date | None, every: bool, output_format: str) -> None:
    """List entries that resemble a works closed before they were first listed, and why.

    \b
    Example:
      inventory radar list --unit 谷城县 --since 2019-10-01
    """
    from inventory import listing
    from inventory.findings import radar

    with register() as session:
        name = listing.unit_name(session, listing.unit_id(session, unit))
        found = radar.echoes(session, unit=name, since=since)
        output.rows(COLUMNS, _lines(found, every=every), output_format)


def _lines(found: Iterator[Echo], *, every: bool) -> Iterator[dict[str, Any]]:
    for echo in found:
        if every or echo.said is None:
            yield {
                "closed": echo.closed.register_number,
                "closed_unit": echo.closed.described.unit,
                "closed_name": echo.closed.described.name,
                "closed_on": echo.closure.on,
                "entry": echo.entry.register_number,
                "entry_unit": echo.entry.described.unit,
                "entry_name": echo.entry.described.name,
                "first_listed_on": echo.first_listed_on,
                "resemblance": round(echo.likeness.resemblance, 2),
                "reasons": "; ".join(map(_reason, echo.reasons)),
                "verdict": echo.said.verdict if echo.said else None,
                "number": echo.said.number if echo.said else None,
            }


def _reason(reason: Reason) -> str:
    from inventory.likeness import REASONS

    return translate(REASONS[reason.kind]).format(one=reason.one, other=reason.other)


@group.command()
@click.argument("closed")
@click.argument("entry")
@click.option("--as", "verdict", type=OneOf(WHICH), default=Recurrence.RELAPSE, show_default=True, help="What it is.")
@click.option("--because", required=True, metavar="REASON", help="What was found, and by whom.")
@by_option
def confirm(closed: str, entry: str, verdict: Recurrence, because: str, by: str | None) -> None:
    """Confirm that an entry is a closed works again, in its place or elsewhere.

    CLOSED and ENTRY are register numbers or names. The case of the closed works is moved by `remediation relapse`.

    \b
    Example:
      inventory radar confirm 420625-00003 420625-00041 --as relocation --because 现场核查系原业主 --by 周敏
    """
    number = _judge(closed, entry, verdict, by, because)
    said = translate("Verdict {number} is kept. Next: inventory remediation relapse {closed} --on … --note …")
    click.echo(said.format(number=number, closed=closed))


@group.command()
@click.argument("closed")
@click.argument("entry")
@click.option("--because", required=True, metavar="REASON", help="What was found, and by whom.")
@by_option
def dismiss(closed: str, entry: str, because: str, by: str | None) -> None:
    """Say that an entry has nothing to do with a closed works; it is not shown again.

    \b
    Example:
      inventory radar dismiss 420625-00003 420625-00042 --because 同名不同业主 --by 周敏
    """
    number = _judge(closed, entry, Recurrence.UNRELATED, by, because)
    click.echo(translate("Verdict {number} is kept.").format(number=number))


def _judge(closed: str, entry: str, verdict: Recurrence, by: str | None, because: str) -> int:
    from inventory.findings import radar

    with register(writing=True) as session:
        return radar.judge(session, closed, entry, verdict, by=somebody(by), because=because, at=datetime.now(UTC))


@group.command()
@click.argument("number", type=int)
@click.option("--because", required=True, metavar="REASON", help="Why it no longer holds.")
@by_option
def withdraw(number: int, because: str, by: str | None) -> None:
    """Take a verdict back: the entry is shown again.

    \b
    Example:
      inventory radar withdraw 2 --because 业主身份有误 --by 周敏
    """
    from inventory.findings import radar

    with register(writing=True) as session:
        radar.withdraw(session, number, by=somebody(by), because=because, at=datetime.now(UTC))
    click.echo(translate("Verdict {number} is withdrawn.").format(number=number))
