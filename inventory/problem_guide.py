"""Every kind of problem with an example and the remedy: what clerks look up, and the page of it.

The examples stand in reference/problem_examples.toml; what each of them says is worded here like any other problem.
A test hands every example in and holds what the program says against it, so the page cannot claim what is not so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from inventory import wording
from inventory.language import _
from inventory.problems import KINDS
from inventory.reading import Problem, Severity
from inventory.vocabulary import Ledger, Verdict

Cell = str | int | float


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OtherSheet(_Declared):
    """A second sheet in the workbook of an example."""

    name: str
    is_hidden: bool
    rows: tuple[tuple[Cell, ...], ...]


class Written(_Declared):
    """One ledger as a county wrote it: headings, then rows; "" is a blank cell."""

    rows: tuple[tuple[Cell, ...], ...]
    ledger: Ledger = Ledger.SCATTERED_POLLUTERS
    unit: str = "襄州区"
    filed: str = "2019-06-25"
    hidden_row: int | None = None
    hidden_column: int | None = None
    other_sheet: OtherSheet | None = None
    as_of: str | None = None


class Corrected(_Declared):
    """What a person put right by hand."""

    field: str
    value: str


class Example(_Declared):
    """What was handed in, and what is said of it."""

    place: Literal["cell", "table", "workbook", "register"]
    ledgers: tuple[Written, ...]
    judged: tuple[Verdict, ...] = ()
    corrected: Corrected | None = None
    severity: Severity
    field: str | None = None
    raw: str | None = None
    sheet: str | None = None
    parameters: Mapping[str, Any] = {}

    def problem(self, kind: str) -> Problem:
        """The problem that the example gives rise to."""
        return Problem(kind, self.severity, self.sheet, None, self.field, self.raw, self.parameters)


#: where a problem lies → the heading on the page, in the order of the page
PLACES = {
    "cell": _("In a cell"),
    "table": _("In a table"),
    "workbook": _("In a workbook as handed in"),
    "register": _("Between ledgers, in the register"),
}
#: what a severity means
SEVERITIES = {
    Severity.ERROR: _("error: the value is left out"),
    Severity.WARNING: _("warning: to be checked"),
    Severity.INFO: _("note: good to know"),
}
_TITLE = _("Every kind of problem")
_ABOUT = _(
    "What the program says about ledgers, with an example each and what to do about it. "
    "Written by {command}; every example is handed in by a test."
)
_COMMAND = "`inventory ledger problem-kinds --to FILE`"
_DO = _("**What to do:** {remedy}")
_FILED = _("{unit}, {ledger}, filed {filed}:")
_UNFILED = _("{unit}, {ledger}, without a filing date:")
_HIDDEN = _("Hidden: {what}")
_SHEET = _("Another sheet, {name}:")
_HIDDEN_SHEET = _("Another sheet, {name}, hidden:")
_AS_OF = _("Imported with --as-of {as_of}.")
_JUDGED = _("The two rows of the first ledger were judged {verdicts}, one after the other.")
_CORRECTED = _("{field} of the first row was then corrected by hand: {value}")
#: a number this long is shown by a spreadsheet as 9.14206E+17
_LONG = 10**11


@cache
def examples() -> Mapping[str, Example]:
    """Kind of problem → its example, in the order of the kinds."""
    text = (resources.files("inventory.reference") / "problem_examples.toml").read_text(encoding="utf-8")
    declared = {kind: Example.model_validate(said) for kind, said in tomllib.loads(text).items()}
    return {kind: declared[kind] for kind in KINDS if kind in declared}


def page(translate: wording.Translate, labels: Mapping[str, str]) -> str:
    """The page, as Markdown.

    :param labels: field or code → what it is called where the page is read.
    """
    return "\n\n".join(_paragraphs(translate, labels)) + "\n"


def _paragraphs(translate: wording.Translate, labels: Mapping[str, str]) -> Iterator[str]:
    by_place = {place: [(kind, each) for kind, each in examples().items() if each.place == place] for place in PLACES}
    yield f"# {translate(_TITLE)}"
    yield translate(_ABOUT).format(command=_COMMAND)
    yield "\n".join(
        f"* {translate(PLACES[place])}: {', '.join(f'[{kind}](#{kind})' for kind, _each in found)}"
        for place, found in by_place.items()
    )
    for place, found in by_place.items():
        yield f"## {translate(PLACES[place])}"
        for kind, example in found:
            problem = example.problem(kind)
            yield f"### {kind}"
            yield from _handed_in(example, translate, labels)
            said = wording.message(problem, translate, labels)
            yield f"> {translate(SEVERITIES[example.severity])}\\\n> {said}"
            yield translate(_DO).format(remedy=wording.remedy(problem, translate, labels))


def _handed_in(example: Example, translate: wording.Translate, labels: Mapping[str, str]) -> Iterator[str]:
    for number, written in enumerate(example.ledgers):
        caption = translate(_FILED if written.filed else _UNFILED)
        yield caption.format(unit=written.unit, ledger=written.ledger.label, filed=written.filed)
        yield _table(written.rows)
        if written.hidden_row:
            yield translate(_HIDDEN).format(what=written.rows[written.hidden_row - 1][0])
        if written.hidden_column:
            yield translate(_HIDDEN).format(what=written.rows[0][written.hidden_column - 1])
        if other := written.other_sheet:
            yield translate(_HIDDEN_SHEET if other.is_hidden else _SHEET).format(name=other.name)
            yield _table(other.rows)
        if written.as_of:
            yield translate(_AS_OF).format(as_of=written.as_of)
        if number == 0 and (put := example.corrected):
            yield translate(_CORRECTED).format(field=labels.get(put.field, put.field), value=put.value)
    if example.judged:
        yield translate(_JUDGED).format(verdicts=", ".join(f"{each} ({each.label})" for each in example.judged))


def _table(rows: Sequence[Sequence[Cell]]) -> str:
    lines = [f"| {' | '.join(map(_shown, row))} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _shown(cell: Cell) -> str:
    return f"{cell:.5E}" if isinstance(cell, float) and cell >= _LONG else str(cell)
