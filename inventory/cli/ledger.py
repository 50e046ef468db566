"""`inventory ledger`: read, import, list and withdraw county ledgers."""

from __future__ import annotations

import json
from pathlib import Path

import click

from inventory import language
from inventory.cli import (
    importing,
    ledger_explain,
    ledger_feedback,
    ledger_missing,
    ledger_plan,
    ledger_problem_kinds,
    ledger_score,
    ledger_teach,
    ledger_template,
    ledger_withdraw,
    output,
    submissions,
)
from inventory.cli.options import lessons_option
from inventory.reading_json import as_json
from inventory.vocabulary import Ledger


@click.group()
def group() -> None:
    """Read, import, list and withdraw county ledgers."""


@group.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--ledger", type=click.Choice([kind.value for kind in Ledger]), help="The kind, where the headings do not tell."
)
@click.option("--unit", help="The reporting unit, where the workbook names none.")
@click.option("--as-of", help="The day the ledger speaks for, where the workbook does not say it: 2019-06-30.")
@lessons_option
@output.format_option
def read(
    file: Path, ledger: str | None, unit: str | None, as_of: str | None, lessons: Path | None, output_format: str
) -> None:
    """Show what is read from a workbook, without a database.

    \b
    Example:
      inventory ledger read 襄州区散乱污台账.xlsx --json
    """
    import importers
    from importers import lessons as documents

    told = documents.load(lessons) if lessons else []
    reading = importers.read(file, ledger=ledger, unit=unit, as_of=as_of, lessons=told)
    made = as_json(reading, language.translate)
    if output_format == output.Format.JSON:
        click.echo(json.dumps(made, ensure_ascii=False, indent=1))
        return
    columns = ["sheet", "row", "ledger", "name", "problems"]
    items = [
        [entry["sheet"], entry["row"], entry["ledger"], (entry["record"] or {}).get("name"), len(entry["problems"])]
        for entry in made["entries"]
    ]
    output.rows(columns, items, output_format)


for command in (
    importing.import_,
    importing.reread,
    submissions.kinds,
    submissions.list_,
    submissions.show,
    submissions.problems,
    ledger_feedback.feedback,
    ledger_missing.missing,
    ledger_plan.apply,
    ledger_explain.explain,
    ledger_problem_kinds.problem_kinds,
    ledger_score.score,
    ledger_teach.teach,
    ledger_template.template,
    ledger_withdraw.withdraw,
):
    group.add_command(command)
