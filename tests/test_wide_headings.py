"""Headings merged over several sheet columns, and headings in two rows of which neither alone is one."""

from __future__ import annotations

import pytest
from openpyxl.utils import get_column_letter
from sheets import Row, told

TITLE = "襄州区工业炉窑整治清单"
HEAD = ["序号", "企业名称", "乡镇", "炉窑类型", "燃料种类", "完成时限"]
BODY: list[Row] = [
    [1, "甲砖厂", "黄集镇", "焙烧窑", "煤", "2019年10月"],
    [2, "乙建材厂", "石花镇", "加热炉", "天然气", "2019年12月"],
]
WANTED = [
    {
        "county": "襄州区",
        "name": "甲砖厂",
        "township": "黄集镇",
        "kiln_type": "roasting_kiln",
        "fuel": "coal",
        "due_on": "2019-10",
    },
    {
        "county": "襄州区",
        "name": "乙建材厂",
        "township": "石花镇",
        "kiln_type": "heating_furnace",
        "fuel": "natural_gas",
        "due_on": "2019-12",
    },
]


def _wide(row: Row, width: int, at: int = 0) -> Row:
    """The cells of a row, each in the place ``at`` of as many columns as its heading covers."""
    return [cell if place == at else None for cell in row for place in range(width)]


def _merges(row: int, width: int) -> list[str]:
    starts = range(1, len(HEAD) * width, width)
    return [f"{get_column_letter(start)}{row}:{get_column_letter(start + width - 1)}{row}" for start in starts]


@pytest.mark.parametrize("width", [2, 3])
@pytest.mark.parametrize("stands", ["merged", "first", "last"])
def test_a_heading_merged_over_several_columns_heads_the_one_that_is_filled(width: int, stands: str) -> None:
    at = width - 1 if stands == "last" else 0
    merged = _merges(2, width)
    if stands == "merged":
        merged += [block for row in (3, 4) for block in _merges(row, width)]
    found = told([TITLE], _wide(HEAD, width), *(_wide(row, width, at) for row in BODY), merged=merged)
    assert found.records == WANTED
    assert found.problems == []


def test_repeated_wide_headings_are_the_same_headings() -> None:
    heading = _wide(HEAD, 2)
    merged = [*_merges(2, 2), *_merges(4, 2)]
    found = told([TITLE], heading, _wide(BODY[0], 2, 1), heading, _wide(BODY[1], 2, 1), merged=merged)
    assert found.records == WANTED
    assert found.kinds == {1: "title", 2: "heading", 4: "heading"}


def test_where_rows_stand_in_different_columns_the_few_are_named() -> None:
    hints = _wide([None, "填写全称", None, None, None, None], 2)
    rows = [_wide(BODY[0], 2, 1), _wide(BODY[1], 2, 1), [*_wide(BODY[0], 2, 1)[:4], "石花镇", *[None] * 7]]
    found = told([TITLE], _wide(HEAD, 2), hints, *rows, merged=_merges(2, 2))
    assert found.records[:2] == WANTED
    assert [each.cell for each in found.named("no_heading")] == ["E2"]


def test_where_both_columns_under_a_heading_are_filled_the_second_is_said_not_to_be_read() -> None:
    found = told(
        [TITLE],
        ["序号", "企业名称", "炉窑类型", None, "完成时限"],
        [1, "甲砖厂", "焙烧窑", "隧道窑", "2019年10月"],
        merged=["C2:D2"],
    )
    assert found.column("kiln_type") == ["roasting_kiln"]
    assert [(problem.kind, problem.cell) for problem in found.problems] == [("repeated_heading", "D2")]


@pytest.mark.parametrize("is_merged", [True, False])
@pytest.mark.parametrize(
    ("upper", "lower"), [("企业", "名称"), ("企业", "企业名称"), ("单位", "全称"), ("企业名称", "名称(全称)")]
)
def test_the_name_may_be_headed_by_two_rows_together(upper: str, lower: str, is_merged: bool) -> None:
    found = told(
        [TITLE],
        ["序号", upper, "乡镇", "炉窑", "燃料", "完成时限"],
        [None, lower, None, "类型", "种类", None],
        *BODY,
        merged=["A2:A3", "C2:C3", "F2:F3"] if is_merged else [],
    )
    assert found.records == WANTED
    assert found.kinds == {1: "title", 2: "heading", 3: "heading"}


def test_a_third_row_divides_what_stands_under_a_group_with_the_name() -> None:
    found = told(
        [TITLE],
        ["基本情况", None, None, None, "整治情况", None],
        ["企业名称", "坐标", None, "炉窑类型", "两断", None],
        [None, "经度", "纬度", None, "燃料种类", "完成时限"],
        ["甲砖厂", 112.1, 31.7, "焙烧窑", "煤", "2019年10月"],
        merged=["A2:D2", "E2:F2", "A3:A4", "B3:C3", "D3:D4", "E3:F3"],
    )
    assert found.records == [
        {"county": "襄州区", "name": "甲砖厂", "longitude": 112.1, "latitude": 31.7}
        | {"kiln_type": "roasting_kiln", "fuel": "coal", "due_on": "2019-10"}
    ]


def test_a_heading_over_the_name_and_the_code_together() -> None:
    found = told(
        [TITLE],
        ["序号", "企业", None, "炉窑", None, "完成时限"],
        [None, "名称", "所属乡镇", "类型", "燃料种类", None],
        *BODY,
        merged=["A2:A3", "B2:C2", "D2:E2", "F2:F3"],
    )
    assert found.records == WANTED
