"""One row → what it says: the record read from its cells, with its doubts and what it takes from the rows above.

Cells merged over several rows speak for each of them; an additive amount in one counts in its first row only and is
``covered`` in the others. A firm's own fields, written in its first row, hold for its further rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from importers.columns import SILENT, Column
from importers.tables import NOWHERE, Plan
from importers.workbook import UNCALCULATED, Cell, Sheet, shown
from inventory import values
from inventory.reading import Problem, Severity, Value
from inventory.values import Doubt

#: Row → (column index, the row the value stands in): cells merged downwards.
Spread = dict[int, list[tuple[int, int]]]


@dataclass(slots=True)
class Made:
    """One row as read, before its neighbours have had their say.

    ``cells`` as they stand, ``values`` with merged cells filled in, ``head`` the first row of the firm it is a further
    line of, ``section`` counts the sections and subtotals above it.
    """

    row: int
    cells: Sequence[Cell]
    values: Sequence[Cell]
    record: dict[str, Value]
    problems: list[Problem]
    section: int
    covered: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)
    head: Made | None = None

    def cell(self, index: int) -> Cell:
        """The cell's value, filled in from a merged block."""
        return self.values[index] if index < len(self.values) else None

    def own(self, index: int) -> Cell:
        """The cell as it stands."""
        return self.cells[index] if index < len(self.cells) else None

    def is_blank(self, column: Column) -> bool:
        """Whether the row says nothing at all in a column."""
        cell = self.cell(column.at)
        return cell is None or (column.meaning.part is None and column.reader(cell) is SILENT)

    def give_up(self, counted: Collection[str]) -> None:
        """Keeps nothing of the row but the fields that are counted or added up."""
        self.cells = self.values = ()
        self.record = {name: self.record[name] for name in counted if name in self.record}
        self.problems, self.covered, self.none = [], [], []

    def erred(self, name: str) -> bool:
        """Whether the field was written and could not be read."""
        return any(problem.field == name and problem.severity is Severity.ERROR for problem in self.problems)


