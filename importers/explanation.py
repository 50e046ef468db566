"""How a workbook was understood: kind, unit and day with their reasons, every column, every row, what to teach.

The accounting is made against the sheets themselves: every non-empty row is an entry or is named for what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importers import ledger, returned, workbook
from inventory.reading import Column, Lesson, Problem, Reading, Table
from inventory.vocabulary import LessonKind

#: how many near headings are offered
_NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Balance:
    """One sheet: its non-empty rows, those that hold entries, the others by kind."""

    sheet: str | None
    rows: int
    entries: int
    others: Mapping[str, int]

    @property
    def is_balanced(self) -> bool:
        """Whether every row was accounted for, and none twice."""
        return self.rows == self.entries + sum(self.others.values())


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that decided a reading."""

    reading: Reading
    balances: tuple[Balance, ...]
    others: tuple[tuple[str | None, int, str], ...]
    #: column, table and how it was understood
    columns: tuple[tuple[Table, Column], ...]
    unknown: tuple[Lesson, ...] = field(default=())

    @property
    def is_balanced(self) -> bool:
        return all(each.is_balanced for each in self.balances)


def explained(source: Path | bytes, reading: Reading, limits: workbook.Limits | None = None) -> Explanation:
    """How the reading of a workbook came about; its rows are walked here, once."""
    entries: dict[str | None, set[int]] = {}
    others: list[tuple[str | None, int, str]] = []
    problems: list[Problem] = list(reading.problems)
    unknown: dict[Lesson, None] = {}
    for chunk in reading.chunks:
        for entry in chunk.entries:
            entries.setdefault(entry.origin.sheet, set()).add(entry.origin.row)
            for problem in entry.problems:
                if problem.kind == "unknown_spelling":
                    unknown[_spelling(problem, entry.ledger)] = None
        others.extend((other.origin.sheet, other.origin.row, other.kind) for other in chunk.other_rows)
    kinds = {table.sheet: table.ledger for table in reading.tables}
    for problem in problems:
        if problem.kind == "unknown_heading" and problem.sheet in kinds:
            unknown[_heading(problem, kinds[problem.sheet])] = None
    balances = tuple(_balances(source, entries, others, limits))
    columns = tuple((table, column) for table in reading.tables for column in table.columns)
    return Explanation(reading, balances, tuple(others), columns, tuple(unknown))


def _balances(
    source: Path | bytes,
    entries: Mapping[str | None, set[int]],
    others: Iterable[tuple[str | None, int, str]],
    limits: workbook.Limits | None,
) -> Iterable[Balance]:
    kinds: dict[str | None, Counter[str]] = {}
    for sheet, _, kind in others:
        kinds.setdefault(sheet, Counter())[kind] += 1
    for page in workbook.open(source, limits).sheets:
        if page.is_hidden:
            continue
        if not (page.name or "").startswith(returned.SHEET):
            returned.take_off(page)
        rows = sum(1 for _ in page.rows())
        yield Balance(page.name, rows, len(entries.get(page.name, ())), dict(kinds.get(page.name, {})))


def _heading(problem: Problem, kind: str) -> Lesson:
    nearest = str(problem.parameters.get(_NEAREST) or "").split("、")[0] or None
    return Lesson(LessonKind.HEADING, (problem.raw or "").replace("\n", ""), nearest, None, None, kind)


def _spelling(problem: Problem, kind: str) -> Lesson:
    nearest = str(problem.parameters.get(_NEAREST) or "").split("、")[0]
    return Lesson(
        LessonKind.SPELLING, problem.raw or "", problem.field, _code(kind, problem.field, nearest), None, kind
    )


def _code(kind: str, name: str | None, said: str) -> str | None:
    """The code that a known spelling stands for."""
    declared = ledger.ledgers()[kind].fields.get(name or "")
    spellings = declared.spellings if declared else {}
    return next((code for code, listed in spellings.items() if said in listed or said == code), None)


def toml(lessons: Iterable[Lesson]) -> str:
    """Lessons as additions to the ledger definitions, by file: ``[kilns.fields.fuel]`` goes into kilns.toml as
    ``[fields.fuel]``. What nobody has decided yet is a ``?`` to be filled in."""
    headings: dict[tuple[str, str], list[str]] = {}
    spellings: dict[tuple[str, str], dict[str, list[str]]] = {}
    ignored: list[str] = []
    for lesson in lessons:
        home = lesson.ledger or "_common"
        if lesson.kind == LessonKind.IGNORE:
            ignored.append(lesson.said)
        elif lesson.kind == LessonKind.HEADING:
            headings.setdefault((home, lesson.field or "?"), []).append(lesson.said)
        else:
            listed = spellings.setdefault((home, lesson.field or "?"), {})
            listed.setdefault(lesson.code or "?", []).append(lesson.said)
    lines: list[str] = []
    if ignored:
        lines += ["[_common]", f"ignore = [{_listed(ignored)}]", ""]
    for (home, name), said in sorted(headings.items()):
        lines += [f"[{home}.fields.{_key(name)}]", f"headings = [{_listed(said)}]", ""]
    for (home, name), codes in sorted(spellings.items()):
        lines.append(f"[{home}.fields.{_key(name)}.spellings]")
        lines += [f"{_key(code)} = [{_listed(said)}]" for code, said in sorted(codes.items())]
        lines.append("")
    return "\n".join(lines)


def _key(name: str) -> str:
    return name if name.isidentifier() else _quoted(name)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(_quoted(each) for each in dict.fromkeys(texts))


def _quoted(text: str) -> str:
    plain = "".join(
        f"\\u{ord(each):04X}" if ord(each) < 32 or ord(each) == 127 else each
        for each in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{plain}"'


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
            }
            for each in found.balances
        ],
        "toml": toml(found.unknown),
    }
