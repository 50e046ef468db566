"""The rows of one table: which are entries, what the others are, and the record each entry makes.

Every non-empty row comes out once, as an entry or as another row. Cells merged over several rows speak
for each of them; a firm's own fields, written in its first row, hold for its further rows; a township
written once holds until the next one. Nothing else is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importers import surroundings
from importers.columns import SILENT, Column, Outcome
from importers.headings import fold
from importers.layout import Grid
from importers.tables import Plan
from importers.workbook import UNCALCULATED, Cell, Sheet, column_letter, shown
from inventory import values
from inventory.reading import Problem, Severity, Value

_TITLE = re.compile("台账|清单|汇总表|统计表|一览表|登记表|名单|情况表|明细表|排查表|台帐|月报|季报|年报|报表|目录|计划表|进度表|调度表")
_HINT = re.compile(r"填写|请填|必填|选填|填报|如[:实]|例如|^例|示例|样例|格式|下拉|选择|全称|与营业执照|一致|18位|保留|小数|单选|多选|^说明|精确到|不得为空|可多选|填“|填\d|或[否×无]|是/否|有/无|√/×|打√|不填|照填|^\(.{4,}\)$|填[是有数名具]|^同")
_SUSPECT = re.compile("合|总|小|计|注|填|审|说明|制表|单位|例|名|[家户]")
_FIRM = re.compile("公司|厂|店|合作社|经营部|加工[部点坊]|门市|集团|作坊|个体|工作室|中心|站|场|部|坊|行|所|院|局|校|矿|窑|点|园|社")
_NUMERAL = re.compile(r"^(?:\(?[一二三四五六七八九十]{1,3}[)、.:]|第[一二三四五六七八九十]+[类部章]|\(\d{1,2}\)|\d{1,2}[、.](?!\d))")
_TOWNSHIP = re.compile(r"^[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|街道办|街道办事处|办事处|工业园|园区|开发区|管委会)$")
_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}(?:市|县|区))*?([\u4e00-\u9fff]{2,5}?(?:镇|乡|街道))")
_COUNTED = re.compile(r"\(?(?:共|合计|计)?\d+[家户个条台](?:企业)?\)?$")
_SEQUENCE = re.compile(r"^\(?[\d一二三四五六七八九十]{1,6}(?:\.0)?[)、.]?$")


@dataclass(slots=True)
class Made:
    """One row as read, before its neighbours have had their say."""

    row: int
    cells: Sequence[Cell]
    record: dict[str, Value]
    problems: list[Problem]
    covered: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)
    #: the row's own columns that stood blank, and the first row of the firm it belongs to
    blank: set[str] = field(default_factory=set)
    head: Made | None = None
    section: int = 0


@dataclass(slots=True)
class Other:
    """One row that is no entry."""

    row: int
    cells: Sequence[Cell]
    kind: str
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    """What the section row above says for the rows below it."""

    values: dict[str, Value] = field(default_factory=dict)
    serial: int = 0


class Reader:
    """Reads the rows of one table, in order."""

    def __init__(self, plan: Plan, sheet: Sheet, grid: Grid) -> None:
        self._plan = plan
        self._sheet = sheet
        self._columns = plan.readers
        self._ledger = plan.vocabulary.ledger
        self._name = next(column for column in self._columns if column.field == "name")
        self._first, self._last = plan.span
        ignored = [column for column, meaning in plan.columns.meanings.items() if not meaning.column]
        self._sequence = [column - 1 for column in ignored]
        self._known = {column.index for column in self._columns}
        self._places = {column.index for column in self._columns if column.field in ("county", "township")}
        self._firm = [column for column in self._columns if column.definition.level == "enterprise"]
        self._required = self._ledger.required()
        self._given = plan.columns.filled()
        self._parts = [column for column in self._columns if column.meaning.part is not None]
        self._merged = self._merged_below(grid)
        self._section = _Section()
        self._started = False
        self.entries: list[Made] = []
        self.others: list[Other] = []
        self.breaks: list[int] = []
        self._headings = {row for block in (plan.block, *plan.repeats) for row in range(block.top, block.bottom + 1)}
        self._wide = {
            (merge[0], merge[1] - 1): merge[3] for merge in grid.merges_starting(plan.first, plan.last) if merge[3] > merge[1]
        }

    def _merged_below(self, grid: Grid) -> dict[int, list[tuple[int, int]]]:
        """Row → (column index, row the value stands in) of cells merged downwards in the table's rows."""
        made: dict[int, list[tuple[int, int]]] = {}
        for first, left, last, _ in grid.merges_starting(self._plan.first, self._plan.last):
            if last > first and self._first <= left <= self._last:
                for row in range(first + 1, min(last, self._plan.last) + 1):
                    made.setdefault(row, []).append((left - 1, first))
        return made

    def read(self, rows: Sequence[tuple[int, list[Cell]]]) -> None:
        """Takes the rows; what they made stands in ``entries`` and ``others``."""
        at = {number: cells for number, cells in rows} if self._merged else {}
        for number, cells in rows:
            if number in self._headings:
                self.others.append(Other(number, cells, "heading"))
                continue
            spread = self._merged.get(number)
            kind = self._kind(number, cells, spread)
            if kind == "entry":
                self._entry(number, cells, spread, at)
            else:
                self.others.append(Other(number, cells, kind))
                if kind in ("section", "subtotal", "total"):
                    self.breaks.append(number)
                    self._section.serial += 1

    # ── what a row is ──

    def _kind(self, number: int, cells: list[Cell], spread: list[tuple[int, int]] | None) -> str:
        name = cells[self._name.index] if self._name.index < len(cells) else None
        if self._started and type(name) is str and name and spread is None and not name.isspace():
            first = next((cells[index] for index in self._sequence if index < len(cells)), None)
            if type(first) in (int, float) and not _SUSPECT.search(name):
                return "entry"
        return self._kind_slowly(number, cells, spread)

    def _kind_slowly(self, number: int, cells: list[Cell], spread: list[tuple[int, int]] | None) -> str:
        inside = [
            (index, cell)
            for index, cell in enumerate(cells)
            if cell is not None and self._first - 1 <= index <= self._last - 1 and not (type(cell) is str and not cell.strip())
        ]
        if not inside:
            return "beside"
        texts = surroundings.folded(cell for _, cell in inside)
        if not texts:
            return "beside"
        held = {index for index, _ in inside} & self._known
        name = cells[self._name.index] if self._name.index < len(cells) else None
        named = name is not None and not (type(name) is str and not name.strip())
        is_full = named and len(held) >= 3 and surroundings.kind_of([fold(shown(name))]) is None
        kind = surroundings.kind_of(texts)
        if kind and not (is_full and kind in ("note", "signature", "meta", "annex")) and not self._is_firm(texts, kind, named, name):
            return kind
        if not self._started and (hint := self._hint(inside, texts, name)):
            return hint
        wide = self._wide.get((number, inside[0][0]), 0) - inside[0][0]
        if len(inside) == 1 or (wide >= 3 and len(held) <= 1):
            return self._lone(number, inside[0], fold(str(inside[0][1])), wide, name if named else None, held, spread)
        if not named and len(inside) == 2 and self._sequence and inside[0][0] in self._sequence and self._section_said(texts[-1]):
            return "section"
        if named:
            return "entry"
        return self._nameless(number, inside, held, spread)

    def _is_firm(self, texts: list[str], kind: str, named: bool, name: Cell) -> bool:
        """Whether a row that says total is in truth a firm with such a word in its name."""
        return kind in ("total", "subtotal") and named and isinstance(name, str) and bool(_FIRM.search(fold(name)[-4:])) and len(texts) > 3

    def _hint(self, inside: list[tuple[int, Cell]], texts: list[str], name: Cell) -> str | None:
        """Rows between headings and entries: column numbers, how to fill in, an example."""
        bare = [re.sub(r"[()\[\]列栏第]", "", text) for text in texts]
        if len(bare) >= 3 and all(re.fullmatch(r"\d{1,2}(?:\.0)?|[A-Z]{1,2}|[甲乙丙丁戊己庚辛壬癸]|\d{1,2}=.+|-|—", text) for text in bare):
            return "hint"
        said = [text for text in texts if not _SEQUENCE.match(text)]
        hinting = [text for text in said if _HINT.search(text)]
        if isinstance(name, str) and re.match("例|示例|样例|举例", texts[0]):
            return "hint"
        if isinstance(name, str) and _HINT.search(fold(name)) and not _FIRM.search(fold(name)[-2:]):
            return "hint"
        return "hint" if len(hinting) >= 2 and len(hinting) >= 0.5 * len(said) else None

    def _lone(
        self,
        number: int,
        only: tuple[int, Cell],
        text: str,
        wide: int,
        name: Cell,
        held: set[int],
        spread: list[tuple[int, int]] | None,
    ) -> str:
        """A row with one text: section, title, note, a number written in advance, a stray cell, or a firm's name."""
        index, cell = only
        if index in self._sequence and (isinstance(cell, int | float) or _SEQUENCE.match(text)):
            return "numbered" if spread is None else "entry"
        if isinstance(cell, str):
            if self._section_said(text):
                return "section"
            if _TITLE.search(text):
                return "title"
            if name is not None and index == self._name.index and wide < 3 and _FIRM.search(text):
                return "entry"
            if _NUMERAL.match(text) or _COUNTED.search(text):
                self._section.values = {}
                return "section"
            if wide >= 3 or index in self._sequence or index + 1 == self._first:
                return "note" if len(text) > 12 else "section"
            if name is not None and index == self._name.index:
                return "entry"
        if held and spread is not None:
            return "entry"
        follows = bool(self.entries) and self.entries[-1].row == number - 1
        return "entry" if follows and index in self._known - self._places else "stray"

    def _section_said(self, text: str) -> bool:
        """Whether a text is a section that carries a value; the value is then in force for the rows below."""
        bare = _COUNTED.sub("", _NUMERAL.sub("", text)).strip(":,;、.")
        found = self._plan.vocabulary.class_named(bare)
        # 二、其他企业 is no fuel: where rows say it themselves, only what makes the ledger its kind heads a section
        if found and (self._ledger.fields[found[0]].required or found[0] not in self._given):
            self._section.values = {found[0]: found[1]}
            return True
        if unit := self._plan.context.units.exactly(bare):
            self._section.values = {key: value for key, value in self._section.values.items() if key != "township"} | {"county": unit}
            return True
        if _TOWNSHIP.match(bare):
            self._section.values = self._section.values | {"township": bare}
            return True
        return False

    def _nameless(self, number: int, inside: list[tuple[int, Cell]], held: set[int], spread: list[tuple[int, int]] | None) -> str:
        """A row without the firm's name: another line of the firm above, a line whose name is missing, or leftovers."""
        if spread and any(index == self._name.index for index, _ in spread):
            return "entry"
        if not held - self._places:
            return "numbered" if held or any(index in self._sequence for index, _ in inside) else "stray"
        if self.entries and self.entries[-1].row == number - 1:
            return "entry"
        return "entry" if len(held) >= max(2, len(self._known) // 3) else "stray"

    # ── an entry ──

    def _entry(self, number: int, cells: list[Cell], spread: list[tuple[int, int]] | None, at: dict[int, list[Cell]]) -> None:
        self._started = True
        record: dict[str, Value] = {}
        problems: list[Problem] = []
        made = Made(number, cells, record, problems, section=self._section.serial)
        origin: dict[int, int] = {}
        values_: Sequence[Cell] = cells
        if spread:
            values_ = list(cells) + [None] * (self._last - len(cells))
            for index, row in spread:
                above = at.get(row)
                values_[index] = above[index] if above and index < len(above) else None
                origin[index] = row
        count = len(values_)
        percent, errors = self._sheet.percent_cells, self._sheet.error_cells
        for column in self._columns:
            index = column.index
            cell = values_[index] if index < count else None
            if cell is None:
                made.blank.add(column.field)
                continue
            row = origin.get(index, number) if origin else number
            if origin and index in origin and column.definition.additive:
                made.covered.append(column.field)
                continue
            if errors and (row, index + 1) in errors:
                problems.append(self._error(column, row, cell, errors[row, index + 1]))
                continue
            if percent and column.percent is not None and (row, index + 1) in percent:
                outcome = column.percent(cell)
            else:
                outcome = column.reader(cell)
            if outcome is SILENT:
                made.blank.add(column.field)
                continue
            self._take(record, outcome, column, row, problems)
            if outcome.doubts:
                self._doubt(problems, outcome, column, row, cell)
            if outcome.none:
                made.none.extend(outcome.none)
        if self._parts:
            self._sexagesimal(made, values_, number)
        self._exchange(made)
        self._belongs(made, spread)
        self._from_section(made)
        self.entries.append(made)

    def _sexagesimal(self, made: Made, cells: Sequence[Cell], number: int) -> None:
        """Degrees, minutes and seconds in cells of their own."""
        for name in dict.fromkeys(column.field for column in self._parts):
            mine = {column.meaning.part: column for column in self._parts if column.field == name}
            said = [cells[mine[part].index] if part in mine and mine[part].index < len(cells) else None for part in range(3)]
            taken = values.sexagesimal(said[0], said[1], said[2], "lon" if name == "longitude" else "lat")
            if taken.value is not None:
                made.record[name] = taken.value
                made.blank.discard(name)
            column = next(iter(mine.values()))
            raw = " ".join(shown(cell) for cell in said)
            for doubt in taken.doubts:
                place = f"{column.letter}{number}"
                made.problems.append(Problem(doubt.kind, doubt.severity, self._plan.sheet, place, name, raw, doubt.parameters))

    def _exchange(self, made: Made) -> None:
        """Longitude and latitude each in the other's column."""
        longitude, latitude = made.record.get("longitude"), made.record.get("latitude")
        if not isinstance(longitude, float | int) or not isinstance(latitude, float | int) or longitude > latitude:
            return
        east, north = values.located(values.Taken(float(longitude)), values.Taken(float(latitude)))
        if not east.doubts or east.value is None or north.value is None:
            return
        made.record["longitude"], made.record["latitude"] = east.value, north.value
        for name, old in (("longitude", longitude), ("latitude", latitude)):
            column = next(column for column in self._columns if name in column.fills)
            made.problems[:] = [each for each in made.problems if not (each.kind == "outside_region" and each.field == name)]
            place = f"{column.letter}{made.row}"
            made.problems.append(Problem("swapped_coordinates", Severity.WARNING, self._plan.sheet, place, name, str(old)))

    def _take(self, record: dict[str, Value], outcome: Outcome, column: Column, row: int, problems: list[Problem]) -> None:
        for name, value in outcome.values:
            if name not in record:
                record[name] = value
            elif name == "note":
                # the remark in its own column stands; a state in the name is told by a problem of its own
                if column.field == "note":
                    record[name] = value
            elif column.meaning.code and record[name] != value:
                # two classes ticked: neither is taken
                other = record.pop(name)
                problems.append(
                    Problem("two_classes", Severity.ERROR, self._plan.sheet, f"{column.letter}{row}", name, str(value), {"other": other})
                )
            elif column.definition.type != "industry" and name not in column.fills[:1]:
                continue
            else:
                record[name] = value

    def _doubt(self, problems: list[Problem], outcome: Outcome, column: Column, row: int, cell: Cell) -> None:
        for name, doubt in outcome.doubts:
            raw = doubt.raw if doubt.raw is not None else shown(cell)
            problems.append(
                Problem(doubt.kind, doubt.severity, self._plan.sheet, f"{column.letter}{row}", name, raw, doubt.parameters)
            )

    def _error(self, column: Column, row: int, cell: Cell, error: str) -> Problem:
        raw = shown(cell) if error == UNCALCULATED else error
        return Problem("error_cell", Severity.ERROR, self._plan.sheet, f"{column.letter}{row}", column.field, raw)

    def _belongs(self, made: Made, spread: list[tuple[int, int]] | None) -> None:
        """A further line of the firm above takes over what belongs to the firm."""
        previous = self.entries[-1] if self.entries else None
        merged_name = bool(spread) and any(index == self._name.index for index, _ in spread or ())
        if previous is None or ("name" in made.record and not merged_name):
            return
        if not merged_name:
            if previous.row != made.row - 1 or not self._same_sequence(made, previous):
                return
            named = {column.field for column in self._firm} - {"county", "township"}
            if (named - {"name"}) & set(made.record) & {"credit_code"} and (previous.head or previous).record.get("credit_code") != made.record.get("credit_code"):
                return
        head = previous.head or previous
        made.head = head
        for column in self._firm:
            if column.field not in made.blank:
                continue
            for name in column.fills:
                if name in head.record and name not in made.record:
                    made.record[name] = head.record[name]
            own = f"{column.letter}{made.row}"
            made.problems.extend(
                problem for problem in head.problems if problem.field in column.fills and (problem.cell or "").startswith(column.letter) and problem.cell != own
            )
        if "note" in self._state(head) and "note" not in made.record:
            made.record["note"] = self._state(head)["note"]

    def _state(self, head: Made) -> dict[str, Value]:
        """The state written into the firm's name, which holds for each of its lines."""
        cell = head.cells[self._name.index] if self._name.index < len(head.cells) else None
        return dict(value for value in self._name.reader(cell).values if value[0] == "note") if cell is not None else {}

    def _same_sequence(self, made: Made, previous: Made) -> bool:
        """Whether the sequence number is blank or the one of the line above."""
        for index in self._sequence:
            mine = made.cells[index] if index < len(made.cells) else None
            if mine is None or (type(mine) is str and not mine.strip()):
                continue
            head = previous.head or previous
            above = [each.cells[index] if index < len(each.cells) else None for each in (previous, head)]
            if mine not in above:
                return False
        return True

    def _from_section(self, made: Made) -> None:
        for name, value in self._section.values.items():
            if name in self._ledger.fields and name not in made.record and name not in {p.field for p in made.problems}:
                made.record[name] = value

    # ── once all rows are read ──

    def finish(self) -> None:
        """Fills what is written once, puts in unit and year, and asks for what is required."""
        for column in self._columns:
            if column.definition.written_once or column.field == "county":
                self._fill_down(column)
        plan = self._plan
        has_year = "coal_year" in self._ledger.fields and plan.coal_year is not None
        for made in self.entries:
            if "county" not in made.record and plan.unit is not None and not any(p.field == "county" for p in made.problems):
                made.record["county"] = plan.unit
            if has_year and "coal_year" not in made.record and plan.coal_year is not None:
                made.record["coal_year"] = plan.coal_year
            self._ask(made)

    def _fill_down(self, column: Column) -> None:
        """A township written once, in the first row of its block, holds until the next; where each row has its own, a blank stays blank."""
        index, name = column.index, column.field
        owners = [made for made in self.entries if made.head is None]
        said = [made.record.get(name) if index < len(made.cells) and made.cells[index] is not None else None for made in owners]
        known = [value for value in said if value is not None]
        blanks = sum(name in made.blank for made in owners)
        if not known or not blanks:
            return
        together = any(before == after for before, after in zip(known, known[1:], strict=False))
        if together or len(set(known)) < len(known) or blanks < 0.25 * len(owners):
            return
        last: Value | None = None
        serial = -1
        for made in self.entries:
            if made.section != serial:
                last, serial = None, made.section
            if name in made.record and name not in made.blank:
                last = made.record[name]
            elif name in made.blank and made.head is None and last is not None and not self._elsewhere(made, str(last), name):
                made.record[name] = last
            elif made.head is not None and name not in made.record and name in made.head.record:
                made.record[name] = made.head.record[name]

    def _elsewhere(self, made: Made, place: str, name: str) -> bool:
        """Whether the row's own address names another township."""
        found = _PLACE.match(str(made.record.get("address", "")))
        return name == "township" and bool(found) and found[1] not in place and place not in found[1] if found else False

    def _ask(self, made: Made) -> None:
        """Missing required fields are a problem, unless something is said of them already."""
        record = made.record
        if "name" not in record:
            self._missing(made, "name", self._name)
        for name in self._required:
            if name in record or name in made.covered or name not in self._given:
                continue
            if any(problem.field == name and problem.severity is Severity.ERROR for problem in made.problems):
                continue
            if record.get("permit_status") in ("not_issued", "rectification"):
                continue
            column = next(column for column in self._columns if name in column.fills)
            self._missing(made, name, column)

    def _missing(self, made: Made, name: str, column: Column) -> None:
        cell = made.cells[column.index] if column.index < len(made.cells) else None
        if any(problem.field == name and problem.severity is Severity.ERROR for problem in made.problems):
            return
        made.problems.append(
            Problem("missing_required", Severity.ERROR, self._plan.sheet, f"{column.letter}{made.row}", name, shown(cell))
        )


def verbatim(cells: Sequence[Cell], first: int, last: int) -> dict[str, str]:
    """Column letter → text of every non-blank cell between these columns."""
    return {
        column_letter(index + 1): text
        for index, cell in enumerate(cells[first - 1 : last], first - 1)
        if cell is not None and (text := shown(cell))
    }


def stated_numbers(other: Other, columns: Sequence[Column]) -> Iterator[tuple[Column, float]]:
    """The quantities a total row states under columns that may be summed."""
    for column in columns:
        cell = other.cells[column.index] if column.index < len(other.cells) else None
        if column.definition.additive and cell is not None:
            taken = column.reader(cell)
            for _, value in taken.values:
                if isinstance(value, int | float) and not isinstance(value, bool):
                    yield column, float(value)
