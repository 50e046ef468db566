"""Columns that hold something in the rows of a ledger and have no heading: not read, and named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.tables import Plan
from importers.workbook import Cell, column_letter, shown
from inventory.reading import Problem, Severity

#: a line's number needs no heading
_NUMBER = re.compile(r"[(（]?\d{1,6}(?:\.0)?[)）、.]?")
#: Right of the table a column is taken for one of it where this share of the rows holds something there.
_SHARE = 0.3
_SHOWN = 3


def problems(plan: Plan, entries: Sequence[Sequence[Cell]], first: int, last: int) -> list[Problem]:
    """A warning for each column between these that has no heading, and something else than numbers of lines.

    :param entries: the cells of each.
    :param first: the first column that belongs to the table and not to one beside it; ``last`` the last.
    """
    headed = {heading.column for heading in plan.block.headings}
    width = max((len(cells) for cells in entries), default=0)
    found = []
    for column in range(first, min(last, width) + 1):
        if column in headed:
            continue
        said = _said(entries, column)
        fewest = 1 if plan.span[0] <= column <= plan.span[1] else max(2, _SHARE * len(entries))
        if len(said) < fewest or all(_NUMBER.fullmatch(text) for text in said):
            continue
        place = f"{column_letter(column)}{plan.block.bottom}"
        raw = "、".join(dict.fromkeys(said[:_SHOWN]))
        found.append(Problem("no_heading", Severity.WARNING, plan.sheet, place, None, raw))
    return found


def _said(entries: Sequence[Sequence[Cell]], column: int) -> list[str]:
    """What the rows hold in a column, blanks aside."""
    said = (cells[column - 1] for cells in entries if len(cells) >= column)
    return [text for cell in said if cell is not None and (text := shown(cell).strip())]
