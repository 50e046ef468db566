"""What a person puts right stands: against later ledgers, rereadings and returned workbooks, until it is taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from handed_in import CODE_A, CODE_B, RECEIVED, firm, reading, state, take, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from inventory import addresses, cli, correcting, database, intake, past
from inventory.errors import Ambiguous, NotFound, NotUnderstood, Refused
from inventory.models import Enterprise, EnterpriseCode, Kiln, Problem, SourceRow
from inventory.queries import corrections
from inventory.queries.origins import Origins
from inventory.vocabulary import Standing

AT = datetime(2019, 7, 2, 8, 0, tzinfo=UTC)
PLANT = "襄阳甲寅建材厂"
NUMBER = "420607-00001"


def correct(engine, address, field, said, at=AT):
    with database.writing(engine) as session:
        return correcting.correct(session, address, field, said, by="周敏", because="现场核实", at=at)


def withdraw(engine, number):
    with database.writing(engine) as session:
        correcting.withdraw(session, number, by="周敏", because="误改", at=AT)


def withdraw_submission(engine, number):
    with database.writing(engine) as session:
        intake.withdraw(session, number, reason="误报", by="周敏", at=AT)


def townships(engine):
    with database.reading(engine) as session:
        living = select(Enterprise.name, Enterprise.township).where(Enterprise.standing == Standing.CONFIRMED)
        return dict(session.execute(living).all())


def register_of(engine):
    """The canonical text without the corrections themselves: what they made of the register."""
    return [line for line in text(engine) if not line.startswith("('correction'")]


def problems(engine):
    with database.reading(engine) as session:
        query = select(Problem.kind, Problem.field, Problem.parameters).where(Problem.reading_id.is_(None))
        return [tuple(row) for row in session.execute(query)]


def test_a_correction_stands_at_once_and_says_what_stood_before(engine):
    take(engine, reading(firm(PLANT, township="旧镇")))
    made = correct(engine, NUMBER, "township", "双沟镇")
    assert (made.number, made.address, made.before, made.now) == (1, NUMBER, "旧镇", "双沟镇")
    assert townships(engine) == {PLANT: "双沟镇"}


def test_what_the_import_reported_of_the_row_is_not_rewritten(engine):
    take(engine, reading(firm(PLANT, township="旧镇")))
    correct(engine, NUMBER, "township", "双沟镇")
    with database.reading(engine) as session:
        assert session.scalars(select(SourceRow.outcome).where(SourceRow.kind == "entry")).all() == ["new"]


def test_a_later_ledger_that_repeats_the_old_value_or_says_the_new_one_changes_nothing(engine):
    take(engine, reading(firm(PLANT, township="旧镇")))
    correct(engine, NUMBER, "township", "双沟镇")
    rows = take(engine, reading(firm(PLANT, township="旧镇"), as_of="2019-07-31")).rows
    assert (rows["unchanged"], townships(engine), problems(engine)) == (1, {PLANT: "双沟镇"}, [])
    take(engine, reading(firm(PLANT, township="双沟镇"), as_of="2019-08-31"))
    assert (townships(engine), problems(engine)) == ({PLANT: "双沟镇"}, [])


def test_a_third_value_does_not_win_and_is_told(engine):
    take(engine, reading(firm(PLANT, township="旧镇")))
    correct(engine, NUMBER, "township", "双沟镇")
    take(engine, reading(firm(PLANT, township="第三镇"), as_of="2019-07-31"))
    assert townships(engine) == {PLANT: "双沟镇"}
    assert problems(engine) == [("correction_contradicted", "township", {"said": "第三镇", "stands": "双沟镇"})]
    correct(engine, NUMBER, "township", "第三镇")
    assert (townships(engine), problems(engine)) == ({PLANT: "第三镇"}, [])


def test_an_older_ledger_that_comes_late_is_no_third_value(engine):
    take(engine, reading(firm(PLANT, township="旧镇")))
    correct(engine, NUMBER, "township", "双沟镇")
    take(engine, reading(firm(PLANT, township="更旧镇"), as_of="2019-03-31"))
    assert problems(engine) == []


def test_withdrawing_a_correction_restores_the_register(engine):
    take(engine, reading(firm(PLANT, township="旧镇")))
    before = state(engine)
    correct(engine, NUMBER, "township", "双沟镇")
    assert state(engine) != before
    withdraw(engine, 1)
    assert state(engine) == before
    with pytest.raises(Refused):
        withdraw(engine, 1)
    with pytest.raises(NotFound):
        withdraw(engine, 9)


def test_a_correction_whose_ledger_was_replaced_is_withdrawn_from_what_it_came_to_speak_through(engine):
    take(engine, reading(firm(PLANT, township="龙王镇")))
    correct(engine, NUMBER, "township", "张湾镇")
    take(engine, reading(firm(PLANT, township="石桥镇"), as_of="2019-07-10"), replaces=1)
    assert townships(engine) == {PLANT: "张湾镇"}
    withdraw(engine, 1)
    assert townships(engine) == {PLANT: "石桥镇"}


def test_the_later_of_two_corrections_stands_and_withdrawn_lets_the_first_stand_again(engine):
    take(engine, reading(firm(PLANT, township="旧镇")))
    correct(engine, NUMBER, "township", "甲镇")
    correct(engine, NUMBER, "township", "乙镇", at=datetime(2019, 7, 3, tzinfo=UTC))
    assert townships(engine) == {PLANT: "乙镇"}
    withdraw(engine, 2)
    assert townships(engine) == {PLANT: "甲镇"}


def test_a_sub_record_is_corrected_by_its_address(engine):
    kilns = [firm(PLANT, kiln_type="drying_kiln", kiln_name=name, fuel="coal") for name in ("1#", "2#")]
    take(engine, reading(*kilns, ledger="kilns"))
    correct(engine, f"{NUMBER}/kilns/2", "fuel", "天然气")
    with database.reading(engine) as session:
        fuels = session.scalars(select(Kiln.fuel).order_by(Kiln.sub_record_id)).all()
    assert fuels == ["coal", "natural_gas"]
    with pytest.raises(Ambiguous):
        correct(engine, f"{NUMBER}/kilns", "fuel", "天然气")
    with pytest.raises(NotFound):
        correct(engine, f"{NUMBER}/kilns/9", "fuel", "天然气")
    with pytest.raises(NotUnderstood):
        correct(engine, f"{NUMBER}/kilns/1", "township", "双沟镇")


def test_none_can_be_declared(engine):
    take(engine, reading(firm(PLANT, contact_phone="0710-3590000")))
    correct(engine, NUMBER, "contact_phone", None)
    take(engine, reading(firm(PLANT, contact_phone="0710-3590000"), as_of="2019-07-31"))
    with database.reading(engine) as session:
        assert session.scalars(select(Enterprise.contact_phone)).all() == [None]


def test_an_enterprise_is_found_by_the_code_put_right(engine):
    take(engine, reading(firm(PLANT, credit_code=CODE_A)))
    correct(engine, NUMBER, "credit_code", CODE_B)
    with database.reading(engine) as session:
        assert set(session.scalars(select(EnterpriseCode.code))) == {CODE_A, CODE_B}


def test_where_no_row_is_in_force_there_is_nothing_to_correct(engine):
    take(engine, reading(firm(PLANT)))
    withdraw_submission(engine, 1)
    with pytest.raises(Refused):
        correct(engine, NUMBER, "township", "双沟镇")


def test_it_survives_a_rereading_and_a_returned_workbook(engine):
    take(engine, reading(firm(PLANT, township="旧镇"), rules="1"))
    correct(engine, NUMBER, "township", "双沟镇")
    with database.writing(engine) as session:
        intake.reread(session, 1, reading(firm(PLANT, township="旧镇"), rules="2"), made_at=AT)
    assert townships(engine) == {PLANT: "双沟镇"}
    returned = reading(firm("襄阳丙辰纸厂"), firm(PLANT, township="旧镇", credit_code=CODE_A))
    take(engine, returned, replaces=1)
    assert townships(engine) == {PLANT: "双沟镇", "襄阳丙辰纸厂": None}


def test_among_equal_keys_it_keeps_to_its_place_in_a_returned_workbook(engine):
    boilers = [firm(PLANT, coal_year=2018, equipment="锅炉", coal_t=amount) for amount in (10.0, 20.0)]
    take(engine, reading(*boilers, ledger="coal_users"))
    correct(engine, f"{NUMBER}/coal_users/2", "coal_t", "25")
    take(engine, reading(firm("襄阳丙辰纸厂"), *boilers, ledger="coal_users"), replaces=1)
    with database.reading(engine) as session:
        made = Origins.of_enterprise(session, addresses.site(session, NUMBER))
        place = addresses.subject(session, f"{NUMBER}/coal_users/2")
        assert [each.value for each in made.why("coal_t", made.rows_of(place.sub_record_id))] == [25.0, 20.0]


def test_where_nothing_is_like_its_row_it_waits_and_comes_back(engine):
    take(engine, reading(firm(PLANT, township="旧镇")))
    correct(engine, NUMBER, "township", "双沟镇")
    withdraw_submission(engine, 1)
    with database.reading(engine) as session:
        assert [(each.number, each.address) for each in corrections.listed(session)] == [(1, None)]
    take(engine, reading(firm(PLANT, township="旧镇"), as_of="2019-07-31"))
    assert townships(engine) == {PLANT: "双沟镇"}
    with database.reading(engine) as session:
        (listed,) = corrections.listed(session)
    assert (listed.address, listed.field, listed.value, listed.made_by) == (NUMBER, "township", "双沟镇", "周敏")


def test_it_follows_its_row_by_the_code_where_the_name_was_put_right_in_the_workbook(engine):
    take(engine, reading(firm("襄阳甲演建材厂", credit_code=CODE_A, township="旧镇")))
    correct(engine, NUMBER, "township", "双沟镇")
    take(engine, reading(firm(PLANT, credit_code=CODE_A, township="旧镇")), replaces=1)
    assert townships(engine)[PLANT] == "双沟镇"


def ledgers():
    return [
        reading(firm(PLANT, township="旧镇"), firm("襄阳丙辰纸厂"), as_of="2019-05-31"),
        reading(firm(PLANT, township="新镇", credit_code=CODE_A), as_of="2019-04-30"),
        reading(firm("襄阳市甲寅建材厂", credit_code=CODE_A, township="丁镇"), as_of="2019-06-30", unit="谷城县"),
        reading(firm(PLANT, kiln_type="drying_kiln", township="戊镇"), ledger="kilns", as_of="2019-03-31"),
    ]


def made_of(engine, numbers):
    """The first ledger, the correction, then others in the order named; those named twice are withdrawn again."""
    submissions = {}
    take(engine, ledgers()[0])
    correct(engine, NUMBER, "township", "双沟镇")
    for number in numbers:
        if number in submissions:
            withdraw_submission(engine, submissions.pop(number))
        else:
            submissions[number] = take(engine, ledgers()[number]).submission_id
    return sorted(submissions)


@pytest.mark.parametrize("numbers", [(1, 2, 3), (3, 1, 2, 1), (2, 3, 3, 1, 2)], ids=str)
def test_whatever_comes_and_goes_after_it_the_register_is_that_of_what_is_in_force(
    engine, numbers, sqlite_template, tmp_path
):
    left = made_of(engine, numbers)
    assert "双沟镇" in townships(engine).values()
    assert register_of(engine) == _fresh(left, sqlite_template, tmp_path / "fresh.db")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(1, 3), max_size=7))
def test_a_correction_survives_every_order(numbers, sqlite_template, tmp_path):
    file = tmp_path / "inventory.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = database.open_register(f"sqlite:///{file}")
    left = made_of(engine, numbers)
    found, known = register_of(engine), set(townships(engine).values())
    engine.dispose()
    assert "双沟镇" in known
    assert found == _fresh(left, sqlite_template, tmp_path / "fresh.db")


def _fresh(numbers, template, file):
    """What the ledgers make in a register of their own."""
    file.write_bytes(template.read_bytes())
    engine = database.open_register(f"sqlite:///{file}")
    made_of(engine, numbers)
    found = register_of(engine)
    engine.dispose()
    return found


def test_the_past_knows_it_only_from_the_moment_it_was_made(engine):
    take(engine, reading(firm(PLANT, disposal_class="close", due_on="2019-06")))
    correct(engine, f"{NUMBER}/scattered_polluters/1", "due_on", "2019-09")
    for known_at, due_on in ((RECEIVED, "2019-06"), (AT, "2019-09")):
        with database.reading(engine) as session:
            (case,) = past.cases_known(session, known_at=known_at)
        assert case.facts["due_on"] == due_on


def test_why_names_workbook_cell_author_and_what_is_outranked(engine):
    take(engine, reading(firm(PLANT, township="旧镇"), file="一.xlsx"), received_by="王芳")
    take(engine, reading(firm(PLANT, township="新镇"), file="二.xlsx", as_of="2019-07-31"))
    correct(engine, NUMBER, "township", "双沟镇")
    with database.reading(engine) as session:
        first, second, third = Origins.of_enterprise(session, addresses.site(session, NUMBER)).why("township")
    assert (first.value, first.origin.correction_id, first.by, first.because, first.at) == (
        "双沟镇",
        1,
        "周敏",
        "现场核实",
        AT,
    )
    assert (second.value, second.origin.file_name, second.origin.row) == ("新镇", "二.xlsx", 3)
    assert (third.value, third.origin.file_name, third.by, third.at) == ("旧镇", "一.xlsx", "王芳", RECEIVED)


@pytest.fixture
def run(register_url, monkeypatch):
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")
    monkeypatch.delenv("INVENTORY_USER", raising=False)
    return lambda *said: CliRunner().invoke(cli.main, list(said), prog_name="inventory")


def test_the_command_line_corrects_lists_explains_and_withdraws(run, engine):
    take(engine, reading(firm(PLANT, kiln_type="drying_kiln", fuel="coal"), ledger="kilns"))
    place = f"{NUMBER}/kilns/1"
    assert run("enterprise", "correct", place, "fuel", "天然气", "--because", "核实").exit_code == 2, "nobody answers"
    said = ("--because", "核实", "--by", "周敏")
    made = run("enterprise", "correct", place, "fuel", "天然气", *said, "--json")
    assert json.loads(made.stdout)[0]["now"] == "natural_gas"
    assert "natural_gas" in run("enterprise", "corrections").stdout
    why = run("enterprise", "why", place, "fuel")
    assert ("correction 1" in why.stdout, "outranked" in why.stdout, "周敏" in why.stdout) == (True, True, True)
    assert json.loads(run("enterprise", "why", place, "fuel", "--json").stdout)[1]["origin"]["row"] == 3
    assert "says anything" in run("enterprise", "why", place, "capacity").stdout
    assert run("enterprise", "withdraw-correction", "1", *said).exit_code == 0
    assert json.loads(run("enterprise", "corrections", "--json").stdout) == []
    assert json.loads(run("enterprise", "corrections", "--all", "--json").stdout)[0]["standing"] == "withdrawn"
    assert run("enterprise", "correct", place, "dedusting", "--none", *said).exit_code == 0
    assert run("enterprise", "correct", place, "fuel", *said).exit_code == 2
    for wrong in (("fuel", "柴火"), ("nothing", "甲")):
        refused = run("enterprise", "correct", place, *wrong, *said)
        assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
