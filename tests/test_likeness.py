"""How far two enterprises are alike, what rules it out, and the frozen benchmark. All firms are invented."""

from __future__ import annotations

import dataclasses

import name_pairs
import pytest
from handed_in import CODE_A, CODE_B
from hypothesis import given
from hypothesis import strategies as st

from inventory import language, likeness
from inventory.likeness import REASONS, Decision, Described, compare, decision
from inventory.vocabulary import Code

#: precision and recall that the benchmark may not fall under
FLOOR = {Decision.SAME: (1.0, 0.99), Decision.ASK: (0.98, 0.98), Decision.DIFFERENT: (0.98, 0.97)}


@pytest.mark.parametrize("score", name_pairs.scores(name_pairs.judged()), ids=lambda score: str(score.decision))
def test_the_benchmark_stays_above_its_floor(score: name_pairs.Score) -> None:
    precision, recall = FLOOR[score.decision]
    assert score.precision >= precision
    assert score.recall >= recall


def test_the_benchmark_holds_enough_of_every_kind() -> None:
    pairs = list(name_pairs.pairs())
    assert len(pairs) >= 400
    assert len({pair.kind for pair in pairs}) >= 60


def kinds(a: Described, b: Described) -> set[str]:
    return {reason.kind for reason in compare(a, b).reasons}


PLANT = Described("襄阳嘉寅建材有限公司", "襄州区")


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (PLANT, Described("襄阳嘉寅建材有限责任公司"), "name_equal"),
        (PLANT, Described("嘉寅建材厂"), "brand_equal"),
        (PLANT, Described("襄阳佳寅建材有限公司"), "brand_near"),
        (PLANT, Described("襄阳嘉寅建材有眼公司"), "name_slip"),
        (PLANT, Described("襄阳嘉寅新型建材有限公司"), "trade_near"),
        (PLANT, Described("襄阳嘉寅化工有限公司"), "trade_differs"),
        (Described("枣阳嘉寅建材厂"), Described("枣阳嘉寅建材有限公司"), "place_equal"),
        (Described("枣阳嘉寅建材厂"), Described("宜城嘉寅建材厂"), "place_differs"),
        (PLANT, Described("襄阳嘉寅建材有限公司", "枣阳市"), "unit_differs"),
        (PLANT, Described("丙辰化工厂", former=("襄阳嘉寅建材有限公司",)), "former_name"),
        (Described("甲", credit_code=CODE_A), Described("乙", credit_code=CODE_A), "code_equal"),
        (Described("甲", credit_code=CODE_A), Described("乙", credit_code=CODE_A[:17]), "code_near"),
        (Described("甲", registration_no="420607000012345"), Described("乙", registration_no="420607000012345"),
         "registration_equal"),
        (Described("嘉寅砖厂", registration_no="420607000012345"), Described("嘉寅砖业", credit_code=CODE_A),
         "registration_region"),
        (Described("甲", organization_code="MA4X0001-2"), Described("乙", organization_code="MA4X0001-2"),
         "organization_equal"),
        (Described("甲", organization_code="MA4X0001-2"), Described("乙", credit_code=CODE_A),
         "organization_successor"),
        (Described("甲", person="王建国"), Described("乙", person="王建國"), "person_equal"),
        (Described("甲", person="王建国", phone="13800000001"), Described("乙", person="李明", phone="13800000002"),
         "people_differ"),
        (Described("甲", phone="0710-2345678"), Described("乙", phone="13800000001/2345678"), "phone_equal"),
        (Described("甲", address="黄集镇王河村3组"), Described("乙", address="襄阳市黄集镇王河村3组"), "address_equal"),
        (Described("甲", address="黄集镇王河村3组"), Described("乙", address="襄州区黄集镇王河村3组"), "address_near"),
        (Described("甲", longitude=112.1, latitude=32.0), Described("乙", longitude=112.1001, latitude=32.0),
         "coordinates_near"),
        (Described("甲", equipment=("4t/h锅炉",)), Described("乙", equipment=("4T/H锅炉",)), "equipment_equal"),
    ],
)  # fmt: skip
def test_what_speaks_for_or_against_is_named(a: Described, b: Described, reason: str) -> None:
    assert reason in kinds(a, b)
    assert reason in kinds(b, a)


