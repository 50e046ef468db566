"""After a rebuild: what no row speaks of any more, and the events of people that follow their rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.orm import Session

from inventory import portions, tracking
from inventory.force import newest_readings
from inventory.intake import columns, opening
from inventory.models import (
    FACTS,
    Enterprise,
    EnterpriseCode,
    EnterpriseName,
    Problem,
    Reading,
    Remediation,
    RemediationEvent,
    SourceRow,
    SubRecord,
)
from inventory.vocabulary import Standing


def finish(session: Session, touched: Collection[int], left: Collection[int], moved: Iterable[tuple[int, int]]) -> None:
    """Let go of the rows that left, empty what nothing speaks of, take events where their rows are.

    :param touched: enterprises that had any of the rows, or to which rows or cases of others went.
    :param left: readings no longer in force.
    :param moved: (from, to) enterprise of every row that changed hands.
    """
    for ids in portions.of(sorted(left)):
        gone = update(SourceRow).where(SourceRow.reading_id.in_(ids), SourceRow.enterprise_id.is_not(None))
        session.execute(gone.values(enterprise_id=None, sub_record_id=None, sub_ordinal=None))
    _empty(session, touched, moved)
    _follow(session, touched)
    _forget(session, touched)
    cases = columns.existing(session, Remediation, "enterprise_id", touched)
    tracking.refresh(session, [case["id"] for case in cases if case["version"] > opening.FIRST])


def _empty(session: Session, touched: Collection[int], moved: Iterable[tuple[int, int]]) -> None:
    """Enterprises without a row: absorbed by the one that most of their rows went to, or empty."""
    heirs: dict[int, Counter[int]] = defaultdict(Counter)
    for before, after in moved:
        heirs[before][after] += 1
    emptied: list[dict[str, Any]] = []
    for ids in portions.of(sorted(touched)):
        living = exists().where(SourceRow.enterprise_id == Enterprise.id)
        query = select(Enterprise.id, Enterprise.merged_into_id).where(Enterprise.id.in_(ids), ~living)
        for number, merged_into in session.execute(query):
            heir = heirs[number].most_common(1)[0][0] if heirs[number] else merged_into
            standing = Standing.MERGED if heir is not None else Standing.EMPTY
            emptied.append({"id": number, "standing": standing, "merged_into_id": heir})
    columns.update_rows(session, Enterprise, "id", emptied)
    numbers = [row["id"] for row in emptied]
    columns.delete_rows(session, EnterpriseName, "enterprise_id", numbers)
    columns.delete_rows(session, EnterpriseCode, "enterprise_id", numbers)
    for ids in portions.of(numbers):
        session.execute(delete(Problem).where(Problem.enterprise_id.in_(ids), Problem.reading_id.is_(None)))


def _follow(session: Session, touched: Collection[int]) -> None:
    """Move events to the case that the row they are anchored to belongs to now."""
    old, new = Remediation.__table__.alias("old"), Remediation.__table__.alias("new")
    newest = {each.reading_id for each in newest_readings(session).values()}
    query = (
        select(RemediationEvent.id, old.c.id, new.c.id, Reading.id)
        .join(old, old.c.id == RemediationEvent.remediation_id)
        .join(Reading, Reading.submission_id == RemediationEvent.anchor_submission_id)
        .join(
            SourceRow,
            and_(
                SourceRow.reading_id == Reading.id,
                SourceRow.sheet == RemediationEvent.anchor_sheet,
                SourceRow.row == RemediationEvent.anchor_row,
                SourceRow.panel == RemediationEvent.anchor_panel,
            ),
        )
        .join(new, new.c.sub_record_id == SourceRow.sub_record_id)
        .where(old.c.id != new.c.id)
    )
    moving: dict[int, int] = {}
    cases: set[int] = set()
    for ids in portions.of(sorted(touched)):
        for event, before, after, reading_id in session.execute(query.where(old.c.enterprise_id.in_(ids))):
            if reading_id in newest:
                moving[event] = after
                cases |= {before, after}
    if moving:
        _renumber(session, moving, cases)


def _renumber(session: Session, moving: dict[int, int], cases: set[int]) -> None:
    """Events in the order they were recorded, numbered anew in the cases they came to and left."""
    events = columns.existing(session, RemediationEvent, "remediation_id", cases)
    highest = max(event["sequence"] for event in events)
    events.sort(key=lambda event: (event["recorded_at"], event["id"]))
    numbers: Counter[int] = Counter()
    written = []
    for event in events:
        case = moving.get(event["id"], event["remediation_id"])
        numbers[case] += 1
        written.append({"id": event["id"], "remediation_id": case, "sequence": numbers[case]})
    # first out of the way: (case, sequence) is unique at every moment
    away = [{**row, "sequence": row["sequence"] + highest + len(events)} for row in written]
    columns.update_rows(session, RemediationEvent, "id", away)
    columns.update_rows(session, RemediationEvent, "id", written)
    versions = {row["id"]: row["version"] for row in columns.existing(session, Remediation, "id", cases)}
    columns.update_rows(
        session,
        Remediation,
        "id",
        # somebody who looked before is told that the case is another now
        [{"id": case, "version": max(versions[case], numbers[case] + 1) + 1} for case in sorted(cases)],
    )
    tracking.refresh(session, cases)


def _forget(session: Session, touched: Collection[int]) -> None:
    """Sub-records without a row go; where people recorded events, they stay, marked."""
    unspoken: list[tuple[int, str]] = []
    kept: list[int] = []
    for ids in portions.of(sorted(touched)):
        spoken = exists().where(SourceRow.sub_record_id == SubRecord.id)
        events = (
            select(func.count())
            .select_from(RemediationEvent)
            .join(Remediation, Remediation.id == RemediationEvent.remediation_id)
            .where(Remediation.sub_record_id == SubRecord.id)
            .scalar_subquery()
        )
        query = select(SubRecord.id, SubRecord.ledger, events).where(SubRecord.enterprise_id.in_(ids), ~spoken)
        for number, ledger, recorded in session.execute(query):
            if recorded:
                kept.append(number)
            else:
                unspoken.append((number, ledger))
    columns.update_rows(session, SubRecord, "id", [{"id": number, "is_orphaned": True} for number in kept])
    numbers = [number for number, _ in unspoken]
    columns.delete_rows(session, Problem, "sub_record_id", numbers)
    columns.delete_rows(session, Remediation, "sub_record_id", numbers)
    for ledger, model in FACTS.items():
        columns.delete_rows(session, model, "sub_record_id", [number for number, kind in unspoken if kind == ledger])
    columns.delete_rows(session, SubRecord, "id", numbers)
