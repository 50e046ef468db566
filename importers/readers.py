"""How a cell is read, by the type of its column: one function from a cell to field values and doubts.

What the cells themselves mean is known in `inventory.values`; here it is put into the fields of a record.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from importers import ticks
from importers.labels import label
from importers.ledger import Field
from importers.units import Units
from inventory import values
from inventory.reading import Severity, Value
from inventory.values import Cell, Doubt, Taken

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


def silent(_cell: Cell) -> Outcome:
    """Degrees, minutes and seconds in three cells are read together, once the row is complete."""
    return SILENT


def single(name: str, take: Callable[[Cell], Taken[Any]]) -> Reader:
    def read(cell: Cell) -> Outcome:
        return _outcome(name, take(cell))

    return read


def _date(name: str, context: Context) -> Reader:
    return single(name, lambda cell: values.date(cell, filing=context.filing, title_year=context.title_year))


def _degrees(name: str, field: Field) -> Reader:
    return single(name, lambda cell: values.degrees(cell, "lon" if field.unit == "lon" else "lat"))


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
    """One cell whose number says itself which field it belongs to; one left out for either of two is said of both."""

    def read(cell: Cell) -> Outcome:
        taken = take(cell)
        doubts = tuple(
            (name, doubt)
            for doubt in taken.doubts
            for name in dict.fromkeys((fills[0], doubt.parameters.get("instead", fills[0])))
        )
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


def code(name: str, field: Field) -> Reader:
    spellings = values.Spellings(
        {said: code for code, listed in field.spellings.items() for said in listed},
        qualified=field.qualified,
        by_share=field.by_share,
    )

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


def either(first: Reader, second: Reader) -> Reader:
    """A cell the first reader takes no value from may say what the second knows: 未发证 in the place of a number."""

    def read(cell: Cell) -> Outcome:
        outcome = first(cell)
        if outcome.values and not outcome.doubts:
            return outcome
        other = second(cell)
        return other if other.values else outcome

    return read


def of_class(name: str, code: str) -> Reader:
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


#: Type of a column → what makes its reader; quantities are read in `columns`, where their units are known.
MAKERS: dict[str, Callable[[Field, tuple[str, ...], Context], Reader]] = {
    "text": lambda field, fills, context: _text(fills[0], field, context),
    "person": lambda field, fills, context: _text(fills[0], field, context),
    "note": lambda field, fills, context: _text(fills[0], field, context),
    "name": lambda _, fills, context: _name(fills[0], context),
    "county": lambda _, fills, context: _county(fills[0], context),
    "code": lambda field, fills, _: code(fills[0], field),
    "year": lambda _, fills, __: single(fills[0], values.year),
    "tick": lambda field, fills, _: single(fills[0], ticks.reader(field)),
    "ticks": lambda _, fills, __: _ticks(fills),
    "date": lambda _, fills, context: _date(fills[0], context),
    "deadline": lambda _, fills, context: _date(fills[0], context),
    "interval": lambda _, fills, __: _several(fills, values.interval),
    "phone": lambda _, fills, __: single(fills[0], values.phone),
    "degrees": lambda field, fills, _: _degrees(fills[0], field),
    "coordinates": lambda _, fills, __: _several(fills, values.coordinates),
    "permit_number": lambda _, fills, __: single(fills[0], values.permit_number),
    "credit_code": lambda _, fills, __: _keyed(fills, values.credit_code),
    "industry": lambda _, fills, context: _industry(fills, context),
    "person_and_phone": lambda _, fills, context: _person_and_phone(fills, context),
}
