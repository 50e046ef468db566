"""What is read in the samples is what their story says, and what the golden readings beside them hold."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner
from expected import table

from inventory import cli
from samples import build

WORKBOOKS = sorted(build.WORKBOOKS)

#: may be filled in from elsewhere (title, name, number): the story need not say it cell by cell
DERIVED = {"county", "industry_code", "industry_name", "coal_year", "permit_status", "catalogue_edition", "category"}


@cache
def reading(name: str) -> dict[str, Any]:
    """What `inventory ledger read NAME --json` prints."""
    result = CliRunner().invoke(
        cli.main, ["ledger", "read", str(build.FOLDER / name), "--json"], env={"INVENTORY_LANG": "en"}
    )
    assert result.exit_code == 0, result.output
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


@cache
def entries(name: str) -> dict[tuple[str, int], dict[str, Any]]:
    return {(entry["sheet"], entry["row"]): entry for entry in reading(name)["entries"]}


def near(record: dict[str, Any]) -> dict[str, Any]:
    """The record, its quantities equal to one part in a million."""
    return {name: pytest.approx(value) if isinstance(value, float) else value for name, value in record.items()}


def unworded(printed: Any) -> Any:
    """Without the messages: their wording is the catalogue's and has its own tests."""
    if isinstance(printed, dict):
        return {key: unworded(value) for key, value in printed.items() if key != "message"}
    return [unworded(each) for each in printed] if isinstance(printed, list) else printed


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_reading_is_the_golden_one(name: str) -> None:
    golden = (build.FOLDER / name).with_suffix(".reading.json").read_text(encoding="utf-8")
    assert unworded(reading(name)) == unworded(json.loads(golden))


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_row_is_read_as_the_story_has_it(name: str) -> None:
    told = {(row["sheet"], row["row"]): row for row in build.truth(name)["entries"]}
    assert entries(name).keys() == told.keys()
    for place, row in told.items():
        found = entries(name)[place]["record"]
        assert {field: found.get(field) for field in row["record"]} == near(row["record"]), place
        assert found.keys() - row["record"].keys() <= DERIVED, place


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_other_row_is_accounted_for(name: str) -> None:
    found = {(row["sheet"], row["row"]): row["kind"] for row in reading(name)["other_rows"]}
    told = {(row["sheet"], row["row"]): row["kind"] for row in build.truth(name)["other_rows"]}
    assert found.keys() == told.keys()
    assert {place: found[place] for place, kind in told.items() if kind} == {
        place: kind for place, kind in told.items() if kind
    }


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_problem_of_a_cell_is_named_and_none_invented(name: str) -> None:
    def due(row: dict[str, Any]) -> Counter[tuple[str, str]]:
        return Counter((problem["field"], problem["kind"]) for problem in row["problems"])

    for row in build.truth(name)["entries"]:
        problems = entries(name)[row["sheet"], row["row"]]["problems"]
        assert due({"problems": [each for each in problems if each["severity"] != "info"]}) == due(row)


def test_the_problems_of_all_readings_are_those_written_down() -> None:
    found: Counter[tuple[str, str]] = Counter()
    for name in WORKBOOKS:
        problems = [each for entry in reading(name)["entries"] for each in entry["problems"]]
        problems += reading(name)["problems"]
        found.update((name, each["kind"]) for each in problems if each["severity"] != "info")
    assert found == {(row["workbook"], row["kind"]): int(row["count"]) for row in table("problems")}


def test_the_hidden_sheet_is_not_read_and_said_so() -> None:
    name = "05_襄州区_达标排放计划_6月.xlsx"
    assert "襄阳草稿示例厂" not in json.dumps(reading(name)["entries"], ensure_ascii=False)
    assert [each["sheet"] for each in reading(name)["problems"] if each["severity"] == "info"] == ["旧表"]
