"""What must not leave the bureau."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import masking

PERSONS = masking.known(["王小明", "李志、欧阳春", None, "乡镇人民政府"])

TEXTS = [
    ("废气超标，联系电话13800007042", "废气超标，联系电话***"),
    ("请联系 138-0000-7042 或 0710-3512345", "请联系 *** 或 ***"),
    ("电话：3512345", "电话：***"),
    ("+86 13800007042", "***"),
    ("身份证420601197001011234，未整改", "身份证***，未整改"),
    ("身份证42060119700101123X", "身份证***"),
    ("身份证 420601700101123", "身份证 ***"),
    ("(0710)3512345", "***"),
    ("王小明已签字，李志未到场", "王某某已签字，李某未到场"),
    ("负责人：赵强。限期整改", "负责人：赵某。限期整改"),
    ("负责人未到场", "负责人未到场"),
    ("罚款10万元，2019-06-30前完成", "罚款10万元，2019-06-30前完成"),
    ("颗粒物超标1.25倍", "颗粒物超标1.25倍"),
    ("91420607MA4901AB2C", "91420607MA4901AB2C"),
    ("排放20190630001号文", "排放20190630001号文"),
]


@pytest.mark.parametrize(("said", "published"), TEXTS)
def test_running_text_leaves_without_phones_ids_and_persons(said: str, published: str) -> None:
    assert masking.text(said, PERSONS) == published


NAMES = [
    ("王小明石灰窑", "92420607MA4ABCDE1F", "王某某石灰窑"),
    ("王小明石灰窑", None, "王某某石灰窑"),
    ("王小明建材有限公司", "91420607MA4ABCDE1F", "王小明建材有限公司"),
    ("王小明建材有限公司", None, "王小明建材有限公司"),
    ("兴旺石灰窑", "92420607MA4ABCDE1F", "兴旺石灰窑"),
    ("枣阳市鸿运砖厂", "92420607MA4ABCDE1F", "枣阳市鸿运砖厂"),
    ("张大山", None, "张某某"),
    ("张大山(个体)", None, "张某某(个体)"),
    ("欧阳春家具厂", None, "欧阳某家具厂"),
    ("石灰窑", None, "石灰窑"),
]


@pytest.mark.parametrize(("name", "code", "published"), NAMES)
def test_only_a_name_that_is_a_persons_is_masked(name: str, code: str | None, published: str) -> None:
    assert masking.name(name, credit_code=code, persons=PERSONS) == published


@given(
    st.text(alphabet="窑厂，。：超标 王", max_size=12),
    st.from_regex(r"1[3-9]\d{9}", fullmatch=True),
    st.text(alphabet="窑厂，。：超标 王", max_size=12),
)
def test_a_phone_never_gets_through(before: str, phone: str, after: str) -> None:
    assert not re.search(r"\d{11}", str(masking.text(before + phone + after)))


@given(st.text(alphabet="窑厂，超标王小明李志强", max_size=30))
def test_a_known_person_never_gets_through(said: str) -> None:
    published = str(masking.text(said, PERSONS))
    assert not any(person in published for person in PERSONS)


def test_somebody_elses_two_character_name_is_no_reason_to_mask_a_place() -> None:
    persons = masking.known(["高新", "王小明", "胡建"])
    found = masking.about("高新区", persons, masking.known(["马某志", "高新"]))
    assert masking.name("高新区示例橡胶厂", credit_code=None, persons=found) == "高新区示例橡胶厂"
    assert masking.name("胡建材料厂", credit_code=None, persons=found) == "胡建材料厂"
    assert masking.name("王小明石灰窑", credit_code=None, persons=found) == "王某某石灰窑"
    assert (
        masking.name("胡建石灰窑", credit_code=None, persons=masking.about("谷城县", persons, ["胡建"])) == "胡某石灰窑"
    )
