"""`inventory ledger feedback`: the county's own workbook handed back with the doubtful cells marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inventory.cli.options import register

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def marked(session: Session, submission: int) -> bytes:
    """The marked workbook of a submission."""
    from importers import feedback
    from inventory.queries import readings

    kept = readings.kept(session, submission)
    receipt = feedback.Receipt(submission, kept.received_on, kept.outcomes)
    return feedback.marked(kept.content, kept.reading, receipt)


def write(session: Session, submission: int, file_name: str, folder: Path) -> Path:
    """Write the marked workbook of a submission into a folder, under the name the county gave it and _校核."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{Path(file_name).stem}_校核.xlsx"
    if target.exists():
        target = folder / f"{Path(file_name).stem}_校核_{submission}.xlsx"
    target.write_bytes(marked(session, submission))
    return target


@click.command()
@click.argument("submission", type=int)
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write, an .xlsx."
)
def feedback(submission: int, to: Path) -> None:
    """Write the county's own workbook with the doubtful cells coloured and explained, to be handed back.

    Handed in again it is known by its mark and replaces the submission it was made of.

    \b
    Example:
      inventory ledger feedback 12 --to 襄州区散乱污台账_校核.xlsx
    """
    with register() as session:
        made = marked(session, submission)
    to.write_bytes(made)
    click.echo(str(to))
