"""The state machine of a case: the tests read like its table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from inventory import remediation
from inventory.errors import Refused
from inventory.remediation import FIVE_CONDITIONS, Deadline, Duty, Event
from inventory.vocabulary import Action, Condition, ConditionStanding, DisposalClass, Ledger, State

TODAY = date(2019, 12, 1)
DAY = date(2019, 6, 1)
UPGRADE = Duty(Ledger.SCATTERED_POLLUTERS, DisposalClass.UPGRADE, Deadline("2019-06", date(2019, 6, 30)))
CLOSURE = Duty(Ledger.SCATTERED_POLLUTERS, DisposalClass.CLOSE)
TO_ACCEPTED = (Action.BEGIN, Action.SELF_CHECK, Action.ACCEPT)
TO_STRUCK_OFF = (*TO_ACCEPTED, Action.ANNOUNCE, Action.STRIKE_OFF)

ROAD_TO: dict[State, tuple[Action, ...]] = {
    State.LISTED: (),
    State.UNDERWAY: TO_ACCEPTED[:1],
    State.SELF_CHECKED: TO_ACCEPTED[:2],
    State.ACCEPTED: TO_ACCEPTED,
    State.SPOT_CHECKED: (*TO_ACCEPTED, Action.SPOT_CHECK),
    State.ANNOUNCED: (*TO_ACCEPTED, Action.ANNOUNCE),
    State.STRUCK_OFF: TO_STRUCK_OFF,
    State.REMOVED: (Action.REMOVE,),
}

#: state before → action → state after; what is not here is refused
TABLE = {
    State.LISTED: {"begin": "underway", "extend": "listed"},
    State.UNDERWAY: {"self_check": "self_checked", "extend": "underway"},
    State.SELF_CHECKED: {"accept": "accepted", "send_back": "underway", "extend": "self_checked"},
    State.ACCEPTED: {"spot_check": "spot_checked", "announce": "announced", "send_back": "underway"},
    State.SPOT_CHECKED: {"announce": "announced", "send_back": "underway"},
    State.ANNOUNCED: {"strike_off": "struck_off", "send_back": "underway"},
    State.STRUCK_OFF: {"relapse": "listed"},
    State.REMOVED: {},
}
for state, moves in TABLE.items():
    if state is not State.REMOVED:
        moves.update({"remove": "removed", "contradict": state.value, "condition": state.value})


def event(action: Action, number: int, on: date = DAY, **particulars: object) -> Event:
    """A step with all the evidence it may need."""
    given: dict[str, object] = {"document": "襄环验〔2019〕1号", "note": "现场核查"}
    if action is Action.EXTEND:
        given["extended_to"] = Deadline("2019-12-31", date(2019, 12, 31))
    if action is Action.CONDITION:
        given |= {"condition": Condition.WATER_CUT, "standing": ConditionStanding.VERIFIED}
    return Event(number, action, on, **(given | particulars))  # type: ignore[arg-type]  # particulars by name


def road(*actions: Action, start: date = DAY) -> list[Event]:
    """The steps one after the other, a day each."""
    return [event(action, n, start + timedelta(days=n)) for n, action in enumerate(actions, start=1)]


def verified(*conditions: Condition, first: int = 101, on: date = DAY) -> list[Event]:
    return [
        event(Action.CONDITION, first + n, on, condition=each, standing=ConditionStanding.VERIFIED)
        for n, each in enumerate(conditions)
    ]


def check(events: list[Event], new: Event, duty: Duty = UPGRADE) -> remediation.Status:
    return remediation.check(events, new, duty, today=TODAY)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", [action for action in Action if action is not Action.RETRACT])
def test_every_step_does_what_the_table_says_and_nothing_else(state: State, action: Action) -> None:
    events = road(*ROAD_TO[state])
    assert remediation.fold(events, UPGRADE).state is state
    new = event(action, 50, date(2019, 7, 1))
    expected = TABLE[state].get(action)
    if expected is None:
        with pytest.raises(Refused) as refused:
            check(events, new)
        assert set(refused.value.facts["allowed"]) == set(TABLE[state])  # type: ignore[call-overload]  # a tuple
    else:
        assert check(events, new).state == expected


@pytest.mark.parametrize("action", [*TO_STRUCK_OFF[2:], Action.SPOT_CHECK, Action.EXTEND])
def test_a_step_that_rests_on_paper_is_refused_without_it(action: Action) -> None:
    before = next(state for state, moves in TABLE.items() if action in moves)
    with pytest.raises(Refused, match="needs the document"):
        check(road(*ROAD_TO[before]), event(action, 50, date(2019, 7, 1), document=None))


@pytest.mark.parametrize("action", [Action.SEND_BACK, Action.CONTRADICT, Action.RELAPSE, Action.REMOVE])
def test_a_step_against_the_case_is_refused_without_a_reason(action: Action) -> None:
    before = next(state for state, moves in TABLE.items() if action in moves)
    with pytest.raises(Refused, match="needs a reason"):
        check(road(*ROAD_TO[before]), event(action, 50, date(2019, 7, 1), note=None))


@pytest.mark.parametrize("missing", FIVE_CONDITIONS)
def test_a_closure_is_accepted_only_with_all_five_conditions_verified(missing: Condition) -> None:
    events = road(Action.BEGIN, Action.SELF_CHECK) + verified(*(each for each in FIVE_CONDITIONS if each != missing))
    accept = event(Action.ACCEPT, 50, date(2019, 7, 1))
    with pytest.raises(Refused, match=str(missing)):
        check(events, accept, CLOSURE)
    assert check(events + verified(missing, first=200), accept, CLOSURE).state is State.ACCEPTED
    assert check(events, accept, UPGRADE).state is State.ACCEPTED


@pytest.mark.parametrize("standing", [ConditionStanding.REPORTED, ConditionStanding.CONTRADICTED])
def test_a_condition_reported_or_contradicted_later_is_not_verified(standing: ConditionStanding) -> None:
    events = road(Action.BEGIN, Action.SELF_CHECK) + verified(*FIVE_CONDITIONS)
    events.append(event(Action.CONDITION, 300, date(2019, 6, 20), condition=Condition.POWER_CUT, standing=standing))
    with pytest.raises(Refused, match=r"not yet: power_cut$"):
        check(events, event(Action.ACCEPT, 301, date(2019, 7, 1)), CLOSURE)


def test_a_relapse_reopens_the_case_as_a_new_round_and_its_conditions_are_void() -> None:
    events = verified(*FIVE_CONDITIONS, on=date(2019, 5, 1)) + road(*TO_STRUCK_OFF)
    status = check(events, event(Action.RELAPSE, 60, date(2019, 8, 1)), CLOSURE)
    assert (status.state, status.round, status.is_relapsed, dict(status.conditions)) == (State.LISTED, 2, True, {})


def test_a_second_acceptance_answers_the_relapse() -> None:
    events = [*road(*TO_STRUCK_OFF), event(Action.RELAPSE, 20, date(2019, 8, 1))]
    again = [event(action, 30 + n, date(2019, 9, 1)) for n, action in enumerate(TO_ACCEPTED)]
    status = remediation.fold(events + again, UPGRADE)
    assert (status.state, status.round, status.is_relapsed) == (State.ACCEPTED, 2, False)


def test_a_case_sent_back_is_underway_again() -> None:
    status = check(road(*TO_ACCEPTED), event(Action.SEND_BACK, 50, date(2019, 7, 1)))
    assert (status.state, status.state_on) == (State.UNDERWAY, date(2019, 7, 1))


def test_a_contradicted_case_keeps_its_state_but_is_not_fulfilled_until_accepted_anew() -> None:
    events = [*road(*TO_ACCEPTED), event(Action.CONTRADICT, 50, date(2019, 7, 1))]
    status = remediation.fold(events, UPGRADE)
    assert (status.state, status.is_contradicted, status.is_fulfilled) == (State.ACCEPTED, True, False)
    with pytest.raises(Refused, match="finding against"):
        check(events, event(Action.ANNOUNCE, 51, date(2019, 7, 2)))
    events += [
        event(Action.SEND_BACK, 52, date(2019, 7, 3)),
        event(Action.SELF_CHECK, 53, date(2019, 7, 4)),
        event(Action.ACCEPT, 54, date(2019, 7, 5)),
    ]
    assert remediation.fold(events, UPGRADE).is_fulfilled


def test_a_condition_found_broken_after_acceptance_contradicts_the_case() -> None:
    finding = event(
        Action.CONDITION, 50, date(2019, 7, 1), condition=Condition.POWER_CUT, standing=ConditionStanding.CONTRADICTED
    )
    assert check(road(*TO_ACCEPTED), finding).is_contradicted
    assert not check(road(Action.BEGIN), finding).is_contradicted


def test_an_extension_moves_the_deadline_and_only_forward() -> None:
    status = check([], event(Action.EXTEND, 1))
    assert (status.state, status.deadline) == (State.LISTED, Deadline("2019-12-31", date(2019, 12, 31)))
    with pytest.raises(Refused, match="not later than the one in force, 2019-06"):
        check([], event(Action.EXTEND, 1, extended_to=Deadline("2019-06-30", date(2019, 6, 30))))
    with pytest.raises(Refused, match="names the new deadline"):
        check([], event(Action.EXTEND, 1, extended_to=None))


def test_nothing_is_recorded_before_it_has_happened() -> None:
    with pytest.raises(Refused, match="2019-12-02 has not come yet"):
        check([], event(Action.BEGIN, 1, date(2019, 12, 2)))


def test_a_step_may_be_backdated_where_the_whole_sequence_stays_legal() -> None:
    events = road(*TO_ACCEPTED)
    drawn = event(Action.SPOT_CHECK, 50, date(2019, 6, 10))
    announced = event(Action.ANNOUNCE, 51, date(2019, 6, 20))
    assert check([*events, announced], drawn).state is State.ANNOUNCED
    with pytest.raises(Refused, match="what follows would no longer be possible: 3 accept 2019-06-04"):
        check(events, event(Action.SEND_BACK, 52, date(2019, 6, 3)))


def test_steps_of_one_day_stand_in_the_order_they_were_recorded() -> None:
    events = [event(action, n) for n, action in enumerate(TO_ACCEPTED)]
    assert remediation.fold(reversed(events), UPGRADE).state is State.ACCEPTED


def test_a_retraction_takes_back_a_step_and_restores_what_was() -> None:
    events = road(*TO_ACCEPTED)
    status = check(events, event(Action.RETRACT, 50, TODAY, retracts=3))
    assert status == remediation.fold(events[:2], UPGRADE)


def test_a_retraction_is_refused_while_something_hangs_on_the_step() -> None:
    with pytest.raises(Refused, match=r"3 accept 2019-06-04$"):
        check(road(*TO_ACCEPTED), event(Action.RETRACT, 50, TODAY, retracts=2))
    events = road(Action.BEGIN, Action.SELF_CHECK) + verified(*FIVE_CONDITIONS)
    events.append(event(Action.ACCEPT, 50, date(2019, 7, 1)))
    with pytest.raises(Refused, match="50 accept"):
        check(events, event(Action.RETRACT, 51, TODAY, retracts=101), CLOSURE)


def test_only_a_standing_step_can_be_taken_back() -> None:
    events = [*road(Action.BEGIN), event(Action.RETRACT, 2, TODAY, retracts=1)]
    for target, why in ((1, "taken back already"), (2, "is a retraction"), (9, "has no event 9")):
        with pytest.raises(Refused, match=why):
            check(events, event(Action.RETRACT, 3, TODAY, retracts=target))


def test_a_closure_once_accepted_is_not_blocked_when_its_class_was_changed_later() -> None:
    """Accepted as an upgrade; a later ledger calls it a closure: the next step is judged on its own."""
    assert check(road(*TO_ACCEPTED), event(Action.ANNOUNCE, 50, date(2019, 7, 1)), CLOSURE).state is State.ANNOUNCED


ACTIONS = st.sampled_from(list(Action))
DAYS = st.dates(date(2019, 5, 1), date(2019, 12, 10))


@st.composite
def attempts(draw: st.DrawFn) -> Event:
    action = draw(ACTIONS)
    deadline = draw(DAYS)
    return Event(
        sequence=0,
        action=action,
        happened_on=draw(DAYS),
        document=draw(st.sampled_from([None, "文件"])),
        note=draw(st.sampled_from([None, "说明"])),
        condition=draw(st.sampled_from([None, *Condition])),
        standing=draw(st.sampled_from([None, *ConditionStanding])),
        extended_to=draw(st.sampled_from([None, Deadline(deadline.isoformat(), deadline)])),
        retracts=draw(st.integers(0, 12)) if action is Action.RETRACT else None,
    )


class Case(RuleBasedStateMachine):
    """Clerks try anything, in any order of days; what `check` lets in must agree with the table."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.duty = CLOSURE

    @rule(attempt=attempts())
    def try_a_step(self, attempt: Event) -> None:
        new = Event(
            len(self.events) + 1,
            *(getattr(attempt, name) for name in list(Event.__dataclass_fields__)[1:]),
        )
        try:
            status = check(self.events, new, self.duty)
        except Refused:
            return
        self.events.append(new)
        assert remediation.fold(self.events, self.duty) == status

    @precondition(lambda self: bool(remediation.standing_events(self.events)))
    @rule(data=st.data())
    def take_one_back_and_record_it_again(self, data: st.DataObject) -> None:
        target = data.draw(st.sampled_from(remediation.standing_events(self.events)))
        before = [each for each in self.events if each.sequence != target.sequence]
        retraction = Event(len(self.events) + 1, Action.RETRACT, TODAY, note="误录", retracts=target.sequence)
        try:
            status = check(self.events, retraction, self.duty)
        except Refused:
            return
        assert status == remediation.fold(before, self.duty)
        self.events.append(retraction)

    @invariant()
    def the_standing_events_walk_the_table(self) -> None:
        state = State.LISTED
        for each in remediation.standing_events(self.events):
            assert each.action in TABLE[state]
            state = State(TABLE[state][each.action])
        status = remediation.fold(self.events, self.duty)
        assert status.state is state
        assert remediation.fold(reversed(self.events), self.duty) == status
        assert remediation.breaches(self.events, self.duty) == []

    @invariant()
    def every_day_back_in_time_was_legal_too(self) -> None:
        for day in {each.happened_on for each in self.events}:
            assert remediation.breaches(remediation.until(self.events, day), self.duty) == []


TestCase = Case.TestCase
TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@given(st.permutations(road(*TO_STRUCK_OFF, Action.RELAPSE, *TO_ACCEPTED)))
def test_the_fold_does_not_depend_on_the_order_events_are_handed_over_in(events: list[Event]) -> None:
    assert remediation.fold(events, UPGRADE).state is State.ACCEPTED
