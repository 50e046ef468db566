"""What the rules of status and list make of the cases written down by hand is what was written down by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from expected import UNITS, enterprises, said, table

from inventory import publication, quarters, remediation, status
from inventory.caseload import Case, Site, ordered
from inventory.remediation import Deadline, Duty, Event
from inventory.vocabulary import Action, Condition, ConditionStanding, Ledger

#: the plan's own day for scattered polluters without one (plan item 4)
BY_PLAN = {Ledger.SCATTERED_POLLUTERS: Deadline("2019-12-31", date(2019, 12, 31))}
DATES = ("due_on", "accepted_on", "completed_on", "struck_off_on")


def cases(*, with_steps: bool) -> list[Case]:
    """The cases of cases.csv with the facts of their sub-records, on request with what people recorded."""
    found = []
    for place, row in enumerate(table("cases")):
        key = row["enterprise"], row["ledger"], row["number"]
        enterprise = enterprises()[row["enterprise"]]
        facts = next(_facts(each) for each in table(row["ledger"]) if (each["enterprise"], each["number"]) == key[::2])
        site = Site(
            key=row["enterprise"],
            register_number=f"{place:05}",
            name=enterprise["name"],
            unit=enterprise["unit"],
            unit_position=UNITS.index(enterprise["unit"]),
            is_provisional=enterprise["standing"] == "provisional",
        )
        facts["due_on_last"] = date.fromisoformat(row["due_on_last"]) if row["due_on_last"] else None
        found.append(
            Case(
                id=place,
                site=site,
                ledger=row["ledger"],
                number=int(row["number"]),
                disposal_class=row["disposal_class"] or None,
                listed_on=date(2019, 4, 25),
                facts=facts,
                events=tuple(_events(key)) if with_steps else (),
                plan_deadline=BY_PLAN.get(Ledger(row["ledger"])),
            )
        )
    return ordered(found)


def _facts(row: dict[str, str]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: {"true": True, "false": False}.get(value, value) for name, value in row.items() if value
    }
    for name in DATES:
        if len(row.get(name) or "") == 10:
            facts[f"{name}_last"] = date.fromisoformat(row[name])
    return facts


def _events(key: tuple[str, str, str]) -> list[Event]:
    mine = [step for step in table("steps") if (step["enterprise"], step["ledger"], step["number"]) == key]
    return [
        Event(
            sequence=number,
            action=Action(step["action"]),
            happened_on=date.fromisoformat(step["on"]),
            document=step["document"] or None,
            note=step["note"] or None,
            condition=Condition(step["condition"]) if step["condition"] else None,
            standing=ConditionStanding(step["standing"]) if step["standing"] else None,
            extended_to=Deadline(step["to"], date.fromisoformat(step["to"])) if step["to"] else None,
        )
        for number, step in enumerate(mine, 1)
    ]


def test_the_cells_claim_what_was_written_down() -> None:
    claimed = {(case.site.key, case.ledger, str(case.number)): case.claim for case in cases(with_steps=False)}
    written = {(row["enterprise"], row["ledger"], row["number"]): row["claimed"] for row in table("cases")}
    assert {key: said(claim.state and claim.state.value) for key, claim in claimed.items()} == written
    contradicted = {(row["enterprise"], row["ledger"], row["number"]) for row in table("contradictions")}
    assert {key for key, claim in claimed.items() if claim.contradictions} == contradicted


def test_every_step_written_down_is_possible() -> None:
    for case in cases(with_steps=True):
        duty = Duty(case.ledger, case.disposal_class, case.status.deadline if not case.events else None)
        for at, event in enumerate(case.events):
            remediation.check(case.events[:at], event, duty, today=date(2020, 1, 1))


@pytest.mark.parametrize("as_of", ["2019-06-30", "2019-12-31"])
@pytest.mark.parametrize("after", ["", "_after_steps"])
def test_the_status_table_is_the_one_written_down(as_of: str, after: str) -> None:
    day = date.fromisoformat(as_of)
    known = [case.as_of(day) for case in cases(with_steps=bool(after))]
    counted = [
        [as_of, *map(said, group.of.values())]
        + [said(getattr(group.counted, name)) for name in list(table("status")[0])[4:]]
        for group in status.table(known, day)
    ]
    assert counted == [list(row.values()) for row in table(f"status{after}") if row["as_of"] == as_of]
    targets = [
        [as_of, *(said(getattr(each, name)) for name in list(table("target")[0])[1:])] for each in status.targets(known)
    ]
    assert targets == [list(row.values()) for row in table(f"target{after}") if row["as_of"] == as_of]


@pytest.mark.parametrize("quarter", ["2019Q2", "2019Q4"])
@pytest.mark.parametrize("after", ["", "_after_steps"])
def test_the_list_is_the_one_written_down(quarter: str, after: str) -> None:
    lines = publication.noncompliant(cases(with_steps=bool(after)), quarters.parse(quarter))
    found = []
    for line in lines:
        site, missed = line.cases[0].site, line.earliest_missed
        found.append([line.part.value, site.unit, site.key, site.name, ";".join(line.rules), said(missed)])
    assert sorted(found) == sorted(list(row.values()) for row in table(f"noncompliant_{quarter}{after}"))
