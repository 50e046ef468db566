"""Rows that were read and are not written yet: each waits until it is known whose it is, and is then written once.

Written at first and changed afterwards, a row would cost twice, and its indexes three times. The first rows wait in
memory, the others in a temporary file, so that what an import holds does not grow with the cells of its workbook.
"""

from __future__ import annotations

import pickle
import tempfile
from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Self

from sqlalchemy.orm import Session

from inventory.intake import columns
from inventory.models import Problem, SourceRow

#: rows that wait in memory: more than an ordinary ledger has
IN_MEMORY = 5_000


class Pending(NamedTuple):
    """A row and its problems as columns, ids among them."""

    row: dict[str, Any]
    problems: list[dict[str, Any]]


class Waiting:
    """The rows of one reading, by id, handed in ascending order of id."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 — closed, and so deleted, by __exit__
        #: of every chunk its first id, and where it stands in the file; of those in memory the rows left
        self._firsts: list[int] = []
        self._offsets: list[int] = []
        self._open: dict[int, dict[int, Pending]] = {}
        self._end = 0
        #: above the ids of all problems that wait
        self.free_problem_id = 0
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __contains__(self, row_id: int) -> bool:
        return self._count > 0 and self._firsts[0] <= row_id < self._end

    def add(self, rows: list[Pending]) -> None:
        """Let consecutive rows wait."""
        if not rows:
            return
        self._firsts.append(rows[0].row["id"])
        self._offsets.append(self._file.tell())
        self._end = rows[-1].row["id"] + 1
        if self._count < IN_MEMORY:
            self._open[len(self._firsts) - 1] = {each.row["id"]: each for each in rows}
        else:
            pickle.dump([tuple(each) for each in rows], self._file, pickle.HIGHEST_PROTOCOL)
        self._count += len(rows)
        last = max((problem["id"] for each in rows for problem in each.problems), default=0)
        self.free_problem_id = max(self.free_problem_id, last + 1)

    def record(self, row_id: int) -> Mapping[str, Any]:
        """What was read from a waiting row."""
        record: Mapping[str, Any] = self._chunk_of(row_id)[row_id].row["record"]
        return record

    def write(self, places: Mapping[int, Mapping[str, Any]]) -> None:
        """Write some rows, each with what is known of its place by now."""
        written = []
        for row_id, place in places.items():
            each = self._chunk_of(row_id).pop(row_id)
            each.row.update(place)
            written.append(each)
        self._write(written)

    def write_rest(self) -> None:
        """Write every row that still waits, without a place: nobody is asked about any of them again."""
        for number in range(len(self._firsts)):
            self._write(self._chunk(number).values())
            self._open[number] = {}
        self._count = 0

    def _write(self, written: Collection[Pending]) -> None:
        columns.insert_rows(self._session, SourceRow, [each.row for each in written])
        columns.insert_rows(self._session, Problem, [problem for each in written for problem in each.problems])

    def _chunk_of(self, row_id: int) -> dict[int, Pending]:
        return self._chunk(bisect_right(self._firsts, row_id) - 1)

    def _chunk(self, number: int) -> dict[int, Pending]:
        """The rows of a chunk that are not written yet."""
        if number not in self._open:
            self._file.seek(self._offsets[number])
            rows = pickle.load(self._file)  # noqa: S301 — our own file, which has no name
            self._open[number] = {row["id"]: Pending(row, problems) for row, problems in rows}
        return self._open[number]
