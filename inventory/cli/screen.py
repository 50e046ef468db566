"""All about one enterprise on one screen, for `inventory enterprise show`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from inventory import language, wording
from inventory.cli import output
from inventory.cli.looking import EVENTS
from inventory.language import _
from inventory.reading import Problem, Severity
from inventory.vocabulary import OF_FIELD, Condition, ConditionStanding, Standing, State

if TYPE_CHECKING:
    from inventory.permits import Held
    from inventory.queries.enterprises import Part, Whole

FACTS = {"field": _("field"), "value": _("value"), "origin": _("from")}
CONDITIONS = {"condition": _("condition"), "standing": _("standing"), "on": _("since"), "document": _("document")}
LISTINGS = {"submission_id": _("submission"), "file_name": _("file"), "as_of": _("as of"), "rows": _("rows")}
DOUBTS = {"severity": _("severity"), "message": _("what is wrong"), "address": _("address")}


def show(whole: Whole, cases: Sequence[Mapping[str, Any]], held: Sequence[Held]) -> None:
    """Head, facts, each sub-record with its case, conditions and timeline or its permit, problems, submissions.

    :param cases: as `timeline.of_enterprise` gives them.
    :param held: its permits.
    """
    labels = field_labels()
    _head(whole)
    click.echo()
    _facts(whole.facts, labels)
    of_address = {case["address"]: case for case in cases}
    permit_of_address = {permit.address: permit for permit in held}
    for part in whole.parts:
        click.echo()
        said = _permit(permit_of_address[part.address]) if part.address in permit_of_address else _case(part)
        click.echo(f"{part.address}  {said}".rstrip())
        _facts(part.facts, labels)
        if part.address in of_address:
            _recorded(of_address[part.address])
    if whole.doubts:
        click.echo()
        output.rows(DOUBTS, _doubts(whole, labels))
    click.echo()
    output.rows(LISTINGS, ([getattr(each, name) for name in LISTINGS] for each in whole.listings))


def field_labels() -> Mapping[str, str]:
    """What fields, kinds and states are called: officially where Chinese is spoken, else by their own names."""
    from importers.ledger import labels

    if language.chosen() != language.CHINESE:
        return {}
    return {**{each.value: each.label for each in State}, **labels()}


def _head(whole: Whole) -> None:
    found = whole.found
    click.echo(f"{found.register_number}  {found.name}  {found.unit}  [{language.shown(Standing(found.standing))}]")
    if found.merged_into:
        click.echo(language.translate("absorbed by {number}").format(number=found.merged_into))
    _pair(_("legal person"), whole.legal_person)
    _pair(_("other names"), "、".join(whole.names[1:]))
    _pair(_("codes"), "、".join(code for _kind, code in whole.codes))


def _pair(heading: str, value: str | None) -> None:
    if value:
        click.echo(f"{language.translate(heading)}: {value}")


def _facts(facts: Any, labels: Mapping[str, str]) -> None:
    output.rows(
        FACTS,
        (
            [labels.get(fact.field, fact.field), _valued(fact.field, fact.value), str(fact.origin or "")]
            for fact in facts
        ),
    )


def _valued(field: str, value: object) -> object:
    codes = OF_FIELD.get(field)
    return codes(value) if codes is not None and isinstance(value, str) and value in set(codes) else value


def _case(part: Part) -> str:
    """What is claimed beside what people have recorded."""
    said = []
    if part.case is not None:
        said.append(language.translate("case: {state}").format(state=language.shown(State(part.case.state))))
        if part.case.claimed:
            said.append(language.translate("claimed: {state}").format(state=language.shown(State(part.case.claimed))))
        if part.case.due_on:
            said.append(language.translate("due on {day}").format(day=part.case.due_on))
    if part.is_orphaned:
        said.append(language.translate("in no ledger in force"))
    elif part.not_listed_since is not None:
        said.append(language.translate("not listed since {day}").format(day=part.not_listed_since))
    return "  ".join(said)


def _permit(permit: Held) -> str:
    today = date.today()  # noqa: DTZ011 - the clerk's own day
    return language.translate("permit today: {validity}").format(validity=language.shown(permit.validity(today)))


def _recorded(case: Mapping[str, Any]) -> None:
    """The conditions of a case one by one, and its timeline; nothing where nobody has recorded anything."""
    known = {found["condition"]: found for found in case["conditions"]}
    missing = {Condition(each) for each in case["not_yet_verified"]}
    rows = [known.get(each, {"condition": each}) for each in Condition if each in known or each in missing]
    if rows:
        output.rows(CONDITIONS, ([_coded(row, name) for name in CONDITIONS] for row in rows))
    if case["events"]:
        output.rows(EVENTS, ([event.get(name) for name in EVENTS] for event in case["events"]))


def _coded(row: Mapping[str, Any], name: str) -> object:
    value = row.get(name)
    if name == "condition":
        return Condition(str(value))
    return ConditionStanding(value) if name == "standing" and value else value


def _doubts(whole: Whole, labels: Mapping[str, str]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for each in whole.doubts:
        problem = Problem(
            each.kind, Severity(each.severity), each.sheet, each.cell, each.field, each.raw, each.parameters
        )
        rows.append([each.severity, wording.message(problem, language.translate, labels), each.address])
    return rows
