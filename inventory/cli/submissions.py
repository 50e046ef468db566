"""`inventory ledger kinds | list | show | problems`: looking at what was handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

from inventory import language
from inventory.cli import output
from inventory.cli.options import OneOf, past_options, register
from inventory.language import _
from inventory.reading import Problem, Severity
from inventory.vocabulary import Ledger

KINDS = {"ledger": _("ledger"), "label": _("official name"), "key": _("sub-records by"), "fields": _("fields")}
LISTED = {
    "id": _("submission"),
    "file_name": _("file"),
    "units": _("unit"),
    "ledgers": _("ledger"),
    "as_of": _("as of"),
    "received_at": _("received"),
    "received_by": _("by"),
    "entries": _("rows"),
    "problems": _("problems"),
    "standing": _("standing"),
}
ROWS = {
    "sheet": _("sheet"),
    "row": _("row"),
    "kind": _("taken for"),
    "name": _("name"),
    "outcome": _("outcome"),
    "address": _("address"),
    "problems": _("problems"),
}
PROBLEMS = {
    "severity": _("severity"),
    "kind": _("kind"),
    "unit": _("unit"),
    "submission": _("submission"),
    "sheet": _("sheet"),
    "place": _("place"),
    "field": _("field"),
    "address": _("address"),
    "message": _("what is wrong"),
    "remedy": _("what to do"),
}


@click.command()
@output.format_option
def kinds(output_format: str) -> None:
    """List the kinds of ledger, with what tells their sub-records apart and the fields they fill.

    \b
    Example:
      inventory ledger kinds --json
    """
    from inventory import records
    from inventory.models import FACTS

    rows = [
        {
            "ledger": kind.value,
            "label": kind.label,
            "key": list(records.KEYS[kind]),
            "fields": [
                column.name
                for column in FACTS[kind].__table__.columns
                if column.name != "sub_record_id" and not column.name.endswith("_last")
            ],
        }
        for kind in Ledger
    ]
    output.rows(KINDS, rows, output_format)


@click.command(name="list")
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--ledger", type=OneOf(list(Ledger)), help="Only this kind.")
@past_options
@output.format_option
def list_(
    unit: str | None, ledger: str | None, as_of: date | None, known_at: datetime | None, output_format: str
) -> None:
    """List what was handed in, the newest first.

    \b
    Example:
      inventory ledger list --unit 襄州区
    """
    from inventory.queries import submissions, teaching

    with register() as session:
        named = teaching.unit(session, unit)
        found = submissions.listed(session, named, ledger, as_of=as_of, known_at=known_at)
    output.rows(LISTED, (_listed(each, output_format) for each in found), output_format)


@click.command()
@click.argument("submission", type=int)
@click.option("--all", "every", is_flag=True, help="Also the rows that are no entries: titles, headings, totals …")
@past_options
@output.format_option
def show(submission: int, every: bool, as_of: date | None, known_at: datetime | None, output_format: str) -> None:
    """Show what was made of each row of a submission.

    \b
    Example:
      inventory ledger show 12 --all
    """
    from inventory import past
    from inventory.queries import submissions

    with register() as session:
        if as_of is None and known_at is None:
            found = list(submissions.rows(session, submission))
        else:
            found = list(past.rows_known(session, submission, as_of=as_of, known_at=known_at))
    rows = (
        {name: getattr(each, name) if name != "problems" else list(each.problems) for name in ROWS}
        for each in found
        if every or each.kind == "entry" or output_format == output.Format.JSON
    )
    output.rows(ROWS, rows, output_format)


@click.command()
@click.argument("submission", type=int, required=False)
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--kind", metavar="KIND", help="Only this kind of problem.")
@click.option("--severity", type=OneOf(list(Severity)), help="Only this severity.")
@output.format_option
def problems(
    submission: int | None, unit: str | None, kind: str | None, severity: str | None, output_format: str
) -> None:
    """List the problems of what is in force: in the workbooks, and between them.

    \b
    Example:
      inventory ledger problems --unit 襄州区 --severity error
    """
    from inventory.cli.screen import field_labels
    from inventory.errors import NotUnderstood
    from inventory.problems import KINDS as KNOWN
    from inventory.queries import doubts, submissions, teaching

    if kind is not None and kind not in KNOWN:
        raise NotUnderstood("{kind} is no kind of problem; there are {known}", kind=kind, known=", ".join(KNOWN))
    with register() as session:
        if submission is not None:
            submissions.one(session, submission)
        unit = teaching.unit(session, unit)
        found = doubts.listed(session, unit=unit, kind=kind, severity=severity, submission=submission)
    labels = field_labels()
    output.rows(PROBLEMS, (_problem(each, labels) for each in found), output_format)


def _listed(each: Any, output_format: str) -> dict[str, Any]:
    standing = "withdrawn" if each.withdrawn_at else "in force" if each.is_in_force else "replaced"
    is_json = output_format == output.Format.JSON
    return {
        **{name: getattr(each, name) for name in LISTED if name != "standing"},
        "units": list(each.units),
        "ledgers": [kind if is_json else Ledger(kind) for kind in each.ledgers],
        "received_at": each.received_at if is_json else f"{each.received_at.astimezone():%Y-%m-%d %H:%M}",
        "standing": standing if is_json else language.translate(standing),
    }


_("in force")
_("replaced")
_("withdrawn")


def _problem(each: Any, labels: Mapping[str, str]) -> dict[str, Any]:
    from inventory import wording

    problem = Problem(each.kind, Severity(each.severity), each.sheet, each.cell, each.field, each.raw, each.parameters)
    return {
        "severity": each.severity,
        "kind": each.kind,
        "unit": each.unit,
        "submission": each.submission_id,
        "sheet": each.sheet,
        "place": each.cell or each.row,
        "field": each.field,
        "address": each.address,
        "message": wording.message(problem, language.translate, labels),
        "remedy": wording.remedy(problem, language.translate, labels),
    }
