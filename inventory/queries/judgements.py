"""The judgements people made on enterprises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.force import stands
from inventory.models import Enterprise, Judgement, JudgementRow, Reading, SourceRow


@dataclass(frozen=True, slots=True)
class Listed:
    """One judgement: what was judged of whom, by whom, when and why.

    ``one`` and ``others``: the enterprises of the two sides by the numbers they had when judged.
    """

    number: int
    verdict: str
    one: tuple[str, ...]
    others: tuple[str, ...]
    name: str | None
    made_at: datetime
    made_by: str
    reason: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawal_reason: str | None


def listed(session: Session, *, enterprise_id: int | None = None, every: bool = False) -> list[Listed]:
    """The judgements in force, or with those withdrawn, the newest last.

    :param enterprise_id: only those made on it or on rows that belong to it now.
    """
    query = select(Judgement).order_by(Judgement.id)
    if not every:
        query = query.where(stands(Judgement))
    if enterprise_id is not None:
        query = query.where(Judgement.id.in_(_on(enterprise_id)))
    found = session.scalars(query).all()
    sides = _sides(session, [judgement.id for judgement in found])
    return [
        Listed(
            each.id,
            each.verdict,
            tuple(sides[each.id, 0]),
            tuple(sides[each.id, 1]),
            each.name,
            each.made_at,
            each.made_by,
            each.reason,
            each.withdrawn_at,
            each.withdrawn_by,
            each.withdrawal_reason,
        )
        for each in found
    ]


def _on(enterprise_id: int) -> Select[int]:
    """Numbers of the judgements on rows that belonged to the enterprise when judged, or belong to it now."""
    now = (
        select(SourceRow.id)
        .join(Reading, Reading.id == SourceRow.reading_id)
        .where(
            Reading.submission_id == JudgementRow.submission_id,
            SourceRow.sheet == JudgementRow.sheet,
            SourceRow.row == JudgementRow.row,
            SourceRow.panel == JudgementRow.panel,
            SourceRow.enterprise_id == enterprise_id,
        )
    )
    return select(JudgementRow.judgement_id).where(or_(JudgementRow.enterprise_id == enterprise_id, now.exists()))


def _sides(session: Session, numbers: list[int]) -> dict[tuple[int, int], list[str]]:
    """(judgement, side) → the enterprises on it."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    query = (
        select(JudgementRow.judgement_id, JudgementRow.side, Enterprise.register_number, Enterprise.name)
        .join(Enterprise, Enterprise.id == JudgementRow.enterprise_id)
        .distinct()
        .order_by(JudgementRow.judgement_id, JudgementRow.side, Enterprise.register_number)
    )
    for ids in portions.of(numbers):
        for judgement, side, number, name in session.execute(query.where(JudgementRow.judgement_id.in_(ids))):
            found[judgement, side].append(f"{number} {name}")
    return found
