"""Which ledger a table is, and everything needed to read its rows: unit, columns, readers, context."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from importers import columns, meanings, surroundings
from importers.blocks import Block, Heading
from importers.columns import Column, Context
from importers.headings import Vocabulary
from importers.labels import fold
from importers.ledger import Ledger
from importers.meanings import Columns
from importers.surroundings import Occasion
from importers.workbook import column_letter
from inventory import reading
from inventory.reading import Problem, Severity

#: where the name stands in a table without a column for it: beyond every row
NOWHERE = 1 << 20


@dataclass(slots=True)
class Plan:
    """One table about to be read; ``first``–``last`` are the rows below its headings."""

    sheet: str | None
    panel: int
    block: Block
    columns: Columns
    readers: list[Column]
    context: Context
    unit: str | None
    unit_from: str | None
    ledger_from: str
    coal_year: int | None
    first: int
    last: int
    span: tuple[int, int]
    #: what may head the table as a section does: the sheet's name, remarks in its titles, texts alone above it
    over: tuple[str, ...] = ()
    #: rows of the same headings further down
    repeats: list[Block] = field(default_factory=list)

    @property
    def vocabulary(self) -> Vocabulary:
        return self.columns.vocabulary

    @property
    def kind(self) -> str:
        return self.columns.kind

    @property
    def name(self) -> Column | None:
        """The column of the enterprise's name; None where no heading and no column of names told which it is."""
        return next((column for column in self.readers if column.field == "name"), None)

    @property
    def ignored(self) -> list[int]:
        """Where the columns stand (from 0) that are known to say nothing: sequence numbers."""
        return [column - 1 for column, meaning in self.columns.meanings.items() if not meaning.column]

    def described(self) -> reading.Table:
        """How the table was understood, as it is kept with the reading."""
        ledger = self.vocabulary.ledger
        made = []
        for heading in self.block.headings:
            if not self.span[0] <= heading.column <= self.span[1]:
                continue
            meaning = self.columns.meanings.get(heading.column)
            filled = "+".join(ledger.fills(meaning.column)) if meaning and meaning.column else None
            how = meaning.how if meaning else ("repeated" if heading in self.columns.repeated else "unknown")
            text = "/".join(each.replace("\n", "").strip() for each in heading.path)
            made.append(
                reading.Column(column_letter(heading.column), text, filled, meaning.unit if meaning else None, how)
            )
        return reading.Table(
            self.sheet, self.kind, self.unit, tuple(made), self.block.top, self.last, self.unit_from, self.ledger_from
        )

    def problems(self) -> list[Problem]:
        """The headings that were not understood, or give a field another column gives already."""
        made = []
        for heading in self.columns.unknown:
            raw = "/".join(heading.path)
            near = self.vocabulary.nearest(heading.path[-1])
            made.append(self._problem("unknown_heading", Severity.WARNING, heading, raw, {"nearest": "、".join(near)}))
        made.extend(
            self._problem("repeated_heading", Severity.WARNING, heading, "/".join(heading.path), {})
            for heading in self.columns.repeated
        )
        by_column = {heading.column: heading for heading in self.block.headings}
        made.extend(
            self._problem(
                "name_by_content", Severity.WARNING, by_column[column], "/".join(by_column[column].path), {}, "name"
            )
            for column, meaning in self.columns.meanings.items()
            if meaning.how == "content"
        )
        return made

    def without(self, names: set[str]) -> list[Problem]:
        """The required fields of these that nothing on the sheet gave, neither a column nor a section row."""
        first = self.block.headings[0]
        return [
            self._problem("missing_column", Severity.ERROR, first, "/".join(first.path), {}, name)
            for name in sorted(names)
        ]

    def _problem(
        self,
        kind: str,
        severity: Severity,
        heading: Heading,
        raw: str,
        parameters: Mapping[str, object],
        name: str | None = None,
    ) -> Problem:
        cell = f"{column_letter(heading.column)}{heading.row}"
        return Problem(kind, severity, self.sheet, cell, name, raw, parameters)


#: Columns of no other kind that make up for a missing one.
_PLAINLY = 4
_OF_ANY_LIST = {"county", "township", "industry_name", "industry_code", "note"}


