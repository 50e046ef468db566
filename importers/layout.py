"""Where the tables of a sheet are: heading rows, panels side by side, and what each column holds.

A table begins with one to four heading rows, merged or not, one of which names the enterprise. It may
stand anywhere on the sheet, beside another one, and repeat its headings further down.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.headings import Meaning, Vocabulary, fold, is_neutral, is_unit, label
from importers.workbook import Cell, Merge, Row, shown
from inventory.values import units

_NAMES_A_FIRM = re.compile(
    r"名\s*[称稱]|全\s*[称稱]|[企業业厂廠店司]\s*名|企\s*[业業]|[单單]\s*位|[业業]\s*[户戶]|字\s*[号號]|主\s*[体體]|工\s*商\s*[户戶]|持\s*[证證]"
)
_MOST_HEADING_ROWS = 4
# what stands above headings without being one
_NO_HEADING = re.compile(r"[:：]\s*\S|盖章|填报|填報|附件|附表|^\s*表\s*\d")
_LONGEST_HEADING = 60


class Grid:
    """The rows of one sheet with its merged cells; rows and columns count from 1."""

    def __init__(self, rows: Sequence[Row], merged: Sequence[Merge]) -> None:
        self.rows = rows
        self._numbers = [number for number, _ in rows]
        self.merged = merged
        self._starting: dict[int, list[Merge]] = {}
        for merge in merged:
            self._starting.setdefault(merge[0], []).append(merge)

    def index(self, number: int) -> int:
        """The place of the first row with this number or a later one."""
        return bisect_left(self._numbers, number)

    def at(self, row: int, column: int) -> Cell:
        """The value standing in a cell, without regard to merging."""
        place = self.index(row)
        if place == len(self.rows) or self._numbers[place] != row:
            return None
        cells = self.rows[place][1]
        return cells[column - 1] if column <= len(cells) else None

    def merges_starting(self, first: int, last: int) -> list[Merge]:
        """The merged blocks whose first row lies between these."""
        if last - first > len(self._starting):
            return [merge for row, merges in self._starting.items() if first <= row <= last for merge in merges]
        return [merge for row in range(first, last + 1) for merge in self._starting.get(row, ())]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a heading block: its number, the texts over it from the top, the row of the lowest."""

    column: int
    path: tuple[str, ...]
    row: int


@dataclass(frozen=True, slots=True)
class Block:
    """The heading rows of one table."""

    top: int
    bottom: int
    headings: tuple[Heading, ...]

    @property
    def first_column(self) -> int:
        return self.headings[0].column

    @property
    def last_column(self) -> int:
        return self.headings[-1].column

    def same_as(self, other: Block) -> bool:
        """Whether it repeats the other's headings over the same columns."""
        return [(each.column, each.path) for each in self.headings] == [(each.column, each.path) for each in other.headings]


def _blank(cell: Cell) -> bool:
    return cell is None or (type(cell) is str and not cell.strip())


def _text(cell: Cell) -> str:
    return shown(cell).strip()


def may_be_heading(cells: Sequence[Cell]) -> bool:
    """Whether a row could hold the heading of the firm's name: a quick look, before the slow one."""
    texts = [cell for cell in cells if type(cell) is str and len(cell) <= _LONGEST_HEADING]
    return len(texts) >= 2 and bool(_NAMES_A_FIRM.search("\n".join(texts)))


