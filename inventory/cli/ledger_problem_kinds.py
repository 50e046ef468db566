"""`inventory ledger problem-kinds`: every kind of problem, with an example and the remedy."""

from __future__ import annotations

from pathlib import Path

import click

from inventory import delivery, language
from inventory.cli import output
from inventory.language import _

COLUMNS = {
    "kind": _("kind"),
    "place": _("place"),
    "severity": _("severity"),
    "message": _("what is wrong"),
    "remedy": _("what to do"),
}


@click.command("problem-kinds")
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write them as a page (Markdown), each with the example it arises from.",
)
@output.format_option
def problem_kinds(to: Path | None, output_format: str) -> None:
    """List every kind of problem: how it is worded, on an example, and what to do about it.

    \b
    Example:
      inventory ledger problem-kinds --to problems.md
    """
    from inventory import problem_guide, wording
    from inventory.cli.screen import field_labels

    called = field_labels()
    if to is not None:
        delivery.put(to, problem_guide.page(language.translate, called).encode())
        click.echo(str(to))
        return
    rows = []
    for kind, example in problem_guide.examples().items():
        problem = example.problem(kind)
        message = wording.message(problem, language.translate, called)
        remedy = wording.remedy(problem, language.translate, called)
        rows.append([kind, example.place, example.severity, message, remedy])
    output.rows(COLUMNS, rows, output_format)
