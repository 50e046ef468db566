"""Enterprises that may be one and that nobody has judged: what `enterprise review` asks beside the open questions.

Found when somebody looks, not stored: it never hangs on the order of imports, nothing goes stale when rows leave or a
judgement is taken back, and an import has nothing to wait for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import duplicates, force
from inventory.duplicates import Pair
from inventory.models import Enterprise, Judgement, JudgementRow, Reading, SourceRow
from inventory.queries import described
from inventory.queries.enterprises import InReview
from inventory.vocabulary import Verdict


def unanswered(session: Session, questions: Iterable[InReview], unit: str | None = None) -> list[Pair]:
    """The pairs alike enough to ask about, the likeliest first; not those asked about or judged different already.

    :param questions: what is asked of provisional enterprises.
    :param unit: only pairs with an enterprise of this unit.
    """
    known = described.living(session)
    ids = {each.register_number: each.enterprise_id for each in known}
    asked = (
        (ids[each.found.register_number], ids[other.register_number])
        for each in questions
        for other in each.others
        if each.found.register_number in ids and other.register_number in ids
    )
    apart = {(min(pair), max(pair)) for pair in asked} | judged_apart(session)
    return duplicates.pairs(known, apart, unit)


def judged_apart(session: Session) -> set[tuple[int, int]]:
    """Pairs of enterprises somebody judged different, the smaller id first: those the judged rows belong to now.

    A row that has left force speaks for the enterprise it was judged as, or for the one that took that one's rows.
    """
    newest = [reading.reading_id for reading in force.newest_readings(session).values()]
    here = (
        select(Reading.submission_id, SourceRow.sheet, SourceRow.row, SourceRow.panel, SourceRow.enterprise_id)
        .join(Reading, Reading.id == SourceRow.reading_id)
        .join(JudgementRow, JudgementRow.submission_id == Reading.submission_id)
        .where(
            JudgementRow.sheet == SourceRow.sheet,
            JudgementRow.row == SourceRow.row,
            JudgementRow.panel == SourceRow.panel,
            SourceRow.enterprise_id.is_not(None),
            Reading.id.in_(newest),
        )
    )
    standing = {tuple(place): enterprise_id for *place, enterprise_id in session.execute(here)}
    query = (
        select(
            JudgementRow.judgement_id,
            JudgementRow.side,
            JudgementRow.submission_id,
            JudgementRow.sheet,
            JudgementRow.row,
            JudgementRow.panel,
            func.coalesce(Enterprise.merged_into_id, Enterprise.id),
        )
        .join(Judgement, Judgement.id == JudgementRow.judgement_id)
        .outerjoin(Enterprise, Enterprise.id == JudgementRow.enterprise_id)
        .where(force.stands(Judgement), Judgement.verdict == Verdict.DIFFERENT)
    )
    sides: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for number, side, *place, formerly in session.execute(query):
        enterprise_id = standing.get(tuple(place), formerly)
        if enterprise_id is not None:
            sides[number][side].add(enterprise_id)
    return {(min(a, b), max(a, b)) for one, other in sides.values() for a in one for b in other}
