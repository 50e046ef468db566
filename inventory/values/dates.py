"""Cell → date, cut to what was said. A closed grammar: what it does not know is a problem, never a guess.

========================================  ===========  ==============================================
said                                      taken        remark
========================================  ===========  ==============================================
2019-06-30, 19.6.30, 20190630, 43646      2019-06-30   a real date cell likewise
2019.6, 2019年6月底前, 201906               2019-06
二季度, 2019年第二季度末, Ⅱ季度               2019-Q2
2019年前三季度, 二、三季度                     2019-Q3      info: a range
2019年底前, 2019年内, 2019                  2019
6月底前, 年底前                             …            year of the filing date, else of the title; info
上半年, 下半年, 6月上旬                      month        info: coarser than said
2019年6-9月, 6月1日至30日                    the end      info: a range
立行立改                                    filing date  info
长期                                       absent       info
2019.1 as a number                        2019-01      warning: 2019.10 loses its zero in a spreadsheet
2019.6.31, 2019年13月, 详见附件              absent       error
========================================  ===========  ==============================================
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache

from inventory.values.date_grammar import (
    FIRST_SERIAL,
    FIRST_YEAR,
    LAST_SERIAL,
    LAST_YEAR,
    SERIAL_ZERO,
    YEARLESS,
    Context,
    cut,
    ends,
    of_digits,
    read,
)
from inventory.values.script import worded
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Taken, error, info, warning
from inventory.values.texts import declares_none, text

_IMMEDIATE = re.compile(
    "(?:立行立改|立说立改|即查即改|边查边改|立查立改|立整立改|即知即改|立即整改|立即改正|立即停产|立即|即行整改|即刻|即时(?:整改)?|即日起?)(?:完成)?"
)
_OPEN_ENDED = re.compile("(?:长期(?:坚持|有效|整改|执行)?|持续(?:推进|整改|改进)?|常年|永久(?:有效)?|无固定期限)")
_CLOCK = re.compile(r"(?<=\d)[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
#: the hour a day's term ends at: 6月30日24时前, 30日18:00前; before its first hour the day itself is meant no more
_HOUR = re.compile(r"(?<=[日号])(?:夜?(?:24|2[0-3]|1\d|[1-9])(?:时|点|:[0-5]\d))整?(?=之?前|以前|止|$)")
_ROMAN = re.compile("(?<=[第年度前])(?:III?|IV|I)(?=季度)|^(?:III?|IV|I)(?=季度)")
_ROMAN_DIGITS = {"I": "1", "II": "2", "III": "3", "IV": "4"}
# 二O一九, 二0一九: the letter and the figure for the Chinese zero
_LATIN_ZERO = re.compile("(?<=[一二三四五六七八九〇零])[0Oo](?=[一二三四五六七八九])")
#: what a program that knows only figures makes of a year or a day number: 43646.0
_POINT_ZERO = re.compile(r"(?<=^\d{4})\.0$|(?<=^\d{5})\.0$|(?<=^\d{8})\.0$")
_LOOSE_SPACE = re.compile(r"(?<!\d) | (?!\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TO_THE_MONTH = len("2019-06")
_TERM_WORDS = re.compile("^(?:许可证?)?(?:有效期限?|期限)?[::]?(?:自|从|为|由)?|(?:止|为止)?[,;。]?$")
_SINCE = re.compile(
    "(?P<since>.+?(?=[起始开]|[-—–―~至到,、;(]+\\D))(?:起|始|开始)?[-—–―~至到,、;(]{1,2}(?P<rest>长期(?:有效)?|永久|无固定期限|.*有效期?.*年)\\)?"
)
_UNTIL = re.compile("(?:至|到|截止到?|截至)(.+?)|(.+?)(?:到期)")


def date(raw: Cell, *, filing: dt.date | None = None, title_year: int | None = None) -> Taken[str]:
    """The date a cell says, as ISO 8601 cut to what was said.

    :param filing: the filing date (填报时间) of the sheet: the year of dates without one, and what 立行立改 means.
    :param title_year: the only year in the title, where there is no filing date.
    """
    if isinstance(raw, str):
        return _of_text(raw, Context(filing, title_year))
    if raw is None:
        return NOTHING
    if isinstance(raw, dt.date) and FIRST_YEAR <= raw.year <= LAST_YEAR:
        return Taken(cut(raw.year, raw.month, raw.day))
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _of_number(raw)
    return _unreadable()


def _unreadable() -> Taken[str]:
    return Taken(None, (error("unreadable_date"),))


def _of_number(raw: float) -> Taken[str]:
    """2019, 2019.6, 201906, 20190630 and the spreadsheet's day numbers."""
    if not math.isfinite(raw):
        return _unreadable()
    if FIRST_SERIAL <= raw < LAST_SERIAL + 1:
        return Taken(str(SERIAL_ZERO + dt.timedelta(days=int(raw))))
    if raw == int(raw):
        found = of_digits(str(int(raw)))
        return Taken(*found) if found else _unreadable()
    year, _, month = repr(raw).partition(".")
    said = cut(int(year), int(month)) if len(year) == 4 and len(month) <= 2 and month.isdigit() else None
    if said is None:
        return _unreadable()
    return Taken(said, (warning("ambiguous_date", taken=said, other=f"{year}-10"),) if month == "1" else ())


