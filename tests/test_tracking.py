"""Recording steps of cases: checked, versioned, anchored, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import caseroom
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from inventory import addresses, cases, tracking
from inventory.errors import Ambiguous, Conflict, NotFound, NotUnderstood, Refused
from inventory.models import Remediation, RemediationEvent, SourceRow
from inventory.remediation import FIVE_CONDITIONS, Deadline
from inventory.tracking import Step
from inventory.vocabulary import Action, ConditionStanding, State

NOW = datetime(2019, 12, 1, 2, 0, tzinfo=UTC)
DAY = date(2019, 7, 1)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as made:
        yield made


def take(session: Session, case: int, action: Action, **particulars: object) -> tracking.Outcome:
    given: dict[str, object] = {"on": DAY, "document": "襄环验〔2019〕1号", "note": "现场核查"}
    step = Step(action, **(given | particulars))  # type: ignore[arg-type]  # particulars by name
    return tracking.record(session, case, step, by="周敏", now=NOW)


def walk(session: Session, case: int, *actions: Action) -> None:
    for action in actions:
        take(session, case, action)


def opened(session: Session, **facts: object) -> Remediation:
    return caseroom.case(session, caseroom.enterprise(session, "鸿运石灰窑"), **facts)  # type: ignore[arg-type]


def test_a_recorded_step_moves_the_case_and_leaves_an_event(session: Session) -> None:
    case = opened(session)
    take(session, case.id, Action.BEGIN, document=None)
    event = session.scalars(select(RemediationEvent)).one()
    assert (case.state, case.state_on, case.version) == (State.UNDERWAY, DAY, 2)
    assert (event.sequence, event.action, event.happened_on) == (1, Action.BEGIN, DAY)
    assert (event.recorded_by, event.recorded_at, event.document, event.note) == ("周敏", NOW, None, "现场核查")


def test_an_event_is_anchored_to_the_row_that_lists_the_case(session: Session) -> None:
    case = opened(session)
    take(session, case.id, Action.BEGIN)
    event = session.scalars(select(RemediationEvent)).one()
    row = session.scalars(select(SourceRow)).one()
    assert (event.anchor_sheet, event.anchor_row, event.anchor_panel) == (row.sheet, row.row, row.panel)


def test_a_case_goes_from_listed_to_struck_off_with_its_evidence(session: Session) -> None:
    case = opened(session, disposal_class="close")
    walk(session, case.id, Action.BEGIN, Action.SELF_CHECK)
    with pytest.raises(Refused, match="all five conditions"):
        take(session, case.id, Action.ACCEPT)
    for condition in FIVE_CONDITIONS:
        take(session, case.id, Action.CONDITION, condition=condition, standing=ConditionStanding.VERIFIED)
    walk(session, case.id, Action.ACCEPT, Action.SPOT_CHECK, Action.ANNOUNCE, Action.STRIKE_OFF)
    assert case.state == State.STRUCK_OFF


def test_a_refused_step_leaves_no_trace(session: Session) -> None:
    case = opened(session)
    with pytest.raises(Refused, match="accept is not possible while the case is listed; possible: begin"):
        take(session, case.id, Action.ACCEPT)
    assert (case.state, case.version) == (State.LISTED, 1)
    assert session.scalars(select(RemediationEvent)).all() == []


@pytest.mark.parametrize("nobody", [None, "", "  "])
def test_somebody_must_answer_for_a_step(session: Session, nobody: str | None) -> None:
    case = opened(session)
    with pytest.raises(NotUnderstood, match="INVENTORY_USER"):
        tracking.record(session, case.id, Step(Action.BEGIN, DAY), by=nobody, now=NOW)


def test_the_second_of_two_writers_is_told(engine: Engine) -> None:
    with Session(engine) as session:
        case = opened(session)
        number, seen = case.id, case.version
        session.commit()
    with Session(engine) as first:
        tracking.record(first, number, Step(Action.BEGIN, DAY), by="周敏", seen=seen, now=NOW)
        first.commit()
    with Session(engine) as second:
        extension = Step(Action.EXTEND, DAY, document="批复", extended_to=Deadline("2020", date(2020, 12, 31)))
        with pytest.raises(Conflict, match="version 2, you saw 1"):
            tracking.record(second, number, extension, by="吴刚", seen=seen, now=NOW)


def test_an_extension_moves_the_deadline_kept_on_the_case_and_its_retraction_restores_it(session: Session) -> None:
    case = opened(session, due_on="2019-06")
    take(session, case.id, Action.EXTEND, extended_to=Deadline("2019-09", date(2019, 9, 30)))
    assert (case.due_on, case.due_on_last) == ("2019-09", date(2019, 9, 30))
    take(session, case.id, Action.RETRACT, retracts=1)
    assert (case.due_on, case.due_on_last) == ("2019-06", date(2019, 6, 30))


def test_a_retraction_names_what_hangs_on_the_step(session: Session) -> None:
    case = opened(session)
    walk(session, case.id, Action.BEGIN, Action.SELF_CHECK, Action.ACCEPT)
    with pytest.raises(Refused, match="2 self_check 2019-07-01, 3 accept 2019-07-01"):
        take(session, case.id, Action.RETRACT, retracts=1)
    take(session, case.id, Action.RETRACT, retracts=3)
    assert case.state == State.SELF_CHECKED
    history = session.scalars(select(RemediationEvent).order_by(RemediationEvent.sequence)).all()
    assert [event.action for event in history] == ["begin", "self_check", "accept", "retract"]
    assert history[3].retracts_id == history[2].id


def test_the_state_kept_is_always_the_fold_of_the_events(session: Session) -> None:
    case = opened(session)
    walk(session, case.id, Action.BEGIN, Action.SELF_CHECK, Action.ACCEPT, Action.SEND_BACK)
    case.state, case.round = State.STRUCK_OFF, 7
    session.flush()
    tracking.refresh(session, [case.id])
    assert (case.state, case.round) == (State.UNDERWAY, 1)


def test_many_cases_move_at_once_each_up_to_its_first_refusal(session: Session) -> None:
    site = caseroom.enterprise(session, "鸿运石灰窑")
    one, two = (caseroom.case(session, site, "kilns", number=n, kiln_disposal="treat") for n in (1, 2))
    begin, accept = Step(Action.BEGIN, DAY), Step(Action.ACCEPT, DAY, document="文件")
    outcomes = tracking.record_all(session, {one.id: [begin], two.id: [begin, accept]}, by="周敏", now=NOW)
    assert outcomes[one.id].refusal is None
    assert isinstance(outcomes[two.id].refusal, Refused)
    assert [len(outcomes[case.id].recorded) for case in (one, two)] == [1, 1]
    assert {one.state, two.state} == {State.UNDERWAY}


def test_a_case_is_found_by_all_the_ways_people_name_it(session: Session) -> None:
    site = caseroom.enterprise(session, "鸿运石灰窑")
    one, two = (caseroom.case(session, site, "kilns", number=n) for n in (1, 2))
    assert addresses.case(session, f"{site.register_number}/kilns/2") == two.id
    assert addresses.case(session, "鸿运石灰窑/kilns/1") == one.id
    assert addresses.case(session, str(two.id)) == addresses.case(session, f"#{two.id}") == two.id
    with pytest.raises(Ambiguous, match="has 2 cases"):
        addresses.case(session, site.register_number)
    with pytest.raises(NotFound, match="no enterprise is called"):
        addresses.case(session, "没有这家")
    with pytest.raises(NotFound, match="no enterprise has the register number"):
        addresses.case(session, "420625-99999/kilns/1")
    with pytest.raises(NotUnderstood, match="is not an address"):
        addresses.case(session, "420625-00001/furnaces/1")


def test_the_number_of_a_merged_enterprise_leads_to_its_heir(session: Session) -> None:
    heir, merged = caseroom.enterprise(session, "鸿运石灰窑"), caseroom.enterprise(session, "鸿运窑", standing="merged")
    merged.merged_into_id = heir.id
    case = caseroom.case(session, heir)
    assert addresses.case(session, merged.register_number) == case.id


def test_events_read_back_are_those_recorded(session: Session) -> None:
    case = opened(session)
    outcomes = [take(session, case.id, Action.BEGIN), take(session, case.id, Action.RETRACT, retracts=1)]
    stored = cases.history(cases.events(session, [case.id])[case.id])
    assert stored == [outcome.recorded[0] for outcome in outcomes]
