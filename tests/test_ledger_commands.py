"""`inventory ledger`, `enterprise` and `legal-person`: thin, in two languages, every wrong input one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import openpyxl
import pytest
from click.testing import CliRunner
from handed_in import CODE_A

from inventory import cli
from inventory.cli import importing

#: the command in a process of its own
INVENTORY = [sys.executable, "-c", "from inventory.cli import main; main()"]

HEADINGS = ["序号", "县区", "乡镇", "企业名称", "统一社会信用代码", "整治类型", "整改时限", "整改进展"]


def workbook(file, *rows, unit="襄州区"):
    """A county's ledger of scattered polluters as a file."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"{unit}“散乱污”企业台账"])
    sheet.append(["填报时间：2019年6月25日"])
    sheet.append(HEADINGS)
    for number, row in enumerate(rows, 1):
        sheet.append([number, unit, *row])
    book.save(file)
    return str(file)


ROWS = [
    ("双沟镇", "襄阳甲寅砖厂", CODE_A, "关停取缔", "2019年6月底前", "整改中"),
    ("伙牌镇", "襄阳丁未木业厂", None, "升级改造", "2019.6.31", "已完成"),
]


@pytest.fixture
def run(register_url, monkeypatch):
    """Call the command line on a register of its own."""
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")

    def call(*arguments):
        return CliRunner().invoke(cli.main, list(arguments), prog_name="inventory")

    return call


def documents(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_workbook_taken_before_is_not_read_again(run, tmp_path, monkeypatch):
    file = workbook(tmp_path / "台账.xlsx", *ROWS)
    run("ledger", "import", file)
    monkeypatch.setattr(importing, "content_and_reading", lambda *_: pytest.fail("it was read"))
    (again,) = documents(run("ledger", "import", file, "--json"))
    assert (again["submission"], again["note"]) == (1, "taken before; nothing changed")


def test_a_withdrawn_workbook_is_taken_anew(run, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", *ROWS)
    run("ledger", "import", file)
    run("ledger", "withdraw", "1", "--because", "误报", "--by", "周敏")
    (anew,) = documents(run("ledger", "import", file, "--json"))
    assert (anew["submission"], anew["new"]) == (2, 2)


def test_import_sums_up_every_workbook(run, tmp_path):
    (taken,) = documents(run("ledger", "import", workbook(tmp_path / "台账.xlsx", *ROWS), "--json"))
    assert (taken["submission"], taken["units"], taken["as_of"], taken["new"], taken["held"]) == (
        1,
        ["襄州区"],
        "2019-06-25",
        2,
        0,
    )
    assert taken["problems"] == {"unreadable_date": 1}
    (again,) = documents(run("ledger", "import", str(tmp_path / "台账.xlsx"), "--json"))
    assert (again["new"], again["note"]) == (None, "taken before; nothing changed")


def test_a_dry_run_shows_the_same_and_leaves_nothing(run, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", *ROWS)
    (dry,) = documents(run("ledger", "import", file, "--dry-run", "--json"))
    assert documents(run("ledger", "list", "--json")) == []
    assert documents(run("ledger", "import", file, "--json")) == [dry]


def test_a_dry_run_marks_nothing(run, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", *ROWS)
    refused = run("ledger", "import", file, "--dry-run", "--feedback", str(tmp_path / "out"))
    assert (refused.exit_code, "leave one of them out" in refused.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_to_takes_the_workbook_and_says_that_it_is_not_marked(run, tmp_path):
    file = workbook(tmp_path / "台账.xlsx", *ROWS)
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    result = run("ledger", "import", file, "--feedback", str(tmp_path / "out" / "deeper"), "--json")
    assert (result.exit_code, "submission 1, but not marked" in result.stderr) == (1, True)
    assert json.loads(result.stdout)[0]["marked"] is None
    assert len(documents(run("ledger", "list", "--json"))) == 1


def test_what_the_register_doubts_stands_in_the_marked_workbook_too(run, tmp_path):
    first = workbook(tmp_path / "一.xlsx", ("双沟镇", "襄阳甲寅砖厂", CODE_A, "关停取缔", "2019-06", "整改中"))
    second = workbook(tmp_path / "二.xlsx", ("双沟镇", "襄阳己未塑料厂", CODE_A, "升级改造", "2019-06", "整改中"))
    (_, taken) = documents(run("ledger", "import", first, second, "--feedback", str(tmp_path / "out"), "--json"))
    page = openpyxl.load_workbook(taken["marked"])["Sheet"]
    assert [part.split("：")[0] for part in page["D4"].comment.text.split("\n")[1:]] == ["识别为", "处理办法"]
    assert "襄阳甲寅砖厂" in page["D4"].comment.text
    assert page["I4"].value == "请核实"


def test_a_file_that_cannot_be_taken_is_reported_and_the_others_are_taken(run, tmp_path):
    good = workbook(tmp_path / "好.xlsx", *ROWS)
    bad = tmp_path / "坏.xlsx"
    bad.write_text("no workbook", encoding="utf-8")
    result = run("ledger", "import", str(bad), str(tmp_path / "无.xlsx"), str(tmp_path), good, "--json")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 3
    assert all(line.startswith("Error: ") for line in result.stderr.splitlines())
    assert [each["file"] for each in json.loads(result.stdout)] == ["好.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--unit", "无此县"), 1),
        (("--as-of", "去年"), 1),
        (("--ledger", "nothing"), 2),
        (("--replaces", "99"), 1),
    ],
)
def test_what_is_said_wrong_is_one_line(run, tmp_path, arguments, code):
    result = run("ledger", "import", workbook(tmp_path / "台账.xlsx", *ROWS), *arguments)
    assert (result.exit_code, len(result.stderr.splitlines())) == (code, 1)
    assert documents(run("ledger", "list", "--json")) == []


def test_a_missing_register_is_refused_by_every_command(tmp_path, monkeypatch):
    monkeypatch.setenv("INVENTORY_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    monkeypatch.setenv("INVENTORY_LANG", "en")
    file = workbook(tmp_path / "台账.xlsx", *ROWS)
    for arguments in (
        ("ledger", "import", file),
        ("ledger", "list"),
        ("ledger", "show", "1"),
        ("ledger", "problems"),
        ("ledger", "reread"),
        ("enterprise", "find", "厂"),
        ("enterprise", "show", "厂"),
        ("enterprise", "review"),
        ("legal-person", "show", CODE_A),
    ):
        result = CliRunner().invoke(cli.main, list(arguments), prog_name="inventory")
        assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1), arguments
        assert "inventory db init" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_looking_at_what_was_handed_in(run, tmp_path):
    run("ledger", "import", workbook(tmp_path / "台账.xlsx", *ROWS), "--by", "周敏")
    (listed,) = documents(run("ledger", "list", "--json"))
    assert (listed["received_by"], listed["entries"], listed["standing"]) == ("周敏", 2, "in force")
    rows = documents(run("ledger", "show", "1", "--json"))
    assert [(row["row"], row["kind"]) for row in rows][-2:] == [(4, "entry"), (5, "entry")]
    assert rows[-1]["problems"] == ["unreadable_date"]
    assert "襄阳丁未木业厂" in run("ledger", "show", "1").stdout
    (problem,) = documents(run("ledger", "problems", "--severity", "error", "--unit", "襄阳县", "--json"))
    assert (problem["kind"], problem["place"], problem["address"]) == (
        "unreadable_date",
        "G5",
        "420607-00002/scattered_polluters/1",
    )
    assert len(documents(run("ledger", "kinds", "--json"))) == 6
    assert documents(run("ledger", "reread", "--json"))[0]["note"] == "taken before; nothing changed"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ledger", "show", "99"),
        ("ledger", "problems", "99"),
        ("ledger", "problems", "--kind", "nothing"),
        ("ledger", "list", "--unit", "无此县"),
        ("ledger", "reread", "99"),
        ("enterprise", "show", "无此厂"),
        ("enterprise", "show", "420607-99999"),
        ("enterprise", "find", "厂", "--unit", "无此县"),
        ("legal-person", "show", "无此厂"),
    ],
)
def test_what_is_not_there_is_one_line(run, arguments):
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_all_about_an_enterprise_on_one_screen(run, tmp_path):
    run("ledger", "import", workbook(tmp_path / "台账.xlsx", *ROWS))
    screen = run("enterprise", "show", "420607-00001").stdout
    assert "420607-00001  襄阳甲寅砖厂  襄州区" in screen
    assert "台账.xlsx Sheet!D4" in screen
    assert "claimed: underway" in screen
    whole = documents(run("enterprise", "show", "襄阳甲寅砖厂", "--json"))
    assert [part["address"] for part in whole["sub_records"]] == ["420607-00001/scattered_polluters/1"]
    assert "address,field,value,from" not in run("enterprise", "show", "襄阳甲寅砖厂", "--format", "csv").stdout
    assert documents(run("enterprise", "find", "砖", "--json"))[0]["register_number"] == "420607-00001"
    assert documents(run("legal-person", "show", CODE_A, "--json"))["credit_code"] == CODE_A


