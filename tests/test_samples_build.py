"""The sample workbooks are what `samples.build` writes, to the byte, and tell their story in both formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import build, firms
from samples.codes import ALPHABET, credit_code

WORKBOOKS = sorted(build.WORKBOOKS)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_built_again_has_the_committed_bytes(name: str) -> None:
    assert build.content(name) == (build.FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", WORKBOOKS)
def test_building_twice_gives_the_same_bytes(name: str) -> None:
    assert build.content(name) == build.content(name)


def test_no_workbook_lies_about_that_nobody_builds() -> None:
    assert sorted(path.name for path in build.FOLDER.glob("*.xls*")) == WORKBOOKS


def test_there_are_at_least_twelve_in_both_formats() -> None:
    endings = [Path(name).suffix for name in WORKBOOKS]
    assert len(WORKBOOKS) >= 12
    assert min(endings.count(".xls"), endings.count(".xlsx")) >= 5


def test_all_six_ledgers_three_units_and_three_months_are_told() -> None:
    parts = [Path(name).stem.split("_") for name in WORKBOOKS]
    assert len({kind for _, _, kind, _ in parts}) == 6
    assert {unit for _, unit, _, _ in parts} == {"襄州区", "谷城县", "高新区"}
    assert {month for _, _, _, month in parts} == {"4月", "5月", "6月"}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_row_of_a_workbook_is_accounted_for_by_its_story(name: str) -> None:
    told = {(row["sheet"], row["row"]) for rows in build.truth(name).values() for row in rows}
    pages = [page for page in build.WORKBOOKS[name]() if not page.is_hidden]
    assert told == {(page.name, row) for page in pages for row, _ in page.cells}


def test_the_example_of_the_standard_gets_its_check_characters() -> None:
    assert credit_code("350100", "M000100Y") == "91350100M000100Y43"


def test_invented_codes_pass_their_check_but_for_the_one_the_story_damages() -> None:
    def passes(code: str) -> bool:
        weighted = sum(ALPHABET.index(character) * pow(3, at, 31) for at, character in enumerate(code[:17]))
        return (weighted + ALPHABET.index(code[17])) % 31 == 0

    codes = {name: value for name, value in vars(firms).items() if name.isupper() and len(value) == 18}
    assert [name for name, code in codes.items() if not passes(code)] == ["XINYOU_DAMAGED"]
