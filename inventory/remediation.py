"""The state machine of a case (挂账销号): every rule in a table, every answer a fold of events.

Knows nothing but the closed lists of the vocabulary. A case stands where its events put it; `fold` says where, `check`
says whether one more event may be recorded, and refuses with the steps that are allowed. Rules: the bureau's decisions
«Claims and cases»; the chain of striking off (自查 → 县级验收 → 市级抽查 → 公示 → 销号) is that documented for Ezhou.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from inventory.errors import Refused
from inventory.vocabulary import Action, Condition, ConditionStanding, DisposalClass, Ledger, State

# ── the tables ───────────────────────────────────────────────────────────────────────────────────

#: What a step does: from which state, to which. Side roads that leave the state as it is map it to itself.
STEPS: Mapping[Action, Mapping[State, State]] = {
    Action.BEGIN: {State.LISTED: State.UNDERWAY},
    Action.SELF_CHECK: {State.UNDERWAY: State.SELF_CHECKED},
    Action.ACCEPT: {State.SELF_CHECKED: State.ACCEPTED},
    # the city draws some cases only: the road past the spot check is as legal as the one through it
    Action.SPOT_CHECK: {State.ACCEPTED: State.SPOT_CHECKED},
    Action.ANNOUNCE: {State.ACCEPTED: State.ANNOUNCED, State.SPOT_CHECKED: State.ANNOUNCED},
    Action.STRIKE_OFF: {State.ANNOUNCED: State.STRUCK_OFF},
    Action.SEND_BACK: {
        State.SELF_CHECKED: State.UNDERWAY,
        State.ACCEPTED: State.UNDERWAY,
        State.SPOT_CHECKED: State.UNDERWAY,
        State.ANNOUNCED: State.UNDERWAY,
    },
    Action.RELAPSE: {State.STRUCK_OFF: State.LISTED},
    Action.EXTEND: {state: state for state in (State.LISTED, State.UNDERWAY, State.SELF_CHECKED)},
    Action.CONTRADICT: {state: state for state in State if state is not State.REMOVED},
    Action.CONDITION: {state: state for state in State if state is not State.REMOVED},
    Action.REMOVE: {state: State.REMOVED for state in State if state is not State.REMOVED},
}

#: The duty is fulfilled: the county has accepted, or the case has gone further.
FULFILLED = frozenset({State.ACCEPTED, State.SPOT_CHECKED, State.ANNOUNCED, State.STRUCK_OFF})

#: Steps that need the paper they rest on (验收意见、抽查记录、公示文件、销号文件、延期批复).
NEEDS_DOCUMENT = frozenset({Action.ACCEPT, Action.SPOT_CHECK, Action.ANNOUNCE, Action.STRIKE_OFF, Action.EXTEND})

#: Steps that need a reason in words.
NEEDS_NOTE = frozenset({Action.SEND_BACK, Action.CONTRADICT, Action.RELAPSE, Action.REMOVE, Action.RETRACT})

#: What the standing of a condition rests on: a verification on paper, a finding in words.
CONDITION_NEEDS: Mapping[ConditionStanding, str | None] = {
    ConditionStanding.REPORTED: None,
    ConditionStanding.VERIFIED: "document",
    ConditionStanding.CONTRADICTED: "note",
}

#: The five facts of a closure, 两断三清.
FIVE_CONDITIONS = (
    Condition.WATER_CUT,
    Condition.POWER_CUT,
    Condition.RAW_MATERIALS_CLEARED,
    Condition.PRODUCTS_CLEARED,
    Condition.EQUIPMENT_CLEARED,
)

#: Conditions that must stand verified before `accept`, by ledger kind and disposal class; none where not named.
VERIFIED_BEFORE_ACCEPT: Mapping[tuple[str, str | None], tuple[Condition, ...]] = {
    (Ledger.SCATTERED_POLLUTERS, DisposalClass.CLOSE): FIVE_CONDITIONS,
}

#: Not while a contradiction stands unanswered; a new acceptance answers it.
NOT_WHILE_CONTRADICTED = frozenset({Action.SPOT_CHECK, Action.ANNOUNCE, Action.STRIKE_OFF})


# ── what goes in, what comes out ─────────────────────────────────────────────────────────────────


class Deadline(NamedTuple):
    """The last day a duty may be fulfilled, and the date as it was said ("2019-06")."""

    said: str
    last: date


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded step. ``sequence`` is its number in the case; ``retracts`` the number of the event taken back."""

    sequence: int
    action: Action
    happened_on: date
    document: str | None = None
    note: str | None = None
    condition: Condition | None = None
    standing: ConditionStanding | None = None
    extended_to: Deadline | None = None
    retracts: int | None = None

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.happened_on}"