def test_two_candidates_are_named(run, tmp_path):
    for unit in ("襄州区", "谷城县"):
        run(
            "ledger",
            "import",
            workbook(tmp_path / f"{unit}.xlsx", ("某镇", "襄阳丁未木业厂", None, "升级改造", None, None), unit=unit),
        )
    result = run("enterprise", "show", "襄阳丁未木业厂")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "420607-00001" in result.stderr
    assert "420625-00001" in result.stderr


def test_what_is_unsure_waits_in_review(run, tmp_path):
    run(
        "ledger",
        "import",
        workbook(tmp_path / "台账.xlsx", ROWS[0], ("某镇", "襄阳戊申纸业有限公司", CODE_A, "升级改造", None, None)),
    )
    found = documents(run("enterprise", "review", "--json"))
    assert {each["kind"] for each in found} == {"code_shared"}
    assert len(found) == 2


def test_six_commands_at_once(register_url, tmp_path):
    files = [
        workbook(tmp_path / f"{n}.xlsx", *ROWS, (f"{n}镇", f"襄阳第{n}砖厂", None, "关停取缔", None, None))
        for n in range(6)
    ]
    environment = {**os.environ, "INVENTORY_DATABASE_URL": register_url, "INVENTORY_LANG": "en"}
    running = [
        subprocess.Popen(
            [*INVENTORY, "ledger", "import", file, "--json"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for file in files
    ]
    ended = [(each.communicate(timeout=120)[1], each.returncode) for each in running]
    assert ended == [(b"", 0)] * 6
    result = subprocess.run(
        [*INVENTORY, "enterprise", "find", "襄阳", "--json"],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert len(json.loads(result.stdout)) == 8
