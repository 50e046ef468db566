"""Cell → quantity in the field's unit. A closed grammar: what it does not know is a problem, never a guess.

==============================  =========================  =======================================
said                            taken                      remark
==============================  =========================  =======================================
1,250 / １，２５０ / 1200吨       1250 / 1250 / 1200
0.12万吨, 2000万                 1200 / 2·10⁷              the cell's unit beats the heading's
0.0084 shown as 0.84 %          0.84                       where the field is in percent
6143 kcal/kg                    25.72 MJ/kg                1 kcal = 4.1868 kJ
约1200, 1200余吨, 1200左右         1200                       info: approximate
≤0.8, 1000以上                   0.8 / 1000                 warning: a bound, not a quantity
100-200                         absent                     error: a range
1，25 / 1.250,5 / 10+20         absent                     error
1200kg in a column of percent   absent                     error: the unit contradicts the field
待核实, 不详                      absent                     error: unknown is not none
无, /, —                        absent                     declared none
==============================  =========================  =======================================

A number that needs no conversion is handed on as it stands; conversions are made in decimal.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache

from inventory.values import units
from inventory.values.numerals import integer
from inventory.values.script import worded
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Doubt, Taken, error, info, warning
from inventory.values.texts import declares_none, text

_SCALES = {"千": 1_000, "万": 10_000, "亿": 100_000_000}
_HUGE = 1e300  # beyond any quantity; refuses infinities, and what is no number
#: What a quantity of one enterprise can be at most, by unit; beyond it is taken, and doubtful: tonnes under 万吨.
_MOST = {"pct": 100.0, "MJ/kg": 60.0, "t": 1e7, "t/h": 5e3, "m": 500.0, "m3/h": 1e8, "10k_m3": 1e6, "10k_kwh": 1e7}

# NFKC turns 10⁴ into 104: keep the power before the text is folded
_POWER = re.compile("(?<=10)[⁰¹²³⁴-⁹⁻]+")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<roughly>大约|约为|大概|约|近|≈|~)?(?P<bound>≤|≥|<=|>=|<|>|=<|不超过|不高于|不低于|不大于|不小于|低于|高于|小于|大于|超过)?"
    rf"(?P<number>-?(?:{_DIGITS}))(?:(?:[×xX*]10\^|[eE]\+?)(?P<power>-?\d{{1,2}}))?"
    r"(?P<more>余|多)?(?P<unit>(?!左右|上下|及?以[上下内]|\((?:估|预计|约|概算))(?:[^\W\d]|[%‰(])[^,;:+×*=、]*?)?(?P<more_after>余)?(?P<roughly_after>左右|上下|\((?:估算?|预计|约|估计|概算)\))?(?P<bound_after>以上|以下|以内|及以上|及以下)?"
)
_RANGE = re.compile(rf"-?(?:{_DIGITS})[^\d]*?(?:-|~|—|–|至|到)+(?:{_DIGITS})\D*")
_COUNTED = re.compile("(?P<number>[^台座个套条根家只口眼]+)(?:[台座个条]?[(/、]?套\\)?|[台座个条根家只口眼])?")
# of a catalogue also its edition: 2019年版, 《固定污染源排污许可分类管理名录（2019年版）》
_YEAR = re.compile(r"(?:[《\"“]?[^\d]*名录[》\"”]?\(?)?((?:19|20)\d{2})(?:年度?)?(?:\.0)?(?:修订)?[版本]?\)?[》\"”]?")


def number(
    raw: Cell, unit: str | None = None, heading: str | None = None, *, percent_format: bool = False
) -> Taken[float]:
    """The quantity a cell says, in the field's unit.

    :param unit: the field's unit, one of `units.FACTORS` ("t", "pct", "MJ/kg" …); None for a bare number.
    :param heading: the unit the heading states (`units.heading_unit`); None where it states none.
    :param percent_format: the cell has a percent number format, so 0.0084 shows as 0.84 %.
    """
    if isinstance(raw, str):
        return _of_text(raw, unit, heading)
    if raw is None:
        return NOTHING
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not -_HUGE < raw < _HUGE:
        return Taken(None, (error("unreadable_number"),))
    said = "%" if percent_format else heading
    times = _times(said, unit)
    if times is None:
        return Taken(None, (error("unit_mismatch", said=said, unit=unit),))
    if percent_format and unit == "pct":
        times *= 100
    return _in_unit(float(raw) if times == 1 else float(Decimal(repr(raw)) * times), said, unit)


def _times(said: str | None, unit: str | None) -> Decimal | None:
    """What a number written under a unit is multiplied by; None where the unit contradicts the field."""
    if said is None or unit is None:
        return Decimal(1)
    return units.factor(said, unit)


def _in_unit(value: float, said: str | None, unit: str | None, *doubts: Doubt) -> Taken[float]:
    if said and units.folded(said) in units.CONVENTIONAL:
        doubts += (info("approximate"),)
    if unit is not None and not 0 <= value <= _MOST.get(unit, math.inf):
        doubts += (warning("implausible_quantity", taken=value, unit=unit),)
    return Taken(value, doubts)


@lru_cache(maxsize=65536)
def _of_text(raw: str, unit: str | None, heading: str | None) -> Taken[float]:
    unreadable = Taken[float](None, (error("unreadable_number"),))
    plain = worded(text(_POWER.sub(lambda power: "^" + power[0].translate(_SUPERSCRIPTS), raw))).lstrip("'")
    if not plain:
        return NOTHING
    if declares_none(plain):
        return DECLARED_NONE
    if re.search(r"\d \d", plain):
        return unreadable  # 1 250: a thousand and more, or two numbers
    plain = plain.replace(" ", "").replace("−", "-").rstrip("。;")
    if _RANGE.fullmatch(plain):
        return Taken(None, (error("number_range"),))
    found = _NUMBER.fullmatch(plain)
    if not found:
        counted = integer(plain)
        return unreadable if counted is None else _in_unit(float(counted), None, None)
    said, scale, mismatch = _said_unit(found["unit"], unit, heading)
    if mismatch:
        return Taken(None, (mismatch,))
    times = _times(said, unit)
    if times is None:
        return Taken(None, (error("unit_mismatch", said=said, unit=unit),))
    exact = Decimal(found["number"].replace(",", "")).scaleb(int(found["power"] or 0)) * scale * times
    if not -_HUGE < exact < _HUGE:
        return unreadable
    doubts: list[Doubt] = []
    if found["roughly"] or found["roughly_after"] or found["more"] or found["more_after"]:
        doubts.append(info("approximate"))
    if found["bound"] or found["bound_after"]:
        doubts.append(warning("bound_only", bound=found["bound"] or found["bound_after"]))
    return _in_unit(float(exact), said, unit, *doubts)


def _said_unit(written: str | None, unit: str | None, heading: str | None) -> tuple[str | None, int, Doubt | None]:
    """The unit that counts, and a bare 万 or 亿 before it: the cell's own where it has one, else the heading's."""
    if not written:
        return heading, 1, None
    written = written.removeprefix("(").removesuffix(")") if written[0] == "(" else written
    if written in _SCALES:
        if heading and units.folded(heading)[0] in _SCALES:
            # 2000万 under 万吨: 2000 or 2000·10⁴ of them?
            return None, 1, error("unit_mismatch", said=written, unit=heading)
        base = heading if heading or unit is None else _BASE.get(unit, heading)
        return base, _SCALES[written], None
    if unit is None:
        known = heading is not None and units.folded(written) == units.folded(heading)
        return None, 1, None if known else error("unit_mismatch", said=written, unit=heading or "")
    return written, 1, None


#: What is counted where a cell says 2000万 without a unit.
_BASE = {"10k_m3": "m3", "10k_kwh": "kwh"}


def count(raw: Cell) -> Taken[int]:
    """A whole number of things: 3, 3台, 两座."""
    if isinstance(raw, str):
        plain = worded(text(raw)).replace(" ", "")
        found = _COUNTED.fullmatch(plain)
        counted = integer(found["number"]) if found else None
        if counted is not None:
            return Taken(counted)
    taken = number(raw)
    if taken.value is None:
        return Taken(None, taken.doubts, taken.is_none)
    if taken.value < 0 or not taken.value.is_integer():
        return Taken(None, (error("unreadable_number"),))
    return Taken(int(taken.value), taken.doubts)


def year(raw: Cell) -> Taken[int]:
    """A calendar year: 2018, 2018年, 2018年度; 2019年版."""
    plain = worded(text(raw))
    if not plain:
        return NOTHING
    if declares_none(plain):
        return DECLARED_NONE
    found = _YEAR.fullmatch(plain)
    return Taken(int(found[1])) if found else Taken(None, (error("unreadable_number"),))