class Finder:
    """Finds heading blocks on one sheet, for the vocabularies of the kinds in question."""

    def __init__(self, grid: Grid, vocabularies: Sequence[Vocabulary]) -> None:
        self._grid = grid
        self._vocabularies = vocabularies
        self._known: dict[tuple[str, ...], bool] = {}
        self._naming: dict[tuple[str, ...], bool] = {}

    def block(self, index: int, after: int) -> Block | None:
        """The heading block that the row at this index is the naming row of; it begins after row ``after``."""
        number, cells = self._grid.rows[index]
        named = [
            column
            for column, cell in enumerate(cells, 1)
            if type(cell) is str and len(cell) <= _LONGEST_HEADING and _NAMES_A_FIRM.search(cell) and self._names((cell,))
        ]
        below = self._below(number, cells, named)
        if not named and below is None:
            return None
        top, bottom = self._extent(number, named, after)
        block = self._composed(top, max(bottom, below or bottom), named)
        return block if block and any(self._names(each.path) for each in block.headings) else None

    def _below(self, number: int, cells: Sequence[Cell], named: list[int]) -> int | None:
        """The row of a lower heading that names the firm only together with one above (企业 / 名称)."""
        if named:
            return None
        texts = [_text(cell) for cell in cells if not _blank(cell)]
        return None if len(texts) < 2 or any(_NO_HEADING.search(text) for text in texts) else self._paired(number)

    def _paired(self, number: int) -> int | None:
        index = self._grid.index(number + 1)
        if index == len(self._grid.rows) or self._grid.rows[index][0] != number + 1:
            return None
        cells = self._grid.rows[index][1]
        texts = [_text(cell) for cell in cells if not _blank(cell)]
        if not texts or not all(type(cell) is str for cell in cells if not _blank(cell)):
            return None
        block = self._composed(number, number + 1, [])
        return number + 1 if block and any(self._names(each.path) for each in block.headings) else None

    def _names(self, path: tuple[str, ...]) -> bool:
        named = self._naming.get(path)
        if named is None:
            meanings = (each.understand(path) for each in self._vocabularies)
            named = self._naming[path] = any(meaning is not None and meaning.column == "name" for meaning in meanings)
        return named

    def _is_known(self, path: tuple[str, ...]) -> bool:
        known = self._known.get(path)
        if known is None:
            known = is_unit(path[-1]) or any(each.understand(path) is not None for each in self._vocabularies)
            self._known[path] = known
        return known

    def _extent(self, number: int, named: list[int], after: int) -> tuple[int, int]:
        top = bottom = number
        for merge in self._grid.merges_starting(max(1, number - _MOST_HEADING_ROWS), number):
            if merge[2] >= number and merge[0] > after and any(merge[1] <= column <= merge[3] for column in named):
                top, bottom = min(top, merge[0]), max(bottom, merge[2])
        while top - 1 > after and number - top < _MOST_HEADING_ROWS - 1 and self._is_group_row(top - 1, top, after):
            top -= 1
        for merge in self._grid.merges_starting(top, bottom):
            if merge[2] > bottom and merge[2] - top < _MOST_HEADING_ROWS:
                bottom = merge[2]
        while bottom - top < _MOST_HEADING_ROWS - 1 and self._is_lower_row(top, bottom + 1, named):
            bottom += 1
        return top, bottom

    def _cells(self, number: int) -> list[tuple[int, Cell]]:
        index = self._grid.index(number)
        if index == len(self._grid.rows) or self._grid.rows[index][0] != number:
            return []
        return [(column, cell) for column, cell in enumerate(self._grid.rows[index][1], 1) if not _blank(cell)]

    def _is_group_row(self, number: int, below: int, after: int) -> bool:
        """Whether a row above holds headings over several columns: two or more short texts, no title, no meta."""
        cells = self._cells(number)
        width = max((column for column, _ in self._cells(below)), default=0)
        if len(cells) < 2 and not any(
            merge[0] == number and 1 < merge[3] - merge[1] + 1 < 0.6 * width for merge in self._grid.merges_starting(number, number)
        ):
            return False
        texts = [cell for _, cell in cells if type(cell) is str]
        if len(texts) < len(cells) or any(len(text) > 30 or _NO_HEADING.search(text) for text in texts):
            return False
        if after and sum(self._groups(number, column, str(cell)) for column, cell in cells) < 0.6 * len(cells):
            return False  # a line of the table before
        # every group must stand over at least one heading
        under = {column for column, _ in self._cells(below)}
        spans = {merge[1]: merge[3] for merge in self._grid.merges_starting(number, number)}
        return all(any(column <= each <= spans.get(column, column) for each in under) or self._is_known((str(cell),)) for column, cell in cells)

    def _groups(self, number: int, column: int, text: str) -> bool:
        """Whether a cell looks like a heading over others: merged sideways, or made of the words of headings."""
        wide = any(merge[1] == column and merge[3] > column for merge in self._grid.merges_starting(number, number))
        return wide or is_neutral(text) or self._is_known((text,))

    def _is_lower_row(self, top: int, number: int, named: list[int]) -> bool:
        """Whether the row below still belongs to the headings: nothing under the name, and every text reads as a heading."""
        edge = self._edge(top, number - 1, named)
        cells = [(column, cell) for column, cell in self._cells(number) if column < edge]
        if not cells or any(column in named for column, _ in cells) or not all(type(cell) is str for _, cell in cells):
            return False
        block = self._composed(top, number, named)
        lower = {each.column: each for each in block.headings} if block else {}
        understood = sum(column in lower and self._is_known(lower[column].path) for column, _ in cells)
        return understood >= 0.6 * len(cells) and understood > 0 and all(len(str(cell)) <= 30 for _, cell in cells)

    def _edge(self, top: int, bottom: int, named: list[int]) -> int:
        """The first column right of the name that no heading stands over: what is beyond may be another table."""
        over = {column for number in range(top, bottom + 1) for column, _ in self._cells(number)}
        for merge in self._grid.merges_starting(top, bottom):
            over.update(range(merge[1], min(merge[3], merge[1] + 200) + 1))
        column = max(named, default=1)
        below = {column for column, _ in self._cells(bottom + 1)}
        # under a group written without merging the columns that follow have a lower heading only
        while column in over or (column in below and column - 1 in over | below and bottom + 1 not in self._numeric_rows(bottom + 1)):
            column += 1
        return column

    def _numeric_rows(self, number: int) -> set[int]:
        return {number} if any(type(cell) is not str for _, cell in self._cells(number)) else set()

    def _composed(self, top: int, bottom: int, named: list[int]) -> Block | None:
        """The texts over each column between these rows, merged cells spread, groups drawn over what they head."""
        rows = range(top, bottom + 1)
        texts: dict[tuple[int, int], str] = {}
        for number in rows:
            for column, cell in self._cells(number):
                texts[number, column] = _text(cell)
        owned: set[tuple[int, int]] = set()
        for merge in self._grid.merges_starting(top, bottom):
            value = texts.get((merge[0], merge[1]))
            spread = [(row, column) for row in range(merge[0], min(merge[2], bottom) + 1) for column in range(merge[1], merge[3] + 1)]
            owned.update(spread)
            if value and merge[3] - merge[1] < 200:
                texts.update(dict.fromkeys(spread, value))
        columns = sorted({column for _, column in texts})
        for number in range(top, bottom):
            above: str | None = None
            for column in columns:
                lower = any((row, column) in texts for row in range(number + 1, bottom + 1))
                own = texts.get((number, column))
                if own is not None:
                    above = own if (number, column) not in owned and lower and texts.get((number + 1, column)) != own else None
                elif above and lower and (number, column) not in owned:
                    texts[number, column] = above
                else:
                    above = None
        headings = []
        for column in columns:
            path: list[str] = []
            last = top
            for number in rows:
                text = texts.get((number, column))
                if text and (not path or path[-1] != text):
                    path.append(text)
                    last = number
            if path:
                headings.append(Heading(column, tuple(path), last))
        return Block(top, bottom, tuple(headings)) if len(headings) >= 2 else None


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
        return {field for meaning in self.meanings.values() if meaning.column for field in self.vocabulary.ledger.fills(meaning.column)}

    def specific(self) -> set[str]:
        """The columns that tell this kind from others."""
        return {meaning.column for meaning in self.meanings.values()} & self.vocabulary.ledger.specific()


