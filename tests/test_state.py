"""The register is a function of what is in force and of what people decided, on both databases, by its state hash.

In whatever order workbooks come, come twice, or come and go again, the state is that of the workbooks in force; what a
person corrected survives them all; and every value says where it comes from.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from handed_in import CODE_A, CODE_B, CODE_C, RECEIVED, firm, reading, state, take, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select

from inventory import addresses, checks, correcting, database, intake
from inventory.models import Enterprise
from inventory.queries import corrections, enterprises
from inventory.vocabulary import Standing

LATER = datetime(2019, 9, 1, tzinfo=UTC)
NAMES = ("襄阳甲寅建材厂", "襄阳市甲寅建材厂", "襄阳甲寅建材厂二分厂", "襄阳丙辰纸业有限公司", "丙辰纸业公司")
KINDS = {
    "scattered_polluters": {"disposal_class": ("close", "upgrade"), "due_on": ("2019-06", "2019-09-30")},
    "kilns": {"kiln_type": ("drying_kiln",), "kiln_name": ("1#", "2#"), "fuel": ("coal", "electricity")},
    "permits": {"number": (f"{CODE_A}001P", f"{CODE_B}001Q"), "valid_to": ("2021-12-31",)},
}
COMMON = {
    "credit_code": (CODE_A, CODE_B, CODE_C),
    "township": ("甲镇", "乙镇"),
    "address": ("东路1号", "西路2号"),
    "contact_phone": ("13800000001", "13800000002"),
}
#: one register is asked for again and again; tests of both databases take long, so they are few
FEW = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows(kind):
    """Rows of a ledger kind: drifting names, other fields now said, now not."""
    fields = {name: st.sampled_from(values) for name, values in (KINDS[kind] | COMMON).items()}
    return st.fixed_dictionaries({"name": st.sampled_from(NAMES)}, optional=fields).map(lambda said: firm(**said))


def ledgers(kind):
    said = st.lists(rows(kind), min_size=1, max_size=3)
    unit = st.sampled_from(["襄州区", "谷城县", "高新区"])
    return st.tuples(st.just(kind), said, unit, st.sampled_from(["2019-03-31", "2019-06-30"]))


WORKBOOKS = st.lists(st.sampled_from(sorted(KINDS)).flatmap(ledgers), min_size=2, max_size=5, unique_by=repr)
FIELDS = st.sampled_from([("township", "核实镇"), ("contact_phone", "13999999999"), ("address", "核实路9号")])


def arrive(engine, workbook, at=RECEIVED):
    """A workbook is imported; the number of the submission."""
    kind, said, unit, day = workbook
    return take(engine, reading(*said, ledger=kind, unit=unit, as_of=day), received_at=at).submission_id


def withdraw(engine, submission):
    with database.writing(engine) as session:
        intake.withdraw(session, submission, reason="误报", by="周敏", at=LATER)


def made_of(workbooks, template):
    """The canonical text of a register in memory that these workbooks reached, one after the other, once."""
    engine = create_engine("sqlite://")
    with closing(sqlite3.connect(template)) as migrated, engine.connect() as connection:
        migrated.backup(connection.connection.dbapi_connection)
    for workbook in workbooks:
        arrive(engine, workbook)
    found = text(engine)
    engine.dispose()
    return found


@FEW
@given(WORKBOOKS, st.randoms(use_true_random=False))
def test_in_any_order_the_state_is_the_same(new_register, sqlite_template, workbooks, rnd):
    shuffled = list(workbooks)
    rnd.shuffle(shuffled)
    engine = new_register()
    for workbook in shuffled:
        arrive(engine, workbook)
    assert text(engine) == made_of(workbooks, sqlite_template)


@FEW
@given(WORKBOOKS, st.data())
def test_twice_is_once(new_register, workbooks, data):
    engine = new_register()
    for workbook in workbooks:
        arrive(engine, workbook)
    once = state(engine)
    for workbook in data.draw(st.lists(st.sampled_from(workbooks), min_size=1)):
        arrive(engine, workbook, LATER)
        assert state(engine) == once


@FEW
@given(WORKBOOKS, st.data())
def test_what_is_withdrawn_is_as_if_it_had_never_come(new_register, sqlite_template, workbooks, data):
    gone = data.draw(st.sets(st.integers(0, len(workbooks) - 1), min_size=1))
    engine = new_register()
    submissions = [arrive(engine, workbook) for workbook in workbooks]
    whole = state(engine)
    for place in data.draw(st.permutations(sorted(gone))):
        withdraw(engine, submissions[place])
    left = [each for place, each in enumerate(workbooks) if place not in gone]
    assert text(engine) == made_of(left, sqlite_template)
    for place in data.draw(st.permutations(sorted(gone))):
        arrive(engine, workbooks[place], LATER)
    assert state(engine) == whole


def living(session):
    standing = (Standing.CONFIRMED, Standing.PROVISIONAL)
    return session.scalars(select(Enterprise.register_number).where(Enterprise.standing.in_(standing))).all()


@FEW
@given(WORKBOOKS, FIELDS, st.data())
def test_corrections_survive_whatever_comes_and_goes(new_register, workbooks, wanted, data):
    field, value = wanted
    first, later = workbooks[0], workbooks[1:]
    engine = new_register()
    arrive(engine, first)
    with database.writing(engine) as session:
        number = data.draw(st.sampled_from(sorted(living(session))))
        correcting.correct(session, number, field, value, by="周敏", because="核实", at=RECEIVED)
    ends = []
    for order in (later, data.draw(st.permutations(later))):
        submissions = [arrive(engine, workbook, RECEIVED + timedelta(days=1)) for workbook in order]
        with database.reading(engine) as session:
            site = session.get_one(Enterprise, addresses.site(session, number))
            assert getattr(site, field) == value
            (made,) = corrections.listed(session)
            assert made.address.startswith(site.register_number)
        ends.append(state(engine))
        for submission in submissions:
            withdraw(engine, submission)
    assert ends[0] == ends[1]


@FEW
@given(WORKBOOKS, FIELDS, st.data())
def test_every_value_says_why_and_no_rule_is_broken(new_register, workbooks, wanted, data):
    engine = new_register()
    submissions = [arrive(engine, workbook) for workbook in workbooks]
    with database.writing(engine) as session:
        number = data.draw(st.sampled_from(sorted(living(session))))
        correcting.correct(session, number, *wanted, by="周敏", because="核实", at=RECEIVED)
    withdraw(engine, data.draw(st.sampled_from(submissions)))
    with database.reading(engine) as session:
        for number in living(session):
            whole = enterprises.whole(session, number)
            for fact in (*whole.facts, *(fact for part in whole.parts for fact in part.facts)):
                assert fact.origin is not None, (number, fact)
        broken = {breach.invariant for breach in checks.breaches(session)}
        # these workbooks were made by hand: no file is behind them
        assert broken <= {"workbooks_are_as_handed_in"}
