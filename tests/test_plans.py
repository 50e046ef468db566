"""A plan says what an import would make of the register, and is carried out as it stands or not at all."""

from __future__ import annotations

import json

import openpyxl
import pytest
from click.testing import CliRunner
from handed_in import firm, reading, state, take
from test_ledger_commands import workbook

from inventory import cli, database, stamp
from inventory.queries import absences

PLANT = ("双沟镇", "襄阳甲寅砖厂", None, "关停取缔", "2019年6月底前", "整改中")
WOOD = ("伙牌镇", "襄阳丁未木业厂", None, "升级改造", "2019.6.31", "已完成")
PAPER = ("张湾镇", "襄阳戊申纸厂", None, "升级改造", "2019年9月", "未启动")
BY = ("--by", "周敏")


@pytest.fixture
def run(register_url, monkeypatch):
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")
    monkeypatch.delenv("INVENTORY_USER", raising=False)
    return lambda *said: CliRunner().invoke(cli.main, list(said), prog_name="inventory")


@pytest.fixture
def july(run, tmp_path):
    """June's ledger taken; July's, which has lost one enterprise, changed one and gained one, as a file."""
    assert run("ledger", "import", workbook(tmp_path / "六月.xlsx", PLANT, WOOD)).exit_code == 0
    changed = ("双沟镇", "襄阳甲寅砖厂", None, "关停取缔", "2019年9月底前", "整改中")
    file = workbook(tmp_path / "七月.xlsx", changed, PAPER)
    book = openpyxl.load_workbook(file)
    book.active["A2"] = "填报时间：2019年7月25日"
    book.save(file)
    return file


def planned(run, file, plan, *more):
    result = run("ledger", "import", file, "--plan", str(plan), *more)
    assert result.exit_code == 0, result.stderr
    return result


def test_a_plan_says_what_is_new_changed_doubtful_and_missing_and_changes_nothing(run, engine, july, tmp_path):
    before = state(engine)
    saved = json.loads(planned(run, july, tmp_path / "七月.plan", "--json").stdout)
    assert saved == json.loads((tmp_path / "七月.plan").read_text(encoding="utf-8"))
    assert state(engine) == before
    (book,) = saved["workbooks"]
    counts = {"new": 1, "changed": 1, "unchanged": 0, "held": 0, "unread": 0, "doubtful": 0}
    assert (book["counts"], book["as_of"]) == (counts, "2019-07-25")
    changed, new = book["rows"]
    assert (changed["outcome"], changed["address"], new["outcome"], new["address"]) == (
        "changed",
        "420607-00001/scattered_polluters/1",
        "new",
        None,
    )
    assert changed["changes"] == [
        {
            "address": "420607-00001/scattered_polluters/1",
            "field": "due_on",
            "before": "2019-06",
            "now": "2019-09",
        }
    ]
    assert [(each["name"], each["last_listed_on"]) for each in book["missing"]] == [("襄阳丁未木业厂", "2019-06-25")]


def test_the_screen_shows_old_and_new_values_and_who_is_missing(run, july, tmp_path):
    shown = planned(run, july, tmp_path / "七月.plan").stdout
    for said in ("2019-06", "2019-09", "襄阳丁未木业厂", "襄阳戊申纸厂", "inventory ledger apply"):
        assert said in shown


def test_a_plan_names_doubtful_rows(run, tmp_path):
    file = workbook(tmp_path / "六月.xlsx", PLANT, WOOD)
    (book,) = json.loads(planned(run, file, tmp_path / "六月.plan", "--json").stdout)["workbooks"]
    assert [row["doubts"] for row in book["rows"]] == [[], ["unreadable_date"]]
    assert book["counts"]["doubtful"] == 1


def test_applied_it_makes_the_register_of_a_plain_import(run, engine, july, tmp_path):
    dry = json.loads(run("ledger", "import", july, "--dry-run", "--json").stdout)
    planned(run, july, tmp_path / "七月.plan")
    done = json.loads(run("ledger", "apply", str(tmp_path / "七月.plan"), *BY, "--json").stdout)
    assert [(each["new"], each["changed"]) for each in done] == [(each["new"], each["changed"]) for each in dry]
    applied = state(engine)
    assert run("ledger", "withdraw", "2", "--because", "试", *BY).exit_code == 0
    run("ledger", "import", july)
    assert state(engine) == applied


