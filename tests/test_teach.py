"""What counties teach: a heading, a heading to ignore, a spelling; for a unit or all; kept, withdrawn, exported."""

from __future__ import annotations

import json
import tomllib

import openpyxl
import pytest
from click.testing import CliRunner

import importers
from importers import headings, ledger, lessons
from inventory import cli
from inventory.errors import NotUnderstood
from inventory.reading import Lesson
from inventory.vocabulary import Ledger

HEADING = Lesson("heading", "烧什么", "fuel", None, None, "kilns")
IGNORED = Lesson("ignore", "网格员签字", None, None, None, "kilns")
SPELLING = Lesson("spelling", "烧煤粉", "fuel", "coal", None, "kilns")
EVERYWHERE = Lesson("heading", "老板", "legal_representative")
OF_A_UNIT = Lesson("heading", "备考", "note", None, "谷城县")
ODD = Lesson("ignore", '打"勾"\\处')
SPELLED_IN_A_UNIT = Lesson("spelling", "原地改", "disposal_class", "upgrade", "襄州区", "scattered_polluters")
ALL = [HEADING, IGNORED, SPELLING, EVERYWHERE, OF_A_UNIT, ODD, SPELLED_IN_A_UNIT]


def workbook(file, unit="谷城县"):
    """A ledger of kilns with a heading, a column and a spelling that nobody knows."""
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        [f"{unit}工业炉窑台账"],
        ["填报时间：2019-07-01"],
        ["企业名称", "炉窑类型", "烧什么", "网格员签字"],
        ["青石窑业有限公司", "干燥炉（窑）", "烧煤粉", "某甲"],
        ["白石窑业有限公司", "干燥炉（窑）", "天然气", "某乙"],
    ):
        page.append(row)
    book.save(file)
    return file


def records(file, told):
    reading = importers.read(file, lessons=told)
    entries = [entry for chunk in reading.chunks for entry in chunk.entries]
    return [entry.record for entry in entries], [
        problem.kind for problem in (*reading.problems, *(p for entry in entries for p in entry.problems))
    ]


def test_a_document_of_lessons_reads_as_what_was_written():
    assert set(lessons.parsed(lessons.toml(ALL))) == set(ALL)


def test_what_stands_above_a_lesson_as_a_comment_changes_nothing():
    assert set(lessons.parsed(lessons.toml(ALL, dict.fromkeys(ALL, 'a "remark"\n[x]')))) == set(ALL)


def test_a_spelling_nobody_has_decided_is_left_open():
    text = lessons.toml([Lesson("spelling", "烧渣", "fuel", None, None, "kilns"), SPELLING])
    assert "烧渣" in text
    assert lessons.parsed(text) == [SPELLING]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headings = [", "TOML"),
        ("[nothing.fields.fuel]\nheadings = ['x']", "no kind"),
        ("[kilns.fields.nothing]\nheadings = ['x']", "no field"),
        ("[kilns.fields.fuel.spellings]\nwood = ['x']", "no code"),
        ("[kilns.fields.note.spellings]\nwood = ['x']", "no code"),
        ("[kilns.fields.fuel]\nheading = ['x']", "kilns.fields.fuel.heading"),
        ("[kilns]\nignored = ['x']", "kilns.ignored"),
        ("[kilns]\nignore = 'x'", "kilns.ignore"),
        ("[kilns]\nignore = [1]", "kilns.ignore"),
        ("kilns = 3", "kilns"),
        ("[units]\n'谷城县' = 3", "谷城县"),
    ],
)
def test_a_document_that_says_anything_else_is_refused_by_name(text, said):
    with pytest.raises(NotUnderstood, match=said):
        lessons.parsed(text)


def test_lessons_name_fields_and_codes_as_the_definitions_do(tmp_path):
    file = workbook(tmp_path / "台账.xlsx")
    bare, problems = records(file, [])
    assert (bare[0].get("fuel"), problems) == (None, ["unknown_heading", "unknown_heading"])
    taught, problems = records(file, lessons.parsed(lessons.toml([HEADING, IGNORED, SPELLING])))
    assert ([each["fuel"] for each in taught], problems) == (["coal", "natural_gas"], [])