@dataclass(frozen=True, slots=True)
class Duty:
    """What the evidence depends on: ledger kind, disposal class, and the deadline the ledgers give."""

    ledger: str
    disposal_class: str | None = None
    deadline: Deadline | None = None


class Finding(NamedTuple):
    """How one condition stands, since when, on what paper."""

    standing: ConditionStanding
    on: date
    document: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """Where a case stands. ``state_on`` is None while no event has moved it (listed since its first ledger)."""

    state: State = State.LISTED
    state_on: date | None = None
    #: 1, and one more for every relapse
    round: int = 1
    conditions: Mapping[Condition, Finding] = field(default_factory=dict)
    deadline: Deadline | None = None
    #: a finding against what was claimed or verified, not yet answered by a new acceptance
    is_contradicted: bool = False
    #: struck off once, fallen back, not accepted again since
    is_relapsed: bool = False

    @property
    def is_fulfilled(self) -> bool:
        """Accepted or further; where a contradiction stands, no longer."""
        return self.state in FULFILLED and not self.is_contradicted


class Breach(NamedTuple):
    """A rule an event breaks where it stands in the sequence."""

    sequence: int
    refusal: Refused


class Actions(tuple[Action, ...]):
    """Steps, as a refusal names them: begin, remove."""

    def __str__(self) -> str:
        return ", ".join(self)


class Conditions(tuple[Condition, ...]):
    """Conditions, as a refusal names them: water_cut, power_cut."""

    def __str__(self) -> str:
        return ", ".join(self)


class Steps(tuple[Event, ...]):
    """Recorded events, as a refusal names them: 3 accept 2019-06-20."""

    def __str__(self) -> str:
        return ", ".join(map(str, self))


# ── the fold ─────────────────────────────────────────────────────────────────────────────────────


def standing_events(events: Iterable[Event]) -> list[Event]:
    """The events that count, in order of time: retractions and what they took back left out."""
    events = list(events)
    gone = {event.retracts for event in events if event.action is Action.RETRACT}
    kept = [event for event in events if event.action is not Action.RETRACT and event.sequence not in gone]
    return sorted(kept, key=lambda event: (event.happened_on, event.sequence))


def until(events: Iterable[Event], day: date) -> list[Event]:
    """The events that had happened by the end of a day; what was recorded by mistake never happened, on any day."""
    return [event for event in events if event.action is Action.RETRACT or event.happened_on <= day]


def fold(events: Iterable[Event], duty: Duty) -> Status:
    """Where the case stands after these events, whatever order they are handed over in.

    An event that is not possible where it stands moves nothing and `breaches` names it: `check` lets none in, but two
    cases judged to be one may bring some along.
    """
    return _walk(events, duty)[0]


def breaches(events: Iterable[Event], duty: Duty) -> list[Breach]:
    """The rules broken by a sequence, in order of time; empty for everything `check` let in."""
    return _walk(events, duty)[1]


def _walk(events: Iterable[Event], duty: Duty) -> tuple[Status, list[Breach]]:
    status, broken = Status(deadline=duty.deadline), []
    for event in standing_events(events):
        breach = _breach(status, event, duty)
        if breach is not None:
            broken.append(breach)
        if event.action in STEPS and status.state in STEPS[event.action]:
            status = _moved(status, event)
    return status, broken


def _breach(status: Status, event: Event, duty: Duty) -> Breach | None:
    """Why the event is not possible while the case stands so."""
    if status.state not in STEPS[event.action]:
        refusal = Refused(
            "{action} is not possible while the case is {state}; possible: {allowed}",
            action=event.action,
            state=status.state,
            allowed=Actions(allowed(status.state)),
        )
        return Breach(event.sequence, refusal)
    if event.action in NOT_WHILE_CONTRADICTED and status.is_contradicted:
        refusal = Refused(
            "{action} is not possible while a finding against the case is unanswered: send it back and accept it anew",
            action=event.action,
        )
        return Breach(event.sequence, refusal)
    if event.action is Action.ACCEPT and (missing := unverified(status, duty)):
        refusal = Refused(
            "a closure is accepted when all five conditions are verified; not yet: {missing}",
            action=event.action,
            missing=Conditions(missing),
        )
        return Breach(event.sequence, refusal)
    return None