def missing(found: Columns) -> set[str]:
    """The required fields that no column gives, the name aside."""
    return set(found.vocabulary.ledger.required()) - found.filled()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One ledger kind a table might be, and what speaks for it."""

    columns: Columns
    is_titled: bool
    distinctive: int

    @property
    def is_complete(self) -> bool:
        return not missing(self.columns)

    @property
    def is_possible(self) -> bool:
        """Whether the table can be read as this kind at all.

        A title makes up for missing evidence among the columns, two columns that no other kind has for a missing title.
        """
        specific = len(self.columns.specific())
        if "name" not in self.columns.filled():
            return False
        if self.is_titled:
            return specific >= 1
        return self.distinctive >= (2 if self.is_complete else _PLAINLY)

    @property
    def is_possible_nameless(self) -> bool:
        """Whether the table can only be this kind, though none of its columns is known to name the enterprise.

        Lists of what may be filled in have such columns too, but say nothing of enterprises.
        """
        filled = self.columns.filled()
        ledger = self.columns.vocabulary.ledger
        said = {column for column in filled if column in ledger.fields and column not in ledger.specific()}
        return len(self.columns.specific()) >= 2 and len(said - _OF_ANY_LIST) >= 2 and self.distinctive >= 1

    @property
    def weight(self) -> tuple[int, int, int]:
        return (
            4 * self.is_titled + 3 * self.is_complete + self.distinctive + len(self.columns.specific()),
            self.distinctive,
            -len(self.columns.unknown),
        )


def candidates(
    headings: Sequence[Heading],
    vocabularies: Sequence[Vocabulary],
    titles: str,
    *,
    firms: int | None = None,
    is_nameless: bool = False,
) -> list[Candidate]:
    """The kinds the headings could belong to, the likeliest first.

    :param firms: the column to take for the firms' names, as its cells are; ``is_nameless``: none is known to be.
    """
    made = []
    years = {int(said) for said in re.findall(r"(?<!\d)((?:19|20)\d\d)年", titles)}
    year = years.pop() if len(years) == 1 else None
    for vocabulary in vocabularies:
        if len(vocabularies) > 1 and _is_foreign(vocabulary.ledger, titles, headings):
            continue
        found = meanings.understood(headings, vocabulary, firms, year)
        if aside := meanings.beside(headings, found):
            rest = [heading for heading in headings if heading not in aside]
            found = meanings.understood(rest, vocabulary, firms, year)
        others: set[str] = set()
        for other in vocabularies:
            if other is not vocabulary:
                others |= other.ledger.specific()
        # where one kind alone is in question, whoever asks has said it
        is_titled = len(vocabularies) == 1 or any(fold(word) in titles for word in vocabulary.ledger.titles)
        made.append(Candidate(found, is_titled, len(found.specific() - others)))
    possible = (each for each in made if (each.is_possible_nameless if is_nameless else each.is_possible))
    return sorted(possible, key=lambda each: each.weight, reverse=True)


def _is_foreign(ledger: Ledger, titles: str, headings: Sequence[Heading]) -> bool:
    """Whether title or headings make it a list of something like the ledger: 食品经营许可证 beside 排污许可证."""
    if not ledger.foreign:
        return False
    written = titles + "".join(fold(text) for heading in headings for text in heading.path)
    return any(word in written for word in ledger.foreign) and not any(word in written for word in ledger.own)


def are_close(first: Candidate, second: Candidate) -> bool:
    """Whether nothing but a little tells two possible kinds apart."""
    return (
        first.is_titled == second.is_titled
        and first.is_complete == second.is_complete
        and first.weight[0] - second.weight[0] < 2
    )


def year_of(titles: Sequence[str], occasion: Occasion) -> int | None:
    """The year a title says the quantities are of."""
    years = {int(year) for text in titles for year in re.findall(r"(?<!\d)((?:19|20)\d\d)年", text)}
    return next(iter(years)) if len(years) == 1 else (occasion.title_year if not occasion.as_of else None)


def planned(
    candidate: Candidate,
    sheet: str | None,
    panel: int,
    block: Block,
    headings: Sequence[Heading],
    context: Context,
    unit: tuple[str | None, str | None],
    titles: Sequence[str],
    occasion: Occasion,
    rows: tuple[int, int],
    ledger_from: str,
) -> Plan:
    """The table with its readers made."""
    found = candidate.columns
    readers = columns.compiled(found.vocabulary.ledger, found.meanings, context, column_letter)
    coal_year = next((meaning.year for meaning in found.meanings.values() if meaning.year), None) or year_of(
        titles, occasion
    )
    aside = meanings.beside(headings, meanings.understood(headings, found.vocabulary))
    span = headings[0].first, max(heading.last for heading in headings if heading not in aside)
    return Plan(
        sheet, panel, block, found, readers, context, unit[0], unit[1], ledger_from, coal_year, rows[0], rows[1], span
    )


def texts_of(rows: Sequence[tuple[int, list[object]]]) -> list[list[str]]:
    """The folded texts of rows around a table."""
    return [surroundings.folded(cells) for _, cells in rows]
