"""The words and figures of one date, and of a range of dates. What this grammar does not know, it refuses.

`inventory.values.dates` has the table of what is understood; here are the rules, on tidied text (NFKC, no white space).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from inventory.values.numerals import integer
from inventory.values.spans import first_day, last_day
from inventory.values.taken import Doubt, info, warning

FIRST_YEAR, LAST_YEAR = 1949, 2099
SERIAL_ZERO = dt.date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 36526, 51501  # 2000-01-01 … 2040-12-31

_NUMERAL = "零〇○一二三四五六七八九十"

# what may stand before and after the date itself without changing it
_BEFORE = re.compile(
    "^(?:预计|计划|拟定?|力争|确保|要求|限期|限|已|自|从|截至|截止到?|不迟于|最迟|时限为?)?(?:于|在|到|至)?(?=.)"
)
_DONE = (
    "(?:全部|全面|基本)?(?:完成|整改|整治|改造|治理|建设|安装|拆除|关停|取缔|搬迁|"
    "验收|销号|竣工|投产|投入使用|到位|结束|办结)+"
)
_AFTER = re.compile(f"(?:期间)?(?:之前|以前|前|起|止|到期)?(?:已|予以|要)?(?:{_DONE})?(?:\\(已?{_DONE}\\))?$")
_ROUGHLY = re.compile("^(?:大约|约|大概)|左右$")
_BEFORE_THE_YEAR = re.compile("年(?:之前|以前|前)")

_YEAR = f"(?P<year>\\d{{4}}|\\d{{2}}|[{_NUMERAL}]{{4}}|今|本|当|明)"
_MONTH = f"(?P<month>\\d{{1,2}}|[{_NUMERAL}]{{1,3}})"
_DAY = f"(?P<day>\\d{{1,2}}|[{_NUMERAL}]{{1,3}})"
_WORDED = re.compile(
    f"(?:{_YEAR}(?:年度?|[./-]))?(?:"
    f"前(?P<quarters>[二三四2-4])个?季度(?:底|末|内)?|第?(?P<quarter>[一二三四1-4])季度?(?:底|末|内)?|[Qq](?P<q>[1-4])|"
    f"(?P<half>[上下]半年)(?:底|末|内)?|"
    f"{_MONTH}月份?(?:(?P<third>[上中下]旬|中下旬|上中旬|初|中)|{_DAY}[日号]?(?:当天)?|(?:月?底|末|内)?)|"
    f"(?<=[年度])(?:年?[底末内])?)"
)
_YEARLESS_END = re.compile("(?:年底|年末|年内|全年)")
_QUARTER_CODE = re.compile(r"(\d{4})[-.]?[Qq]([1-4])")
_NUMBERS = re.compile(r"(\d{4}|\d{1,2})([./\-。\\_]|(?<=\d{4})[–—])(\d{1,2})(?:\2(\d{1,2})[日号]?)?|(\d{4})(\d\d)月")
_LISTED = re.compile(r"(\d{4})[、,](\d{1,2})[、,](\d{1,2})")
_COMPACT = re.compile(r"\d{4}|\d{5}|\d{6}|\d{8}")
_RANGE = re.compile("[-—–―~至到]{1,2}|(?<=[一二三四五六七八九十\\d])、")
_DAY_ALONE = re.compile(r"\d{1,2}[日号]")
_LAST_UNIT = re.compile("季度|年|月|日|号")


class Context(NamedTuple):
    """What a sheet says that a date may leave out."""

    filing: dt.date | None = None
    title_year: int | None = None

    @property
    def year(self) -> int | None:
        """The year of a date that names none."""
        return self.filing.year if self.filing else self.title_year


class Read(NamedTuple):
    """A date as taken from a text."""

    said: str
    doubts: tuple[Doubt, ...] = ()


#: The text is a date, but names no year and the sheet offers none.
YEARLESS = Read("")


def cut(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The date cut to what is given, None where no such day exists."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return f"{year:04}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return str(dt.date(year, month, day))
    except ValueError:  # the 31st of June: the caller reports it
        return None


def of_digits(digits: str) -> Read | None:
    """Digits without separators: a year, a spreadsheet's day number, year and month, six- and eight-digit days."""
    doubts: tuple[Doubt, ...] = ()
    said = None
    if len(digits) == 4:
        said = cut(int(digits))
    elif len(digits) == 5 and FIRST_SERIAL <= int(digits) <= LAST_SERIAL:
        said = str(SERIAL_ZERO + dt.timedelta(days=int(digits)))
    elif len(digits) == 8:
        said = cut(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    elif len(digits) == 6:
        month = cut(int(digits[:4]), int(digits[4:])) if "2000" <= digits[:4] <= "2049" else None
        day = cut(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        said = month or day
        if month and day:  # 201012: December 2010 or 12 October 2020
            doubts = (warning("ambiguous_date", taken=month, other=day),)
    return Read(said, doubts) if said else None


def read(plain: str, context: Context) -> Read | None:
    """One date, with the words around it."""
    bare = _ROUGHLY.sub("", plain)
    doubts: tuple[Doubt, ...] = (info("approximate"),) if bare != plain else ()
    bare = _BEFORE.sub("", bare, count=1)
    for candidate in dict.fromkeys((bare, _AFTER.sub("", bare, count=1))):
        found = _bare(candidate, context)
        if found is YEARLESS:
            return found
        if found is not None:
            if len(found.said) == 4 and _BEFORE_THE_YEAR.search(bare):
                # 2020年前: by the end of 2019, or of 2020?
                doubts += (warning("ambiguous_date", taken=found.said, other=str(int(found.said) - 1)),)
            return Read(found.said, found.doubts + doubts)
    return None


def ends(plain: str, context: Context) -> tuple[Read, Read] | None:
    """The two dates of a range (2019年6-9月, 6月1日至30日), where it can be read in one way only."""
    found = {}
    for split in _RANGE.finditer(plain):
        pair = _pair(plain[: split.start()], plain[split.end() :], context)
        if pair and (YEARLESS in pair or first_day(pair[0].said) <= last_day(pair[1].said)):
            found[pair[0].said, pair[1].said] = pair
    return next(iter(found.values())) if len(found) == 1 else None


def _pair(start: str, end: str, context: Context) -> tuple[Read, Read] | None:
    """Both ends of a range: the start borrows its unit from the end, the end its year and month from the start."""
    units = _LAST_UNIT.findall(end)
    first = read(start + units[-1], context) if units and not start.endswith(tuple(units)) else None
    first = first or (read(start, context) if not start.isdigit() or len(start) == 8 else None)
    if first is None or first is YEARLESS:
        return (YEARLESS, YEARLESS) if first and read(end, context) else None
    if end.isdigit() and len(end) != 8:
        return None
    begins = first_day(first.said)
    if len(first.said) == 10 and _DAY_ALONE.match(end):
        end = f"{begins.month}月{end}"
    last = read(end, Context(None, begins.year))
    if last is None:
        return None
    return first, Read(last.said, tuple(doubt for doubt in last.doubts if doubt.kind != "year_supplied"))


def _bare(plain: str, context: Context) -> Read | None:
    """A date without words around it."""
    if not plain:
        return None
    if _COMPACT.fullmatch(plain):
        return of_digits(plain)
    if found := _QUARTER_CODE.fullmatch(plain):
        return Read(f"{found[1]}-Q{found[2]}") if cut(int(found[1])) else None
    if found := _LISTED.fullmatch(plain):
        return _of_separated(found[1], found[2], found[3], context)
    if found := _NUMBERS.fullmatch(plain):
        if found[5]:  # 201909月
            said = cut(int(found[5]), int(found[6]))
            return Read(said) if said else None
        return _of_separated(found[1], found[3], found[4], context)
    if _YEARLESS_END.fullmatch(plain):
        return _in_year(None, context, cut)
    found = _WORDED.fullmatch(plain)
    return _of_words(found.groupdict(), context) if found else None


def _of_separated(first: str, second: str, third: str | None, context: Context) -> Read | None:
    """2019.6.30, 19-6-30, 2019/6, 19.6, 6.30."""
    a, b, c = int(first), int(second), int(third) if third else None
    year = a if len(first) == 4 else 2000 + a if 10 <= a <= 49 else None
    if len(first) == 4 or c is not None:
        said = cut(year, b, c) if year else None
        return Read(said) if said else None
    as_month = cut(year, b) if year else None
    if not cut(context.year or 2020, a, b):
        return Read(as_month) if as_month else None
    # 6.30 names a day; 12.3 is the third of December or March 2012
    return None if as_month else _in_year(None, context, lambda year: cut(year, a, b))


def _of_words(said: dict[str, str | None], context: Context) -> Read | None:
    """2019年6月30日, 6月底, 二季度, 上半年, 2019年底."""
    year = said["year"]
    if half := said["half"]:
        return _in_year(year, context, lambda y: cut(y, 6 if half == "上半年" else 12), info("date_coarsened"))
    if last := said["quarters"]:
        quarters = info("date_range", start="Q1", taken=f"Q{integer(last)}")
        return _in_year(year, context, lambda y: f"{y}-Q{integer(last)}" if cut(y) else None, quarters)
    if quarter := said["quarter"] or said["q"]:
        return _in_year(year, context, lambda y: f"{y}-Q{integer(quarter)}" if cut(y) else None)
    if said["month"]:
        month, day = integer(said["month"]), integer(said["day"] or "0")
        if not month or day is None or (said["day"] and not day):
            return None
        coarse = (info("date_coarsened"),) if said["third"] not in (None, "下旬") else ()
        return _in_year(year, context, lambda y: cut(y, month, day or None), *coarse)
    return _in_year(year, context, cut) if year else None


def _in_year(year: str | None, context: Context, make: Callable[[int], str | None], *doubts: Doubt) -> Read | None:
    """The date in the year it names, else in the year the sheet names."""
    if year in (None, "今", "本", "当", "明"):
        if context.year is None:
            return YEARLESS if make(2020) else None
        supplied = context.year + (year == "明")
        said = make(supplied)
        return Read(said, (info("year_supplied", year=supplied), *doubts)) if said else None
    number = integer(str(year))
    if number is None or 0 <= number < 10 or 49 < number < FIRST_YEAR:
        return None
    said = make(number if number >= FIRST_YEAR else 2000 + number)
    return Read(said, doubts) if said else None
