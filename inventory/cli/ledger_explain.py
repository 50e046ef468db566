"""`inventory ledger explain`: how a workbook was understood, and what would have to be taught."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inventory import language
from inventory.cli import output
from inventory.cli.options import OneOf
from inventory.language import _
from inventory.vocabulary import AsOfBasis, Ledger

if TYPE_CHECKING:
    from importers.explanation import Explanation

FOUND = {"what": _("what"), "found": _("understood as"), "why": _("because of")}
COLUMNS = {"sheet": _("sheet"), "column": _("column"), "heading": _("heading"), "field": _("field"), "how": _("how")}
ROWS = {"sheet": _("sheet"), "row": _("row"), "kind": _("taken for")}
BALANCE = {
    "sheet": _("sheet"),
    "rows": _("rows"),
    "entries": _("entries"),
    "others": _("other rows"),
    "balanced": _("balanced"),
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--ledger", type=OneOf(list(Ledger)), help="The kind of ledger, where the headings do not tell.")
@click.option("--unit", metavar="NAME", help="The reporting unit, where the workbook names none.")
@click.option("--as-of", metavar="DATE", help="The day the ledger speaks for, where the workbook does not say it.")
@output.format_option
def explain(file: Path, ledger: str | None, unit: str | None, as_of: str | None, output_format: str) -> None:
    """Explain how a workbook is understood: kind, unit, day, every column, every row that is no entry.

    Headings and spellings that are not known stand at the end, as additions to the ledger definitions. Needs no
    register.

    \b
    Example:
      inventory ledger explain 谷城县用煤台账.xls
    """
    import importers
    from importers import explanation

    reading = importers.read(file, ledger=ledger, unit=unit, as_of=as_of)
    found = explanation.explained(file, reading)
    if output_format == output.Format.JSON:
        output.document(explanation.as_json(found))
        return
    if output_format == output.Format.TABLE:
        _around(found, output_format)
    columns = ([table.sheet, c.letter, c.heading, c.field, c.how] for table, c in found.columns)
    output.rows(COLUMNS, columns, output_format)
    if output_format == output.Format.TABLE:
        _accounting(found, output_format)
        if found.unknown:
            click.echo("\n" + explanation.toml(found.unknown).rstrip())


def _around(found: Explanation, output_format: str) -> None:
    """What was found of the tables before their columns."""
    reading = found.reading
    day = reading.as_of.said if reading.as_of else None
    basis = AsOfBasis(reading.as_of_basis) if reading.as_of_basis else None
    lines: list[list[object]] = [[language.translate("as of"), day, basis]]
    for table in reading.tables:
        place = f"{table.sheet or ''} {table.first_row}-{table.last_row}".strip()
        lines.append([f"{place}: {language.translate('ledger')}", Ledger(table.ledger), table.ledger_from])
        lines.append([f"{place}: {language.translate('unit')}", table.unit, table.unit_from])
    output.rows(FOUND, lines, output_format)
    click.echo()


def _accounting(found: Explanation, output_format: str) -> None:
    click.echo()
    output.rows(ROWS, found.others, output_format)
    click.echo()
    balances = (
        [e.sheet, e.rows, e.entries, ", ".join(f"{kind} {n}" for kind, n in e.others.items()), e.is_balanced]
        for e in found.balances
    )
    output.rows(BALANCE, balances, output_format)
