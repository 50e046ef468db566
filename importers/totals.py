"""Totals and subtotals against what was read: a figure that differs is a problem naming both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from importers import surroundings
from importers.columns import Column
from importers.entries import Made
from importers.rows import Other, Rows, stated_numbers
from importers.sectional import style
from importers.workbook import column_letter
from inventory.reading import Problem, Severity

_EXACTNESS = 1e-6
#: Amounts are written to two places: a sum may be off by half of the last.
_ROUNDING = 0.005
#: beyond every row
_FAR = 10**9
#: How many sections back or ahead a subtotal may speak for.
_REACH = 30


def compare(rows: Rows) -> None:
    """Adds a problem to every total, subtotal and section row whose figures differ from the rows it speaks of.

    A subtotal may stand below its rows or above them, a section hold others; whichever agrees is taken.
    """
    book = _Book(rows)
    for other in rows.others:
        if other.kind not in ("total", "subtotal", "section"):
            continue
        spans = book.spans(other)
        if other.kind != "section":
            for column, stated in stated_numbers(other, rows.plan.readers):
                counted = [book.total(column, span) for span in spans]
                if not any(_is_same(stated, each) for each in counted):
                    other.problems.append(_differs(rows, other, column.field, column.letter, stated, counted[0]))
        said, letter = _count(other)
        if said is not None:
            firms = [book.firms(span) for span in spans]
            if said not in firms and said not in [last - first for first, last in spans]:
                other.problems.append(_differs(rows, other, "name", letter, said, firms[0]))


class _Book:
    """Sums over runs of entries, kept running."""

    def __init__(self, rows: Rows) -> None:
        self._entries = rows.entries
        self._numbers = [made.row for made in rows.entries]
        self._breaks = sorted(rows.breaks)
        self._ends = _ends(rows.others)
        self._running: dict[str, list[float]] = {}

    def spans(self, other: Other) -> list[tuple[int, int]]:
        """The runs of entries (first, behind the last) that a row may speak of, the likeliest first."""
        here = bisect_left(self._numbers, other.row)
        place = bisect_left(self._breaks, other.row)
        before = [bisect_left(self._numbers, row) for row in reversed([0, *self._breaks[:place]][-_REACH:])]
        after = [bisect_left(self._numbers, row) for row in [*self._breaks[place + 1 : place + _REACH], _FAR]]
        whole = [(0, len(self._numbers))]
        if other.kind == "section":
            return [(here, bisect_left(self._numbers, self._ends.get(other.row, _FAR)))]
        above = [(first, here) for first in before if first < here]
        below = [(here, last) for last in after if here < last]
        if other.kind == "total":
            return [*whole, *above, *below]
        return above + below or whole

    def total(self, column: Column, span: tuple[int, int]) -> float:
        """The sum of a field over a run of entries."""
        running = self._running.get(column.field)
        if running is None:
            running = self._running[column.field] = [0.0, *accumulate(_amount(made, column) for made in self._entries)]
        return running[span[1]] - running[span[0]]

    def firms(self, span: tuple[int, int]) -> int:
        """How many firms a run of entries holds: further lines of one count with it."""
        return sum(made.head is None for made in self._entries[span[0] : span[1]])


def _ends(others: Sequence[Other]) -> dict[int, int]:
    """Section row → the row that ends it: the next one numbered alike or like one around it, or a total."""
    ends: dict[int, int] = {}
    open_sections: list[tuple[int, int]] = []
    for other in others:
        if other.kind == "total":
            ends.update({row: other.row for _, row in open_sections})
            open_sections = []
        elif other.kind == "section":
            mine = style(_text(other))
            around = next((place for place, (held, _) in enumerate(open_sections) if held == mine), len(open_sections))
            ends.update({row: other.row for _, row in open_sections[around:]})
            open_sections = [*open_sections[:around], (mine, other.row)]
    return ends


def _text(other: Other) -> str:
    """The text of a section row, folded."""
    return next(iter(surroundings.folded(other.cells)), "")


def _amount(made: Made, column: Column) -> float:
    value = made.record.get(column.field)
    return float(value) if isinstance(value, int | float) else 0.0


def _count(other: Other) -> tuple[int | None, str]:
    """How many enterprises the row says there are, and the column that says it."""
    written = [(place, cell) for place, cell in enumerate(other.cells, 1) if isinstance(cell, str) and cell.strip()]
    for place, cell in written[:2]:
        if (said := surroundings.count_said(cell)) is not None:
            return said, column_letter(place)
    return None, ""


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) <= _EXACTNESS * max(1.0, abs(one), abs(other)) + _ROUNDING


def _differs(rows: Rows, other: Other, field: str, letter: str, stated: float, counted: float) -> Problem:
    figures = {"stated": _figure(stated), "counted": _figure(counted)}
    place = f"{letter}{other.row}"
    return Problem("total_differs", Severity.WARNING, rows.plan.sheet, place, field, figures["stated"], figures)


def _figure(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
