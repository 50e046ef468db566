"""Quantities as counties write them, units of cell and heading, counts and years."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import values
from inventory.values import Taken
from inventory.values.units import FACTORS


def kinds(taken: Taken[Any]) -> list[str]:
    """The doubts, severity first."""
    return [f"{doubt.severity.value} {doubt.kind}" for doubt in taken.doubts]


@pytest.mark.parametrize(
    ("raw", "unit", "heading", "taken"),
    [
        ("1250", "t", "吨", 1250),
        ("1,250", "t", "吨", 1250),
        ("1，250", "t", "吨", 1250),
        ("１，２５０", "t", "吨", 1250),
        ("1,234,567.5", "t", None, 1234567.5),
        ("２２．４", "t", None, 22.4),
        (".5", "t", None, 0.5),
        ("'1250", "t", None, 1250),
        ("1200。", "t", None, 1200),
        ("1200吨", "t", None, 1200),
        ("1200 t", "t", None, 1200),
        ("1200吨/年", "t", "万吨", 1200),
        ("50(吨)", "t", None, 50),
        ("0.12万吨", "t", "吨", 1200),
        ("0.12萬噸", "t", "吨", 1200),
        ("8.2877", "t", "万吨", 82877),
        ("8.2877万噸", "t", None, 82877),
        ("200万", "t", None, 2_000_000),
        ("1.2万", "t", "吨", 12_000),
        ("2000万", "10k_m3", None, 2000),
        ("2000万", "10k_m3", "m3", 2000),
        ("1200kg", "t", "吨", 1.2),
        ("1.2×10^4", "t", None, 12_000),
        ("1.2×10⁴", "t", None, 12_000),
        ("1.2E+4", "t", None, 12_000),
        ("一千二百", "t", None, 1200),
        ("0.8%", "pct", "%", 0.8),
        ("0.8％", "pct", None, 0.8),
        ("5‰", "pct", None, 0.5),
        ("6143", "MJ/kg", "kcal/kg", 25.7195124),
        ("5500大卡", "MJ/kg", None, 23.0274),
        ("23027.4", "MJ/kg", "kJ/kg", 23.0274),
        ("25.72", "MJ/kg", "MJ/kg", 25.72),
        ("120立方米", "10k_m3", None, 0.012),
        ("5", "10k_m3", "万立方米", 5),
        ("15000", "10k_kwh", "kWh", 1.5),
        ("1.5万度", "10k_kwh", None, 1.5),
        ("2000mm", "m", "m", 2),
        ("15米", "m", None, 15),
        ("20蒸吨", "t/h", None, 20),
        ("20t/h", "t/h", "蒸吨/小时", 20),
        ("5万m³/h", "m3/h", "m3/h", 50_000),
        ("1.5", "m3/h", "万Nm³/h", 15_000),
        ("10", "m3/h", "m3/s", 36_000),
    ],
)
def test_a_quantity_in_the_unit_of_the_field(raw: str, unit: str, heading: str | None, taken: float) -> None:
    assert values.number(raw, unit, heading) == Taken(taken)


@pytest.mark.parametrize(
    ("raw", "taken", "doubts"),
    [
        ("约1200", 1200, ["info approximate"]),
        ("约1200吨", 1200, ["info approximate"]),
        ("1200吨左右", 1200, ["info approximate"]),
        ("1200余吨", 1200, ["info approximate"]),
        ("1200多吨", 1200, ["info approximate"]),
        ("近1200", 1200, ["info approximate"]),
        ("1200吨(估算)", 1200, ["info approximate"]),
        ("≤1200", 1200, ["warning bound_only"]),
        ("<1200吨", 1200, ["warning bound_only"]),
        ("不超过1200", 1200, ["warning bound_only"]),
        ("1000吨以上", 1000, ["warning bound_only"]),
        ("1000以上", 1000, ["warning bound_only"]),
        ("1000及以下", 1000, ["warning bound_only"]),
        ("1200左右", 1200, ["info approximate"]),
        ("1200（估算）", 1200, ["info approximate"]),
        ("-5", -5, ["warning implausible_quantity"]),
        ("100-200", None, ["error number_range"]),
        ("100~200吨", None, ["error number_range"]),
        ("100至200", None, ["error number_range"]),
        ("1200%", None, ["error unit_mismatch"]),
        ("1200袋", None, ["error unit_mismatch"]),
        ("1200吨煤", None, ["error unit_mismatch"]),
        ("1200吨/月", None, ["error unit_mismatch"]),
        ("120立方米", None, ["error unit_mismatch"]),
    ],
)
def test_what_is_doubtful_about_a_quantity_is_said(raw: str, taken: float | None, doubts: list[str]) -> None:
    read = values.number(raw, "t", "吨")
    assert (read.value, kinds(read)) == (taken, doubts)


@pytest.mark.parametrize(
    "raw",
    [
        "待核实", "不详", "未统计", "详见附件", "约", "吨", "1.250,5", "1,25", "1，25", "12,34", "1250,", "1 250",
        "10+20", "2×10", "1.2×104", "--5", "1-", "1.2.3", "nan", "inf", "-inf", "NaN", "1/2", "2019-06-30",
        "1200/年", "１２００、１３００", "¥100", "一二",
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(raw: str) -> None:
    read = values.number(raw, "t", "吨")
    assert (read.value, read.is_none, kinds(read)) == (None, False, ["error unreadable_number"])


@pytest.mark.parametrize("raw", ["无", "/", "—", "-", " 无 ", "－"])
def test_declared_none_is_neither_unknown_nor_nought(raw: str) -> None:
    assert values.number(raw, "t") == Taken(None, (), True)
    assert values.number("0", "t") == Taken(0.0)
    assert values.number("", "t") == Taken(None)


def test_ten_thousand_of_what_under_ten_thousand_tonnes_is_a_question() -> None:
    assert kinds(values.number("2000万", "t", "万吨")) == ["error unit_mismatch"]


@pytest.mark.parametrize(
    ("raw", "unit", "heading", "percent", "taken", "doubts"),
    [
        (0.0084, "pct", "%", True, 0.84, []),
        (0.0070999999999999995, "pct", None, True, 0.71, []),
        (0.84, "pct", "%", False, 0.84, []),
        (3.553, "t", "万吨", False, 35530, []),
        (6143.0, "MJ/kg", "kcal/kg", False, 25.7195124, []),
        (140808, "t", None, False, 140808, []),
        (12.5, None, None, False, 12.5, []),
        (5500.0, "MJ/kg", "MJ/kg", False, 5500, ["warning implausible_quantity"]),
        (120.0, "pct", "%", False, 120, ["warning implausible_quantity"]),
        (37718, "t", "万吨", False, 377_180_000, ["warning implausible_quantity"]),
        (37.718, "t", "万吨", False, 377_180, []),
        (0.5, "t", "吨", True, None, ["error unit_mismatch"]),
        (12.0, "t", "%", False, None, ["error unit_mismatch"]),
        (True, "t", None, False, None, ["error unreadable_number"]),
        (math.nan, "t", None, False, None, ["error unreadable_number"]),
        (math.inf, None, None, False, None, ["error unreadable_number"]),
        (10**400, "t", None, False, None, ["error unreadable_number"]),
    ],
)
def test_cells_that_hold_numbers(
    raw: float, unit: str | None, heading: str | None, percent: bool, taken: float | None, doubts: list[str]
) -> None:
    read = values.number(raw, unit, heading, percent_format=percent)
    assert (read.value, kinds(read)) == (taken, doubts)


def test_megawatts_are_tonnes_of_steam_by_convention() -> None:
    read = values.number("14MW", "t/h")
    assert (read.value, kinds(read)) == (20, ["info approximate"])


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("年用煤量（万吨）", "万吨"),
        ("年用煤量\n（万吨）", "万吨"),
        ("2018年用煤量(t)", "t"),
        ("用煤量（2018年）（吨）", "吨"),
        ("用煤量（吨）2018", "吨"),
        ("许可年排放量(吨/年)", "吨/年"),
        ("风量（m³/h）", "m3/h"),
        ("风量(万Nm³/h)", "万nm3/h"),
        ("风量m3/h", "m3/h"),
        ("额定容量(蒸吨/小时)", "蒸吨/小时"),
        ("热值（kcal/kg）", "kcal/kg"),
        ("热值Qnet,ar（MJ/kg）", "mj/kg"),
        ("挥发分（Vdaf，%）", "%"),
        ("硫分%", "%"),
        ("用煤量/万吨", "万吨"),
        ("用煤量(萬噸)", "万吨"),
        ("单位：吨", "吨"),
        ("（单位：万立方米）", "万立方米"),
        ("用电量（万千瓦时）", "万千瓦时"),
        ("单位：吨、万立方米", None),
        ("排气筒高度", None),
        ("浓度", None),
        ("设备台数（台）", None),
        ("用煤量(吨标煤)", None),
        ("单位名称", None),
        ("电话", None),
        ("", None),
    ],
)
def test_the_unit_a_heading_states(heading: str, unit: str | None) -> None:
    assert values.heading_unit(heading) == unit


@pytest.mark.parametrize(
    ("raw", "taken"),
    [
        ("3", 3),
        (3.0, 3),
        ("3台", 3),
        ("3 台", 3),
        ("两座", 2),
        ("十二台", 12),
        ("一", 1),
        ("3.00", 3),
        ("０３", 3),
        ("3台套", 3),
    ],
)
def test_a_count_of_things(raw: Any, taken: int) -> None:
    assert values.count(raw) == Taken(taken)


@pytest.mark.parametrize("raw", [2.5, "2.50", "三四台", "若干", "1#", -1, "待核实", True])
def test_what_is_no_count_is_refused(raw: Any) -> None:
    read = values.count(raw)
    assert read.value is None
    assert read.doubts


@pytest.mark.parametrize("raw", ["2018", 2018.0, "2018年", "2018年度", "２０１８"])
def test_a_year(raw: Any) -> None:
    assert values.year(raw) == Taken(2018)


@pytest.mark.parametrize("raw", ["201", "今年", 43646, "2018-2019"])
def test_what_is_no_year_is_refused(raw: Any) -> None:
    assert kinds(values.year(raw)) == ["error unreadable_number"]


FINITE = st.floats(min_value=0, max_value=1e15, allow_nan=False)


@given(FINITE)
def test_a_number_without_conversion_is_never_altered(raw: float) -> None:
    assert values.number(raw, "t", "吨").value == raw
    assert values.number(f"{Decimal(repr(raw)):f}", "t", "吨").value == raw


@given(
    st.decimals(min_value=0, max_value=10**9, places=3),
    st.sampled_from(["{:,}", "{:,} 吨", "{}t", "约{}", "{:,}吨/年"]),
)
def test_what_is_read_formats_back(quantity: Decimal, notation: str) -> None:
    assert values.number(notation.format(quantity), "t", "万吨" if "t" in notation else None).value == float(quantity)


@given(st.text(max_size=12), st.sampled_from([None, *FACTORS]))
def test_a_reader_never_hands_out_what_is_no_number(raw: str, unit: str | None) -> None:
    read = values.number(raw, unit)
    assert read.value is None or math.isfinite(read.value)


@given(st.text("0123456789,.-~约吨万%/ ", max_size=10))
def test_nothing_unreadable_is_nought(raw: str) -> None:
    read = values.number(raw, "t")
    if read.value == 0:
        assert "0" in raw
        assert not set(raw) & set("123456789")


@pytest.mark.parametrize(
    "raw",
    [
        "2019年版",
        "2019版",
        "2019年修订版",
        "《固定污染源排污许可分类管理名录》（2019年版）",
        "固定污染源排污许可分类管理名录（2019年版）",
    ],
)
def test_an_edition_is_a_year(raw: str) -> None:
    assert values.year(raw) == Taken(2019)
