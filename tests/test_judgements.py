"""Judging who is who: in effect at once, remembered, outranking every rule, and taken back without a trace."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from handed_in import CODE_A, CODE_B, day, firm, reading, take, text
from sqlalchemy import select

from inventory import addresses, database, intake, judgements, tracking
from inventory.errors import Ambiguous, NotFound, NotUnderstood, Refused
from inventory.judgements import Decision, Selection
from inventory.models import Enterprise, EnterpriseName, Remediation, RemediationEvent, SubRecord
from inventory.queries import enterprises
from inventory.queries import judgements as stored
from inventory.vocabulary import Action, Standing, State

START = datetime(2019, 7, 2, 8, 0, tzinfo=UTC)
_moments = itertools.count()


def decision():
    """Somebody decides, each time a minute later."""
    return Decision("周敏", "现场核实", START + timedelta(minutes=next(_moments)))


def judge(engine, what, *said, **more):
    """Judge in a transaction of its own."""
    with database.writing(engine) as session:
        return getattr(judgements, what)(session, *said, **more, decision=decision())


def numbers(engine):
    """Register number → name and standing."""
    with database.reading(engine) as session:
        query = select(Enterprise.register_number, Enterprise.name, Enterprise.standing).order_by(Enterprise.id)
        return [(number[-1:], name, standing) for number, name, standing in session.execute(query)]


def number(engine, said):
    """The register number of who answers to a name or number."""
    with database.reading(engine) as session:
        return session.get_one(Enterprise, addresses.site(session, said)).register_number


def facts_only(engine):
    """The state without the judgements and corrections themselves."""
    return [line for line in text(engine) if not line.startswith(("('judgement'", "('correction'", "('legal person'"))]


@pytest.fixture
def two(engine):
    """Two enterprises that no rule knows to be one."""
    take(engine, reading(firm("甲厂", township="甲镇", due_on="2019-06"), as_of="2019-04-30"))
    take(engine, reading(firm("乙厂", township="乙镇", due_on="2019-09")))
    return engine


def test_same_makes_one_enterprise_at_once_under_the_older_number(two):
    judged = judge(two, "same", ["乙厂", "甲厂"])
    assert numbers(two) == [("1", "乙厂", Standing.CONFIRMED), ("2", "乙厂", Standing.MERGED)]
    assert [(each.before.address[-1:], each.now.address[-1:]) for each in judged.effects[:2]] == [
        ("1", "1"),
        ("2", "1"),
    ]


def test_merge_keeps_the_number_it_is_merged_into(two):
    judge(two, "merge", ["甲厂"], "乙厂")
    assert numbers(two) == [("1", "甲厂", Standing.MERGED), ("2", "乙厂", Standing.CONFIRMED)]


def test_the_old_number_leads_to_the_enterprise_that_has_its_rows(two):
    old = number(two, "甲厂")
    judge(two, "merge", ["甲厂"], "乙厂")
    assert number(two, old) == number(two, "乙厂") != old
    with database.reading(two) as session:
        (found,) = enterprises.find(session, old)
        assert (found.standing, found.merged_into) == (Standing.MERGED, number(two, "乙厂"))
        assert enterprises.whole(session, old).found.register_number == number(two, "乙厂")


@pytest.mark.parametrize(("what", "said"), [("same", (["甲厂", "乙厂"],)), ("merge", (["甲厂"], "乙厂"))])
def test_a_merger_taken_back_leaves_no_trace_numbers_included(two, what, said):
    before, had = text(two), numbers(two)
    (made,) = judge(two, what, *said).numbers
    take(two, reading(firm("丙厂"), as_of="2019-05-31"))
    judge(two, "withdraw", made)
    assert [line for line in text(two) if "丙厂" not in line] == before
    assert numbers(two)[:2] == had


def test_who_is_merged_twice_comes_apart_in_either_order(two):
    take(two, reading(firm("丙厂")))
    before, had = text(two), numbers(two)
    first, second = judge(two, "merge", ["甲厂"], "乙厂"), judge(two, "merge", ["乙厂"], "丙厂")
    judge(two, "withdraw", first.numbers[0])
    assert number(two, "甲厂") == number(two, "乙厂") == number(two, "丙厂")
    judge(two, "withdraw", second.numbers[0])
    assert (text(two), numbers(two)) == (before, had)


def test_two_cases_become_one_with_the_steps_of_both_and_part_again(two):
    with database.writing(two) as session:
        for case, on in ((1, "2019-05-06"), (2, "2019-06-26")):
            tracking.record(session, case, tracking.Step(Action.BEGIN, day(on)), by="周敏")
        tracking.record(session, 2, tracking.Step(Action.SELF_CHECK, day("2019-06-27")), by="周敏")
    before = text(two)
    (made,) = judge(two, "same", ["甲厂", "乙厂"]).numbers
    with database.reading(two) as session:
        assert session.execute(select(Remediation.id, Remediation.state)).all() == [(1, State.SELF_CHECKED)]
        assert len(session.scalars(select(RemediationEvent.id)).all()) == 3
    judge(two, "withdraw", made)
    assert text(two) == before


def test_a_case_removed_and_one_not_are_not_made_one(two):
    with database.writing(two) as session:
        tracking.record(session, 2, tracking.Step(Action.REMOVE, day("2019-06-26"), note="重复"), by="周敏")
    before = text(two)
    with pytest.raises(Refused, match="take the removal back first"):
        judge(two, "same", ["甲厂", "乙厂"])
    assert text(two) == before


def test_different_outranks_what_later_rows_have_in_common(two):
    judge(two, "different", ["甲厂", "乙厂"])
    take(two, reading(firm("甲厂", credit_code=CODE_A), firm("乙厂", credit_code=CODE_A), as_of="2019-05-31"))
    assert number(two, "甲厂") != number(two, "乙厂")
    assert [standing for _, _, standing in numbers(two)] == [Standing.CONFIRMED] * 2
    before = text(two)
    with pytest.raises(Refused, match="judgement 1 says they are different"):
        judge(two, "same", ["甲厂", "乙厂"])
    assert text(two) == before


def test_what_was_judged_one_already_is_not_judged_again(two):
    (made,) = judge(two, "same", ["甲厂", "乙厂"]).numbers
    with pytest.raises(Refused, match=f"by judgement {made}"):
        judge(two, "different", ["甲厂", "乙厂"])
    with pytest.raises(Refused, match="itself"):
        judge(take_third(two), "same", ["丙厂", "丙厂"])


def take_third(engine):
    take(engine, reading(firm("丙厂"), as_of="2019-05-31"))
    return engine


def test_a_judgement_is_taken_back_once(two):
    (made,) = judge(two, "same", ["甲厂", "乙厂"]).numbers
    judge(two, "withdraw", made)
    with pytest.raises(Refused, match="withdrawn already"):
        judge(two, "withdraw", made)
    with pytest.raises(NotFound, match="no judgement 9"):
        judge(two, "withdraw", 9)


def kilns(engine):
    """One enterprise with three kilns, the second at another address."""
    rows = [
        firm("甲厂", kiln_type="melting_furnace", kiln_name=f"{n}#炉", measures="治理", address=address)
        for n, address in ((1, "东路1号"), (2, "西路2号"), (3, "东路1号"))
    ]
    return take(engine, reading(*rows, ledger="kilns")).submission_id


def test_the_number_of_a_kiln_of_an_absorbed_enterprise_leads_to_no_other_kiln(engine):
    kilns(engine)
    take(engine, reading(firm("乙厂", kiln_type="melting_furnace", kiln_name="甲炉", measures="治理"), ledger="kilns"))
    old = number(engine, "乙厂")
    judge(engine, "merge", ["乙厂"], "甲厂")
    with database.reading(engine) as session:
        with pytest.raises(Ambiguous, match="kilns/4"):
            addresses.case(session, f"{old}/kilns/1")
        with pytest.raises(Ambiguous, match="kilns/4"):
            addresses.subject(session, f"{old}/kilns/1")


@pytest.mark.parametrize(
    "selection",
    [Selection(rows=(4,)), Selection(parts=("kilns/2",)), Selection(submission=1, sheet="台账", rows=(4,))],
    ids=["row", "part", "place"],
)
def test_split_gives_the_rows_selected_a_number_of_their_own(engine, selection):
    kilns(engine)
    before = text(engine)
    judged = judge(engine, "split", "甲厂", selection)
    assert [n for n, _, _ in numbers(engine)] == ["1", "2"]
    with database.reading(engine) as session:
        query = select(SubRecord.enterprise_id, SubRecord.key).order_by(SubRecord.enterprise_id, SubRecord.key)
        assert [tuple(each) for each in session.execute(query)] == [
            (1, "melting_furnace|1#炉"),
            (1, "melting_furnace|3#炉"),
            (2, "melting_furnace|2#炉"),
        ]
    judge(engine, "withdraw", *judged.numbers)
    assert text(engine) == before
    assert numbers(engine) == [("1", "甲厂", Standing.CONFIRMED), ("2", "甲厂", Standing.MERGED)]


def test_a_later_ledger_goes_with_the_part_whose_address_it_has(engine):
    kilns(engine)
    judge(engine, "split", "甲厂", Selection(parts=("kilns/2",)))
    take(engine, reading(firm("甲厂", address="西路2号"), as_of="2019-09-25"))
    with database.reading(engine) as session:
        found = session.scalars(select(SubRecord.enterprise_id).where(SubRecord.ledger == "scattered_polluters")).all()
    assert found == [2]


@pytest.mark.parametrize(
    ("selection", "error"),
    [
        (Selection(), NotUnderstood),
        (Selection(rows=(99,)), Refused),
        (Selection(ledger="kilns"), Refused),
        (Selection(parts=("420607-00099/kilns/1",)), NotFound),
    ],
)
def test_a_split_that_selects_nothing_or_all_is_refused(engine, selection, error):
    kilns(engine)
    with pytest.raises(error):
        judge(engine, "split", "甲厂", selection)


def test_a_renamed_enterprise_is_found_and_matched_by_both_names(two):
    take(two, reading(firm("丙厂"), as_of="2019-05-31"))
    before = text(two)
    (made,) = judge(two, "rename", "甲厂", "甲寅新材料有限公司").numbers
    assert numbers(two)[0] == ("1", "甲寅新材料有限公司", Standing.CONFIRMED)
    later = (
        reading(firm("甲厂", township="新镇"), as_of="2019-09-25"),
        reading(firm("甲寅新材料有限公司", address="东路1号"), as_of="2019-10-25"),
    )
    taken = [take(two, each).submission_id for each in later]
    assert number(two, "甲厂") == number(two, "甲寅新材料有限公司")
    with database.reading(two) as session:
        names = session.scalars(select(EnterpriseName.name).where(EnterpriseName.enterprise_id == 1)).all()
    assert sorted(names) == ["甲厂", "甲寅新材料有限公司"]
    for each in reversed(taken):
        with database.writing(two) as session:
            intake.withdraw(session, each, reason="误报", by="周敏", at=START)
    judge(two, "withdraw", made)
    assert text(two) == before


def test_a_renaming_taken_back_lets_go_of_rows_under_the_new_name(two):
    (made,) = judge(two, "rename", "甲厂", "甲寅新材料有限公司").numbers
    take(two, reading(firm("甲寅新材料有限公司", address="东路1号"), as_of="2019-10-25"))
    judge(two, "withdraw", made)
    assert [name for _, name, standing in numbers(two) if standing == Standing.CONFIRMED] == [
        "甲厂",
        "乙厂",
        "甲寅新材料有限公司",
    ]


def test_a_code_less_name_under_two_codes_belongs_to_them_once_they_are_judged_one(engine):
    take(engine, reading(firm("甲厂", credit_code=CODE_A), firm("甲厂", credit_code=CODE_B), firm("甲厂")))
    assert [standing for _, _, standing in numbers(engine)].count(Standing.PROVISIONAL) == 1
    with database.reading(engine) as session:
        coded = [each.register_number for each in enterprises.find(session, "甲厂") if each.credit_code]
    judge(engine, "same", coded)
    assert [standing for _, _, standing in numbers(engine)] == [Standing.CONFIRMED, Standing.MERGED, Standing.MERGED]


def test_judgements_are_listed_with_author_day_and_reason(two):
    judge(two, "merge", ["甲厂"], "乙厂")
    with database.reading(two) as session:
        (found,) = stored.listed(session, enterprise_id=addresses.site(session, "乙厂"))
    assert (found.verdict, found.made_by, found.reason) == ("same", "周敏", "现场核实")
    assert [each[-1:] for each in (*found.one, *found.others)] == ["厂", "厂"]
    judge(two, "withdraw", found.number)
    with database.reading(two) as session:
        assert stored.listed(session) == []
        assert [each.withdrawn_by for each in stored.listed(session, every=True)] == ["周敏"]


def test_a_merger_speaks_through_a_corrected_workbook(two):
    before = facts_only(two)
    (made,) = judge(two, "merge", ["甲厂"], "乙厂").numbers
    take(two, reading(firm("甲厂", township="甲镇", due_on="2019-06"), as_of="2019-04-30", bytes_said="2"), replaces=1)
    assert number(two, "甲厂") == number(two, "乙厂")
    judge(two, "withdraw", made)
    assert facts_only(two) == before
    assert numbers(two) == [("1", "甲厂", Standing.CONFIRMED), ("2", "乙厂", Standing.CONFIRMED)]
