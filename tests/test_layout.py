"""Where tables stand on a sheet and what their columns hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import code, told

from inventory.errors import RecognitionError

HEAD = ["序号", "企业名称", "整治类别", "整治措施", "完成时限"]
TITLE = ["谷城县“散乱污”企业整治台账"]
FIRST = [1, "甲砖厂", "取缔", "拆除", "2019年6月"]
SECOND = [2, "乙石材厂", "升级改造", "除尘", "2019年底"]


@settings(max_examples=30, deadline=None)
@given(above=st.integers(0, 4), left=st.integers(0, 3), gap=st.integers(0, 2))
def test_a_table_may_stand_anywhere(above: int, left: int, gap: int) -> None:
    shift: list[str | int | None] = [None] * left
    rows = [[None]] * above + [shift + TITLE] + [[None]] * gap + [shift + each for each in (HEAD, FIRST, SECOND)]
    found = told(*rows)
    assert found.column("name") == ["甲砖厂", "乙石材厂"]
    assert [entry.origin.row for entry in found.entries] == [above + gap + 3, above + gap + 4]
    assert found.column("disposal_class") == ["close", "upgrade"]


def test_three_heading_rows_merged_both_ways() -> None:
    found = told(
        ["南漳县工业炉窑排查清单"],
        ["序号", "企业基本情况", None, None, "炉窑情况", None, "燃料情况", None],
        [None, "名称", "地理位置", None, "类型", "名称及编号", "种类", "年消耗量"],
        [None, None, "东经", "北纬", None, None, None, "万吨"],
        [1, "甲厂", 112.1, 31.7, "焙烧窑", "1#", "煤", 0.5],
        merged=["A2:A4", "B2:D2", "E2:F2", "G2:H2", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "G3:G4"],
    )
    assert found.records == [
        {
            "name": "甲厂",
            "longitude": 112.1,
            "latitude": 31.7,
            "kiln_type": "roasting_kiln",
            "kiln_name": "1#",
            "fuel": "coal",
            "fuel_use_t": 5000.0,
            "county": "南漳县",
        }
    ]
    assert [found.kinds[row] for row in (1, 2, 3, 4)] == ["title", "heading", "heading", "heading"]


def test_groups_written_without_merging_are_drawn_over_their_columns() -> None:
    found = told(
        TITLE,
        ["序号", "企业名称", "整治类别", None, None, "中心坐标", None, "备注"],
        [None, None, "关停取缔", "整合搬迁", "升级改造", "经度", "纬度", None],
        [1, "甲厂", None, "√", None, 112.1, 32.1, "停产"],
    )
    assert found.records[0]["disposal_class"] == "relocate"
    assert (found.records[0]["longitude"], found.records[0]["latitude"]) == (112.1, 32.1)


def test_classes_without_a_heading_above_are_known_by_each_other() -> None:
    found = told(
        TITLE,
        ["序号", "企业名称", "关停取缔", "整合搬迁", "升级改造", "整治措施"],
        [1, "甲厂", None, None, "√", "除尘"],
    )
    assert found.column("disposal_class") == ["upgrade"]


def test_headings_repeated_further_down_are_headings_again() -> None:
    found = told(TITLE, HEAD, FIRST, HEAD, SECOND)
    assert found.column("name") == ["甲砖厂", "乙石材厂"]
    assert found.kinds[4] == "heading"
    assert len(found.reading.tables) == 1


def test_two_tables_on_a_sheet_each_of_its_unit() -> None:
    found = told(["枣阳市散乱污企业清单"], HEAD, FIRST, [None], ["宜城市散乱污企业清单"], HEAD, SECOND)
    assert found.column("county") == ["枣阳市", "宜城市"]
    assert found.kinds[5] == "title"


def test_two_halves_side_by_side_give_a_row_two_entries() -> None:
    found = told(TITLE, [*HEAD[:4], None, *HEAD[:4]], [*FIRST[:4], None, *SECOND[:4]])
    assert [(entry.origin.row, entry.origin.panel) for entry in found.entries] == [(3, 0), (3, 1)]
    assert found.column("name") == ["甲砖厂", "乙石材厂"]


def test_a_small_table_beside_the_ledger_is_left_aside() -> None:
    found = told(
        TITLE,
        [*HEAD, None, "乡镇", "数量"],
        [*FIRST, None, "城关镇", 3],
        [*SECOND, None, "石花镇", 4],
        [None, None, None, None, None, None, "合计", 7],
    )
    assert found.column("township") == [None, None]
    assert found.column("name") == ["甲砖厂", "乙石材厂"]
    assert 5 in found.kinds


def test_the_later_of_two_years_is_the_ledgers() -> None:
    found = told(
        ["谷城县重点用煤单位台账"],
        ["序号", "企业名称", "2017年用煤量（吨）", "2018年用煤量（吨）", "用煤设备"],
        [1, "甲厂", 5, 7, "锅炉"],
    )
    assert found.records[0]["coal_t"] == 7
    assert found.records[0]["coal_previous_t"] == 5
    assert found.records[0]["coal_year"] == 2018


def test_a_second_column_for_a_field_is_named_and_not_read() -> None:
    found = told(TITLE, [*HEAD, "整治时限"], [*FIRST, "2020年"])
    assert found.column("due_on") == ["2019-06"]
    assert [problem.cell for problem in found.named("repeated_heading")] == ["F2"]


def test_an_unknown_heading_is_named_with_the_nearest_columns() -> None:
    found = told(TITLE, [*HEAD, "完成时间"], [*FIRST, "2020年"])
    (problem,) = found.named("unknown_heading")
    assert problem.cell == "F2"
    assert "due_on" in problem.parameters["nearest"]


@pytest.mark.parametrize(
    "rows",
    [
        [["企业名录"], ["序号", "企业名称", "统一社会信用代码", "地址"], [1, "甲厂", None, "某路1号"]],
        [["炉窑类型", "燃料"], ["熔炼炉", "煤"], ["加热炉", "电"]],
        [["企业基本信息表"], ["企业名称", "甲厂", "法定代表人", "张三"], ["地址", "某路1号", "用煤量", "200吨"]],
        [["督察整改清单"], ["序号", "企业名称", "存在问题", "整改措施", "整改时限"], [1, "甲厂", "乱", "改", "2019年"]],
    ],
)
def test_what_is_no_ledger_is_refused_in_one_sentence(rows: list[list[str | int | None]]) -> None:
    with pytest.raises(RecognitionError) as refused:
        told(*rows)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("heading", ["被查主体", "清查对象", "谁家"])
def test_where_no_heading_names_the_firm_its_column_is_known_by_the_names_in_it(heading: str) -> None:
    found = told(TITLE, ["序号", heading, *HEAD[2:]], FIRST, SECOND)
    assert found.column("name") == ["甲砖厂", "乙石材厂"]
    (problem,) = found.problems
    assert (problem.kind, problem.field, problem.cell, problem.raw) == ("name_by_content", "name", "B2", heading)


def test_headings_without_one_for_the_name_are_known_again_further_down() -> None:
    head = ["序号", "被查主体", *HEAD[2:]]
    found = told(TITLE, head, FIRST, [None, "甲砖厂", "取缔", "拆棚", "2019年"], head, SECOND)
    assert found.column("name") == ["甲砖厂", "甲砖厂", "乙石材厂"]
    assert found.kinds[5] == "heading"


def test_codes_of_several_kinds_beside_each_other_are_all_read() -> None:
    found = told(
        TITLE,
        [*HEAD, "营业执照统一社会信用代码", "工商注册号", "组织机构代码", "行业类别", "行业小类代码"],
        [*FIRST, code(), "420607048861000", "MA4ABCDE-6", "水泥制造", 3011],
    )
    assert found.records[0]["credit_code"] == code()
    assert found.records[0]["registration_no"] == "420607048861000"
    assert found.records[0]["organization_code"] == "MA4ABCDE6"
    assert (found.records[0]["industry_name"], found.records[0]["industry_code"]) == ("水泥制造", "3011")
    assert found.named("repeated_heading") == []


def test_two_codes_of_one_kind_that_differ_are_shown_and_neither_is_taken() -> None:
    one, other = code(), code("91420606MA488ABD2")
    found = told(TITLE, [*HEAD, "统一社会信用代码", "营业执照号"], [*FIRST, one, other])
    assert "credit_code" not in found.records[0]
    (problem,) = found.named("two_values")
    assert (problem.field, problem.raw, problem.parameters) == ("credit_code", other, {"other": one})


def test_a_column_of_other_peoples_firms_is_not_taken_for_the_names() -> None:
    found = told(
        TITLE, ["序号", "谁", "供货单位", *HEAD[2:], "联系电话", "地址"], [1, "甲", "丙公司", *FIRST[2:], 1, "某路"]
    )
    assert found.records == [{}]
    assert {problem.raw for problem in found.named("unknown_heading")} == {"谁", "供货单位"}


def test_a_table_whose_names_are_not_found_keeps_its_rows_and_says_so() -> None:
    found = told(
        TITLE,
        ["序号", "谁", *HEAD[2:], "联系电话", "地址"],
        [1, "甲", *FIRST[2:], "13800000001", "某路1号"],
        [2, "乙", *SECOND[2:], "13800000002", "某路2号"],
        ["合计", 2],
    )
    assert [(entry.origin.row, entry.record) for entry in found.entries] == [(3, None), (4, None)]
    assert found.kinds[5] == "total"
    assert [problem.field for problem in found.named("missing_column")] == ["name"]
    assert [(problem.cell, problem.raw) for problem in found.named("missing_required")] == [("B3", "甲"), ("B4", "乙")]
    assert [problem.raw for problem in found.named("unknown_heading")] == ["谁"]


def test_an_empty_template_is_known_for_one() -> None:
    with pytest.raises(RecognitionError, match="empty scattered_polluters ledger"):
        told(TITLE, HEAD, [1], [2], ["合计"])


def test_two_kinds_that_fit_alike_are_both_shown() -> None:
    headings = ["序号", "企业名称", "炉窑类型", "炉窑数量", "燃料类型", "整治类别", "断水", "断电", "清原料"]
    with pytest.raises(RecognitionError, match=r"kilns.*scattered_polluters|scattered_polluters.*kilns"):
        told(headings, [1, "甲厂", "焙烧窑", 1, "煤", "取缔", "√", "√", "√"])
    found = told(headings, [1, "甲厂", "焙烧窑", 1, "煤", "取缔", "√", "√", "√"], ledger="kilns")
    assert found.entries[0].ledger == "kilns"


def test_fifteen_digits_that_may_be_a_person_or_a_registration_are_said_of_both() -> None:
    found = told(
        ["襄州区“散乱污”企业台账"],
        ["序号", "企业名称", "统一社会信用代码", "处置方式", "存在问题"],
        [1, "甲厂", "420601650228001", "关停取缔", "无环评"],
    )
    assert [(problem.kind, problem.field) for problem in found.named("id_number")] == [
        ("id_number", "credit_code"),
        ("id_number", "registration_no"),
    ]
    assert "650228" not in str(found.records)
