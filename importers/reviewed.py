"""The first sheet of a marked workbook, 校核说明; and a workbook that was marked before, made clean again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from importers import remarks
from importers.remarks import CALLED, OURS
from importers.returned import MARK, REASONS, RESULT, SHEET
from importers.workbook import placing
from inventory.reading import Problem, Severity

AUTHOR = "市局校核"
#: stands between the parts of our author's name
_APART = "|"
#: a comment of the county's whose author its program did not keep
AUTHOR_UNKNOWN = "填报单位"
#: between a comment of the county's and ours on the same cell
BETWEEN = "\n――――市局校核――――\n"
COLOURS = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C"}
LEGEND = {
    Severity.ERROR: "有误：该值未采用，请改正",
    Severity.WARNING: "请核实：已按批注所示识别，请核实或改正",
    Severity.INFO: "提示：仅有批注，不着色，一般无需改动",
}
HOW = (
    "请直接在本文件台账中改正，改正后将本文件整份报回；报回后自动替换原报送，无需删除校核结果、批注和颜色。",
    "请勿删除本工作表，勿改动校核标识。",
)
#: how far down on our sheet the mark may stand
_TOP = 30
_WIDTHS = 24, 56, 48, 8
_SIDE = Side(style="thin", color="FFA6A6A6")
_FRAME = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WRAPPED = Alignment(wrap_text=True, vertical="center")


def clean(book: openpyxl.Workbook) -> None:
    """Take off what an earlier marking added: our sheet, the two columns, comments and colours."""
    covers = [
        page
        for page in book.worksheets
        if any(MARK in row for row in page.iter_rows(max_row=_TOP, max_col=1, values_only=True))
    ]
    for page in list(book.worksheets):
        if page in covers:
            book.remove(page)
            continue
        ours = set(_ours(page, is_marked=bool(covers)))
        for cell in placing.written(page):
            if cell.column in ours:
                cell.value = None
                cell.style = "Normal"
            elif cell.comment:
                _restore(cell)
        if ours and max(ours) == page.max_column and len(ours) == max(ours) - min(ours) + 1:
            page.delete_cols(min(ours), len(ours))
            placing.shifted(page, min(ours), -len(ours))


def _ours(page: Worksheet, *, is_marked: bool) -> Iterator[int]:
    """The columns that stand beside the tables; in a workbook that bears our mark, also one of the two alone."""
    for cell in placing.written(page):
        if cell.value == RESULT and page.cell(cell.row, cell.column + 1).value == REASONS:
            yield from (cell.column, cell.column + 1)
        elif is_marked and cell.value in (RESULT, REASONS):
            yield cell.column


def author_of(cell: Cell) -> str:
    """Who our comment on a cell says it is by: we, whose comment stood there, and the fill the cell had before.

    There, because comments stay with their cells when a county moves rows, and no county looks there.
    """
    by = cell.comment.author if cell.comment and cell.comment.author else ""
    fill = cell.fill
    kept = [fill.fill_type, *(_colour_said(each) for each in (fill.fgColor, fill.bgColor))] if fill.fill_type else []
    return _APART.join((AUTHOR, by.replace(_APART, " "), ",".join(kept))).rstrip(_APART)


def _restore(cell: Cell) -> None:
    """Take our comment and colour off a cell: the county's own comment and fill stand again."""
    text, between, ours = cell.comment.text.partition(BETWEEN)
    if not between:
        text, ours = "", text
    author = cell.comment.author or ""
    if not author.startswith(AUTHOR) and not OURS.search(ours):
        return
    _, by, kept = [*author.split(_APART), "", ""][:3] if author.startswith(AUTHOR) else ("", author, "")
    cell.comment = Comment(text, by or AUTHOR_UNKNOWN) if text else None
    if cell.fill.fill_type and cell.fill.fgColor.rgb in COLOURS.values():
        fill_type, *colours = [*kept.split(","), "", ""][:3]
        front, back = (_colour(each) for each in colours)
        cell.fill = PatternFill(fill_type or None, fgColor=front, bgColor=back)


def _colour_said(colour: Color) -> str:
    return f"{colour.type}:{colour.value}:{colour.tint or 0}"


def _colour(said: str) -> Color:
    kind, value, tint = [*said.split(":"), "", ""][:3]
    if kind == "rgb":
        return Color(rgb=value, tint=float(tint))
    return Color(**{kind: int(value)}, tint=float(tint)) if kind else Color()


