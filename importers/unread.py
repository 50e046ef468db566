"""Tables that list enterprises and fit no ledger: they are named, or the workbook refused; never passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from importers import firms, meanings, tables
from importers.blocks import Heading
from importers.headings import Vocabulary
from importers.workbook import Row, column_letter, shown
from inventory.errors import RecognitionError
from inventory.reading import Problem, Severity
from inventory.vocabulary import Ledger

#: headings shown of a table
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Unread:
    """A table that was not read: its headings, the cell they begin in, the kinds that know some of its columns."""

    headings: str
    cell: str
    kinds: tuple[str, ...] = ()

    def problem(self, sheet: str | None, *, alone: bool) -> Problem:
        """The error that names it: the whole sheet where it stands ``alone``, else the table on it."""
        kind, cell = ("sheet_not_read", None) if alone else ("table_not_read", self.cell)
        return Problem(kind, Severity.ERROR, sheet, cell, None, self.headings)


def of_headings(headings: Sequence[Heading], vocabularies: Sequence[Vocabulary]) -> Unread:
    """The table under these headings, of which no kind knows enough."""
    said = "、".join(dict.fromkeys("/".join(each.path) for each in headings[:_SHOWN])).replace("\n", "")
    known = []
    for vocabulary in vocabularies:
        columns = meanings.understood(headings, vocabulary)
        if columns.specific():
            known.append((not tables.missing(columns), len(columns.specific()), columns.kind))
    # a kind whose own column stands there is meant rather than one that merely knows several of the others
    best = [kind for is_complete, _, kind in sorted(known, key=lambda each: each[:2], reverse=True) if is_complete]
    return Unread(said, f"{column_letter(headings[0].column)}{headings[0].row}", tuple(best))


def of_rows(rows: Sequence[Row]) -> Unread | None:
    """The list of enterprises that the rows of a sheet without known headings look like, if they do."""
    at = firms.listed(rows)
    if at is None:
        return None
    above = next((row for row in reversed(rows[:at]) if len(row[1]) - row[1].count(None) >= firms.CELLS), rows[at])
    written = [(column, shown(cell).strip()) for column, cell in enumerate(above[1], 1) if cell is not None]
    said = [(column, text) for column, text in written if text]
    return Unread("、".join(text for _, text in said[:_SHOWN]), f"{column_letter(said[0][0])}{above[0]}")


def refusal(unread: Sequence[Unread], ledger: str | None) -> RecognitionError:
    """Why a workbook in which nothing could be read is refused."""
    first = next(iter(unread), None)
    if first is None:
        return RecognitionError("no ledger found: no row of headings names an enterprise (企业名称 or the like)")
    if ledger:
        return RecognitionError(
            "no {kind} ledger found: the headings are {headings}", kind=Ledger(ledger), headings=first.headings
        )
    if len(first.kinds) > 1:
        return RecognitionError(
            "no ledger found for sure: the headings ({headings}) could be of {first} or of {second}; "
            "say which with --ledger",
            headings=first.headings,
            first=Ledger(first.kinds[0]),
            second=Ledger(first.kinds[1]),
        )
    if first.kinds:
        return RecognitionError(
            "no ledger found for sure: too few of the headings ({headings}) speak for {kind}; if it is one, say "
            "--ledger {code}",
            headings=first.headings,
            kind=Ledger(first.kinds[0]),
            code=first.kinds[0],
        )
    return RecognitionError(
        "no ledger found: the headings ({headings}) fit none of the six kinds; "
        "say the kind with --ledger or teach the headings",
        headings=first.headings,
    )
