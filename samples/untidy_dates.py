"""Dates as people write them, and where their year comes from."""

from __future__ import annotations

from datetime import date

from samples import writers
from samples.page import Page, Said, day
from samples.untidy import (
    CLASS,
    CLOSE,
    DUE,
    NAME,
    Untidy,
    page,
)

BRANDS = ["甲寅", "乙卯", "丙辰", "丁巳", "戊午", "己未", "庚申", "辛酉", "壬戌", "癸亥", "甲子", "乙丑"]


def dated(*dues: Said | str, filed: str | None = "2019年6月25日", title: str | None = None) -> list[Page]:
    """One firm a deadline."""
    made = page(NAME, CLASS, DUE, filed=filed, title=title)
    for brand, due in zip(BRANDS, dues, strict=False):
        made.row(name=f"襄阳{brand}砖厂", disposal_class=CLOSE, due_on=due)
    return [made]


def dates() -> list[Page]:
    return dated(
        day(date(2019, 6, 30)),
        Said("2019.6", "2019-06"),
        Said("2019年6月底前", "2019-06"),
        Said("20190630", "2019-06-30"),
        Said(43646, "2019-06-30"),
        Said("19.6.30", "2019-06-30"),
        Said("2019年第三季度", "2019-Q3"),
        Said("2019年底前", "2019"),
        Said("2019年6-9月", "2019-09"),
        Said("二〇一九年九月", "2019-09"),
        Said("2019/9/30", "2019-09-30"),
        Said("2019—09—30", "2019-09-30"),
    )


def dates_of_the_filing_year() -> list[Page]:
    return dated(
        Said("9月底前", "2019-09"), Said("年底前", "2019"), Said("三季度", "2019-Q3"), Said("9月30日", "2019-09-30"),
        Said("立行立改", "2019-06-25"), Said("长期坚持", None),
    )  # fmt: skip


def dates_of_the_year_in_the_title() -> list[Page]:
    return dated(
        Said("9月底前", "2019-09"), Said("四季度", "2019-Q4"), filed=None, title="襄州区2019年“散乱污”企业整治台账"
    )


def dates_without_any_year() -> list[Page]:
    return dated(Said("9月底前", None, "date_without_year"), Said("2019年9月", "2019-09"), filed=None)


def impossible_dates() -> list[Page]:
    return dated(
        Said("2019.6.31", None, "unreadable_date"),
        Said("2019年13月", None, "unreadable_date"),
        Said("视情况而定", None, "unreadable_date"),
        Said(2019.1, "2019-01", "ambiguous_date"),
    )


def months() -> list[Page]:
    """2019年9月 typed into a cell becomes its first day, under a format that shows the month."""
    shown = 'yyyy"年"m"月"'
    return dated(
        Said(date(2019, 9, 1), "2019-09", number_format=shown), Said(date(2019, 12, 1), "2019-12", number_format=shown)
    )


def on_a_mac() -> list[Page]:
    return dated(day(date(2019, 6, 30)), day(date(2019, 9, 30)))


def of_1904(pages: list[Page]) -> bytes:
    """Days counted from 1904."""
    return writers.xlsx(pages, is_1904=True)


def reporting_period() -> list[Page]:
    return dated("2019-09-30", "2019-12-31", filed=None, title="襄州区2019年第二季度“散乱污”企业整治台账")


WORKBOOKS: dict[str, Untidy] = {
    "39_dates.xlsx": Untidy("one day in a dozen notations", dates()),
    "40_dates_of_the_filing_year.xlsx": Untidy(
        "deadlines without a year; at once; for ever", dates_of_the_filing_year()
    ),
    "41_dates_of_the_year_in_the_title.xls": Untidy(
        "no filing date, but a year in the title", dates_of_the_year_in_the_title(), as_of=None
    ),
    "42_dates_without_any_year.xlsx": Untidy("no year anywhere", dates_without_any_year(), as_of=None),
    "43_impossible_dates.xlsx": Untidy("31 June, the 13th month, 2019.10 that lost its zero", impossible_dates()),
    "84_months.xlsx": Untidy("cells that show a month and hold its first day", months()),
    "85_days_since_1904.xlsx": Untidy("days counted as on a Mac", on_a_mac(), write=of_1904),
    "86_reporting_period.xls": Untidy(
        "no filing date, but a quarter in the title", reporting_period(), as_of="2019-Q2"
    ),
}
