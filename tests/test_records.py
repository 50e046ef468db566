"""The key of every ledger kind is the one its definition declares."""

from __future__ import annotations

from importers.ledger import ledgers
from inventory import records
from inventory.intake import columns
from inventory.resolution import ENTERPRISE_FIELDS
from inventory.vocabulary import Ledger


def test_the_keys_are_those_of_the_definitions():
    assert {kind: tuple(each.key) for kind, each in ledgers().items()} == {str(k): v for k, v in records.KEYS.items()}


def test_every_kind_has_a_key_whose_fields_are_columns():
    assert set(records.KEYS) == set(Ledger)
    for kind, key in records.KEYS.items():
        assert set(key) <= set(columns.FIELDS[kind][0])


def test_every_field_of_a_definition_is_kept_in_a_column():
    for kind, each in ledgers().items():
        assert set(each.record_fields()) <= {*columns.FIELDS[kind][0], *ENTERPRISE_FIELDS, "county"}


def test_what_a_record_does_not_say_stays_empty_in_its_key():
    assert records.sub_key("kilns", {"kiln_type": "coke_oven"}) == "coke_oven|"
    assert records.sub_key("compliance_plans", {"measures": "x"}) == ""
