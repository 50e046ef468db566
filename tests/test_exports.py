"""What leaves the bureau: official layout, ready to print, nothing personal, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inventory import masking, publication
from inventory.caseload import Case, Site
from inventory.errors import NotUnderstood
from inventory.exports import files, noncompliant, plain, register, sheets, xlsx
from inventory.exports.sheets import Column, Sheet
from inventory.permits import Held
from inventory.quarters import Quarter
from inventory.remediation import Event
from inventory.vocabulary import Action

Q2 = Quarter(2019, 2)
SITE = Site(
    1,
    "420625-00001",
    "王小明石灰窑",
    "谷城县",
    2,
    is_provisional=False,
    credit_code="92420625MA4900001X",
    industry_name="石灰和石膏制造",
    legal_representative="王小明",
    note="电话13800007042",
)
OFFICIAL = [
    "序号",
    "县(市、区)",
    "企业名称",
    "统一社会信用代码",
    "行业",
    "未达标污染物/问题",
    "处理处罚情况",
    "整改措施",
    "整改时限",
    "整改进展",
    "是否挂牌督办",
    "备注",
]
PERSONAL = ("13800007042", "420625197001011234", "王小明", "李志强")


def case(ledger: str = "compliance_plans", site: Site = SITE, due: str = "2019-06-30", **facts: Any) -> Case:
    said = {"due_on": due, "due_on_last": date.fromisoformat(due)}
    return Case(1, site, ledger, 1, facts.get("disposal_class"), date(2019, 5, 25), said | facts)


PLAN = case(
    pollutants="颗粒物",
    existing_problems="超标，业主李志强（身份证420625197001011234）拒不整改，电话13800007042",
    penalty="罚款10万元",
    measures="王小明负责更换布袋",
    progress="underway",
)
CASES = [
    PLAN,
    case("kilns", kiln_type="roasting_kiln", kiln_name="1#窑"),
    replace(case("kilns", due="2019-03-31", kiln_name="2#窑"), number=2),
    case("scattered_polluters", replace(SITE, key=2, name="=鸿运砖厂", credit_code=None), disposal_class="close"),
    case("voc_sources", replace(SITE, key=3, name="示例纸业厂", is_provisional=True), material="油漆"),
]


def pages(cases: list[Case] = CASES) -> list[Sheet]:
    persons = masking.known(["王小明", "李志强"])
    return noncompliant.pages(publication.noncompliant(cases, Q2), Q2, city="襄阳市", persons=persons)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_list_has_its_official_titles_and_columns() -> None:
    book = opened(xlsx.workbook(pages()))
    assert book.sheetnames == ["未完成达标排放计划", "未按期完成整治任务", "待核实"]
    assert [sheet["A1"].value for sheet in book] == [
        "襄阳市2019年第二季度未完成达标排放计划的企业名单（核对稿）",
        "襄阳市2019年第二季度未按期完成整治任务的企业名单（核对稿）",
        "襄阳市2019年第二季度待核实企业名单（核对稿）",
    ]
    for sheet in book:
        assert [cell.value for cell in sheet[3]] == OFFICIAL


def test_the_list_is_ready_to_print() -> None:
    for sheet in opened(xlsx.workbook(pages())):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$3"
        assert "&P" in sheet.oddFooter.center.text
        assert {cell.font.name for cell in sheet[3]} == {"黑体"}
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=3, max_row=4) for cell in row)


def test_every_text_has_the_room_it_needs() -> None:
    long = replace(PLAN, facts={**PLAN.facts, "existing_problems": "无组织排放严重，" * 300})
    for sheet in opened(xlsx.workbook(pages([long, *CASES[1:]]))):
        widths = [column.width for column in noncompliant.COLUMNS]
        for row in sheet.iter_rows(min_row=3):
            height = sheet.row_dimensions[row[0].row].height
            assert height <= 409
            if row[0].coordinate in sheet.merged_cells:
                continue
            needed = max(
                len(sheets.lines(str(cell.value or ""), width)) for cell, width in zip(row, widths, strict=True)
            )
            assert height >= needed * 13
    texts = "".join(
        str(cell.value or "") for row in opened(xlsx.workbook(pages([long])))["未完成达标排放计划"] for cell in row
    )
    assert texts.replace("\n", "").count("无组织排放严重，") == 300


@pytest.mark.parametrize("form", [".xlsx", ".csv", ".json"])
def test_no_phone_id_number_or_persons_name_leaves(form: str) -> None:
    content = files.FORMATS[form](pages())
    texts = (
        "".join(str(cell.value or "") for sheet in opened(content) for row in sheet.iter_rows() for cell in row)
        if form == ".xlsx"
        else content.decode("utf-8-sig")
    )
    assert [each for each in PERSONAL if each in texts] == []
    assert not re.search(r"(?<![0-9A-Z])\d{11}(?![0-9A-Z])", texts)
    assert "王某某石灰窑" in texts


def test_what_the_register_does_not_know_stays_blank() -> None:
    (row,) = pages([case(industry_name=None)])[0].rows
    by_field = dict(zip((column.field for column in noncompliant.COLUMNS), row, strict=True))
    blank = {field for field, value in by_field.items() if value is None}
    assert {"existing_problems", "penalty", "measures", "progress", "is_supervised"} <= blank


def test_an_enterprise_has_one_line_with_its_reasons_numbered_and_the_earliest_deadline() -> None:
    (row,) = [row for row in pages()[1].rows if "王某某" in str(row[2])]
    by_field = dict(zip((column.field for column in noncompliant.COLUMNS), row, strict=True))
    assert by_field["due_on"] == "2019年3月31日"
    assert by_field["existing_problems"] == "1.2#窑\n2.焙（煅）烧炉（窑）；1#窑"
    assert str(by_field["note"]).splitlines() == [
        "1.工业炉窑：超过整改时限，未完成（时限2019年3月31日）",
        "2.工业炉窑：超过整改时限，未完成（时限2019年6月30日）",
    ]


def test_two_sites_of_one_name_are_told_apart_by_register_number() -> None:
    twin = case("kilns", replace(SITE, key=9, register_number="420625-00009"), kiln_name="1#窑")
    notes = [str(row[-1]) for row in pages([case("kilns", kiln_name="1#窑"), twin])[1].rows]
    assert sorted(note[-14:] for note in notes) == ["号420625-00001）", "号420625-00009）"]
    assert not any("登记号" in str(row[-1]) for page in pages() for row in page.rows)


def test_an_empty_list_is_still_three_sheets_with_their_titles() -> None:
    assert [sheet.max_row for sheet in opened(xlsx.workbook(pages([])))] == [4, 4, 4]


@pytest.mark.parametrize("form", list(files.FORMATS))
def test_the_same_rows_make_the_same_bytes(form: str) -> None:
    assert files.FORMATS[form](pages()) == files.FORMATS[form](pages())
    if form == ".xlsx":
        assert opened(files.FORMATS[form](pages())).properties.created == xlsx.MADE_AT


def test_csv_carries_a_bom_and_no_cell_a_spreadsheet_would_run() -> None:
    content = plain.as_csv(pages())
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["名单", "序号", "县(市、区)"]
    assert [row[3] for row in rows if "鸿运" in row[3]] == ["'=鸿运砖厂"]


def test_json_names_the_fields() -> None:
    plans, tasks, unverified = json.loads(plain.as_json(pages()))
    assert plans["rows"][0]["credit_code"] == "92420625MA4900001X"
    assert [len(part["rows"]) for part in (plans, tasks, unverified)] == [1, 2, 1]


def test_codes_and_phones_stand_as_text() -> None:
    page = Sheet(
        "表", "表", [Column("号", "n")], [["00123"], ["=1+1"], ["9.142E+17"], [12], [0.5], [date(2019, 6, 30)]]
    )
    cells = [row[0] for row in opened(xlsx.workbook([page]))["表"].iter_rows(min_row=3)]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "n", "n", "d"]


def test_every_case_considered_is_explained() -> None:
    fulfilled = replace(
        PLAN,
        events=tuple(
            Event(n, a, date(2019, 6, 1)) for n, a in enumerate((Action.BEGIN, Action.SELF_CHECK, Action.ACCEPT), 1)
        ),
    )
    page = noncompliant.explained(publication.decide(each, Q2) for each in [*CASES, fulfilled])
    assert [(row[5], row[4]) for row in page.rows] == [
        ("a", "未完成达标排放计划"),
        ("a", "未按期完成整治任务"),
        ("a", "未按期完成整治任务"),
        ("a", "未按期完成整治任务"),
        ("e", "待核实"),
        ("fulfilled", "不列入"),
    ]
    assert all(row[6] and row[7] for row in page.rows)


@pytest.mark.parametrize("name", ["list", "list.xls", "list.docx", ".xlsx"])
def test_a_name_that_says_no_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotUnderstood, match="must end in one of"):
        files.write(tmp_path / name, pages())
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_into_folders_that_did_not_exist(tmp_path: Path) -> None:
    files.write(tmp_path / "out" / "2019Q2.JSON", pages())
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["2019Q2.JSON"]


def test_the_register_is_laid_out_as_official_tables() -> None:
    on, city = date(2019, 9, 1), "襄阳市"
    permit = dict.fromkeys(
        ("category", "catalogue_edition", "valid_from", "valid_to_last", "permit_status", "authority")
    )
    held = Held(1, "420625-00001", 1, "谷城县", 2, "示例纸业厂", None, permit | {"number": None, "valid_to": None})
    person = {column.field: None for column in register.ENTERPRISES} | {"standing": "confirmed", "name": "示例纸业厂"}
    kiln = {"name": "示例纸业厂", "kiln_type": "coke_oven", "meets_standard": False, "capacity": None}
    headings = {"name": "企业名称", "kiln_type": "炉窑类型", "capacity": "规格", "meets_standard": "是否达标"}
    tables = [
        register.cases(CASES, on, city),
        register.enterprises([person], city),
        register.permits([held], on, city),
        register.ledger("kilns", [kiln], headings, city),
        register.counts([{"unit": "谷城县", "listed": 3}], ["unit", "listed"], on, city),
    ]
    book = opened(xlsx.workbook(tables))
    assert [sheet["A1"].value for sheet in book] == [
        "襄阳市污染整治任务挂账台账",
        "襄阳市污染源企业名录",
        "襄阳市固定污染源排污许可台账",
        "襄阳市工业炉窑台账",
        "襄阳市污染整治任务进展统计表",
    ]
    assert [cell.value for cell in book["工业炉窑"][3]] == [1, "示例纸业厂", "焦炉", "否"]
    assert book["排污许可"]["K4"].value == "有效期不明"
