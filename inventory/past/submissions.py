"""What was made of the rows of a submission, as the register knew it at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory import force
from inventory.intake import ties
from inventory.past.view import View
from inventory.queries import submissions
from inventory.queries.submissions import Made


def rows_known(
    session: Session, number: int, *, as_of: date | None = None, known_at: datetime | None = None
) -> Iterator[Made]:
    """Every row of the newest reading then, each with the address it spoke of; none where it was out of force."""
    made = list(submissions.rows(session, number, as_of=as_of, known_at=known_at))
    reading = force.newest_readings(session, known_at)[number]
    own = ties.rows_of(session, {reading.reading_id: reading})
    view = View(session, known_at, own)
    addresses = {
        (row.key.sheet, row.key.row, row.key.panel): site.address(sub)
        for site in view.sites(as_of)
        for sub, rows in site.members.items()
        for row in rows
        if row.reading_id == reading.reading_id
    }
    return (replace(each, address=addresses.get((each.sheet or "", each.row, each.panel))) for each in made)
