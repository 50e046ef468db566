"""Cases as the register stores them: their rows, events and anchors, in a statement or two however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.models import FACTS, Reading, Remediation, RemediationEvent, SourceRow, Submission
from inventory.remediation import Deadline, Duty, Event
from inventory.vocabulary import Action, Condition, ConditionStanding

#: one stored row: column → value
Stored = Mapping[str, Any]


class Anchor(NamedTuple):
    """The source row an event is tied to, by what outlives every rereading."""

    submission_id: int
    sheet: str
    row: int
    panel: int


def events(session: Session, case_ids: Iterable[int]) -> dict[int, list[Stored]]:
    """Case → its events in the order they were recorded."""
    columns = RemediationEvent.__table__.c
    query = select(*columns).order_by(columns.remediation_id, columns.sequence)
    found: dict[int, list[Stored]] = defaultdict(list)
    for ids in portions.of(case_ids):
        for row in session.execute(query.where(columns.remediation_id.in_(ids))).mappings():
            found[row["remediation_id"]].append(dict(row))
    return found


def history(rows: Iterable[Stored]) -> list[Event]:
    """Stored events as the state machine takes them."""
    rows = list(rows)
    number = {row["id"]: row["sequence"] for row in rows}
    return [
        Event(
            sequence=row["sequence"],
            action=Action(row["action"]),
            happened_on=row["happened_on"],
            document=row["document"],
            note=row["note"],
            condition=Condition(row["condition"]) if row["condition"] else None,
            standing=ConditionStanding(row["standing"]) if row["standing"] else None,
            extended_to=Deadline(row["extended_to"], row["extended_to_last"]) if row["extended_to"] else None,
            retracts=number.get(row["retracts_id"]),
        )
        for row in rows
    ]


def duty(case: Stored) -> Duty:
    """What the ledgers in force ask of a case."""
    deadline = Deadline(case["said_due_on"], case["said_due_on_last"]) if case["said_due_on_last"] else None
    return Duty(case["ledger"], case["disposal_class"], deadline)


def stored(session: Session, case_ids: Iterable[int]) -> Mapping[int, Stored]:
    """The cases with the deadline of the ledgers beside the one in force."""
    found: dict[int, dict[str, Any]] = {}
    of_ledger: dict[str, list[int]] = defaultdict(list)
    table = Remediation.__table__
    for ids in portions.of(case_ids):
        for row in session.execute(select(*table.c).where(table.c.id.in_(ids))).mappings():
            found[row["id"]] = {**row, "said_due_on": None, "said_due_on_last": None}
            of_ledger[row["ledger"]].append(row["id"])
    for ledger, members in of_ledger.items():
        facts = FACTS[ledger].__table__.c
        query = select(table.c.id, facts.due_on.label("said_due_on"), facts.due_on_last.label("said_due_on_last"))
        query = query.join_from(table, FACTS[ledger].__table__, table.c.sub_record_id == facts.sub_record_id)
        for ids in portions.of(members):
            for row in session.execute(query.where(table.c.id.in_(ids))).mappings():
                found[row["id"]] = {**found[row["id"]], **row}
    return found


def anchors(session: Session, case_ids: Iterable[int]) -> dict[int, Anchor]:
    """Case → the newest row in force of its sub-record, which its new events are tied to."""
    query = (
        select(Remediation.id, Submission.id, SourceRow.sheet, SourceRow.row, SourceRow.panel)
        .join_from(Remediation, SourceRow, SourceRow.sub_record_id == Remediation.sub_record_id)
        .join(Reading, Reading.id == SourceRow.reading_id)
        .join(Submission, Submission.id == Reading.submission_id)
        # the last one read wins below: newest as_of, then as conflicts of values are settled, by digest and row
        .order_by(Remediation.id, Reading.as_of_last, Submission.sha256)
        .order_by(SourceRow.sheet, SourceRow.row, SourceRow.panel)
    )
    found = {}
    for ids in portions.of(case_ids):
        for case_id, submission_id, sheet, row, panel in session.execute(query.where(Remediation.id.in_(ids))):
            found[case_id] = Anchor(submission_id, sheet, row, panel)
    return found
