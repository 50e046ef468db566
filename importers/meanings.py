"""What the columns of a table hold, all taken together: classes, years and degrees side by side, tables beside.

A heading alone says what its column may hold (`headings`); only beside the others is it clear that 关停取缔 is one
class of three, that 2017年 is the year before, or that 乡镇 | 数量 on the right is a table of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from importers.blocks import Block, Heading
from importers.headings import Meaning, Vocabulary
from importers.labels import fold, label
from inventory.values import units


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of one panel as one ledger kind understands them."""

    vocabulary: Vocabulary
    meanings: dict[int, Meaning]
    unknown: tuple[Heading, ...]
    repeated: tuple[Heading, ...]

    @property
    def kind(self) -> str:
        return self.vocabulary.ledger.kind

    def filled(self) -> set[str]:
        """The record fields that have a column."""
        return {
            field
            for meaning in self.meanings.values()
            if meaning.column
            for field in self.vocabulary.ledger.fills(meaning.column)
        }

    def specific(self) -> set[str]:
        """The columns that tell this kind from others."""
        return {meaning.column for meaning in self.meanings.values()} & self.vocabulary.ledger.specific()


def understood(
    headings: Sequence[Heading], vocabulary: Vocabulary, firms: int | None = None, year: int | None = None
) -> Columns:
    """What the columns hold, in one kind's words; a second column for the same field is set aside.

    :param firms: the column whose cells are names of firms, where no heading says so.
    :param year: the only year that the titles name, of the ledger or of the day it was handed in.
    """
    meanings: dict[int, Meaning] = {}
    unknown: list[Heading] = []
    for heading in headings:
        meaning = vocabulary.understand(heading.path)
        if meaning is None and heading.column == firms:
            meaning = Meaning("name", "content")
        if meaning is None:
            unknown.append(heading)
        else:
            meanings[heading.column] = meaning
    _classes_side_by_side(unknown, meanings, vocabulary)
    _beside_another(unknown, meanings, vocabulary)
    _parts_of_degrees(headings, meanings)
    _years_side_by_side(meanings, vocabulary)
    _a_year_beside_none(meanings, vocabulary, year)
    _by_unit(meanings, vocabulary)
    by_column = {heading.column: heading for heading in headings}
    repeated = [by_column[column] for column in _set_aside(meanings, vocabulary)]
    for heading in repeated:
        del meanings[heading.column]
    return Columns(vocabulary, meanings, tuple(unknown), tuple(repeated))


def _by_unit(meanings: dict[int, Meaning], vocabulary: Vocabulary) -> None:
    """燃料消耗量（万立方米）: the unit says that another column is meant."""
    for column, meaning in meanings.items():
        field = vocabulary.ledger.fields.get(meaning.column)
        if field and field.instead and meaning.unit and field.unit and units.factor(meaning.unit, field.unit) is None:
            other = next(
                (name for unit, name in field.instead.items() if units.factor(meaning.unit, unit) is not None), None
            )
            if other:
                meanings[column] = replace(meaning, column=other)


def _classes_side_by_side(unknown: list[Heading], meanings: dict[int, Meaning], vocabulary: Vocabulary) -> None:
    """关停取缔 | 整合搬迁 | 升级改造 without a heading above: two or more classes of one field, each its own column."""
    named = [
        (heading, found) for heading in unknown if (found := vocabulary.classes.named(heading.path[-1])) is not None
    ]
    for field in {found[0] for _, found in named}:
        mine = [(heading, code) for heading, (column, code) in named if column == field]
        if len({code for _, code in mine}) >= 2 and field not in {meaning.column for meaning in meanings.values()}:
            for heading, code in mine:
                meanings[heading.column] = Meaning(field, "words", code=code)
                unknown.remove(heading)


def _beside_another(unknown: list[Heading], meanings: dict[int, Meaning], vocabulary: Vocabulary) -> None:
    """治理措施 beside 治理工艺, 整改完成日期 beside 整改时限: it might be either of two, but the other stands there."""
    for field, definition in vocabulary.ledger.fields.items():
        present = {meaning.column for meaning in meanings.values()}
        said = {fold(text) for other, texts in definition.beside.items() if other in present for text in texts}
        mine = [heading for heading in unknown if label(heading.path[-1]).base in said]
        if len(mine) == 1 and field not in present:
            meanings[mine[0].column] = Meaning(field, "words")
            unknown.remove(mine[0])


def _parts_of_degrees(headings: Sequence[Heading], meanings: dict[int, Meaning]) -> None:
    """东经(度) | 东经(分) | 东经(秒): three columns of one coordinate, where they stand together."""
    for axis in ("longitude", "latitude"):
        mine = {
            heading.column: {"度": 0, "分": 1, "秒": 2}.get(next(iter(label(heading.path[-1]).hints), ""))
            for heading in headings
            if (meaning := meanings.get(heading.column)) is not None and meaning.column == axis
        }
        if len(mine) > 1 and None not in mine.values() and len(set(mine.values())) == len(mine):
            for column, part in mine.items():
                meanings[column] = replace(meanings[column], part=part)


