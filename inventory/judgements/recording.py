"""Judging enterprises the same, different or renamed, and taking a judgement back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import addresses, correcting, force, identity, withdrawal
from inventory.errors import NotFound, Refused
from inventory.intake import columns, register, ties
from inventory.intake.ties import Row
from inventory.judgements import effects, objections
from inventory.judgements.effects import Effect
from inventory.judging import RowKey
from inventory.models import Correction, Enterprise, Judgement, JudgementRow
from inventory.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgements recorded or taken back, and what they changed."""

    numbers: tuple[int, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who judges, why, and when."""

    by: str
    because: str
    at: datetime


def same(session: Session, said: Sequence[str], decision: Decision) -> Judged:
    """The enterprises are one; it keeps the number that was given out first."""
    return _one(session, _distinct(session, said), decision, None)


def merge(session: Session, said: Sequence[str], into: str, decision: Decision) -> Judged:
    """The enterprises are one with another, whose number is kept; their own numbers lead to it from now on."""
    sites = _distinct(session, [into, *said])
    return _one(session, sites, decision, next(iter(sites)))


def different(session: Session, said: Sequence[str], decision: Decision) -> Judged:
    """No two of the enterprises are one, whatever they have in common now or later."""
    sites = _distinct(session, said)
    rows = [row for members in sites.values() for row in members]
    numbers = [
        record(session, Verdict.DIFFERENT, decision, (sites[one], sites[other]))
        for one, other in combinations(sites, 2)
    ]
    return _in_effect(session, numbers, rows, {})


def rename(session: Session, said: str, name: str, decision: Decision) -> Judged:
    """The enterprise is called otherwise now (曾用名): rows under the former and the new name speak of it."""
    ((enterprise_id, rows),) = _distinct(session, [said]).items()
    site = session.get_one(Enterprise, enterprise_id)
    if site.name == name:
        raise Refused("{number} is called {name} already", number=site.register_number, name=name)
    shown = correcting.correct(
        session, site.register_number, "name", name, by=decision.by, because=decision.because, at=decision.at
    )
    number = record(session, Verdict.RENAMED, decision, (rows, ()), name=str(shown.now), correction_id=shown.number)
    return _in_effect(session, [number], rows, {})


def withdraw(session: Session, number: int, decision: Decision) -> Judged:
    """Take a judgement back: the register is what it would be had it never been made, numbers included."""
    judgement = withdrawal.standing(
        session.get(Judgement, number),
        NotFound("there is no judgement {number}; `inventory enterprise judgements` shows them", number=number),
    )
    readings = force.readings(session)
    # all that hangs together while it still stands: what it joined must come apart as a whole
    tied = ties.follow(session, ties.judged_rows(session, [number]), readings, None)
    keep = _former_owners(session, number, tied)
    before = effects.snapshot(session, (row.id for row in tied))
    shown = session.get(Correction, judgement.correction_id) if judgement.correction_id is not None else None
    if shown is not None and shown.withdrawn_at is None:
        # before the judgement, so that nothing comes apart until the numbers are known
        correcting.withdraw(session, shown.id, by=decision.by, because=decision.because, at=decision.at)
    withdrawal.mark(judgement, by=decision.by, because=decision.because, at=decision.at)
    session.flush()
    register.rebuild(session, [], [], decided=tied, keep=keep)
    return Judged((number,), tuple(effects.between(before, effects.snapshot(session, (row.id for row in tied)))))


def record(
    session: Session,
    verdict: Verdict,
    decision: Decision,
    sides: tuple[Iterable[Row], Iterable[Row]],
    *,
    name: str | None = None,
    correction_id: int | None = None,
) -> int:
    """Write a judgement with the rows it is made on; gives its number."""
    readings = force.readings(session)
    number = columns.next_id(session, Judgement)
    session.add(
        Judgement(
            id=number,
            verdict=verdict,
            name=name,
            name_folded=identity.folded(name) if name else None,
            correction_id=correction_id,
            made_at=decision.at,
            made_by=decision.by,
            reason=decision.because,
        )
    )
    session.flush()
    rows = [
        {
            "judgement_id": number,
            "submission_id": readings[row.reading_id].submission_id,
            "sheet": row.key.sheet,
            "row": row.key.row,
            "panel": row.key.panel,
            "side": side,
            "enterprise_id": row.enterprise_id,
        }
        for side, members in enumerate(sides)
        for row in members
    ]
    columns.insert_rows(session, JudgementRow, rows)
    return number


def _distinct(session: Session, said: Sequence[str]) -> dict[int, list[Row]]:
    """Enterprise → its rows in force, of enterprises named in whatever way; refused where two names mean one."""
    readings = force.readings(session)
    found: dict[int, list[Row]] = {}
    for each in said:
        enterprise_id = addresses.site(session, each)
        if enterprise_id in found:
            raise objections.one_already(session, enterprise_id, each)
        found[enterprise_id] = ties.rows_of_enterprise(session, enterprise_id, readings)
        if not found[enterprise_id]:
            raise Refused("no ledger in force lists {said}; there is nothing to judge", said=each)
    return found


def _one(session: Session, sites: dict[int, list[Row]], decision: Decision, kept: int | None) -> Judged:
    first, *others = sites.values()
    rows = [row for members in sites.values() for row in members]
    objections.raise_for_cases(session, list(sites))
    number = record(session, Verdict.SAME, decision, (first, [row for members in others for row in members]))
    keep = {row.id: [kept] for row in sites[kept]} if kept is not None else {}
    judged = _in_effect(session, [number], rows, keep)
    objections.raise_for_contradictions(session, [row.id for row in rows])
    return judged


def _in_effect(session: Session, numbers: Sequence[int], rows: Sequence[Row], keep: dict[int, list[int]]) -> Judged:
    before = effects.snapshot(session, (row.id for row in rows))
    register.rebuild(session, [], [], decided=rows, keep=keep)
    after = effects.snapshot(session, (row.id for row in rows))
    return Judged(tuple(numbers), tuple(effects.between(before, after)))


def _former_owners(session: Session, number: int, tied: Sequence[Row]) -> dict[int, list[int]]:
    """Row → the enterprise it had when this judgement was made, then the one it had when first judged at all.

    A row that came later in the place of a judged one stands for it, where their traits are the same.
    """
    mine = ties.judged_rows(session, [number])
    submissions = select(JudgementRow.submission_id).where(JudgementRow.judgement_id == number)
    others = select(JudgementRow.judgement_id).where(JudgementRow.submission_id.in_(submissions))
    numbers = sorted({*session.scalars(others.distinct())} - {number})
    query = (
        select(JudgementRow)
        .where(JudgementRow.judgement_id.in_([number, *numbers]), JudgementRow.enterprise_id.is_not(None))
        .order_by(JudgementRow.judgement_id != number, JudgementRow.judgement_id)
    )
    newest = force.newest_readings(session)
    owners: dict[RowKey, list[int]] = defaultdict(list)
    for place in session.scalars(query):
        key = RowKey(newest[place.submission_id].sha256, place.sheet, place.row, place.panel)
        if place.enterprise_id is not None and len(owners[key]) < 2:
            owners[key].append(place.enterprise_id)
    in_force = {row.key for row in tied}
    stands_for = {row.traits: owners[row.key] for row in mine if row.key not in in_force and row.key in owners}
    return {row.id: owners.get(row.key) or stands_for.get(row.traits, []) for row in tied}
