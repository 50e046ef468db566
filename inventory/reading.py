"""The one value that passes from `importers` to the register: what was read from a workbook.

`importers.read` makes a `Reading`; `inventory.intake` stores it. Everything that a reader doubts is a
`Problem`, a value with a kind and parameters, worded only when shown (`inventory.problems`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

#: One field's value in a record: text, quantity, tick, or a date cut to what was said ("2019-06").
Value = str | float | int | bool
#: Everything one ledger row says, field name to value; unknown is absent.
Record = Mapping[str, Value]


class Severity(StrEnum):
    """How much a problem matters: the value is left out, taken but doubtful, or merely noted."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One doubt about one place in a workbook.

    ``kind`` is one of `inventory.problems.KINDS`; ``parameters`` fill its wording. ``cell`` is the
    address the spreadsheet program shows ("D5"), ``raw`` the cell's own text.
    """

    kind: str
    severity: Severity
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    raw: str | None = None
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row stands: the sheet (None for CSV) and the row number the spreadsheet program shows.

    Tables side by side give one row several entries: ``panel`` 0, 1, … from the left.
    """

    sheet: str | None
    row: int
    panel: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger row: the cells verbatim, the record read from them (None without a name), the doubts.

    ``cells`` holds column letter → text as the file has it, for every non-empty cell of the row.
    An additive amount in a cell merged over several rows stands in the block's first row only; the
    later rows name that field in ``covered``: theirs is not missing, it is counted once above.
    ``none`` names the fields the row declares to have none of (无): that replaces, an empty cell does not.
    """

    origin: Origin
    ledger: str
    cells: Mapping[str, str]
    record: Record | None
    problems: tuple[Problem, ...] = ()
    covered: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A non-empty row that is no entry: title, meta, heading, hint, section, subtotal, total, note, signature …"""

    origin: Origin
    kind: str
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """How one column of a sheet was understood.

    ``field`` is the field it fills, or several joined by "+" (有效期 fills valid_from+valid_to); None where
    the column was not read. ``how`` says why: a heading known as it stands (exact), understood from its words
    (words), taught (lesson), left out by name (ignored), or not understood (unknown).
    """

    letter: str
    heading: str
    field: str | None
    unit: str | None = None
    how: str = "exact"


@dataclass(frozen=True, slots=True)
class Table:
    """One table found on a sheet: its ledger kind, reporting unit if the sheet says it, its columns.

    ``first_row`` and ``last_row`` bound it, headings included; ``unit_from`` says where the unit was found
    (title, meta, sheet, said), ``ledger_from`` what decided the kind (title, headings, said).
    """

    sheet: str | None
    ledger: str
    unit: str | None
    columns: tuple[Column, ...]
    first_row: int = 1
    last_row: int = 1
    unit_from: str | None = None
    ledger_from: str | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a county taught: this heading is that field, or is to be ignored; this spelling is that code.

    ``unit`` and ``ledger`` None: holds for all. ``kind`` is heading, ignore or spelling (`vocabulary.LessonKind`).
    """

    kind: str
    said: str
    field: str | None = None
    code: str | None = None
    unit: str | None = None
    ledger: str | None = None


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it was said: ISO 8601 cut ("2019", "2019-Q2", "2019-06") and the last day it can mean."""

    said: str
    last: date


@dataclass(frozen=True, slots=True)
class Source:
    """The file: its name without folders, the digest and size of its bytes, the format found in the bytes."""

    file: str
    sha256: str
    size: int
    format: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some consecutive rows of one reading."""

    entries: tuple[Entry, ...]
    other_rows: tuple[OtherRow, ...]


@dataclass(slots=True)
class Reading:
    """What one version of the rules made of one workbook.

    Headings, unit and date are known when the reading is handed over; rows follow as a stream of
    ``chunks`` that can be walked once. ``as_of`` is None where the file does not say it; ``basis``
    names how it was found (filing_date, reporting_period). ``mark`` is the submission our own mark
    in a returned workbook names.
    """

    source: Source
    rules: str
    tables: tuple[Table, ...]
    as_of: PartialDate | None
    as_of_basis: str | None
    problems: tuple[Problem, ...]
    chunks: Iterator[Chunk]
    mark: str | None = None
