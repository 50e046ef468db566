"""Which readings are in force: the newest of every submission neither withdrawn nor replaced.

A replaced submission comes back when all that replaced it, directly or in turn, were withdrawn.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from inventory.models import Correction, Judgement, LegalPersonJudgement, Reading, Submission


class InForce(NamedTuple):
    """A reading whose rows make the register."""

    reading_id: int
    submission_id: int
    sha256: str
    #: digest of what its rows say
    content: str
    #: the last day it can speak for
    as_of: date
    received_at: datetime


def readings(session: Session, known_at: datetime | None = None) -> dict[int, InForce]:
    """Reading → itself, of those in force now, or as the register knew it at ``known_at``."""
    newest = newest_readings(session, known_at)
    return {newest[number].reading_id: newest[number] for number in standing(session, known_at) if number in newest}


def newest_readings(session: Session, known_at: datetime | None = None) -> dict[int, InForce]:
    """Submission → its newest reading, in force or not."""
    query = (
        select(
            Reading.id,
            Reading.submission_id,
            Submission.sha256,
            Reading.content_sha256,
            Reading.as_of_last,
            Submission.received_at,
        )
        .join(Submission, Submission.id == Reading.submission_id)
        .order_by(Reading.made_at, Reading.id)
    )
    if known_at is not None:
        query = query.where(Reading.made_at <= known_at)
    return {row[1]: InForce(*row) for row in session.execute(query)}


def standing(session: Session, known_at: datetime | None = None) -> set[int]:
    """Submissions in force."""
    query = select(Submission.id, Submission.replaces_id, Submission.withdrawn_at).order_by(Submission.id)
    if known_at is not None:
        query = query.where(Submission.received_at <= known_at)
    replaced_by: dict[int, list[int]] = defaultdict(list)
    withdrawn: dict[int, bool] = {}
    for number, replaces, withdrawn_at in session.execute(query):
        withdrawn[number] = withdrawn_at is not None and (known_at is None or withdrawn_at <= known_at)
        if replaces is not None:
            replaced_by[replaces].append(number)
    # a submission replaces an earlier one only, so from the newest back every successor is already decided
    prevails: dict[int, bool] = {}
    found = set()
    for number in sorted(withdrawn, reverse=True):
        succeeded = any(prevails[other] for other in replaced_by[number] if other in prevails)
        prevails[number] = succeeded or not withdrawn[number]
        if not succeeded and not withdrawn[number]:
            found.add(number)
    return found


def stands(
    decision: type[Correction] | type[Judgement] | type[LegalPersonJudgement], known_at: datetime | None = None
) -> ColumnElement[bool]:
    """Whether a correction or judgement is in force now, or was at ``known_at``."""
    if known_at is None:
        return decision.withdrawn_at.is_(None)
    not_yet_withdrawn = or_(decision.withdrawn_at.is_(None), decision.withdrawn_at > known_at)
    return and_(decision.made_at <= known_at, not_yet_withdrawn)
