"""Who is on the quarterly list, and why: every rule with its case, and the order in which they speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import publication
from inventory.caseload import Case, Site
from inventory.publication import RULES, Part
from inventory.quarters import Quarter
from inventory.remediation import Deadline, Event
from inventory.vocabulary import Action, ConditionStanding

Q2 = Quarter(2019, 2)
IN_QUARTER, AFTER = date(2019, 6, 20), date(2019, 7, 10)
SITE = Site(1, "420625-00001", "鸿运石灰窑", "谷城县", 2, is_provisional=False)
TO_ACCEPTED = (Action.BEGIN, Action.SELF_CHECK, Action.ACCEPT)
TO_STRUCK_OFF = (*TO_ACCEPTED, Action.ANNOUNCE, Action.STRIKE_OFF)


def case(
    *actions: Action, on: date = IN_QUARTER, due: str | None = "2019-06-30", ledger: str = "kilns", **facts: Any
) -> Case:
    said = {"due_on": due, "due_on_last": date.fromisoformat(due)} if due else {}
    events = [
        Event(n, action, on, document="文件", note="说明", extended_to=Deadline("2019-09-30", date(2019, 9, 30)))
        for n, action in enumerate(actions, 1)
    ]
    return Case(1, SITE, ledger, 1, facts.get("disposal_class"), date(2019, 5, 25), said | facts, tuple(events))


def provisional(one: Case) -> Case:
    return replace(one, site=replace(one.site, is_provisional=True))


def done(on: str | None = None) -> dict[str, Any]:
    return {"progress": "done"} | ({"accepted_on": on, "accepted_on_last": date.fromisoformat(on)} if on else {})


#: what the case is, the rule that decides it, where it stands
TABLE = [
    # (a) overdue, neither verified nor claimed complete
    (case(), "a", Part.TASKS),
    (case(ledger="compliance_plans"), "a", Part.PLANS),
    (case(progress="underway"), "a", Part.TASKS),
    (case(progress="not_started", accepted_on="2019-05-01"), "a", Part.TASKS),
    (case(due="2018-12-31"), "a", Part.TASKS),
    (case(Action.BEGIN, Action.SELF_CHECK), "a", Part.TASKS),
    (case(*TO_ACCEPTED, on=AFTER), "a", Part.TASKS),
    (case(Action.EXTEND, on=AFTER), "a", Part.TASKS),
    (case(**done("2019-07-18")), "a", Part.TASKS),
    # (b) contradicted or relapsed
    (case(Action.CONTRADICT, **done()), "b", Part.TASKS),
    (case(*TO_ACCEPTED, Action.CONTRADICT), "b", Part.TASKS),
    (case(*TO_STRUCK_OFF, Action.RELAPSE, **done("2019-05-01")), "b", Part.TASKS),
    (case(*TO_ACCEPTED, Action.CONTRADICT, ledger="compliance_plans"), "b", Part.PLANS),
    # (c) claimed complete, unverified
    (case(**done()), "c", Part.UNVERIFIED),
    (case(**done("2019-06-30")), "c", Part.UNVERIFIED),
    (case(struck_off=True), "c", Part.UNVERIFIED),
    (case(Action.BEGIN, **done(), ledger="compliance_plans"), "c", Part.UNVERIFIED),
    # (d) no deadline
    (case(due=None), "d", Part.UNVERIFIED),
    (case(due=None, **done()), "d", Part.UNVERIFIED),
    # (e) provisional enterprise, whatever else
    (provisional(case()), "e", Part.UNVERIFIED),
    (provisional(case(due=None)), "e", Part.UNVERIFIED),
    (provisional(case(Action.CONTRADICT)), "e", Part.UNVERIFIED),
    # out
    (case(due="2019-07-01"), "not_due", None),
    (case(Action.EXTEND), "not_due", None),
    (provisional(case(due="2019-07-01")), "not_due", None),
    (case(Action.CONTRADICT, due="2019-07-01"), "not_due", None),
    (case(*TO_ACCEPTED), "fulfilled", None),
    (case(*TO_STRUCK_OFF), "fulfilled", None),
    (case(*TO_ACCEPTED, due=None), "fulfilled", None),
    (case(Action.REMOVE), "removed", None),
    (case(Action.REMOVE, on=AFTER), "removed", None),
]


@pytest.mark.parametrize(("one", "code", "part"), TABLE)
def test_a_case_is_decided_by_the_first_rule_that_applies(one: Case, code: str, part: Part | None) -> None:
    decision = publication.decide(one, Q2)
    assert (decision.rule.code, decision.part) == (code, part)


def test_every_rule_has_a_case_above_and_says_what_it_rests_on() -> None:
    decided = {publication.decide(one, Q2).rule for one, _, _ in TABLE}
    assert decided == set(RULES)
    assert all(rule.basis and rule.reason for rule in RULES)


def test_a_scattered_polluter_without_deadline_is_due_by_the_plan() -> None:
    dated = replace(
        case(due=None, ledger="scattered_polluters"), plan_deadline=Deadline("2019-12-31", date(2019, 12, 31))
    )
    assert publication.decide(dated, Quarter(2019, 3)).rule.code == "not_due"
    assert publication.decide(dated, Quarter(2019, 4)).rule.code == "a"


def test_an_extension_granted_in_time_takes_the_case_off_the_list_until_the_new_deadline() -> None:
    extended = case(Action.EXTEND)
    assert publication.decide(extended, Q2).rule.code == "not_due"
    assert publication.decide(extended, Quarter(2019, 3)).rule.code == "a"


def test_a_condition_found_broken_after_acceptance_lists_the_case() -> None:
    accepted = case(*TO_ACCEPTED)
    found = Event(
        9, Action.CONDITION, IN_QUARTER, note="设备未清", condition=None, standing=ConditionStanding.CONTRADICTED
    )
    assert publication.decide(replace(accepted, events=(*accepted.events, found)), Q2).rule.code == "b"


def test_an_enterprise_stands_once_on_a_sheet_with_the_earliest_deadline_it_missed() -> None:
    cases = [case(), replace(case(due="2019-03-31"), number=2), case(ledger="compliance_plans"), case(due=None)]
    lines = publication.noncompliant(cases, Q2)
    assert [(line.part, line.rules, line.earliest_missed, len(line.cases)) for line in lines] == [
        (Part.PLANS, ("a",), date(2019, 6, 30), 1),
        (Part.TASKS, ("a",), date(2019, 3, 31), 2),
        (Part.UNVERIFIED, ("d",), None, 1),
    ]


@given(
    st.lists(st.sampled_from([one for one, _, _ in TABLE]), max_size=12),
    st.builds(Quarter, st.sampled_from([2018, 2019, 2020]), st.integers(1, 4)),
)
def test_a_list_holds_every_case_decided_onto_it_once_and_no_other(found: list[Case], quarter: Quarter) -> None:
    lines = publication.noncompliant(found, quarter)
    listed = [id(one) for line in lines for one in line.cases]
    assert sorted(listed) == sorted(id(one) for one in found if publication.decide(one, quarter).part is not None)
    for line in lines:
        if line.part is not Part.UNVERIFIED:
            assert line.earliest_missed is not None
            assert line.earliest_missed <= quarter.last
            assert not any(one.site.is_provisional for one in line.cases)
