"""Headings: known as they stand, understood from their words, or left unknown."""

from __future__ import annotations

import pytest

from importers.headings import Meaning, Vocabulary
from importers.labels import fold, is_unit, label
from importers.ledger import ledgers
from importers.phrases import is_neutral
from inventory.reading import Lesson

KINDS = {
    "散乱污": Vocabulary(ledgers()["scattered_polluters"]),
    "用煤": Vocabulary(ledgers()["coal_users"]),
    "炉窑": Vocabulary(ledgers()["kilns"]),
    "VOCs": Vocabulary(ledgers()["voc_sources"]),
    "达标": Vocabulary(ledgers()["compliance_plans"]),
    "许可": Vocabulary(ledgers()["permits"]),
}


def understood(kind: str, *path: str) -> str | None:
    meaning = KINDS[kind].understand(path)
    return meaning.column if meaning else None


@pytest.mark.parametrize(
    ("kind", "heading", "column"),
    [
        ("散乱污", "企业负责人", "legal_representative"),
        ("散乱污", "切断工业用水", "water_cut"),
        ("散乱污", "整治类别（关停取缔、整合搬迁、升级改造）", "disposal_class"),
        ("散乱污", "所在乡（镇、街道）", "township"),
        ("散乱污", "企 业\n名 称", "name"),
        ("散乱污", "7.整治措施", "measures"),
        ("散乱污", "企業名稱", "name"),
        ("散乱污", "負責人", "legal_representative"),
        ("散乱污", "是否有环评手续", "has_eia"),
        ("散乱污", "统一社会信用代码/营业执照号", "credit_code"),
        ("散乱污", "负责人及电话", "person_and_phone"),
        ("散乱污", "负责人（电话）", "person_and_phone"),
        ("散乱污", "负责人电话", "contact_phone"),
        ("散乱污", "座標", "coordinates"),
        ("用煤", "全硫St,d（%）", "sulfur_pct"),
        ("用煤", "收到基低位发热量(Qnet,ar)", "calorific_value_mj_per_kg"),
        ("用煤", "上年度耗煤总量", "coal_previous_t"),
        ("用煤", "是否建立用煤台帐", "has_coal_ledger"),
        ("炉窑", "炉窑数量（台/套）", "kiln_count"),
        ("炉窑", "废气能否稳定达标排放", "meets_standard"),
        ("VOCs", "产VO\nCs环节", "process"),
        ("VOCs", "含VOCs原辅材料种类", "material"),
        ("VOCs", "废气处理设施及工艺", "treatment"),
        ("达标", "主要超标因子", "pollutants"),
        ("达标", "实际完成时间", "completed_on"),
        ("许可", "国家排污许可证号", "number"),
        ("许可", "SO₂许可排放限值（t/a）", "so2_limit_t"),
        ("散乱污", "被整治企业名称", "name"),
        ("散乱污", "生产经营主体名称", "name"),
        ("散乱污", "单位详细名称", "name"),
        ("散乱污", "行业类别（GB/T4754-2017）", "industry_name"),
        ("散乱污", "是否清除原料、产品、设备", "three_cleared"),
        ("散乱污", "存在的主要环境问题", "existing_problems"),
        ("达标", "存在的主要环境问题", "existing_problems"),
        ("炉窑", "年消耗燃料（t）", "fuel_use_t"),
        ("炉窑", "使用燃料", "fuel"),
        ("用煤", "发热值MJ/kg", "calorific_value_mj_per_kg"),
        ("VOCs", "排放筒高度m", "stack_height_m"),
        ("散乱污", "是否办理环评", "has_eia"),
        ("散乱污", "土地手续是否齐全", "has_land_permit"),
        ("散乱污", "整改要求及措施", "measures"),
        ("散乱污", "主要产品及年产量", "products"),
        ("散乱污", "现有治污设施情况说明", "treatment_facility"),
        ("达标", "超标情况说明", "exceedance"),
    ],
)
def test_a_heading_is_understood(kind: str, heading: str, column: str) -> None:
    assert understood(kind, heading) == column


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("散乱污", "网格员电话"),
        ("散乱污", "责任人电话"),
        ("散乱污", "联系电话（网格员）"),
        ("散乱污", "搬迁后地址"),
        ("散乱污", "完成时间"),
        ("散乱污", "环评批复文号"),
        ("散乱污", "是否有治理设施"),
        ("散乱污", "断水时间"),
        ("散乱污", "原企业名称"),
        ("散乱污", "供货企业名称"),
        ("散乱污", "企业概况"),
        ("散乱污", "企业规模"),
        ("散乱污", "存在问题及整治措施"),
        ("散乱污", "业主情况"),
        ("许可", "单位编码"),
        ("用煤", "1-6月用煤量"),
        ("用煤", "日用煤量"),
        ("用煤", "脱硫效率"),
        ("炉窑", "改造后燃料"),
        ("炉窑", "治理措施"),
        ("VOCs", "VOCs产生量"),
        ("VOCs", "收集效率"),
        ("达标", "处罚金额"),
        ("许可", "SO2排放浓度"),
        ("许可", "变更日期"),
        ("炉窑", "烟气排放浓度"),
        ("炉窑", "年使用燃料"),
        ("达标", "整改完成时间"),
    ],
)
def test_a_heading_that_means_something_else_stays_unknown(kind: str, heading: str) -> None:
    assert understood(kind, heading) is None


