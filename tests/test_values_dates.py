"""Dates as counties write them; the closed grammar and its refusals."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import values
from inventory.values import Taken

FILING = dt.date(2019, 6, 25)


def kinds(taken: Taken[Any]) -> list[str]:
    """The doubts, severity first."""
    return [f"{doubt.severity.value} {doubt.kind}" for doubt in taken.doubts]


SAID = {
    "2019-06-30": "2019-06-30",
    "2019/6/30": "2019-06-30",
    "2019—06—30": "2019-06-30",
    "2019.6.30": "2019-06-30",
    "2019、6、30": "2019-06-30",
    "2019.6.30.": "2019-06-30",
    "2019。6。30": "2019-06-30",
    "2019,6,30": "2019-06-30",
    "2019.06.30日": "2019-06-30",
    "2019年6月30日24时前": "2019-06-30",
    "2019年6月30日18:00前": "2019-06-30",
    "2019年6月30日前（已完成）": "2019-06-30",
    "二0一九年六月三十日": "2019-06-30",
    "二O一九年六月": "2019-06",
    "201909月": "2019-09",
    "43646.0": "2019-06-30",
    "2019年Ⅲ季度": "2019-Q3",
    "2019年II季度": "2019-Q2",
    "20190630": "2019-06-30",
    "43646": "2019-06-30",
    "19.6.30": "2019-06-30",
    "19-6-30": "2019-06-30",
    "190630": "2019-06-30",
    "2019-06-30 00:00:00": "2019-06-30",
    "2019-06-30T08:30:00": "2019-06-30",
    "2019/6/30 0:00": "2019-06-30",
    "2019年6月30日": "2019-06-30",
    "2019年06月30号": "2019-06-30",
    "2019 年 6 月 30 日": "2019-06-30",
    "2019年6月30日前": "2019-06-30",
    "2019年6月30日前完成": "2019-06-30",
    "2019年6月30日之前完成整改": "2019-06-30",
    "20190630前": "2019-06-30",
    "２０１９年６月３０日": "2019-06-30",
    "二〇一九年六月三十日": "2019-06-30",
    "二○一九年六月三十日": "2019-06-30",
    "二零一九年十二月三十一日": "2019-12-31",
    "'2019-06-30": "2019-06-30",
    "2019.6": "2019-06",
    "2019.10": "2019-10",
    "2019.1": "2019-01",
    "2019-06": "2019-06",
    "2019/06": "2019-06",
    "201906": "2019-06",
    "19.6": "2019-06",
    "19年6月": "2019-06",
    "2019年6月": "2019-06",
    "2019年6月份": "2019-06",
    "2019.6月": "2019-06",
    "2019-6月底": "2019-06",
    "2019年6月底": "2019-06",
    "2019年6月底前": "2019-06",
    "2019年\n6月底前": "2019-06",
    "2019年6月末": "2019-06",
    "2019年6月前": "2019-06",
    "2019年6月内": "2019-06",
    "2019年6月下旬": "2019-06",
    "已于2019年6月完成": "2019-06",
    "计划2019年12月底前完成": "2019-12",
    "预计于2019年12月完成": "2019-12",
    "至2019年6月": "2019-06",
    "2019年6月止": "2019-06",
    "二〇一九年六月": "2019-06",
    "2019年第二季度": "2019-Q2",
    "2019年二季度": "2019-Q2",
    "2019年4季度末": "2019-Q4",
    "2019年第三季度末前": "2019-Q3",
    "2019Q2": "2019-Q2",
    "2019-Q2": "2019-Q2",
    "2019": "2019",
    "2019年": "2019",
    "2019年度": "2019",
    "2019年内": "2019",
    "2019年內": "2019",
    "2019年底": "2019",
    "2019年年底": "2019",
    "2019年底前": "2019",
    "2019年底前完成": "2019",
}


@pytest.mark.parametrize(("raw", "taken"), SAID.items())
def test_a_date_with_a_year_is_taken_as_precise_as_it_was_said(raw: str, taken: str) -> None:
    assert values.date(raw) == Taken(taken)


YEARLESS = {
    "6月底前": "2019-06",
    "6月": "2019-06",
    "十二月底": "2019-12",
    "6月30日前": "2019-06-30",
    "6.30": "2019-06-30",
    "年底前": "2019",
    "年底": "2019",
    "年内": "2019",
    "今年6月": "2019-06",
    "本年底": "2019",
    "二季度": "2019-Q2",
    "2季度末": "2019-Q2",
    "一季度末": "2019-Q1",
}


@pytest.mark.parametrize(("raw", "taken"), YEARLESS.items())
def test_a_date_without_a_year_takes_that_of_the_filing_date(raw: str, taken: str) -> None:
    read = values.date(raw, filing=FILING)
    assert (read.value, kinds(read)) == (taken, ["info year_supplied"])


@pytest.mark.parametrize(("raw", "taken"), YEARLESS.items())
def test_else_it_takes_the_only_year_of_the_title(raw: str, taken: str) -> None:
    assert values.date(raw, title_year=2020).value == taken.replace("2019", "2020")


@pytest.mark.parametrize("raw", YEARLESS)
def test_else_it_is_a_problem(raw: str) -> None:
    assert kinds(values.date(raw)) == ["error date_without_year"]


def test_the_filing_date_goes_before_the_title() -> None:
    assert values.date("6月", filing=FILING, title_year=2018).value == "2019-06"


def test_next_year_is_the_year_after_the_filing_date() -> None:
    assert values.date("明年6月", filing=FILING).value == "2020-06"


@pytest.mark.parametrize(
    ("raw", "taken", "doubts"),
    [
        ("2019年上半年", "2019-06", ["info date_coarsened"]),
        ("2019年下半年", "2019-12", ["info date_coarsened"]),
        ("2019年6月上旬", "2019-06", ["info date_coarsened"]),
        ("2019年6月中旬前", "2019-06", ["info date_coarsened"]),
        ("2019年6月初", "2019-06", ["info date_coarsened"]),
        ("2019年6-9月", "2019-09", ["info date_range"]),
        ("2019年6月-9月", "2019-09", ["info date_range"]),
        ("2019年6月至2020年3月", "2020-03", ["info date_range"]),
        ("2019年6月1日-30日", "2019-06-30", ["info date_range"]),
        ("2019.6-2019.9", "2019-09", ["info date_range"]),
        ("2019-06-01至2019-09-30", "2019-09-30", ["info date_range"]),
        ("2018-2020年", "2020", ["info date_range"]),
        ("2019年2-3季度", "2019-Q3", ["info date_range"]),
        ("约2019年6月", "2019-06", ["info approximate"]),
        ("2019年6月左右", "2019-06", ["info approximate"]),
        ("2020年前", "2020", ["warning ambiguous_date"]),
        ("201012", "2010-12", ["warning ambiguous_date"]),
    ],
)
def test_what_the_reader_made_of_a_date_is_said(raw: str, taken: str, doubts: list[str]) -> None:
    read = values.date(raw)
    assert (read.value, kinds(read)) == (taken, doubts)


@pytest.mark.parametrize("raw", ["6-9月", "6月-9月", "6月至9月"])
def test_a_range_may_lack_its_year(raw: str) -> None:
    read = values.date(raw, filing=FILING)
    assert (read.value, kinds(read)) == ("2019-09", ["info year_supplied", "info date_range"])
    assert kinds(values.date(raw)) == ["error date_without_year"]


@pytest.mark.parametrize("raw", ["立行立改", "立即整改", "即知即改", "立即"])
def test_at_once_means_the_filing_date(raw: str) -> None:
    read = values.date(raw, filing=FILING)
    assert (read.value, kinds(read)) == ("2019-06-25", ["info immediate_date"])
    assert kinds(values.date(raw)) == ["error date_without_year"]


@pytest.mark.parametrize("raw", ["长期", "长期坚持", "持续推进", "常年"])
def test_an_open_end_is_absent_and_said(raw: str) -> None:
    read = values.date(raw)
    assert (read.value, read.is_none, kinds(read)) == (None, False, ["info open_ended_date"])


@pytest.mark.parametrize(
    "raw",
    [
        "2019.6.31", "2019年6月31日", "2019.2.29", "2019.02.30", "2019年13月", "2019年0月", "13月", "2019.13",
        "20190631", "3019年", "2019年6月0日", "2019 6 30", "2019、6", "2019630", "2019.6-9", "2019.6/30",
        "12.3", "0", "详见附件", "待核实", "已完成", "正在整改", "2019年6月、2019年9月", "9-6月",
        "2019年9月至2019年6月", "第二批", "六月间某日", "一天", "2019年的6月", "30/6/2019", "Jun-19", "99999",
    ],
)  # fmt: skip
def test_what_the_grammar_does_not_know_is_refused(raw: str) -> None:
    read = values.date(raw, filing=FILING)
    assert (read.value, read.is_none, kinds(read)) == (None, False, ["error unreadable_date"])


@pytest.mark.parametrize("raw", ["无", "/", "—", "-", "不涉及"])
def test_declared_none_is_not_unreadable(raw: str) -> None:
    assert values.date(raw) == Taken(None, (), True)


@pytest.mark.parametrize("raw", [None, "", "  ", "\u3000\n"])
def test_an_empty_cell_says_nothing(raw: str | None) -> None:
    assert values.date(raw) == Taken(None)


@pytest.mark.parametrize(
    ("raw", "taken", "doubts"),
    [
        (dt.date(2019, 6, 30), "2019-06-30", []),
        (dt.datetime(2019, 6, 30, 8, 30), "2019-06-30", []),  # noqa: DTZ001 - spreadsheets know no zone
        (43646, "2019-06-30", []),
        (43646.75, "2019-06-30", []),
        (20190630.0, "2019-06-30", []),
        (201906, "2019-06", []),
        (2019, "2019", []),
        (2019.6, "2019-06", []),
        (2019.12, "2019-12", []),
        (2019.06, "2019-06", []),
        (2019.1, "2019-01", ["warning ambiguous_date"]),
        (2019.13, None, ["error unreadable_date"]),
        (0, None, ["error unreadable_date"]),
        (6.3, None, ["error unreadable_date"]),
        (True, None, ["error unreadable_date"]),
        (float("nan"), None, ["error unreadable_date"]),
        (float("inf"), None, ["error unreadable_date"]),
        (dt.time(8, 30), None, ["error unreadable_date"]),
        (dt.timedelta(days=3), None, ["error unreadable_date"]),
        (dt.date(1900, 1, 1), None, ["error unreadable_date"]),
    ],
)
def test_cells_that_are_no_text(raw: Any, taken: str | None, doubts: list[str]) -> None:
    read = values.date(raw)
    assert (read.value, kinds(read)) == (taken, doubts)


@pytest.mark.parametrize(
    ("raw", "since", "until"),
    [
        ("自2019-02-04起至2024-02-03止", "2019-02-04", "2024-02-03"),
        ("2018.10.02-2021.10.01", "2018-10-02", "2021-10-01"),
        ("2018-10-05至2023-10-04", "2018-10-05", "2023-10-04"),
        ("2018年10月2日—2021年10月1日", "2018-10-02", "2021-10-01"),
        ("2018/10/2-2021/10/1", "2018-10-02", "2021-10-01"),
        ("20181002-20211001", "2018-10-02", "2021-10-01"),
        ("有效期限：自2018年10月2日至2021年10月1日止", "2018-10-02", "2021-10-01"),
        ("2019-02-04 ～ 2024-02-03", "2019-02-04", "2024-02-03"),
        ("2019-02-04\n2024-02-03", "2019-02-04", "2024-02-03"),
        ("2018年10月至2021年10月", "2018-10", "2021-10"),
    ],
)
def test_the_term_of_a_permit(raw: str, since: str, until: str) -> None:
    assert values.interval(raw) == Taken((since, until))


@pytest.mark.parametrize(
    ("raw", "taken", "doubts"),
    [
        ("2018-10-05至长期", ("2018-10-05", None), ["info open_ended_date"]),
        ("2018-10-05起至长期", ("2018-10-05", None), ["info open_ended_date"]),
        ("长期", None, ["info open_ended_date"]),
        ("2018-10-02起，有效期三年", ("2018-10-02", None), ["error unreadable_date"]),
        ("至2024-02-03", (None, "2024-02-03"), ["error unreadable_date"]),
        ("有效期3年", None, ["error unreadable_date"]),
        ("五年", None, ["error unreadable_date"]),
        ("2024-02-03", None, ["error unreadable_date"]),
        ("2021-10-01至2018-10-02", None, ["error unreadable_date"]),
        ("2019-02-04至2024-02-30", None, ["error unreadable_date"]),
        (dt.date(2024, 2, 3), None, ["error unreadable_date"]),
    ],
)
def test_a_term_is_never_computed(raw: Any, taken: Any, doubts: list[str]) -> None:
    read = values.interval(raw)
    assert (read.value, kinds(read)) == (taken, doubts)


@pytest.mark.parametrize("raw", ["/", "无"])
def test_a_permit_may_declare_no_term(raw: str) -> None:
    assert values.interval(raw).is_none


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-Q1", "2019-01-01", "2019-03-31"),
        ("2019-Q4", "2019-10-01", "2019-12-31"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-06-30", "2019-06-30", "2019-06-30"),
    ],
)
def test_the_days_a_cut_date_can_mean(said: str, first: str, last: str) -> None:
    assert (values.first_day(said).isoformat(), values.last_day(said).isoformat()) == (first, last)


@pytest.mark.parametrize("said", ["", "2019-6", "2019-13", "2019-Q5", "2019-02-30", "19-06", "2019-06-30T00"])
def test_what_is_no_cut_date_raises(said: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        values.last_day(said)


DAYS = st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2098, 12, 31))


@given(
    DAYS,
    st.sampled_from(
        ["{0.year}.{0.month}.{0.day}", "{0:%Y-%m-%d}", "{0.year}年{0.month}月{0.day}日前完成", "{0:%Y%m%d}"]
    ),
)
def test_every_day_reads_back_in_every_notation(day: dt.date, notation: str) -> None:
    assert values.date(notation.format(day)).value == day.isoformat()


@given(DAYS, DAYS)
def test_every_term_reads_back(one: dt.date, other: dt.date) -> None:
    since, until = sorted((one, other))
    assert values.interval(f"自{since}起至{until}止").value == (since.isoformat(), until.isoformat())


@given(st.text("0123456789年月日季度底前末上下半.-/至一二三四十第Q约", max_size=14), st.one_of(st.none(), DAYS))
def test_whatever_is_taken_is_a_date_whose_last_day_is_not_before_its_first(raw: str, filing: dt.date | None) -> None:
    said = values.date(raw, filing=filing).value
    if said is not None:
        assert values.first_day(said) <= values.last_day(said)


@given(st.one_of(st.floats(), st.integers()))
def test_no_number_breaks_the_reader(raw: float) -> None:
    said = values.date(raw).value
    assert said is None or values.last_day(said)


@pytest.mark.parametrize(
    ("said", "value", "kind"),
    [
        ("2019年前三季度", "2019-Q3", "info date_range"),
        ("2019年二、三季度", "2019-Q3", "info date_range"),
        ("2019年6、7月", "2019-07", "info date_range"),
        ("2019年6月中下旬", "2019-06", "info date_coarsened"),
    ],
)
def test_several_quarters_or_months_end_with_the_last(said: str, value: str, kind: str) -> None:
    taken = values.date(said)
    assert (taken.value, kinds(taken)) == (value, [kind])


@pytest.mark.parametrize(
    "said", ["2019年6月30日零时前", "2019年6月3O日", "2019年O6月", "30日18:00", "3个月内", "2019年前五季度"]
)
def test_a_date_that_is_only_nearly_one_stays_unread(said: str) -> None:
    assert values.date(said, filing=FILING).value is None
