"""Turning the claims of a submission into events, in bulk, by a named person.

The rules of evidence hold as for every step: an acceptance needs the document it rests on, a closure its five
conditions verified, a striking off its public notice. What does not meet them is listed and not adopted; ticks of
两断三清 become conditions reported, never verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import cases, claims, force, remediation, tracking
from inventory.errors import NotFound, Refused
from inventory.models import Remediation, SourceRow, Submission
from inventory.remediation import FIVE_CONDITIONS, Status
from inventory.tracking import Outcome, Step
from inventory.values import last_day
from inventory.vocabulary import Action, ConditionStanding, State

#: the steps on the way to a claimed state, in order: what must be recorded for a case to stand there
ROAD: tuple[tuple[State, Action], ...] = (
    (State.UNDERWAY, Action.BEGIN),
    (State.SELF_CHECKED, Action.SELF_CHECK),
    (State.ACCEPTED, Action.ACCEPT),
    (State.STRUCK_OFF, Action.STRIKE_OFF),
)

#: the fields that date a step, the first that is filled in; else the day the ledger speaks for
DATED_BY: Mapping[Action, tuple[str, ...]] = {
    Action.SELF_CHECK: ("completed_on", "accepted_on"),
    Action.ACCEPT: ("accepted_on",),
    Action.STRIKE_OFF: ("struck_off_on",),
}


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of one claim: the state claimed, the steps recorded, and why no further."""

    case_id: int
    claimed: State
    outcome: Outcome

    @property
    def refusal(self) -> Refused | None:
        return self.outcome.refusal


def adopt(
    session: Session,
    submission_id: int,
    *,
    by: str | None,
    document: str | None = None,
    note: str | None = None,
    now: datetime | None = None,
) -> list[Adopted]:
    """Record what the rows of a submission claim, as far as the rules of evidence allow.

    :param document: the paper the acceptances rest on (a joint 验收意见); without it none is adopted.
    """
    reading = next((each for each in force.readings(session).values() if each.submission_id == submission_id), None)
    if reading is None:
        raise NotFound("no submission {number} is in force", number=submission_id)
    file_name = session.scalar(select(Submission.file_name).where(Submission.id == submission_id))
    query = (
        select(Remediation.id, SourceRow.record, SourceRow.row)
        .join_from(SourceRow, Remediation, Remediation.sub_record_id == SourceRow.sub_record_id)
        .where(SourceRow.reading_id == reading.reading_id)
        .order_by(SourceRow.sheet, SourceRow.row, SourceRow.panel)
    )
    rows = session.execute(query).all()
    stored = cases.events(session, [case_id for case_id, _, _ in rows])
    duties = {number: cases.duty(case) for number, case in cases.stored(session, (row[0] for row in rows)).items()}
    steps: dict[int, list[Step]] = {}
    claimed: dict[int, State] = {}
    for case_id, record, row in rows:
        facts = _dated(record)
        claim = claims.claim(facts)
        if claim.state is None:
            continue
        source = f"{file_name}，第{row}行"
        status = remediation.fold(cases.history(stored.get(case_id, ())), duties[case_id])
        claimed[case_id] = claim.state
        # several rows of one case: the last one of the sheet speaks
        steps[case_id] = [
            *_reported(facts, status, reading.as_of, source, note),
            *_on_the_road(facts, claim.state, status, reading.as_of, document, note or source),
        ]
    outcomes = tracking.record_all(session, steps, by=by, now=now)
    return [Adopted(number, claimed[number], outcome) for number, outcome in outcomes.items()]


def _on_the_road(
    facts: Mapping[str, Any], claimed: State, status: Status, as_of: date, document: str | None, note: str
) -> list[Step]:
    """The steps from where the case stands to where it is claimed to be; none for a case that is further already."""
    here = claims.RANK.get(status.state)
    if here is None:
        return []
    return [
        Step(action, _day(facts, action, as_of), document=document, note=note)
        for state, action in ROAD
        if here < claims.RANK[state] <= claims.RANK[claimed]
    ]


def _reported(facts: Mapping[str, Any], status: Status, as_of: date, source: str, note: str | None) -> list[Step]:
    """The conditions ticked as met of which nothing is known yet."""
    if status.state is State.REMOVED:
        return []
    return [
        Step(Action.CONDITION, as_of, source, note, condition=condition, standing=ConditionStanding.REPORTED)
        for condition in FIVE_CONDITIONS
        if facts.get(condition) is True and condition not in status.conditions
    ]


def _day(facts: Mapping[str, Any], action: Action, as_of: date) -> date:
    """When a step is claimed to have happened: its own date, else by the day the ledger speaks for."""
    for field in DATED_BY.get(action, ()):
        day = facts.get(f"{field}_last")
        if isinstance(day, date):
            return day
    own = facts.get("accepted_on_last") or facts.get("completed_on_last")
    # begun before it was accepted, whenever the ledger was filed
    return min(as_of, own) if action is Action.BEGIN and isinstance(own, date) else as_of


def _dated(record: Mapping[str, Any] | None) -> dict[str, Any]:
    """A row's record with the last day of every date it gives."""
    facts = dict(record or {})
    return facts | {f"{name}_last": last_day(said) for name, said in facts.items() if name.endswith("_on") and said}
