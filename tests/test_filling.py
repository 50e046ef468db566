"""What is written once: townships and classes at the head of their block, and where a blank stays a blank."""

from __future__ import annotations

import pytest
from sheets import told

KILNS = ["襄州区工业炉窑清单"]
HEAD = ["序号", "乡镇", "企业名称", "炉窑类型", "炉窑名称"]
X, Y, Z = "双沟镇", "龙王镇", "石桥镇"


@pytest.mark.parametrize(
    ("names", "written", "taken"),
    [
        # the lines of one firm repeat its township; the next firm's blank still means the same
        ("甲甲乙丙丁", [X, X, None, Y, None], [X, X, X, Y, Y]),
        ("甲甲甲乙丙丙丁", [X, X, X, None, Y, Y, None], [X, X, X, X, Y, Y, Y]),
        # neighbours write it each for itself: a blank says nothing
        ("甲乙丙丁", [X, X, None, Y], [X, X, None, Y]),
        ("甲甲乙丙丁", [X, X, X, None, Y], [X, X, X, None, Y]),
        # blocks of one row among blocks of several
        ("甲乙丙丁戊", [X, None, Y, Z, None], [X, X, Y, Z, Z]),
        # nothing above to take
        ("甲乙丙", [None, X, None], [None, X, X]),
        # too few blanks for a habit
        ("甲乙丙丁戊己", [X, Y, Z, None, X, Y], [X, Y, Z, None, X, Y]),
    ],
)
def test_a_township_written_once_a_block(names: str, written: list[str | None], taken: list[str | None]) -> None:
    rows = [
        [number, town, f"{name}砖厂", "加热炉", f"{number}#"]
        for number, (name, town) in enumerate(zip(names, written, strict=True), 1)
    ]
    assert told(KILNS, HEAD, *rows).column("township") == taken


@pytest.mark.parametrize(
    ("names", "written", "taken"),
    [
        ("甲乙丙丁戊", ["取缔", None, None, "搬迁", None], ["close"] * 3 + ["relocate"] * 2),
        ("甲甲乙丙丁", ["取缔", "取缔", None, "搬迁", None], ["close"] * 3 + ["relocate"] * 2),
        # one class of three rows: whether the others are of it nobody knows
        ("甲乙丙", ["取缔", None, None], ["close", None, None]),
        # the class comes back: every row has its own
        ("甲乙丙丁戊己", ["取缔", None, "搬迁", None, "取缔", None], ["close", None, "relocate", None, "close", None]),
        # the first row has none
        ("甲乙丙丁", [None, "取缔", None, "搬迁"], [None, "close", None, "relocate"]),
    ],
)
def test_a_class_written_once_a_block(names: str, written: list[str | None], taken: list[str | None]) -> None:
    rows = [
        [number, f"{name}砖厂", said, "环境脏乱"]
        for number, (name, said) in enumerate(zip(names, written, strict=True), 1)
    ]
    found = told(["谷城县“散乱污”企业整治台账"], ["序号", "企业名称", "整治类别", "存在问题"], *rows)
    assert found.column("disposal_class") == taken
    filled = sum(before is None and after is not None for before, after in zip(written, taken, strict=True))
    assert len(found.named("taken_from_above")) == filled
    assert len(found.named("missing_required")) == taken.count(None)


@pytest.mark.parametrize(
    ("address", "township", "asked"), [(None, None, True), (f"{X}工业路1号", X, False), (f"{Y}工业路1号", None, False)]
)
def test_beyond_a_section_a_blank_is_asked_about_unless_the_address_tells(
    address: str | None, township: str | None, asked: bool
) -> None:
    found = told(
        ["襄州区“散乱污”企业整治台账"],
        ["序号", "乡镇", "企业名称", "存在问题", "地址"],
        ["一、取缔类"],
        [1, X, "甲厂", "无设施", None],
        [2, None, "乙厂", "无设施", None],
        ["二、搬迁类"],
        [3, None, "丙厂", "无设施", address],
    )
    assert found.column("township") == [X, X, township]
    assert [each.cell for each in found.named("blank_below")] == ["B7"] * asked
