"""What a number means by its number format: a share, a day, a time of day, a span of time, or just a number."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from importers.workbook.sheet import Cell
from inventory import values


class Meaning(StrEnum):
    """What a number format makes of a number; formats that change nothing have none."""

    PERCENT = "percent"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"
    SPAN = "span"


class Unit(str):
    """A number format that shows a unit behind the number: 5.2 as 5.20万吨."""

    __slots__ = ()


_BUILT_IN = (
    dict.fromkeys((9, 10), Meaning.PERCENT)
    # 27–36 and 50–58 are the dates of the Chinese, Japanese and Korean editions
    | dict.fromkeys((*range(14, 17), 22, *range(28, 32), *range(50, 59)), Meaning.DATE)
    | dict.fromkeys((17, 27, 36, 50, 52, 57), Meaning.MONTH)
    | dict.fromkeys((18, 19, 20, 21, *range(32, 36), 45, 47), Meaning.TIME)
    | {46: Meaning.SPAN}
)
# what stands behind the digits; not where a comma divides by a thousand what is shown
_BEHIND = re.compile(r"(?:[0#?]|General)([^0#?,]*)$", re.IGNORECASE)
# what stands in a format for itself: "text", \x, _x (a blank as wide as x), *x (x repeated)
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.', re.DOTALL)
_SPAN = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKET = re.compile(r"\[[^\]]*\]")

#: as OpenDocument counts, which leaves out no day
DAY_ZERO = date(1899, 12, 30)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zone
_FIRST_LEAP_MISTAKE = 60  # the 1900 system counts a 29 February 1900 that never was
_LAST_SERIAL = 2958466  # the day after 9999-12-31
_SHIFT_1904 = 1462
#: Spreadsheet programs keep fifteen digits; a longer whole number has lost its last ones and stays float.
WHOLE_LIMIT = 10**15


def meaning(number: int, code: str | None) -> Meaning | Unit | None:
    """What the number format with this number or this code of its own makes of a number."""
    if code is None:
        return _BUILT_IN.get(number)
    section = _LITERAL.sub("", code).split(";", 1)[0]
    if _SPAN.search(section):
        return Meaning.SPAN
    section = _BRACKET.sub("", section).lower().replace("general", "")
    if "y" in section or "d" in section:
        return Meaning.DATE if "d" in section else Meaning.MONTH if "m" in section else Meaning.YEAR
    if "h" in section or "s" in section:
        return Meaning.TIME
    if "m" in section:
        return Meaning.DATE
    return Meaning.PERCENT if "%" in section else _unit(code)


def _unit(code: str) -> Unit | None:
    """The unit of measure that a format shows behind the number."""
    found = _BEHIND.search(code.split(";", 1)[0])
    said = re.sub(r'["\\\s]|_.|\*.|\[[^\]]*\]', "", found[1]) if found else ""
    return Unit(said) if is_unit(said) else None


def is_unit(said: str) -> bool:
    """Whether what stands behind a number is a unit of measure."""
    return bool(said) and said != "%" and values.heading_unit(f"({said})") is not None


def number(value: float) -> Cell:
    """A plain number: whole numbers of at most 15 digits as int."""
    if value.is_integer() and -WHOLE_LIMIT < value < WHOLE_LIMIT:
        return int(value)
    return value


def finite(said: str) -> float | None:
    """The number that a file writes out; None where it is none that could be reckoned with."""
    try:
        value = float(said)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def moment(value: float, means: Meaning | Unit, *, is_1904: bool) -> Cell:
    """A number under a date, time, span or unit format; a number no calendar holds stays a number.

    2019年6月 typed into a cell is kept as its first day under a format that shows the month: it says the month;
    so does a first of January that shows its year alone.
    """
    if isinstance(means, Unit):
        return f"{number(value)}{means}"
    if means is Meaning.SPAN:
        return timedelta(seconds=round(value * 86400)) if abs(value) < _LAST_SERIAL else number(value)
    if means is Meaning.PERCENT:
        return number(value)
    if not 0 <= value < _LAST_SERIAL:
        return number(value)
    if value < 1 and (means is Meaning.TIME or value > 0):
        seconds = min(round(value * 86400), 86399)
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    days = value
    if is_1904:
        days += _SHIFT_1904
    elif value < _FIRST_LEAP_MISTAKE:
        days += 1
    elif value < _FIRST_LEAP_MISTAKE + 1:
        return number(value)
    if days < 2 or days >= _LAST_SERIAL:
        return number(value)
    return _shown(_EPOCH + timedelta(days=int(days), seconds=round(days % 1 * 86400)), means)


def dated(when: date, means: Meaning | Unit | None, *, day_zero: date = DAY_ZERO) -> Cell:
    """A moment that a file writes as one, as an .xlsx, which holds a number and its format, would give it."""
    if means is None or means is Meaning.PERCENT or isinstance(means, Unit):
        means = Meaning.DATE
    days = float(when.toordinal() - day_zero.toordinal())
    if isinstance(when, datetime):
        days += (when.hour * 3600 + when.minute * 60 + when.second) / 86400
    return moment(days, means, is_1904=False)


def _shown(found: datetime, means: Meaning) -> Cell:
    """A moment as far as its format shows it."""
    if found.time() != time.min:
        return found
    if means is Meaning.MONTH and found.day == 1:
        return f"{found.year}-{found.month:02}"
    if means is Meaning.YEAR and (found.month, found.day) == (1, 1):
        return str(found.year)
    return found if means is Meaning.TIME else found.date()


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?")


def iso(text: str) -> Cell:
    """A moment written in ISO 8601, as .ods and some .xlsx hold it; what is none stays text."""
    found = _ISO.fullmatch(text.strip())
    if not found:
        return text
    parts = [int(part) for part in found.groups(default="0")]
    try:
        when = datetime(*parts)  # type: ignore[arg-type] # noqa: DTZ001 - six numbers, year to second
    except ValueError:
        return text
    return when.date() if when.time() == time.min else when
