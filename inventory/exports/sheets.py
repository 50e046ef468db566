"""A sheet before it is written: title, columns, rows; the same for every format."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: what a cell may hold; text that looks like a number stays text
Cell = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its official heading, the field it carries (JSON key), its width in characters, what is centred."""

    heading: str
    field: str
    width: float = 12
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed table. ``subtitle`` stands under the title, ``footnotes`` under the table."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    subtitle: str | None = None
    footnotes: Sequence[str] = ()


def shown(cell: Cell) -> str:
    """A cell as it is printed: 是 and 否 for ticks, days as 2019-06-30, nothing for unknown."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.6f}".rstrip("0").rstrip(".")
    return str(cell)


def width(text: str) -> int:
    """The room a text takes, in columns of a fixed font: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)


def lines(text: str, room: float) -> list[str]:
    """The text as it wraps in a cell ``room`` characters wide."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for each in paragraph:
            needed = width(each)
            if used + needed > room and line:
                found.append(line)
                line, used = "", 0
            line, used = line + each, used + needed
        found.append(line)
    return found
