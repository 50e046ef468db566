"""The county's own workbook handed back: doubtful cells coloured and explained, a result beside every row.

Always official Chinese. What we add is told apart when the workbook comes in again (`importers.returned`), and taken
off before a workbook that was marked once is marked anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import ceil

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from importers import ledger, remarks, reviewed
from importers.returned import REASONS, RESULT
from importers.reviewed import BETWEEN, COLOURS
from importers.workbook import carried, placing, writing
from inventory.reading import Entry, OtherRow, Problem, Reading, Record, Severity
from inventory.vocabulary import Outcome

PASSED = "通过"
HELD = "与已登记企业的对应关系待市局核实"
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_THIN = Side(style="thin", color="FF808080")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
_HEADING = PatternFill("solid", fgColor="FFD9E1F2")
_WIDTHS = 10, 56
_LINE = 14.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the register says of the submission: its number, the day it came, rows it could not match yet."""

    number: int | None
    received_on: date
    outcomes: Mapping[tuple[str | None, int, int], Outcome] = field(default_factory=dict)
    #: of the submission it corrects: the enterprise and the doubt, those resolved, those that stay, new ones
    resolved: Sequence[tuple[str | None, Problem]] = ()
    remaining: Sequence[tuple[str | None, Problem]] = ()
    arisen: Sequence[tuple[str | None, Problem]] = ()


@dataclass(slots=True)
class _Findings:
    """What is to be written on one sheet."""

    entries: dict[int, list[Problem]] = field(default_factory=dict)
    others: dict[int, list[Problem]] = field(default_factory=dict)
    headings: list[int] = field(default_factory=list)
    held: set[int] = field(default_factory=set)
    #: cell → problems, each with the record it left
    cells: dict[str, list[tuple[Problem, Record]]] = field(default_factory=dict)


def marked(content: bytes, reading: Reading, receipt: Receipt) -> bytes:
    """The workbook in these bytes as an .xlsx with what was found marked on it.

    :param reading: what was made of it; its rows are walked here, once.
    """
    source = carried.carried(content)
    reviewed.clean(source.book)
    # comments that were all ours are no loss of the county's
    has_comments = any(cell.comment for page in source.book.worksheets for cell in placing.written(page))
    lost = [each for each in source.lost if has_comments or each != carried.PLACED_COMMENTS]
    pages = {name: page for name, page in source.sheets.items() if page in source.book.worksheets}
    labels = remarks.labels([table.ledger for table in reading.tables])
    found = {name: _Findings() for name in pages}
    problems = _gathered(reading, receipt, found)
    for name, page in pages.items():
        columns = [each for table in reading.tables if table.sheet == name for each in table.columns]
        if columns:
            _beside(page, found[name], labels)
        for address, doubts in found[name].cells.items():
            _mark(page, address, doubts, labels)
    about = _about(reading, receipt)
    former = [
        (called, f"{name}：{text}" if name else text)
        for called, doubts in (("已解决", receipt.resolved), ("仍存在", receipt.remaining), ("新出现", receipt.arisen))
        for name, text in dict.fromkeys((name, remarks.wrong(problem, labels)) for name, problem in doubts)
    ]
    review = reviewed.Review(about, _results(found.values()), problems, lost, reading.source.sha256, former)
    reviewed.cover(source.book, review, labels)
    at = datetime.combine(receipt.received_on, time())
    return writing.sealed(source.book, at, source.results)


def _results(found: Iterable[_Findings]) -> Counter[str]:
    """Rows of the tables by result."""
    made: Counter[str] = Counter()
    for each in found:
        made.update(_result(problems, row in each.held) for row, problems in each.entries.items())
    return made


def _about(reading: Reading, receipt: Receipt) -> list[tuple[str, str]]:
    kinds = dict.fromkeys(table.ledger for table in reading.tables)
    units = dict.fromkeys(table.unit for table in reading.tables if table.unit)
    called = ledger.labels()
    return [
        ("文件名称", reading.source.file),
        ("报送编号", str(receipt.number) if receipt.number is not None else "未入库"),
        ("台账类型", "、".join(called[kind] for kind in kinds)),
        ("填报单位", "、".join(units) or "表中未注明"),
        ("数据时点", reading.as_of.said if reading.as_of else "表中未注明填报时间"),
        ("收到日期", receipt.received_on.isoformat()),
    ]


def _gathered(reading: Reading, receipt: Receipt, found: Mapping[str | None, _Findings]) -> list[Problem]:
    """Sort what the reading says to its sheets; gives every problem once."""
    every: dict[tuple[object, ...], Problem] = {}

    def keep(problem: Problem, record: Record) -> None:
        key = (problem.kind, problem.sheet, problem.cell, problem.field, str(problem.parameters))
        if key not in every or problem.cell is None:
            every[key] = problem
            if problem.cell and problem.sheet in found:
                found[problem.sheet].cells.setdefault(problem.cell, []).append((problem, record))

    for problem in reading.problems:
        keep(problem, {})
    for chunk in reading.chunks:
        for entry in chunk.entries:
            _entry(entry, receipt, found[entry.origin.sheet])
            for problem in entry.problems:
                keep(_placed(problem, entry.origin.sheet), entry.record or {})
        for other in chunk.other_rows:
            _other(other, found.get(other.origin.sheet))
            for problem in other.problems:
                keep(_placed(problem, other.origin.sheet), {})
    return list(every.values())