def test_pasted_into_the_ledger_definition_a_document_means_the_same():
    said = tomllib.loads(lessons.toml([HEADING, IGNORED, SPELLING]))["kilns"]
    raw = ledger._toml("kilns")
    raw["ignore"] = said["ignore"]
    fuel = raw["fields"]["fuel"]
    fuel["headings"] = [*fuel["headings"], *said["fields"]["fuel"]["headings"]]
    for code, spellings in said["fields"]["fuel"]["spellings"].items():
        fuel["spellings"][code] = [*fuel["spellings"][code], *spellings]
    declared = ledger.ledgers()["kilns"]
    fields = declared.fields | {"fuel": ledger.Field.model_validate(fuel)}
    pasted = declared.model_copy(update={"ignore": tuple(raw["ignore"]), "fields": fields})
    words = headings.Vocabulary(ledger.Ledger.model_validate(pasted.model_dump()))
    assert words.understand(["烧什么"]).column == "fuel"
    assert words.understand(["网格员签字"]).how == "ignored"
    assert "烧煤粉" in pasted.fields["fuel"].spellings["coal"]


def test_what_a_unit_taught_outranks_what_was_taught_for_all_whichever_came_first(tmp_path):
    file = workbook(tmp_path / "台账.xlsx")
    for_all, for_one = Lesson("heading", "烧什么", "note"), Lesson("heading", "烧什么", "fuel", None, "谷城县")
    for told in ([for_all, for_one], [for_one, for_all]):
        assert records(file, told)[0][1]["fuel"] == "natural_gas"
    elsewhere = records(workbook(tmp_path / "别处.xlsx", "保康县"), [for_all, for_one])[0][1]
    assert (elsewhere["note"], "fuel" in elsewhere) == ("天然气", False)


def test_a_lesson_about_a_field_that_a_ledger_does_not_have_hides_no_column_of_it(tmp_path):
    file = workbook(tmp_path / "台账.xlsx")
    told = [Lesson("heading", "烧什么", "coal_t")]
    assert records(file, told)[1].count("unknown_heading") == 2


def test_a_spelling_taught_stands_in_the_place_of_one_that_folds_alike(tmp_path):
    file = workbook(tmp_path / "台账.xlsx")
    told = [HEADING, IGNORED, Lesson("spelling", "天燃 气", "fuel", "coal_gas", None, "kilns"), SPELLING]
    assert records(file, told)[1] == []
    kinds = ledger.ledgers([Lesson("spelling", " 干燥炉", "kiln_type", "heating_furnace")])
    assert "干燥炉" not in kinds["kilns"].fields["kiln_type"].spellings["drying_kiln"]


# ── by command line, on both databases ──


@pytest.fixture
def run(register_url, monkeypatch):
    """Call the command line on a register of its own."""
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")
    monkeypatch.delenv("INVENTORY_USER", raising=False)

    def call(*arguments):
        return CliRunner().invoke(cli.main, [str(each) for each in arguments], prog_name="inventory")

    return call


WHO = ("--by", "周敏", "--because", "来电说明")


def test_what_is_taught_is_kept_with_author_day_and_reason_and_applied_by_rereading(run, tmp_path):
    file = workbook(tmp_path / "台账.xlsx")
    (taken,) = json.loads(run("ledger", "import", file, "--json").stdout)
    assert taken["problems"]["unknown_heading"] == 2
    assert run("ledger", "teach", "heading", "烧什么", "--means", "fuel", "--unit", "谷城县", *WHO).exit_code == 0
    assert run("ledger", "teach", "ignore", "网格员签字", *WHO).exit_code == 0
    spelled = ("烧煤粉", "--field", "fuel", "--means", "coal", "--ledger", "kilns")
    assert run("ledger", "teach", "spelling", *spelled, *WHO).exit_code == 0
    listed = json.loads(run("ledger", "teach", "list", "--json").stdout)
    assert [(each["said"], each["unit"], each["made_by"], each["reason"]) for each in listed] == [
        ("烧什么", "谷城县", "周敏", "来电说明"),
        ("网格员签字", None, "周敏", "来电说明"),
        ("烧煤粉", None, "周敏", "来电说明"),
    ]
    (again,) = json.loads(run("ledger", "reread", "--json").stdout)
    assert again["problems"] == {}
    assert (again["changed"], again["unchanged"], again["new"]) == (2, 0, 0)
    assert run("ledger", "teach", "withdraw", "1", *WHO).exit_code == 0
    (back,) = json.loads(run("ledger", "reread", "--json").stdout)
    assert back["problems"] == {"unknown_heading": 1}
    withdrawn = json.loads(run("ledger", "teach", "list", "--all", "--json").stdout)[0]
    assert withdrawn["withdrawn_on"] is not None


