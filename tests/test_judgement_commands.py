"""Judging who is who on the command line, from two ledgers to the list and back, in two languages."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from handed_in import CODE_A, CODE_B
from test_ledger_commands import workbook

from inventory import cli

DECIDED = ("--because", "现场核实", "--by", "周敏")


@pytest.fixture
def run(register_url, monkeypatch):
    """Call the command line on a register of its own."""
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")
    monkeypatch.delenv("INVENTORY_USER", raising=False)

    def call(*arguments):
        return CliRunner().invoke(cli.main, list(arguments), prog_name="inventory")

    return call


def documents(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def register(run, tmp_path):
    """Two ledgers of one county: the works goes by another name and code in the second."""
    rows = [
        ("双沟镇", "襄阳甲寅砖厂", CODE_A, "关停取缔", "2019年6月底前", "整改中"),
        ("伙牌镇", "襄阳丁未木业厂", None, "升级改造", "2019年9月底前", "未启动"),
        ("双沟镇", "襄阳新甲寅建材厂", CODE_B, "关停取缔", "2019年6月底前", "整改中"),
    ]
    documents(run("ledger", "import", workbook(tmp_path / "台账.xlsx", *rows), "--json"))
    return run


FIRST, SECOND, THIRD = "420607-00001", "420607-00002", "420607-00003"


def test_a_merger_from_command_to_command_and_back(register):
    hashes = [register("db", "check").exit_code]
    register("remediation", "begin", FIRST, "--on", "2019-05-06", "--by", "周敏")
    merged = documents(register("enterprise", "merge", FIRST, "--into", THIRD, *DECIDED, "--json"))
    assert merged["judgements"] == [1]
    assert {(each["before"]["address"], each["now"]["address"]) for each in merged["changes"]} == {
        (FIRST, THIRD),
        (f"{FIRST}/scattered_polluters/1", f"{THIRD}/scattered_polluters/1"),
        (f"{THIRD}/scattered_polluters/1", f"{THIRD}/scattered_polluters/1"),
    }
    for said in (FIRST, THIRD, "襄阳甲寅砖厂"):
        assert documents(register("enterprise", "show", said, "--json"))["register_number"] == THIRD
        shown = documents(register("remediation", "show", said, "--json"))
        assert (shown["address"], shown["state"]) == (f"{THIRD}/scattered_polluters/1", "underway")
    (found,) = documents(register("enterprise", "find", FIRST, "--json"))
    assert found["standing"] == "merged"
    (listed,) = documents(register("enterprise", "judgements", THIRD, "--json"))
    assert (listed["made_by"], listed["reason"], listed["verdict"]) == ("周敏", "现场核实", "same")
    again = register("enterprise", "different", FIRST, THIRD, *DECIDED)
    assert again.exit_code == 1
    assert "by judgement 1" in again.stderr
    back = register("enterprise", "withdraw-judgement", "1", *DECIDED)
    assert FIRST in back.stdout
    assert documents(register("remediation", "show", FIRST, "--json"))["state"] == "underway"
    assert documents(register("remediation", "show", THIRD, "--json"))["state"] == "listed"
    assert documents(register("enterprise", "judgements", "--json")) == []
    assert hashes == [register("db", "check").exit_code] == [0]


def test_every_other_judgement_has_its_command(register):
    assert "remembered" in register("enterprise", "different", FIRST, SECOND, THIRD, *DECIDED).stdout
    refused = register("enterprise", "same", FIRST, SECOND, *DECIDED)
    assert (refused.exit_code, "says they are different" in refused.stderr) == (1, True)
    register("enterprise", "rename", FIRST, "襄阳甲寅新材料有限公司", *DECIDED)
    assert documents(register("enterprise", "show", "襄阳甲寅砖厂", "--json"))["name"] == "襄阳甲寅新材料有限公司"
    assert register("enterprise", "split", FIRST, "--row", "5", *DECIDED).exit_code == 1
    assert register("enterprise", "split", FIRST, *DECIDED).exit_code == 2
    table = register("enterprise", "judgements").stdout
    assert "襄阳甲寅新材料有限公司" in table
    assert len(register("enterprise", "judgements", "--format", "csv").stdout.splitlines()) == 5


def test_legal_persons_have_their_commands(register):
    judged = register("legal-person", "same", CODE_A, CODE_B, *DECIDED)
    assert judged.exit_code == 0, judged.stderr
    assert documents(register("legal-person", "show", CODE_A, "--json"))["codes"] == [CODE_B, CODE_A]
    register("legal-person", "rename", CODE_B, "襄阳甲寅集团有限公司", *DECIDED)
    (found,) = documents(register("legal-person", "find", "甲寅集团", "--json"))
    assert (found["credit_code"], sorted(found["sites"])) == (CODE_B, [FIRST, THIRD])
    assert register("legal-person", "different", CODE_A, CODE_B, *DECIDED).exit_code == 1
    assert (
        "同" in register("legal-person", "judgements").stdout or "same" in register("legal-person", "judgements").stdout
    )
    assert register("legal-person", "withdraw-judgement", "1", *DECIDED).exit_code == 0
    assert CODE_A in register("legal-person", "show", CODE_A).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("enterprise", "same", FIRST, SECOND, "--because", "同一"),
        ("enterprise", "same", FIRST, *DECIDED),
        ("enterprise", "merge", FIRST, "--because", "同一", "--by", "周敏"),
        ("legal-person", "same", CODE_A, *DECIDED),
        ("enterprise", "withdraw-judgement", "三", *DECIDED),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_is_said_wrongly_is_one_line(register, words):
    result = register(*words)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
