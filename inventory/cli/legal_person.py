"""`inventory legal-person`: the companies behind the enterprises."""

from __future__ import annotations

import dataclasses

import click

from inventory.cli import output
from inventory.cli.enterprise import FOUND
from inventory.cli.options import register


@click.group()
def group() -> None:
    """Show the companies behind the enterprises."""


@group.command()
@click.argument("legal_person", metavar="CODE|NAME|NUMBER")
@output.format_option
def show(legal_person: str, output_format: str) -> None:
    """Show one legal person with its sites.

    Named by credit code, by name, or by the register number or name of one of its sites.

    \b
    Example:
      inventory legal-person show 91420607MA4X00012Q
    """
    from inventory.queries import legal_persons

    with register() as session:
        holder = legal_persons.whole(session, legal_person)
    if output_format == output.Format.JSON:
        output.document(dataclasses.asdict(holder))
        return
    if output_format == output.Format.TABLE:
        click.echo(f"{holder.credit_code}  {holder.name}")
        others = [name for name in holder.names if name != holder.name]
        if others:
            click.echo("、".join(others))
    output.rows(FOUND, ({name: getattr(site, name) for name in FOUND} for site in holder.sites), output_format)
