"""Templates: what is filled in and returned reads as it was written, without a problem."""

from __future__ import annotations

from datetime import date

import pytest

import importers
from importers import ledger, template
from inventory.errors import RecognitionError
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