def _years_side_by_side(meanings: dict[int, Meaning], vocabulary: Vocabulary) -> None:
    """Two years of one quantity: the later is the ledger's, the one before its ``previous``; older are not read."""
    years = sorted(((meaning.year, column) for column, meaning in meanings.items() if meaning.year), reverse=True)
    if len({year for year, _ in years}) < 2:
        return
    for year, column in years[1:]:
        previous = vocabulary.ledger.fields[meanings[column].column].previous
        if previous and year == (years[0][0] or 0) - 1:
            meanings[column] = replace(meanings[column], column=previous, year=None)


def _a_year_beside_none(meanings: dict[int, Meaning], vocabulary: Vocabulary, year: int | None) -> None:
    """年用煤量 | 2017年用煤量: the column without a year is of the ledger's own, the other of the year before.

    A ledger handed in in 2019 may be of 2018, so its year before is 2018 or 2017. A column of another year than that
    is set aside as one more of the same field.
    """
    for field, definition in vocabulary.ledger.fields.items():
        mine = [column for column, meaning in meanings.items() if meaning.column == field and meaning.code is None]
        dated = [column for column in mine if meanings[column].year]
        if definition.previous is None or len(dated) != 1 or len(mine) != 2:
            continue
        (other,) = set(mine) - set(dated)
        said = meanings[dated[0]].year or 0
        if year is not None and said >= year:
            continue
        if year is None or said >= year - 2:
            meanings[dated[0]] = replace(meanings[dated[0]], column=definition.previous, year=None)
        else:
            # what it gives must not outrank the ledger's own year
            meanings[other] = replace(meanings[other], year=year)


def _standing(column: int, meaning: Meaning, fills: tuple[str, ...]) -> tuple[int, int, bool, int]:
    """Which of two columns for one field stays: the one of it alone, the later year's, the one known exactly."""
    return len(fills), -(meaning.year or 0), meaning.how not in ("exact", "lesson"), column


def _set_aside(meanings: dict[int, Meaning], vocabulary: Vocabulary) -> list[int]:
    """The columns that give nothing which other columns do not give already.

    Codes of several kinds stand in columns beside each other (信用代码, 注册号): what each holds, its cells say.
    """
    ledger = vocabulary.ledger
    taken: set[tuple[str, object]] = set()
    aside = []
    named = {column: meaning for column, meaning in meanings.items() if meaning.column}
    for column, meaning in sorted(
        named.items(), key=lambda item: _standing(item[0], item[1], ledger.fills(item[1].column))
    ):
        if ledger.fields[meaning.column].type == "credit_code":
            continue
        which = meaning.code if meaning.code else meaning.part
        given = {(field, which) for field in ledger.fills(meaning.column)}
        if given <= taken or (meaning.column, which) in taken:
            aside.append(column)
        taken |= given
    return sorted(aside)


_COUNTS = re.compile("数量?|家数|个数|户数|企业数|合计|小计|占比|比例|总数|数目|备注")


def beside(headings: Sequence[Heading], columns: Columns) -> tuple[Heading, ...]:
    """The headings of a small table standing beside the ledger, behind a column without heading.

    Such a table (乡镇 | 数量) gives a field anew that the ledger has already, or counts things by place or class, or
    holds nothing the ledger kind knows.
    """
    ledger = columns.vocabulary.ledger
    repeated = {heading.column for heading in columns.repeated}
    for place in range(1, len(headings)):
        if headings[place].first - headings[place - 1].last < 2:
            continue
        right = headings[place:]
        meanings = [columns.meanings.get(heading.column) for heading in right]
        named = [meaning.column for meaning in meanings if meaning is not None and meaning.column]
        if "name" in named:
            continue
        counts = [heading for heading in right if _COUNTS.fullmatch(label(heading.path[-1]).base)]
        is_census = bool(counts) and len(right) <= 4 and len(counts) < len(right)
        knows_more = any(column in ledger.specific() for column in named)
        is_strange = not knows_more and len(named) < len(right)
        if is_census or is_strange or any(heading.column in repeated for heading in right):
            return tuple(right)
    return ()


def panels(block: Block, vocabularies: Sequence[Vocabulary]) -> list[tuple[Heading, ...]]:
    """The headings of tables standing side by side: a second column for the firm's name begins another one."""
    headings = block.headings
    names = [
        place
        for place, heading in enumerate(headings)
        if any(
            (meaning := each.understand(heading.path)) is not None and meaning.column == "name" for each in vocabularies
        )
    ]
    said = [fold("/".join(heading.path)) for heading in headings]
    cuts = [0]
    for before, name in pairwise(names):
        start = name
        # what the next table repeats of this one stands before its name: 序号, 乡镇
        while start - 1 > before and said[start - 1] in said[cuts[-1] : before + 1]:
            if headings[start - 1].last != headings[start].first - 1:
                break
            start -= 1
        is_apart = headings[start].first - headings[start - 1].last > 1
        if is_apart or said[start] in said[cuts[-1] : start]:
            cuts.append(start)
    return [headings[first:last] for first, last in pairwise([*cuts, len(headings)])]
