"""The commands for cases, status, lists and permits, as a clerk types them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import caseroom
import openpyxl
import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from inventory import database
from inventory.cli import main

Run = Callable[..., Result]


@pytest.fixture
def number(register_url: str) -> str:
    """A register with a closure, due in June 2019, and a kiln; the register number of their enterprise."""
    engine = database.open_register(register_url)
    with Session(engine) as session:
        site = caseroom.enterprise(session, "鸿运石灰窑", township="冷集镇", legal_representative="王小明")
        caseroom.case(session, site, disposal_class="close", due_on="2019-06", existing_problems="负责人王小明")
        caseroom.case(session, site, "kilns", kiln_disposal="treat", due_on="2019-09", kiln_type="drying_kiln")
        session.commit()
        made = site.register_number
    engine.dispose()
    return made


@pytest.fixture
def run(register_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")
    monkeypatch.setenv("INVENTORY_USER", "周敏")
    return lambda *words: CliRunner().invoke(main, list(words), prog_name="inventory")


def shown(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def remediate(run: Run, action: str, case: str, *words: str) -> Result:
    return run("remediation", action, case, *words)


def test_a_case_goes_from_listed_to_struck_off(run: Run, number: str) -> None:
    case = f"{number}/scattered_polluters/1"
    walk: list[tuple[str, ...]] = [
        ("begin", "--on", "2019-05-06"),
        ("self-check", "--on", "2019年6月10日"),
        ("condition", "all", "--on", "2019-06-12", "--document", "现场核查记录8号"),
        ("accept", "--on", "2019-06-20", "--document", "验收意见"),
        ("announce", "--on", "2019-07-01", "--document", "公示"),
        ("strike-off", "--on", "2019-07-10", "--document", "销号文件"),
    ]
    for action, *words in walk:
        assert remediate(run, action, case, *words).exit_code == 0
    stands = shown(run("remediation", "show", case, "--json"))
    assert (stands["state"], stands["version"], len(stands["conditions"])) == ("struck_off", 11, 5)
    events = shown(run("remediation", "history", case, "--json"))
    assert [event["action"] for event in events][-2:] == ["announce", "strike_off"]
    assert {event["by"] for event in events} == {"周敏"}


def test_a_wrong_step_is_refused_in_one_line_with_the_steps_allowed(run: Run, number: str) -> None:
    result = remediate(run, "accept", f"{number}/kilns", "--document", "验收意见")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: accept is not possible while the case is listed; "
        "possible: begin, extend, contradict, condition, remove\n"
    )


def test_a_refusal_speaks_chinese_labels(run: Run, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVENTORY_LANG", "zh_CN")
    assert "启动整治" in remediate(run, "accept", f"{number}/kilns", "--document", "验收意见").stderr


def test_nobody_answering_is_refused(run: Run, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INVENTORY_USER")
    result = remediate(run, "begin", f"{number}/kilns")
    assert (result.exit_code, "INVENTORY_USER" in result.stderr) == (2, True)


def test_the_second_of_two_writers_is_told(run: Run, number: str) -> None:
    case = f"{number}/kilns/1"
    seen = str(shown(run("remediation", "show", case, "--json"))["version"])
    assert remediate(run, "begin", case, "--seen", seen).exit_code == 0
    result = remediate(run, "remove", case, "--note", "重复", "--seen", seen)
    assert (result.exit_code, "somebody else moved case" in result.stderr) == (1, True)


def test_a_step_taken_back_stays_in_the_history(run: Run, number: str) -> None:
    case = f"{number}/kilns/1"
    remediate(run, "begin", case)
    assert remediate(run, "retract", case, "1", "--note", "误录").exit_code == 0
    first, second = shown(run("remediation", "history", case, "--json"))
    assert (first["retracted"], second["particulars"]) == (2, "→ 1")
    assert shown(run("remediation", "show", case, "--json"))["state"] == "listed"


def test_an_extended_case_is_no_longer_overdue(run: Run, number: str) -> None:
    case = f"{number}/scattered_polluters"
    overdue = ("remediation", "overdue", "--on", "2019-07-15", "--json")
    assert [row["address"] for row in shown(run(*overdue))] == [f"{number}/scattered_polluters/1"]
    assert (
        remediate(run, "extend", case, "--on", "2019-06-20", "--to", "2019年9月", "--document", "批复").exit_code == 0
    )
    assert shown(run(*overdue)) == []
    due = shown(run("remediation", "due", "--on", "2019-09-01", "--within", "30", "--json"))
    assert {row["due_on"] for row in due} == {"2019-09"}


@pytest.mark.usefixtures("number")
def test_cases_are_listed_by_state_class_and_ledger(run: Run) -> None:
    assert len(shown(run("remediation", "list", "--json"))) == 2
    assert len(shown(run("remediation", "list", "--class", "close", "--json"))) == 1
    assert shown(run("remediation", "list", "--state", "underway", "--json")) == []
    assert shown(run("remediation", "list", "--ledger", "voc_sources", "--unit", "谷城县", "--json")) == []


@pytest.mark.usefixtures("number")
def test_the_status_is_shown_and_written(run: Run, tmp_path: Path) -> None:
    rows = shown(run("status", "--as-of", "2019-07-15", "--json"))
    assert [(row["ledger"], row["disposal_class"], row["listed"], row["overdue"]) for row in rows] == [
        ("scattered_polluters", "close", 1, 1),
        ("kilns", "treat", 1, 0),
    ]
    assert [row["month"] for row in shown(run("status", "--by", "month", "--json"))] == ["2019-06", "2019-09"]
    assert shown(run("status", "--by", "target", "--json"))[0]["verified_pct"] == 0.0
    assert shown(run("status", "--known-at", "2019-01-01", "--json")) == []
    assert run("status", "--to", str(tmp_path / "status.xlsx")).exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "status.xlsx")["整治进展"]["A4"].value == "谷城县"


@pytest.mark.usefixtures("number")
def test_the_quarters_list_is_written_and_explained(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out" / "2019Q2.csv"
    assert run("export", "noncompliant", "--quarter", "2019年第二季度", "--to", str(file)).exit_code == 0
    (row,) = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    assert (row["企业名称"], row["整改时限"]) == ("鸿运石灰窑", "2019年6月30日")
    assert "王小明" not in file.read_text(encoding="utf-8")
    explained = shown(run("export", "noncompliant", "--quarter", "2019Q2", "--explain", "--json"))
    assert [(row["case"].split("/")[1], row["rule"]) for row in explained] == [
        ("scattered_polluters", "a"),
        ("kilns", "not_due"),
    ]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("export", "noncompliant", "--quarter", "2019Q5", "--to", "x.xlsx"), "2019Q5 is not a quarter"),
        (("export", "noncompliant", "--quarter", "2019Q2", "--to", "x.doc"), "must end in one of"),
        (("export", "noncompliant", "--quarter", "2019Q2"), "say where to write it"),
        (("status", "--as-of", "2019-06-31"), "2019-06-31 is not a day"),
        (("status", "--known-at", "2019-06-31T12:00"), "is not a moment"),
        (("status", "--unit", "无此县"), "无此县 is no reporting unit"),
        (("remediation", "show", "420625-00001/furnaces/1"), "is not an address"),
        (("remediation", "extend", "1", "--to", "很快"), "很快 is not a date"),
    ],
)
def test_what_cannot_be_understood_is_one_line_and_exit_code_2(run: Run, words: tuple[str, ...], line: str) -> None:
    result = run(*words)
    assert (result.exit_code, line in result.stderr, result.stderr.count("\n")) == (2, True, 1)


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("words", [("cases",), ("enterprises",), ("permits",), ("ledger", "kilns")])
@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_the_register_is_exported(run: Run, tmp_path: Path, words: tuple[str, ...], ending: str) -> None:
    file = tmp_path / f"out.{ending}"
    result = run("export", *words, "--unit", "谷城县", "--to", str(file))
    assert (result.exit_code, result.stdout) == (0, f"{file}\n")
    assert file.stat().st_size > 10


def test_permits_are_asked_for_by_name_number_and_day(run: Run, number: str) -> None:
    assert shown(run("permit", "list", "--on", "2019-06-30", "--json")) == []
    assert shown(run("permit", "expiring", "--within", "90", "--on", "2019-06-30", "--json")) == []
    result = run("permit", "show", number)
    assert (result.exit_code, "has no permit" in result.stderr) == (1, True)
