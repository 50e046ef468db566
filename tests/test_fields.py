"""A value as a person types it: read as the ledgers are, held to the record of its kind, refused in one line."""

from __future__ import annotations

import pytest
from handed_in import CODE_A

from importers import ledger as definitions
from inventory import fields
from inventory.errors import NotUnderstood


@pytest.mark.parametrize(
    ("ledger", "field", "said", "value"),
    [
        (None, "township", " 双沟镇 ", "双沟镇"),
        (None, "name", "襄阳甲寅砖厂", "襄阳甲寅砖厂"),
        (None, "credit_code", CODE_A.lower(), CODE_A),
        (None, "longitude", "112°08′24″", 112.14),
        (None, "contact_phone", "13800000000", "13800000000"),
        (None, "township", "无", None),
        ("kilns", "fuel", "天然气", "natural_gas"),
        ("kilns", "fuel", "natural_gas", "natural_gas"),
        ("kilns", "fuel", "无", None),
        ("kilns", "kiln_count", "3台", 3),
        ("kilns", "dedusting", "无", "无"),
        ("kilns", "measures", "/", None),
        ("coal_users", "coal_t", "1,250.5", 1250.5),
        ("coal_users", "coal_year", "2018年", 2018),
        ("coal_users", "has_coal_ledger", "是", True),
        ("coal_users", "has_coal_ledger", "无", False),
        ("scattered_polluters", "due_on", "2019年9月底前", "2019-09"),
        ("permits", "category", "重点管理", "key"),
    ],
)
def test_a_value_is_read_as_in_a_ledger(ledger, field, said, value):
    assert fields.parse(ledger, field, said) == value


@pytest.mark.parametrize(
    ("ledger", "field", "said"),
    [
        (None, "name", "无"),
        (None, "credit_code", CODE_A[:-1] + "A"),
        (None, "county", "襄州区"),
        (None, "longitude", "东边"),
        (None, "nothing", "甲"),
        (None, "fuel", "煤"),
        ("kilns", "township", "双沟镇"),
        ("kilns", "fuel", "柴火"),
        ("kilns", "kiln_count", "-1"),
        ("coal_users", "coal_t", "很多"),
        ("coal_users", "coal_year", "1066"),
        ("coal_users", "has_coal_ledger", "半个"),
        ("scattered_polluters", "due_on", "2019.6.31"),
        ("scattered_polluters", "due_on", ""),
    ],
)
def test_what_is_no_value_is_refused(ledger, field, said):
    with pytest.raises(NotUnderstood):
        fields.parse(ledger, field, said)


def test_none_is_kept_where_the_definitions_keep_it():
    declared = {
        name for each in definitions.ledgers().values() for name, field in each.fields.items() if field.keeps_none
    }
    assert declared == fields.KEEPS_NONE


def test_every_field_of_a_ledger_can_be_corrected_but_the_unit():
    for kind, each in definitions.ledgers().items():
        filled = {fill for name in each.fields for fill in each.fills(name)} - {"county"}
        assert filled == set(fields.known(None)) | set(fields.known(kind))
