"""Readers of columns: for each column of a table one function from a cell to field values and doubts.

A reader is made once a table; ledgers repeat themselves, so it remembers what it made of each distinct
cell. No object is made per cell but what the record holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from importers.headings import Meaning
from importers.labels import label
from importers.ledger import Field, Ledger
from importers.units import Units
from inventory import values
from inventory.reading import Severity, Value
from inventory.values import Cell, Doubt, Taken

_REMEMBERED = 50_000
_DENIES = re.compile("不|未|非|拟|待")
_UNKNOWN = Doubt("unknown_value", Severity.WARNING)


class Outcome(NamedTuple):
    """What one cell says: values by field, doubts by the field they concern, fields it declares to have none of."""

    values: tuple[tuple[str, Value], ...] = ()
    doubts: tuple[tuple[str, Doubt], ...] = ()
    none: tuple[str, ...] = ()


SILENT = Outcome()
Reader = Callable[[Cell], Outcome]


@dataclass(frozen=True, slots=True)
class Context:
    """What the readers of one table need to know beside the cell."""

    traditional: bool
    filing: date | None
    title_year: int | None
    units: Units
    quantity: str | None


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
            read = _either(read, _code(field.also, ledger.fields[field.also]))
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
        return _class(fills[0], meaning.code)
    if meaning.part is not None:
        return _silent
    if field.type in ("number", "count"):
        return _number(field, fills[0], meaning, context, percent=False)
    return _MAKERS[field.type](field, fills, context)


def _silent(_cell: Cell) -> Outcome:
    """Degrees, minutes and seconds in three cells are read together, once the row is complete."""
    return SILENT


def _single(name: str, take: Callable[[Cell], Taken[Any]]) -> Reader:
    def read(cell: Cell) -> Outcome:
        return _outcome(name, take(cell))

    return read


def _date(name: str, context: Context) -> Reader:
    return _single(name, lambda cell: values.date(cell, filing=context.filing, title_year=context.title_year))


def _degrees(name: str, field: Field) -> Reader:
    return _single(name, lambda cell: values.degrees(cell, "lon" if field.unit == "lon" else "lat"))


def _outcome(name: str, taken: Taken[Any]) -> Outcome:
    if taken.value is None:
        if taken.is_none:
            return Outcome((), (), (name,))
        return Outcome((), tuple((name, doubt) for doubt in taken.doubts)) if taken.doubts else SILENT
    return Outcome(((name, taken.value),), tuple((name, doubt) for doubt in taken.doubts))


def _several(fills: tuple[str, ...], take: Callable[[Cell], Taken[Any]]) -> Reader:
    """One cell with as many values as fields, in their order."""

    def read(cell: Cell) -> Outcome:
        taken = take(cell)
        doubts = tuple((name, doubt) for name in fills for doubt in taken.doubts)
        if taken.value is None:
            return Outcome((), doubts, fills if taken.is_none else ())
        return Outcome(
            tuple((name, value) for name, value in zip(fills, taken.value, strict=True) if value is not None), doubts
        )

    return read


def _keyed(fills: tuple[str, ...], take: Callable[[Cell], Taken[values.Number]]) -> Reader:
    """One cell whose number says itself which field it belongs to."""

    def read(cell: Cell) -> Outcome:
        taken = take(cell)
        doubts = tuple((fills[0], doubt) for doubt in taken.doubts)
        if taken.value is None:
            return Outcome((), doubts, fills[:1] if taken.is_none else ())
        return Outcome(((taken.value.kind.value, taken.value.number),), doubts)

    return read


def _text(name: str, field: Field, context: Context) -> Reader:
    traditional = context.traditional

    def read(cell: Cell) -> Outcome:
        plain = values.text(cell, traditional=traditional)
        if not plain:
            return SILENT
        if values.declares_none(plain):
            if field.keeps_none and plain in ("无", "没有", "暂无"):
                return Outcome(((name, "无"),), (), (name,))
            return Outcome((), (), (name,))
        if values.says_unknown(plain) and plain not in ("详见附件", "见附件", "另附"):
            return Outcome((), ((name, _UNKNOWN),))
        return Outcome(((name, plain),))

    return read


def _name(name: str, context: Context) -> Reader:
    """The firm's name; a state written into it goes to the note, a former name stands there too."""
    traditional = context.traditional

    def read(cell: Cell) -> Outcome:
        taken = values.name(cell, traditional=traditional)
        doubts = tuple((name, doubt) for doubt in taken.doubts)
        if taken.value is None:
            return Outcome((), doubts) if doubts else SILENT
        remarks = [taken.value.note] if taken.value.note else []
        if taken.value.former:
            remarks.append(f"曾用名：{taken.value.former}")
        said: tuple[tuple[str, Value], ...] = ((name, taken.value.name),)
        return Outcome((*said, ("note", "；".join(remarks))) if remarks else said, doubts)

    return read


def _county(name: str, context: Context) -> Reader:
    def read(cell: Cell) -> Outcome:
        plain = values.text(cell, traditional=context.traditional)
        if not plain or values.declares_none(plain):
            return SILENT
        unit = context.units.exactly(plain)
        if unit is None:
            return Outcome((), ((name, Doubt("unknown_unit", Severity.ERROR)),))
        return Outcome(((name, unit),))

    return read


