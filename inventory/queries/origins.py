"""Where the values of an enterprise come from: workbook, sheet, row and cell, or a correction by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from inventory import force, resolution
from inventory.force import InForce
from inventory.models import Correction, Reading, SourceRow, Submission
from inventory.resolution import Corrected, Said


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a workbook, or the correction that put the value there. ``cell`` where the value stands in one."""

    submission_id: int
    file_name: str
    as_of: date
    sheet: str | None
    row: int
    cell: str | None
    correction_id: int | None = None

    def __str__(self) -> str:
        place = self.cell or str(self.row)
        return f"{self.file_name} {self.sheet + '!' if self.sheet else ''}{place}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One field with its value and where it comes from."""

    field: str
    value: Any
    origin: Origin | None


class Origins:
    """The rows of one enterprise that are in force, with the workbooks they stand in."""

    def __init__(self, session: Session, enterprise_id: int) -> None:
        self._readings = force.readings(session)
        query = select(SourceRow).where(SourceRow.enterprise_id == enterprise_id).order_by(SourceRow.id)
        self._rows: dict[int, SourceRow] = {row.id: row for row in session.scalars(query)}
        numbers = {row.reading_id for row in self._rows.values()}
        self._tables: dict[int, list[Any]] = dict(
            session.execute(select(Reading.id, Reading.tables).where(Reading.id.in_(numbers))).all()
        )
        submissions = {self._readings[number].submission_id for number in numbers}
        named = select(Submission.id, Submission.file_name).where(Submission.id.in_(submissions))
        self._files = dict(session.execute(named).all())
        self._corrections = _corrections(session, enterprise_id)

    @property
    def submissions(self) -> list[tuple[InForce, str, int]]:
        """Readings that list the enterprise, the newest first: reading, file name, how many of its rows."""
        counted: dict[int, int] = {}
        for row in self._rows.values():
            counted[row.reading_id] = counted.get(row.reading_id, 0) + 1
        found = [(self._readings[number], n) for number, n in counted.items()]
        found.sort(key=lambda each: (each[0].as_of, each[0].submission_id), reverse=True)
        return [(reading, self._files[reading.submission_id], n) for reading, n in found]

    def facts(self, values: Mapping[str, Any], sub_record_id: int | None = None) -> list[Fact]:
        """The values of the enterprise itself or of one sub-record that are known, each with its origin."""
        rows = [row for row in self._rows.values() if sub_record_id in (None, row.sub_record_id)]
        said = [self._said(row) for row in rows]
        corrections = [each for each in self._corrections if (each.ledger is None) is (sub_record_id is None)]
        return [
            Fact(field, value, self._origin(field, said, corrections))
            for field, value in values.items()
            if value is not None
        ]

    def _origin(self, field: str, said: Sequence[Said], corrections: Sequence[Corrected]) -> Origin | None:
        first = next(iter(resolution.chain(field, said, corrections)), None)
        if first is None or first.row_id not in self._rows:
            return None
        row = self._rows[first.row_id]
        reading = self._readings[row.reading_id]
        return Origin(
            submission_id=reading.submission_id,
            file_name=self._files[reading.submission_id],
            as_of=reading.as_of,
            sheet=row.sheet or None,
            row=row.row,
            cell=_cell(self._tables[row.reading_id], row, field) if first.correction_id is None else None,
            correction_id=first.correction_id,
        )

    def _said(self, row: SourceRow) -> Said:
        reading = self._readings[row.reading_id]
        return Said(
            reading.as_of,
            reading.content,
            row.id,
            row.reading_id,
            row.ledger or "",
            row.unit_id or 0,
            row.sub_key or "",
            row.record or {},
        )


def _cell(tables: Sequence[Mapping[str, Any]], row: SourceRow, field: str) -> str | None:
    """The cell the value was read from, where the row itself has one; a merged cell above has another address."""
    for table in tables:
        if (table["sheet"] or "") != row.sheet or not table["first_row"] <= row.row <= table["last_row"]:
            continue
        for column in table["columns"]:
            if field in (column["field"] or "").split("+") and column["letter"] in row.cells:
                return f"{column['letter']}{row.row}"
    return None


def _corrections(session: Session, enterprise_id: int) -> list[Corrected]:
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
        .where(Correction.withdrawn_at.is_(None), SourceRow.enterprise_id == enterprise_id)
    )
    return [
        Corrected(made_at.isoformat(), number, row_id, ledger, field, value["value"])
        for made_at, number, row_id, ledger, field, value in session.execute(query)
    ]