def refused(result, *words):
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    for word in words:
        assert word in result.stderr


def test_a_plan_is_refused_once_the_register_has_changed(run, engine, july, tmp_path):
    planned(run, july, tmp_path / "七月.plan")
    take(engine, reading(firm("襄阳别家厂"), unit="谷城县"))
    before = state(engine)
    refused(run("ledger", "apply", str(tmp_path / "七月.plan"), *BY), "the register has changed")
    assert state(engine) == before


def test_a_plan_is_refused_twice_and_once_a_decision_was_made(run, july, tmp_path):
    plan = tmp_path / "七月.plan"
    planned(run, july, plan)
    said = ("--because", "核实", *BY)
    assert run("enterprise", "correct", "420607-00001", "township", "甲镇", *said).exit_code == 0
    refused(run("ledger", "apply", str(plan), *BY), "the register has changed")
    planned(run, july, plan)
    assert run("ledger", "apply", str(plan), *BY).exit_code == 0
    refused(run("ledger", "apply", str(plan), *BY), "the register has changed")


def test_a_plan_is_refused_once_a_file_has_changed_or_gone(run, july, tmp_path):
    plan = tmp_path / "七月.plan"
    planned(run, july, plan)
    workbook(july, PLANT)
    refused(run("ledger", "apply", str(plan), *BY), "has changed since the plan")
    (tmp_path / "七月.xlsx").unlink()
    refused(run("ledger", "apply", str(plan), *BY), "neither where it was")


def test_what_would_come_out_otherwise_than_planned_is_refused_whole(run, engine, july, tmp_path):
    plan = tmp_path / "七月.plan"
    planned(run, july, plan)
    made = json.loads(plan.read_text(encoding="utf-8"))
    made["workbooks"][0]["counts"]["new"] = 7
    plan.write_text(json.dumps(made), encoding="utf-8")
    before = state(engine)
    refused(run("ledger", "apply", str(plan), *BY), "as planned")
    assert state(engine) == before


def test_wrong_plans_and_options_are_one_line(run, july, tmp_path):
    no_plan = tmp_path / "no.plan"
    no_plan.write_text("{}", encoding="utf-8")
    assert run("ledger", "apply", str(no_plan), *BY).exit_code == 2
    assert run("ledger", "apply", str(tmp_path / "none.plan"), *BY).exit_code == 2
    assert run("ledger", "import", july, "--plan", str(tmp_path / "a.plan"), "--dry-run").exit_code == 2
    unknown = run("ledger", "import", str(tmp_path / "无.xlsx"), "--plan", str(tmp_path / "a.plan"))
    refused(unknown, "无.xlsx")


def test_a_file_known_before_is_planned_as_nothing(run, july, tmp_path):
    run("ledger", "import", july)
    (book,) = json.loads(planned(run, july, tmp_path / "七月.plan", "--json").stdout)["workbooks"]
    assert (book["is_known"], book["rows"], book["missing"]) == (True, [], [])


def test_the_stamp_changes_with_what_comes_and_goes(engine):
    def now():
        with database.reading(engine) as session:
            return stamp.of(session)

    seen = [now()]
    take(engine, reading(firm()))
    seen.append(now())
    take(engine, reading(firm()))
    assert now() == seen[-1]
    take(engine, reading(firm(), unit="谷城县"))
    assert now() not in seen


def test_missing_is_who_the_ledger_before_listed_and_who_was_missing_already_is_not_told_again(engine):
    take(engine, reading(firm("甲厂"), firm("乙厂"), as_of="2019-04-30"))
    assert take(engine, reading(firm("甲厂"), firm("丙厂"), as_of="2019-05-31")).submission_id == 2
    take(engine, reading(firm("甲厂"), as_of="2019-06-30"))
    take(engine, reading(firm("丁厂"), unit="谷城县", as_of="2019-06-30"))
    with database.reading(engine) as session:
        new = [[each.name for each in absences.newly_missing(session, number)] for number in (1, 2, 3, 4)]
        every = [(each.name, each.not_listed_since.isoformat()) for each in absences.missing(session)]
        assert absences.missing(session, unit="谷城县") == []
        assert absences.missing(session, ledger="kilns") == []
    assert new == [[], ["乙厂"], ["丙厂"], []]
    assert every == [("丙厂", "2019-06-30"), ("乙厂", "2019-05-31")]
