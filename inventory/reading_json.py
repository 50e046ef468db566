"""A `Reading` as the JSON that DATA.md fixes: entries, the other rows, problems in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inventory.reading import Problem, Reading
from inventory.wording import message


def as_json(reading: Reading, translate: Any = str) -> dict[str, Any]:
    """Everything a reading says, its rows walked; nothing but what JSON knows."""
    entries: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    problems = [_placed(problem, translate) for problem in reading.problems]
    for chunk in reading.chunks:
        for entry in chunk.entries:
            made: dict[str, Any] = {"sheet": entry.origin.sheet, "row": entry.origin.row}
            if entry.origin.panel:
                made["panel"] = entry.origin.panel
            made["ledger"] = entry.ledger
            made["record"] = dict(entry.record) if entry.record is not None else None
            made["problems"] = [_of_cell(problem, translate) for problem in entry.problems]
            if entry.covered:
                made["covered"] = list(entry.covered)
            entries.append(made)
        for other in chunk.other_rows:
            others.append({"sheet": other.origin.sheet, "row": other.origin.row, "kind": other.kind})
            problems.extend(_placed(problem, translate) for problem in other.problems)
    return {
        "file": reading.source.file,
        "sha256": reading.source.sha256,
        "as_of": reading.as_of.said if reading.as_of else None,
        "tables": [
            {"sheet": each.sheet, "ledger": each.ledger, "unit": each.unit, "rows": [each.first_row, each.last_row]}
            for each in reading.tables
        ],
        "entries": entries,
        "other_rows": others,
        "problems": problems,
    }


def _of_cell(problem: Problem, translate: Any) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "kind": problem.kind,
        "field": problem.field,
        "cell": problem.cell,
        "raw": problem.raw,
        "message": message(problem, translate),
    }


def _placed(problem: Problem, translate: Any) -> dict[str, Any]:
    placed: Mapping[str, Any] = {"severity": problem.severity.value, "kind": problem.kind, "sheet": problem.sheet}
    return {**placed, **_of_cell(problem, translate)}
