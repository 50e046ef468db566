"""The facts of an enterprise out of its rows: newest wins, blanks say nothing, ties never hang on order."""

from __future__ import annotations

import random

import pytest
from handed_in import day
from hypothesis import given
from hypothesis import strategies as st

from inventory.resolution import Corrected, Said, Sub, chain, resolve

SINGLE = {"scattered_polluters", "compliance_plans"}


def said(number, /, as_of="2019-06-30", content="a", ledger="scattered_polluters", key="", reading=None, **record):
    return Said(day(as_of), content, number, reading or number, ledger, 1, key, {"name": "襄阳甲寅建材厂", **record})


def facts(*rows, corrections=()):
    return resolve(rows, SINGLE, corrections).site.facts


@pytest.mark.parametrize(
    ("rows", "township"),
    [
        ([said(1, township="旧镇"), said(2, "2019-07-31", township="新镇")], "新镇"),
        ([said(1, "2019-07-31", township="新镇"), said(2, township="旧镇")], "新镇"),
        ([said(1, township="旧镇"), said(2, "2019-07-31")], "旧镇"),
        ([said(1, township="旧镇"), said(2, "2019-07-31", township=None)], None),
        ([said(1, content="a", township="甲镇"), said(2, content="b", township="乙镇")], "乙镇"),
        ([said(1, content="b", township="甲镇"), said(2, content="a", township="乙镇")], "甲镇"),
    ],
    ids=["newest", "newest, whatever came last", "a blank says nothing", "none replaces", "a tie", "the tie turned"],
)
def test_which_value_stands(rows, township):
    assert facts(*rows)["township"] == township


def test_values_of_one_day_that_differ_are_a_conflict():
    found = resolve([said(1, content="a", township="甲镇"), said(2, content="b", township="乙镇")], SINGLE).site
    assert [(each.field, each.values) for each in found.conflicts] == [("township", ("甲镇", "乙镇"))]


def test_a_newer_row_ends_the_conflict():
    rows = [
        said(1, content="a", township="甲"),
        said(2, content="b", township="乙"),
        said(3, "2019-07-31", township="丙"),
    ]
    assert resolve(rows, SINGLE).site.conflicts == ()


def test_a_re_saved_copy_is_no_conflict_and_decides_none():
    one, other = said(1, content="a", township="甲镇"), said(2, content="b", township="乙镇")
    copy = said(3, content="a", township="甲镇")
    with_copy = resolve([one, other, copy], SINGLE).site
    without = resolve([one, other], SINGLE).site
    assert (with_copy.facts, with_copy.conflicts) == (without.facts, without.conflicts)


def test_names_that_fold_to_the_same_and_notes_do_not_conflict():
    rows = [said(1, note="甲"), said(2, note="乙", name="襄阳甲寅（建材）厂"), said(3, name="襄阳甲寅(建材)厂")]
    assert {each.field for each in resolve(rows, SINGLE).site.conflicts} <= {"name"}
    assert not resolve(rows[1:], SINGLE).site.conflicts


def test_a_correction_outranks_every_ledger_and_ends_the_conflict():
    rows = [said(1, content="a", township="甲镇"), said(2, "2019-12-31", township="乙镇")]
    by_hand = Corrected("2019-07-01", 1, 1, None, "township", "丙镇")
    assert facts(*rows, corrections=[by_hand])["township"] == "丙镇"


def test_the_later_correction_prevails():
    corrections = [
        Corrected("2019-07-02", 2, 1, None, "township", "丁镇"),
        Corrected("2019-07-01", 1, 1, None, "township", "丙镇"),
    ]
    assert facts(said(1), corrections=corrections)["township"] == "丁镇"


def test_a_correction_of_a_sub_record_follows_its_row():
    rows = [said(n, ledger="kilns", key=f"k{n}", reading=9, fuel="coal") for n in (1, 2)]
    subs = resolve(rows, SINGLE, [Corrected("2019", 1, 2, "kilns", "fuel", "biomass")]).subs
    assert {sub.key: known.facts["fuel"] for sub, known in subs.items()} == {"k1": "coal", "k2": "biomass"}


def test_equal_keys_on_one_sheet_are_told_apart_by_their_order():
    rows = [said(n, ledger="kilns", key="melting_furnace|", reading=9, kiln_count=n) for n in (1, 2, 3)]
    later = [
        said(n, "2019-12-31", ledger="kilns", key="melting_furnace|", reading=8, kiln_count=10 + n) for n in (4, 5)
    ]
    found = resolve([*rows, *later], SINGLE).subs
    assert {sub.ordinal: known.facts["kiln_count"] for sub, known in found.items()} == {1: 14, 2: 15, 3: 3}


def test_one_line_ledgers_have_one_sub_record_however_many_rows():
    found = resolve([said(n, reading=9, measures=f"措施{n}") for n in (1, 2)], SINGLE).subs
    assert list(found) == [Sub("scattered_polluters", "", 1)]
    assert found[Sub("scattered_polluters", "", 1)].conflicts[0].field == "measures"


def test_names_and_codes_are_all_kept_the_current_name_first():
    rows = [said(1, credit_code="A" * 18), said(2, "2019-12-31", name="襄阳甲寅新材厂", registration_no="4" * 15)]
    found = resolve([*rows, said(3, ledger="permits", number="B" * 22)], SINGLE)
    assert found.names == ("襄阳甲寅新材厂", "襄阳甲寅建材厂")
    assert found.codes == (("credit_code", "A" * 18), ("permit", "B" * 22), ("registration_no", "4" * 15))


def test_why_a_field_has_its_value():
    rows = [said(1, township="甲"), said(2, "2019-07-31", township="乙"), said(3, "2019-08-31")]
    by_hand = Corrected("2019-09-01", 7, 1, None, "township", "丙")
    found = [(each.value, each.row_id, each.correction_id) for each in chain("township", rows, [by_hand])]
    assert found == [("丙", 1, 7), ("乙", 2, None), ("甲", 1, None)]


ROWS = st.lists(
    st.builds(
        lambda as_of, content, ledger, key, township, coal: (as_of, content, ledger, key, township, coal),
        st.sampled_from(["2019-04-30", "2019-06-30"]),
        st.sampled_from("abc"),
        st.sampled_from(["scattered_polluters", "kilns"]),
        st.sampled_from(["x", "y"]),
        st.sampled_from([None, "甲镇", "乙镇"]),
        st.sampled_from([1, 2]),
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS, st.integers(0, 1000))
def test_the_order_of_rows_never_matters(drawn, seed):
    rows = [
        said(n, as_of, content, ledger, key, reading=1, township=township, kiln_count=count)
        for n, (as_of, content, ledger, key, township, count) in enumerate(drawn)
    ]
    one, other = resolve(rows, SINGLE), resolve(random.Random(seed).sample(rows, len(rows)), SINGLE)
    assert one == other