def _moved(status: Status, event: Event) -> Status:
    """The case after one possible event."""
    action, on = event.action, event.happened_on
    state = STEPS[action][status.state]
    conditions, deadline = status.conditions, status.deadline
    if action is Action.CONDITION and event.condition and event.standing:
        conditions = {**conditions, event.condition: Finding(event.standing, on, event.document)}
    if action is Action.RELAPSE:
        # what was cut and cleared is no longer so once it produces again
        conditions = {}
    if action is Action.EXTEND:
        deadline = event.extended_to
    answered = action in (Action.ACCEPT, Action.RELAPSE)
    found_against = action is Action.CONTRADICT or (
        event.standing is ConditionStanding.CONTRADICTED and status.state in FULFILLED
    )
    return Status(
        state=state,
        state_on=status.state_on if state is status.state else on,
        round=status.round + (action is Action.RELAPSE),
        conditions=conditions,
        deadline=deadline,
        is_contradicted=not answered and (status.is_contradicted or found_against),
        is_relapsed=action is Action.RELAPSE or (status.is_relapsed and action is not Action.ACCEPT),
    )


def allowed(state: State) -> tuple[Action, ...]:
    """The steps possible in a state, in the order of the table."""
    return tuple(action for action, moves in STEPS.items() if state in moves)


def unverified(status: Status, duty: Duty) -> tuple[Condition, ...]:
    """The conditions still to be verified before this duty can be accepted."""
    needed = VERIFIED_BEFORE_ACCEPT.get((duty.ledger, duty.disposal_class), ())
    return tuple(
        condition
        for condition in needed
        if condition not in status.conditions or status.conditions[condition].standing is not ConditionStanding.VERIFIED
    )


# ── the guard ────────────────────────────────────────────────────────────────────────────────────


def check(events: Sequence[Event], new: Event, duty: Duty, *, today: date) -> Status:
    """Where the case stands once ``new`` is recorded too; refused where a rule forbids it.

    An event may be backdated where the whole sequence stays legal; what would no longer be is named.
    """
    _check_evidence(new, today)
    if new.action is Action.RETRACT:
        _check_retraction(events, new)
    if new.action is Action.EXTEND:
        _check_extension(events, new, duty)
    broken_before = {breach.sequence for breach in breaches(events, duty)}
    status, broken = _walk([*events, new], duty)
    fresh = {breach.sequence: breach for breach in broken if breach.sequence not in broken_before}
    if new.sequence in fresh:
        raise fresh[new.sequence].refusal
    if fresh:
        raise Refused(
            "{action} on {on} is refused: what follows would no longer be possible: {hanging}",
            action=new.action,
            on=new.happened_on,
            hanging=Steps(event for event in standing_events(events) if event.sequence in fresh),
        )
    return status


def _check_evidence(new: Event, today: date) -> None:
    """What the event itself must bring: a day that has come, the paper, the reason, its particulars."""
    if new.happened_on > today:
        raise Refused("{on} has not come yet: a step is recorded when it has happened", on=new.happened_on, today=today)
    if new.action in NEEDS_DOCUMENT and not new.document:
        raise Refused("{action} needs the document it rests on", action=new.action)
    if new.action in NEEDS_NOTE and not new.note:
        raise Refused("{action} needs a reason: say it in the note", action=new.action)
    if new.action is Action.CONDITION:
        if new.condition is None or new.standing is None:
            raise Refused("a condition is recorded with its name and how it stands", action=new.action)
        needed = CONDITION_NEEDS[new.standing]
        if needed and not getattr(new, needed):
            raise Refused("a condition {standing} needs a {needed}", standing=new.standing, needed=needed)


def _check_retraction(events: Sequence[Event], new: Event) -> None:
    """Only a step still standing can be taken back; a retraction cannot (record the step again)."""
    target = next((event for event in events if event.sequence == new.retracts), None)
    if target is None:
        raise Refused("the case has no event {number}", number=new.retracts)
    if target.action is Action.RETRACT:
        raise Refused("event {number} is a retraction: record the step again instead", number=new.retracts)
    if target not in standing_events(events):
        raise Refused("event {number} has been taken back already", number=new.retracts)


def _check_extension(events: Sequence[Event], new: Event, duty: Duty) -> None:
    """An extension names a later day than the deadline it extends."""
    if new.extended_to is None:
        raise Refused("an extension names the new deadline", action=new.action)
    before = [event for event in standing_events(events) if event.happened_on <= new.happened_on]
    current = fold(before, duty).deadline
    if current is not None and new.extended_to.last <= current.last:
        raise Refused(
            "the new deadline {new} is not later than the one in force, {current}",
            new=new.extended_to.said,
            current=current.said,
        )