@lru_cache(maxsize=65536)
def _of_text(raw: str, context: Context) -> Taken[str]:
    if (iso := _ISO.fullmatch(raw)) and (said := cut(int(iso[1]), int(iso[2]), int(iso[3]))):
        return Taken(said)
    plain = _tidy(raw)
    if not plain:
        return NOTHING
    if declares_none(plain):
        return DECLARED_NONE
    if _OPEN_ENDED.fullmatch(plain):
        return Taken(None, (info("open_ended_date"),))
    if _IMMEDIATE.fullmatch(plain):
        if context.filing is None:
            return Taken(None, (error("date_without_year"),))
        return Taken(str(context.filing), (info("immediate_date", taken=str(context.filing)),))
    found = read(plain, context)
    if found is None and (pair := ends(plain, context)):
        since, found = pair
        if found is not YEARLESS:
            doubts = (*since.doubts, *found.doubts, info("date_range", start=since.said, taken=found.said))
            return Taken(found.said, tuple({doubt.kind: doubt for doubt in doubts}.values()))
    if found is YEARLESS:
        return Taken(None, (error("date_without_year"),))
    return Taken(*found) if found else _unreadable()


def _tidy(raw: str) -> str:
    """Without white space, clock, quotes and a full stop at the end; a space between digits stays and is refused."""
    plain = _LOOSE_SPACE.sub("", _CLOCK.sub("", worded(text(raw)).lstrip("'")))
    plain = _LATIN_ZERO.sub("〇", _POINT_ZERO.sub("", _HOUR.sub("", plain)))
    plain = _ROMAN.sub(lambda quarter: _ROMAN_DIGITS[quarter[0]], plain)
    return plain if plain.isdigit() else plain.rstrip("。.;,")


def interval(raw: Cell) -> Taken[tuple[str | None, str | None]]:
    """The two days of a permit's term: 自2019-02-04起至2024-02-03止, 2018.10.02-2021.10.01.

    An end that is open (长期) is None, with an info. A term that prints one day only, or a mere duration
    (有效期3年), is a problem: nothing is computed that is not printed.
    """
    if raw is None:
        return NOTHING
    if not isinstance(raw, str):
        return Taken(None, (error("unreadable_date"),))
    return _interval(raw)


@lru_cache(maxsize=65536)
def _interval(raw: str) -> Taken[tuple[str | None, str | None]]:
    plain = _tidy(raw)
    if not plain:
        return NOTHING
    if declares_none(plain):
        return DECLARED_NONE
    if _OPEN_ENDED.fullmatch(plain):
        return Taken(None, (info("open_ended_date"),))
    plain = _TERM_WORDS.sub("", plain).replace(" ", "至")
    if (pair := ends(plain, Context())) and len(pair[0].said) == len(pair[1].said) >= _TO_THE_MONTH:
        return Taken((pair[0].said, pair[1].said), (*pair[0].doubts, *pair[1].doubts))
    if found := _SINCE.fullmatch(plain):
        since = read(found["since"], Context())
        if since and len(since.said) >= _TO_THE_MONTH:
            open_ended = _OPEN_ENDED.fullmatch(found["rest"])
            return Taken((since.said, None), (info("open_ended_date") if open_ended else error("unreadable_date"),))
    if found := _UNTIL.fullmatch(plain):
        until = read(found[1] or found[2], Context())
        if until and until is not YEARLESS:
            return Taken((None, until.said), (error("unreadable_date"),))
    return Taken(None, (error("unreadable_date"),))
