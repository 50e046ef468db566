"""Both languages: the catalogue complete and current, the choice of language, codes by their label."""

from __future__ import annotations

import pytest

from inventory import language
from inventory.errors import Refused
from inventory.locale import extract
from inventory.vocabulary import State


@pytest.mark.parametrize("catalogue", extract.CATALOGUES, ids=lambda file: file.parts[-3])
def test_every_source_string_is_translated_with_the_same_fields_and_none_is_stale(catalogue):
    assert extract.faults(extract.read(catalogue)) == []


def test_a_catalogue_that_lacks_a_string_keeps_a_stale_one_or_loses_a_field_is_told():
    catalogue = extract.read(extract.CATALOGUES[0])
    before = extract.faults(catalogue)
    catalogue.delete("Interrupted.")
    catalogue.add("Nobody says this.", "没人说。")
    catalogue["{file}: {reason}"].string = "{file}"
    found = [fault.split(":")[0] for fault in extract.faults(catalogue) if fault not in before]
    assert found == ["missing", "stale", "fields differ"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"INVENTORY_LANG": "zh_CN"}, "zh_CN"),
        ({"INVENTORY_LANG": "zh-Hans-CN"}, "zh_CN"),
        ({"INVENTORY_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_language_follows_inventory_lang_else_the_locale(monkeypatch, environment, expected):
    for name in ("INVENTORY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.chosen() == expected


def test_an_error_speaks_the_language_and_names_codes_by_their_label(monkeypatch):
    error = Refused("{file}: {reason}", file="a.xlsx", reason=[State.LISTED, State.STRUCK_OFF])
    monkeypatch.setenv("INVENTORY_LANG", "en")
    assert language.said(error) == "a.xlsx: listed, struck_off"
    monkeypatch.setenv("INVENTORY_LANG", "zh_CN")
    assert language.said(error) == "a.xlsx：挂账, 已销号"
