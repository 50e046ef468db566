"""What is known before any ledger comes: the city, its reporting units, its calendar, the industries.

Pure: read from the data files beside this module, or from another city's own file; no database. A
register is filled with them when it is made (`inventory.database.founding`).
"""

from __future__ import annotations

import calendar
import re
import tomllib
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inventory.errors import InputError
from inventory.reference.classification import Industry, industries
from inventory.vocabulary import Ledger

__all__ = [
    "City",
    "Duty",
    "Industry",
    "Reference",
    "Unit",
    "duties",
    "industries",
    "load",
    "names",
    "unit_by_alias",
    "units",
    "xiangyang",
]

XIANGYANG = Path(__file__).parent / "xiangyang.toml"

SixDigits = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Name = Annotated[str, Field(min_length=1, pattern=r"^\S+$")]
SaidDate = Annotated[str, Field(pattern=r"^\d{4}(-Q[1-4]|-\d{2}(-\d{2})?)?$")]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class City(_Entry):
    """Whose register it is."""

    name: Name
    region_code: SixDigits
    former_names: tuple[Name, ...] = ()


class Unit(_Entry):
    """A county, city or development zone that hands in ledgers; a zone lies in a ``host``."""

    name: Name
    number_prefix: SixDigits
    region_code: SixDigits | None = None
    host: Name | None = None
    aliases: tuple[Name, ...] = ()


class Duty(_Entry):
    """A duty of the city plan: due once (``due_on``), or recurring (``every``), or standing; see `models.Duty`."""

    code: Name
    plan_item: Name
    label: str
    ledger: Ledger | None = None
    applies_from: date | None = None
    due_on: SaidDate | None = None
    every: Literal["month", "quarter", "year"] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    share_pct: float | None = None
    threshold: float | None = None
    threshold_unit: str | None = None

    @property
    def due_on_last(self) -> date | None:
        """The last day the deadline can mean."""
        if self.due_on is None:
            return None
        year, _, rest = self.due_on.partition("-")
        if rest.startswith("Q"):
            rest = f"{int(rest[1]) * 3:02}"
        month, _, day = (rest or "12").partition("-")
        return date(int(year), int(month), int(day or calendar.monthrange(int(year), int(month))[1]))


class Reference(_Entry):
    """A city's whole file, checked: names and prefixes are unique, hosts exist, no name leads to two units."""

    city: City
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    duties: tuple[Duty, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        _unique("name", [unit.name for unit in self.units])
        _unique("number_prefix", [unit.number_prefix for unit in self.units])
        _unique("alias", [other for unit in self.units for other in (unit.name, *unit.aliases)])
        _unique("code", [duty.code for duty in self.duties])
        names = {unit.name for unit in self.units}
        for unit in self.units:
            if unit.host is not None and (unit.host not in names or unit.host == unit.name):
                raise ValueError(f"host {unit.host} of {unit.name} is no other unit of the list")
            if any(each.host for each in self.units if each.name == unit.host):
                raise ValueError(f"host {unit.host} of {unit.name} lies in another unit itself")
        for duty in self.duties:
            try:
                _ = duty.due_on_last
            except ValueError as error:
                raise ValueError(f"due_on {duty.due_on} of {duty.code} is no date") from error
        return self


def load(file: Path) -> Reference:
    """A city's file (TOML: city, units, duties); raises `InputError` with the first thing wrong in it."""
    try:
        return Reference.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("{file} is no TOML file in UTF-8: {reason}", file=str(file), reason=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "file"
        raise InputError("{file}: {place}: {reason}", file=str(file), place=place, reason=first["msg"]) from error


@cache
def xiangyang() -> Reference:
    """The file that ships with the program."""
    return load(XIANGYANG)


def units() -> tuple[Unit, ...]:
    """The reporting units of 襄阳 in their official order."""
    return xiangyang().units


def names() -> dict[str, tuple[str, ...]]:
    """Each unit's canonical name → the other names that need saying (not those `unit_by_alias` derives)."""
    return {unit.name: unit.aliases for unit in units()}


def duties() -> tuple[Duty, ...]:
    """The calendar of 襄阳's plan of 2019."""
    return xiangyang().duties


def unit_by_alias(said: str, reference: Reference | None = None) -> Unit | None:
    """The unit that a cell or an option names and nothing else; None where it is none of the city's.

    With or without 市, 县, 区; with or without the city's name, present or former, before it.
    """
    reference = reference or xiangyang()
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", said))
    known = _by_name(reference)
    if folded in known:
        return known[folded]
    for city in (reference.city.name, *reference.city.former_names):
        for prefix in (city, city.removesuffix("市")):
            at = folded.find(prefix)
            # what stands before the city's name can only be the province
            if at >= 0 and (at == 0 or folded[:at].endswith("省")) and folded[at + len(prefix) :] in known:
                return known[folded[at + len(prefix) :]]
    return None


@cache
def _by_name(reference: Reference) -> dict[str, Unit]:
    known = {other: unit for unit in reference.units for other in (unit.name, *unit.aliases)}
    for unit in reference.units:
        for name in (unit.name, *unit.aliases):
            short = re.sub("[市县区]$", "", name)
            # 襄阳 alone is the city, not 襄阳区; 高 alone is nothing
            if len(short) >= 2 and short not in {reference.city.name.removesuffix("市"), reference.city.name}:
                known.setdefault(short, unit)
    return known


def _unique(what: str, said: list[str]) -> None:
    twice = sorted({each for each in said if said.count(each) > 1})
    if twice:
        raise ValueError(f"{what} {twice[0]} stands twice")
