"""The untidy samples: one named workbook for every kind of mess, its golden beside it, and how well they are read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import sheets
from click.testing import CliRunner

import importers
from inventory import cli, scoring
from inventory.errors import InputError
from inventory.reading_json import as_json
from samples import untidy_build

ROOT = Path(__file__).parents[1]
BUILT = untidy_build.files()
NAMES = list(untidy_build.WORKBOOKS)
READ = [name for name, each in untidy_build.WORKBOOKS.items() if not each.refused]
REFUSED = [name for name, each in untidy_build.WORKBOOKS.items() if each.refused]
#: why a workbook is refused → a word of the sentence that says so
SENTENCES = {
    "protected": "password",
    "damaged": "damaged",
    "empty": "empty",
    "no workbook": "no workbook",
    "no ledger": "no ledger",
}


def read(name: str) -> Any:
    """What is read in a sample, in this process."""
    with mock.patch("importers.workbook.guarded", sheets._here):
        return as_json(importers.read((untidy_build.FOLDER / name).read_bytes(), name=name))


def run(language: str, *arguments: str) -> str:
    with mock.patch("importers.workbook.guarded", sheets._here):
        result = CliRunner().invoke(cli.main, ["ledger", "score", *arguments], env={"INVENTORY_LANG": language})
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", list(BUILT))
def test_a_file_built_again_has_the_committed_bytes(name: str) -> None:
    assert BUILT[name] == (untidy_build.FOLDER / name).read_bytes(), "run `python -m samples.untidy_build`"


def test_building_twice_gives_the_same_bytes() -> None:
    assert untidy_build.files() == BUILT


def test_nothing_lies_about_that_nobody_builds() -> None:
    assert sorted(BUILT) == sorted(path.name for path in untidy_build.FOLDER.iterdir())


def test_there_are_at_least_forty_each_numbered_once_and_in_every_kind_of_file() -> None:
    assert len(NAMES) >= 40
    assert [int(name[:2]) for name in NAMES] == list(range(1, len(NAMES) + 1))
    endings = {Path(name).suffix for name in NAMES}
    assert endings == {".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv", ".tsv"}


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_has_its_line_in_the_readme(name: str) -> None:
    lines = (ROOT / "samples" / "README.md").read_text(encoding="utf-8").splitlines()
    assert f"| `{name}` | {untidy_build.WORKBOOKS[name].shows} |" in lines


@pytest.mark.parametrize("name", READ)
def test_the_golden_accounts_for_every_row_that_is_written(name: str) -> None:
    each = untidy_build.WORKBOOKS[name]
    told = {(row["sheet"], row["row"]) for page in each.pages for row in (*page.entries, *page.other_rows)}
    assert told == {(page.name, row) for page in each.pages for row, _ in page.cells}


def test_all_are_read_right_but_for_those_the_readme_owns_up_to() -> None:
    """Goldens are not bent to the reader: what it does not manage yet stands in samples/README.md, and nothing else."""
    readme = (ROOT / "samples" / "README.md").read_text(encoding="utf-8")
    owned = re.findall(r"^\* `(\d\d_.+?)`: \S", readme.partition("## Not read right yet")[2], re.MULTILINE)
    goldens = ((name, scoring.Golden.model_validate(untidy_build.WORKBOOKS[name].golden(name))) for name in READ)
    missed = {name: found.misses for name, golden in goldens if (found := scoring.score(golden, read(name))).misses}
    assert missed.keys() == set(owned), missed


@pytest.mark.parametrize("name", READ)
def test_every_other_row_is_taken_for_what_it_is(name: str) -> None:
    golden = scoring.Golden.model_validate(untidy_build.WORKBOOKS[name].golden(name))
    found = {(row["sheet"], row["row"]): row["kind"] for row in read(name)["other_rows"]}
    told = {(row.sheet, row.row): row.kind for row in golden.other_rows if row.kind}
    assert {place: found.get(place) for place in told} == told


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_ledger_is_refused_in_a_sentence_that_says_why(name: str) -> None:
    reason = untidy_build.WORKBOOKS[name].refused
    assert reason is not None
    with pytest.raises(InputError, match=SENTENCES[reason]):
        read(name)


@pytest.mark.parametrize(("language", "readme"), [("en", "README.md"), ("zh_CN", "README.zh-CN.md")])
def test_the_readme_states_the_score_that_the_command_prints(language: str, readme: str) -> None:
    printed = run(language, "--total")
    assert printed in (ROOT / readme).read_text(encoding="utf-8"), f"put this into {readme}:\n{printed}"


def test_every_workbook_has_its_line_and_its_misses_in_json() -> None:
    *lines, total = json.loads(run("en", "--json"))
    assert [line["file"] for line in lines] == [Path(name).stem for name in NAMES]
    assert total["values"] == sum(line["values"] for line in lines)
    assert total["misses"] == [miss for line in lines for miss in line["misses"]]
