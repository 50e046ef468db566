"""How well workbooks were read: a reading held against a golden, what a careful clerk would have typed.

A golden (NAME.golden.json) stands beside its workbook and is written by hand, never from a reading. Every value in
it is

* right: read as the golden has it;
* flagged: missing or different, and an error or warning names its row and field, or its column as not found;
* heading unknown: missing, and its column's heading is named as not known;
* lost: missing, and nothing says so;
* wrong: different, and nothing says so. This must never happen.

Problems that are due (a code that fails its check, a total that does not add up) must be named by their kind; any other
error or warning is a false alarm. A golden that says ``refused`` asks that nothing is read at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from pydantic import BaseModel, ConfigDict

from inventory.language import _
from inventory.reading import Severity

#: fields a reader may fill in from title, headings or another cell where the golden is silent
DERIVED = frozenset({"county", "industry_code", "industry_name", "coal_year", "permit_status", "catalogue_edition"})
#: how far quantities may differ, of their size
EXACTNESS = 1e-6

#: sheet, row, panel
Place = tuple[str | None, int, int]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Due(_Part):
    """A problem that must be named: of a field in a row; of a sheet or file where no field is said."""

    kind: str
    field: str | None = None


class Line(_Part):
    """A row that is no entry."""

    sheet: str | None
    row: int
    kind: str | None = None


class Wanted(_Part):
    """An entry as it should be read; ``panel`` counts tables side by side."""

    sheet: str | None
    row: int
    panel: int = 0
    ledger: str | None = None
    record: Mapping[str, Any]
    problems: tuple[Due, ...] = ()


class Golden(_Part):
    """What is to be read in one workbook.

    ``columns``: sheet ("" for text files) → field → the columns that hold it, counted from 1.
    """

    file: str
    shows: str = ""
    refused: str | None = None
    ledger: str | None = None
    county: str | None = None
    as_of: str | None = None
    columns: Mapping[str, Mapping[str, tuple[int, ...]]] = {}
    entries: tuple[Wanted, ...] = ()
    other_rows: tuple[Line, ...] = ()
    problems: tuple[Due, ...] = ()


@dataclass(slots=True)
class Score:
    """Counts of one workbook, or of many; and every miss in words."""

    workbooks: int = 0
    refused_rightly: int = 0
    refused_wrongly: int = 0
    rows: int = 0
    rows_missed: int = 0
    rows_invented: int = 0
    rows_unaccounted: int = 0
    values: int = 0
    right: int = 0
    flagged: int = 0
    heading_unknown: int = 0
    lost: int = 0
    wrong: int = 0
    values_invented: int = 0
    due: int = 0
    named: int = 0
    false_alarms: int = 0
    misses: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Score)))


#: counts → their headings
COUNTS = {
    "workbooks": _("workbooks"),
    "refused_rightly": _("rightly refused"),
    "refused_wrongly": _("wrongly refused"),
    "rows": _("rows"),
    "rows_missed": _("rows missed"),
    "rows_invented": _("rows invented"),
    "rows_unaccounted": _("rows unaccounted"),
    "values": _("values"),
    "right": _("values right"),
    "flagged": _("values flagged"),
    "heading_unknown": _("values under an unknown heading"),
    "lost": _("values lost in silence"),
    "wrong": _("values wrong in silence"),
    "values_invented": _("values invented"),
    "due": _("problems due"),
    "named": _("problems named"),
    "false_alarms": _("false alarms"),
}


def refused(golden: Golden, reason: str) -> Score:
    """The score of a workbook in which nothing was read."""
    if golden.refused:
        return Score(workbooks=1, refused_rightly=1)
    values = sum(len(each.record) for each in golden.entries)
    rows = len(golden.entries)
    return Score(
        workbooks=1, refused_wrongly=1, rows=rows, rows_missed=rows, values=values, lost=values, misses=[reason]
    )


def score(golden: Golden, reading: Mapping[str, Any]) -> Score:
    """The score of a workbook that was read; ``reading`` as `reading_json.as_json` tells it."""
    judged = _Judged(golden, reading)
    judged.rows()
    for wanted in golden.entries:
        judged.entry(wanted)
    judged.around()
    return judged.score


class _Judged:
    """One reading being held against its golden."""

    def __init__(self, golden: Golden, reading: Mapping[str, Any]) -> None:
        self.score = Score(workbooks=1)
        self._golden, self._reading = golden, reading
        self._read = {_place(each): each for each in reading["entries"]}
        unknown = (each for each in reading["problems"] if each["kind"] == "unknown_heading")
        self._unknown = {(each["sheet"], re.sub(r"\d", "", each["cell"] or "")) for each in unknown}
        missing = (each for each in reading["problems"] if each["kind"] == "missing_column")
        self._missing = {(each["sheet"], each["field"]) for each in missing}

    def rows(self) -> None:
        """Rows that are entries and should not be, and rows of which nothing is said."""
        wanted = {(each.sheet, each.row, each.panel) for each in self._golden.entries}
        for place in self._read.keys() - wanted:
            self.score.rows_invented += 1
            self._miss(place, "no entry, read as one")
        told = {(each["sheet"], each["row"]) for each in (*self._reading["other_rows"], *self._reading["entries"])}
        for other in self._golden.other_rows:
            if (other.sheet, other.row) not in told:
                self.score.rows_unaccounted += 1
                self._miss((other.sheet, other.row, 0), "not accounted for")

    def entry(self, wanted: Wanted) -> None:
        """One row that should be an entry."""
        place = (wanted.sheet, wanted.row, wanted.panel)
        self.score.rows += 1
        self.score.values += len(wanted.record)
        entry = self._read.get(place)
        if entry is None or entry["record"] is None:
            self.score.rows_missed += 1
            self.score.lost += len(wanted.record)
            self._miss(place, "missed")
        else:
            self._values(place, wanted, entry)
        self._problems(place, wanted.problems, entry["problems"] if entry else ())

    def _values(self, place: Place, wanted: Wanted, entry: Mapping[str, Any]) -> None:
        record = entry["record"]
        doubted = {each["field"] for each in entry["problems"] if each["severity"] != Severity.INFO}
        doubted |= {name for sheet, name in self._missing if sheet == place[0]}
        if entry["ledger"] != (wanted.ledger or self._golden.ledger):
            self._silently_wrong(place, f"read as {entry['ledger']}")
        county = self._golden.county
        if county and "county" not in wanted.record and record.get("county") != county:
            self._silently_wrong(place, f"county: {county} read as {record.get('county')}")
        for name, value in wanted.record.items():
            self._value(place, name, value, record.get(name), name in doubted)
        due = {each.field for each in wanted.problems}
        for name, value in record.items():
            if name not in wanted.record and name not in DERIVED and name not in due and value != "无":
                self.score.values_invented += 1
                self._miss(place, f"{name}: invented {value}")

    def _value(self, place: Place, name: str, value: Any, read: Any, is_doubted: bool) -> None:
        if read is not None and _is_same(value, read):
            self.score.right += 1
        elif is_doubted:
            self.score.flagged += 1
            self._miss(place, f"{name}: {value} read as {read}, flagged")
        elif read is not None:
            self._silently_wrong(place, f"{name}: {value} read as {read}")
        elif any((place[0], letter) in self._unknown for letter in self._columns(place[0], name)):
            self.score.heading_unknown += 1
        else:
            self.score.lost += 1
            self._miss(place, f"{name}: {value} lost")

    def _columns(self, sheet: str | None, name: str) -> Iterator[str]:
        return map(_letter, self._golden.columns.get(sheet or "", {}).get(name, ()))

    def around(self) -> None:
        """The day the workbook speaks for, and problems of the file, its sheets and its other rows."""
        if self._golden.refused:
            self._miss((None, 0, 0), "read, and should be refused")
        elif self._golden.as_of != self._reading["as_of"]:
            self._silently_wrong((None, 0, 0), f"as of: {self._golden.as_of} read as {self._reading['as_of']}")
        told = [{**each, "field": None} for each in self._reading["problems"] if not self._is_counted(each)]
        self._problems((None, 0, 0), self._golden.problems, told)

    def _is_counted(self, problem: Mapping[str, Any]) -> bool:
        """Whether it names a column whose values count as such already."""
        columns = self._golden.columns.get(problem["sheet"] or "", {})
        if problem["kind"] == "missing_column":
            return problem["field"] in columns
        letter = re.sub(r"\d", "", problem["cell"] or "")
        holds = any(letter == _letter(column) for each in columns.values() for column in each)
        return problem["kind"] == "unknown_heading" and holds

    def _problems(self, place: Place, due: Sequence[Due], told: Sequence[Mapping[str, Any]]) -> None:
        """Every due one must be named, by kind and field; other errors and warnings are false alarms."""
        wanted = Counter((each.field, each.kind) for each in due)
        named = Counter((each["field"], each["kind"]) for each in told)
        loud = Counter((each["field"], each["kind"]) for each in told if each["severity"] != Severity.INFO)
        self.score.due += wanted.total()
        self.score.named += (wanted & named).total()
        for name, kind in (wanted - named).elements():
            self._miss(place, f"{name or ''} {kind}: not named")
        for name, kind in (loud - wanted).elements():
            if self._is_alarm(place, name):
                self.score.false_alarms += 1
                self._miss(place, f"{name or ''} {kind}: false alarm")

    def _is_alarm(self, place: Place, name: str | None) -> bool:
        """Whether there was nothing to doubt: of a value that came out otherwise than wanted it was right to warn."""
        wanted = next((each for each in self._golden.entries if (each.sheet, each.row, each.panel) == place), None)
        if wanted is None or name is None or name not in wanted.record:
            return True
        read = (self._read[place]["record"] or {}).get(name)
        return read is not None and _is_same(wanted.record[name], read)

    def _silently_wrong(self, place: Place, what: str) -> None:
        self.score.wrong += 1
        self._miss(place, what)

    def _miss(self, place: Place, what: str) -> None:
        sheet, row, _panel = place
        self.score.misses.append(f"{self._golden.file} {sheet or ''} {row or ''}: {' '.join(what.split())}")


def _place(entry: Mapping[str, Any]) -> Place:
    return entry["sheet"], entry["row"], entry.get("panel", 0)


def _is_same(wanted: Any, read: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(read, bool):
        return wanted is read
    if isinstance(wanted, int | float):
        return isinstance(read, int | float) and abs(read - wanted) <= EXACTNESS * max(1.0, abs(wanted))
    return _plain(wanted) == _plain(read)


def _plain(text: object) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text)))


def _letter(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
