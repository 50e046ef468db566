"""The page of problem kinds: complete, true, current; in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import problem_examples
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from inventory import cli, problem_guide
from inventory.problems import KINDS
from inventory.reading import Problem

ROOT = Path(__file__).parents[1]
PAGES = {"en": "problems.md", "zh_CN": "problems.zh-CN.md"}
EXAMPLES = problem_guide.examples()
#: what the reader says needs no register; the day a workbook speaks for and all that stands between ledgers does
WITH_REGISTER = [
    kind
    for kind, each in EXAMPLES.items()
    if each.place == "register" or kind.startswith(("as_of_", "second_", "ledger_"))
]
WITHOUT = [kind for kind in EXAMPLES if kind not in WITH_REGISTER]


def is_said(kind: str, problem: Problem) -> bool:
    """Whether a problem says what the example of its kind declares; rows are named anew in every register."""
    declared = EXAMPLES[kind].problem(kind)
    parameters = {name: value for name, value in problem.parameters.items() if name != "rows"}
    assert declared.sheet in (None, problem.sheet)
    return (problem.severity, problem.field, problem.raw or None, parameters) == (
        declared.severity,
        declared.field,
        declared.raw,
        declared.parameters,
    )


def hold(kind: str, said: list[Problem]) -> None:
    assert {each.kind for each in said} == {kind}
    assert [each for each in said if is_said(kind, each)]


@pytest.mark.parametrize("kind", WITHOUT)
def test_reading_the_example_says_this_and_nothing_else(kind: str) -> None:
    hold(kind, problem_examples.said_by_the_reader(EXAMPLES[kind]))


@pytest.mark.parametrize("kind", WITH_REGISTER)
def test_taking_the_example_says_this_and_nothing_else(engine: Engine, kind: str) -> None:
    hold(kind, problem_examples.said_by_the_register(engine, EXAMPLES[kind]))


def test_every_kind_has_an_example_and_no_example_is_of_another() -> None:
    assert list(EXAMPLES) == list(KINDS), "add the new kind to inventory/reference/problem_examples.toml"


@pytest.mark.parametrize("language", PAGES)
def test_the_page_as_committed_is_the_one_written_now(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVENTORY_LANG", language)
    written = tmp_path / "problems.md"
    result = CliRunner().invoke(cli.main, ["ledger", "problem-kinds", "--to", str(written)])
    assert result.exit_code == 0, result.output
    committed = ROOT / "docs" / PAGES[language]
    assert written.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8"), "run `make docs`"


@pytest.mark.parametrize("language", PAGES)
def test_the_page_gives_every_kind_an_example_a_sentence_and_a_remedy(language: str) -> None:
    page = (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    assert sections.keys() == KINDS.keys()
    for kind, section in sections.items():
        assert re.search(r"^\|---", section, re.MULTILINE), kind
        assert re.search(r"^> \S.*\n> \S", section, re.MULTILINE), kind
        assert re.search(r"^\*\*.+?\*\* ?\S", section, re.MULTILINE), kind
        assert "…" not in section, f"{kind}: a sentence lacks a fact"


def test_the_chinese_page_speaks_chinese() -> None:
    """Names of kinds, codes and commands stay; every sentence is Chinese."""
    page = (ROOT / "docs" / PAGES["zh_CN"]).read_text(encoding="utf-8")
    sentences = [line for line in page.splitlines() if line.startswith(("> ", "**"))]
    assert [line for line in sentences if not re.search("[一-鿿]", line)] == []
    assert not re.search(r"\b(the|is|are|write|was|check|nothing)\b", "\n".join(sentences))


def test_kinds_are_listed_in_the_language_in_force() -> None:
    def listed(language: str) -> list[dict[str, Any]]:
        run = CliRunner().invoke(cli.main, ["ledger", "problem-kinds", "--json"], env={"INVENTORY_LANG": language})
        rows: list[dict[str, Any]] = json.loads(run.stdout)
        return rows

    english, chinese = listed("en"), listed("zh_CN")
    assert [row["kind"] for row in english] == [row["kind"] for row in chinese] == list(KINDS)
    assert english[0]["remedy"] != chinese[0]["remedy"]


def test_both_readmes_lead_to_the_page_of_their_language() -> None:
    assert "(docs/problems.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(docs/problems.zh-CN.md)" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
