"""What each row below the headings is: an entry, a section, a total, a hint, a note, or leftovers.

An entry names a firm, or is a further line of the firm above it, or holds so much of an entry that its name must be
missing. What the row says decides, never where totals or notes usually stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers import hints, surroundings
from importers.entries import Spread
from importers.grid import Grid
from importers.hints import FIRM, SEQUENCE
from importers.labels import fold
from importers.sectional import COUNTED, NUMERAL, is_headed
from importers.sections import Sections
from importers.tables import NOWHERE, Plan
from importers.workbook import Cell, shown
from inventory.reading import Value

_TITLE = re.compile(
    "台账|清单|汇总表|统计表|一览表|登记表|名单|情况表|明细表|排查表|月报|季报|年报|报表|目录|计划表|进度表|调度表"
)
#: characters of words that tell what a row is; 家 counts firms, but not in 家具, 家电
_SUSPECT = re.compile(
    "其中|合|总|小|计|注|填|审|说明|制表|单位|例|名|家(?![具居电纺装])|户|以下|負責|负责|[:：]|[镇鎮乡鄉]$|街道$|办$|区$|管委会$|"
    "^[(（第]?[一二三四五六七八九十]{1,3}(?:[)）、.．类部章]|$)"
)
_OF_WHICH = re.compile(r"\s*[(（【]?其\s*中")
#: numbers a section, never a line
_COUNTER = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.]?|第[一二三四五六七八九十]+[类部章]?|[IVXⅠ-Ⅻ]{1,4}[、.]?")
#: no firm is called so: nothing is said, the same as above, a day, a number
_NO_NAME = re.compile(
    r"[\d.\-/年月日:,;、~()%+=]+|[无/\\\-—–_~*〃″\"'.。…×xX]+|同上|同左|无此项|"
    r"\(?(?:此|该|本)?[行条栏]?(?:作废|已?删除|空白?|空行|取消|略|待补充?|待定)\)?"
)
#: what a print-out says of its pages
_PAGE = re.compile(
    r"第?\d+页(?:[,/、]?共?\d+页)?|共\d+页|(?:第\d+页)?\(?(?:续上?表|接上[页表]|[转接]下[页表]|未完待续|PAGE\d+(?:OF\d+)?)\)?|-\d+-"
)
_FILLER = re.compile(r"[/\\\-—–_~*.。…]*|无|空|0")
_LONGEST_SECTION = 25


class Sorter:
    """Sorts the rows of one table, which must come in order; keeps what the section rows say."""

    def __init__(self, plan: Plan, grid: Grid, spread: Spread) -> None:
        self._plan = plan
        self._readers = plan.readers
        self._spread = spread
        self._first, self._last = plan.span
        self._name = plan.name.at if plan.name else NOWHERE
        self._sequence = plan.ignored
        self._known = {column.at for column in plan.readers}
        self._places = {column.at for column in plan.readers if column.field in ("county", "township")}
        self._quantities = {column.at for column in plan.readers if column.definition.type in ("number", "count")}
        self._wide = {
            (merge[0], merge[1] - 1): merge[3]
            for merge in grid.merges_starting(plan.first, plan.last)
            if merge[3] > merge[1]
        }
        self._entry_above = -1
        self._has_notes = False
        self._is_divided = False
        self._headings = {
            column - 1: {fold(text) for text in each.path}
            for each in plan.block.headings
            for column in (each.column, *each.others)
        }
        self._sections = Sections(plan)
        #: whether the last section row was not understood and ended what one above it said
        self.has_ended = False

    @property
    def section(self) -> dict[str, Value]:
        """What the section rows above say of the rows to come."""
        return self._sections.said

    @property
    def carried(self) -> str | None:
        """The field that the last section row gave; None where it was not understood."""
        return self._sections.carried

    def kind(self, number: int, cells: list[Cell]) -> str:
        """What the row is; "entry" for one that makes a record."""
        self.has_ended = False
        found = "entry" if self._is_plainly_entry(number, cells) else self._kind(number, cells)
        if found == "entry" and self._divides_above(cells):
            found = "breakdown"
        self._is_divided = found == "breakdown"
        if found == "entry":
            self._entry_above = number
            self._has_notes = False
        elif found == "heading":
            self.headed()
        elif found == "note":
            self._has_notes = True
        return found

    def _divides_above(self, cells: list[Cell]) -> bool:
        """Whether a row divides up what the firm above states: 其中：1#锅炉, and lines below it without a number."""
        name = cells[self._name] if self._name < len(cells) else None
        if isinstance(name, str) and _OF_WHICH.match(name):
            return self._entry_above >= 0
        if not self._is_divided or not self._sequence:
            return False
        numbers = (cells[index] for index in self._sequence if index < len(cells))
        return all(cell is None or not shown(cell).strip() for cell in numbers)

    def headed(self) -> None:
        """The headings stand here again: what follows may be hints and column numbers again."""
        self._entry_above = -1

    def _is_plainly_entry(self, number: int, cells: list[Cell]) -> bool:
        """A quick look for the many rows without doubt: neither the name nor the first cell holds a telling word."""
        name = cells[self._name] if self._name < len(cells) else None
        if (
            self._entry_above < 0
            or type(name) is not str
            or number in self._spread
            or _SUSPECT.search(name)
            or len(name) < 3
            or not name.strip()
        ):
            return False
        lead = next(cell for cell in cells if cell is not None)
        return (
            not (type(lead) is str and lead is not name and _SUSPECT.search(lead))
            and len(cells) - cells.count(None) >= 3
        )

    def _kind(self, number: int, cells: list[Cell]) -> str:
        inside = [
            (index, cell)
            for index, cell in enumerate(cells[self._first - 1 : self._last], self._first - 1)
            if cell is not None and not (type(cell) is str and not cell.strip())
        ]
        texts = surroundings.folded(cell for _, cell in inside)
        if not texts:
            return "beside"
        if all(_PAGE.fullmatch(text) for text in texts):
            return "stray"
        held = {index for index, _ in inside} & self._known
        name = next((cell for index, cell in inside if index == self._name), None)
        wide = self._wide.get((number, inside[0][0]), 0) - inside[0][0]
        is_lone = len(inside) == 1 or (wide >= 3 and len(held) <= 1)
        heading = texts[0] if is_lone else self._heads(inside, held)
        if heading is not None and self._sections.read(heading):
            return "section"
        if len(inside) > 1 and self._repeats_headings(inside):
            return "heading"
        kind = surroundings.kind_of(texts)
        if heading is not None and len(inside) > 1 and NUMERAL.match(heading):
            return self._strange_section()
        if kind and is_lone and kind != "note" and NUMERAL.match(texts[0]) and COUNTED.search(texts[0]):
            return self._strange_section()
        if kind and not self._is_entry_all_the_same(kind, texts, name, held):
            return kind
        if self._entry_above < 0 and hints.are_hints(texts, name, self._readers, inside):
            return "hint"
        if is_lone:
            return self._lone(number, inside[0], texts[0], wide)
        if self._is_filler(inside):
            return "numbered"
        if name is not None and _NO_NAME.fullmatch(fold(shown(name))) and len(held) <= 2:
            # a day or a stroke below the table, where the names stand
            return "stray"
        return "entry" if name is not None else self._nameless(number, inside, held)

    def _heads(self, inside: Sequence[tuple[int, Cell]], held: set[int]) -> str | None:
        """What a row says that may be a section's, its numeral in a cell of its own, its count and sums behind it."""
        numeral = fold(shown(inside[0][1])) if inside[0][0] in self._sequence else ""
        rest = inside
        if numeral and isinstance(inside[1][1], str) and not self._sums_up(*inside[1]):
            if held & self._places or (len(inside) > 2 and not _COUNTER.fullmatch(numeral)):
                return None
            rest = inside[1:]
        index, said = rest[0]
        text = fold(shown(said))
        is_by_itself = not rest[1:] or NUMERAL.match(text) or is_headed(text) or index not in self._known
        if isinstance(said, str) and all(self._sums_up(*each) for each in rest[1:]) and (numeral or is_by_itself):
            return text
        return None

    def _sums_up(self, index: int, cell: Cell) -> bool:
        """Whether a cell behind a section's name only counts or adds up what is below: 共2家, 300 under an amount."""
        if isinstance(cell, str):
            said = fold(cell)
            return bool((found := COUNTED.search(said)) and not found.start())
        return index in self._quantities and isinstance(cell, int | float)

    def _repeats_headings(self, inside: Sequence[tuple[int, Cell]]) -> bool:
        """Whether the row says what the headings say, merged otherwise or not at all."""
        same = sum(isinstance(cell, str) and fold(cell) in self._headings.get(index, ()) for index, cell in inside)
        return same >= 2 and same > 0.5 * len(inside)

    def _is_filler(self, inside: Sequence[tuple[int, Cell]]) -> bool:
        """A line numbered in advance and struck through: nothing but «none» in every cell."""
        said = [fold(shown(cell)) for index, cell in inside if index not in self._sequence]
        return len(said) >= 2 and all(_FILLER.fullmatch(text) for text in said)

    def _strange_section(self) -> str:
        """A section that says nothing we know: what one above it said must not be carried past it."""
        self.has_ended = self._sections.end()
        return "section"

    def _is_entry_all_the_same(self, kind: str, texts: Sequence[str], name: Cell, held: set[int]) -> bool:
        """Whether a telling word stands in an entry: a firm called so, or a remark in a row full of cells."""
        if name is None or len(held) < 3:
            return False
        said = fold(shown(name))
        if kind in ("total", "subtotal"):
            return bool(FIRM.search(said[-2:])) and len(texts) > 3
        return surroundings.kind_of([said]) is None

    def _lone(self, number: int, only: tuple[int, Cell], text: str, wide: int) -> str:
        """A row with one text: section, title, note, a number written in advance, a stray cell, or a firm's name."""
        index, cell = only
        is_merged = number in self._spread
        if index in self._sequence and (isinstance(cell, int | float) or SEQUENCE.match(text)):
            return "entry" if is_merged else "numbered"
        if isinstance(cell, str):
            if _TITLE.search(text):
                return "title"
            if index == self._name and wide < 3 and FIRM.search(text):
                return "entry"
            if self._has_notes and NUMERAL.match(text):
                return "note"
            if is_headed(text) or NUMERAL.match(text) or COUNTED.search(text):
                return "note" if len(text) > _LONGEST_SECTION else self._strange_section()
            if wide >= 3 or index in self._sequence or index + 1 == self._first:
                return "note" if len(text) > 12 else self._strange_section()
            if index == self._name and not _NO_NAME.fullmatch(text):
                return "entry"
        if index in self._known and is_merged:
            return "entry"
        return self._leftover(number, {index} & self._known) or "stray"

    def _nameless(self, number: int, inside: Sequence[tuple[int, Cell]], held: set[int]) -> str:
        """A row without the firm's name: another line of the firm above, a line whose name is missing, or leftovers."""
        if any(index == self._name for index, _ in self._spread.get(number, ())):
            return "entry"
        if not held - self._places:
            return "numbered" if held or any(index in self._sequence for index, _ in inside) else "stray"
        if kind := self._leftover(number, held):
            return kind
        return "entry" if len(held) >= max(2, len(self._known) // 3) else "stray"

    def _leftover(self, number: int, held: set[int]) -> str | None:
        """A line right below an entry continues it; one of nothing but quantities is a total without a word."""
        if self._entry_above != number - 1 or not held - self._places:
            return None
        return "total" if held <= self._quantities and number not in self._spread else "entry"
