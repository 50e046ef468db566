"""`inventory ledger withdraw`: a workbook taken out of force, and what people decided on its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from inventory import language
from inventory.cli import output
from inventory.cli.ledger_teach import because_option
from inventory.cli.options import by_option, register, somebody
from inventory.language import _
from inventory.vocabulary import Verdict

if TYPE_CHECKING:
    from inventory.queries.decisions import Hanging

HANGING = {
    "kind": _("decision"),
    "number": _("number"),
    "what": _("what"),
    "made_by": _("by"),
    "made_on": _("made on"),
    "address": _("speaks of"),
    "stays": _("what becomes of it"),
}

#: kind of decision → what becomes of it where something is like its row, and where nothing is
BECOMES = {
    "correction": (_("speaks through a row like its own"), _("waits for a row like its own")),
    "judgement": (_("speaks through rows like its own"), _("waits for rows like its own")),
    "steps": (_("stay with the case"), _("stay with the case")),
    "lesson": (_("goes on being known"), _("goes on being known")),
    "reason for absence": (_("stands"), _("waits for its own workbook")),
    "waiver": (_("stands"), _("waits for its own workbook")),
}

_("correction")
_("judgement")
_("steps")
_("lesson")
_("reason for absence")
_("waiver")


@click.command()
@click.argument("submission", type=int)
@because_option
@click.option("--dry-run", is_flag=True, help="Show what would become of it, and change nothing.")
@by_option
@output.format_option
def withdraw(submission: int, because: str, dry_run: bool, by: str | None, output_format: str) -> None:
    """Take a workbook out of force: the register is what it would be had it never come.

    What people decided on its rows is kept, and listed with what becomes of it. The workbook itself stays stored;
    importing the same file again brings everything back.

    \b
    Example:
      inventory ledger withdraw 12 --because 报错县区 --by 周敏
    """
    from inventory import intake
    from inventory.queries import decisions

    with register(writing=True) as session:
        outcomes = intake.withdraw(session, submission, reason=because, by=somebody(by), at=datetime.now(UTC))
        hanging = decisions.on_submission(session, submission)
        if dry_run:
            session.rollback()
    rows = [_row(each, output_format) for each in hanging]
    if output_format != output.Format.TABLE:
        output.rows(HANGING, rows, output_format)
        return
    done = _("Submission {number} would be withdrawn.") if dry_run else _("Withdrew submission {number}.")
    click.echo(language.translate(done).format(number=submission))
    if outcomes.total():
        said = language.translate("What it had replaced is in force again: {rows} rows.")
        click.echo(said.format(rows=outcomes.total()))
    if rows:
        click.echo(language.translate("Decisions made on its rows are kept:"))
        output.rows(HANGING, rows)


def _row(each: Hanging, output_format: str) -> dict[str, Any]:
    becomes: Sequence[str] = BECOMES[each.kind]
    is_table = output_format == output.Format.TABLE
    stays = becomes[0] if each.address else becomes[1]
    what: object = Verdict(each.what) if each.kind == "judgement" else each.what
    return {
        "kind": language.translate(each.kind) if is_table else each.kind,
        "number": each.number,
        "what": what,
        "made_by": each.made_by,
        "made_on": each.made_at.date(),
        "address": each.address,
        "stays": language.translate(stays) if is_table else stays,
    }
