"""Where the values of an enterprise come from: workbook, sheet, row and cell, or a correction by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, resolution
from inventory.force import InForce
from inventory.intake import corrected
from inventory.models import Correction, Reading, SourceRow, Submission
from inventory.resolution import Corrected, Observation, Said


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


@dataclass(frozen=True, slots=True)
class Reason:
    """What a row or a correction said of a field. The first of several is the value that stands, the next what it
    replaced or outranks.

    ``text`` is what the cell holds, ``at`` and ``by`` when and by whom the workbook was taken or the value corrected.
    """

    value: Any
    origin: Origin
    text: str | None
    at: datetime
    by: str | None
    because: str | None = None


class Origins:
    """The rows of one enterprise that are in force, with the workbooks they stand in."""

    def __init__(
        self,
        session: Session,
        row_ids: Collection[int],
        readings: Mapping[int, InForce],
        corrections: Mapping[int, Sequence[Corrected]],
    ) -> None:
        """:param corrections: row → those that speak through it."""
        self._readings = readings
        query = select(SourceRow).where(SourceRow.id.in_(row_ids)).order_by(SourceRow.id)
        self._rows: dict[int, SourceRow] = {row.id: row for row in session.scalars(query)}
        numbers = {row.reading_id for row in self._rows.values()}
        self._tables: dict[int, list[Any]] = dict(
            session.execute(select(Reading.id, Reading.tables).where(Reading.id.in_(numbers))).all()
        )
        submissions = {self._readings[number].submission_id for number in numbers}
        found = session.scalars(select(Submission).where(Submission.id.in_(submissions)))
        self._submissions = {submission.id: submission for submission in found}
        self._corrected = {number: corrections[number] for number in row_ids if number in corrections}
        numbers = {each.correction_id for made in self._corrected.values() for each in made}
        made = session.scalars(select(Correction).where(Correction.id.in_(numbers)))
        self._corrections = {correction.id: correction for correction in made}

    @classmethod
    def of_enterprise(cls, session: Session, enterprise_id: int) -> Origins:
        """Those of an enterprise as it is now."""
        ids = session.scalars(select(SourceRow.id).where(SourceRow.enterprise_id == enterprise_id)).all()
        return cls(session, ids, force.readings(session), corrected.of_enterprise(session, enterprise_id))

    def rows_of(self, sub_record_id: int) -> set[int]:
        """The rows that speak of a sub-record."""
        return {row.id for row in self._rows.values() if row.sub_record_id == sub_record_id}

    @property
    def submissions(self) -> list[tuple[InForce, str, int]]:
        """Readings that list the enterprise, the newest first: reading, file name, how many of its rows."""
        counted: dict[int, int] = {}
        for row in self._rows.values():
            counted[row.reading_id] = counted.get(row.reading_id, 0) + 1
        found = [(self._readings[number], n) for number, n in counted.items()]
        found.sort(key=lambda each: (each[0].as_of, each[0].submission_id), reverse=True)
        return [(reading, self._submissions[reading.submission_id].file_name, n) for reading, n in found]

    def facts(self, values: Mapping[str, Any], rows: Collection[int] | None = None) -> list[Fact]:
        """The values that are known of the enterprise itself or, by its rows, of a sub-record, each with its origin."""
        said, corrections = self._spoken(rows)
        found = []
        for field, value in values.items():
            if value is not None:
                first = next(resolution.chain(field, said, corrections), None)
                found.append(Fact(field, value, self._origin(field, first) if first is not None else None))
        return found

    def why(self, field: str, rows: Collection[int] | None = None) -> list[Reason]:
        """All that was said of a field of the enterprise itself or, by its rows, of a sub-record, what stands first."""
        return [self._reason(field, each) for each in resolution.chain(field, *self._spoken(rows))]

    def _spoken(self, only: Collection[int] | None) -> tuple[list[Said], list[Corrected]]:
        rows = [row for row in self._rows.values() if only is None or row.id in only]
        made = [each for row in rows for each in self._corrected.get(row.id, ())]
        return [self._said(row) for row in rows], [each for each in made if (each.ledger is None) is (only is None)]

    def _reason(self, field: str, said: Observation) -> Reason:
        origin = self._origin(field, said)
        if said.correction_id is not None:
            made = self._corrections[said.correction_id]
            return Reason(said.value, origin, None, made.made_at, made.made_by, made.reason)
        row = self._rows[said.row_id]
        text = row.cells.get(origin.cell.rstrip("0123456789")) if origin.cell else None
        taken = self._submissions[origin.submission_id]
        return Reason(said.value, origin, text, taken.received_at, taken.received_by)

    def _origin(self, field: str, said: Observation) -> Origin:
        row = self._rows[said.row_id]
        reading = self._readings[row.reading_id]
        return Origin(
            submission_id=reading.submission_id,
            file_name=self._submissions[reading.submission_id].file_name,
            as_of=reading.as_of,
            sheet=row.sheet or None,
            row=row.row,
            cell=_cell(self._tables[row.reading_id], row, field) if said.correction_id is None else None,
            correction_id=said.correction_id,
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