def understood(headings: Sequence[Heading], vocabulary: Vocabulary) -> Columns:
    """What the columns hold, in one kind's words; a second column for the same field is set aside."""
    meanings: dict[int, Meaning] = {}
    unknown: list[Heading] = []
    for heading in headings:
        meaning = vocabulary.understand(heading.path)
        if meaning is None:
            unknown.append(heading)
        else:
            meanings[heading.column] = meaning
    _classes_side_by_side(unknown, meanings, vocabulary)
    _parts_of_degrees(headings, meanings, vocabulary)
    _years_side_by_side(meanings, vocabulary)
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
            other = next((name for unit, name in field.instead.items() if units.factor(meaning.unit, unit) is not None), None)
            if other:
                meanings[column] = replace(meaning, column=other)


def _classes_side_by_side(unknown: list[Heading], meanings: dict[int, Meaning], vocabulary: Vocabulary) -> None:
    """关停取缔 | 整合搬迁 | 升级改造 without a heading above: two or more classes of one field, each its own column."""
    named = [(heading, found) for heading in unknown if (found := vocabulary.class_named(heading.path[-1])) is not None]
    for field in {found[0] for _, found in named}:
        mine = [(heading, code) for heading, (column, code) in named if column == field]
        if len({code for _, code in mine}) >= 2 and field not in {meaning.column for meaning in meanings.values()}:
            for heading, code in mine:
                meanings[heading.column] = Meaning(field, "words", code=code)
                unknown.remove(heading)


