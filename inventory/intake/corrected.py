"""The corrections in force on rows of the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.force import InForce, stands
from inventory.intake.ties import Row
from inventory.models import Correction, Reading, SourceRow
from inventory.resolution import Corrected


def on(
    session: Session, rows: Iterable[Row], readings: Mapping[int, InForce], known_at: datetime | None = None
) -> dict[int, list[Corrected]]:
    """Row → the corrections made on it, in whatever reading of its workbook; those in force now, or at ``known_at``."""
    if not session.scalar(select(exists().where(stands(Correction, known_at)))):
        return {}
    query = (
        select(Correction.made_at, Correction.id, SourceRow.id, Correction.ledger, Correction.field, Correction.value)
        .select_from(Correction)
        .join(Reading, Reading.submission_id == Correction.anchor_submission_id)
        .join(
            SourceRow,
            and_(
                SourceRow.reading_id == Reading.id,
                SourceRow.sheet == Correction.anchor_sheet,
                SourceRow.row == Correction.anchor_row,
                SourceRow.panel == Correction.anchor_panel,
            ),
        )
        .where(stands(Correction, known_at))
    )
    found: dict[int, list[Corrected]] = defaultdict(list)
    for ids in portions.of(row.id for row in rows if row.reading_id in readings):
        for made_at, number, row_id, ledger, field, value in session.execute(query.where(SourceRow.id.in_(ids))):
            found[row_id].append(Corrected(made_at.isoformat(), number, row_id, ledger, field, value["value"]))
    return found
