"""Amounts in the unit their heading writes: known headings and taught ones alike, and a unit nobody knows is said."""

from __future__ import annotations

import pytest
from sheets import code, told

from inventory.reading import Lesson

PERMIT = code() + "001P"


@pytest.mark.parametrize(
    ("heading", "cell", "kept"),
    [
        ("许可量（千克/年）", 2500, 2.5),
        ("许可量（千克/年）", "2500", 2.5),
        ("许可量（千克/年）", "2.5吨", 2.5),
        ("许可量（吨/年）", 2.5, 2.5),
        ("许可量", 2.5, 2.5),
    ],
)
def test_an_amount_under_a_taught_heading_is_in_the_unit_written_there(
    heading: str, cell: float | str, kept: float
) -> None:
    found = told(
        ["襄州区排污许可证台账"],
        ["序号", "企业名称", "排污许可证编号", "有效期起", "有效期止", heading],
        [1, "甲厂", PERMIT, "2019-06-01", "2022-05-31", cell],
        lessons=[Lesson("heading", heading, field="voc_limit_t")],
    )
    assert found.column("voc_limit_t") == [kept]
    assert found.problems == []


@pytest.mark.parametrize(
    "heading", ["年用煤量（磅）", "年用煤量（万）", "年用煤量（吨标煤）", "年用煤量（车/年）", "烧掉（担）"]
)
def test_an_amount_in_a_unit_nobody_knows_is_left_out_and_named(heading: str) -> None:
    found = told(
        ["谷城县用煤台账"],
        ["序号", "企业名称", heading, "煤种", "硫分（%）"],
        [1, "甲厂", 5000, "烟煤", 0.8],
        [2, "乙厂", "12吨", "烟煤", 0.8],
        lessons=[Lesson("heading", "烧掉（担）", field="coal_t")],
    )
    assert found.column("coal_t") == [None, 12.0]
    assert [(problem.kind, problem.cell) for problem in found.problems] == [("unit_mismatch", "C3")]


@pytest.mark.parametrize(("heading", "counted"), [("数量（台/套）", 3), ("数量（吨）", None), ("数量（万台）", None)])
def test_things_are_counted_under_no_measure(heading: str, counted: int | None) -> None:
    found = told(
        ["襄州区工业炉窑清单"],
        ["序号", "企业名称", "炉窑类型", "炉窑名称", heading],
        [1, "甲厂", "加热炉", "1#", 3],
    )
    assert found.column("kiln_count") == [counted]
    assert len(found.named("unit_mismatch")) == (counted is None)


def test_a_year_in_a_taught_heading_is_the_year_of_its_amounts() -> None:
    headings = ["2018年烧掉（万吨）", "2019年烧掉（万吨）"]
    found = told(
        ["谷城县用煤台账"],
        ["序号", "企业名称", *headings, "煤种", "硫分（%）"],
        [1, "甲厂", 0.5, 0.6, "烟煤", 0.8],
        lessons=[Lesson("heading", heading, field="coal_t") for heading in headings],
    )
    (record,) = found.records
    assert (record["coal_year"], record["coal_t"], record["coal_previous_t"]) == (2019, 6000, 5000)


@pytest.mark.parametrize(
    ("title", "dated", "kept"),
    [
        ("谷城县2019年用煤台账", "2018年用煤量（吨）", (6000, 5000)),
        ("谷城县2019年用煤台账", "2017年用煤量（吨）", (6000, 5000)),
        ("谷城县用煤台账", "2017年用煤量（吨）", (6000, 5000)),
        ("谷城县2019年用煤台账", "2019年用煤量（吨）", (5000, None)),
        ("谷城县2019年用煤台账", "2014年用煤量（吨）", (6000, None)),
    ],
)
def test_an_amount_without_a_year_is_of_the_ledgers_own(title: str, dated: str, kept: tuple[int, int | None]) -> None:
    found = told(
        [title],
        ["序号", "企业名称", "年用煤量（吨）", "煤种", dated, "硫分（%）"],
        [1, "甲厂", 6000, "烟煤", 5000, 0.8],
    )
    (record,) = found.records
    assert (record["coal_t"], record.get("coal_previous_t")) == kept
    assert bool(found.named("repeated_heading")) == (kept[1] is None)


@pytest.mark.parametrize(
    ("title", "headings", "heading", "column"),
    [
        ("襄州区VOCs台账", ["原辅材料名称", "治理工艺"], "治理\n措施", "measures"),
        ("襄州区VOCs台账", ["原辅材料名称", "VOCs含量"], "治理措施", None),
        ("襄州区达标排放计划", ["存在问题", "整改时限"], "整改完成日期", "completed_on"),
        ("襄州区达标排放计划", ["存在问题", "超标因子"], "整改完成日期", None),
    ],
)
def test_a_heading_that_might_be_either_of_two_is_the_one_not_there(
    title: str, headings: list[str], heading: str, column: str | None
) -> None:
    found = told([title], ["序号", "企业名称", *headings, heading], [1, "甲厂", "无", "无", "2019-06-30"])
    unknown = [problem.raw for problem in found.problems if problem.kind == "unknown_heading"]
    assert (unknown == []) == (column is not None)
    assert column is None or found.column(column) == ["2019-06-30"]
