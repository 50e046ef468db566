"""`inventory enterprise`: finding enterprises, all about one, and those that wait in review."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from inventory import language
from inventory.cli import output
from inventory.cli.options import register
from inventory.language import _

if TYPE_CHECKING:
    from inventory.queries.enterprises import Found, Part, Whole

FOUND = {
    "register_number": _("register number"),
    "unit": _("unit"),
    "name": _("enterprise"),
    "credit_code": _("credit code"),
    "township": _("township"),
    "standing": _("standing"),
}
REVIEW = {
    "register_number": _("register number"),
    "unit": _("unit"),
    "name": _("enterprise"),
    "kind": _("question"),
    "others": _("may be"),
}
FACTS = {"field": _("field"), "value": _("value"), "origin": _("from")}
LISTINGS = {"submission_id": _("submission"), "file_name": _("file"), "as_of": _("as of"), "rows": _("rows")}
DOUBTS = {"severity": _("severity"), "message": _("what is wrong"), "address": _("address")}


@click.group()
def group() -> None:
    """Find enterprises and show all that is known of one."""


@group.command()
@click.argument("text")
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@output.format_option
def find(text: str, unit: str | None, limit: int, output_format: str) -> None:
    """Find enterprises by part of a name, a code or a register number.

    \b
    Example:
      inventory enterprise find 砖厂 --unit 襄州区
    """
    from inventory.queries import enterprises, teaching

    with register() as session:
        found = enterprises.find(session, text, unit=teaching.unit(session, unit), limit=limit)
    output.rows(FOUND, (_line(each) for each in found), output_format)


@group.command()
@click.argument("enterprise")
@output.format_option
def show(enterprise: str, output_format: str) -> None:
    """Show all that is known of one enterprise, each fact with where it comes from.

    ENTERPRISE is a register number or a name.

    \b
    Example:
      inventory enterprise show 420607-00037
    """
    from inventory.queries import enterprises

    with register() as session:
        whole = enterprises.whole(session, enterprise)
    if output_format == output.Format.JSON:
        output.document(_document(whole))
    elif output_format == output.Format.CSV:
        output.rows(["address", *FACTS], _flat(whole), output_format)
    else:
        _screen(whole)


@group.command()
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@output.format_option
def review(unit: str | None, output_format: str) -> None:
    """List the enterprises that are unsure, with what is asked about them.

    \b
    Example:
      inventory enterprise review --unit 襄州区
    """
    from inventory.queries import enterprises, teaching

    with register() as session:
        found = enterprises.in_review(session, teaching.unit(session, unit))
    rows = (
        {
            **_line(each.found),
            "kind": each.kind,
            "others": [f"{other.register_number} {other.name}" for other in each.others],
        }
        for each in found
    )
    output.rows(REVIEW, ({name: row[name] for name in REVIEW} for row in rows), output_format)


def _line(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in FOUND}


def _document(whole: Whole) -> dict[str, Any]:
    """The whole as JSON: facts by field, each with its origin."""
    return {
        **dataclasses.asdict(whole.found),
        "legal_person": whole.legal_person,
        "names": list(whole.names),
        "codes": [{"kind": kind, "code": code} for kind, code in whole.codes],
        "facts": [dataclasses.asdict(fact) for fact in whole.facts],
        "sub_records": [dataclasses.asdict(part) for part in whole.parts],
        "problems": [dataclasses.asdict(doubt) for doubt in whole.doubts],
        "submissions": [dataclasses.asdict(listing) for listing in whole.listings],
    }


def _flat(whole: Whole) -> list[list[Any]]:
    facts = [[whole.found.register_number, fact.field, fact.value, fact.origin] for fact in whole.facts]
    facts += [[part.address, fact.field, fact.value, fact.origin] for part in whole.parts for fact in part.facts]
    return [[address, field, value, str(origin or "")] for address, field, value, origin in facts]


def _screen(whole: Whole) -> None:
    """One screen: head, facts, sub-records with their cases, problems, submissions."""
    from inventory import wording
    from inventory.reading import Problem, Severity
    from inventory.vocabulary import Standing

    found = whole.found
    standing = Standing(found.standing)
    shown = standing.label if language.chosen() == language.CHINESE else standing.value
    click.echo(f"{found.register_number}  {found.name}  {found.unit}  [{shown}]")
    if found.merged_into:
        click.echo(language.translate("absorbed by {number}").format(number=found.merged_into))
    _pair(_("legal person"), whole.legal_person)
    _pair(_("other names"), "、".join(whole.names[1:]))
    _pair(_("codes"), "、".join(code for _kind, code in whole.codes))
    click.echo()
    _facts(whole.facts)
    for part in whole.parts:
        click.echo()
        click.echo(f"{part.address}  {_case(part)}".rstrip())
        _facts(part.facts)
    if whole.doubts:
        click.echo()
        rows = []
        for each in whole.doubts:
            problem = Problem(
                each.kind, Severity(each.severity), each.sheet, each.cell, each.field, each.raw, each.parameters
            )
            rows.append([each.severity, wording.message(problem, language.translate), each.address])
        output.rows(DOUBTS, rows)
    click.echo()
    output.rows(LISTINGS, ([getattr(each, name) for name in LISTINGS] for each in whole.listings))


def _pair(heading: str, value: str | None) -> None:
    if value:
        click.echo(f"{language.translate(heading)}: {value}")


def _facts(facts: Any) -> None:
    output.rows(FACTS, ([fact.field, fact.value, str(fact.origin or "")] for fact in facts))


def _case(part: Part) -> str:
    """What is claimed beside what people have recorded."""
    said = []
    if part.case is not None:
        said.append(language.translate("case: {state}").format(state=part.case.state))
        if part.case.claimed:
            said.append(language.translate("claimed: {state}").format(state=part.case.claimed))
        if part.case.due_on:
            said.append(language.translate("due on {day}").format(day=part.case.due_on))
    if part.is_orphaned:
        said.append(language.translate("in no ledger in force"))
    elif part.not_listed_since is not None:
        said.append(language.translate("not listed since {day}").format(day=part.not_listed_since))
    return "  ".join(said)
