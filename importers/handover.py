"""What passes between the program and the child process that reads a workbook for it.

A module of its own, so that the program can ask for a reading without loading all that reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from inventory.reading import Lesson, PartialDate, Problem, Table


@dataclass(frozen=True, slots=True)
class Job:
    """What `importers.read` was asked."""

    lessons: tuple[Lesson, ...]
    unit: str | None
    day: date | None
    ledger: str | None
    units: Mapping[str, Sequence[str]] | None


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a workbook before its rows are handed over."""

    format: str
    sha256: str
    size: int
    tables: tuple[Table, ...]
    as_of: PartialDate | None
    basis: str | None
    problems: tuple[Problem, ...]
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows: the arguments of `reading.Entry` and `reading.OtherRow`, flat."""

    entries: list[tuple[Any, ...]]
    others: list[tuple[Any, ...]]
