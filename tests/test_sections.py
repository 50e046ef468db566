"""Section rows in all their spellings: what they carry, how long it holds, and what is no section."""

from __future__ import annotations

import pytest
from sheets import Row, read, told, xlsx

TITLE = ["襄阳市“散乱污”企业整治清单"]
HEAD = ["序号", "企业名称", "存在问题", "整治措施", "完成时限", "备注"]
FIRMS: list[Row] = [
    [place, f"襄阳{name}砖厂", "无设施", "除尘", "2019年10月"] for place, name in enumerate("甲乙丙丁", 1)
]


def _fields(*rows: Row) -> list[tuple[str | None, str | None, str | None]]:
    """County, township and class of each firm; the letters stand for the firms."""
    found = told(TITLE, HEAD, *rows)
    assert found.column("name") == [str(firm[1]) for firm in FIRMS[: len(found.entries)]]
    return [(each.get("county"), each.get("township"), each.get("disposal_class")) for each in found.records]


@pytest.mark.parametrize(
    "row",
    [
        ["一、关停取缔类"],
        ["一、关停取缔类（1家）"],
        ["（一）关停取缔类 1家"],
        ["1、关停取缔"],
        ["第一类 取缔类企业"],
        ["关停取缔类企业（共1家）"],
        ["【关停取缔】"],
        ["★关停取缔类★"],
        ["整治类别：取缔"],
        ["一", "关停取缔类"],
        ["（一）", "关停取缔类（1家）"],
        ["一、", "关停取缔类", None, None, None, "1家"],
        ["一、关停取缔类", None, None, None, None, "共1家"],
        [None, "一、关停取缔类"],
    ],
)
def test_a_class_in_a_row_of_its_own_holds_for_the_rows_below(row: Row) -> None:
    assert _fields(row, FIRMS[0]) == [(None, None, "close")]


@pytest.mark.parametrize(
    "row",
    [
        ["石花镇"],
        ["一、石花镇（1家）"],
        ["【石花镇】"],
        ["所属乡镇：石花镇"],
        ["一", "石花镇"],
        [None, "石花镇"],
    ],
)
def test_a_township_in_a_row_of_its_own_holds_for_the_rows_below(row: Row) -> None:
    assert [each[1] for each in _fields(["取缔类"], row, FIRMS[0])] == ["石花镇"]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        # the inner one ends with the outer one
        (["谷城县", "一、取缔", 0, "樊城区", 1], [("谷城县", None, "close"), ("樊城区", None, None)]),
        (["一、取缔", "谷城县", 0, "樊城区", 1], [("谷城县", None, "close"), ("樊城区", None, "close")]),
        (["一、取缔", "石花镇", 0, "二、搬迁", 1], [(None, "石花镇", "close"), (None, None, "relocate")]),
        # and holds until the next of its level
        (["一、取缔", "石花镇", 0, "盛康镇", 1], [(None, "石花镇", "close"), (None, "盛康镇", "close")]),
        (
            ["谷城县", "石花镇", "取缔", 0, "搬迁", 1, "盛康镇", "取缔", 2],
            [("谷城县", "石花镇", "close"), ("谷城县", "石花镇", "relocate"), ("谷城县", "盛康镇", "close")],
        ),
    ],
)
def test_sections_inside_sections(
    rows: list[str | int], wanted: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert _fields(*([each] if isinstance(each, str) else FIRMS[each] for each in rows)) == wanted


def test_a_section_that_says_nothing_known_ends_what_one_above_it_said_and_is_named() -> None:
    found = told(TITLE, HEAD, ["一、取缔类（1家）"], FIRMS[0], ["二、另行研究类（1家）"], FIRMS[1])
    assert found.column("disposal_class") == ["close", None]
    assert [each.cell for each in found.named("unknown_section")] == ["A5"]


def test_what_a_row_says_itself_outranks_its_section() -> None:
    found = told(
        ["谷城县“散乱污”企业整治清单"],
        ["序号", "乡镇", "企业名称", "整治类别", "存在问题"],
        ["一、石花镇"],
        [1, None, "甲厂", "取缔", "无设施"],
        [2, "盛康镇", "乙厂", "搬迁", "无设施"],
    )
    assert found.column("township") == ["石花镇", "盛康镇"]


@pytest.mark.parametrize(
    "row",
    [
        [2, "襄阳石花镇酒厂", None, None, None, "2家分厂"],
        ["二", "襄阳乙酒厂", "无设施", "除尘", "2019年10月"],
        [2, "一品石花镇酒厂", "无设施"],
        [2, "襄阳取缔类废品站", "无设施", "除尘"],
    ],
)
def test_a_row_that_says_more_than_a_count_is_an_entry(row: Row) -> None:
    assert [entry.origin.row for entry in told(TITLE, HEAD, ["一、取缔类"], FIRMS[0], row).entries] == [4, 5]


def test_sections_may_stand_above_headings_that_are_repeated_for_each() -> None:
    found = told(TITLE, ["一、关停取缔类"], HEAD, *FIRMS[:2], ["二、升级改造类"], HEAD, *FIRMS[2:])
    assert found.column("disposal_class") == ["close", "close", "upgrade", "upgrade"]
    assert found.problems == []


@pytest.mark.parametrize("title", ["谷城县“散乱污”企业（关停取缔类）清单", "谷城县散乱污企业清单(取缔)"])
def test_a_class_in_brackets_in_the_title_holds_for_all_rows(title: str) -> None:
    assert told([title], HEAD, *FIRMS).column("disposal_class") == ["close"] * 4


def test_a_sheet_may_be_named_for_a_class_or_a_township() -> None:
    rows: list[Row] = [["谷城县“散乱污”企业清单"], HEAD, FIRMS[0]]
    found = read(xlsx(*rows, name="关停取缔", more=[("升级改造类", rows), ("石花镇", [["取缔类"], *rows])]))
    assert found.column("disposal_class") == ["close", "upgrade", "close"]
    assert found.column("township") == [None, None, "石花镇"]


def test_what_stands_above_one_table_says_nothing_of_the_next() -> None:
    found = told(TITLE, ["取缔类"], HEAD, FIRMS[0], [], ["襄阳市“散乱污”企业整治清单（二）"], HEAD, FIRMS[1])
    assert found.column("disposal_class") == ["close", None]
    assert [each.kind for each in found.problems] == ["missing_column"]


def test_rows_above_the_first_section_are_asked_for_what_the_sections_say() -> None:
    found = told(TITLE, HEAD, FIRMS[0], ["二、升级改造类"], FIRMS[1])
    assert found.column("disposal_class") == [None, "upgrade"]
    assert [(each.kind, each.field, each.cell) for each in found.problems] == [
        ("missing_required", "disposal_class", "B3")
    ]