def _code(name: str, field: Field) -> Reader:
    spellings = values.Spellings({said: code for code, listed in field.spellings.items() for said in listed})

    def read(cell: Cell) -> Outcome:
        taken = spellings.read(cell)
        if taken.value is None and taken.doubts:
            said = label(values.text(cell))
            if said.base != said.full and not any(_DENIES.search(hint) for hint in said.hints):
                bare = spellings.read(said.base)
                if bare.value is not None:
                    return Outcome(((name, bare.value),))
        return _outcome(name, taken)

    return read


def _either(first: Reader, second: Reader) -> Reader:
    """A cell the first reader takes no value from may say what the second knows: 未发证 in the place of a number."""

    def read(cell: Cell) -> Outcome:
        outcome = first(cell)
        if outcome.values and not outcome.doubts:
            return outcome
        other = second(cell)
        return other if other.values else outcome

    return read


def _class(name: str, code: str) -> Reader:
    """A class given as a column of ticks: only a tick says something."""

    def read(cell: Cell) -> Outcome:
        taken = values.tick(cell)
        if taken.value is True:
            return Outcome(((name, code),), tuple((name, doubt) for doubt in taken.doubts))
        if taken.value is None and taken.doubts:
            return Outcome((), tuple((name, doubt) for doubt in taken.doubts))
        return SILENT

    return read


def _ticks(fills: tuple[str, ...]) -> Reader:
    """One tick for several conditions: yes speaks for all; no leaves open which of them."""

    def read(cell: Cell) -> Outcome:
        taken = values.tick(cell)
        if taken.value is True:
            return Outcome(
                tuple((name, True) for name in fills), tuple((name, doubt) for name in fills for doubt in taken.doubts)
            )
        if taken.value is False:
            return Outcome((), tuple((name, Doubt("joint_no", Severity.WARNING)) for name in fills))
        return Outcome((), tuple((name, doubt) for name in fills for doubt in taken.doubts))

    return read


def _number(field: Field, name: str, meaning: Meaning, context: Context, percent: bool) -> Reader:
    said = meaning.unit
    if said is None and field.unit == "t" and context.quantity:
        said = context.quantity
    if field.type == "count":
        return _single(name, values.count)

    def take(cell: Cell) -> Taken[float]:
        taken = values.number(cell, field.unit, said, percent_format=percent)
        if taken.value is not None and field.unit == "MJ/kg":
            # kcal are whole numbers: more than four places behind the point would be a precision nobody measured
            return taken._replace(value=round(taken.value, 4))
        return taken

    return _single(name, take)


def _industry(fills: tuple[str, ...], context: Context) -> Reader:
    """Name and code of the industry, whichever the cell holds."""

    def read(cell: Cell) -> Outcome:
        taken = values.industry(values.text(cell, traditional=context.traditional))
        doubts = tuple((fills[0], doubt) for doubt in taken.doubts)
        if taken.value is None:
            return Outcome((), doubts, fills[:1] if taken.is_none else ())
        said = (("industry_name", taken.value.name), ("industry_code", taken.value.code))
        return Outcome(tuple((name, value) for name, value in said if value is not None), doubts)

    return read


def _person_and_phone(fills: tuple[str, ...], context: Context) -> Reader:
    def read(cell: Cell) -> Outcome:
        plain = values.text(cell, traditional=context.traditional)
        if not plain or values.declares_none(plain):
            return SILENT
        found = re.search(r"\d[\d\-/、,; ]{5,}", plain)
        rest = plain[: found.start()] + plain[found.end() :] if found else plain
        person = re.sub("联系|电话|手机|方式|[\\s:,;、/()]", "", rest)
        phone = values.phone(found[0].strip(" 、,;/")) if found else None
        doubts = [(fills[-1], doubt) for doubt in phone.doubts] if phone else []
        made: list[tuple[str, Value]] = [(fills[-1], phone.value)] if phone and phone.value else []
        if person and len(fills) == 2:
            made.insert(0, (fills[0], person))
        elif person:
            doubts.append((fills[-1], Doubt("person_not_kept", Severity.INFO)))
        return Outcome(tuple(made), tuple(doubts))

    return read


#: type of a column → what makes its reader
_MAKERS: dict[str, Callable[[Field, tuple[str, ...], Context], Reader]] = {
    "text": lambda field, fills, context: _text(fills[0], field, context),
    "person": lambda field, fills, context: _text(fills[0], field, context),
    "note": lambda field, fills, context: _text(fills[0], field, context),
    "name": lambda _, fills, context: _name(fills[0], context),
    "county": lambda _, fills, context: _county(fills[0], context),
    "code": lambda field, fills, _: _code(fills[0], field),
    "year": lambda _, fills, __: _single(fills[0], values.year),
    "tick": lambda _, fills, __: _single(fills[0], values.tick),
    "ticks": lambda _, fills, __: _ticks(fills),
    "date": lambda _, fills, context: _date(fills[0], context),
    "deadline": lambda _, fills, context: _date(fills[0], context),
    "interval": lambda _, fills, __: _several(fills, values.interval),
    "phone": lambda _, fills, __: _single(fills[0], values.phone),
    "degrees": lambda field, fills, _: _degrees(fills[0], field),
    "coordinates": lambda _, fills, __: _several(fills, values.coordinates),
    "permit_number": lambda _, fills, __: _single(fills[0], values.permit_number),
    "credit_code": lambda _, fills, __: _keyed(fills, values.credit_code),
    "industry": lambda _, fills, context: _industry(fills, context),
    "person_and_phone": lambda _, fills, context: _person_and_phone(fills, context),
}
