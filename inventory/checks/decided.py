"""What people decided has an author and a reason, and keeps to rows that are there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table, exists, func, or_, select
from sqlalchemy.orm import Session

from inventory.models import Base, Decision, Reading, RemediationEvent, SourceRow


def decisions_have_author_and_reason(session: Session) -> Iterator[str]:
    """Somebody made it and said why; somebody withdrew it, and said why."""
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if not issubclass(mapper.class_, Decision) or not isinstance(table, Table):
            continue
        withdrawn = table.c.withdrawn_at.is_not(None)
        unsigned = or_(
            func.trim(func.coalesce(table.c.made_by, "")) == "",
            func.trim(func.coalesce(table.c.reason, "")) == "",
            withdrawn & (func.trim(func.coalesce(table.c.withdrawn_by, "")) == ""),
            withdrawn & (func.trim(func.coalesce(table.c.withdrawal_reason, "")) == ""),
        )
        yield from (f"{table.name} {number}" for number in session.scalars(select(table.c.id).where(unsigned)))
    nobody = select(RemediationEvent.id).where(func.trim(RemediationEvent.recorded_by) == "")
    yield from (f"{RemediationEvent.__tablename__} {number}" for number in session.scalars(nobody))


def decisions_keep_to_stored_rows(session: Session) -> Iterator[str]:
    """The row a decision or step is anchored to is a row of some reading of that workbook."""
    for table in Base.metadata.sorted_tables:
        prefixes = [
            name.removesuffix("submission_id")
            for name in table.c.keys()  # noqa: SIM118 — a collection of columns, not a dict
            if name.endswith("submission_id") and f"{name.removesuffix('submission_id')}sheet" in table.c
        ]
        for prefix in prefixes:
            place = exists().where(
                Reading.submission_id == table.c[f"{prefix}submission_id"],
                SourceRow.reading_id == Reading.id,
                *(getattr(SourceRow, part) == table.c[f"{prefix}{part}"] for part in ("sheet", "row", "panel")),
            )
            key = next(iter(table.primary_key))
            found = session.scalars(select(key).where(~place).distinct())
            yield from (f"{table.name} {number}" for number in found)
