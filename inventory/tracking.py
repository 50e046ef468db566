"""The sole writer of the state of cases and of their events.

A person's step is checked against `remediation` and written as one more event; the state kept on the case, a cache of
the fold, follows in the same transaction. Nothing is changed or deleted: a mistaken event is taken back by another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from inventory import cases, remediation
from inventory.cases import Anchor, Stored
from inventory.errors import Conflict, NotUnderstood, Refused
from inventory.models import Remediation, RemediationEvent
from inventory.remediation import Deadline, Event, Status
from inventory.vocabulary import Action, Condition, ConditionStanding


@dataclass(frozen=True, slots=True)
class Step:
    """What a person records on a case: the action, the day it happened, and what it rests on.

    ``retracts`` is the number of the event taken back, as `remediation history` shows it.
    """

    action: Action
    on: date
    document: str | None = None
    note: str | None = None
    condition: Condition | None = None
    standing: ConditionStanding | None = None
    extended_to: Deadline | None = None
    retracts: int | None = None


class Outcome(NamedTuple):
    """What became of the steps of one case: those recorded, where it stands now, the refusal that ended them."""

    case_id: int
    recorded: tuple[Event, ...]
    status: Status
    version: int
    refusal: Refused | None


def record(
    session: Session, case_id: int, step: Step, *, by: str | None, seen: int | None = None, now: datetime | None = None
) -> Outcome:
    """Write one step of a case, or refuse it with the steps allowed.

    :param by: who answers for it; refused without.
    :param seen: the version of the case the writer looked at; when it has moved on since, the writer is told.
    """
    outcome = record_all(session, {case_id: (step,)}, by=by, seen={case_id: seen}, now=now)[case_id]
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome


def record_all(
    session: Session,
    steps: Mapping[int, Sequence[Step]],
    *,
    by: str | None,
    seen: Mapping[int, int | None] | None = None,
    now: datetime | None = None,
) -> dict[int, Outcome]:
    """Write the steps of many cases, of each up to the first that is refused; some statements, however many cases."""
    if not by or not by.strip():
        raise NotUnderstood("say who answers for this: --by NAME, or set INVENTORY_USER")
    now = now or datetime.now(UTC)
    open_cases, stored = cases.stored(session, steps), cases.events(session, steps)
    anchors = cases.anchors(session, steps)
    outcomes = {}
    rows: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    for case_id, wanted in steps.items():
        case, before = open_cases[case_id], stored.get(case_id, [])
        if (looked_at := (seen or {}).get(case_id)) not in (None, case["version"]):
            raise _overtaken(case_id, looked_at, case["version"])
        outcome = _walk(case, before, wanted, now)
        outcomes[case_id] = outcome
        if outcome.recorded:
            anchor = anchors.get(case_id) or _last_anchor(before)
            ids = {row["sequence"]: row["id"] for row in before}
            rows += [_row(case_id, event, anchor, ids, by.strip(), now) for event in outcome.recorded]
            moves.append(_move(case, outcome.version, outcome.status))
    _write(session, rows, moves)
    return outcomes


def refresh(session: Session, case_ids: Collection[int]) -> None:
    """Bring state and deadline, as kept on cases, up to date with facts and events after an import changed these."""
    stored = cases.events(session, case_ids)
    moves = []
    for case_id, case in cases.stored(session, case_ids).items():
        status = remediation.fold(cases.history(stored.get(case_id, [])), cases.duty(case))
        move = _move(case, case["version"], status)
        if any(case[name] != value for name, value in move.items() if name in case):
            moves.append(move)
    _write(session, [], moves)


# ── how it is written ────────────────────────────────────────────────────────────────────────────


def _walk(case: Stored, before: Sequence[Stored], wanted: Sequence[Step], now: datetime) -> Outcome:
    """The steps of one case against the state machine, up to the first refusal."""
    events, duty = cases.history(before), cases.duty(case)
    known, status = len(events), remediation.fold(events, duty)
    refusal = None
    for step in wanted:
        sequence = max((event.sequence for event in events), default=0) + 1
        new = Event(sequence, step.action, step.on, _said(step.document), _said(step.note), *_particulars(step))
        try:
            status = remediation.check(events, new, duty, today=now.astimezone().date())
        except Refused as refused:
            refusal = refused
            break
        events.append(new)
    recorded = tuple(events[known:])
    return Outcome(case["id"], recorded, status, case["version"] + len(recorded), refusal)


def _particulars(step: Step) -> tuple[Any, ...]:
    return step.condition, step.standing, step.extended_to, step.retracts


def _said(text: str | None) -> str | None:
    """A document or note of nothing but blanks says nothing."""
    return (text or "").strip() or None


def _move(case: Stored, version: int, status: Status) -> dict[str, Any]:
    """The columns of a case that follow from its events, and which case at which version they are for."""
    return {
        "of": case["id"],
        "was": case["version"],
        "version": version,
        "state": status.state,
        "state_on": status.state_on or case["listed_on"],
        "round": status.round,
        "due_on": status.deadline.said if status.deadline else None,
        "due_on_last": status.deadline.last if status.deadline else None,
    }


def _last_anchor(events: Sequence[Stored]) -> Anchor:
    """Where no row in force speaks of the case any more, its last event's."""
    if not events:
        raise Refused("no ledger in force lists this case any more")
    return Anchor(*(events[-1][f"anchor_{part}"] for part in Anchor._fields))


def _row(case_id: int, event: Event, anchor: Anchor, ids: Mapping[int, int], by: str, now: datetime) -> dict[str, Any]:
    return {
        "remediation_id": case_id,
        "sequence": event.sequence,
        "action": event.action,
        "happened_on": event.happened_on,
        "recorded_at": now,
        "recorded_by": by,
        "document": event.document,
        "note": event.note,
        "condition": event.condition,
        "standing": event.standing,
        "extended_to": event.extended_to.said if event.extended_to else None,
        "extended_to_last": event.extended_to.last if event.extended_to else None,
        "retracts_id": ids[event.retracts] if event.retracts is not None else None,
        **{f"anchor_{part}": value for part, value in anchor._asdict().items()},
    }


def _write(session: Session, rows: list[dict[str, Any]], moves: list[dict[str, Any]]) -> None:
    """The events and the moved cases; told when another writer was faster."""
    if moves:
        names = [name for name in moves[0] if name not in ("of", "was")]
        statement = (
            update(Remediation)
            .where(Remediation.id == bindparam("of"), Remediation.version == bindparam("was"))
            .values({name: bindparam(name) for name in names})
        )
        moved = session.connection().execute(statement, moves)
        if moved.rowcount != len(moves):
            raise Conflict("somebody else moved the case at the same time: look at it again, then repeat the step")
    if rows:
        session.connection().execute(insert(RemediationEvent), rows)
    session.expire_all()


def _overtaken(case_id: int, seen: int | None, version: int) -> Conflict:
    return Conflict(
        "somebody else moved case {case} since you looked (version {version}, you saw {seen}): look at it again",
        case=case_id,
        version=version,
        seen=seen,
    )