@pytest.mark.parametrize(
    ("kind", "path", "column"),
    [
        ("散乱污", ("手续办理情况", "环评"), "has_eia"),
        ("散乱污", ("“两断三清”完成情况", "清 原 料"), "raw_materials_cleared"),
        ("散乱污", ("两断三清", "原料"), "raw_materials_cleared"),
        ("散乱污", ("中心坐标", "经度"), "longitude"),
        ("散乱污", ("企业基本情况", "名称"), "name"),
        ("散乱污", ("网格员", "联系电话"), None),
        ("散乱污", ("相关手续", "营业执照"), "has_business_licence"),
        ("散乱污", ("相关手续", "环保手续（环评）"), "has_eia"),
        ("散乱污", ("验收情况", "时间"), "accepted_on"),
        ("用煤", ("产品", "名称"), None),
        ("VOCs", ("VOCs排放及治理情况", "年使用量（吨/年）"), "annual_use_t"),
        ("VOCs", ("涉VOCs情况", "是否销号"), "struck_off"),
        ("炉窑", ("末端治理设施", "脱硫措施"), "desulfurization"),
        ("散乱污", ("关停到位情况", "切断工业用水"), "water_cut"),
        ("散乱污", ("所在地", "乡镇"), "township"),
        ("散乱污", ("厂区中心坐标", "东经（°）"), "longitude"),
        ("许可", ("总量控制指标（吨/年）", "二氧化硫"), "so2_limit_t"),
        ("许可", ("监测结果", "SO2"), None),
        ("许可", ("2018年排放情况", "SO2"), None),
        ("散乱污", ("供货单位情况", "详细地址"), None),
        ("散乱污", ("整改后", "主要产品"), None),
        ("炉窑", ("炉窑情况", "类型"), "kiln_type"),
        ("炉窑", ("燃料情况", "类型"), "fuel"),
        ("炉窑", ("污染治理设施", "脱硫"), "desulfurization"),
        ("炉窑", ("烟气治理设施", "除尘器类型"), "dedusting"),
        ("炉窑", ("烟气治理设施", "烟气脱硝"), "denitrification"),
        ("许可", ("有效期", "起"), "valid_from"),
        ("许可", ("有效期", "止"), "valid_to"),
        ("许可", ("许可年排放量(吨/年)", "SO2"), "so2_limit_t"),
        ("许可", ("实际排放量", "SO2"), None),
    ],
)
def test_a_heading_is_understood_together_with_those_above_it(
    kind: str, path: tuple[str, ...], column: str | None
) -> None:
    assert understood(kind, *path) == column


def test_a_unit_comes_from_the_heading_or_from_the_one_above() -> None:
    assert KINDS["用煤"].understand(("年用煤量（万吨）",)) == Meaning("coal_t", "exact", unit="万吨")
    meaning = KINDS["许可"].understand(("许可年排放量（吨/年）", "颗粒物"))
    assert meaning is not None
    assert (meaning.column, meaning.unit) == ("pm_limit_t", "吨/年")


def test_a_unit_no_field_is_kept_in_is_kept_so_that_every_cell_is_refused() -> None:
    meaning = KINDS["VOCs"].understand(("VOCs含量（g/L）",))
    assert meaning is not None
    assert meaning.unit == "G/L"


def test_a_year_belongs_to_a_quantity_of_a_year_alone() -> None:
    assert KINDS["用煤"].understand(("2018年用煤量（吨）",)) == Meaning("coal_t", "exact", unit="吨", year=2018)
    assert KINDS["用煤"].understand(("用煤量", "2018年")) is not None
    assert KINDS["散乱污"].understand(("2019年整治措施",)) is None


def test_a_class_may_be_a_column_of_its_own() -> None:
    assert KINDS["散乱污"].understand(("整治类别", "搬迁入园")) == Meaning("disposal_class", "words", code="relocate")


def test_degrees_minutes_and_seconds_may_stand_in_three_columns() -> None:
    parts = [KINDS["散乱污"].understand(("经度", part)) for part in ("度", "分", "秒")]
    assert [meaning.part for meaning in parts if meaning] == [0, 1, 2]


def test_a_section_names_a_class_only_where_it_is_clear() -> None:
    assert KINDS["散乱污"].classes.named("关停取缔类（12家）") == ("disposal_class", "close")
    assert KINDS["散乱污"].classes.named("重点行业") is None