def test_what_was_exported_can_be_read_with_and_taught_elsewhere(run, tmp_path):
    file = workbook(tmp_path / "台账.xlsx")
    document = tmp_path / "教.toml"
    document.write_text(lessons.toml([HEADING, IGNORED, SPELLING, OF_A_UNIT]), encoding="utf-8")
    taught = run("ledger", "teach", "import", document, *WHO)
    assert (taught.exit_code, taught.stdout.split(";")[0]) == (0, "4 lessons taught, 0 known before")
    assert run("ledger", "teach", "import", document, *WHO).stdout.startswith("0 lessons taught, 4 known before")
    exported = run("ledger", "teach", "export").stdout
    assert set(lessons.parsed(exported)) == {HEADING, IGNORED, SPELLING, OF_A_UNIT}
    assert "周敏" in exported
    assert lessons.parsed(run("ledger", "teach", "export", "--unit", "谷城县").stdout) == [OF_A_UNIT]
    document.write_text(exported, encoding="utf-8")
    read = run("ledger", "read", file, "--lessons", document, "--json")
    assert [each["record"]["fuel"] for each in json.loads(read.stdout)["entries"]] == ["coal", "natural_gas"]
    for option in (("--lessons", document), ("--taught",)):
        assert json.loads(run("ledger", "explain", file, *option, "--json").stdout)["toml"] == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("heading", "烧什么", "--means", "nothing", *WHO), "no field"),
        (("heading", "烧什么", "--means", "fuel", "--because", "来电"), "--by"),
        (("spelling", "烧渣", "--field", "fuel", "--means", "nothing", *WHO), "no code"),
        (("spelling", "烧渣", "--field", "note", "--means", "nothing", *WHO), "hold no code"),
        (("ignore", "烧什么", "--unit", "无此县", *WHO), "no reporting unit"),
        (("withdraw", "99", *WHO), "no lesson"),
        (("export", "--unit", "无此县"), "no reporting unit"),
        (("import", "无此文件.toml", *WHO), "there is no such file"),
    ],
)
def test_what_cannot_be_taught_is_one_line(run, arguments, said):
    result = run("ledger", "teach", *arguments)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert json.loads(run("ledger", "teach", "list", "--json").stdout) == []


def test_a_file_of_lessons_is_taught_whole_or_not_at_all(run, tmp_path):
    assert run("ledger", "teach", "heading", "烧什么", "--means", "fuel", "--ledger", "kilns", *WHO).exit_code == 0
    document = tmp_path / "教.toml"
    document.write_text(lessons.toml([EVERYWHERE, Lesson("heading", "烧什么", "note", None, None, "kilns")]), "utf-8")
    refused = run("ledger", "teach", "import", document, *WHO)
    assert (refused.exit_code, "withdraw it first" in refused.stderr) == (1, True)
    assert len(json.loads(run("ledger", "teach", "list", "--json").stdout)) == 1


@pytest.mark.parametrize("kind", list(Ledger))
def test_every_field_with_codes_can_be_taught_a_spelling(kind):
    declared = ledger.ledgers()[kind]
    for name, field in declared.fields.items():
        for code in field.spellings:
            assert lessons.checked(Lesson("spelling", "某", name, code, None, kind))
