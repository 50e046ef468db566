"""Which column holds the names of enterprises, where no heading is known to say so; whether a sheet lists any.

The cells decide: names of firms end like names of firms (…厂, …公司, …合作社) and hardly ever come twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from importers.blocks import Heading
from importers.labels import label
from importers.phrases import is_strange, may_name_a_firm
from importers.workbook import Cell, Merge, Row

_FIRM = re.compile(
    r"公司|厂|店|合作社|经营部|加工[部点坊]|门市部?|集团|作坊|工作室|服务部|经销部|商行|中心|[站场坊行社矿窑园院部户]$"
)
_NO_FIRM = re.compile(r"\d{6}|政府|街道办|[局委办]$|管委会")
_AT_LEAST = 0.6
_WITHOUT_A_WORD = 0.85
_LOOKED_AT = 300
#: fewer names are no list
_FEWEST = 3
#: a row of the ledger holds this many cells; notes and totals hold fewer
CELLS = 3


def columns(headings: Sequence[Heading], rows: Sequence[Row], merged: Sequence[Merge]) -> Iterator[int]:
    """The columns that may be taken for the names of enterprises, the likeliest first.

    Under a heading that speaks of enterprises most cells must be such names, under any other nearly all.
    """
    further = {(row, merge[1]) for merge in merged for row in range(merge[0] + 1, min(merge[2], merge[0] + 200) + 1)}
    filled = [(number, cells) for number, cells in rows[:_LOOKED_AT] if len(cells) - cells.count(None) >= CELLS]
    found = []
    for heading in headings:
        said = label(heading.path[-1])
        if is_strange(said.full):
            continue
        cells = [
            cells[heading.column - 1]
            for number, cells in filled
            if len(cells) >= heading.column and (number, heading.column) not in further
        ]
        share = _likeness([cell for cell in cells if cell is not None])
        speaks = may_name_a_firm("".join(label(text).full for text in heading.path))
        if share >= (_AT_LEAST if speaks else _WITHOUT_A_WORD):
            found.append((not speaks, -share, heading.column))
    yield from (column for _, _, column in sorted(found))


def listed(rows: Sequence[Row]) -> int | None:
    """The place of the first of the rows that list enterprises; None where hardly any column holds their names."""
    filled = [(place, cells) for place, (_, cells) in enumerate(rows) if len(cells) - cells.count(None) >= CELLS]
    filled = filled[:_LOOKED_AT]
    for at in range(max((len(cells) for _, cells in filled), default=0)):
        found = [(place, cells[at]) for place, cells in filled if at < len(cells)]
        said = [(place, cell.strip()) for place, cell in found if isinstance(cell, str) and cell.strip()]
        named = [place for place, text in said if _is_firm(text)]
        if len(named) >= _FEWEST and _likeness([text for _, text in said]) >= _AT_LEAST:
            return named[0]
    return None


def _likeness(cells: Sequence[Cell]) -> float:
    """The share of cells that are names of firms, each its own; one firm may stand in several lines together."""
    each = [cell for before, cell in pairwise([None, *cells]) if cell != before]
    names = [cell.strip() for cell in each if isinstance(cell, str) and _is_firm(cell.strip())]
    return min(len(names), len(set(names)) * 5 / 4) / len(each) if each else 0.0


def _is_firm(text: str) -> bool:
    bare = re.sub(r"[（(【\[].*?[)）】\]]", "", text)
    return 3 <= len(bare) <= 40 and bool(_FIRM.search(bare)) and not _NO_FIRM.search(bare)