@pytest.mark.parametrize(
    ("a", "b", "veto"),
    [
        (Described("嘉寅砖厂一分厂"), Described("嘉寅砖厂二分厂"), "ordinal_differs"),
        (Described("嘉寅有限公司枣阳分公司"), Described("嘉寅有限公司"), "branch_differs"),
        (Described("王河村砖厂"), Described("李河村砖厂"), "village_differs"),
        (Described("嘉寅砖厂", credit_code=CODE_A), Described("嘉寅砖厂", credit_code=CODE_B), "codes_differ"),
        (Described("嘉寅砖厂", permit_serial="001"), Described("嘉寅砖厂", permit_serial="002"), "serial_differs"),
    ],
)
def test_a_veto_holds_whatever_agrees(a: Described, b: Described, veto: str) -> None:
    alike = {
        "person": "王建国",
        "phone": "13800000001",
        "address": "黄集镇王河村3组",
        "registration_no": "420607000012345",
    }
    found = compare(dataclasses.replace(a, **alike), dataclasses.replace(b, **alike))
    assert veto in {reason.kind for reason in found.vetoes}
    assert found.score == 0
    assert found.resemblance > 0.9
    assert decision(a, b) == Decision.DIFFERENT


def test_a_damaged_code_is_no_veto() -> None:
    damaged = CODE_A[:17] + "0"
    assert not compare(Described("嘉寅砖厂", credit_code=CODE_B), Described("嘉寅砖厂", credit_code=damaged)).vetoes


NAMES = st.text("襄阳市枣嘉寅佳砖瓦建材厂一二分公司有限村镇（）1#", min_size=1, max_size=14)
ENTERPRISES = st.builds(
    Described,
    name=NAMES,
    unit=st.sampled_from(["襄州区", "枣阳市", None]),
    former=st.lists(NAMES, max_size=1).map(tuple),
    credit_code=st.sampled_from([CODE_A, CODE_B, CODE_A[:17] + "0", None]),
    organization_code=st.sampled_from(["MA4X0001-2", None]),
    registration_no=st.sampled_from(["420607000012345", None]),
    person=st.sampled_from(["王建国", "李明", None]),
    phone=st.sampled_from(["13800000001", "0710-2345678", None]),
    address=st.sampled_from(["黄集镇王河村3组", "襄州区黄集镇王河村3组", "王河村", None]),
    township=st.sampled_from(["黄集镇", "伙牌镇", None]),
    longitude=st.sampled_from([112.1, 112.1002, None]),
    latitude=st.sampled_from([32.0, None]),
)


@given(ENTERPRISES, ENTERPRISES)
def test_the_score_does_not_hang_on_which_comes_first(a: Described, b: Described) -> None:
    one, other = compare(a, b), compare(b, a)
    assert one.score == other.score
    assert one.resemblance == other.resemblance
    assert len(one.reasons) == len(other.reasons)
    assert {reason.kind for reason in one.vetoes} == {reason.kind for reason in other.vetoes}
    assert decision(a, b) == decision(b, a)


@given(ENTERPRISES, ENTERPRISES)
def test_a_score_lies_between_nothing_and_certainty(a: Described, b: Described) -> None:
    assert 0 <= compare(a, b).score <= compare(a, b).resemblance <= 1


@given(ENTERPRISES)
def test_everyone_is_most_like_himself(a: Described) -> None:
    assert compare(a, a).score == 1


def test_every_reason_is_worded_in_both_languages() -> None:
    for kind, wording in REASONS.items():
        assert language.chinese(wording) != wording, kind


def test_decisions_have_an_official_label() -> None:
    assert issubclass(Decision, Code)
    assert [each.label for each in likeness.Decision] == ["同一企业", "待人工判断", "不同企业"]
