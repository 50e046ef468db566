"""Walking the rows of a reading, verbatim and with what was read, chunk by chunk: they wait to be written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from inventory import records
from inventory.errors import RecognitionError
from inventory.intake import columns, traits
from inventory.intake.ties import Row
from inventory.intake.waiting import Pending, Waiting
from inventory.judging import RowKey
from inventory.models import Problem, SourceRow
from inventory.reading import Chunk, Entry, Origin, OtherRow, Reading
from inventory.reading import Problem as Doubt
from inventory.reading import Table as Found

#: every column but the id, so that all rows of a statement name the same ones
_BLANK: Mapping[str, Any] = {column.name: None for column in SourceRow.__table__.columns if column.name != "id"}


class Storing:
    """The walk through one reading: what is written, and what is counted and kept of it meanwhile."""

    def __init__(
        self,
        session: Session,
        reading: Reading,
        reading_id: int,
        units: Mapping[str, int],
        unit: int | None,
        waiting: Waiting,
    ) -> None:
        self.session = session
        self.reading = reading
        self.reading_id = reading_id
        self.units = units
        self.unit = unit
        self.rows: list[Row] = []
        self.waiting = waiting
        self.covered: Counter[tuple[int, str]] = Counter()
        self.problems: Counter[str] = Counter()
        self.other_rows: Counter[str] = Counter()
        self.unread = 0
        self._digest = hashlib.sha256()
        self._row_id = columns.next_id(session, SourceRow)
        self._problem_id = columns.next_id(session, Problem)
        self._sheets: dict[str | None, int] = {}

    @property
    def content(self) -> str:
        """Digest of what the rows say, whatever the bytes."""
        return self._digest.hexdigest()

    def store(self) -> None:
        """Walk every row of the reading; each waits to be written, and its problems with it."""
        self.add(self.reading.problems)
        for chunk in self.reading.chunks:
            self._store_chunk(chunk)

    def add(self, doubts: Iterable[Doubt]) -> None:
        """Write problems of the reading as a whole."""
        columns.insert_rows(self.session, Problem, [self._problem(doubt, None) for doubt in doubts])

    def _store_chunk(self, chunk: Chunk) -> None:
        pending: list[Pending] = []
        for other in chunk.other_rows:
            self.other_rows[other.kind] += 1
            pending.append(
                Pending(self._other(other), [self._problem(doubt, self._row_id) for doubt in other.problems])
            )
            self._row_id += 1
        for entry in chunk.entries:
            pending.append(
                Pending(self._entry(entry), [self._problem(doubt, self._row_id) for doubt in entry.problems])
            )
            self._row_id += 1
        self.waiting.add(pending)

    def _other(self, other: OtherRow) -> dict[str, Any]:
        return {
            **_BLANK,
            "id": self._row_id,
            "reading_id": self.reading_id,
            "sheet": other.origin.sheet or "",
            "row": other.origin.row,
            "panel": other.origin.panel,
            "kind": other.kind,
            "cells": other.cells,
        }

    def _entry(self, entry: Entry) -> dict[str, Any]:
        origin = entry.origin
        written = {
            **_BLANK,
            "id": self._row_id,
            "reading_id": self.reading_id,
            "sheet": origin.sheet or "",
            "row": origin.row,
            "panel": origin.panel,
            "kind": "entry",
            "cells": entry.cells,
            "ledger": entry.ledger,
            "covered": list(entry.covered) or None,
        }
        unit = self._unit_of(entry)
        if unit is not None:
            written["unit_id"] = unit
            self.covered[unit, entry.ledger] += 1
        if entry.record is None:
            self.unread += 1
            return written
        if unit is None:
            raise RecognitionError(
                "{file}: row {row} does not say which county it belongs to; name it with --unit",
                file=self.reading.source.file,
                row=origin.row,
            )
        # a text declared none says 无; any other field declared none is None, which replaces what was said before
        record = {**dict.fromkeys(entry.none), **entry.record}
        place = (self._sheet(origin.sheet), origin.row, origin.panel)
        # fields are named once a record: sorting never comes to comparing values
        self._digest.update(repr((place, entry.ledger, sorted(record.items()))).encode())
        found = traits.of(record, unit)
        sub_key = records.sub_key(entry.ledger, record)
        written |= {
            "record": record,
            "name_folded": found.name_folded,
            "credit_code_usable": found.credit_code,
            "site_mark": found.site_mark,
            "permit_serial": found.permit_serial,
            "sub_key": sub_key,
        }
        key = RowKey(self.reading.source.sha256, written["sheet"], origin.row, origin.panel)
        self.rows.append(Row(self._row_id, self.reading_id, key, found, entry.ledger, sub_key))
        return written

    def _unit_of(self, entry: Entry) -> int | None:
        """The unit a row belongs to: what the row says, else its table, else what the importing person said."""
        said = entry.record.get("county") if entry.record else None
        if isinstance(said, str) and said in self.units:
            return self.units[said]
        table = self._table(entry.origin)
        return self.units[str(table.unit)] if table and table.unit in self.units else self.unit

    def _table(self, origin: Origin) -> Found | None:
        return next(
            (
                table
                for table in self.reading.tables
                if table.sheet == origin.sheet and table.first_row <= origin.row <= table.last_row
            ),
            None,
        )

    def _sheet(self, name: str | None) -> int:
        return self._sheets.setdefault(name, len(self._sheets))

    def _problem(self, doubt: Doubt, source_row_id: int | None) -> dict[str, Any]:
        self.problems[doubt.kind] += 1
        self._problem_id += 1
        return {
            "id": self._problem_id - 1,
            "reading_id": self.reading_id,
            "source_row_id": source_row_id,
            "enterprise_id": None,
            "sub_record_id": None,
            "kind": doubt.kind,
            "severity": str(doubt.severity),
            "sheet": doubt.sheet,
            "cell": doubt.cell,
            "field": doubt.field,
            "raw": doubt.raw,
            "parameters": dict(doubt.parameters),
        }
