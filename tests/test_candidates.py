"""Finding the enterprises one may be, and pairs of the register that may be one. All firms are invented."""

from __future__ import annotations

import dataclasses
import random

import pytest
from handed_in import CODE_A, CODE_B
from hypothesis import given
from hypothesis import strategies as st

from inventory import duplicates, identity
from inventory.candidates import Index, Known
from inventory.likeness import Described

CITY = [
    "襄阳嘉寅建材有限公司", "襄阳丙辰化工有限公司", "枣阳瑞恒铸造厂", "黄集镇永固砖厂", "湖北鼎盛源混凝土有限公司",
    "襄阳宏泰机械有限公司", "宜城市天河饲料厂", "谷城县岘山石灰厂", "襄阳隆中木业有限公司", "老河口百川涂料厂",
    "襄阳嘉泰建材有限公司", "襄阳嘉寅化工有限公司", "嘉寅砖厂一分厂", "嘉寅砖厂二分厂",
]  # fmt: skip


def known(number: int, name: str, unit: str = "襄州区", **said: object) -> Known:
    described = Described(name, unit, **said)  # type: ignore[arg-type] — fields of any kind
    codes = (described.usable_code,) if described.usable_code else ()
    return Known(number, f"420607-{number:05}", described, (identity.folded(name),), codes)


INDEX = Index(known(number, name) for number, name in enumerate(CITY, 1))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("襄阳嘉寅建材有限责任公司", "襄阳嘉寅建材有限公司"),
        ("嘉寅（襄阳）建材有限公司", "襄阳嘉寅建材有限公司"),
        ("襄阳佳寅建材有限公司", "襄阳嘉寅建材有限公司"),
        ("襄阳嘉寅建材有眼公司", "襄阳嘉寅建材有限公司"),
        ("嘉寅建材厂", "襄阳嘉寅建材有限公司"),
        ("永固砖厂", "黄集镇永固砖厂"),
        ("鼎盛原混凝土公司", "湖北鼎盛源混凝土有限公司"),
        ("枣阳市瑞恒精密铸造有限公司", "枣阳瑞恒铸造厂"),
        ("嘉寅砖厂2#分厂", "嘉寅砖厂二分厂"),
    ],
)
def test_a_drifted_name_finds_its_enterprise_first(said: str, meant: str) -> None:
    assert INDEX.of(Described(said))[0].known.described.name == meant


def test_what_is_ruled_out_comes_last_and_says_why() -> None:
    first, *others = INDEX.of(Described("嘉寅砖厂二分厂"), most=2)
    assert first.known.described.name == "嘉寅砖厂二分厂"
    assert [other.likeness.score for other in others] == [0]
    assert others[0].likeness.vetoes[0].kind == "ordinal_differs"


def test_a_name_unlike_all_finds_nobody() -> None:
    assert INDEX.of(Described("乌有先生航天器修配所")) == []


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (Described("甲", credit_code=CODE_A), {"organization_code": "MA4X0001-2"}),
        (Described("甲", organization_code="MA4X0001-2"), {"credit_code": CODE_A}),
        (Described("甲", registration_no="420607000012345"), {"registration_no": "420607000012345"}),
        (
            Described("甲", phone="0710-2345678", person="王建国", unit="襄州区"),
            {"phone": "2345678", "person": "王建国"},
        ),
        (Described("甲", former=("乌有先生砖厂",)), {"former": ("乌有先生砖厂",)}),
    ],
)
def test_numbers_people_and_former_names_lead_to_an_enterprise(asked: Described, kept: dict[str, object]) -> None:
    index = Index([known(1, "乙", **kept), known(2, "丙")])
    assert [each.known.enterprise_id for each in index.of(asked, least=0.5)] == [1]


