"""A marked workbook handed in again, by command line: known by its mark, it replaces, and tells what it settled."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlwt
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from workbook_files import ods, xlsx

from importers.returned import REASONS, RESULT, SHEET
from importers.workbook import carried
from inventory import cli

ROWS = [
    ["谷城县工业炉窑台账"],
    ["填报时间：2019-07-01"],
    ["企业名称", "炉窑类型", "数量", "完成时限", "烟囱"],
    ["谷城县青石窑业有限公司", "干燥炉（窑）", "2台", "2019.6.31", "无烟囱"],
    ["谷城县白石窑业有限公司", "干燥炉（窑）", "1台", "2019-08", ""],
]


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "台账"
    for row in ROWS:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def as_xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("台账")
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            page.write(number, column, text)
    page.write(6, 0, xlwt.Formula("1+1"))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def as_csv() -> bytes:
    return "\r\n".join(",".join(row) for row in ROWS).encode("gb18030")


def as_ods() -> bytes:
    cells = (
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
            for text in row
        )
        for row in ROWS
    )
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return ods(f'<table:table table:name="台账">{rows}</table:table>')


ORIGINALS = {"xlsx": as_xlsx, "xls": as_xls, "csv": as_csv, "ods": as_ods}


def is_sound(content: bytes) -> bool:
    """Whether the package is what the format asks for: every part once, well-formed, typed, no link into nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        texts = [name for name in names if name.endswith((".xml", ".rels"))]
        parts = {name: ET.fromstring(package.read(name)) for name in texts}  # noqa: S314 — our own file
    space = "{http://schemas.openxmlformats.org/package/2006/"
    types = parts["[Content_Types].xml"]
    typed = {each.get("PartName") for each in types.iter(f"{space}content-types}}Override")}
    endings = {each.get("Extension") for each in types.iter(f"{space}content-types}}Default")}
    assert {name for name in names if f"/{name}" not in typed and name.rpartition(".")[2] not in endings} <= {
        "[Content_Types].xml"
    }
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        folder = PurePosixPath(name).parent.parent
        for link in root.iter(f"{space}relationships}}Relationship"):
            if link.get("TargetMode") != "External":
                target = link.get("Target", "")
                assert (target.lstrip("/") if target.startswith("/") else str(folder / target)) in names
    return True


@pytest.fixture
def run(register_url, monkeypatch):
    """Call the command line on a register of its own; the answer as documents."""
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")

    def call(*arguments):
        result = CliRunner().invoke(cli.main, [*map(str, arguments), "--json"], prog_name="inventory")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return call


def told(book: openpyxl.Workbook) -> list[tuple[object, ...]]:
    return [row for row in book[SHEET].iter_rows(values_only=True) if any(row)]


@pytest.mark.parametrize("original", list(ORIGINALS))
def test_from_any_format_it_comes_back_marked_and_corrected_takes_the_place_of_what_was_handed_in(
    run, tmp_path, original
):
    file = tmp_path / f"谷城县炉窑.{original}"
    file.write_bytes(ORIGINALS[original]())
    (first,) = run("ledger", "import", file, "--feedback", tmp_path / "out")
    assert first["problems"] == {"unknown_heading": 1, "unreadable_date": 1}
    marked = tmp_path / "out" / "谷城县炉窑_校核.xlsx"
    assert first["marked"] == str(marked)
    assert is_sound(marked.read_bytes())

    book = openpyxl.load_workbook(marked)
    page = book.worksheets[1]
    assert (book.sheetnames[0], page["F3"].value, page["G3"].value) == (SHEET, RESULT, REASONS)
    assert page["D4"].fill.fgColor.rgb == "FFFFC7CE"
    page["D4"] = "2019-09-30"
    book.save(marked)

    (second,) = run("ledger", "import", marked, "--feedback", tmp_path / "out")
    assert (second["new"], second["changed"], second["unchanged"], second["held"]) == (0, 1, 1, 0)
    assert "replaces submission 1; problems resolved: 1 (unreadable_date 1); remaining: 1" in second["note"]
    assert second["settled"]["resolved"] == [
        {
            "kind": "unreadable_date",
            "sheet": None if original == "csv" else "台账",
            "field": "due_on",
            "name": "谷城县青石窑业有限公司",
            "raw": "2019.6.31",
        }
    ]
    assert {each["id"]: each["standing"] for each in run("ledger", "list")} == {1: "replaced", 2: "in force"}
    again = openpyxl.load_workbook(second["marked"])
    assert is_sound(Path(second["marked"]).read_bytes())
    became = {(row[0], str(row[1]).split("：")[0]) for row in told(again) if row[0] in ("已解决", "仍存在", "新出现")}
    assert became == {("已解决", "谷城县青石窑业有限公司"), ("仍存在", "表头“烟囱”无法识别，该列未读取")}
    cells = [cell.value for row in again.worksheets[1].iter_rows() for cell in row]
    assert (cells.count(RESULT), again.worksheets[1]["D4"].comment, again.worksheets[1]["F4"].value) == (
        1,
        None,
        "通过",
    )

    (same,) = run("ledger", "import", marked)
    assert same["note"] == "taken before; nothing changed"