@dataclass(frozen=True, slots=True)
class Review:
    """What our sheet says: of the workbook, its rows by result, doubts, losses, what became of former doubts."""

    about: Sequence[tuple[str, str]]
    rows: Counter[str]
    problems: Sequence[Problem]
    lost: Sequence[str]
    mark: str
    former: Sequence[tuple[str, str]] = ()


def cover(book: openpyxl.Workbook, review: Review, labels: Mapping[str, str]) -> None:
    """Put 校核说明 before all other sheets: what was read, what is doubtful, what could not be carried over."""
    problems = review.problems
    page = book.create_sheet(_free_title(book), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    _line(page, "台账校核说明", size=16)
    for name, value in (*review.about, (MARK, review.mark)):
        _line(page, name, value, framed=True)
    counted = "，".join(f"{result}{number}行" for result, number in sorted(review.rows.items()))
    _line(page, "读取行数", f"共{review.rows.total()}行：{counted}" if review.rows else "0行", framed=True)
    _section(page, "一、问题汇总")
    _kinds(page, problems, labels)
    _section(page, "二、未识别的列（列内数据未读取）")
    unknown = [each for each in problems if each.kind == "unknown_heading"]
    for each in unknown:
        _line(page, _place(each), remarks.wrong(each, labels), remarks.to_write(each, labels), framed=True)
    if not unknown:
        _line(page, "无", framed=True)
    _section(page, "三、未能保留的内容")
    for thing in review.lost or ("无",):
        _line(page, "", thing, framed=True)
    _section(page, "四、颜色与办理")
    for severity, text in LEGEND.items():
        name, _, meaning = text.partition("：")
        _line(page, name, meaning, framed=True, colour=COLOURS.get(severity))
    for text in HOW:
        _line(page, "", text, framed=True)
    if review.former:
        _section(page, "五、与上次报送相比")
        for result, text in review.former:
            _line(page, result, text, framed=True)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0


def _kinds(page: Worksheet, problems: Sequence[Problem], labels: Mapping[str, str]) -> None:
    """A line for every kind of doubt: how bad, an example, what to do, how many."""
    kinds = Counter((problem.severity, problem.kind) for problem in problems)
    first = {(problem.severity, problem.kind): problem for problem in reversed(problems)}
    order = list(LEGEND)
    if not kinds:
        _line(page, "无", "未发现问题。", framed=True)
    for key in sorted(kinds, key=lambda key: (order.index(key[0]), -kinds[key], key[1])):
        example = first[key]
        text = remarks.wrong(example, labels) + (f"（例：{_place(example)}）" if example.cell else "")
        remedy = remarks.to_write(example, labels)
        _line(page, CALLED[key[0]], text, remedy, f"{kinds[key]}处", framed=True, colour=COLOURS.get(key[0]))


def _place(problem: Problem) -> str:
    return "！".join(part for part in (problem.sheet, problem.cell) if part)


def _free_title(book: openpyxl.Workbook) -> str:
    """校核说明, unless the county has a sheet of that name."""
    return SHEET if SHEET not in book.sheetnames else f"{SHEET}（市局）"


def _section(page: Worksheet, text: str) -> None:
    _line(page, text, size=12, row=page.max_row + 2)


def _line(
    page: Worksheet,
    *texts: str,
    size: int = 11,
    framed: bool = False,
    colour: str | None = None,
    row: int | None = None,
) -> None:
    number = row or (page.max_row + 1 if page.max_row > 1 or page.cell(1, 1).value else 1)
    for column, text in enumerate(texts, start=1):
        cell = page.cell(number, column, text or None)
        cell.data_type = "s" if text else cell.data_type
        cell.alignment = _WRAPPED
        cell.font = Font(bold=size > 11 or column == 1, size=size)
        if framed:
            cell.border = _FRAME
        if colour and column == 1:
            cell.fill = PatternFill("solid", fgColor=colour)
    widest = max((len(text) * 2 / room for text, room in zip(texts, _WIDTHS, strict=False)), default=1.0)
    page.row_dimensions[number].height = (1 + int(widest)) * size * 1.5
    if size > 11:
        page.cell(number, 1).alignment = Alignment(vertical="center")
