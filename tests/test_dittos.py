"""Cells that say «the same as above»: what they repeat, past what stands between, and where there is nothing."""

from __future__ import annotations

import pytest
from sheets import Row, told

from inventory.reading import Severity

TITLE = ["谷城县工业炉窑清单"]
HEAD = ["序号", "乡镇", "企业名称", "炉窑类型", "数量", "完成时限"]


def _firm(number: int, town: str | None, name: str | None, kiln: str = "加热炉") -> Row:
    return [number, town, name, kiln, 1, "2019年6月"]


@pytest.mark.parametrize("said", ["同上", "〃", "″", '"', "''", "（同上）", "同前", "同 上"])
def test_what_stands_above_is_taken_over_with_a_word(said: str) -> None:
    found = told(TITLE, HEAD, _firm(1, "石花镇", "甲厂"), _firm(2, said, "乙厂"), _firm(3, said, "丙厂"))
    assert found.column("township") == ["石花镇"] * 3
    assert [(each.cell, each.raw, each.parameters["where"]) for each in found.named("taken_from_above")] == [
        ("B4", said, "B3"),
        ("B5", said, "B3"),
    ]


@pytest.mark.parametrize(
    "between",
    [
        [[None, None, None, "焙烧窑", 1, None]],
        [["二、石花镇工业园以外"]],
        [[]],
        [HEAD],
        [["小计", "1家", None, None, 1]],
        [["第1页 共2页"]],
        [[None, None, None, "焙烧窑", 1, None], HEAD, ["一、升级改造类"]],
    ],
)
def test_what_stands_between_is_passed_over(between: list[Row]) -> None:
    found = told(TITLE, HEAD, _firm(1, "石花镇", "甲厂"), *between, _firm(2, "同上", "乙厂"))
    assert found.column("township")[-1] == "石花镇"
    assert [each.parameters["where"] for each in found.named("taken_from_above")] == ["B3"]


def test_a_merged_cell_above_is_taken_from_where_its_value_stands() -> None:
    rows = [_firm(1, "石花镇", "甲厂"), _firm(2, None, "乙厂"), _firm(3, "同上", "丙厂")]
    found = told(TITLE, HEAD, *rows, merged=["B3:B4"])
    assert found.column("township") == ["石花镇"] * 3
    assert [each.parameters["where"] for each in found.named("taken_from_above")] == ["B3"]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([_firm(1, "同上", "甲厂")], "B3"),
        ([HEAD, _firm(1, "同上", "甲厂")], "B4"),
        ([_firm(1, None, "甲厂"), _firm(2, "同上", "乙厂")], "B4"),
        ([_firm(1, "石花镇", "甲厂"), _firm(2, "同左", "乙厂")], "B4"),
    ],
)
def test_where_there_is_nothing_to_repeat_the_cell_is_an_error_and_no_value(rows: list[Row], cell: str) -> None:
    found = told(TITLE, HEAD, *rows)
    (problem,) = found.named("nothing_to_repeat")
    assert (problem.cell, problem.field, problem.severity) == (cell, "township", Severity.ERROR)
    assert found.column("township")[-1] is None


def test_the_same_name_as_above_is_another_line_of_that_firm() -> None:
    found = told(TITLE, HEAD, _firm(1, "石花镇", "甲厂"), _firm(2, "同上", "同上", "焙烧窑"))
    assert found.column("name") == ["甲厂", "甲厂"]
    assert found.column("kiln_type") == ["heating_furnace", "roasting_kiln"]


def test_an_amount_is_never_taken_over() -> None:
    found = told(TITLE, HEAD, _firm(1, "石花镇", "甲厂"), [2, "石花镇", "乙厂", "加热炉", "同上", "2019年6月"])
    assert found.column("kiln_count") == [1, None]
    assert [each.cell for each in found.named("unreadable_number")] == ["E4"]


def test_merged_downwards_it_is_said_of_every_line_of_the_firm() -> None:
    found = told(
        TITLE,
        HEAD,
        _firm(1, "石花镇", "甲厂"),
        _firm(2, "同上", "乙厂"),
        [None, None, None, "焙烧窑", 1, "2019年6月"],
        merged=["B4:B5", "C4:C5", "A4:A5"],
    )
    assert found.column("township") == ["石花镇"] * 3
    assert {(each.field, each.parameters["where"]) for each in found.named("taken_from_above")} == {("township", "B3")}


def test_a_heading_of_two_rows_written_again_is_nothing_to_repeat() -> None:
    heads = [["序号", "乡镇", "企业名称", "炉窑", None, "完成时限"], [None, None, None, "炉窑类型", "数量", None]]
    found = told(TITLE, *heads, _firm(1, "石花镇", "甲厂"), *heads, [2, "石花镇", "乙厂", "同上", 1, "2019年6月"])
    assert found.column("kiln_type") == ["heating_furnace"] * 2
    assert [each.parameters["where"] for each in found.named("taken_from_above")] == ["D4"]
