"""`inventory enterprise`: finding enterprises, all about one, and those that wait in review."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from inventory.cli import enterprise_facts, enterprise_judge, enterprise_resolve, output
from inventory.cli.options import past_options, register
from inventory.language import _

if TYPE_CHECKING:
    from inventory.duplicates import Pair
    from inventory.queries.enterprises import Found, InReview, Whole

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
    "score": _("likeness"),
    "reasons": _("reasons"),
}


@click.group()
def group() -> None:
    """Find enterprises and show all that is known of one."""


@group.command()
@click.argument("text")
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@past_options
@output.format_option
def find(
    text: str, unit: str | None, limit: int, as_of: date | None, known_at: datetime | None, output_format: str
) -> None:
    """Find enterprises by part of a name, a code or a register number.

    \b
    Example:
      inventory enterprise find 砖厂 --unit 襄州区
    """
    from inventory import listing, past
    from inventory.queries import enterprises, teaching

    with register() as session:
        if as_of is not None or known_at is not None:
            unit_id = listing.unit_id(session, unit)
            found = past.find(session, text, as_of=as_of, known_at=known_at, unit_id=unit_id, limit=limit)
        else:
            found = enterprises.find(session, text, unit=teaching.unit(session, unit), limit=limit)
    output.rows(FOUND, (_line(each) for each in found), output_format)


@group.command()
@click.argument("enterprise")
@past_options
@output.format_option
def show(enterprise: str, as_of: date | None, known_at: datetime | None, output_format: str) -> None:
    """Show all that is known of one enterprise, each fact with where it comes from.

    ENTERPRISE is a register number or a name.

    \b
    Example:
      inventory enterprise show 420607-00037
      inventory enterprise show 420607-00037 --as-of 2019-06-30 --known-at 2019-07-15
    """
    from inventory import past, permits, timeline
    from inventory.cli import screen
    from inventory.queries import enterprises

    with register() as session:
        if as_of is not None or known_at is not None:
            then = past.whole(session, enterprise, as_of=as_of, known_at=known_at)
            whole, cases, held = then.whole, then.cases, then.held
        else:
            whole = enterprises.whole(session, enterprise)
            cases = timeline.of_enterprise(session, whole.enterprise_id)
            held = permits.select_all(session, enterprise_ids=[whole.enterprise_id])
    if output_format == output.Format.JSON:
        output.document({**_document(whole), "cases": cases})
    elif output_format == output.Format.CSV:
        output.rows(["address", "field", "value", "origin"], _flat(whole), output_format)
    else:
        screen.show(whole, cases, held)


@group.command()
@click.option("--unit", metavar="NAME", help="Only this county or zone.")
@output.format_option
def review(unit: str | None, output_format: str) -> None:
    """List the enterprises that are unsure, and those that may be one with another.

    First what the rules ask; then pairs that are alike, with likeness and reasons, the likeliest first. Answer with
    `enterprise same` or `enterprise different`: what was judged does not return.

    \b
    Example:
      inventory enterprise review --unit 襄州区
    """
    from inventory.queries import alike, enterprises, teaching

    with register() as session:
        asked = teaching.unit(session, unit)
        questions = enterprises.in_review(session)
        pairs = alike.unanswered(session, questions, asked)
    found = [_question(each) for each in questions if asked in (None, each.found.unit)]
    found += [_pair(each, output_format) for each in pairs]
    output.rows(REVIEW, found, output_format)


def _question(asked: InReview) -> dict[str, Any]:
    return {
        "register_number": asked.found.register_number,
        "unit": asked.found.unit,
        "name": asked.found.name,
        "kind": asked.kind,
        "others": [f"{other.register_number} {other.name}" for other in asked.others],
        "score": None,
        "reasons": None,
    }


def _pair(pair: Pair, output_format: str) -> dict[str, Any]:
    reasons = [enterprise_resolve.document(reason) for reason in pair.likeness.reasons]
    said = reasons if output_format == output.Format.JSON else "; ".join(each["message"] for each in reasons)
    return {
        "register_number": pair.one.register_number,
        "unit": pair.one.described.unit,
        "name": pair.one.described.name,
        "kind": "candidate",
        "others": [f"{pair.other.register_number} {pair.other.described.name}"],
        "score": pair.likeness.score,
        "reasons": said,
    }


for _command in (*enterprise_facts.COMMANDS, *enterprise_judge.COMMANDS, enterprise_resolve.resolve):
    group.add_command(_command)


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