@given(
    st.permutations(list(enumerate(CITY, 1))), st.sampled_from(["嘉寅建材厂", "襄阳嘉泰建材", "嘉寅砖厂", "宏泰机戒"])
)
def test_candidates_do_not_hang_on_the_order_of_arrival(arrived: list[tuple[int, str]], said: str) -> None:
    index = Index(known(number, name) for number, name in arrived)
    assert index.of(Described(said)) == INDEX.of(Described(said))


# ── pairs of the register ──


def asked(*enterprises: Known, **said: object) -> set[tuple[int, int]]:
    found = duplicates.pairs(enterprises, **said)  # type: ignore[arg-type] — fields of any kind
    return {(pair.one.enterprise_id, pair.other.enterprise_id) for pair in found}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (known(1, "嘉寅建材厂"), known(2, "嘉寅建材有限公司")),
        (known(1, "黄集镇嘉寅砖厂"), known(2, "嘉寅砖厂")),
        (known(1, "襄阳嘉寅建材有限公司"), known(2, "襄阳佳寅建材有限公司")),
        (known(1, "汉江源砖厂"), known(2, "汉江砖厂")),
        (known(1, "嘉寅砖厂"), known(2, "嘉寅砖厂", "枣阳市")),
        (known(1, "枣阳市砖厂", "枣阳市"), known(2, "枣阳砖厂", "枣阳市")),
        (known(1, "嘉寅砖厂", organization_code="MA4X0001-2"), known(2, "丙辰砖厂", credit_code=CODE_A)),
        (known(1, "嘉寅砖厂", phone="13800000001", person="王建国", address="黄集镇王河村3组"),
         known(2, "丙辰砖业", phone="13800000001", person="王建国", address="黄集镇王河村3组")),
        (known(1, "嘉寅砖厂"), known(2, "丙辰砖业", former=("嘉寅砖厂",))),
    ],
)  # fmt: skip
def test_enterprises_that_may_be_one_are_asked_about(one: Known, other: Known) -> None:
    assert asked(one, other) == asked(other, one) == {(1, 2)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (known(1, "嘉寅砖厂一分厂"), known(2, "嘉寅砖厂二分厂")),
        (known(1, "嘉寅建材厂"), known(2, "嘉寅化工厂")),
        (known(1, "嘉寅建材厂", credit_code=CODE_A), known(2, "嘉寅建材有限公司", credit_code=CODE_B)),
        (known(1, "枣阳市砖厂", "枣阳市"), known(2, "宜城市砖厂", "宜城市")),
        (known(1, "嘉寅砖厂", phone="13800000001"), known(2, "丙辰饲料厂", phone="13800000001")),
    ],
)
def test_enterprises_told_apart_are_not_asked_about(one: Known, other: Known) -> None:
    assert asked(one, other) == set()


def test_what_was_judged_different_does_not_return() -> None:
    assert asked(known(1, "嘉寅建材厂"), known(2, "嘉寅建材有限公司"), apart={(1, 2)}) == set()


def test_a_unit_sees_the_pairs_that_concern_it() -> None:
    both = known(1, "嘉寅砖厂"), known(2, "嘉寅砖厂", "枣阳市")
    assert asked(*both, unit="枣阳市") == {(1, 2)}
    assert asked(*both, unit="宜城市") == set()


@given(st.randoms(use_true_random=False))
def test_pairs_do_not_hang_on_the_order_of_arrival(rng: random.Random) -> None:
    names = [*CITY, "嘉寅建材厂", "佳寅建材有限公司", "永固砖厂", "丙辰化工厂", "瑞恒铸造有限公司"]
    enterprises = [known(number, name) for number, name in enumerate(names, 1)]
    in_order = duplicates.pairs(enterprises)
    rng.shuffle(enterprises)
    assert duplicates.pairs(enterprises) == in_order
    assert in_order


def test_the_score_of_a_pair_is_that_of_its_two() -> None:
    (pair,) = duplicates.pairs([known(1, "嘉寅建材厂"), known(2, "嘉寅建材有限公司")])
    assert dataclasses.asdict(pair.likeness)["resemblance"] == pair.likeness.score > 0.75
