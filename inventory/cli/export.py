"""`inventory export`: the lists and tables that are handed on. Always Chinese."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from inventory.cli import output
from inventory.cli.options import Moment, OneOf, past_options, register
from inventory.language import _
from inventory.vocabulary import Ledger

Command = TypeVar("Command", bound=Callable[..., Any])

EXPLAINED = {
    "unit": _("unit"),
    "name": _("enterprise"),
    "case": _("case"),
    "due_on": _("due on"),
    "part": _("part"),
    "rule": _("rule"),
    "reason": _("reason"),
    "basis": _("basis"),
}


def to_option(command: Command) -> Command:
    """Give a command ``--unit`` and ``--to``, and the day and moment that it is written for."""
    unit = click.option("--unit", metavar="NAME", help="Only this county or zone.")
    command = past_options(command)
    to = click.option(
        "--to",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        help="The file to write: .xlsx, .csv or .json.",
    )
    return unit(to(command))


@click.group()
def group() -> None:
    """Write the lists and reports that leave the bureau."""


@group.command()
@click.option("--quarter", required=True, metavar="QUARTER", help="2019Q2, 2019-Q2 or 2019年第二季度.")
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="The file to write: .xlsx, .csv or .json.")
@click.option("--known-at", type=Moment(), help="Repeat the list as the register knew it then. Default: now.")
@click.option("--explain", is_flag=True, help="Say for every case considered why it is on the list or not.")
@output.format_option
def noncompliant(
    quarter: str,
    unit: str | None,
    to: Path | None,
    known_at: datetime | None,
    explain: bool,
    output_format: str,
) -> None:
    """Write the quarter's list of enterprises that have not done what they owe.

    Part one names the enterprises of the compliance plans, part two those of the other cases; what is to be
    verified first stands on a sheet of its own.

    \b
    Example:
      inventory export noncompliant --quarter 2019Q2 --to out/2019Q2.xlsx
    """
    from inventory import listing, masking, past, publication, quarters
    from inventory.exports import files
    from inventory.exports import noncompliant as layout

    asked = quarters.parse(quarter)
    if to is not None:
        files.check(to)
    elif not explain:
        raise click.UsageError("say where to write it (--to FILE.xlsx), or ask why (--explain)")
    with register() as session:
        unit_id = listing.unit_id(session, unit)
        scope = listing.unit_name(session, unit_id)
        found = past.cases_known(session, known_at=known_at, unit_id=unit_id)
        persons, city = masking.known(listing.persons(session)), listing.city(session)
    if explain:
        page = layout.explained(publication.decide(case, asked) for case in found)
        output.rows(EXPLAINED, page.rows, output_format)
    if to is not None:
        files.write(
            to, layout.pages(publication.noncompliant(found, asked), asked, city=city, persons=persons, scope=scope)
        )
        click.echo(str(to), err=explain)


@group.command()
@to_option
def cases(unit: str | None, to: Path, as_of: date | None, known_at: datetime | None) -> None:
    """Write all cases: what ledgers claim beside what was verified.

    \b
    Example:
      inventory export cases --unit 谷城县 --to out/cases.xlsx
    """
    from inventory import listing, past
    from inventory.exports import files
    from inventory.exports import register as layouts

    files.check(to)
    day = as_of or date.today()  # noqa: DTZ011 — the clerk's own day
    with register() as session:
        unit_id, city = listing.unit_id(session, unit), listing.city(session)
        found = past.cases_known(session, as_of=as_of, known_at=known_at, unit_id=unit_id)
    files.write(to, [layouts.cases([case.as_of(day) for case in found], day, city)])
    click.echo(str(to))


@group.command()
@to_option
def enterprises(unit: str | None, to: Path, as_of: date | None, known_at: datetime | None) -> None:
    """Write all enterprises of the register.

    \b
    Example:
      inventory export enterprises --to out/enterprises.xlsx
    """
    from inventory import listing, past
    from inventory.exports import files
    from inventory.exports import register as layouts

    files.check(to)
    with register() as session:
        unit_id, city = listing.unit_id(session, unit), listing.city(session)
        if as_of is not None or known_at is not None:
            found = past.enterprise_rows(past.sites_known(session, as_of=as_of, known_at=known_at, unit_id=unit_id))
        else:
            found = listing.enterprises(session, unit_id)
    files.write(to, [layouts.enterprises(found, city)])
    click.echo(str(to))


@group.command()
@to_option
def permits(unit: str | None, to: Path, as_of: date | None, known_at: datetime | None) -> None:
    """Write all permits and what they are worth on the day.

    \b
    Example:
      inventory export permits --to out/permits.csv
    """
    from inventory import listing, past
    from inventory import permits as held
    from inventory.exports import files
    from inventory.exports import register as layouts

    files.check(to)
    day = as_of or date.today()  # noqa: DTZ011 — the clerk's own day
    with register() as session:
        unit_id, city = listing.unit_id(session, unit), listing.city(session)
        if as_of is not None or known_at is not None:
            found = past.permits(past.sites_known(session, as_of=as_of, known_at=known_at, unit_id=unit_id))
        else:
            found = held.select_all(session, unit_id=unit_id)
    files.write(to, [layouts.permits(found, day, city)])
    click.echo(str(to))


@group.command()
@click.argument("kind", type=OneOf(list(Ledger)))
@to_option
def ledger(kind: str, unit: str | None, to: Path, as_of: date | None, known_at: datetime | None) -> None:
    """Write the ledger of one kind as it stands now, in the official layout.

    \b
    Example:
      inventory export ledger kilns --unit 谷城县 --to out/kilns.xlsx
    """
    from importers import ledger as definitions
    from inventory import listing, past
    from inventory.exports import files
    from inventory.exports import register as layouts

    files.check(to)
    declared = definitions.ledgers()[kind]
    headings = {
        name: field.headings[0] for name, field in declared.fields.items() if field.headings and not field.fills
    }
    with register() as session:
        unit_id, city = listing.unit_id(session, unit), listing.city(session)
        if as_of is not None or known_at is not None:
            sites = past.sites_known(session, as_of=as_of, known_at=known_at, unit_id=unit_id)
            found = past.ledger_rows(sites, kind)
        else:
            found = listing.ledger(session, kind, unit_id)
    files.write(to, [layouts.ledger(kind, found, headings, city)])
    click.echo(str(to))
