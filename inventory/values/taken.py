"""What a reader of one cell hands back: the value it took, and what it doubts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from inventory.reading import Severity

T = TypeVar("T")

#: A cell as a workbook hands it over.
Cell = str | float | int | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about one cell; it becomes a `reading.Problem` once the place is known.

    ``kind`` is one of `inventory.problems.KINDS`. ``raw`` is set where the cell's own text must not be
    echoed (a person's ID number): show it instead of the text.
    """

    kind: str
    severity: Severity
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    raw: str | None = None


class Taken(NamedTuple, Generic[T]):
    """The value read from a cell, None where it says nothing usable, with the doubts.

    ``is_none`` is true where the cell declares that there is none (无, /, —), which differs from an
    empty cell and from an unknown quantity (待核实). A named tuple, because millions are made.
    """

    value: T | None
    doubts: tuple[Doubt, ...] = ()
    is_none: bool = False


def error(kind: str, **parameters: Any) -> Doubt:
    """The value is left out."""
    return Doubt(kind, Severity.ERROR, parameters)


def warning(kind: str, **parameters: Any) -> Doubt:
    """The value is taken, and doubtful."""
    return Doubt(kind, Severity.WARNING, parameters)


def info(kind: str, **parameters: Any) -> Doubt:
    """The value is taken; how is worth knowing."""
    return Doubt(kind, Severity.INFO, parameters)


#: An empty cell says nothing.
NOTHING: Taken[Any] = Taken(None)
#: The cell declares that there is none.
DECLARED_NONE: Taken[Any] = Taken(None, (), True)
