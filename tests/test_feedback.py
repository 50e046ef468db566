"""The marked workbook: what is doubtful is coloured and explained; handed in again our marks are left aside."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

import importers
from importers import explanation, feedback, remarks, reviewed
from importers.returned import MARK, REASONS, RESULT, SHEET
from inventory import database, intake, problem_guide, teaching
from inventory.problems import KINDS
from inventory.queries import readings
from inventory.queries import teaching as taught
from inventory.reading import Lesson, Problem, Severity
from inventory.vocabulary import Ledger

NOW = datetime(2019, 7, 2, tzinfo=UTC)


def county_workbook(due: str = "2019.6.31", heading: str = "备注") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "台账"
    page.append(["谷城县工业炉窑台账"])
    page.merge_cells("A1:E1")
    page.append(["填报单位：谷城县", None, None, "填报时间：2019-07-01"])
    page.append(["企业名称", "炉窑类型", "数量", "完成时限", heading])
    page.append(["谷城县青石窑业有限公司", "干燥炉（窑）", "=1+1", due, None])
    page.append(["谷城县白石窑业有限公司", "干燥炉（窑）", 1, "2019-08", "无烟囱"])
    page.column_dimensions["A"].width = 33
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def marked(content: bytes) -> bytes:
    return feedback.marked(content, importers.read(content, name="台账.xlsx"), feedback.Receipt(7, date(2019, 7, 2)))


def entries(content: bytes):
    return [entry for chunk in importers.read(content, name="台账.xlsx").chunks for entry in chunk.entries]


def test_a_doubtful_cell_is_coloured_and_explained_in_chinese_by_its_official_name(monkeypatch):
    monkeypatch.setenv("INVENTORY_LANG", "en")
    page = openpyxl.load_workbook(io.BytesIO(marked(county_workbook())))["台账"]
    assert page["D4"].fill.fgColor.rgb == "FFFFC7CE"
    assert "完成时限" in page["D4"].comment.text
    assert "due_on" not in page["D4"].comment.text
    assert "处理办法" in page["D4"].comment.text
    assert page["D5"].comment is None


def test_result_and_reasons_stand_beside_the_table():
    page = openpyxl.load_workbook(io.BytesIO(marked(county_workbook(heading="烟囱"))))["台账"]
    assert [page["F3"].value, page["G3"].value] == [RESULT, REASONS]
    assert page["F4"].value == "有误"
    assert page["F5"].value == "通过"


def test_a_row_is_made_as_high_as_its_reasons_and_one_without_stays_as_it_is():
    page = openpyxl.load_workbook(io.BytesIO(marked(county_workbook(due="2019.6.31或面谈后再定"))))["台账"]
    lines = sum(1 + len(part) * 2 // 56 for part in page["G4"].value.split("\n"))
    assert lines > 1
    assert page.row_dimensions[4].height >= lines * 12
    assert page.row_dimensions[5].height is None


def test_layout_merges_widths_and_formulas_are_kept():
    page = openpyxl.load_workbook(io.BytesIO(marked(county_workbook())))["台账"]
    assert page["C4"].value == "=1+1"
    assert "A1:E1" in {str(each) for each in page.merged_cells.ranges}
    assert page.column_dimensions["A"].width == 33


def test_the_first_sheet_names_the_file_the_submission_and_the_mark():
    content = county_workbook()
    book = openpyxl.load_workbook(io.BytesIO(marked(content)))
    assert book.sheetnames[0] == SHEET
    said = {row[0]: row[1] for row in book[SHEET].iter_rows(max_col=2, values_only=True) if row[0]}
    assert said["文件名称"] == "台账.xlsx"
    assert said["报送编号"] == "7"
    assert said[MARK] == importers.read(content, name="x").source.sha256


def test_the_same_workbook_is_marked_by_the_same_bytes():
    content = county_workbook()
    assert marked(content) == marked(content)


def test_handed_in_again_it_is_known_by_its_mark_and_reads_as_before():
    content = county_workbook()
    again = marked(content)
    reading = importers.read(again, name="台账_校核.xlsx")
    assert reading.mark == importers.read(content, name="x").source.sha256
    assert [p.kind for p in reading.problems] == [p.kind for p in importers.read(content, name="x").problems]
    assert [(e.record, e.problems) for e in entries(again)] == [(e.record, e.problems) for e in entries(content)]


def test_marked_twice_it_carries_one_set_of_marks():
    page = openpyxl.load_workbook(io.BytesIO(marked(marked(county_workbook()))))
    assert page.sheetnames == [SHEET, "台账"]
    assert [cell.value for row in page["台账"].iter_rows() for cell in row].count(RESULT) == 1
    assert page["台账"]["D4"].comment.text.count("处理办法") == 1


@pytest.mark.parametrize("returned", [False, True])
def test_the_accounting_of_every_sheet_balances(returned):
    content = marked(county_workbook()) if returned else county_workbook()
    found = explanation.explained(content, importers.read(content, name="台账.xlsx"))
    assert found.is_balanced


def shaded(colour: str, comment: str | None = None) -> bytes:
    """The county's workbook with a fill, and a comment of its own, on the doubtful cell."""
    book = openpyxl.load_workbook(io.BytesIO(county_workbook()))
    cell = book["台账"]["D4"]
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.comment = Comment(comment, "谷城县某甲") if comment else None
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("comment", [None, "请县里核对"])
def test_taken_off_our_marks_leave_the_fill_and_the_comment_of_the_county(comment):
    book = openpyxl.load_workbook(io.BytesIO(marked(shaded("FF00B0F0", comment))))
    assert book["台账"]["D4"].fill.fgColor.rgb == "FFFFC7CE"
    book["台账"].insert_rows(1)
    reviewed.clean(book)
    cell = book["台账"]["D5"]
    assert (cell.fill.fill_type, cell.fill.fgColor.rgb) == ("solid", "FF00B0F0")
    assert (cell.comment.text, cell.comment.author) == (comment, "谷城县某甲") if comment else cell.comment is None


