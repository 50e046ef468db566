"""Totals and subtotals against what was read: a figure that differs is a problem naming both."""

from __future__ import annotations

from collections.abc import Sequence

from importers import surroundings
from importers.columns import Column
from importers.entries import Made
from importers.rows import Other, Rows, stated_numbers
from importers.tables import Plan
from inventory.reading import Problem, Severity

_EXACTNESS = 1e-6


def compare(rows: Rows) -> None:
    """Adds a problem to every total, subtotal and section row whose figures differ from the rows it speaks of.

    A subtotal may stand below its rows or above them; whichever agrees is taken.
    """
    plan, entries, breaks = rows.plan, rows.entries, rows.breaks
    for other in rows.others:
        if other.kind not in ("total", "subtotal", "section"):
            continue
        groups = [entries] if other.kind == "total" else _around(other.row, entries, breaks)
        if other.kind == "total" and len(breaks) > 1:
            groups = [entries, *_around(other.row, entries, breaks)]
        if other.kind != "section":
            for column, stated in stated_numbers(other, plan.readers):
                counted = [_sum(group, column) for group in groups]
                if not any(_same(stated, each) for each in counted):
                    _differs(plan, other, column.field, f"{column.letter}{other.row}", stated, counted[0])
        said = surroundings.count_said("".join(surroundings.folded(other.cells)[:2]))
        if said is not None and groups:
            firms = [sum(made.head is None for made in group) for group in groups] + [len(group) for group in groups]
            if said not in firms:
                _differs(plan, other, "name", f"{plan.readers[0].letter}{other.row}", said, firms[0])


def _around(row: int, entries: Sequence[Made], breaks: Sequence[int]) -> list[list[Made]]:
    before = max((each for each in breaks if each < row), default=0)
    after = min((each for each in breaks if each > row), default=10**9)
    above = [made for made in entries if before < made.row < row]
    below = [made for made in entries if row < made.row < after]
    rest = [made for made in entries if made.row > row]
    return [group for group in (above, below, rest) if group] or [[]]


def _sum(entries: Sequence[Made], column: Column) -> float:
    total = 0.0
    for made in entries:
        value = made.record.get(column.field)
        if isinstance(value, int | float) and not isinstance(value, bool):
            total += value
    return total


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _EXACTNESS * max(1.0, abs(one), abs(other)) + 0.005


def _differs(plan: Plan, other: Other, field: str, cell: str, stated: float, counted: float) -> None:
    shown = {"stated": _figure(stated), "counted": _figure(counted)}
    other.problems.append(Problem("total_differs", Severity.WARNING, plan.sheet, cell, field, shown["stated"], shown))


def _figure(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
