"""Which rows are entries, what they take from each other, and that every row is accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import code, told

HEAD = ["序号", "乡镇", "企业名称", "统一社会信用代码", "联系电话", "炉窑类型", "炉窑名称", "数量", "完成时限"]
TITLE = ["襄州区工业炉窑清单"]
CODE = code()
FIRM = [1, "双沟镇", "甲砖厂", CODE, "13800000001", "焙烧窑", "1#", 1, "2019年6月"]


def test_a_further_line_of_a_firm_takes_over_what_is_the_firms_and_nothing_else() -> None:
    found = told(TITLE, HEAD, FIRM, [None, None, None, None, None, "加热炉", None, 2, None])
    assert found.records[1] == {
        "county": "襄州区",
        "township": "双沟镇",
        "name": "甲砖厂",
        "credit_code": CODE,
        "contact_phone": "13800000001",
        "kiln_type": "heating_furnace",
        "kiln_count": 2,
    }


def test_a_blank_cell_in_a_row_with_a_name_stays_blank() -> None:
    found = told(TITLE, HEAD, FIRM, [2, "双沟镇", "甲砖厂", None, None, "加热炉", "2#", 1, None])
    assert "credit_code" not in found.records[1]


def test_a_doubt_of_the_firms_stands_in_each_of_its_lines_with_the_address_of_its_cell() -> None:
    wrong = CODE[:-1] + ("1" if CODE[-1] != "1" else "2")
    found = told(TITLE, HEAD, [*FIRM[:3], wrong, *FIRM[4:]], [None, None, None, None, None, "加热炉", "2#", 1, None])
    assert [(p.kind, p.cell) for entry in found.entries for p in entry.problems] == [("check_digit", "D3")] * 2


def test_a_cell_merged_over_rows_speaks_for_each_and_an_amount_in_it_counts_once() -> None:
    found = told(
        ["谷城县用煤台账"],
        ["序号", "企业名称", "年用煤量（吨）", "用煤设备", "煤种"],
        [1, "甲厂", 5000, "1#锅炉", "烟煤"],
        [None, None, None, "2#锅炉", None],
        ["合计", None, 5000],
        merged=["A3:A4", "B3:B4", "C3:C4", "E3:E4"],
    )
    assert found.column("coal_t") == [5000, None]
    assert [entry.covered for entry in found.entries] == [(), ("coal_t",)]
    assert found.column("coal_type") == ["烟煤", "烟煤"]
    assert found.problems == []


def test_a_township_written_once_holds_until_the_next() -> None:
    rows = [
        [number, town, f"{number}号厂", None, None, "加热炉", "1#", 1, None]
        for number, town in enumerate(["双沟镇", None, None, "龙王镇", None], 1)
    ]
    assert told(TITLE, HEAD, *rows).column("township") == ["双沟镇", "双沟镇", "双沟镇", "龙王镇", "龙王镇"]


def test_where_every_row_has_its_township_a_blank_stays_blank() -> None:
    towns = ["双沟镇", "双沟镇", None, "龙王镇", "双沟镇", "龙王镇"]
    rows = [[n, town, f"{n}号厂", None, None, "加热炉", "1#", 1, None] for n, town in enumerate(towns, 1)]
    assert told(TITLE, HEAD, *rows).column("township") == towns


def test_a_township_written_once_does_not_reach_beyond_a_subtotal_or_against_the_address() -> None:
    head = ["序号", "乡镇", "企业名称", "地址", "炉窑类型", "炉窑名称"]
    found = told(
        TITLE,
        head,
        [1, "双沟镇", "甲厂", "双沟镇1号", "加热炉", "1#"],
        [2, None, "乙厂", "龙王镇1号", "加热炉", "1#"],
        [None, "小计", "2家"],
        [3, None, "丙厂", None, "加热炉", "1#"],
    )
    assert found.column("township") == ["双沟镇", None, None]


def test_section_rows_carry_class_unit_and_township() -> None:
    found = told(
        ["襄阳市散乱污企业清单"],
        ["序号", "企业名称", "整治措施", "断水", "断电"],
        ["一、关停取缔类（2家）"],
        ["（一）樊城区"],
        [1, "甲砖厂", "拆除", "√", "√"],
        ["牛首镇"],
        [2, "乙砖厂", "拆除", "√", "×"],
        ["二、升级改造类（2家）"],
        ["襄州区"],
        [3, "丙家具厂", "除尘", None, None],
        merged=["A3:E3", "A4:E4", "A6:E6", "A8:E8", "A9:E9"],
    )
    assert found.column("disposal_class") == ["close", "close", "upgrade"]
    assert found.column("county") == ["樊城区", "樊城区", "襄州区"]
    assert found.column("township") == [None, "牛首镇", None]
    assert {found.kinds[row] for row in (3, 4, 6, 8, 9)} == {"section"}


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["合  计", None, None, None, None, None, None, 1], "total"),
        (["襄州区合计：1家"], "total"),
        ([None, "小计"], "subtotal"),
        ([None, None, "甲砖厂小计", None, None, None, None, 1], "subtotal"),
        (["注：1.以上数据由企业填报"], "note"),
        (["填表人：陈某", None, "审核人：", None, "联系电话：0710-0000000"], "signature"),
        ([2], "numbered"),
        ([2, "双沟镇"], "numbered"),
        ([2, None, "作废"], "stray"),
        ([2, None, "（此行删除）"], "stray"),
        (["第1页 共3页"], "stray"),
        ([None, None, None, None, "第 2 页，共 3 页"], "stray"),
        (["以下空白"], "note"),
        ([None, None, None, None, None, None, None, 1], "total"),
    ],
)
def test_a_row_that_is_no_entry_is_named_for_what_it_is(row: list[str | int | None], kind: str) -> None:
    found = told(TITLE, HEAD, FIRM, row)
    assert len(found.entries) == 1
    assert found.kinds[4] == kind


@pytest.mark.parametrize(
    "row",
    [
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["甲", "乙", "1", "2", "3", "4", "5", "6", "7"],
        ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）", "（7）", "（8）", "（9）"],
        [None, "选填", "填写营业执照全称", "18位", "手机", "下拉选择", None, "填数字", "如：2019年6月"],
        ["例", "双沟镇", "某某有限公司", "9142…", "138…", "焙烧窑", "1#", "1", "2019年6月"],
    ],
)
def test_column_numbers_hints_and_examples_are_no_entries(row: list[str | int | None]) -> None:
    found = told(TITLE, HEAD, row, FIRM)
    assert found.column("name") == ["甲砖厂"]
    assert found.kinds[3] == "hint"


@pytest.mark.parametrize(
    "name",
    [
        *["襄阳总计仪表厂", "小计量器具厂", "注塑加工厂", "名单印刷厂", "单位食堂", "附件加工厂", "空调维修部"],
        *[
            "襄阳一致服装",
            "选择科技",
            "襄阳格式家具",
            "襄阳保留地农家乐",
            "全称印刷",
            "例外服饰",
            "如意酒坊",
            "一",
            "甲",
            "A1",
        ],
    ],
)
@pytest.mark.parametrize("number", [1, None])
def test_a_firm_whose_name_holds_a_telling_word_is_an_entry(name: str, number: int | None) -> None:
    row = [number, "双沟镇", name, None, None, "加热炉", "1#", 1, None]
    assert told(TITLE, HEAD, row, FIRM).column("name") == [name, "甲砖厂"]
    assert told(TITLE, HEAD, FIRM, row).column("name") == ["甲砖厂", name]


def test_a_row_without_a_name_is_kept_and_asked_about() -> None:
    found = told(
        TITLE, HEAD, FIRM, [2, "双沟镇", None, code("91420606MA488ABD2"), "13800000002", "加热炉", "1#", 1, None]
    )
    assert found.entries[1].record is None
    assert [(p.kind, p.field) for p in found.entries[1].problems] == [("missing_required", "name")]


def test_a_required_cell_left_blank_is_named_once() -> None:
    found = told(
        TITLE,
        HEAD,
        [1, "双沟镇", "甲厂", None, None, None, "1#", 1, None],
        [2, "双沟镇", "乙厂", None, None, "奇炉", "1#", 1, None],
    )
    assert [p.kind for p in found.entries[0].problems] == ["missing_required"]
    assert [p.kind for p in found.entries[1].problems] == ["unknown_spelling"]


def test_a_tick_may_repeat_the_word_of_its_heading() -> None:
    found = told(
        ["谷城县达标排放计划"],
        ["企业名称", "存在问题", "整改措施", "完成时限", "是否挂牌督办"],
        ["甲厂", "粉尘", "除尘", "2019年6月", "挂牌督办"],
        ["乙厂", "粉尘", "除尘", "2019年6月", "未挂牌督办"],
        ["丙厂", "粉尘", "除尘", "2019年6月", "粉尘"],
    )
    assert found.column("is_supervised") == [True, False, None]
    assert [p.kind for p in found.problems] == ["unknown_spelling"]


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#名称?", "Err:502"])
def test_a_spreadsheet_error_typed_as_text_is_an_error_and_no_value(error: str) -> None:
    found = told(TITLE, HEAD, [*FIRM[:4], error, *FIRM[5:]])
    assert found.records[0].get("contact_phone") is None
    assert [(p.kind, p.field, p.raw) for p in found.problems] == [("error_cell", "contact_phone", error)]


def test_a_cell_of_many_pages_is_refused_as_a_date_and_kept_as_a_text() -> None:
    head = [*HEAD, "备注"]
    found = told(TITLE, head, [*FIRM[:8], "-" * 30_000, "、" * 9_000])
    assert len(found.records[0]["note"]) == 9_000
    (problem,) = found.problems
    assert (problem.kind, problem.field) == ("unreadable_date", "due_on")
    assert len(str(problem.raw)) < 100


def test_two_classes_ticked_are_a_contradiction_and_neither_is_taken() -> None:
    found = told(
        ["散乱污企业台账"],
        ["序号", "企业名称", "整治类别", None],
        [None, None, "关停取缔", "升级改造"],
        [1, "甲厂", "√", "√"],
        merged=["C2:D2"],
    )
    assert "disposal_class" not in found.records[0]
    assert [p.kind for p in found.entries[0].problems] == ["two_classes"]


def test_a_remark_of_its_own_stands_before_a_state_in_the_name() -> None:
    head = ["序号", "企业名称", "炉窑类型", "炉窑名称", "备注"]
    found = told(
        TITLE, head, [1, "甲厂（已停产）", "加热炉", "1#", "春节后复产"], [2, "乙厂（已停产）", "加热炉", "1#", None]
    )
    assert found.column("note") == ["春节后复产", "已停产"]
    assert found.column("name") == ["甲厂", "乙厂"]


def test_longitude_and_latitude_in_each_others_place_are_exchanged_with_a_warning() -> None:
    found = told(TITLE, ["企业名称", "炉窑类型", "炉窑名称", "经度", "纬度"], ["甲厂", "加热炉", "1#", 32.1, 112.1])
    assert (found.records[0]["longitude"], found.records[0]["latitude"]) == (112.1, 32.1)
    assert {p.kind for p in found.entries[0].problems} == {"swapped_coordinates"}


def test_degrees_minutes_and_seconds_in_three_cells() -> None:
    found = told(
        TITLE,
        ["企业名称", "炉窑类型", "炉窑名称", "经度", None, None],
        [None, None, None, "度", "分", "秒"],
        ["甲厂", "加热炉", "1#", 112, 6, 36],
        merged=["A2:A3", "B2:B3", "C2:C3", "D2:F2"],
    )
    assert found.records[0]["longitude"] == pytest.approx(112.11)


CELL = st.none() | st.sampled_from(
    ["", "x", "甲砖厂", "合计", "小计", "焙烧窑", "注：略", "一、淘汰类", "双沟镇", "序号", "企业名称", "炉窑类型"]
)
CELL = (
    CELL | st.integers(0, 5) | st.text(max_size=4).filter(lambda text: text.isprintable() and not text.startswith("="))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, max_size=11), max_size=12))
def test_every_row_that_is_not_empty_is_accounted_for_exactly_once(rows: list[list[str | int | None]]) -> None:
    found = told(TITLE, HEAD, FIRM, *rows)
    written = {
        number
        for number, row in enumerate([TITLE, HEAD, FIRM, *rows], 1)
        if any(cell not in (None, "") for cell in row)
    }
    entries = [entry.origin.row for entry in found.entries if entry.origin.panel == 0]
    others = [other.origin.row for other in found.others]
    assert len(entries) == len(set(entries))
    assert len(others) == len(set(others))
    assert not set(entries) & set(others)
    assert set(entries) | set(others) | {entry.origin.row for entry in found.entries} >= written
    assert set(entries) | set(others) <= written


def test_lines_that_divide_up_what_the_firm_states_are_not_read_lest_amounts_count_twice() -> None:
    found = told(
        ["谷城县用煤台账"],
        ["序号", "企业名称", "年用煤量（吨）", "用煤设备"],
        [1, "甲厂", 100, "锅炉2台"],
        [None, "其中：1#锅炉", 60, "1#锅炉"],
        [None, "2#锅炉", 40, "2#锅炉"],
        [2, "乙厂", 50, "锅炉"],
        ["合计", None, 150],
    )
    assert found.column("name") == ["甲厂", "乙厂"]
    assert [(each.kind, each.cell) for each in found.problems] == [
        ("breakdown_not_read", "B4"),
        ("breakdown_not_read", "B5"),
    ]