def test_comments_that_were_ours_are_not_said_to_be_lost():
    def lost(content: bytes) -> list[object]:
        said = openpyxl.load_workbook(io.BytesIO(content))[SHEET].iter_rows(max_col=2, values_only=True)
        return [text for _, text in said if text and "批注的位置" in text]

    assert lost(marked(marked(county_workbook()))) == []
    assert lost(marked(shaded("FF00B0F0", "请县里核对"))) == ["原有批注的位置和大小"]


def test_printed_the_reasons_stand_beside_their_rows_unless_the_county_chose_a_scale():
    page = openpyxl.load_workbook(io.BytesIO(marked(county_workbook())))["台账"]
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (True, 0)


def test_our_comment_is_known_by_its_words_where_a_program_changed_its_author():
    book = openpyxl.load_workbook(io.BytesIO(marked(county_workbook())))
    book["台账"]["D4"].comment = Comment(book["台账"]["D4"].comment.text, "某程序")
    reviewed.clean(book)
    assert book["台账"]["D4"].comment is None
    assert book["台账"]["D4"].fill.fill_type is None


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_of_problem_says_what_is_wrong_what_was_understood_and_what_to_write(kind):
    problem = problem_guide.examples()[kind].problem(kind)
    called = remarks.labels(list(Ledger))
    wrong, taken, to_write = remarks.remark(problem, {}, called).split("\n")
    assert wrong.startswith("【")
    assert taken.startswith(remarks.TAKEN)
    assert to_write.startswith(remarks.TO_WRITE)
    for line in (wrong, taken, to_write):
        said = line.replace(str(problem.raw or "—"), "")
        assert len(said.partition("】" if "】" in said else "：")[2]) > 1
        assert not re.search("[{}…]|--|[a-z]+_[a-z]+|\\bNone\\b", said), line
    assert re.search("[\u4e00-\u9fff]", to_write.removeprefix(remarks.TO_WRITE))
    assert remarks.OURS.search("\n".join((wrong, taken, to_write)))


def test_a_doubt_of_a_code_shows_the_official_entries_alone():
    problem = Problem("unknown_spelling", Severity.ERROR, None, "B4", "progress", "某", {"known": "在办、正在整改"})
    assert remarks.to_write(problem, {}) == "请填写下列之一：未启动、整改中、已完成"


def take(session, content: bytes):
    reading = importers.read(content, name="台账.xlsx", lessons=taught.lessons(session), units=taught.units(session))
    return intake.take(session, reading, content, received_at=NOW)


def test_a_corrected_workbook_replaces_the_one_it_was_made_of_and_settles_its_problem(engine):
    content = county_workbook()
    with database.writing(engine) as session:
        first = take(session, content)
    with database.reading(engine) as session:
        kept = readings.kept(session, first.submission_id)
        receipt = feedback.Receipt(first.submission_id, kept.received_on, kept.outcomes)
        book = openpyxl.load_workbook(io.BytesIO(feedback.marked(kept.content, kept.reading, receipt)))
    book["台账"]["D4"] = "2019-09-30"
    book["台账"]["C4"] = 2
    corrected = io.BytesIO()
    book.save(corrected)
    with database.writing(engine) as session:
        second = take(session, corrected.getvalue())
        settled = readings.settled(session, second.submission_id, first.submission_id)
    assert second.replaces_id == first.submission_id
    assert {outcome.value: number for outcome, number in second.rows.items() if number} == {
        "changed": 1,
        "unchanged": 1,
    }
    assert {(each.kind, each.field, each.name) for each in settled.resolved} == {
        ("unreadable_date", "due_on", "谷城县青石窑业有限公司"),
        ("error_cell", "kiln_count", "谷城县青石窑业有限公司"),
    }
    assert not settled.arisen


def test_what_a_unit_taught_is_heeded_in_its_own_workbooks_until_withdrawn(engine):
    content = county_workbook(due="2019-09", heading="怪列")
    lesson = Lesson("heading", "怪列", "note", unit="谷城县")

    def note() -> list[object]:
        with database.reading(engine) as session:
            lessons = taught.lessons(session)
        reading = importers.read(content, name="台账.xlsx", lessons=lessons)
        return [e.record.get("note") for chunk in reading.chunks for e in chunk.entries]

    with database.writing(engine) as session:
        number = teaching.teach(session, lesson, by="周敏", because="来电说明", at=NOW)
    assert note() == [None, "无烟囱"]
    with database.writing(engine) as session:
        teaching.withdraw(session, number, by="周敏", because="教错了", at=NOW)
    assert note() == [None, None]