def _parts_of_degrees(headings: Sequence[Heading], meanings: dict[int, Meaning], vocabulary: Vocabulary) -> None:
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
    """Two years of one quantity: the later is the ledger's, the one before it its ``previous``; older ones are not read."""
    years = sorted(((meaning.year, column) for column, meaning in meanings.items() if meaning.year), reverse=True)
    if len({year for year, _ in years}) < 2:
        return
    for year, column in years[1:]:
        previous = vocabulary.ledger.fields[meanings[column].column].previous
        if previous and year == (years[0][0] or 0) - 1:
            meanings[column] = replace(meanings[column], column=previous, year=None)


def _standing(column: int, meaning: Meaning) -> tuple[int, bool, int]:
    """Which of two columns for one field stays: the later year's, the one known exactly, the first."""
    return (-(meaning.year or 0), meaning.how not in ("exact", "lesson"), column)


def _set_aside(meanings: dict[int, Meaning], vocabulary: Vocabulary) -> list[int]:
    """The columns whose field another column gives already."""
    aside = []
    taken: dict[tuple[str, object], int] = {}
    for column, meaning in sorted(meanings.items(), key=lambda item: _standing(*item)):
        if not meaning.column:
            continue
        for field in vocabulary.ledger.fills(meaning.column):
            key = (field, meaning.code if meaning.code else meaning.part)
            if key in taken and taken[key] != column:
                if not (meaning.column == "industry_name" and field == "industry_code"):
                    aside.append(column)
                break
            taken.setdefault(key, column)
    return aside


_COUNTS = re.compile("数量?|家数|个数|户数|企业数|合计|小计|占比|比例|总数|数目|备注")


def beside(headings: Sequence[Heading], columns: Columns) -> tuple[Heading, ...]:
    """The headings of a small table standing beside the ledger, behind a column without heading.

    Such a table (乡镇 | 数量) gives a field anew that the ledger has already, or counts things by place or class, or
    holds nothing the ledger kind knows.
    """
    ledger = columns.vocabulary.ledger
    repeated = {heading.column for heading in columns.repeated}
    for place in range(1, len(headings)):
        if headings[place].column - headings[place - 1].column < 2:
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
        if any((meaning := each.understand(heading.path)) is not None and meaning.column == "name" for each in vocabularies)
    ]
    cuts = [0]
    for before, name in zip(names, names[1:], strict=False):
        earlier = {fold("/".join(each.path)) for each in headings[cuts[-1] : name]}
        start = name
        while start - 1 > before and headings[start - 1].column == headings[start].column - 1:
            if fold("/".join(headings[start - 1].path)) not in earlier - {fold("/".join(h.path)) for h in headings[start:name]}:
                break
            start -= 1
        gap = headings[start].column - headings[start - 1].column > 1
        repeats = fold("/".join(headings[start].path)) in {fold("/".join(each.path)) for each in headings[cuts[-1] : start]}
        if gap or repeats:
            cuts.append(start)
    return [headings[first:last] for first, last in zip(cuts, [*cuts[1:], len(headings)], strict=True)]
