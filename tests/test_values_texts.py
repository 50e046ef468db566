"""Text, script, ticks, spellings, names: what words in a cell become."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import values
from inventory.values import Name, Taken


def kinds(taken: Taken[Any]) -> list[str]:
    """The doubts, severity first."""
    return [f"{doubt.severity.value} {doubt.kind}" for doubt in taken.doubts]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("水泥制造", "水泥制造"),
        ("  水泥\u3000制造 ", "水泥制造"),
        ("序 号", "序号"),
        ("水泥\n制造", "水泥制造"),
        ("水泥_x000D_\n制造", "水泥制造"),
        ("水泥\xa0制造\t", "水泥制造"),
        ("水\u200b泥\ufeff", "水泥"),
        ("１２３ＡＢＣ", "123ABC"),
        ("湖北（襄阳）", "湖北(襄阳)"),
        ("颗粒物、 二氧化硫", "颗粒物、二氧化硫"),
        ("炉 （窑）", "炉(窑)"),
        ("罚款 10 万元", "罚款 10 万元"),
        ("UV  光氧", "UV 光氧"),
        ("m³", "m3"),
        ("✔\ufe0f", "✔"),
        ("⼚", "厂"),
        ("", ""),
        (None, ""),
        (13800007042.0, "13800007042"),
        (12.5, "12.5"),
        (7, "7"),
        (True, "TRUE"),
        (dt.date(2019, 6, 30), "2019-06-30"),
    ],
)
def test_text_is_half_width_and_without_loose_white_space(raw: Any, text: str) -> None:
    assert values.text(raw) == text


CELLS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n\u3000\xa0_x000D_水泥厂（）、\u200b1Aa")), max_size=30
)


@given(CELLS)
def test_text_of_text_is_the_same_text(raw: str) -> None:
    once = values.text(raw)
    assert values.text(once) == once
    assert once == once.strip() == unicodedata.normalize("NFKC", once)


@pytest.mark.parametrize(
    "texts",
    [
        ["工業污染源全面達標排放計劃臺賬", "序號", "鄉鎮（街道）", "單位名稱"],
        ["挂賬銷號臺賬", "企業名稱", "統一社會信用代碼", "整改時限", "襄阳某某有限公司"],
        ["序號", "企業名稱"],
    ],
)
def test_a_sheet_in_traditional_script_is_known_by_its_everyday_words(texts: list[str]) -> None:
    assert values.is_traditional(texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["企业名称", "所属乡镇", "乾濛於堃建材有限公司"],
        ["企业名称", "鄉鎮企業總公司電機廠", "单位", "电话", "序号", "联系电话", "报时间", "环评"],
        ["濛乾", "於堃"],
        ["name", "code"],
        [],
    ],
)
def test_single_traditional_characters_do_not_make_a_sheet_traditional(texts: list[str]) -> None:
    assert not values.is_traditional(texts)


def test_text_is_converted_in_traditional_sheets_only() -> None:
    assert values.text("待覈實 萬噸", traditional=True) == "待核实万吨"
    assert values.text("乾濛於堃") == "乾濛於堃"


@pytest.mark.parametrize(
    "raw",
    [
        "√", "✔", "✔\ufe0f", "✓", "☑", "是", "有", "已", "1", 1, 1.0, True, "Y", "yes", "已建", "已完成",
        "已断", "已斷", "已断水", "已切断", "已清除", "已办", "已办环评", "有证", "齐全", "达标", "已销号", "ｙ",
    ],
    ids=repr,
)  # fmt: skip
def test_yes(raw: Any) -> None:
    assert values.tick(raw) == Taken(True)


@pytest.mark.parametrize(
    "raw",
    [
        "×", "✗", "✘", "x", "否", "无", "未", "0", 0, 0.0, False, "N", "没有", "未建", "未完成", "未断",
        "未断水", "未办理", "未办环评", "无证", "不齐全", "不达标", "超标", "未销号", "尚未完成",
    ],
    ids=repr,
)  # fmt: skip
def test_no(raw: Any) -> None:
    assert values.tick(raw) == Taken(False)


@pytest.mark.parametrize(
    "raw", ["部分", "部分完成", "基本完成", "办理中", "正在办理", "○", "已报", "待核实", "是/否", 2, "有待完善"]
)
def test_what_is_neither_yes_nor_no_is_a_problem(raw: Any) -> None:
    read = values.tick(raw)
    assert (read.value, kinds(read)) == (None, ["error unknown_spelling"])
    assert read.doubts[0].parameters["known"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("是（√）", True),
        ("有√", True),
        ("√是", True),
        ("是。", True),
        ("否（×）", False),
        ("无×", False),
        ("□", False),
        ("齊", True),
    ],
)
def test_a_tick_said_twice_or_with_a_full_stop_is_one(raw: str, said: bool) -> None:
    assert values.tick(raw) == Taken(said)


def test_a_tick_that_contradicts_itself_is_none() -> None:
    assert values.tick("是（×）").value is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("01关停取缔", "close"),
        ("A.关停取缔", "close"),
        ("予以关停取缔", "close"),
        ("升级改造企业", "upgrade"),
        ("2、升级改造类", "upgrade"),
    ],
)
def test_a_spelling_may_be_numbered_and_have_words_around_it(raw: str, code: str) -> None:
    assert values.Spellings({"关停取缔": "close", "升级改造": "upgrade"}).read(raw) == Taken(code)


def test_a_tick_may_be_empty_or_not_apply() -> None:
    assert values.tick("") == values.tick(None) == Taken(None)
    assert values.tick("/") == values.tick("—") == values.tick("不涉及") == Taken(None, (), True)


def test_a_field_may_spell_its_ticks_in_its_own_way() -> None:
    assert values.tick(" ○", {"○": True}) == Taken(True)


CLASSES = values.Spellings(
    {"关停取缔": "close", "清理取缔": "close", "升级改造": "upgrade", "焙（煅）烧炉（窑）": "roasting_kiln"}
)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("关停取缔", "close"),
        ("关停、取缔", "close"),
        ("关停取缔类", "close"),
        (" 关停 取缔\n", "close"),
        ("升级改造型", "upgrade"),
        ("升級改造", "upgrade"),
        ("焙(煅)烧炉(窑)", "roasting_kiln"),
        ("焙煅烧炉窑", "roasting_kiln"),
    ],
)
def test_a_spelling_is_looked_up_folded(raw: str, code: str) -> None:
    assert values.spelling(raw, CLASSES) == Taken(code)


def test_an_unknown_spelling_names_the_known_and_the_nearest() -> None:
    read = values.spelling("提升改造", CLASSES)
    assert (read.value, kinds(read)) == (None, ["error unknown_spelling"])
    assert read.doubts[0].parameters["nearest"] == "升级改造"
    assert "清理取缔" in read.doubts[0].parameters["known"]


def test_spellings_may_be_empty_or_none() -> None:
    assert values.spelling(None, {"煤": "coal"}) == Taken(None)
    assert values.spelling("/", {"煤": "coal"}).is_none
    assert values.spelling("无", {"无": "none"}) == Taken("none")


def test_a_table_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="关停"):
        values.Spellings({"关停 取缔": "close", "关停、取缔": "upgrade"})


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("示例砖厂", Name("示例砖厂")),
        (" 示例 砖厂\n", Name("示例砖厂")),
        ("示例砖厂（已停产）", Name("示例砖厂", "已停产")),
        ("示例砖厂(停产)", Name("示例砖厂", "停产")),
        ("示例砖厂【已关闭】", Name("示例砖厂", "已关闭")),
        ("示例砖厂〔已拆除〕", Name("示例砖厂", "已拆除")),
        ("示例砖厂（在建）", Name("示例砖厂", "在建")),
        ("示例砖厂（关停）", Name("示例砖厂", "关停")),
        ("示例砖厂（已搬迁）", Name("示例砖厂", "已搬迁")),
        ("示例砖厂（长期停产）", Name("示例砖厂", "长期停产")),
        ("示例砖厂（2018年已关停）", Name("示例砖厂", "2018年已关停")),
        ("示例砖厂（已停产，设备已拆除）", Name("示例砖厂", "已停产,设备已拆除")),
        ("示例砖厂（已停产", Name("示例砖厂", "已停产")),
        ("示例砖厂-已停产", Name("示例砖厂", "已停产")),
        ("示例砖厂——已拆除", Name("示例砖厂", "已拆除")),
        ("示例砖厂 已停产", Name("示例砖厂", "已停产")),
        ("示例砖厂已停产", Name("示例砖厂", "已停产")),
        ("示例砖厂（一分厂）（已停产）", Name("示例砖厂(一分厂)", "已停产")),
        ("湖北（襄阳）示例有限公司", Name("湖北(襄阳)示例有限公司")),
        ("示例中心（普通合伙）", Name("示例中心(普通合伙)")),
        ("示例砖厂（一分厂）", Name("示例砖厂(一分厂)")),
        ("示例砖厂（东厂）", Name("示例砖厂(东厂)")),
        ("示例厂（原料车间）", Name("示例厂(原料车间)")),
        ("示例建设有限公司", Name("示例建设有限公司")),
        ("示例新建砖厂", Name("示例新建砖厂")),
        ("示例砖厂（原样本机砖厂）", Name("示例砖厂", None, "样本机砖厂")),
        ("示例砖厂（曾用名：样本砖瓦）", Name("示例砖厂", None, "样本砖瓦")),
        ("样本砖厂（现更名为示例建材有限公司）", Name("示例建材有限公司", None, "样本砖厂")),
    ],
)
def test_a_state_and_a_former_name_are_told_apart_from_the_name(raw: str, name: Name) -> None:
    read = values.name(raw)
    assert read.value == name
    assert kinds(read) == (["info state_in_name"] if name.note else [])


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        *[("1.甲砖厂", "甲砖厂"), ("12、甲砖厂", "甲砖厂"), ("（3）甲砖厂", "甲砖厂"), ("一、甲砖厂", "甲砖厂")],
        # what tells sites apart stays
        *[(each, each) for each in ("1号砖厂", "1#砖厂", "(1)号砖厂", "三、四号砖厂", "3.15便民店", "一品砖厂")],
    ],
)
def test_the_number_of_its_line_is_no_part_of_a_name(raw: str, name: str) -> None:
    assert values.name(raw) == Taken(Name(name))


@pytest.mark.parametrize(
    ("raw", "several"),
    [
        *[("甲砖厂\n乙砖厂", True), ("甲砖厂、乙砖厂", True), ("甲砖厂/乙公司；丙合作社", True)],
        *[("襄阳某某砖厂\n有限公司", False), ("襄阳市昌诚\n铸造加工厂", False), ("东甲公司、二分厂", False)],
        *[("甲、乙砖厂", False), ("甲砖厂", False)],
    ],
)
def test_several_names_in_a_cell_are_doubtful(raw: str, several: bool) -> None:
    assert ("several_names" in [doubt.kind for doubt in values.name(raw).doubts]) is several


def test_a_name_is_converted_in_a_traditional_sheet() -> None:
    assert values.name("棗陽示例化纖廠（已停產）", traditional=True).value == Name("枣阳示例化纤厂", "已停产")


def test_a_name_may_be_missing() -> None:
    assert values.name("") == Taken(None)
    assert values.name("无").is_none


@given(st.text("示例砖厂公司已停产拆除（）()【-— ，原", max_size=16))
def test_a_read_name_is_never_empty_and_reads_as_itself(raw: str) -> None:
    read = values.name(raw).value
    if read is not None:
        assert read.name
        assert values.name(read.name).value == Name(read.name)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("能", True),
        ("不能", False),
        ("具备", True),
        ("不具备", False),
        ("到位", True),
        ("未到位", False),
        ("清理到位", True),
        ("能稳定达标排放", True),
        ("未能稳定达标", False),
        ("基本到位", None),
        ("具备条件后办", None),
    ],
)
def test_ability_and_thoroughness_are_ticks(raw: str, said: bool | None) -> None:
    assert values.tick(raw).value is said


FURNACES = values.Spellings({"熔化炉": "melting", "熔炼炉": "smelting", "烧结": "sintering"}, qualified=True)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("铸造熔化炉", "melting"),
        ("燃气式熔化炉", "melting"),
        ("熔炼炉、熔化炉", None),
        ("非熔化炉", None),
        ("拟改为熔化炉", None),
        ("隧道烧结", None),
        ("熔化炉房", None),
    ],
)
def test_a_word_before_a_class_of_furnaces_narrows_it(raw: str, code: str | None) -> None:
    assert FURNACES.read(raw).value == code
    assert values.Spellings({"熔化炉": "melting"}).read("铸造熔化炉").value is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("完成80%", "underway"),
        ("80％", "underway"),
        ("完成100%", "done"),
        ("0%", "not_started"),
        ("完成率82.5%", None),
        ("完成180%", None),
        ("完成8", None),
    ],
)
def test_a_share_done_says_how_far_a_case_is(raw: str, code: str | None) -> None:
    shares = values.Spellings({"整改中": "underway"}, by_share=("not_started", "underway", "done"))
    assert shares.read(raw).value == code
    assert values.Spellings({"整改中": "underway"}).read(raw).value is None
