"""How a workbook was understood: kind, unit and day with their reasons, every column, every row, what to teach.

The accounting is made against the sheets themselves: every non-empty row is an entry or is named for what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from importers import ledger, lessons, returned, workbook
from inventory.language import translate
from inventory.reading import Column, Lesson, Problem, Reading, Table
from inventory.vocabulary import OF_FIELD, LessonKind

#: how many near headings are offered
_NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Balance:
    """One sheet: its non-empty rows, those with entries, the others by kind; rows that went missing or count twice."""

    sheet: str | None
    rows: int
    entries: int
    others: Mapping[str, int]
    missing: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Whether every row was accounted for, and none twice."""
        return not self.missing and not self.doubled


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that decided a reading."""

    reading: Reading
    balances: tuple[Balance, ...]
    others: tuple[tuple[str | None, int, str], ...]
    #: column, table and how it was understood
    columns: tuple[tuple[Table, Column], ...]
    #: what might be taught → where it was met, and what else it may be
    unknown: Mapping[Lesson, str] = field(default_factory=dict)

    @property
    def is_balanced(self) -> bool:
        return all(each.is_balanced for each in self.balances)

    def toml(self) -> str:
        """What might be taught, ready for ``--lessons`` and ``teach import``."""
        return lessons.toml(self.unknown, self.unknown)


def explained(source: Path | bytes, reading: Reading, limits: workbook.Limits | None = None) -> Explanation:
    """How the reading of a workbook came about; its rows are walked here, once."""
    entries: dict[str | None, set[int]] = {}
    others: list[tuple[str | None, int, str]] = []
    unknown: dict[Lesson, str] = {}
    for chunk in reading.chunks:
        for entry in chunk.entries:
            entries.setdefault(entry.origin.sheet, set()).add(entry.origin.row)
            for problem in entry.problems:
                if problem.kind == "unknown_spelling" and (met := _spelling(problem, entry.ledger)):
                    unknown.setdefault(*met)
        others.extend((other.origin.sheet, other.origin.row, other.kind) for other in chunk.other_rows)
    for problem in reading.problems:
        if problem.kind == "unknown_heading" and problem.cell:
            row = int(problem.cell.lstrip(ascii_uppercase))
            of = [each for each in reading.tables if each.sheet == problem.sheet and each.first_row <= row]
            unknown.setdefault(*_heading(problem, of[-1].ledger))
    balances = tuple(_balances(source, entries, others, limits, is_marked=reading.mark is not None))
    columns = tuple((table, column) for table in reading.tables for column in table.columns)
    return Explanation(reading, balances, tuple(others), columns, unknown)


def _balances(
    source: Path | bytes,
    entries: Mapping[str | None, set[int]],
    others: Iterable[tuple[str | None, int, str]],
    limits: workbook.Limits | None,
    *,
    is_marked: bool = False,
) -> Iterable[Balance]:
    others_of: dict[str | None, list[tuple[int, str]]] = {}
    for sheet, row, kind in others:
        others_of.setdefault(sheet, []).append((row, kind))
    for page in workbook.open(source, limits).sheets:
        if page.is_hidden:
            continue
        returned.take_off(page, is_marked=is_marked)
        rows = [number for number, _ in page.rows()]
        mine = others_of.get(page.name, [])
        told = Counter([*entries.get(page.name, ()), *(row for row, _ in mine)])
        kinds = Counter(kind for _, kind in mine)
        missing = tuple(row for row in rows if row not in told)
        # a row that is told of and not there counts as told once too often
        doubled = tuple(sorted((told - Counter(rows)).keys()))
        yield Balance(page.name, len(rows), len(entries.get(page.name, ())), dict(kinds), missing, doubled)


def _heading(problem: Problem, kind: str) -> tuple[Lesson, str]:
    """What might be taught of a heading: that it means the nearest field; where none comes near, to be ignored."""
    said = (problem.raw or "").replace("\n", "")
    near = [name for name in str(problem.parameters.get(_NEAREST) or "").split("、") if name]
    place = _place(problem)
    if near:
        called = ledger.labels([kind])
        listed = ", ".join(f"{name} {called.get(name, '')}".strip() for name in near)
        remark = translate("{place}: not read so far; nearest: {nearest}; check before use")
        return Lesson(LessonKind.HEADING, said, near[0], None, None, kind), remark.format(place=place, nearest=listed)
    remark = translate("{place}: not read so far, and no field comes near; as it stands here it is ignored")
    return Lesson(LessonKind.IGNORE, said, None, None, None, kind), remark.format(place=place)


def _spelling(problem: Problem, kind: str) -> tuple[Lesson, str] | None:
    """What might be taught of a spelling; None where the cells of the field hold no codes (ticks, phones)."""
    declared = ledger.ledgers()[kind].fields.get(problem.field or "")
    if declared is None or not declared.spellings:
        return None
    near = str(problem.parameters.get(_NEAREST) or "").split("、")[0]
    code = next((code for code, listed in declared.spellings.items() if near in listed or near == code), None)
    known = OF_FIELD.get(problem.field or "")
    listed = ", ".join(f"{each} {known(each).label}" if known else each for each in declared.spellings)
    remark = translate("{place}: known are {known}; check before use").format(place=_place(problem), known=listed)
    return Lesson(LessonKind.SPELLING, problem.raw or "", problem.field, code, None, kind), remark


def _place(problem: Problem) -> str:
    return "!".join(part for part in (problem.sheet, problem.cell) if part)


def as_json(found: Explanation) -> dict[str, Any]:
    """The explanation as one document."""
    made = found.reading
    return {
        "file": made.source.file,
        "format": made.source.format,
        "as_of": {"said": made.as_of.said if made.as_of else None, "basis": made.as_of_basis},
        "mark": made.mark,
        "tables": [
            {
                "sheet": table.sheet,
                "rows": [table.first_row, table.last_row],
                "ledger": table.ledger,
                "ledger_from": table.ledger_from,
                "unit": table.unit,
                "unit_from": table.unit_from,
                "columns": [
                    {"letter": c.letter, "heading": c.heading, "field": c.field, "unit": c.unit, "how": c.how}
                    for c in table.columns
                ],
            }
            for table in made.tables
        ],
        "other_rows": [{"sheet": sheet, "row": row, "kind": kind} for sheet, row, kind in found.others],
        "accounting": [
            {
                "sheet": each.sheet,
                "rows": each.rows,
                "entries": each.entries,
                "other_rows": dict(each.others),
                "balanced": each.is_balanced,
                "missing": list(each.missing),
                "doubled": list(each.doubled),
            }
            for each in found.balances
        ],
        "toml": found.toml(),
    }
