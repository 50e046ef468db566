"""Answers about the past: they never change, whatever arrives later, and agree with the register as kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from inventory import intake, past, publication, reference, remediation, status, tracking
from inventory.database import founding
from inventory.errors import Refused
from inventory.models import Base, Remediation
from inventory.quarters import Quarter
from inventory.reading import Chunk, Entry, Origin, PartialDate, Reading, Source, Table
from inventory.remediation import Deadline
from inventory.tracking import Step
from inventory.values import last_day
from inventory.vocabulary import Action, Condition, ConditionStanding

START = datetime(2019, 5, 1, 8, 0, tzinfo=UTC)
UNITS = ("襄州区", "谷城县")
NAMES = ("襄阳甲子建材厂", "襄阳乙丑砖厂", "谷城丙寅纸业厂")
DUE = (None, "2019-05", "2019-06-30", "2019-Q3")
_files = count(1)


def ledger(unit: str, kind: str, as_of: str, records: list[dict[str, Any]]) -> Reading:
    """A workbook with one table, as `importers.read` would hand it over."""
    digest = hashlib.sha256(f"{next(_files)}".encode()).hexdigest()
    entries = tuple(
        Entry(Origin("台账", row), kind, {"B": record["name"]}, record) for row, record in enumerate(records, start=3)
    )
    table = Table("台账", kind, unit, (), 2, 2 + len(records))
    day = PartialDate(as_of, last_day(as_of))
    chunks = iter([Chunk(entries, ())])
    return Reading(Source("台账.xlsx", digest, 1, "xlsx"), "r", (table,), day, "filing_date", (), chunks)


@contextmanager
def register() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        founding.fill(session, reference.xiangyang())
        yield session
    engine.dispose()


records = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES)},
    optional={
        "due_on": st.sampled_from(DUE[1:]),
        "progress": st.sampled_from(["not_started", "underway", "done"]),
        "accepted_on": st.sampled_from(["2019-05-20", "2019-07"]),
        "struck_off": st.booleans(),
    },
)
kilns = st.builds(
    lambda record, name: {**record, "kiln_type": "drying_kiln", "kiln_name": name, "kiln_disposal": "treat"},
    records,
    st.sampled_from(["1#", "2#"]),
)
polluters = st.builds(
    lambda record, disposal: {**record, "disposal_class": disposal}, records, st.sampled_from(["close", "upgrade"])
)
arrivals = st.one_of(
    st.tuples(
        st.just("kilns"),
        st.sampled_from(UNITS),
        st.sampled_from(["2019-05-25", "2019-06-25"]),
        st.lists(kilns, min_size=1, max_size=4),
    ),
    st.tuples(
        st.just("scattered_polluters"),
        st.sampled_from(UNITS),
        st.sampled_from(["2019-05-25", "2019-06-25"]),
        st.lists(polluters, min_size=1, max_size=3, unique_by=lambda record: record["name"]),
    ),
)
steps = st.tuples(
    st.integers(0, 20),
    st.sampled_from([action for action in Action if action is not Action.CONDITION]),
    st.dates(date(2019, 5, 1), date(2019, 7, 10)),
)


def happen(session: Session, event: Any, at: datetime) -> None:
    """A ledger arrives, or somebody tries a step."""
    if len(event) == 4:
        kind, unit, as_of, said = event
        intake.take(session, ledger(unit, kind, as_of, said), b"0", received_at=at)
        return
    place, action, on = event
    numbers = session.scalars(select(Remediation.id).order_by(Remediation.id)).all()
    if not numbers:
        return
    number = numbers[place % len(numbers)]
    step = Step(
        action,
        min(on, at.date()),
        "文件",
        "说明",
        extended_to=Deadline("2019-09", date(2019, 9, 30)) if action is Action.EXTEND else None,
        retracts=place % 4 + 1 if action is Action.RETRACT else None,
        condition=Condition.WATER_CUT if action is Action.CONDITION else None,
        standing=ConditionStanding.VERIFIED if action is Action.CONDITION else None,
    )
    try:
        tracking.record(session, number, step, by="周敏", now=at)
    except Refused:
        return


def answers(session: Session, known_at: datetime | None) -> list[Any]:
    """Status and target on two days, and two quarters' lists, as known at a moment."""
    found: list[Any] = []
    for day in (date(2019, 5, 31), date(2019, 6, 30)):
        cases = [case.as_of(day) for case in past.cases_known(session, as_of=day, known_at=known_at)]
        found += [status.table(cases, day), status.targets(cases)]
    for number in (2, 3):
        cases = past.cases_known(session, known_at=known_at)
        lines = publication.noncompliant(cases, Quarter(2019, number))
        found.append([(line.part, line.rules, line.cases[0].site.name, line.earliest_missed) for line in lines])
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(arrivals, arrivals, steps, steps, steps), min_size=2, max_size=9))
def test_an_answer_never_changes_when_later_data_arrive(events: list[Any]) -> None:
    with register() as session:
        given_then = {}
        for number, event in enumerate(events):
            at = START + timedelta(days=9 * number)
            happen(session, event, at)
            given_then[at] = answers(session, at)
        for at, answer in given_then.items():
            assert answers(session, at) == answer


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(arrivals, arrivals, steps, steps, steps), min_size=2, max_size=9))
def test_what_is_computed_is_what_the_register_keeps(events: list[Any]) -> None:
    with register() as session:
        for number, event in enumerate(events):
            happen(session, event, START + timedelta(days=9 * number))
        kept, computed = past.cases_known(session), past.cases_known(session, known_at=START + timedelta(days=900))
        assert [(case.address, case.claim, case.status, case.site.is_provisional) for case in kept] == [
            (case.address, case.claim, case.status, case.site.is_provisional) for case in computed
        ]
        states = {row.id: row.state for row in session.scalars(select(Remediation))}
        assert {case.id: case.status.state for case in kept} == states
        assert all(remediation.breaches(case.events, case.duty) == [] for case in kept)