def test_what_was_taught_comes_first() -> None:
    lessons = [
        Lesson("heading", "归口", field="responsible_unit"),
        Lesson("ignore", "网格员签字"),
        Lesson("heading", "法人", field="responsible_person", ledger="kilns"),
        Lesson("heading", "证照号", field="registration_no"),
    ]
    taught = Vocabulary(ledgers()["scattered_polluters"], lessons)
    assert taught.understand(("归口",)) == Meaning("responsible_unit", "lesson")
    assert taught.understand(("网格员\n签字",)) == Meaning("", "ignored")
    assert taught.understand(("法人",)) == Meaning("legal_representative", "exact")
    assert taught.understand(("证照号",)) == Meaning("credit_code", "lesson")


@pytest.mark.parametrize(
    ("kind", "heading", "field", "unit"),
    [
        ("permits", "许可量（千克/年）", "voc_limit_t", "千克/年"),
        ("coal_users", "去年烧掉\n(万吨)", "coal_t", "万吨"),
        ("voc_sources", "装机规模（万m3/h）", "airflow_m3_per_h", "万M3/H"),
    ],
)
def test_a_taught_heading_goes_on_saying_its_unit(kind: str, heading: str, field: str, unit: str) -> None:
    taught = Vocabulary(ledgers()[kind], [Lesson("heading", heading, field=field)])
    found = taught.understand((heading,))
    assert found is not None
    assert (found.how, found.unit and fold(found.unit)) == ("lesson", unit.upper())


def test_a_taught_heading_goes_on_saying_its_year() -> None:
    lessons = [Lesson("heading", f"{year}年烧掉", field="coal_t") for year in (2018, 2019)]
    taught = Vocabulary(ledgers()["coal_users"], lessons)
    assert taught.understand(("2018年烧掉",)) == Meaning("coal_t", "lesson", year=2018)


@pytest.mark.parametrize(
    ("kind", "heading", "unit"),
    [
        ("coal_users", "年用煤量（万）", "万"),
        ("coal_users", "年用煤量（磅）", "磅"),
        ("coal_users", "年用煤量（吨标煤）", "吨标煤"),
        ("coal_users", "年用煤量（×10⁴t）", "×104T"),
        ("coal_users", "年用煤量（万吨，实物量）", "万吨"),
        ("voc_sources", "年使用量（桶）", "桶"),
        ("kilns", "年用电量（kVA）", "KVA"),
        ("kilns", "数量（万台）", "万台"),
    ],
)
def test_what_looks_like_a_unit_in_brackets_is_no_mere_remark(kind: str, heading: str, unit: str) -> None:
    found = Vocabulary(ledgers()[kind]).understand((heading,))
    assert found is None or found.unit == unit


@pytest.mark.parametrize(
    "path",
    [
        *[
            ("监管单位名称",),
            ("治理单位名称",),
            ("排查单位名称",),
            ("检查单位名称",),
            ("填报单位名称",),
            ("整改单位名称",),
        ],
        *[("责任单位", "名称"), ("监管单位", "名称"), ("包保单位", "名称"), ("验收单位", "全称"), ("供煤单位", "名称")],
        *[("企业名称", "曾用名"), ("企业", "原名称"), ("企业名称", "变更前")],
    ],
)
def test_somebody_elses_name_or_a_former_one_is_not_the_enterprises(path: tuple[str, ...]) -> None:
    for vocabulary in KINDS.values():
        meaning = vocabulary.understand(path)
        assert meaning is None or meaning.column != "name"


@pytest.mark.parametrize(
    "path",
    [
        *[("被检查单位名称",), ("监管企业名称",), ("治理企业名称",), ("被整治单位名称",), ("持证单位", "名称")],
        *[("企业", "名称"), ("单位", "名称"), ("企业名称", "现名"), ("基本情况", "企业名称"), ("企业名称（曾用名）",)],
    ],
)
def test_the_enterprises_own_name_is_known_in_many_words(path: tuple[str, ...]) -> None:
    meaning = KINDS["散乱污"].understand(path)
    assert meaning is not None
    assert meaning.column == "name"


def test_the_nearest_columns_are_offered_for_an_unknown_heading() -> None:
    assert "due_on" in KINDS["散乱污"].nearest("完成时间")
    assert KINDS["散乱污"].nearest("☺") == []


def test_folding_forgets_script_width_white_space_and_quotes() -> None:
    assert fold("“兩斷三清” 完成\t情況") == fold("两断三清完成情况")
    assert fold("ＶＯＣｓ") == "VOCS"


def test_a_label_is_taken_apart() -> None:
    assert label("3、VOCs质量占比（%）").base == "VOCS质量占比"
    assert label("县(市、区)").hints == ("市、区",)
    assert is_unit("（吨）")
    assert not is_unit("吨位")
    assert is_neutral("企业基本情况")
    assert not is_neutral("网格员")
