"""`inventory status`: how far the work is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from inventory.cli import output
from inventory.cli.options import Day, Moment, OneOf, register
from inventory.language import _
from inventory.vocabulary import DisposalClass, KilnDisposal, Ledger

COUNTED = {
    "listed": _("listed"),
    "claimed": _("claimed"),
    "verified": _("verified"),
    "struck_off": _("struck off"),
    "overdue": _("overdue"),
    "relapsed": _("relapsed"),
}
GROUPED = {
    "unit": _("unit"),
    "ledger": _("ledger"),
    "disposal_class": _("class"),
    "township": _("township"),
    "industry_name": _("industry"),
    "month": _("month due"),
}
TARGET = {
    "unit": _("unit"),
    "cases": _("cases"),
    "claimed": _("claimed"),
    "claimed_pct": _("claimed %"),
    "verified": _("verified"),
    "verified_pct": _("verified %"),
}


@click.command()
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--ledger", type=OneOf(list(Ledger)), help="Only cases of this ledger kind.")
@click.option("--class", "disposal_class", type=OneOf([*DisposalClass, *KilnDisposal]), help="Only this class.")
@click.option("--as-of", type=Day(), help="How things stood at the end of this day. Default: today.")
@click.option("--known-at", type=Moment(), help="By what the register knew then. Default: now.")
@click.option(
    "--by",
    type=click.Choice(["class", "township", "industry", "month", "target"]),
    default="class",
    show_default=True,
    help="What the cases are counted by; target: the share of remediation, claimed and verified.",
)
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Write a file: .xlsx, .csv or .json.")
@output.format_option
def command(
    unit: str | None,
    ledger: str | None,
    disposal_class: str | None,
    as_of: date | None,
    known_at: datetime | None,
    by: str,
    to: Path | None,
    output_format: str,
) -> None:
    """Count how far the work is: listed, claimed, verified, overdue.

    A claim is what ledgers say; verified is what people recorded. Both are counted over the cases not removed.

    \b
    Example:
      inventory status --unit 谷城县 --as-of 2019-12-31
    """
    from inventory import listing, past, status
    from inventory.exports import files
    from inventory.exports import register as layouts

    if to is not None:
        files.check(to)
    day = as_of or date.today()  # noqa: DTZ011 — the clerk's own day
    with register() as session:
        city = listing.city(session)
        found = past.cases_known(session, as_of=as_of, known_at=known_at, unit_id=listing.unit_id(session, unit))
    found = [
        case.as_of(day)
        for case in found
        if (ledger is None or case.ledger == ledger)
        and (disposal_class is None or case.disposal_class == disposal_class)
    ]
    if by == "target":
        columns = TARGET
        rows = [{name: getattr(target, name) for name in TARGET} for target in status.targets(found)]
    else:
        grouping = status.GROUPINGS[by]
        columns = {name: GROUPED[name] for name in grouping} | COUNTED
        rows = [
            {**group.of, **{name: getattr(group.counted, name) for name in COUNTED}}
            for group in status.table(found, day, grouping)
        ]
    if to is not None:
        files.write(to, [layouts.counts(rows, list(columns), day, city)])
        click.echo(str(to))
    else:
        output.rows(columns, rows, output_format)
