"""Readers of columns: for each column of a table one function from a cell to field values and doubts.

A reader is made once a table; ledgers repeat themselves, so it remembers what it made of each distinct
cell. No object is made per cell but what the record holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from importers import readers
from importers.headings import Meaning
from importers.labels import COUNTS
from importers.ledger import Field, Ledger
from importers.readers import SILENT, Context, Outcome, Reader
from inventory import values
from inventory.reading import Severity
from inventory.values import Cell, Doubt, Taken

__all__ = ["SILENT", "Column", "Context", "Outcome", "compiled"]

_REMEMBERED = 50_000
#: Nothing that is one date, number or code is longer; the grammars are not asked about such a cell.
_LONGEST = 400
_SHOWN = 60
_ERROR = re.compile(
    r"#(?:N/A|DIV/0!|REF!|NAME\?|VALUE!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA|名称\?|值!|引用!)|Err:\d{3}"
)
_REFUSED = {
    "number": "unreadable_number", "count": "unreadable_number", "year": "unreadable_number", "date": "unreadable_date",
    "deadline": "unreadable_date", "interval": "unreadable_date", "degrees": "unreadable_coordinate",
    "coordinates": "unreadable_coordinate", "credit_code": "unreadable_code", "permit_number": "permit_number_form",
    "phone": "unusual_phone", "person_and_phone": "unusual_phone",
}  # fmt: skip


class Column(NamedTuple):
    """One column that is read: where it stands, what it fills, how; ``seen`` is what its reader remembers."""

    at: int
    letter: str
    field: str
    fills: tuple[str, ...]
    reader: Reader
    seen: dict[Cell, Outcome]
    percent: Reader | None
    meaning: Meaning
    definition: Field


def remembering(reader: Reader, seen: dict[Cell, Outcome]) -> Reader:
    """The reader with a memory for the cells it has seen."""

    def read(cell: Cell) -> Outcome:
        # True equals 1 as a key, and one says 1 where the other says 是
        if type(cell) is bool:
            return reader(cell)
        outcome = seen.get(cell)
        if outcome is None:
            if len(seen) > _REMEMBERED:
                seen.clear()
            outcome = seen[cell] = reader(cell)
        return outcome

    return read


def compiled(
    ledger: Ledger, meanings: Mapping[int, Meaning], context: Context, letter: Callable[[int], str]
) -> list[Column]:
    """The readers of a table's columns, from the left."""
    made = []
    for column, meaning in sorted(meanings.items()):
        if not meaning.column:
            continue
        field = ledger.fields[meaning.column]
        fills = ledger.fills(meaning.column)
        read = _reader(field, fills, meaning, context)
        if field.also:
            read = readers.either(read, readers.code(field.also, ledger.fields[field.also]))
        read = _guarded(read, field, fills[0], context)
        seen: dict[Cell, Outcome] = {}
        percent = (
            remembering(_number(field, fills[0], meaning, context, percent=True), {})
            if field.type == "number"
            else None
        )
        made.append(
            Column(column - 1, letter(column), fills[0], fills, remembering(read, seen), seen, percent, meaning, field)
        )
    return made


def _reader(field: Field, fills: tuple[str, ...], meaning: Meaning, context: Context) -> Reader:
    if meaning.code:
        return readers.of_class(fills[0], meaning.code)
    if meaning.part is not None:
        return readers.silent
    if field.type in ("number", "count"):
        return _number(field, fills[0], meaning, context, percent=False)
    return readers.MAKERS[field.type](field, fills, context)


def _guarded(reader: Reader, field: Field, name: str, context: Context) -> Reader:
    """The reader for cells that may be what it reads: no spreadsheet error written as text, no essay."""
    refused = _REFUSED.get(field.type)

    def read(cell: Cell) -> Outcome:
        if not isinstance(cell, str):
            return reader(cell)
        if ("#" in cell or "Err:" in cell) and _ERROR.fullmatch(cell.strip()):
            return Outcome((), ((name, Doubt("error_cell", Severity.ERROR)),))
        if len(cell) <= _LONGEST:
            return reader(cell)
        if refused:
            return Outcome((), ((name, Doubt(refused, Severity.ERROR, raw=f"{cell[:_SHOWN]}…")),))
        if field.type in ("text", "note", "person", "name", "industry"):
            return Outcome(((name, values.text(cell, traditional=context.traditional)),))
        return Outcome((), ((name, Doubt("unknown_value", Severity.ERROR, raw=f"{cell[:_SHOWN]}…")),))

    return read


def _number(field: Field, name: str, meaning: Meaning, context: Context, percent: bool) -> Reader:
    said = meaning.unit
    if said is None and field.unit == "t" and context.quantity:
        said = context.quantity
    if field.type == "count":
        if meaning.unit and not COUNTS.fullmatch(meaning.unit):
            return readers.single(name, lambda cell: _of_no_count(cell, meaning.unit))
        return readers.single(name, values.count)

    def take(cell: Cell) -> Taken[float]:
        taken = values.number(cell, field.unit, said, percent_format=percent)
        if taken.value is not None and field.unit == "MJ/kg":
            # kcal are whole numbers: more than four places behind the point would be a precision nobody measured
            return taken._replace(value=round(taken.value, 4))
        return taken

    return readers.single(name, take)


def _of_no_count(cell: Cell, unit: str | None) -> Taken[int]:
    """A cell under a heading that says a measure (吨, 万台) where single things are counted."""
    taken = values.count(cell)
    if taken.value is None:
        return taken
    return Taken(None, (Doubt("unit_mismatch", Severity.ERROR, {"said": unit, "unit": "台"}),))
