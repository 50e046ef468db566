"""Totals and subtotals against what was read: a figure that differs is a problem naming both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from importers import surroundings
from importers.columns import Column
from importers.entries import Made
from importers.rows import Other, Rows
from importers.sectional import NUMERAL, style
from importers.workbook import column_letter
from inventory import values
from inventory.reading import Problem, Severity

_EXACTNESS = 1e-6
#: Amounts are written to two places: a sum may be off by half of the last.
_ROUNDING = 0.005
#: beyond every row
_FAR = 10**9
#: How many sections back or ahead a subtotal may speak for.
_REACH = 30
#: the first cells of a row say what it is and how many there are
_SAYING = 3


def compare(rows: Rows, together: Sequence[Sequence[Rows]] = ()) -> None:
    """Adds a problem to every total, subtotal and section row whose figures differ from the rows it speaks of.

    A subtotal may stand below its rows or above them, a section hold others; whichever agrees is taken.

    :param together: tables that a total may add up as one: those side by side, or all so far.
    """
    book = _Book(rows)
    joint = [[made for table in tables for made in table.entries] for tables in together if len(tables) > 1]
    by_block: set[str] = set()
    for other in rows.others:
        if other.kind not in ("total", "subtotal", "section"):
            continue
        spans = book.spans(other)
        for column, stated in _stated(other, rows.plan.readers):
            counted = [book.total(column, span) for span in spans]
            agreed = [span for span, each in zip(spans, counted, strict=True) if _is_same(stated, each)]
            if other.kind == "subtotal" and (block := book.block(other.row)):
                if block in agreed:
                    by_block.add(column.field)
                elif column.field in by_block:
                    # where one adds up its own block alone, no other adds up all from the first row on
                    agreed = [span for span in agreed if span[0] > 0]
            if other.kind == "total" and not agreed:
                sums = (sum(_amount(made, column) for made in entries) for entries in joint)
                agreed = [spans[0]] if any(_is_same(stated, each) for each in sums) else []
            if not agreed:
                other.problems.append(_differs(rows, other, column.field, column.letter, stated, counted[0]))
        if (counted_in := _count(other, rows.plan.readers)) is not None:
            letter, said, are_firms = counted_in
            is_right = any(said in book.counts(span, are_firms) for span in spans)
            if not is_right and not (other.kind == "total" and said in map(_firms, joint)):
                other.problems.append(_differs(rows, other, "name", letter, said, book.firms(spans[0])))


class _Book:
    """Sums over runs of entries, kept running."""

    def __init__(self, rows: Rows) -> None:
        self._entries = rows.entries
        self._numbers = [made.row for made in rows.entries]
        self._breaks = sorted(rows.breaks)
        self._ends = _ends(rows.others)
        self._counting = [column for column in rows.plan.readers if column.definition.type == "count"]
        self._running: dict[str, list[float]] = {}

    def spans(self, other: Other) -> list[tuple[int, int]]:
        """The runs of entries (first, behind the last) that a row may speak of, the likeliest first."""
        here = bisect_left(self._numbers, other.row)
        place = bisect_left(self._breaks, other.row)
        before = [bisect_left(self._numbers, row) for row in reversed([0, *self._breaks[:place]][-_REACH:])]
        after = [bisect_left(self._numbers, row) for row in [*self._breaks[place + 1 : place + _REACH], _FAR]]
        whole = [(0, len(self._numbers))]
        if other.kind == "section":
            own = here, bisect_left(self._numbers, self._ends.get(other.row, _FAR))
            if own[0] < own[1] or NUMERAL.match(_text(other)):
                return [own]
            # 其中：石花镇2家 below the rows it counts
            return [own, *((first, here) for first in before if first < here)]
        above = [(first, here) for first in before if first < here]
        below = [(here, last) for last in after if here < last]
        if other.kind == "total":
            return [*whole, *above, *below]
        return above + below or whole

    def block(self, row: int) -> tuple[int, int] | None:
        """The entries between the subtotal or section before and a row, where they are not the first of all."""
        here, place = bisect_left(self._numbers, row), bisect_left(self._breaks, row)
        first = bisect_left(self._numbers, self._breaks[place - 1]) if place else 0
        return (first, here) if 0 < first < here else None

    def total(self, column: Column, span: tuple[int, int]) -> float:
        """The sum of a field over a run of entries."""
        running = self._running.get(column.field)
        if running is None:
            running = self._running[column.field] = [0.0, *accumulate(_amount(made, column) for made in self._entries)]
        return running[span[1]] - running[span[0]]

    def firms(self, span: tuple[int, int]) -> int:
        """How many firms a run of entries holds: further lines of one count with it, whether they repeat its name."""
        return _firms(self._entries[span[0] : span[1]])

    def counts(self, span: tuple[int, int], are_firms: bool) -> set[float]:
        """What may be counted in a run of entries: its firms, its lines, the things of which a line names several."""
        things = [] if are_firms else [self.total(column, span) for column in self._counting]
        return {self.firms(span), span[1] - span[0], *things}


def _ends(others: Sequence[Other]) -> dict[int, int]:
    """Section row → the row that ends it: a total, or the next of its level or of one around it.

    Of one level are those that carry the same field; where one carries nothing, those numbered alike.
    """
    ends: dict[int, int] = {}
    open_sections: list[Other] = []
    for other in others:
        if other.kind == "total":
            ends.update({held.row: other.row for held in open_sections})
            open_sections = []
        elif other.kind == "section":
            levels = (place for place, held in enumerate(open_sections) if _is_of_level(held, other))
            around = next(levels, len(open_sections))
            ends.update({held.row: other.row for held in open_sections[around:]})
            open_sections = [*open_sections[:around], other]
    return ends


def _is_of_level(one: Other, other: Other) -> bool:
    if one.carries and other.carries:
        return one.carries == other.carries
    return style(_text(one)) == style(_text(other))


def _text(other: Other) -> str:
    """The text of a section row, folded."""
    return next(iter(surroundings.folded(other.cells)), "")


def _stated(other: Other, columns: Sequence[Column]) -> Iterator[tuple[Column, float]]:
    """The quantities a row states under columns that may be summed; of things counted also what is no whole number."""
    for column in columns:
        cell = other.cells[column.at] if column.at < len(other.cells) else None
        if not column.definition.additive or cell is None:
            continue
        said: list[object] = [value for _, value in column.reader(cell).values]
        if not said and column.definition.type == "count":
            said = [values.number(cell).value]
        for value in said:
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield column, float(value)


def _firms(entries: Sequence[Made]) -> int:
    heads = (made for made in entries if made.head is None)
    return sum(1 for _ in groupby(heads, key=lambda made: made.record.get("name", made.row)))


def _amount(made: Made, column: Column) -> float:
    value = made.record.get(column.field)
    return float(value) if isinstance(value, int | float) else 0.0


def _count(other: Other, columns: Sequence[Column]) -> tuple[str, int, bool] | None:
    """The column in which the row says how many there are, the number, and whether they are enterprises.

    What stands under an amount is none.
    """
    amounts = {column.at + 1 for column in columns if column.definition.additive}
    written = [(place, cell) for place, cell in enumerate(other.cells, 1) if isinstance(cell, str) and cell.strip()]
    for place, cell in written[:_SAYING]:
        if place not in amounts and (said := surroundings.count_said(cell)) is not None:
            return column_letter(place), *said
    return None


def _is_same(one: float, other: float) -> bool:
    return abs(one - other) <= _EXACTNESS * max(1.0, abs(one), abs(other)) + _ROUNDING


def _differs(rows: Rows, other: Other, field: str, letter: str, stated: float, counted: float) -> Problem:
    figures = {"stated": _figure(stated), "counted": _figure(counted)}
    place = f"{letter}{other.row}"
    return Problem("total_differs", Severity.WARNING, rows.plan.sheet, place, field, figures["stated"], figures)


def _figure(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
