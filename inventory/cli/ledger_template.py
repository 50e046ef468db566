"""`inventory ledger template`: the official ledger of a kind to be filled in by a county."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from inventory import delivery
from inventory.cli.options import OneOf, register
from inventory.vocabulary import Ledger


@click.command()
@click.argument("kind", type=OneOf(list(Ledger)))
@click.option("--unit", metavar="NAME", help="The county or zone that is to fill it in.")
@click.option("--filled", is_flag=True, help="Filled with what the register holds.")
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write, an .xlsx."
)
def template(kind: str, unit: str | None, filled: bool, to: Path) -> None:
    """Write the official ledger of one kind, empty or filled with what the register holds.

    \b
    Example:
      inventory ledger template kilns --unit 谷城县 --filled --to 谷城县工业炉窑台账.xlsx
    """
    from importers import template as layout

    rows = []
    if filled:
        from inventory import listing
        from inventory.queries import covered

        with register() as session:
            number = listing.unit_id(session, unit)
            unit = listing.unit_name(session, number) if number is not None else None
            rows = covered.marked(session, kind, listing.ledger(session, kind, number))
    today = date.today()  # noqa: DTZ011 — the clerk's own day
    delivery.put(to, layout.template(kind, unit=unit, filed=today if filled else None, rows=rows))
    click.echo(str(to))
