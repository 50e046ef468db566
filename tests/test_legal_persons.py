"""Legal persons: their codes over time, their sites, and what people judged of them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from handed_in import CODE_A, CODE_B, CODE_C, firm, reading, take, text
from sqlalchemy import select

from inventory import database, past
from inventory.errors import NotFound, Refused
from inventory.judgements import Decision, holders
from inventory.models import Enterprise
from inventory.queries import enterprises, legal_persons
from inventory.vocabulary import Standing

START = datetime(2019, 7, 2, 8, 0, tzinfo=UTC)
OLD = "420607000012345"
_moments = itertools.count()


def judge(engine, what, *said):
    """Judge in a transaction of its own, each time a minute later."""
    decision = Decision("周敏", "营业执照", START + timedelta(minutes=next(_moments)))
    with database.writing(engine) as session:
        return getattr(holders, what)(session, *said, decision)


def holder(engine, said):
    with database.reading(engine) as session:
        return legal_persons.whole(session, said)


def standings(engine):
    with database.reading(engine) as session:
        return [
            tuple(row)
            for row in session.execute(select(Enterprise.credit_code, Enterprise.standing).order_by(Enterprise.id))
        ]


def ledgers():
    """One works under two codes and one name; another of the first company under a name of its own."""
    return [
        reading(firm("甲厂", credit_code=CODE_A), firm("甲厂二分厂", credit_code=CODE_A), as_of="2019-03-31"),
        reading(firm("甲厂", credit_code=CODE_B), firm("丁厂", credit_code=CODE_C)),
    ]


def test_two_codes_of_one_person_make_its_sites_one_and_come_apart_again(engine):
    for each in ledgers():
        take(engine, each)
    before, had = text(engine), standings(engine)
    judged = judge(engine, "same", [CODE_A, CODE_B])
    assert standings(engine) == [
        (CODE_B, Standing.CONFIRMED),
        (CODE_A, Standing.CONFIRMED),
        (CODE_B, Standing.MERGED),
        (CODE_C, Standing.CONFIRMED),
    ]
    found = holder(engine, CODE_A)
    assert (found.credit_code, found.codes) == (CODE_B, (CODE_B, CODE_A))
    assert [site.name for site in found.sites] == ["甲厂", "甲厂二分厂"]
    judge(engine, "withdraw", *judged.numbers)
    assert (text(engine), standings(engine)) == (before, had)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_it_is_the_same_whether_judged_before_or_after_a_ledger_arrives(engine, order, reference):
    every = [*ledgers(), None]
    for number in order:
        take(engine, every[number]) if every[number] else judge(engine, "same", [CODE_A, CODE_B])
    assert text(engine) == reference
    with database.reading(engine) as session:
        assert len(past.cases_known(session, known_at=START + timedelta(days=9))) == 3


@pytest.fixture(scope="module")
def reference(sqlite_template, tmp_path_factory):
    file = tmp_path_factory.mktemp("reference") / "inventory.db"
    file.write_bytes(sqlite_template.read_bytes())
    register = database.open_register(f"sqlite:///{file}")
    for each in ledgers():
        take(register, each)
    judge(register, "same", [CODE_A, CODE_B])
    found = text(register)
    register.dispose()
    return found


def test_a_number_of_the_time_before_leads_to_the_holder_of_the_credit_code(engine):
    organization = f"{CODE_A[8:16]}-{CODE_A[16]}"
    old, older = firm("戊厂", registration_no=OLD), firm("己厂", organization_code=organization)
    take(engine, reading(old, firm("甲厂", credit_code=CODE_A), older))
    assert holder(engine, organization) == holder(engine, CODE_A)
    assert [site.name for site in holder(engine, CODE_A).sites] == ["己厂", "甲厂"]
    judge(engine, "same", [OLD, CODE_A])
    for said in (OLD, CODE_A, "戊厂"):
        found = holder(engine, said)
        assert (found.credit_code, found.codes, [site.name for site in found.sites]) == (
            CODE_A,
            (CODE_A, OLD),
            ["己厂", "戊厂", "甲厂"],
        )


def test_a_renamed_legal_person_is_shown_and_found_by_its_new_name(engine):
    take(engine, reading(firm("甲厂", credit_code=CODE_A)))
    (made,) = judge(engine, "rename", CODE_A, "甲寅集团").numbers
    assert holder(engine, "甲寅集团").codes == (CODE_A,)
    with database.reading(engine) as session:
        assert enterprises.whole(session, "甲厂").legal_person == "甲寅集团"
        assert [each.name for each in legal_persons.find(session, "甲寅", limit=9)] == ["甲寅集团"]
        assert [each.name for each in legal_persons.find(session, "甲厂", limit=9)] == ["甲寅集团"]
        assert [each.name for each in legal_persons.find(session, CODE_A[:9], limit=9)] == ["甲寅集团"]
    judge(engine, "withdraw", made)
    assert holder(engine, CODE_A).name == "甲厂"


def test_different_is_remembered(engine):
    for each in ledgers():
        take(engine, each)
    (made,) = judge(engine, "different", CODE_A, CODE_B).numbers
    before = text(engine)
    with pytest.raises(Refused, match=f"judgement {made} says"):
        judge(engine, "same", [CODE_A, CODE_B])
    assert text(engine) == before
    judge(engine, "withdraw", made)
    judge(engine, "same", [CODE_A, CODE_B])
    with pytest.raises(Refused, match="one legal person's by a judgement"):
        judge(engine, "different", CODE_A, CODE_B)
    with pytest.raises(Refused, match="already"):
        judge(engine, "same", [CODE_B, CODE_A])
    with pytest.raises(NotFound):
        judge(engine, "same", ["无此厂", CODE_A])
    with pytest.raises(NotFound, match="no judgement 99"):
        judge(engine, "withdraw", 99)
    with database.reading(engine) as session:
        assert [each.verdict for each in legal_persons.judgements(session)] == ["same"]
        assert [each.verdict for each in legal_persons.judgements(session, every=True)] == ["different", "same"]