def _other(other: OtherRow, sheet: _Findings | None) -> None:
    """Rows of our own sheet, taken out before, belong nowhere."""
    if sheet is None:
        return
    if other.kind == "heading":
        sheet.headings.append(other.origin.row)
    if other.problems:
        sheet.others[other.origin.row] = list(other.problems)


def _placed(problem: Problem, sheet: str | None) -> Problem:
    if problem.sheet is not None or sheet is None:
        return problem
    return Problem(problem.kind, problem.severity, sheet, problem.cell, problem.field, problem.raw, problem.parameters)


def _entry(entry: Entry, receipt: Receipt, sheet: _Findings) -> None:
    origin = entry.origin
    sheet.entries.setdefault(origin.row, []).extend(entry.problems)
    if receipt.outcomes.get((origin.sheet, origin.row, origin.panel)) == Outcome.HELD:
        sheet.held.add(origin.row)


def _result(problems: Sequence[Problem], held: bool = False) -> str:
    worst = min((_ORDER.index(each.severity) for each in problems), default=2)
    if worst == 0:
        return remarks.CALLED[Severity.ERROR]
    return remarks.CALLED[Severity.WARNING] if worst == 1 or held else PASSED


def _beside(page: Worksheet, found: _Findings, labels: Mapping[str, str]) -> None:
    """The two columns beside the tables of a sheet."""
    left = placing.beside(page)
    placing.shifted(page, left, len(_WIDTHS))
    for place, (heading, width) in enumerate(zip((RESULT, REASONS), _WIDTHS, strict=True)):
        letter = page.cell(1, left + place).column_letter
        page.column_dimensions[letter].width = width
        page.column_dimensions[letter].hidden = False
        for row in found.headings:
            if row + 1 not in found.headings:
                cell = page.cell(row, left + place, heading)
                cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), _HEADING, _FRAME, _CENTRED
    if not page.sheet_properties.pageSetUpPr or not page.page_setup.scale:
        # printed, the reasons stand beside their rows, unless the county chose a scale of its own
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    for row, problems in sorted([*found.entries.items(), *found.others.items()]):
        worst_first = sorted(problems, key=lambda each: _ORDER.index(each.severity))
        reasons = [remarks.reason(each, labels) for each in worst_first]
        if row in found.held and not any(each.kind in remarks.OF_IDENTITY for each in problems):
            reasons.append(HELD)
        result = _result(problems, row in found.held)
        text = "；\n".join(dict.fromkeys(reasons))
        for place, value in enumerate((result, text)):
            cell = page.cell(row, left + place)
            writing.put(page, row, left + place, value or None)
            cell.border, cell.alignment = _FRAME, (_WRAPPED if place else _CENTRED)
            if result != PASSED:
                cell.fill = _fill(Severity.ERROR if result == remarks.CALLED[Severity.ERROR] else Severity.WARNING)
        _make_room(page, row, left + 1)


def _make_room(page: Worksheet, row: int, reasons: int) -> None:
    """High enough for the reasons, and for what the county wrapped: not every program fits rows as it opens them."""
    height = page.row_dimensions[row].height
    shown = [page.cell(row, reasons)] if height else [cell for cell in page[row] if cell.alignment.wrap_text]
    lines = max((_lines(page, cell) for cell in shown), default=1)
    if lines * _LINE > (height or _LINE):
        page.row_dimensions[row].height = lines * _LINE


def _lines(page: Worksheet, cell: Cell | MergedCell) -> int:
    """How many lines the text of a cell takes, as wide as its column is; Chinese characters are twice as wide."""
    width = max(page.column_dimensions[cell.column_letter].width, 2)
    parts = str("" if cell.value is None else cell.value).split("\n")
    return sum(max(1, ceil(sum(1 + (sign > "\u2000") for sign in part) / width)) for part in parts)


def _fill(severity: Severity) -> PatternFill:
    return PatternFill("solid", fgColor=COLOURS[severity])


def _mark(page: Worksheet, address: str, doubts: Sequence[tuple[Problem, Record]], labels: Mapping[str, str]) -> None:
    row, column = coordinate_to_tuple(address)
    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        area = next(each for each in page.merged_cells.ranges if address in each)
        cell = page.cell(area.min_row, area.min_col)
    ordered = sorted(doubts, key=lambda each: _ORDER.index(each[0].severity))
    worst = ordered[0][0].severity
    author = reviewed.author_of(cell)
    if worst in COLOURS:
        cell.fill = _fill(worst)
    text = "\n\n".join(dict.fromkeys(remarks.remark(problem, record, labels) for problem, record in ordered))
    if cell.comment and cell.comment.text:
        text = f"{cell.comment.text}{BETWEEN}{text}"
    comment = Comment(text, author)
    comment.width = 340
    comment.height = 24 + 18 * sum(1 + len(line) // 24 for line in text.split("\n"))
    cell.comment = comment
