"""Taking readings: stored whole or not at all, in force by the rules, the register a function of what is in force."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from datetime import UTC, datetime

import pytest
from handed_in import CODE_A, CODE_B, RECEIVED, day, firm, reading, state, take, text
from sqlalchemy import func, select

from inventory import database, intake, tracking
from inventory.errors import NotFound, NotUnderstood, RecognitionError, Refused
from inventory.models import (
    Base,
    Correction,
    Enterprise,
    Judgement,
    JudgementRow,
    Problem,
    Remediation,
    RemediationEvent,
    SourceRow,
    Submission,
    SubRecord,
)
from inventory.reading import Chunk, Entry, Origin
from inventory.vocabulary import Action, AsOfBasis, Outcome, Standing, State

PLANT = "襄阳甲寅建材厂"


def ledgers():
    """Four ledgers whose rows meet in every way the rules know; the same readings every time."""
    return [
        reading(
            firm(PLANT, credit_code=CODE_A, township="甲镇", due_on="2019-06"), firm("丁未化工厂"), as_of="2019-04-30"
        ),
        reading(
            firm(PLANT, township="乙镇"), firm("丁未化工厂", credit_code=CODE_B), firm("戊申纸厂", credit_code=CODE_B)
        ),
        reading(
            firm(PLANT, kiln_type="melting_furnace", measures="治理"),
            firm(PLANT, kiln_type="melting_furnace", fuel="coal"),
            ledger="kilns",
        ),
        reading(
            firm("襄阳市甲寅建材厂", credit_code=CODE_A, township="丙镇", existing_problems="无组织"),
            ledger="compliance_plans",
        ),
    ]


def count(engine, model):
    with database.reading(engine) as session:
        return session.scalar(select(func.count()).select_from(model))


def ask(engine, query):
    with database.reading(engine) as session:
        return session.execute(query).all()


def test_every_row_is_stored_verbatim_with_what_was_made_of_it(engine):
    summary = take(engine, reading(firm(), None), received_by="周敏")
    assert (summary.rows[Outcome.NEW], summary.unread, summary.other_rows) == (1, 1, {"title": 1})
    rows = ask(
        engine, select(SourceRow.row, SourceRow.kind, SourceRow.cells, SourceRow.outcome).order_by(SourceRow.row)
    )
    assert [tuple(row) for row in rows] == [
        (1, "title", {"A": "台账"}, None),
        (3, "entry", {"A": "1", "B": PLANT}, "new"),
        (4, "entry", {"A": "2", "B": ""}, None),
    ]


def test_the_same_bytes_again_change_nothing_and_say_so(engine):
    take(engine, reading(firm()))
    before = text(engine)
    again = take(engine, reading(firm()))
    assert (again.is_known, again.is_outdated, text(engine), count(engine, Submission)) == (True, False, before, 1)
    assert take(engine, reading(firm(), rules="2")).is_outdated


def test_a_later_ledger_says_what_is_new_changed_and_unchanged(engine):
    take(engine, reading(firm("甲厂", due_on="2019-06"), firm("乙厂"), as_of="2019-04-30"))
    rows = take(engine, reading(firm("甲厂", due_on="2019-09"), firm("乙厂"), firm("丙厂"))).rows
    assert rows == {Outcome.NEW: 1, Outcome.CHANGED: 1, Outcome.UNCHANGED: 1, Outcome.HELD: 0}


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3], ids=str)
def test_every_order_makes_the_same_register(engine, order, reference_state):
    every = ledgers()
    for number in order:
        take(engine, every[number])
    assert text(engine) == reference_state


@pytest.fixture(scope="module")
def reference_state(sqlite_template, tmp_path_factory):
    """What the four ledgers make, in the order they are named."""
    file = tmp_path_factory.mktemp("reference") / "inventory.db"
    file.write_bytes(sqlite_template.read_bytes())
    register = database.open_register(f"sqlite:///{file}")
    for each in ledgers():
        take(register, each)
    found = text(register)
    register.dispose()
    return found


def test_a_re_saved_copy_is_kept_and_changes_nothing(engine):
    for each in ledgers():
        take(engine, each)
    before = text(engine)
    summary = take(
        engine,
        reading(
            firm(PLANT, township="乙镇"),
            firm("丁未化工厂", credit_code=CODE_B),
            firm("戊申纸厂", credit_code=CODE_B),
            bytes_said="again",
        ),
    )
    assert (text(engine), summary.problems["ledger_again"]) == (before, 1)


def test_a_second_ledger_of_the_same_unit_kind_and_day_is_an_addition_and_says_so(engine):
    take(engine, reading(firm("甲厂")))
    assert take(engine, reading(firm("乙厂"))).problems == {"second_ledger": 1}
    assert count(engine, Enterprise) == 2


def test_withdrawing_restores_what_was(engine):
    first, second, *_ = ledgers()
    take(engine, first)
    before = text(engine)
    number = take(engine, second).submission_id
    with database.writing(engine) as session:
        intake.withdraw(session, number, reason="误报", by="周敏", at=datetime.now(UTC))
    assert text(engine) == before
    with pytest.raises(Refused, match="withdrawn already"), database.writing(engine) as session:
        intake.withdraw(session, number, reason="误报", by="周敏", at=datetime.now(UTC))


def test_a_withdrawn_workbook_handed_in_again_finds_its_register_number(engine):
    number = take(engine, reading(firm())).submission_id
    with database.writing(engine) as session:
        intake.withdraw(session, number, reason="误报", by="周敏", at=datetime.now(UTC))
    assert [tuple(row) for row in ask(engine, select(Enterprise.standing))] == [(Standing.EMPTY,)]
    take(engine, reading(firm()))
    assert [tuple(row) for row in ask(engine, select(Enterprise.id, Enterprise.standing))] == [(1, Standing.CONFIRMED)]


@pytest.mark.parametrize("by_mark", [False, True])
def test_a_corrected_workbook_takes_the_place_of_the_one_it_names(engine, by_mark):
    wrong = reading(firm("甲厂", township="错镇"), firm("乙厂"))
    sha256 = wrong.source.sha256
    number = take(engine, wrong).submission_id
    said = {} if by_mark else {"replaces": number}
    take(engine, reading(firm("甲厂", township="对镇"), mark=sha256 if by_mark else None), **said)
    found = ask(engine, select(Enterprise.name, Enterprise.township, Enterprise.standing).order_by(Enterprise.id))
    assert [tuple(row) for row in found] == [("甲厂", "对镇", Standing.CONFIRMED), ("乙厂", None, Standing.EMPTY)]
    with pytest.raises(Refused, match="no longer in force"):
        take(engine, reading(firm("丙厂")), replaces=number)


def test_withdrawing_the_corrected_workbook_brings_the_first_back(engine):
    first = take(engine, reading(firm("甲厂", township="错镇"))).submission_id
    before = text(engine)
    second = take(engine, reading(firm("甲厂", township="对镇")), replaces=first).submission_id
    with database.writing(engine) as session:
        intake.withdraw(session, second, reason="误报", by="周敏", at=datetime.now(UTC))
    assert text(engine) == before


def test_reading_anew_replaces_the_reading_and_keeps_numbers(engine):
    number = take(engine, reading(firm(coal="x"), firm("乙厂"))).submission_id
    before = ask(
        engine,
        select(Enterprise.id, Enterprise.register_number, SubRecord.id, SubRecord.number).join(
            SubRecord, SubRecord.enterprise_id == Enterprise.id
        ),
    )
    with database.writing(engine) as session:
        summary = intake.reread(
            session, number, reading(firm(township="新镇"), firm("乙厂"), rules="2"), made_at=datetime.now(UTC)
        )
    assert summary.rows == {Outcome.NEW: 0, Outcome.CHANGED: 1, Outcome.UNCHANGED: 1, Outcome.HELD: 0}
    assert before == ask(
        engine,
        select(Enterprise.id, Enterprise.register_number, SubRecord.id, SubRecord.number).join(
            SubRecord, SubRecord.enterprise_id == Enterprise.id
        ),
    )
    with database.writing(engine) as session:
        assert intake.reread(session, number, reading(firm(), rules="2"), made_at=datetime.now(UTC)).is_known


@pytest.mark.parametrize(
    ("as_of", "said", "found", "basis", "problems"),
    [
        ("2019-06-25", None, "2019-06-25", AsOfBasis.FILING_DATE, {}),
        (None, "2019-06", "2019-06", AsOfBasis.SAID, {}),
        (None, None, RECEIVED.astimezone().date().isoformat(), AsOfBasis.RECEIVED, {"as_of_received": 1}),
        ("2019-06-25", "2019-05-31", "2019-06-25", AsOfBasis.FILING_DATE, {"as_of_said_otherwise": 1}),
    ],
)
def test_the_day_a_submission_speaks_for(engine, as_of, said, found, basis, problems):
    summary = take(engine, reading(firm(), as_of=as_of), as_of=said)
    assert (summary.as_of, summary.basis, summary.problems) == (found, basis, problems)


def test_the_unit_is_what_the_row_says_then_the_table_then_the_person(engine):
    take(engine, reading(firm("甲厂", county="谷城县"), firm("乙厂")))
    take(engine, reading(firm("丙厂"), unit=None), unit="高新区")
    numbers = ask(
        engine, select(Enterprise.name, func.substr(Enterprise.register_number, 1, 6)).order_by(Enterprise.id)
    )
    assert [tuple(row) for row in numbers] == [("甲厂", "420625"), ("乙厂", "420607"), ("丙厂", "420671")]


@pytest.mark.parametrize(
    ("read", "said", "error"),
    [
        ({"unit": None}, {}, RecognitionError),
        ({}, {"unit": "无此县"}, NotUnderstood),
        ({}, {"as_of": "去年"}, NotUnderstood),
        ({}, {"replaces": 99}, NotFound),
    ],
)
def test_what_cannot_be_taken_leaves_nothing(engine, read, said, error):
    before = state(engine)
    with pytest.raises(error):
        take(engine, reading(firm(), **read), **said)
    assert state(engine) == before
    assert {count(engine, model) for model in (Submission, SourceRow, Enterprise, Problem)} == {0}


def test_none_declared_replaces_and_an_absent_field_does_not(engine):
    take(engine, reading(firm(township="甲镇", address="东路1号"), as_of="2019-04-30"))
    take(engine, reading(firm(), none={0: ("township",)}))
    assert [tuple(row) for row in ask(engine, select(Enterprise.township, Enterprise.address))] == [(None, "东路1号")]


def test_a_case_is_opened_where_something_is_to_be_done(engine):
    take(
        engine,
        reading(
            firm(kiln_type="melting_furnace"),
            firm("乙厂", kiln_type="melting_furnace", due_on="2019-Q3"),
            ledger="kilns",
        ),
    )
    take(engine, reading(firm("丙厂", progress="done", struck_off=True)))
    take(engine, reading(firm("丁厂", coal_t=1.0), ledger="coal_users"))
    found = ask(
        engine,
        select(
            Remediation.ledger,
            Remediation.due_on,
            Remediation.due_on_last,
            Remediation.claimed,
            Remediation.state,
            Remediation.listed_on,
        ).order_by(Remediation.id),
    )
    assert [tuple(row) for row in found] == [
        ("kilns", "2019-Q3", day("2019-09-30"), None, State.LISTED, day("2019-06-25")),
        ("scattered_polluters", None, None, State.STRUCK_OFF, State.LISTED, day("2019-06-25")),
    ]


def test_no_ledger_moves_a_case(engine):
    take(engine, reading(firm(due_on="2019-06"), as_of="2019-04-30"))
    record(engine, Action.BEGIN)
    take(engine, reading(firm(due_on="2019-09", struck_off=True)))
    found = ask(engine, select(Remediation.state, Remediation.claimed, Remediation.due_on, Remediation.listed_on))
    assert [tuple(row) for row in found] == [(State.UNDERWAY, State.STRUCK_OFF, "2019-09", day("2019-04-30"))]


def record(engine, action, case=None):
    with database.writing(engine) as session:
        number = case or session.scalar(select(Remediation.id))
        tracking.record(session, number, tracking.Step(action, day("2019-05-06")), by="周敏")


def test_events_follow_their_row_when_a_judgement_joins_two_enterprises(engine):
    first, second = reading(firm("甲厂", due_on="2019-06")), reading(firm("乙厂", due_on="2019-06"), as_of="2019-04-30")
    places = [take(engine, each).submission_id for each in (first, second)]
    record(engine, Action.BEGIN, case=2)
    judge(engine, "same", places)
    found = ask(engine, select(Remediation.id, Remediation.state, Remediation.enterprise_id))
    assert [tuple(row) for row in found] == [(1, State.UNDERWAY, 1)]
    standing = ask(engine, select(Enterprise.standing, Enterprise.merged_into_id).order_by(Enterprise.id))
    assert [tuple(row) for row in standing] == [(Standing.CONFIRMED, None), (Standing.MERGED, 1)]


def judge(engine, verdict, submissions):
    """A judgement on the first row of each submission, and a ledger that brings it into effect."""
    with database.writing(engine) as session:
        word = Judgement(verdict=verdict, made_at=RECEIVED, made_by="周敏")
        session.add(word)
        session.flush()
        for side, number in enumerate(submissions):
            session.add(JudgementRow(judgement_id=word.id, submission_id=number, sheet="台账", row=3, side=side))
    take(engine, reading(firm("甲厂"), as_of="2019-01-31"))


def test_a_case_with_events_outlives_the_ledger_that_listed_it(engine):
    number = take(engine, reading(firm(due_on="2019-06"))).submission_id
    record(engine, Action.BEGIN)
    with database.writing(engine) as session:
        intake.withdraw(session, number, reason="误报", by="周敏", at=datetime.now(UTC))
    assert [tuple(row) for row in ask(engine, select(SubRecord.is_orphaned))] == [(True,)]
    take(engine, reading(firm(due_on="2019-06")))
    found = ask(engine, select(SubRecord.is_orphaned, Remediation.state).join(Remediation))
    assert [tuple(row) for row in found] == [(False, State.UNDERWAY)]
    assert count(engine, RemediationEvent) == 1


def test_a_correction_survives_later_ledgers(engine):
    number = take(engine, reading(firm(township="错镇"), as_of="2019-04-30")).submission_id
    with database.writing(engine) as session:
        session.add(
            Correction(
                anchor_submission_id=number,
                anchor_sheet="台账",
                anchor_row=3,
                field="township",
                value={"value": "对镇"},
                made_at=RECEIVED,
                made_by="周敏",
            )
        )
    take(engine, reading(firm(township="又错镇")))
    assert [tuple(row) for row in ask(engine, select(Enterprise.township))] == [("对镇",)]


def test_a_sub_record_keeps_its_number_and_one_no_longer_listed_stays(engine):
    kilns = [firm(kiln_type="melting_furnace", kiln_name=f"{n}#炉", measures="治理") for n in (1, 2, 3)]
    take(engine, reading(*kilns, ledger="kilns", as_of="2019-04-30"))
    take(engine, reading(kilns[2], kilns[0], ledger="kilns"))
    found = ask(engine, select(SubRecord.number, SubRecord.key, SubRecord.last_listed_on).order_by(SubRecord.number))
    assert [tuple(row) for row in found] == [
        (1, "melting_furnace|1#炉", day("2019-06-25")),
        (2, "melting_furnace|2#炉", day("2019-04-30")),
        (3, "melting_furnace|3#炉", day("2019-06-25")),
    ]


def test_a_group_that_parts_leaves_the_number_where_most_of_its_rows_are(engine):
    take(engine, reading(firm("甲厂"), firm("甲厂"), ledger="coal_users"))
    take(
        engine,
        reading(firm("甲厂", credit_code=CODE_A), firm("甲厂", credit_code=CODE_A), firm("甲厂", credit_code=CODE_A)),
    )
    assert count(engine, Enterprise) == 1
    take(engine, reading(firm("甲厂", credit_code=CODE_B), as_of="2019-05-31"))
    found = ask(engine, select(SourceRow.enterprise_id, Enterprise.standing).join(Enterprise).order_by(SourceRow.id))
    assert [tuple(row) for row in found if row[0] == 1] == [(1, Standing.CONFIRMED)] * 3
    assert sorted({tuple(row) for row in found if row[0] != 1}) == [
        (2, Standing.CONFIRMED),
        (3, Standing.PROVISIONAL),
    ] or (sorted({tuple(row) for row in found if row[0] != 1}) == [(2, Standing.PROVISIONAL), (3, Standing.CONFIRMED)])


def test_nothing_remains_of_an_import_that_is_rolled_back(engine):
    before = snapshot(engine)
    with database.writing(engine) as session:
        intake.take(session, reading(firm()), b"x", received_at=RECEIVED)
        session.rollback()
    assert snapshot(engine) == before


def snapshot(engine):
    with database.reading(engine) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
        }


def test_nothing_remains_of_an_import_that_is_killed(engine, register_url):
    before = snapshot(engine)
    child = multiprocessing.get_context("spawn").Process(target=die_while_taking, args=(register_url,))
    child.start()
    child.join(60)
    assert child.exitcode == 9
    assert snapshot(engine) == before
    assert take(engine, reading(firm())).rows[Outcome.NEW] == 1


def die_while_taking(url):
    """Take a reading whose second chunk never comes."""
    register = database.open_register(url)
    read = reading(firm())

    def chunks():
        yield Chunk((Entry(Origin("台账", 3), "kilns", {}, firm("乙厂")),), ())
        os._exit(9)

    read.chunks = chunks()
    take(register, read)


def test_six_at_once_make_the_same_register(engine, register_url, reference_state):
    context = multiprocessing.get_context("spawn")
    takers = [context.Process(target=take_some, args=(register_url, n)) for n in range(6)]
    for each in takers:
        each.start()
    for each in takers:
        each.join(120)
    assert [each.exitcode for each in takers] == [0] * 6
    assert text(engine) == reference_state
    assert count(engine, Submission) == 4


def take_some(url, number):
    """Take the ledgers beginning with another one than the other processes."""
    register = database.open_register(url)
    every = ledgers()
    for each in every[number % 4 :] + every[: number % 4]:
        take(register, each)
    register.dispose()
