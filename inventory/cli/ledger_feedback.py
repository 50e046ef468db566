"""`inventory ledger feedback`: the county's own workbook handed back with the doubtful cells marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from inventory import delivery
from inventory.cli.options import register

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def marked(session: Session, submission: int) -> bytes:
    """The marked workbook of a submission."""
    from importers import feedback
    from inventory.queries import readings

    kept = readings.kept(session, submission)
    former = kept.settled
    told = {
        name: [(doubt.name, doubt.problem) for doubt in getattr(former, name)]
        for name in ("resolved", "remaining", "arisen")
        if former is not None
    }
    receipt = feedback.Receipt(submission, kept.received_on, kept.outcomes, **told)
    return feedback.marked(kept.content, kept.reading, receipt)


def write(session: Session, submission: int, file_name: str, folder: Path) -> Path:
    """Write the marked workbook of a submission into a folder, under the name the county gave it and _校核.

    What stands there under that name and is another workbook is kept: this one takes its number along.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = marked(session, submission)
    # a workbook that was marked before and came back is named so already
    stem = Path(file_name).stem.removesuffix("_校核")
    target = folder / f"{stem}_校核.xlsx"
    if target.exists() and target.read_bytes() != content:
        target = folder / f"{stem}_校核_{submission}.xlsx"
    delivery.put(target, content)
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
    delivery.put(to, made)
    click.echo(str(to))
