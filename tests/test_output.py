"""Rows as table, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from inventory.cli import output
from inventory.vocabulary import State

COLUMNS = {"name": "name", "due_on": "due", "coal_t": "coal"}
ROWS = [
    {"name": "襄州砖厂", "due_on": date(2019, 6, 30), "coal_t": 1200.5},
    ("A", None, True),
]


def printed(items, output_format, columns=COLUMNS):
    @click.command()
    def command():
        output.rows(columns, items, output_format)

    result = CliRunner().invoke(command, catch_exceptions=False)
    return result.stdout


def test_a_table_is_aligned_by_the_width_characters_take(monkeypatch):
    monkeypatch.setenv("INVENTORY_LANG", "en")
    assert printed(ROWS, "table").splitlines() == [
        "name      due         coal",
        "--------  ----------  ------",
        "襄州砖厂  2019-06-30  1200.5",
        "A                     yes",
    ]


def test_json_is_a_list_of_objects_with_field_names_as_keys():
    assert json.loads(printed(ROWS, "json")) == [
        {"name": "襄州砖厂", "due_on": "2019-06-30", "coal_t": 1200.5},
        {"name": "A", "due_on": None, "coal_t": True},
    ]


def test_no_rows_are_an_empty_list_an_empty_table_and_a_csv_of_headings():
    assert json.loads(printed([], "json")) == []
    assert len(printed([], "table").splitlines()) == 2
    assert printed([], "csv") == "\ufeffname,due_on,coal_t\n"


def test_chinese_in_json_is_not_escaped():
    assert "襄州砖厂" in printed(ROWS, "json")


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_no_cell_of_a_csv_begins_as_a_formula_would(items):
    text = printed(items, "csv", ["a", "b"])
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert not [cell for line in read for cell in line if cell.startswith(output.FORMULA)]


@pytest.mark.parametrize(("language", "shown"), [("en", "struck_off"), ("zh_CN", "已销号")])
def test_a_code_shows_as_its_label_in_a_chinese_table_only(monkeypatch, language, shown):
    monkeypatch.setenv("INVENTORY_LANG", language)
    assert printed([(State.STRUCK_OFF,)], "table", ["state"]).splitlines()[-1] == shown
    assert json.loads(printed([(State.STRUCK_OFF,)], "json", ["state"])) == [{"state": "struck_off"}]


def test_moments_are_written_as_iso_8601():
    moment = datetime(2019, 6, 30, 8, tzinfo=UTC)
    assert json.loads(printed([(moment,)], "json", ["at"])) == [{"at": "2019-06-30T08:00:00+00:00"}]


def test_progress_passes_every_item_and_says_nothing_where_nobody_looks(capsys):
    assert list(output.progress(range(3), "Reading")) == [0, 1, 2]
    assert capsys.readouterr() == ("", "")