class Maker:
    """Makes the entries of one table, in order."""

    def __init__(self, plan: Plan, sheet: Sheet, rows: dict[int, list[Cell]], spread: Spread) -> None:
        self._sheet_name = plan.sheet
        self._percent, self._errors = sheet.percent_cells, sheet.error_cells
        self._columns = plan.readers
        #: what the loop over every cell needs, and nothing else
        self._quick = [(column.at, column.seen, column) for column in plan.readers]
        self._rows = rows
        self._spread = spread
        self._width = plan.span[1]
        self._parts = [column for column in plan.readers if column.meaning.part is not None]
        self._name = plan.name
        self._name_at = plan.name.at if plan.name else NOWHERE
        self._firm = [column for column in plan.readers if column.definition.level == "enterprise"]
        self._sequence = plan.ignored
        self._fields = plan.vocabulary.ledger.fields
        self._previous: Made | None = None

    def make(self, number: int, cells: list[Cell], section: dict[str, Value], serial: int) -> Made:
        """Reads a row, the next below the one made before.

        :param section: what the section row above says; ``serial`` numbers the sections.
        """
        made = Made(number, cells, cells, {}, [], serial)
        spread = self._spread.get(number)
        origin: dict[int, int] = {}
        if spread:
            made.values = filled = [*cells, *[None] * (self._width - len(cells))]
            for index, row in spread:
                above = self._rows.get(row, [])
                filled[index] = above[index] if index < len(above) else None
                origin[index] = row
        self._read(made, origin)
        if self._parts:
            self._sexagesimal(made)
        longitude, latitude = made.record.get("longitude"), made.record.get("latitude")
        if isinstance(longitude, (float, int)) and isinstance(latitude, (float, int)) and longitude < latitude:
            self._exchange(made, longitude, latitude)
        if self._previous and (spread or "name" not in made.record):
            self._belong(made, self._previous, any(index == self._name_at for index, _ in spread or ()))
        for name, value in section.items():
            if (
                name in self._fields
                and name not in made.record
                and not any(each.field == name for each in made.problems)
            ):
                made.record[name] = value
        self._previous = made
        return made

    def _read(self, made: Made, origin: dict[int, int]) -> None:
        record, cells, number = made.record, made.values, made.row
        count = len(cells)
        is_plain = not (origin or self._percent or self._errors)
        for index, seen, column in self._quick:
            if index >= count:
                break
            cell = cells[index]
            if cell is None:
                continue
            row = number if is_plain else origin.get(index, number)
            if not is_plain and self._is_set_aside(made, column, row, cell):
                continue
            if not is_plain and column.percent and (row, index + 1) in self._percent:
                outcome = column.percent(cell)
            else:
                # True equals 1 as a key, and one says 1 where the other says 是
                known = seen.get(cell) if type(cell) is not bool else None
                outcome = known if known is not None else column.reader(cell)
            said, doubts, none = outcome
            for name, value in said:
                if name in record:
                    self._again(made, column, row, name, value)
                else:
                    record[name] = value
            if doubts:
                self._doubt(made, doubts, column, row, cell)
            if none:
                made.none.extend(none)

    def _is_set_aside(self, made: Made, column: Column, row: int, cell: Cell) -> bool:
        """Whether the cell says nothing of its own: an amount counted further up, or an error."""
        if row != made.row and column.definition.additive:
            made.covered.append(column.field)
            return True
        error = self._errors.get((row, column.at + 1))
        if error is not None:
            made.problems.append(self._error(column, row, cell, error))
        return error is not None

    def _again(self, made: Made, column: Column, row: int, name: str, value: Value) -> None:
        """A field that an earlier column gave already."""
        record = made.record
        if column.meaning.code or column.definition.type == "credit_code":
            if record[name] != value:
                # two classes ticked, two codes of one kind: neither is taken
                other = record.pop(name)
                kind = "two_classes" if column.meaning.code else "two_values"
                made.problems.append(self._problem(kind, column, row, name, str(value), {"other": other}))
        elif name == column.field:
            # the column of its own outranks what another says in passing: a remark the state in a name, a code the
            # one beside the industry's name
            record[name] = value

    def _problem(
        self, kind: str, column: Column, row: int, name: str, raw: str, parameters: dict[str, object] | None = None
    ) -> Problem:
        return Problem(kind, Severity.ERROR, self._sheet_name, f"{column.letter}{row}", name, raw, parameters or {})

    def _error(self, column: Column, row: int, cell: Cell, error: str) -> Problem:
        return self._problem("error_cell", column, row, column.field, shown(cell) if error == UNCALCULATED else error)

    def _doubt(self, made: Made, doubts: Sequence[tuple[str, Doubt]], column: Column, row: int, cell: Cell) -> None:
        place = f"{column.letter}{row}"
        for name, doubt in doubts:
            raw = doubt.raw if doubt.raw is not None else shown(cell)
            made.problems.append(
                Problem(doubt.kind, doubt.severity, self._sheet_name, place, name, raw, doubt.parameters)
            )

    def _sexagesimal(self, made: Made) -> None:
        """Degrees, minutes and seconds in cells of their own."""
        for name in dict.fromkeys(column.field for column in self._parts):
            mine = {column.meaning.part: column for column in self._parts if column.field == name}
            said = [made.cell(mine[part].at) if part in mine else None for part in range(3)]
            taken = values.sexagesimal(said[0], said[1], said[2], "lon" if name == "longitude" else "lat")
            if taken.value is not None:
                made.record[name] = taken.value
            first = next(iter(mine.values()))
            place, raw = f"{first.letter}{made.row}", " ".join(shown(cell) for cell in said)
            for doubt in taken.doubts:
                made.problems.append(
                    Problem(doubt.kind, doubt.severity, self._sheet_name, place, name, raw, doubt.parameters)
                )

    def _exchange(self, made: Made, longitude: float, latitude: float) -> None:
        """Longitude and latitude each in the other's column."""
        east, north = values.located(values.Taken(float(longitude)), values.Taken(float(latitude)))
        if not east.doubts or east.value is None or north.value is None:
            return
        made.record["longitude"], made.record["latitude"] = east.value, north.value
        made.problems[:] = [each for each in made.problems if each.kind != "outside_region"]
        for name, old in (("longitude", longitude), ("latitude", latitude)):
            column = next(column for column in self._columns if name in column.fills)
            place = f"{column.letter}{made.row}"
            made.problems.append(
                Problem("swapped_coordinates", Severity.WARNING, self._sheet_name, place, name, str(old))
            )

    # ── further lines of a firm ──

    def _belong(self, made: Made, previous: Made, merged_name: bool) -> None:
        """A further line of the firm above takes over what belongs to the firm."""
        if not merged_name and ("name" in made.record or not self._continues(made, previous)):
            return
        head = previous.head or previous
        made.head = head
        for column in self._firm:
            if not made.is_blank(column):
                continue
            for name in column.fills:
                if name in head.record and name not in made.record:
                    made.record[name] = head.record[name]
            here = f"{column.letter}{made.row}"
            made.problems.extend(
                problem
                for problem in head.problems
                if problem.field in column.fills
                and problem.cell != here
                and (problem.cell or "").startswith(column.letter)
            )
        if "note" not in made.record and (state := self._state(head)):
            made.record["note"] = state

    def _continues(self, made: Made, previous: Made) -> bool:
        """Whether a line without a name stands right below, with no sequence number or code of its own."""
        if previous.row != made.row - 1:
            return False
        head = previous.head or previous
        for index in self._sequence:
            mine = made.own(index)
            if mine is not None and str(mine).strip() and mine not in (previous.own(index), head.own(index)):
                return False
        code = made.record.get("credit_code")
        return code is None or code == head.record.get("credit_code")

    def _state(self, head: Made) -> Value | None:
        """The state written into the firm's name, which holds for each of its lines."""
        cell = head.cell(self._name_at)
        said = self._name.reader(cell).values if self._name and cell is not None else ()
        return next((value for name, value in said if name == "note"), None)
