"""A workbook withdrawn leaves the register as it would be had it never come; what people decided on it is kept."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from handed_in import CODE_A, CODE_B, firm, reading, state, take, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from inventory import absence, addresses, cli, correcting, database, intake, tracking
from inventory.errors import NotFound, Refused
from inventory.models import Enterprise, Judgement, JudgementRow, Lesson, Remediation, RemediationEvent
from inventory.queries import decisions
from inventory.reading import Column
from inventory.tracking import Step
from inventory.vocabulary import Absence, Action

AT = datetime(2019, 7, 2, 8, 0, tzinfo=UTC)
PLANT = "襄阳甲寅建材厂"


def ledgers():
    """Ledgers that meet by name, by code, across units, and in sub-records of equal keys."""
    kiln = {"kiln_type": "melting_furnace"}
    return [
        reading(firm(PLANT, township="甲镇", due_on="2019-06"), firm("丁未化工厂"), as_of="2019-04-30"),
        reading(firm(PLANT, credit_code=CODE_A, township="乙镇"), firm("丁未化工厂", credit_code=CODE_B)),
        reading(firm(PLANT, **kiln, measures="治理"), firm(PLANT, **kiln, fuel="coal"), ledger="kilns"),
        reading(firm("襄阳市甲寅建材厂", credit_code=CODE_A, township="丙镇"), ledger="compliance_plans"),
        reading(firm("戊申纸厂", credit_code=CODE_B), firm("丁未化工厂", township="丁镇"), unit="谷城县"),
    ]


def withdraw(engine, number):
    with database.writing(engine) as session:
        return intake.withdraw(session, number, reason="误报", by="周敏", at=AT)


def fresh(template, file, numbers, replaced=()):
    """The canonical text of a register that only these ledgers reached."""
    file.write_bytes(template.read_bytes())
    engine = database.open_register(f"sqlite:///{file}")
    for number in numbers:
        take(engine, ledgers()[number], replaces=1 if number in replaced else None)
    found = text(engine)
    engine.dispose()
    return found


@pytest.mark.parametrize("gone", range(5))
def test_it_is_as_if_the_workbook_had_never_come(engine, gone, sqlite_template, tmp_path):
    submissions = [take(engine, each).submission_id for each in ledgers()]
    withdraw(engine, submissions[gone])
    others = [number for number in range(5) if number != gone]
    assert text(engine) == fresh(sqlite_template, tmp_path / "fresh.db", others)
    take(engine, ledgers()[gone])
    assert text(engine) == fresh(sqlite_template, tmp_path / "fresh.db", range(5))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_whatever_comes_twice_and_goes_the_register_is_that_of_what_is_in_force(moves, sqlite_template, tmp_path):
    file = tmp_path / "inventory.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = database.open_register(f"sqlite:///{file}")
    standing: dict[int, int] = {}
    for place, number in enumerate(moves):
        if number in standing and place % 2:
            withdraw(engine, standing.pop(number))
        else:
            standing[number] = take(engine, ledgers()[number]).submission_id
    found = text(engine)
    engine.dispose()
    assert found == fresh(sqlite_template, tmp_path / "fresh.db", sorted(standing, reverse=True))


BRIDGED = [
    # one with a code, one without; the third row has the name of the one and the code of the other
    (firm(PLANT, credit_code=CODE_A), firm("襄阳甲寅建材有限公司"), firm("襄阳甲寅建材有限公司", credit_code=CODE_A)),
    (firm("襄阳甲寅建材有限公司", credit_code=CODE_A), firm(PLANT), firm(PLANT, credit_code=CODE_A)),
]


@pytest.mark.parametrize("firms", BRIDGED)
@pytest.mark.parametrize("turn", [1, -1])
def test_where_a_row_joined_two_each_has_its_own_number_again(engine, firms, turn):
    *apart, bridge = firms
    for place, each in enumerate(apart[::turn]):
        take(engine, reading(each, ledger=("kilns", "scattered_polluters")[place], as_of="2019-03-31"))
    before = numbered(engine)
    submission = take(engine, reading(bridge, ledger="compliance_plans")).submission_id
    with database.reading(engine) as session:
        assert {addresses.site(session, number) for number, _ in before} == {1}
    withdraw(engine, submission)
    assert numbered(engine) == before
    take(engine, reading(bridge, ledger="compliance_plans"))
    withdraw(engine, 4)
    assert numbered(engine) == before


def numbered(engine):
    """Who answers to which register number."""
    with database.reading(engine) as session:
        return session.execute(select(Enterprise.register_number, Enterprise.name).order_by(Enterprise.id)).all()


@pytest.mark.parametrize("order", [each for each in itertools.permutations(range(5)) if each[0] != 0][::17], ids=str)
def test_a_returned_workbook_withdrawn_gives_back_what_it_replaced(engine, order):
    take(engine, ledgers()[0])
    for number in order[:2]:
        if number:
            take(engine, ledgers()[number])
    before = state(engine)
    returned = take(engine, reading(firm(PLANT, township="戊镇"), as_of="2019-04-30"), replaces=1)
    assert state(engine) != before
    assert withdraw(engine, returned.submission_id).total() == 2
    assert state(engine) == before


def judged(session, submission):
    session.add(Judgement(id=1, verdict="different", made_at=AT, made_by="周敏", reason="不是一家"))
    session.flush()
    for side, row in enumerate((3, 4)):
        session.add(JudgementRow(judgement_id=1, submission_id=submission, sheet="台账", row=row, side=side))


def decide(engine):
    """A correction, a judgement, a step of a case and a lesson on the first ledger, taken here."""
    first = ledgers()[0]
    first.tables = (replace(first.tables[0], columns=(Column("C", "镇办", "township", how="lesson"),)),)
    take(engine, first)
    with database.writing(engine) as session:
        correcting.correct(session, "420607-00001", "township", "双沟镇", by="周敏", because="核实", at=AT)
        case = session.scalars(select(Remediation.id).order_by(Remediation.id)).first()
        tracking.record(session, case, Step(Action.BEGIN, date(2019, 7, 1)), by="周敏", now=AT)
        judged(session, 1)
        session.add(
            Lesson(
                kind="heading", said="镇办", field="township", made_at=AT, made_by="周敏", reason="来函", unit_id=None
            )
        )


def test_decisions_on_its_rows_are_kept_listed_and_say_where_they_go(engine):
    decide(engine)
    withdraw(engine, 1)
    with database.reading(engine) as session:
        found = decisions.on_submission(session, 1)
        assert [(each.kind, each.number, each.address) for each in found] == [
            ("correction", 1, None),
            ("judgement", 1, None),
            ("steps", 1, "420607-00001/scattered_polluters/1"),
            ("lesson", 1, None),
        ]
        assert session.scalars(select(RemediationEvent.id)).all() != []
    take(engine, ledgers()[1])
    with database.reading(engine) as session:
        addresses = {each.kind: each.address for each in decisions.on_submission(session, 1)}
    assert addresses["correction"] == "420607-00001"


def test_reasons_for_absence_wait_for_their_own_workbook(engine):
    take(engine, reading(firm("甲厂"), firm("乙厂"), as_of="2019-04-30"))
    take(engine, reading(firm("甲厂"), as_of="2019-05-31"))
    with database.writing(engine) as session:
        place = "420607-00002/scattered_polluters"
        absence.explain(session, place, Absence.CLOSED, by="周敏", because="已拆除", at=AT)
    with database.reading(engine) as session:
        (found,) = decisions.on_submission(session, 1)
    assert (found.kind, found.what, found.address) == ("reason for absence", "closed", f"{place}/1")
    withdraw(engine, 1)
    with database.reading(engine) as session:
        assert [each.address for each in decisions.on_submission(session, 1)] == [None]


def test_the_file_imported_again_brings_decisions_back_to_their_rows(engine):
    decide(engine)
    before = [line for line in text(engine) if not line.startswith("('judgement'")]
    withdraw(engine, 1)
    take(engine, ledgers()[0])
    assert [line for line in text(engine) if not line.startswith("('judgement'")] == before


@pytest.fixture
def run(register_url, monkeypatch):
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")
    monkeypatch.delenv("INVENTORY_USER", raising=False)
    return lambda *said: CliRunner().invoke(cli.main, list(said), prog_name="inventory")


def test_the_command_says_what_becomes_of_decisions_and_can_be_tried(run, engine):
    decide(engine)
    said = ("--because", "误报", "--by", "周敏")
    before = state(engine)
    tried = run("ledger", "withdraw", "1", *said, "--dry-run")
    assert ("would be withdrawn" in tried.stdout, "waits" in tried.stdout, state(engine)) == (True, True, before)
    done = run("ledger", "withdraw", "1", *said, "--json")
    assert [each["kind"] for each in json.loads(done.stdout)] == ["correction", "judgement", "steps", "lesson"]
    assert json.loads(run("ledger", "list", "--json").stdout)[0]["standing"] == "withdrawn"
    again = run("ledger", "withdraw", "1", *said)
    assert (again.exit_code, len(again.stderr.splitlines())) == (1, 1)
    assert run("ledger", "withdraw", "9", *said).exit_code == 1
    assert run("ledger", "withdraw", "1", "--because", "误报").exit_code == 2


def test_nothing_is_withdrawn_twice_and_nothing_unknown(engine):
    take(engine, ledgers()[0])
    withdraw(engine, 1)
    with pytest.raises(Refused):
        withdraw(engine, 1)
    with pytest.raises(NotFound):
        withdraw(engine, 7)
