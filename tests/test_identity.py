"""Folding names, marks of sites, drifted names, and the two sure rules. All firms are invented."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import identity
from inventory.identity import RowIdentity
from inventory.naming import Mark, Parts, mark, parts

CODE, OTHER_CODE = "91420607MA4X000129", "91420607MA4X00021T"


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("湖北（襄阳）嘉寅建材有限公司", "湖北(襄阳)嘉寅建材有限公司"),
        ("湖北（襄阳）嘉寅建材有限公司", "湖北襄阳嘉寅建材有限公司"),
        ("嘉寅建材有限责任公司", "嘉寅建材有限公司"),
        ("嘉寅 建材\n有限公司", "嘉寅建材有限公司"),
        ("嘉寅建材有限公司。", "嘉寅建材有限公司"),
        ("“嘉寅”建材有限公司", "嘉寅建材有限公司"),
        ("襄陽嘉寅建材廠", "襄阳嘉寅建材厂"),
        ("嘉寅建材ａ厂", "嘉寅建材A厂"),
        ("嘉寅砖厂１＃", "嘉寅砖厂1#"),
        ("嘉寅砖厂（一分厂）", "嘉寅砖厂一分厂"),
    ],
)
def test_names_that_differ_in_writing_only_fold_alike(name: str, same: str) -> None:
    assert identity.folded(name) == identity.folded(same)


DISTINCT = [
    "嘉寅砖厂", "襄阳嘉寅砖厂", "枣阳嘉寅砖厂", "黄集镇嘉寅砖厂", "嘉寅砖瓦厂", "嘉寅砖业有限公司",
    "嘉寅砖业股份有限公司", "嘉寅砖厂一分厂", "嘉寅砖厂二分厂",
    "嘉寅砖厂1#", "嘉寅砖厂2#", "嘉寅砖厂1-2", "嘉寅砖厂12", "嘉寅集团",
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), list(itertools.combinations(DISTINCT, 2)))
def test_folding_keeps_what_tells_enterprises_apart(a: str, b: str) -> None:
    assert identity.folded(a) != identity.folded(b)


NAMES = st.text("襄阳市嘉寅砖厂一二分公司有限责任村镇（）() -·#12ＡA襄陽廠第", max_size=20)


@given(NAMES)
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    once = identity.folded(name)
    assert identity.folded(once) == once


@given(NAMES)
def test_a_name_is_alike_itself_and_marked_alike(name: str) -> None:
    assert identity.are_alike(name, identity.folded(name))
    assert identity.site_mark(name) == identity.site_mark(identity.folded(name))


@given(NAMES, NAMES)
def test_alike_does_not_depend_on_which_name_comes_first(a: str, b: str) -> None:
    assert identity.are_alike(a, b) == identity.are_alike(b, a)


@pytest.mark.parametrize(
    ("name", "site_mark", "without"),
    [
        ("嘉寅砖厂一分厂", "1", "嘉寅砖厂"),
        ("嘉寅砖厂1#分厂", "1", "嘉寅砖厂"),
        ("嘉寅砖厂第一分厂", "1", "嘉寅砖厂"),
        ("嘉寅砖厂（一分厂）", "1", "嘉寅砖厂"),
        ("嘉寅砖厂1号分厂", "1", "嘉寅砖厂"),
        ("嘉寅砖厂二厂", "2", "嘉寅砖厂"),
        ("嘉寅砖厂2#", "2", "嘉寅砖厂"),
        ("嘉寅砖厂（2）", "2", "嘉寅砖厂"),
        ("嘉寅砖厂十二车间", "12", "嘉寅砖厂"),
        ("嘉寅砖厂甲厂", "甲", "嘉寅砖厂"),
        ("襄阳市第二砖厂", "2", "襄阳市砖厂"),
        ("嘉寅有限公司南厂", "南厂", "嘉寅有限公司"),
        ("嘉寅有限公司分公司", "分公司", "嘉寅有限公司"),
        ("嘉寅有限公司枣阳分公司", "枣阳分公司", "嘉寅有限公司"),
        ("枣阳市王河村砖厂", "王河村", "枣阳市砖厂"),
        ("黄集镇王河村三组砖厂", "王河村三组", "黄集镇砖厂"),
        ("嘉寅砖厂（王河村）", "王河村", "嘉寅砖厂"),
    ],
)
def test_the_mark_of_a_site(name: str, site_mark: str, without: str) -> None:
    assert (identity.site_mark(name), identity.without_mark(name)) == (site_mark, without)


@pytest.mark.parametrize(
    "name",
    [
        "三一重工厂", "三一厂", "五一厂", "五一砖厂", "八一砖厂", "襄阳创新厂", "城北砖厂", "603厂", "十一厂",
        "嘉寅建材有限公司", "河南厂", "新村镇嘉寅砖厂",
    ],
)  # fmt: skip
def test_a_brand_is_no_mark(name: str) -> None:
    assert identity.site_mark(name) is None
    assert identity.without_mark(name) == name


@pytest.mark.parametrize(
    ("name", "taken_apart"),
    [
        ("襄阳市嘉寅建材有限公司", Parts("", "", "嘉寅", "建材", "有限公司")),
        ("襄州区黄集镇嘉寅砖厂", Parts("襄州", "黄集", "嘉寅", "砖", "厂")),
        ("襄阳区嘉寅砖厂", Parts("襄州", "", "嘉寅", "砖", "厂")),
        ("枣阳嘉寅汽车零部件加工厂", Parts("枣阳", "", "嘉寅", "汽车零部件加工", "厂")),
        ("嘉寅枣阳建材有限公司", Parts("枣阳", "", "嘉寅", "建材", "有限公司")),
        ("高新区嘉寅股份有限公司", Parts("", "", "嘉寅", "", "股份有限公司")),
        ("枣阳市砖厂", Parts("枣阳", "", "", "砖", "厂")),
    ],
)
def test_a_name_taken_apart(name: str, taken_apart: Parts) -> None:
    assert parts(name) == taken_apart


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("襄阳市嘉寅建材有限公司", "嘉寅建材有限责任公司"),
        ("襄樊嘉寅化工厂", "襄阳嘉寅化工厂"),
        ("襄阳区嘉寅化工厂", "襄州嘉寅化工厂"),
        ("黄集镇嘉寅砖厂", "襄州区嘉寅砖厂"),
        ("嘉寅（襄阳）建材有限公司", "襄阳嘉寅建材有限公司"),
        ("嘉寅包装厂", "嘉寅包装印刷厂"),
        ("嘉寅铸造有限公司", "嘉寅有限公司"),
        ("嘉寅砖厂", "嘉寅砖有限公司"),
        ("嘉寅耐火材科厂", "嘉寅耐火材料厂"),
        ("襄阳佳寅建材有限公司", "襄阳嘉寅建材有限公司"),
        ("襄阳嘉寅建建材有限公司", "襄阳嘉寅建材有限公司"),
        ("王河村嘉寅砖厂", "嘉寅砖厂"),
    ],
)
def test_a_drifted_name_is_alike(a: str, b: str) -> None:
    assert identity.are_alike(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("嘉寅砖厂一分厂", "嘉寅砖厂二分厂"),
        ("嘉寅砖厂一分厂", "嘉寅砖厂"),
        ("嘉寅砖厂1#", "嘉寅砖厂2#"),
        ("嘉寅有限公司枣阳分公司", "嘉寅有限公司宜城分公司"),
        ("嘉寅有限公司南厂", "嘉寅有限公司北厂"),
        ("王河村砖厂", "李河村砖厂"),
        ("枣阳市砖厂", "宜城市砖厂"),
        ("枣阳市砖厂", "砖厂"),
        ("枣阳市一砖厂", "枣阳市二砖厂"),
        ("三一砖厂", "五一砖厂"),
        ("枣阳嘉寅砖厂", "宜城嘉寅砖厂"),
        ("黄集镇嘉寅砖厂", "伙牌镇嘉寅砖厂"),
        ("嘉寅砖厂", "嘉寅瓦厂"),
        ("嘉寅建材有限公司", "丙辰建材有限公司"),
        ("嘉寅建材有限公司", "嘉寅化工有限公司"),
        ("东升建材有限公司", "西升建材有限公司"),
    ],
)
def test_another_site_or_firm_is_not_alike(a: str, b: str) -> None:
    assert not identity.are_alike(a, b)


def test_marks_differ_surely() -> None:
    assert mark("嘉寅砖厂一分厂") == mark("嘉寅砖厂1#分厂") == Mark("1")
    assert Mark("1").differs(Mark("2"))
    assert Mark("1").differs(Mark())
    assert Mark(branch="枣阳分公司").differs(Mark())
    assert Mark(village="王河村").differs(Mark(village="李河村"))
    assert not Mark(village="王河村").differs(Mark())


def row(
    name: str, unit: str = "襄州区", code: str | None = None, host: str | None = None, serial: str | None = None
) -> RowIdentity:
    return RowIdentity(unit, name, code, host, serial)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (row("嘉寅砖厂"), row("嘉寅 砖厂")),
        (row("嘉寅砖厂", code=CODE), row("嘉寅砖厂")),
        (row("嘉寅砖厂", code=CODE), row("襄阳嘉寅砖厂", code=CODE)),
        (row("嘉寅砖厂", code=CODE), row("嘉寅砖厂", "枣阳市", CODE)),
        (row("嘉寅砖厂", "东津新区", host="襄州区"), row("嘉寅砖厂", "襄州区")),
        (row("嘉寅砖厂", serial="001"), row("嘉寅砖厂")),
    ],
)
def test_surely_the_same(a: RowIdentity, b: RowIdentity) -> None:
    assert identity.are_same(a, b)
    assert identity.are_same(b, a)
    assert not identity.are_different(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (row("嘉寅砖厂", code=CODE), row("嘉寅砖厂", code=OTHER_CODE)),
        (row("嘉寅砖厂一分厂", code=CODE), row("嘉寅砖厂二分厂", code=CODE)),
        (row("嘉寅砖厂一分厂"), row("嘉寅砖厂")),
        (row("王河村砖厂"), row("李河村砖厂")),
        (row("嘉寅砖厂", code=CODE, serial="001"), row("嘉寅砖厂", code=CODE, serial="002")),
    ],
)
def test_surely_different(a: RowIdentity, b: RowIdentity) -> None:
    assert identity.are_different(a, b)
    assert identity.are_different(b, a)
    assert not identity.are_same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (row("嘉寅砖厂"), row("嘉寅砖厂", "枣阳市")),
        (row("嘉寅砖厂"), row("襄阳嘉寅砖厂")),
        (row("嘉寅砖厂", code=CODE), row("丙辰化工有限公司", code=CODE)),
        (row("嘉寅砖厂", "东津新区", host="襄州区"), row("嘉寅砖厂", "高新区", host="襄州区")),
    ],
)
def test_neither_is_sure_and_somebody_must_judge(a: RowIdentity, b: RowIdentity) -> None:
    assert not identity.are_same(a, b)
    assert not identity.are_different(a, b)
