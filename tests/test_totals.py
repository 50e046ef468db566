"""Totals, subtotals and counts against what was read: which rows each speaks of, and when a difference is named."""

from __future__ import annotations

import pytest
from sheets import Row, told

TITLE = ["谷城县用煤台账"]
HEAD = ["序号", "企业名称", "年用煤量（吨）", "用煤设备"]


def _rows(*said: float | str | tuple[str, float | None]) -> list[Row]:
    """A firm for each amount, and a row of other words for each (text, amount)."""
    made: list[Row] = []
    for place, each in enumerate(said, 1):
        if isinstance(each, tuple):
            made.append([each[0], None, each[1]])
        else:
            made.append([place, f"谷城{'甲乙丙丁戊己庚辛壬癸'[place - 1]}厂", each, "链条炉"])
    return made


@pytest.mark.parametrize(
    ("rows", "differing"),
    [
        # below its rows, or above them; in each block, or running on
        ([10, 20, ("合计", 30)], []),
        ([("合计", 30), 10, 20], []),
        ([10, 20, ("小计", 30), 5, ("小计", 5), ("合计", 35)], []),
        ([("小计", 30), 10, 20, ("小计", 5), 5, ("合计", 35)], []),
        ([10, 20, ("累计", 30), 5, ("累计", 35)], []),
        # a level above: the subtotal of subtotals
        ([10, ("小计", 10), 20, ("小计", 20), ("小计", 30), 5, ("小计", 5), ("合计", 35)], []),
        # a difference is named, and only where it is
        ([10, 20, ("合计", 31)], [("C5", "31", "30")]),
        ([10, 20, ("小计", 31), 5, ("小计", 5), ("合计", 35)], [("C5", "31", "30")]),
        ([10, 20, ("小计", 30), 5, ("小计", 6), ("合计", 36)], [("C7", "6", "5"), ("C8", "36", "35")]),
        # 小计 of each block: one that is all so far is of another kind than the rest
        ([10, ("小计", 10), 20, ("小计", 20), 5, ("小计", 35), ("合计", 35)], [("C8", "35", "5")]),
        # amounts are written to two places, and in units of their own
        ([0.125, 0.251, ("合计", 0.38)], []),
        (["0.1万吨", 20, ("合计", 1020)], []),
        # nothing stated, nothing compared
        ([10, 20, ("合计", None)], []),
    ],
)
def test_a_total_is_compared_with_the_rows_it_speaks_of(
    rows: list[float | str | tuple[str, float | None]], differing: list[tuple[str, str, str]]
) -> None:
    found = told(TITLE, HEAD, *_rows(*rows))
    assert [
        (each.cell, each.parameters["stated"], each.parameters["counted"]) for each in found.named("total_differs")
    ] == differing


@pytest.mark.parametrize(
    ("rows", "differing"),
    [
        (["一、石花镇（2家）", 1, 1, "二、盛康镇（1家）", 1], []),
        (["一、石花镇（3家）", 1, 1, "二、盛康镇（1家）", 1], ["A3"]),
        (["一、石花镇（1家）", 1, 1, "二、盛康镇（2家）", 1], ["A3", "A6"]),
        (["一、石花镇（1家）", 1, "二、盛康镇（0家）"], []),
        (["一、石花镇（1家）", 1, "二、盛康镇（1家）"], ["A5"]),
        ([1, 1, "合计：2家"], []),
        ([1, 1, "合计：3家"], ["A5"]),
        # below the rows it counts
        ([1, 1, "其中：石花镇2家"], []),
        ([1, 1, "其中：石花镇3家"], ["A5"]),
    ],
)
def test_a_count_of_firms_is_compared_with_its_own_section(rows: list[int | str], differing: list[str]) -> None:
    firms = iter("甲乙丙丁")
    said: list[Row] = [[each] if isinstance(each, str) else [1, f"谷城{next(firms)}厂", 10, "链条炉"] for each in rows]
    assert [each.cell for each in told(TITLE, HEAD, *said).named("total_differs")] == differing


def test_further_lines_of_a_firm_count_with_it() -> None:
    found = told(
        TITLE, HEAD, ["石花镇（1家）"], [1, "谷城甲厂", 10, "1#炉"], [None, None, 5, "2#炉"], ["合计1家", None, 15]
    )
    assert found.named("total_differs") == []


