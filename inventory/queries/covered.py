"""Which fields of a sub-record are counted with the one above: an amount in a cell merged over several rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force
from inventory.models import SourceRow


def marked(session: Session, kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of `listing.ledger`, each with the fields its newest ledger row has ``covered``."""
    readings = sorted(force.readings(session).values(), key=lambda each: (each.as_of, each.sha256))
    place = {each.reading_id: number for number, each in enumerate(readings)}
    query = select(SourceRow.sub_record_id, SourceRow.reading_id, SourceRow.covered).where(
        SourceRow.ledger == kind, SourceRow.sub_record_id.is_not(None), SourceRow.reading_id.in_(place)
    )
    newest: dict[int | None, tuple[int, list[Any]]] = {}
    for sub_record, reading, covered in session.execute(query):
        found = (place[reading], covered or [])
        newest[sub_record] = max(newest.get(sub_record, found), found, key=lambda each: each[0])
    return [
        row | {"covered": [name for name in newest.get(row["sub_record_id"], (0, []))[1] if row.get(name) is None]}
        for row in rows
    ]
