"""Who is in a ledger no more stays in the register, and somebody says why: for this absence, not for the next."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from handed_in import firm, reading, take

from inventory import absence, cli, database
from inventory.errors import NotFound, NotUnderstood, Refused
from inventory.queries import absences
from inventory.vocabulary import Absence

AT = datetime(2019, 7, 2, 8, 0, tzinfo=UTC)
PLACE = "420607-00002/scattered_polluters"


@pytest.fixture
def gone(engine):
    """A register in which 乙厂 is listed no more."""
    take(engine, reading(firm("甲厂"), firm("乙厂"), as_of="2019-04-30"))
    take(engine, reading(firm("甲厂"), as_of="2019-05-31"))
    return engine


def explain(engine, address=PLACE, kind=Absence.CLOSED):
    with database.writing(engine) as session:
        return absence.explain(session, address, kind, by="周敏", because="已拆除", at=AT)


def reasons(engine):
    with database.reading(engine) as session:
        return [(each.name, each.reason.kind if each.reason else None) for each in absences.missing(session)]


def test_a_reason_is_kept_with_author_and_can_be_taken_back(gone):
    assert reasons(gone) == [("乙厂", None)]
    number = explain(gone)
    assert reasons(gone) == [("乙厂", "closed")]
    explain(gone, kind=Absence.MOVED)
    assert reasons(gone) == [("乙厂", "moved")]
    with database.writing(gone) as session:
        absence.withdraw(session, number + 1, by="周敏", because="误记", at=AT)
    assert reasons(gone) == [("乙厂", "closed")]


def test_it_answers_for_this_absence_only(gone):
    explain(gone)
    take(gone, reading(firm("甲厂"), firm("乙厂"), as_of="2019-06-30"))
    assert reasons(gone) == []
    take(gone, reading(firm("甲厂"), as_of="2019-07-31"))
    assert reasons(gone) == [("乙厂", None)]


def test_who_is_listed_wants_no_reason(gone):
    with pytest.raises(Refused):
        explain(gone, "420607-00001/scattered_polluters")
    with pytest.raises(NotUnderstood):
        explain(gone, "420607-00002")
    with database.writing(gone) as session, pytest.raises(NotFound):
        absence.withdraw(session, 9, by="周敏", because="误记", at=AT)
    number = explain(gone)
    with database.writing(gone) as session:
        absence.withdraw(session, number, by="周敏", because="误记", at=AT)
        with pytest.raises(Refused):
            absence.withdraw(session, number, by="周敏", because="误记", at=AT)


@pytest.mark.usefixtures("gone")
def test_the_command_line_lists_explains_and_withdraws(register_url, monkeypatch):
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")

    def run(*said):
        result = CliRunner().invoke(cli.main, ["ledger", "missing", *said], prog_name="inventory")
        assert result.exit_code == 0, result.stderr
        return result.stdout

    run("explain", PLACE, "closed", "--because", "已拆除", "--by", "周敏")
    (listed,) = json.loads(run("list", "--json"))
    assert (listed["address"], listed["why"], listed["number"], listed["made_by"]) == (PLACE, "closed", 1, "周敏")
    assert json.loads(run("list", "--unexplained", "--json")) == []
    assert "closed" in run("list", "--unit", "襄州区", "--ledger", "scattered_polluters")
    run("withdraw", "1", "--because", "误记", "--by", "周敏")
    assert len(json.loads(run("list", "--unexplained", "--json"))) == 1