@pytest.mark.parametrize(
    ("stated", "differs"), [(5, False), ("5台", False), (6, True), (4.5, True), ("四点五", False), (None, False)]
)
def test_things_are_added_up_too(stated: float | str | None, differs: bool) -> None:
    found = told(
        ["襄州区工业炉窑清单"],
        ["序号", "企业名称", "炉窑类型", "炉窑名称", "数量"],
        [1, "甲厂", "加热炉", "1#", 2],
        [2, "乙厂", "加热炉", "1#", "3台"],
        ["合计", None, None, None, stated],
    )
    assert bool(found.named("total_differs")) is differs


@pytest.mark.parametrize(
    ("said", "differs"), [("5台", False), ("2家", False), ("2座", False), ("5家", True), ("4台", True)]
)
def test_a_count_may_be_of_firms_of_lines_or_of_things(said: str, differs: bool) -> None:
    found = told(
        ["襄州区工业炉窑清单"],
        ["序号", "企业名称", "炉窑类型", "炉窑名称", "数量"],
        [f"加热炉（{said}）"],
        [1, "甲厂", "加热炉", "1#", 2],
        [2, "乙厂", "加热炉", "1#", 3],
    )
    assert bool(found.named("total_differs")) is differs


@pytest.mark.parametrize(("stated", "differs"), [(30, False), (31, True)])
def test_what_a_section_row_adds_up_is_compared_with_its_rows(stated: int, differs: bool) -> None:
    found = told(
        TITLE,
        HEAD,
        ["一、石花镇", None, stated],
        [1, "谷城甲厂", 10, "链条炉"],
        [2, "谷城乙厂", 20, "链条炉"],
        ["二、盛康镇", None, 5],
        [3, "谷城丙厂", 5, "链条炉"],
    )
    assert found.column("township") == ["石花镇", "石花镇", "盛康镇"]
    assert [each.cell for each in found.named("total_differs")] == ["C3"] * differs


AMOUNTS = ["序号", "企业名称", "年用煤量（吨）", "用煤设备"]
LEFT: Row = [1, "甲厂", 100, "锅炉"]
RIGHT: Row = [2, "乙厂", 50, "锅炉"]


@pytest.mark.parametrize(("stated", "differs"), [(150, False), (100, False), (151, True)])
def test_a_total_may_be_of_the_tables_side_by_side(stated: int, differs: bool) -> None:
    found = told(TITLE, [*AMOUNTS, None, *AMOUNTS], [*LEFT, None, *RIGHT], ["合计", None, stated])
    assert bool(found.named("total_differs")) is differs


@pytest.mark.parametrize(("said", "differs"), [("合计：2家", False), ("合计：1家", False), ("合计：3家", True)])
def test_a_total_counts_the_firms_of_all_tables_so_far(said: str, differs: bool) -> None:
    other = ["谷城县用煤台账（乡镇部分）"]
    found = told(TITLE, AMOUNTS, LEFT, [], other, AMOUNTS, RIGHT, [said, None, 150])
    assert len(found.reading.tables) == 2
    assert bool(found.named("total_differs")) is differs


@pytest.mark.parametrize(
    "title", ["谷城县用煤台账", "谷城县用煤台账（续）", "谷城县用煤台账续表", "谷城县用煤台账(接上页)"]
)
def test_a_title_written_again_above_the_next_page_begins_no_table(title: str) -> None:
    found = told(
        TITLE, AMOUNTS, LEFT, ["小计", None, 100], [title], AMOUNTS, RIGHT, ["小计", None, 50], ["合计", None, 150]
    )
    assert len(found.reading.tables) == 1
    assert found.problems == []


def test_the_same_title_over_another_unit_begins_a_table() -> None:
    title = ["襄阳市用煤台账"]
    found = told(
        *[title, ["填报单位：谷城县"], AMOUNTS, LEFT, ["合计", None, 100], []],
        *[title, ["填报单位：南漳县"], AMOUNTS, RIGHT, ["合计", None, 50]],
    )
    assert found.column("county") == ["谷城县", "南漳县"]
    assert found.problems == []