def test_corrected_twice_from_the_same_marked_workbook_the_later_takes_the_place_of_the_earlier(run, tmp_path):
    file = tmp_path / "炉窑.xlsx"
    file.write_bytes(as_xlsx())
    (first,) = run("ledger", "import", file, "--feedback", tmp_path)
    for number, due in ((2, "2019-09"), (3, "2019-10")):
        book = openpyxl.load_workbook(first["marked"])
        book.worksheets[1]["D4"] = due
        book.save(tmp_path / f"改{number}.xlsx")
        (taken,) = run("ledger", "import", tmp_path / f"改{number}.xlsx")
        assert f"replaces submission {number - 1}" in taken["note"]


def test_rows_moved_and_added_by_the_county_are_read_where_they_stand_now(run, tmp_path):
    file = tmp_path / "炉窑.xlsx"
    file.write_bytes(as_xlsx())
    (first,) = run("ledger", "import", file, "--feedback", tmp_path)
    book = openpyxl.load_workbook(first["marked"])
    page = book.worksheets[1]
    page.insert_rows(4)
    for column, text in enumerate(("谷城县红石窑业有限公司", "干燥炉（窑）", "3", "2019-12"), 1):
        page.cell(4, column, text)
    page["D5"] = "2019-09"
    book.save(first["marked"])
    (second,) = run("ledger", "import", first["marked"])
    assert (second["new"], second["changed"], second["unchanged"]) == (1, 1, 1)


# ── what is carried over, and what is said to be lost ──


def test_an_xls_says_what_of_it_does_not_come_along_and_nothing_else():
    assert carried.carried(as_xls()).lost == ("公式（保留其计算结果）",)
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "甲")
    made = io.BytesIO()
    book.save(made)
    assert carried.carried(made.getvalue()).lost == ()


def test_an_xls_is_printed_and_shown_as_before():
    book = xlwt.Workbook()
    page = book.add_sheet("台账")
    page.write(0, 0, "甲")
    page.panes_frozen, page.horz_split_pos, page.vert_split_pos = True, 3, 2
    page.paper_size_code, page.portrait, page.print_scaling = 8, False, 70
    page.header_str, page.footer_str = b"", b"&C- &P -"
    page.row(4).height_mismatch, page.row(4).height = True, 600
    made = io.BytesIO()
    book.save(made)
    shown = carried.carried(made.getvalue()).sheets["台账"]
    assert shown.freeze_panes == "C4"
    assert (shown.page_setup.paperSize, shown.page_setup.orientation, shown.page_setup.scale) == (8, "landscape", 70)
    assert shown.oddFooter.center.text == "- &P -"
    assert {row: shape.height for row, shape in shown.row_dimensions.items() if shape.height} == {5: 30}


def test_a_text_file_loses_nothing_and_its_columns_are_as_wide_as_their_texts():
    found = carried.carried(as_csv())
    assert found.lost == ()
    page = found.book.worksheets[0]
    assert page.column_dimensions["A"].width > page.column_dimensions["C"].width


def test_an_ods_says_that_its_looks_are_lost():
    assert any("颜色" in each for each in carried.carried(as_ods()).lost)


def test_an_xlsx_says_what_of_it_does_not_come_along():
    with zipfile.ZipFile(io.BytesIO(as_xlsx())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/vbaProject.bin"] = b"macro"
    parts["xl/media/image1.png"] = b"picture"
    parts["xl/sharedStrings.xml"] = b"<sst><si><r><rPr><b/></rPr><t>x</t></r></si></sst>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    found = carried.carried(made.getvalue())
    assert set(found.lost) == {"宏", "图片", "单元格内部分文字的字体和颜色"}
    assert found.book["台账"]["E3"].value == "烟囱"


def test_a_comment_of_the_county_comes_along_from_an_xlsx():
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx()))
    book["台账"]["A4"].comment = Comment("原名白云窑业", "某甲")
    book["台账"]["A4"].fill = PatternFill("solid", fgColor="FF92D050")
    made = io.BytesIO()
    book.save(made)
    cell = carried.carried(made.getvalue()).book["台账"]["A4"]
    assert (cell.comment.text, cell.fill.fgColor.rgb) == ("原名白云窑业", "FF92D050")


@pytest.mark.parametrize("change", ["our sheet renamed", "one of our columns deleted"])
def test_it_is_known_by_its_mark_whatever_became_of_what_we_added(run, tmp_path, change):
    source = tmp_path / "谷城.xlsx"
    source.write_bytes(as_xlsx())
    run("ledger", "import", source, "--feedback", tmp_path)
    marked = tmp_path / "谷城_校核.xlsx"
    book = openpyxl.load_workbook(marked)
    page = book["台账"]
    column = next(cell.column for cell in page[3] if cell.value == RESULT)
    if change == "our sheet renamed":
        book[SHEET].title = "说明"
    else:
        page.delete_cols(column)
    page["D4"] = "2019-06-30"
    book.save(marked)
    (again,) = run("ledger", "import", marked, "--feedback", tmp_path)
    assert "replaces submission 1" in again["note"]
    assert set(again["problems"]) == {"unknown_heading"}
    cells = [cell for row in openpyxl.load_workbook(again["marked"])["台账"].values for cell in row]
    assert cells.count(RESULT) == cells.count(REASONS) == 1


def test_an_xlsx_that_the_writing_library_cannot_open_is_carried_by_its_cells():
    content = xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>甲厂</t></is></c></row>')
    assert carried.carried(content).sheets["台账"]["A1"].value == "甲厂"
