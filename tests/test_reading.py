"""Whole workbooks: unit, date, kinds, sheets, lessons; the JSON; what is read is what the records allow."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from unittest import mock

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import Row, Told, read, told, xlsx

import importers
from importers.edition import rules
from importers.ledger import ledgers
from importers.units import Units
from inventory.errors import NotUnderstood, RecognitionError, WorkbookError
from inventory.reading import Lesson, PartialDate
from inventory.reading_json import as_json
from inventory.records import RECORDS

HEAD = ["序号", "企业名称", "整治类别", "整治措施", "完成时限"]
ROW = [1, "甲砖厂", "取缔", "拆除", "6月底前"]


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        ([["枣阳市“散乱污”企业整治台账"]], "枣阳市"),
        ([["襄阳县散乱污企业台账"]], "襄州区"),
        ([["襄阳市散乱污企业台账"], ["填报单位（盖章）：高新区生态环境分局"]], "高新区"),
        ([["襄陽市棗陽市散亂污企業臺賬"]], "枣阳市"),
        ([["樊城区、襄城区散乱污企业台账"]], None),
        ([["散乱污企业台账"], ["填报单位：", "谷城县生态环境局"]], "谷城县"),
    ],
)
def test_the_unit_is_found_in_title_or_meta_row(above: list[Row], unit: str | None) -> None:
    found = told(*above, HEAD, ROW)
    assert found.reading.tables[0].unit == unit
    assert found.column("county") == [unit]


def test_the_city_above_is_left_aside_whichever_it_is() -> None:
    city = Units({"甲县": (), "乙市": (), "高新区": ()})
    assert city.exactly("丙丁市甲县") == city.exactly("某省丙丁市甲县生态环境局") == "甲县"
    assert city.exactly("乙市高新区") is None  # a district of another unit


@pytest.mark.parametrize(
    ("above", "said", "basis"),
    [
        ([["散乱污企业台账"], ["填报时间：2019年6月25日"]], "2019-06-25", "filing_date"),
        ([["散乱污企业台账"], [None, "填报日期：", date(2019, 6, 25)]], "2019-06-25", "filing_date"),
        ([["散乱污企业台账（截至2019年6月底）"]], "2019-06", "reporting_period"),
        ([["2019年第二季度散乱污企业台账"]], "2019-Q2", "reporting_period"),
        ([["2019年6月散乱污企业台账"], ["填报时间：2019.7.2"]], "2019-07-02", "filing_date"),
        ([["2019年散乱污企业台账"]], None, None),
    ],
)
def test_the_day_a_ledger_speaks_for_is_found(above: list[Row], said: str | None, basis: str | None) -> None:
    found = told(*above, HEAD, ROW).reading
    assert (found.as_of.said if found.as_of else None, found.as_of_basis) == (said, basis)


def test_a_deadline_in_a_row_is_no_filing_date() -> None:
    assert told(["散乱污企业台账"], HEAD, [1, "甲厂", "取缔", "拆除", "2019年6月"]).reading.as_of is None


def test_what_the_caller_says_fills_in_what_the_workbook_does_not() -> None:
    found = told(["散乱污企业台账"], HEAD, ROW, unit="谷城", as_of="2019-07")
    assert found.column("county") == ["谷城县"]
    assert found.reading.as_of == PartialDate("2019-07-31", date(2019, 7, 31))
    assert found.reading.as_of_basis == "said"
    assert found.column("due_on") == ["2019-06"]


def test_what_the_caller_says_must_be_understood() -> None:
    with pytest.raises(RecognitionError, match="火星区"):
        told(["散乱污企业台账"], HEAD, ROW, unit="火星区")
    with pytest.raises(NotUnderstood):
        told(["散乱污企业台账"], HEAD, ROW, as_of="改天")
    with pytest.raises(NotUnderstood):
        told(["散乱污企业台账"], HEAD, ROW, ledger="ledger")


def test_a_unit_of_quantities_named_above_the_table_holds_where_the_heading_names_none() -> None:
    found = told(
        ["谷城县用煤台账（单位：万吨）"],
        ["企业名称", "年用煤量", "用煤设备", "库存量（吨）"],
        ["甲厂", 0.5, "锅炉", 30],
    )
    assert (found.records[0]["coal_t"], found.records[0]["stock_t"]) == (5000, 30)


def test_a_county_of_its_own_a_sheet() -> None:
    rows: list[Row] = [["襄阳市散乱污企业台账"], HEAD, ROW]
    more: list[tuple[str, list[Row]]] = [
        ("襄州区", rows),
        ("填表说明", [["填表说明"], ["1.企业名称应与营业执照一致。"]]),
    ]
    found = read(xlsx(*rows, name="樊城", more=more))
    assert found.column("county") == ["樊城区", "襄州区"]
    assert [entry.origin.sheet for entry in found.entries] == ["樊城", "襄州区"]
    assert {other.origin.sheet for other in found.others} == {"樊城", "襄州区", "填表说明"}


def test_hidden_rows_and_columns_are_data_hidden_sheets_are_not_and_all_are_mentioned(tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(
        xlsx(["散乱污企业台账"], HEAD, ROW, [2, "乙厂", "取缔", "拆除", None], more=[("旧表", [HEAD, ROW])])
    )
    book = openpyxl.load_workbook(file)
    book["台账"].row_dimensions[4].hidden = True
    book["台账"].column_dimensions["D"].hidden = True
    book["旧表"].sheet_state = "hidden"
    book.save(file)
    found = read(file.read_bytes())
    assert found.column("name") == ["甲砖厂", "乙厂"]
    assert {problem.kind for problem in found.reading.problems} == {"hidden_rows", "hidden_columns", "hidden_sheet"}


def test_a_sheet_that_looks_like_a_ledger_and_is_none_is_named() -> None:
    found = read(xlsx(["散乱污企业台账"], HEAD, ROW, more=[("名录", [["企业名称", "地址"], ["甲厂", "某路"]])]))
    assert [problem.sheet for problem in found.named("sheet_not_read")] == ["名录"]


def test_lessons_are_heeded_and_change_the_digest() -> None:
    lessons = [
        Lesson("heading", "归口", field="responsible_unit"),
        Lesson("spelling", "劝退", field="disposal_class", code="close"),
        Lesson("ignore", "网格员签字"),
    ]
    rows: list[Row] = [
        ["散乱污企业台账"],
        [*HEAD, "归口", "网格员签字"],
        [1, "甲厂", "劝退", "拆除", None, "经信局", "张某"],
    ]
    plain, taught = told(*rows), told(*rows, lessons=lessons)
    assert {problem.kind for problem in plain.problems} == {"unknown_heading", "unknown_spelling"}
    assert taught.problems == []
    assert (taught.records[0]["disposal_class"], taught.records[0]["responsible_unit"]) == ("close", "经信局")
    assert (plain.reading.rules, taught.reading.rules) == (rules(), rules(lessons))


def test_a_lesson_of_one_unit_holds_for_that_unit_alone() -> None:
    lesson = Lesson("ignore", "网格员签字", unit="谷城县")
    head = [*HEAD, "网格员签字"]
    row = [*ROW, "张某"]
    assert told(["谷城县散乱污企业台账"], head, row, lessons=[lesson]).named("unknown_heading") == []
    assert told(["保康县散乱污企业台账"], head, row, lessons=[lesson]).named("unknown_heading") != []


def test_how_a_column_was_understood_is_kept() -> None:
    (table,) = told(["谷城县散乱污企业台账"], [*HEAD[:4], "整治时限（月）", "照片"], [*ROW, None]).reading.tables
    assert [(column.letter, column.field, column.how) for column in table.columns] == [
        ("A", None, "ignored"),
        ("B", "name", "exact"),
        ("C", "disposal_class", "exact"),
        ("D", "measures", "exact"),
        ("E", "due_on", "exact"),
        ("F", None, "unknown"),
    ]
    assert (table.unit_from, table.ledger_from, table.first_row, table.last_row) == ("title", "title", 2, 3)


def test_the_cells_of_a_row_are_kept_as_the_file_has_them() -> None:
    found = told(["散乱污企业台账"], HEAD, [1, " 甲砖厂\n", "取缔", None, 43646])
    assert found.entries[0].cells == {"A": "1", "B": " 甲砖厂\n", "C": "取缔", "E": "43646"}


def test_a_permit_not_issued_lacks_number_and_days_without_a_problem() -> None:
    head = ["企业名称", "许可证编号", "有效期限", "管理类别", "发证机关"]
    found = told(
        ["谷城县排污许可台账"], head, ["甲厂", "未发证", None, "简化管理", None], ["乙厂", "/", None, "限期整改", None]
    )
    assert found.column("permit_status") == ["not_issued", "rectification"]
    assert found.named("missing_required") == []


def test_the_json_is_the_one_that_was_agreed() -> None:
    made = as_json(
        told_again(["谷城县散乱污企业台账"], [*HEAD, "照片"], [1, "甲砖厂", "不明", "拆除", "2019年6月", "有"])
    )
    assert set(made) >= {"file", "sha256", "entries", "other_rows", "problems"}
    (entry,) = made["entries"]
    assert entry == {
        "sheet": "台账",
        "row": 3,
        "ledger": "scattered_polluters",
        "record": {"name": "甲砖厂", "measures": "拆除", "due_on": "2019-06", "county": "谷城县"},
        "problems": [entry["problems"][0]],
    }
    problem = entry["problems"][0]
    assert {key: problem[key] for key in ("severity", "kind", "field", "cell", "raw")} == {
        "severity": "error",
        "kind": "unknown_spelling",
        "field": "disposal_class",
        "cell": "C3",
        "raw": "不明",
    }
    assert made["other_rows"] == [
        {"sheet": "台账", "row": 1, "kind": "title"},
        {"sheet": "台账", "row": 2, "kind": "heading"},
    ]
    assert [(each["kind"], each["cell"]) for each in made["problems"]] == [("unknown_heading", "F2")]
    json.dumps(made)


def told_again(*rows: Row) -> importers.Reading:
    """A reading not yet walked."""
    with mock.patch("importers.workbook.guarded", lambda function, *args, **_: function(*args)):
        return importers.read(xlsx(*rows), name="台账.xlsx")


def test_a_file_is_read_in_a_child_process(tmp_path: Path) -> None:
    file = tmp_path / "台账.csv"
    file.write_text("散乱污企业台账\n企业名称,整治类别,整治措施\n甲厂,取缔,拆除\n", encoding="gb18030")
    found = Told(importers.read(file))
    assert found.reading.source.file == "台账.csv"
    assert found.reading.source.format == "csv"
    assert found.records == [{"name": "甲厂", "disposal_class": "close", "measures": "拆除"}]
    assert found.entries[0].origin.sheet is None


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(WorkbookError):
        read(b"")


# one cell of every sort that counties write, right or wrong
SAID = (
    st.sampled_from(
        [
            "",
            "无",
            "/",
            "待核实",
            "√",
            "×",
            "是",
            "2019年6月底前",
            "2019.13",
            "长期",
            "1,250",
            "约1200吨",
            "0.8%",
            "12万吨",
            "甲",
            "13800000001",
            "9.1420606E+17",
            "三台",
            "#N/A",
            "91420606MA488ABC1X",
            "420606190001011234",
            "112.14",
            "112°8′30″",
            "112.1,32.1",
            "C3031",
            "3031.0",
            "水泥制造",
            "取缔",
            "淘汰类",
            "焙烧炉",
            "天然气",
            "重点",
            "2018-01-01至2020-12-31",
            "自2018-01-01起至2020-12-31止",
            "张三 13800000001",
            "樊城",
            "双沟镇",
            "已完成",
            "限期整改",
            "甲厂（已停产）",
        ]
    )
    | st.integers(-5, 60000)
    | st.floats(-1, 1e18, allow_nan=False)
    | st.booleans()
    | st.dates(date(1990, 1, 1), date(2030, 1, 1))
)


@settings(max_examples=25, deadline=None)
@given(data=st.data(), kind=st.sampled_from(sorted(RECORDS)))
def test_whatever_a_county_writes_a_record_says_only_what_its_model_allows(data: st.DataObject, kind: str) -> None:
    fields = {name: field for name, field in ledgers()[kind].fields.items() if name != "name"}
    head = ["企业名称", *(field.headings[0] for field in fields.values())]
    rows = [["甲厂", *(data.draw(SAID) for _ in fields)] for _ in range(3)]
    for record in told(head, *rows, ledger=kind).records:
        RECORDS[kind].model_validate(record)
