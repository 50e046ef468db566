"""What counties teach the reader: kept with author, date and reason, withdrawn at most, read by `queries.teaching`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inventory import listing, withdrawal
from inventory.errors import NotFound, Refused
from inventory.models import Lesson, ReportingUnit
from inventory.reading import Lesson as Taught
from inventory.vocabulary import LessonKind


def teach(session: Session, lesson: Taught, *, by: str, because: str, at: datetime) -> int:
    """Record a lesson; gives its number. One that says the same thing of the same place must be withdrawn first."""
    unit_id = listing.unit_id(session, lesson.unit)
    known = session.scalar(_of_the_same(unit_id, lesson).with_only_columns(Lesson.id))
    if known is not None:
        raise Refused(
            "lesson {number} says already what {said} means; withdraw it first (ledger teach withdraw {number})",
            number=known,
            said=lesson.said,
        )
    stored = Lesson(
        kind=str(lesson.kind),
        said=lesson.said,
        field=lesson.field,
        code=lesson.code,
        unit_id=unit_id,
        ledger=lesson.ledger,
        made_at=at,
        made_by=by,
        reason=because,
    )
    session.add(stored)
    session.flush()
    return stored.id


def is_taught(session: Session, lesson: Taught) -> bool:
    """Whether the very same lesson is in force."""
    known = session.scalar(_of_the_same(listing.unit_id(session, lesson.unit), lesson))
    return known is not None and (known.kind, known.field, known.code) == (lesson.kind, lesson.field, lesson.code)


def _of_the_same(unit_id: int | None, lesson: Taught) -> Select[Lesson]:
    """The lesson in force that speaks of the same heading, or of the same spelling in the same field."""
    is_spelling = lesson.kind == LessonKind.SPELLING
    query = select(Lesson).where(
        Lesson.withdrawn_at.is_(None),
        (Lesson.kind == LessonKind.SPELLING) if is_spelling else (Lesson.kind != LessonKind.SPELLING),
        Lesson.said == lesson.said,
        Lesson.unit_id.is_(None) if unit_id is None else Lesson.unit_id == unit_id,
        Lesson.ledger.is_(None) if lesson.ledger is None else Lesson.ledger == lesson.ledger,
    )
    return query.where(Lesson.field == lesson.field) if is_spelling else query


def withdraw(session: Session, number: int, *, by: str, because: str, at: datetime) -> None:
    """Take a lesson back; readings made with it stay until `ledger reread`."""
    lesson = withdrawal.standing(
        session.get(Lesson, number),
        NotFound("there is no lesson {number}; `inventory ledger teach list` shows them", number=number),
    )
    withdrawal.mark(lesson, by=by, because=because, at=at)
    session.flush()


def taught(session: Session, *, every: bool = False) -> Sequence[tuple[Lesson, str | None]]:
    """The lessons with the unit each is of, the oldest first; withdrawn ones too where asked."""
    query = (
        select(Lesson, ReportingUnit.name)
        .outerjoin(ReportingUnit, ReportingUnit.id == Lesson.unit_id)
        .order_by(Lesson.made_at, Lesson.id)
    )
    if not every:
        query = query.where(Lesson.withdrawn_at.is_(None))
    return [(lesson, unit) for lesson, unit in session.execute(query)]


def remarked(session: Session, unit: str | None = None) -> dict[Taught, str]:
    """Lesson in force → who taught it, when and why; those of one unit alone where one is named."""
    wanted = listing.unit_name(session, listing.unit_id(session, unit))
    return {
        Taught(each.kind, each.said, each.field, each.code, name, each.ledger): (
            f"{each.made_by}, {each.made_at.date()}: {each.reason}"
        )
        for each, name in taught(session)
        if unit is None or name == wanted
    }
