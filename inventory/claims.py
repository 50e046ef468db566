"""What a ledger row claims of its case, and where its own cells contradict each other.

A claim moves nothing (`remediation`): it is shown beside the verified state. Where cells contradict each other the
lesser claim counts and the pair of fields is named, so that a problem can be raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inventory.reading import Value
from inventory.remediation import FIVE_CONDITIONS, FULFILLED
from inventory.vocabulary import DisposalClass, ProgressClaim, State

#: How far along each state is; a claim never says `removed`.
RANK: Mapping[State, int] = {state: rank for rank, state in enumerate(State) if state is not State.REMOVED}

#: What the word on progress claims, and how far other cells may go without contradicting it.
PROGRESS: Mapping[str, State] = {
    ProgressClaim.NOT_STARTED: State.LISTED,
    ProgressClaim.UNDERWAY: State.UNDERWAY,
    ProgressClaim.DONE: State.SELF_CHECKED,
}

#: Field of a ledger → what it claims when it is filled in (a date) or ticked.
CLAIMED_BY: Mapping[str, State] = {
    "completed_on": State.SELF_CHECKED,
    "accepted_on": State.ACCEPTED,
    "struck_off": State.STRUCK_OFF,
    "struck_off_on": State.STRUCK_OFF,
}

#: Claims of completion: the work is said to be done, whoever has looked.
COMPLETE = FULFILLED | {State.SELF_CHECKED}


@dataclass(frozen=True, slots=True)
class Claim:
    """The state a row claims (None: it says nothing), and the last day the claimed completion can mean.

    ``contradictions`` are pairs of fields: the one that claims more, the one that says less.
    """

    state: State | None = None
    on: date | None = None
    contradictions: tuple[tuple[str, str], ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.state in COMPLETE


def claim(facts: Mapping[str, Value | date | None]) -> Claim:
    """What one sub-record's facts claim. ``facts`` holds field → value, dates also as ``…_last`` (the last day).

    A closure whose row says that a condition is not met cannot claim to be complete.
    """
    says = _says(facts)
    if not says:
        return Claim()
    limits = _limits(facts)
    most = max(says.values(), key=RANK.__getitem__)
    if not limits:
        return Claim(most, _completed_on(facts) if most in COMPLETE else None)
    ceiling = min(limits.values(), key=RANK.__getitem__)
    state = min(most, ceiling, key=RANK.__getitem__)
    contradictions = tuple(
        (claiming, limiting)
        for claiming, claimed in says.items()
        for limiting, limit in limits.items()
        if claiming != limiting and RANK[claimed] > RANK[limit]
    )
    return Claim(state, _completed_on(facts) if state in COMPLETE else None, contradictions)


def _says(facts: Mapping[str, Value | date | None]) -> dict[str, State]:
    """Field → the state it claims."""
    says = {field: state for field, state in CLAIMED_BY.items() if facts.get(field)}
    progress = facts.get("progress")
    if isinstance(progress, str) and progress in PROGRESS:
        says["progress"] = PROGRESS[progress]
    return says


def _limits(facts: Mapping[str, Value | date | None]) -> dict[str, State]:
    """Field → the furthest state it leaves room for."""
    limits: dict[str, State] = {}
    progress = facts.get("progress")
    if progress in (ProgressClaim.NOT_STARTED, ProgressClaim.UNDERWAY):
        limits["progress"] = PROGRESS[str(progress)]
    if facts.get("struck_off") is False:
        limits["struck_off"] = State.ANNOUNCED
    if facts.get("disposal_class") == DisposalClass.CLOSE:
        limits.update({field: State.UNDERWAY for field in FIVE_CONDITIONS if facts.get(field) is False})
    return limits


def _completed_on(facts: Mapping[str, Value | date | None]) -> date | None:
    """The day the work was done by the row's own dates: the earliest of completion, acceptance, striking off."""
    days = (facts.get(f"{field}_last") for field in ("completed_on", "accepted_on", "struck_off_on"))
    return min((day for day in days if isinstance(day, date)), default=None)
