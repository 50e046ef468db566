"""Tables that list enterprises and fit no ledger: errors beside a ledger; alone, refused with a true sentence."""

from __future__ import annotations

import pytest
from sheets import Row, code, read, told, xlsx

from inventory.errors import RecognitionError
from inventory.reading import Severity

LEDGER: list[Row] = [
    ["谷城县“散乱污”企业整治台账"],
    ["序号", "企业名称", "整治类别", "整治措施", "完成时限"],
    [1, "甲砖厂", "取缔", "拆除", "2019年6月"],
]
CLOSE: list[Row] = [
    ["企业名称", "存在问题", "整治措施", "完成时限", "整治类别", "主要污染物"],
    ["甲砖厂", "无治理设施", "上除尘", "2019年10月", "升级改造", "颗粒物"],
]


@pytest.mark.parametrize(
    ("rows", "headings"),
    [
        ([["企业名称", "地址"], ["甲厂", "某路"]], "企业名称、地址"),
        ([["企业名称", "运输车辆数", "排放阶段"], ["甲厂", 3, "国四"]], "企业名称、运输车辆数、排放阶段"),
        # no heading is known, yet the cells are names of firms
        (
            [["车辆情况"], ["谁", "几台", "何时"], *([f"襄阳{each}运输公司", 3, "2019"] for each in "甲乙丙丁")],
            "谁、几台、何时",
        ),
        # not even headings
        ([[f"襄阳{each}运输公司", 3, "国四"] for each in "甲乙丙丁"], "襄阳甲运输公司、3、国四"),
    ],
)
def test_a_sheet_of_enterprises_that_is_not_read_is_an_error(rows: list[Row], headings: str) -> None:
    found = read(xlsx(*LEDGER, more=[("另表", rows)]))
    (problem,) = found.named("sheet_not_read")
    assert (problem.severity, problem.sheet, problem.raw) == (Severity.ERROR, "另表", headings)


@pytest.mark.parametrize(
    "rows",
    [
        [["填表说明"], ["1.", "企业名称填写全称。"], ["2.", "完成时限填写到月。"]],
        [["乡镇", "数量", "备注"], ["双沟镇", 3, None], ["石桥镇", 4, None], ["龙王镇", 5, None]],
        [["类别", "代码", "说明"], ["取缔", 1, "停产"], ["搬迁", 2, "入园"], ["改造", 3, "提标"]],
    ],
)
def test_a_sheet_that_lists_no_enterprises_needs_no_word(rows: list[Row]) -> None:
    assert read(xlsx(*LEDGER, more=[("另表", rows)])).problems == []


def test_a_table_below_a_ledger_that_fits_none_is_an_error_at_its_first_heading() -> None:
    found = told(*LEDGER, [], ["企业名称", "运输车辆数"], ["乙厂", 3])
    assert found.column("name") == ["甲砖厂"]
    assert [(each.kind, each.cell, each.severity) for each in found.problems] == [
        ("table_not_read", "A5", Severity.ERROR)
    ]


def test_a_table_beside_a_ledger_that_fits_none_is_an_error_at_its_first_heading() -> None:
    beside: list[Row] = [[], ["企业名称", "运输车辆数"], ["乙厂", 3]]
    rows = [[*row, *[None] * (6 - len(row)), *more] for row, more in zip(LEDGER, beside, strict=True)]
    found = told(*rows)
    assert found.column("name") == ["甲砖厂"]
    assert [(each.kind, each.cell) for each in found.problems] == [("table_not_read", "G2")]


@pytest.mark.parametrize(
    ("title", "number"),
    [("食品经营许可证名单", "许可证编号"), ("危险化学品企业清单", "许可证号"), ("企业清单", "安全生产许可证编号")],
)
def test_licences_of_another_kind_are_no_pollution_permits(title: str, number: str) -> None:
    rows: list[Row] = [
        [title],
        ["序号", "企业名称", number, "发证日期", "有效期至", "发证机关"],
        [1, "甲商行", "JY14206070001234", "2019-01-01", "2024-01-01", "市场监管局"],
    ]
    with pytest.raises(RecognitionError):
        told(*rows)


