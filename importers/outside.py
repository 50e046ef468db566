"""Lists of other offices (power company, business register, court, hotline): which column names the firm, and the rows.

Such a list is no ledger: its columns are kept as they stand, and only what tells who a firm is gets read. Columns are
known by their headings, or named by heading or letter where the list calls them otherwise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from importers import ledger as ledgers
from importers import workbook
from importers.headings import Vocabulary
from importers.labels import fold
from importers.units import Units
from importers.workbook import Cell, Row, Sheet, column_letter, shown
from inventory import identity, naming, values
from inventory.errors import NotUnderstood, RecognitionError

#: what is read of a row, where a column gives it
FIELDS = (
    "name", "former_name", "credit_code", "legal_representative", "contact_phone", "county", "township", "address",
    "longitude", "latitude",
)  # fmt: skip

#: headings stand among the first rows
_HEADINGS_WITHIN = 30
_NO_FIRM = frozenset(["合计", "小计", "总计", "共计", "累计"])


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """One row: where it stands, its cells as text in the order of the headings, and what it says of a firm.

    ``said`` has the fields of `FIELDS` as the ledgers read them; codes by their own kind. Empty where the row names no
    firm. ``unreadable`` are the fields whose cell holds something that could not be read.
    """

    sheet: str | None
    number: int
    cells: tuple[str, ...]
    said: Mapping[str, Any]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideList:
    """All rows of one sheet under its headings. ``columns`` are the fields that were found: field → heading."""

    sheet: str | None
    headings: tuple[str, ...]
    columns: Mapping[str, str]
    rows: tuple[OutsideRow, ...]


@dataclass(slots=True)
class _Laid:
    """Where the headings stand (0: there are none), and which column gives which field."""

    row: int
    headings: dict[int, str]
    columns: dict[str, int] = field(default_factory=dict)


def read(
    source: Path | bytes,
    *,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, Sequence[str]],
    limits: workbook.Limits | None = None,
) -> list[OutsideList]:
    """The visible sheets that name firms.

    :param columns: field → heading or letter of its column, where the headings do not tell.
    :param units: reporting units, canonical name → other names.
    :raises WorkbookError: not readable. :raises RecognitionError: no column of names was found.
    """
    named = dict(columns or {})
    known = Units(units)
    found = []
    seen: list[str] = []
    for sheet in workbook.open(source, limits).sheets:
        rows = list(sheet.rows())
        if sheet.is_hidden or not rows:
            continue
        laid = _laid(rows, named)
        if "name" in laid.columns:
            found.append(_list(sheet, rows, laid, known))
        seen += laid.headings.values()
    if not found:
        raise RecognitionError(
            "no column of names of firms was found; name it by --name-column: its heading ({headings}) or its letter",
            headings="、".join(dict.fromkeys(seen)) or "A, B, C",
        )
    return found


@cache
def _vocabulary() -> Vocabulary:
    """The headings every ledger knows, and what other offices call the same."""
    declared = tomllib.loads((files("importers") / "ledgers" / "_outside.toml").read_text(encoding="utf-8"))["headings"]
    fields = dict(ledgers.common().fields)
    for name, headings in declared.items():
        model = fields.get(name) or ledgers.Field(type="name")
        fields[name] = model.model_copy(update={"headings": (*model.headings, *headings)})
    return Vocabulary(ledgers.Ledger(kind="outside", titles=(), key=(), fields=fields))


def _laid(rows: Sequence[Row], named: Mapping[str, str]) -> _Laid:
    """The heading row: the first that holds what was named, or a heading for names."""
    for number, cells in rows[:_HEADINGS_WITHIN]:
        headings = {place: shown(cell).strip() for place, cell in enumerate(cells, 1) if shown(cell).strip()}
        laid = _Laid(number, headings, _columns(headings))
        said = {place: name for name, asked in named.items() if (place := _place(asked, headings)) is not None}
        if said and (len(said) == len(named) or "name" in laid.columns):
            missing = [asked for name, asked in named.items() if name not in said.values()]
            if missing:
                raise NotUnderstood(
                    "there is no column {column}; there are {known}",
                    column=missing[0],
                    known="、".join(headings.values()),
                )
            kept = {name: place for name, place in laid.columns.items() if name not in named and place not in said}
            laid.columns = kept | {name: place for place, name in said.items()}
            return laid
        if not named and "name" in laid.columns and not _is_title(headings):
            return laid
    letters = {name: place for name, asked in named.items() if (place := _letter(asked)) is not None}
    return _Laid(0, {}, letters)


def _is_title(headings: Mapping[int, str]) -> bool:
    """Whether the row says one thing that is longer than a heading."""
    return len(headings) == 1 and len(next(iter(headings.values()))) > 12


def _columns(headings: Mapping[int, str]) -> dict[str, int]:
    """Field → column; of several that mean one field the exact heading, else the first."""
    found: dict[str, tuple[bool, int]] = {}
    for place, heading in headings.items():
        meaning = _vocabulary().understand((heading,))
        if meaning is None or meaning.column not in FIELDS or meaning.part is not None:
            continue
        rank = (meaning.how != "exact", place)
        found[meaning.column] = min(found.get(meaning.column, rank), rank)
    return {name: place for name, (_, place) in found.items()}


def _place(asked: str, headings: Mapping[int, str]) -> int | None:
    """The column with this heading, or with this letter where it heads one."""
    for place, heading in headings.items():
        if fold(heading) == fold(asked):
            return place
    letter = _letter(asked)
    return letter if letter is not None and letter in headings and not _is_firm(headings[letter]) else None


def _is_firm(text: str) -> bool:
    """Whether a cell is no heading but names a firm: a list may have no headings."""
    parts = naming.parts(identity.folded(text))
    return bool(parts.form and (parts.brand or parts.county))


def _letter(asked: str) -> int | None:
    """The number of the column a letter names: A is 1."""
    return next((place for place in range(1, 703) if column_letter(place) == asked.strip().upper()), None)


def _list(sheet: Sheet, rows: Sequence[Row], laid: _Laid, units: Units) -> OutsideList:
    body = [row for row in rows if row[0] > laid.row]
    width = max([*laid.headings, *(len(cells) for _, cells in body)], default=0)
    headings = tuple(laid.headings.get(place, column_letter(place)) for place in range(1, width + 1))
    spread = _spread(sheet, rows, laid)
    made = tuple(_row(sheet, number, spread.get(number, {}), cells, width, laid, units) for number, cells in body)
    columns = {name: headings[place - 1] for name, place in laid.columns.items()}
    return OutsideList(sheet.name, headings, columns, made)


def _spread(sheet: Sheet, rows: Sequence[Row], laid: _Laid) -> dict[int, dict[int, Cell]]:
    """Row → column → the value of a cell merged downwards over it, in the columns that are read."""
    at = dict(rows)
    found: dict[int, dict[int, Cell]] = {}
    for top, left, bottom, _right in sheet.merged:
        if left in laid.columns.values() and top > laid.row and top in at and len(at[top]) >= left:
            for number in range(top + 1, bottom + 1):
                found.setdefault(number, {})[left] = at[top][left - 1]
    return found


def _row(
    sheet: Sheet, number: int, merged: Mapping[int, Cell], cells: Sequence[Cell], width: int, laid: _Laid, units: Units
) -> OutsideRow:
    texts = tuple(shown(cell) for cell in cells) + ("",) * (width - len(cells))
    said: dict[str, Any] = {}
    unreadable: list[str] = []
    for name, place in laid.columns.items():
        cell = cells[place - 1] if place <= len(cells) else None
        if cell in (None, ""):
            cell = merged.get(place)
        if cell in (None, ""):
            continue
        taken = dict(_taken(name, cell, units))
        said |= taken
        if not taken and not values.declares_none(values.text(cell)):
            unreadable.append(name)
    is_firm = "name" in said and said["name"] not in _NO_FIRM and not _is_heading(texts, laid)
    return OutsideRow(sheet.name, number, texts, said if is_firm else {}, tuple(unreadable) if is_firm else ())


def _is_heading(texts: Sequence[str], laid: _Laid) -> bool:
    """Whether the row repeats the headings in mid-table."""
    return bool(laid.headings) and all(
        fold(texts[place - 1]) == fold(laid.headings[place]) for place in laid.columns.values()
    )


def _taken(name: str, cell: Cell, units: Units) -> Iterator[tuple[str, Any]]:
    """The fields one cell gives; none where it holds nothing that can be read."""
    if name in ("name", "former_name"):
        firm = values.name(cell).value
        if firm is not None:
            yield name, firm.name
            if firm.former and name == "name":
                yield "former_name", firm.former
    elif name == "credit_code":
        code = values.credit_code(cell).value
        if code is not None:
            yield code.kind.value, code.number
    elif name == "contact_phone":
        yield from ((name, number) for number in [values.phone(cell).value] if number)
    elif name == "county":
        yield from ((name, unit) for unit in [units.exactly(values.text(cell))] if unit)
    elif name in ("longitude", "latitude"):
        degrees = values.degrees(cell, "lon" if name == "longitude" else "lat").value
        if degrees is not None:
            yield name, degrees
    else:
        plain = values.text(cell)
        if plain and not values.declares_none(plain) and not values.says_unknown(plain):
            yield name, plain
