"""Counting the work: what is claimed moves nothing, what is overdue stays so until verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import status
from inventory.caseload import Case, Site
from inventory.remediation import Deadline, Event
from inventory.status import Count
from inventory.vocabulary import Action, DisposalClass, KilnDisposal, Ledger

TODAY = date(2019, 9, 1)
SITE = Site(1, "420625-00001", "鸿运石灰窑", "谷城县", 2, is_provisional=False, township="冷集镇")
TO_ACCEPTED = (Action.BEGIN, Action.SELF_CHECK, Action.ACCEPT)
TO_STRUCK_OFF = (*TO_ACCEPTED, Action.ANNOUNCE, Action.STRIKE_OFF)


def case(*actions: Action, ledger: str = "scattered_polluters", due: date | None = None, **facts: Any) -> Case:
    said = {"due_on": due.isoformat(), "due_on_last": due} if due else {}
    events = [Event(n, action, date(2019, 7, 1), document="文件", note="说明") for n, action in enumerate(actions, 1)]
    disposal = facts.get("disposal_class") or facts.get("kiln_disposal")
    return Case(1, SITE, ledger, 1, disposal, date(2019, 6, 25), said | facts, tuple(events))


JUNE = date(2019, 6, 30)
TABLE = [
    (case(), Count(listed=1)),
    (case(progress="done"), Count(listed=1, claimed=1)),
    (case(progress="underway", accepted_on="2019"), Count(listed=1)),
    (case(due=JUNE), Count(listed=1, overdue=1)),
    (case(due=JUNE, progress="done"), Count(listed=1, claimed=1, overdue=1)),
    (case(*TO_ACCEPTED, due=JUNE), Count(listed=1, verified=1)),
    (case(*TO_STRUCK_OFF, due=JUNE), Count(listed=1, verified=1, struck_off=1)),
    (case(*TO_ACCEPTED, Action.CONTRADICT, due=JUNE), Count(listed=1, overdue=1)),
    (case(*TO_STRUCK_OFF, Action.RELAPSE, due=JUNE), Count(listed=1, overdue=1, relapsed=1)),
    (case(*TO_STRUCK_OFF, Action.RELAPSE, *TO_ACCEPTED), Count(listed=1, verified=1, relapsed=1)),
    (case(due=TODAY), Count(listed=1)),
    (case(due=TODAY - timedelta(days=1)), Count(listed=1, overdue=1)),
]


@pytest.mark.parametrize(("one", "count"), TABLE)
def test_a_case_counts_where_it_stands(one: Case, count: Count) -> None:
    assert [group.counted for group in status.table([one], TODAY)] == [count]


def test_a_removed_case_is_not_counted() -> None:
    assert status.table([case(Action.REMOVE, due=JUNE)], TODAY) == []
    assert status.targets([case(Action.REMOVE)]) == []


def test_groups_stand_in_official_order_with_the_unclassed_last() -> None:
    nearer = replace(SITE, unit="襄州区", unit_position=1)
    found = [
        case(),
        case(disposal_class="upgrade"),
        case(disposal_class="close"),
        case(ledger="kilns", kiln_disposal="treat"),
        replace(case(disposal_class="close"), site=nearer),
    ]
    assert [tuple(group.of.values()) for group in status.table(found, TODAY)] == [
        ("襄州区", Ledger.SCATTERED_POLLUTERS, DisposalClass.CLOSE),
        ("谷城县", Ledger.SCATTERED_POLLUTERS, DisposalClass.CLOSE),
        ("谷城县", Ledger.SCATTERED_POLLUTERS, DisposalClass.UPGRADE),
        ("谷城县", Ledger.SCATTERED_POLLUTERS, None),
        ("谷城县", Ledger.KILNS, KilnDisposal.TREAT),
    ]


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        ("township", {"unit": "谷城县", "township": "冷集镇", "ledger": Ledger.KILNS}),
        ("industry", {"industry_name": None, "ledger": Ledger.KILNS}),
        ("month", {"unit": "谷城县", "ledger": Ledger.KILNS, "month": "2019-06"}),
    ],
)
def test_the_table_is_cut_by_township_industry_and_month(by: str, columns: dict[str, object]) -> None:
    (group,) = status.table([case(ledger="kilns", due=JUNE)], TODAY, status.GROUPINGS[by])
    assert (group.of, group.counted.listed) == (columns, 1)


def test_the_target_is_shown_claimed_and_verified_over_all_cases_not_removed() -> None:
    found = [case(progress="done"), case(*TO_ACCEPTED), case(), case(Action.REMOVE), case(ledger="kilns")]
    everywhere, here = status.targets(found)
    assert (everywhere.unit, here.unit) == (None, "谷城县")
    assert (here.cases, here.claimed, here.claimed_pct, here.verified, here.verified_pct) == (3, 1, 33.3, 1, 33.3)


def test_due_counts_from_today_and_leaves_out_what_is_done() -> None:
    found = [case(due=TODAY + timedelta(days=days)) for days in (-1, 0, 30, 31)] + [case(*TO_ACCEPTED, due=TODAY)]
    assert status.due(found, TODAY, 30) == [found[1], found[2]]
    assert status.overdue(found, TODAY) == [found[0]]


def test_a_duty_the_plan_dates_is_overdue_by_the_plan() -> None:
    dated = replace(case(), plan_deadline=Deadline("2019-12-31", date(2019, 12, 31)))
    assert not dated.is_overdue(date(2019, 12, 31))
    assert dated.is_overdue(date(2020, 1, 1))


@given(st.lists(st.sampled_from([one for one, _ in TABLE]), max_size=20))
def test_counts_of_any_cut_add_up_to_the_same(found: list[Case]) -> None:
    def total(by: str, column: str) -> int:
        return sum(getattr(group.counted, column) for group in status.table(found, TODAY, status.GROUPINGS[by]))

    for column in Count.__dataclass_fields__:
        assert len({total(by, column) for by in status.GROUPINGS}) == 1
    for group in status.table(found, TODAY):
        counted = group.counted
        assert counted.struck_off <= counted.verified <= counted.listed
        assert counted.overdue + counted.verified <= counted.listed
