"""Templates: what is filled in and returned reads as it was written, without a problem."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import importers
from importers import ledger, template
from inventory import cli, database, listing
from inventory.errors import RecognitionError
from inventory.queries import covered
from inventory.vocabulary import OF_FIELD, Ledger

TEXTS = {
    "county": "谷城县",
    "name": "谷城县青石窑业有限公司",
    "credit_code": "91420625MA00000013",
    "contact_phone": "13800000001",
    "number": "91420625MA00000013001P",
    "industry_name": "黏土砖瓦及建筑砌块制造",
    "industry_code": "3031",
    "longitude": 111.65,
    "latitude": 32.25,
    "coal_year": 2018,
    "catalogue_edition": 2017,
}


def record(kind: str) -> dict[str, object]:
    """A row with something in every field."""
    declared = ledger.ledgers()[kind]
    made: dict[str, object] = {}
    for name in declared.record_fields():
        field = declared.fields.get(name)
        if field is None or not field.headings:
            continue
        if name in TEXTS:
            made[name] = TEXTS[name]
        elif name in OF_FIELD:
            made[name] = next(iter(OF_FIELD[name])).value
        elif field.type == "tick":
            made[name] = True
        elif field.type in ("date", "deadline"):
            made[name] = "2019-06-30"
        elif field.type == "number":
            made[name] = 20.5
        elif field.type == "count":
            made[name] = 2
        else:
            made[name] = "甲"
    return made


def read(content: bytes) -> tuple[list[object], list[object]]:
    reading = importers.read(content, name="台账.xlsx")
    entries = [entry for chunk in reading.chunks for entry in chunk.entries]
    return [entry.record for entry in entries], [*reading.problems, *(p for entry in entries for p in entry.problems)]


@pytest.mark.parametrize("kind", list(Ledger))
def test_a_template_filled_in_reads_as_it_was_filled_in_without_a_problem(kind):
    wanted = record(kind)
    found, problems = read(template.template(kind, unit="谷城县", filed=date(2019, 7, 1), rows=[wanted]))
    assert problems == []
    assert found == [wanted]


@pytest.mark.parametrize("kind", list(Ledger))
def test_every_label_of_a_drop_down_reads_as_its_code(kind):
    first = record(kind)
    rows = [
        {**first, "name": f"谷城县青石窑业第{place}有限公司", name: code.value}
        for name, codes in OF_FIELD.items()
        if name in first
        for place, code in enumerate(codes)
    ]
    rows = rows or [first]
    found, _problems = read(template.template(kind, unit="谷城县", filed=date(2019, 7, 1), rows=rows))
    assert found == rows


@pytest.mark.parametrize("kind", list(Ledger))
def test_an_empty_template_is_known_as_empty(kind):
    with pytest.raises(RecognitionError, match="empty"):
        read(template.template(kind))


def test_the_same_template_is_the_same_bytes():
    assert template.template("kilns") == template.template("kilns")


@pytest.mark.parametrize("kind", list(Ledger))
def test_an_empty_template_filled_in_by_hand_reads_as_it_was_filled_in_without_a_problem(kind):
    """As a clerk does it: official labels from the drop-downs, texts as the rules ask, dates as text."""
    wanted = record(kind)
    filled = openpyxl.load_workbook(io.BytesIO(template.template(kind, unit="谷城县", rows=[wanted])))["台账"]
    book = openpyxl.load_workbook(io.BytesIO(template.template(kind, unit="谷城县")))
    page = book["台账"]
    for cell in filled[4]:
        page.cell(4, cell.column, cell.value)
    page["H2"] = "填报时间：2019年7月1日"
    made = io.BytesIO()
    book.save(made)
    found, problems = read(made.getvalue())
    assert (found, problems) == ([wanted], [])


@pytest.mark.parametrize("kind", list(Ledger))
def test_drop_downs_rules_and_instructions_stand_in_an_empty_template(kind):
    book = openpyxl.load_workbook(io.BytesIO(template.template(kind)))
    declared = ledger.ledgers()[kind].fields
    said = [row[0] for row in book["填表说明"].iter_rows(values_only=True)]
    headings = {cell.value.partition("（")[0]: cell.column_letter for cell in book["台账"][3]}
    listed = {str(each.sqref).partition("4")[0]: each for each in book["台账"].data_validations.dataValidation}
    for name, field in declared.items():
        letter = headings.get(field.headings[0].partition("（")[0]) if field.headings else None
        if letter is None:
            continue
        assert any(f"“{field.headings[0]}”" in line for line in said), name
        if name in OF_FIELD:
            assert listed[letter].formula1.strip('"').split(",") == [each.label for each in OF_FIELD[name]]
    assert len(listed) > 5


def test_an_amount_of_several_rows_stays_one_amount_in_one_cell():
    firm = {"county": "谷城县", "name": "谷城县青石窑业有限公司", "coal_year": 2018}
    rows = [
        {**firm, "equipment": "1#炉", "coal_t": 1200.0},
        {**firm, "equipment": "2#炉", "covered": ["coal_t"]},
        {**firm, "equipment": "3#炉", "covered": ["coal_t"]},
        {**firm, "name": "谷城县白石窑业有限公司", "coal_t": 7.0},
    ]
    content = template.template("coal_users", unit="谷城县", filed=date(2019, 7, 1), rows=rows)
    reading = importers.read(content, name="台账.xlsx")
    entries = [entry for chunk in reading.chunks for entry in chunk.entries]
    assert [entry.record.get("coal_t") for entry in entries] == [1200.0, None, None, 7.0]
    assert [entry.covered for entry in entries] == [(), ("coal_t",), ("coal_t",), ()]
    assert [problem for entry in entries for problem in entry.problems] == []


SAMPLES = Path(__file__).parents[1] / "samples"
#: a ledger of each kind among the samples, clean enough that all that is required is there
CLEAN = {
    "scattered_polluters": "02_襄州区_散乱污_6月.xlsx",
    "coal_users": "08_谷城县_用煤_4月.xls",
    "kilns": "03_襄州区_工业炉窑_5月.xlsx",
    "voc_sources": "14_高新区_VOCs_4月.xls",
    "compliance_plans": "16_高新区_达标排放计划_5月.xlsx",
    "permits": "11_谷城县_排污许可_6月.xlsx",
}


def test_filled_from_a_register_and_returned_every_kind_reads_as_the_register_has_it(
    register_url, tmp_path, monkeypatch
):
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)

    def run(*arguments):
        result = CliRunner().invoke(cli.main, [str(each) for each in arguments], prog_name="inventory")
        assert result.exit_code == 0, result.stderr

    run("ledger", "import", *(SAMPLES / name for name in CLEAN.values()))
    engine = database.open_register(register_url)
    for kind in Ledger:
        file = tmp_path / f"{kind}.xlsx"
        run("ledger", "template", kind, "--filled", "--to", file)
        found, problems = read(file.read_bytes())
        with database.reading(engine) as session:
            rows = covered.marked(session, kind, listing.ledger(session, kind))
        written = [name for name in ledger.ledgers()[kind].record_fields() if any(name in row for row in rows)]
        wanted = [{name: row[name] for name in written if row.get(name) is not None} for row in rows]
        assert (kind, problems) == (kind, [])
        assert (kind, found) == (kind, wanted)
        assert found
    engine.dispose()
