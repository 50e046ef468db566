"""A reading held against a golden: what is right, flagged, lost, wrong; goldens that the reading contradicts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import sheets
from click.testing import CliRunner

from inventory import cli, scoring
from inventory.scoring import Golden, Score

BAD = {
    "rows_missed",
    "rows_invented",
    "rows_unaccounted",
    "flagged",
    "lost",
    "wrong",
    "values_invented",
    "false_alarms",
}
NAME = {"name": "襄阳甲寅砖厂"}


def golden(*records: Mapping[str, Any], **said: Any) -> Golden:
    """A golden of one sheet; its entries begin in row 4."""
    entries = [{"sheet": "台账", "row": row, **each} for row, each in enumerate(map(_entry, records), 4)]
    return Golden.model_validate({"file": "台账.xlsx", "ledger": "kilns", "entries": entries, **said})


def reading(*records: Mapping[str, Any], **said: Any) -> dict[str, Any]:
    """A reading of the same sheet."""
    entries = [
        {"sheet": "台账", "row": row, "ledger": "kilns", **each} for row, each in enumerate(map(_entry, records), 4)
    ]
    return {"as_of": None, "entries": entries, "other_rows": [], "problems": [], **said}


def _entry(said: Mapping[str, Any]) -> dict[str, Any]:
    return {"problems": [], **(said if "record" in said else {"record": {**NAME, **said}})}


def problem(kind: str, field: str | None, severity: str = "warning", **also: Any) -> dict[str, Any]:
    return {"kind": kind, "field": field, "severity": severity, "sheet": "台账", "cell": "C4", **also}


def counted(found: Score) -> dict[str, int]:
    """What is not zero, beside the one workbook, its rows and its values."""
    counts = {name: getattr(found, name) for name in scoring.COUNTS if name not in ("workbooks", "rows", "values")}
    return {name: count for name, count in counts.items() if count}


def due(kind: str, field: str) -> list[dict[str, str]]:
    return [{"kind": kind, "field": field}]


CASES: Sequence[tuple[str, Golden, dict[str, Any], dict[str, int]]] = [
    ("equal", golden({"due_on": "2019-06"}), reading({"due_on": "2019-06"}), {"right": 2}),
    ("quantities within a millionth", golden({"coal_t": 1200}), reading({"coal_t": 1200.0000001}), {"right": 2}),
    ("text but for white space", golden({"address": "甲村 1号"}), reading({"address": "甲村1号"}), {"right": 2}),
    ("true is not one", golden({"water_cut": True}), reading({"water_cut": 1}), {"right": 1, "wrong": 1}),
    ("different", golden({"due_on": "2019-06"}), reading({"due_on": "2019-07"}), {"right": 1, "wrong": 1}),
    ("missing", golden({"due_on": "2019-06"}), reading({}), {"right": 1, "lost": 1}),
    ("more than there is", golden({}), reading({"due_on": "2019-06"}), {"right": 1, "values_invented": 1}),
    ("filled in from elsewhere", golden({}), reading({"industry_code": "3031"}), {"right": 1}),
    ("declared none", golden({}), reading({"dedusting": "无"}), {"right": 1}),
    (
        "missing and named",
        golden({"due_on": "2019-06"}),
        reading({"record": NAME, "problems": [problem("unreadable_date", "due_on", "error")]}),
        {"right": 1, "flagged": 1},
    ),
    (
        "missing with a mere note",
        golden({"due_on": "2019-06"}),
        reading({"record": NAME, "problems": [problem("open_ended_date", "due_on", "info")]}),
        {"right": 1, "lost": 1},
    ),
    (
        "right and doubted",
        golden({"due_on": "2019-06"}),
        reading({"record": {**NAME, "due_on": "2019-06"}, "problems": [problem("ambiguous_date", "due_on")]}),
        {"right": 2, "false_alarms": 1},
    ),
    (
        "due and named",
        golden({"record": NAME, "problems": due("digits_lost", "credit_code")}),
        reading({"record": NAME, "problems": [problem("digits_lost", "credit_code", "error")]}),
        {"right": 1, "due": 1, "named": 1},
    ),
    (
        "due and called something else",
        golden({"record": NAME, "problems": due("digits_lost", "credit_code")}),
        reading({"record": NAME, "problems": [problem("code_length", "credit_code", "error")]}),
        {"right": 1, "due": 1, "false_alarms": 1},
    ),
    ("another kind of ledger", golden({"record": NAME, "ledger": "permits"}), reading({}), {"right": 1, "wrong": 1}),
    ("another county", golden({}, county="谷城县"), reading({"county": "襄州区"}), {"right": 1, "wrong": 1}),
    ("another day", golden({}, as_of="2019-06-25"), reading({}, as_of="2019-06-26"), {"right": 1, "wrong": 1}),
    ("a row too many", golden({}), reading({}, {}), {"right": 1, "rows_invented": 1}),
    ("a row too few", golden({}, {"due_on": "2019"}), reading({}), {"right": 1, "rows_missed": 1, "lost": 2}),
    (
        "a row nobody speaks of",
        golden({}, other_rows=[{"sheet": "台账", "row": 9, "kind": "total"}]),
        reading({}),
        {"right": 1, "rows_unaccounted": 1},
    ),
    (
        "a heading named as unknown",
        golden({"due_on": "2019-06"}, columns={"台账": {"due_on": [3]}}),
        reading({}, problems=[problem("unknown_heading", None)]),
        {"right": 1, "heading_unknown": 1},
    ),
    (
        "an alarm about the sheet",
        golden({}),
        reading({}, problems=[problem("total_differs", None)]),
        {"right": 1, "false_alarms": 1},
    ),
    (
        "a total that differs, as it should",
        golden({}, problems=[{"kind": "total_differs"}]),
        reading({}, problems=[problem("total_differs", "coal_t")]),
        {"right": 1, "due": 1, "named": 1},
    ),
    (
        "a column said not to be found",
        golden({"due_on": "2019-06"}, columns={"台账": {"due_on": [3]}}),
        reading({}, problems=[problem("missing_column", "due_on", "error")]),
        {"right": 1, "flagged": 1},
    ),
    ("read instead of refused", golden(refused="form"), reading({}), {"rows_invented": 1}),
]


@pytest.mark.parametrize(("what", "wanted", "found", "counts"), CASES, ids=[case[0] for case in CASES])
def test_a_reading_is_counted_as(what: str, wanted: Golden, found: dict[str, Any], counts: dict[str, int]) -> None:
    score = scoring.score(wanted, found)
    assert counted(score) == counts, what
    is_perfect = not BAD & counts.keys() and counts.get("due") == counts.get("named")
    assert bool(score.misses) != is_perfect


def test_a_refusal_is_right_only_where_it_is_due() -> None:
    assert counted(scoring.refused(golden(refused="form"), "…")) == {"refused_rightly": 1}
    assert counted(scoring.refused(golden({"due_on": "2019"}), "…")) == {
        "refused_wrongly": 1,
        "rows_missed": 1,
        "lost": 2,
    }


def test_scores_add_up() -> None:
    one = scoring.score(golden({}, {}), reading({}))
    both = one + one
    assert (both.workbooks, both.rows, both.rows_missed, len(both.misses)) == (2, 4, 2, 2)


def test_a_county_scores_a_folder_of_its_own(tmp_path: Path) -> None:
    rows = (["襄州区“散乱污”企业台账"], ["企业名称", "整治类别"], ["襄阳甲寅砖厂", "关停取缔"])
    (tmp_path / "台账.xlsx").write_bytes(sheets.xlsx(*rows))
    record = {"name": "襄阳甲寅砖厂", "disposal_class": "upgrade"}
    wanted = Golden.model_validate(
        {
            "file": "台账.xlsx",
            "ledger": "scattered_polluters",
            "entries": [{"sheet": "台账", "row": 3, "record": record}],
        }
    )
    (tmp_path / "台账.golden.json").write_text(wanted.model_dump_json(), encoding="utf-8")
    with mock.patch("importers.workbook.guarded", sheets._here):
        result = CliRunner().invoke(
            cli.main, ["ledger", "score", str(tmp_path), "--total", "--misses"], env={"INVENTORY_LANG": "en"}
        )
    assert result.exit_code == 0, result.output
    assert re.search(r"^values wrong in silence +1$", result.stdout, re.MULTILINE)
    assert "disposal_class: upgrade read as close" in result.stdout


def test_a_folder_without_goldens_is_refused_naming_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["ledger", "score", str(tmp_path)], env={"INVENTORY_LANG": "en"})
    assert result.exit_code == 1
    assert str(tmp_path) in result.stderr