def test_a_permit_of_a_firm_with_another_licence_is_one_all_the_same() -> None:
    found = told(
        ["排污许可证清单"],
        ["序号", "企业名称", "许可证编号", "有效期起", "有效期止", "危险化学品经营许可证"],
        [1, "甲化工厂", code() + "001P", "2019-01-01", "2021-12-31", "有"],
    )
    assert found.column("number") == [code() + "001P"]


def test_where_two_kinds_fit_both_are_named_and_saying_one_is_enough() -> None:
    with pytest.raises(RecognitionError) as refused:
        told(*CLOSE)
    assert "scattered_polluters" in str(refused.value)
    assert "compliance_plans" in str(refused.value)
    for kind in ("scattered_polluters", "compliance_plans"):
        assert {entry.ledger for entry in told(*CLOSE, ledger=kind).entries} == {kind}


def test_where_one_kind_may_be_meant_it_is_named_and_saying_it_is_enough() -> None:
    rows: list[Row] = [["企业名称", "窑炉类型", "车辆数"], ["甲砖厂", "焙烧窑", 3]]
    with pytest.raises(RecognitionError, match="--ledger kilns"):
        told(*rows)
    assert told(*rows, ledger="kilns").column("kiln_type") == ["roasting_kiln"]


def test_two_tables_of_different_kinds_side_by_side_have_each_their_title_and_unit() -> None:
    found = told(
        ["襄州区工业炉窑清单", None, None, None, None, "谷城县VOCs排放源清单"],
        ["序号", "企业名称", "炉窑类型", "完成时限", None, "序号", "企业名称", "VOCs原辅材料名称", "年使用量（吨）"],
        [1, "甲砖厂", "焙烧窑", "2019年10月", None, 1, "乙包装厂", "溶剂型油墨", 12],
        [2, "丙砖厂", "加热炉", "2019年12月"],
        merged=["A1:D1", "F1:I1"],
    )
    assert [(entry.ledger, dict(entry.record or {})["name"]) for entry in found.entries] == [
        ("kilns", "甲砖厂"),
        ("kilns", "丙砖厂"),
        ("voc_sources", "乙包装厂"),
    ]
    assert found.column("county") == ["襄州区", "襄州区", "谷城县"]
    assert found.problems == []


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        # between the headings one cell is enough
        ([["序号", "企业名称", None, "整治类别"], [1, "甲厂", "双沟07", "取缔"], [2, "乙厂", None, "取缔"]], ["C2"]),
        # right of them, what most rows hold
        ([["序号", "企业名称", "整治类别"], [1, "甲厂", "取缔", "已核"], [2, "乙厂", "取缔", "未核"]], ["D2"]),
        ([["序号", "企业名称", "整治类别"], [1, "甲厂", "取缔", "已核"], [2, "乙厂", "取缔"]], []),
        # the number of a line needs no heading
        ([[None, "企业名称", "整治类别"], [1, "甲厂", "取缔"], [2, "乙厂", "取缔"]], []),
        ([[None, "企业名称", "整治类别"], ["①一组", "甲厂", "取缔"], ["①一组", "乙厂", "取缔"]], ["A2"]),
        # the heading next to it is merged over both, and the other one is empty
        ([["序号", "企业名称", None, "整治类别"], [1, None, "甲厂", "取缔"], [2, None, "乙厂", "取缔"]], []),
    ],
)
def test_a_column_without_heading_is_named(rows: list[Row], cells: list[str]) -> None:
    found = told(["谷城县“散乱污”企业整治台账"], *rows, merged=["B2:C2"] if rows[1][1] is None else [])
    assert found.column("name") == ["甲厂", "乙厂"]
    assert [each.cell for each in found.named("no_heading")] == cells
