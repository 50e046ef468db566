"""The ledger definitions agree with the records, the tables and themselves."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from importers import edition
from importers import ledger as ledgers
from importers.headings import Vocabulary
from importers.labels import label
from inventory import values, vocabulary
from inventory.models import FACTS
from inventory.reading import Lesson
from inventory.records import KEYS, RECORDS, Record

KINDS = sorted(ledgers.ledgers())

CODES = {
    "disposal_class": vocabulary.DisposalClass,
    "kiln_type": vocabulary.KilnType,
    "kiln_disposal": vocabulary.KilnDisposal,
    "fuel": vocabulary.Fuel,
    "progress": vocabulary.ProgressClaim,
    "category": vocabulary.PermitCategory,
    "permit_status": vocabulary.PermitStatus,
}


def test_there_is_one_definition_a_ledger_kind() -> None:
    assert set(KINDS) == {kind.value for kind in vocabulary.Ledger} == set(RECORDS) == set(KEYS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_definition_a_record_and_a_table_have_the_same_fields(kind: str) -> None:
    declared = set(ledgers.ledgers()[kind].record_fields())
    assert declared == set(RECORDS[kind].model_fields)
    facts = {column.key for column in FACTS[kind].__table__.columns} - {"sub_record_id"}
    stored = {name for name in facts if not name.endswith("_last")}
    assert declared - set(Record.model_fields) == stored


@pytest.mark.parametrize("kind", KINDS)
def test_a_definition_and_the_register_name_the_same_key(kind: str) -> None:
    assert ledgers.ledgers()[kind].key == tuple(KEYS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_means_two_columns(kind: str) -> None:
    ledger = ledgers.ledgers()[kind]
    said = Counter(
        (heading, column)
        for column, field in ledger.fields.items()
        for heading in {label(each).said for each in field.headings}
    )
    twice = Counter(heading for heading, _ in said)
    assert [heading for heading, times in twice.items() if times > 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_heading_declared_is_understood_as_its_column(kind: str) -> None:
    ledger = ledgers.ledgers()[kind]
    vocabulary_ = Vocabulary(ledger)
    for column, field in ledger.fields.items():
        for heading in field.headings:
            meaning = vocabulary_.understand((heading,))
            assert meaning is not None, heading
            assert meaning.column == column, heading


@pytest.mark.parametrize("kind", KINDS)
def test_the_patterns_of_words_are_well_formed(kind: str) -> None:
    for field in ledgers.ledgers()[kind].fields.values():
        for pattern in field.words:
            for group in pattern.split():
                assert re.fullmatch(r"[^|?]+(\|[^|?]+)*\??", group), pattern


@pytest.mark.parametrize("kind", KINDS)
def test_spellings_lead_to_codes_of_the_closed_lists_and_to_one_each(kind: str) -> None:
    for column, field in ledgers.ledgers()[kind].fields.items():
        if field.type != "code":
            continue
        assert set(field.spellings) == {code.value for code in CODES[column]}
        listed = [
            (values.spellings.folded(said), code) for code, all_said in field.spellings.items() for said in all_said
        ]
        assert len({said for said, _ in listed}) == len(set(listed)), column
        if column != "progress":
            known = {
                values.spellings.folded(said): code for code, all_said in field.spellings.items() for said in all_said
            }
            assert {known.get(values.spellings.folded(code.label)) for code in CODES[column]} == set(field.spellings)


def test_a_taught_spelling_outranks_the_declared_ones() -> None:
    lesson = Lesson("spelling", "提升", field="disposal_class", code="close", ledger="scattered_polluters")
    spellings = ledgers.ledgers([lesson])["scattered_polluters"].fields["disposal_class"].spellings
    assert "提升" in spellings["close"]
    assert "提升" not in spellings["upgrade"]


def test_the_digest_of_the_rules_changes_with_the_lessons_and_not_with_their_order() -> None:
    one, other = Lesson("ignore", "网格员签字"), Lesson("heading", "整治归口", field="responsible_unit")
    assert edition.rules() != edition.rules([one])
    assert edition.rules([one, other]) == edition.rules([other, one])
