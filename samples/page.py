"""One sheet of a sample: what its cells show, and beside it what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the result that was saved with it: a number, a text, or an error like #N/A."""

    text: str
    result: str | float


#: what a cell can hold; a workbook knows no other
Shown = str | int | float | date | Formula
Means = str | int | float | bool | None
DATE = "yyyy/m/d"


@dataclass(frozen=True, slots=True)
class Said:
    """A cell that shows one thing and means another.

    ``means``: the value of the column's field, or several fields' values by name; None for nothing readable.
    ``problem``: the kind of problem due. ``show`` None: the cell is blank (merged, or written once above).
    """

    show: Shown | None
    means: Means | Mapping[str, Means] = None
    problem: str | None = None
    number_format: str = "General"


def percent(share: float, means: float) -> Said:
    """0.84 % as a spreadsheet stores it: 0.0084 under a percent format."""
    return Said(share, means, number_format="0.00%")


def day(value: date) -> Said:
    """A real date cell."""
    return Said(value, value.isoformat(), number_format=DATE)


def above(means: Means) -> Said:
    """A blank cell that means what stands above it."""
    return Said(None, means)


Cell = Said | Shown | None
#: one column: the field it holds ("" for none) and its heading, from the first heading row down
Column = tuple[str, Sequence[str]]


@dataclass(slots=True)
class Page:
    """A sheet being written from its first row down."""

    name: str
    is_hidden: bool = False
    cells: dict[tuple[int, int], Shown] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    other_rows: list[dict[str, Any]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    last: int = 0
    serial: int = 0

    def number_format(self, row: int, column: int) -> str:
        """The number format of a cell."""
        return self.formats.get((row, column), "General")

    def fields(self) -> dict[str, list[int]]:
        """Field → the columns that hold it."""
        found: dict[str, list[int]] = {}
        for at, (name, _) in enumerate(self.columns, 1):
            if name and not name.startswith("_"):
                found.setdefault(name, []).append(at)
        return found

    def line(self, kind: str | None, *texts: tuple[int, Shown], merge_to: int = 0) -> None:
        """A row that is no entry: texts by column; ``merge_to``: the first text merged up to that column.

        ``kind``: what a reading must call the row; None where several names fit.
        """
        self.last += 1
        for column, text in texts:
            self.cells[self.last, column] = text
        if merge_to:
            self.merges.append((self.last, texts[0][0], self.last, merge_to))
        self.other_rows.append({"sheet": self.name, "row": self.last, "kind": kind})

    def skip(self) -> None:
        """An empty row."""
        self.last += 1

    def heading(self, *columns: Column) -> None:
        """The heading rows: equal words beside each other are merged, short headings merged downwards."""
        self.columns = list(columns)
        deep = max(len(words) for _, words in columns)
        top = self.last + 1
        for level in range(deep):
            starts = [
                at
                for at, (_, words) in enumerate(columns)
                if at == 0 or list(words[: level + 1]) != list(columns[at - 1][1][: level + 1])
            ]
            for start, end in pairwise([*starts, len(columns)]):
                words = columns[start][1]
                if level >= len(words):
                    continue
                bottom = top + deep - 1 if level == len(words) - 1 else top + level
                self.cells[top + level, start + 1] = words[level]
                if bottom > top + level or end - start > 1:
                    self.merges.append((top + level, start + 1, bottom, end))
        for level in range(deep):
            self.other_rows.append({"sheet": self.name, "row": top + level, "kind": "heading"})
        self.last += deep

    def row(self, also: Mapping[str, Means] | None = None, /, **cells: Cell) -> None:
        """An entry, numbered where it names its enterprise: cells by field.

        ``also``: what the row means beyond its cells (the class its section names).
        """
        self.last += 1
        record: dict[str, Means] = dict(also or {})
        problems: list[dict[str, str]] = []
        name = cells["name"]
        if not (isinstance(name, Said) and name.show is None):
            self.serial += 1
            self.cells[self.last, 1] = self.serial
        places = {field_name: at for at, (field_name, _) in enumerate(self.columns, 1)}
        for field_name, cell in cells.items():
            said = cell if isinstance(cell, Said) else Said(cell, cell if not isinstance(cell, date) else None)
            column = places[field_name]
            if said.show is not None:
                self.cells[self.last, column] = said.show
                if said.number_format != "General":
                    self.formats[self.last, column] = said.number_format
            record.update(said.means if isinstance(said.means, Mapping) else {field_name: said.means})
            if said.problem:
                problems.append({"field": field_name, "kind": said.problem})
        record = {known: value for known, value in record.items() if value is not None and not known.startswith("_")}
        self.entries.append({"sheet": self.name, "row": self.last, "record": record, "problems": problems})

    def merge_down(self, name: str, rows: int) -> None:
        """Merge a field's cell in the last ``rows`` rows; its value stands in the first of them."""
        column = 1 + [known for known, _ in self.columns].index(name)
        self.merges.append((self.last - rows + 1, column, self.last, column))
