from __future__ import annotations

import datetime as dt
import io
import os
import struct
from pathlib import Path

import openpyxl
import pytest
import workbook_files as files
import xlsxwriter
import xlwt
from openpyxl.styles import Font

from importers import workbook
from importers.workbook import Sheet, formats
from inventory import language
from inventory.errors import WorkbookError


def only(data: bytes) -> Sheet:
    """The one sheet of a workbook."""
    sheets = workbook.parse(data).sheets
    assert len(sheets) == 1
    return sheets[0]


def cells(data: bytes) -> dict[str, object]:
    """The cells of the only sheet by address."""
    return {
        workbook.address(number, column): cell
        for number, row in only(data).rows()
        for column, cell in enumerate(row, 1)
        if cell is not None
    }


def written_by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["B2"] = "襄阳宏达砖厂"
    sheet["C2"] = 13800007042
    sheet["D2"] = 0.0084
    sheet["D2"].number_format = "0.00%"
    sheet["E2"] = dt.date(2019, 6, 30)
    sheet["F2"] = dt.datetime(2019, 6, 30, 8, 30)  # noqa: DTZ001 - cells know no time zone
    sheet["G2"] = True
    sheet["H2"] = "#N/A"
    sheet["I2"] = "=SUM(C2:C3)"
    sheet["J2"] = 914206000000000000.0
    sheet["K2"] = "91420600000000000X"
    sheet["B3"] = "已停产"
    sheet["B3"].font = Font(strike=True)
    sheet["L3"] = dt.timedelta(hours=30)
    sheet.merge_cells("B5:B7")
    sheet["B5"] = "双沟镇"
    sheet["C6"] = "隐藏的行"
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("旧表").sheet_state = "hidden"
    book.create_sheet("更旧").sheet_state = "veryHidden"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_an_xlsx_gives_values_and_what_the_file_says_about_them() -> None:
    book = workbook.parse(written_by_openpyxl())
    sheet = book.sheets[0]
    rows = dict(sheet.rows())
    assert book.format == "xlsx"
    assert [(one.name, one.is_hidden) for one in book.sheets] == [("台账", False), ("旧表", True), ("更旧", True)]
    assert rows[2] == [
        None,
        "襄阳宏达砖厂",
        13800007042,
        0.0084,
        dt.date(2019, 6, 30),
        dt.datetime(2019, 6, 30, 8, 30),  # noqa: DTZ001 - cells know no time zone
        True,
        "#N/A",
        "=SUM(C2:C3)",
        914206000000000000.0,
        "91420600000000000X",
    ]
    assert rows[3][11] == dt.timedelta(hours=30)
    assert sorted(rows) == [2, 3, 5, 6]
    assert sheet.percent_cells == {(2, 4)}
    assert sheet.error_cells == {(2, 8): "#N/A", (2, 9): workbook.UNCALCULATED}
    assert sheet.struck_cells == {(3, 2)}
    assert sheet.merged == [(5, 2, 7, 2)]
    assert sheet.hidden_rows == {6}
    assert sheet.hidden_columns == {4}


def test_an_xls_gives_values_and_what_the_file_says_about_them() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    sheet.write(1, 1, "襄阳宏达砖厂", xlwt.easyxf("font: struck_out on"))
    sheet.write(1, 2, 13800007042)
    sheet.write(1, 3, 0.0084, xlwt.easyxf(num_format_str="0.00%"))
    sheet.write(1, 4, dt.date(2019, 6, 30), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(1, 5, True)
    sheet.row(1).set_cell_error(6, 42)
    sheet.write_merge(3, 4, 1, 2, "双沟镇")
    sheet.write(4, 4, "隐藏的行")
    sheet.row(4).hidden = True
    sheet.col(3).hidden = True
    book.add_sheet("旧表").visibility = 1
    made = io.BytesIO()
    book.save(made)
    read = workbook.parse(made.getvalue())
    first = read.sheets[0]
    rows = dict(first.rows())
    assert read.format == "xls"
    assert [(one.name, one.is_hidden) for one in read.sheets] == [("台账", False), ("旧表", True)]
    assert rows[2] == [None, "襄阳宏达砖厂", 13800007042, 0.0084, dt.date(2019, 6, 30), True, "#N/A"]
    assert first.percent_cells == {(2, 4)}
    assert first.error_cells == {(2, 7): "#N/A"}
    assert first.struck_cells == {(2, 2)}
    assert first.merged == [(4, 2, 5, 3)]
    assert first.hidden_rows == {5}
    assert first.hidden_columns == {4}


def test_an_xlsb_gives_values_and_what_the_file_says_about_them() -> None:
    def cell(kind: int, column: int, style: int, value: bytes) -> bytes:
        return files.record(kind, column.to_bytes(4, "little") + style.to_bytes(4, "little") + value)

    def row(number: int, flags: int = 0) -> bytes:
        return files.record(0, struct.pack("<IIHBBB", number - 1, 0, 300, 0, flags, 0))

    data = files.xlsb(
        before=[files.record(60, struct.pack("<4IH", 3, 4, 2000, 0, 1))],
        rows=[
            row(2),
            cell(7, 0, 0, struct.pack("<I", 0)),
            cell(2, 1, 0, struct.pack("<I", 1200 << 2 | 2)),
            cell(2, 2, 0, struct.pack("<I", 1250 << 2 | 3)),
            cell(5, 3, 1, struct.pack("<d", 0.0084)),
            cell(9, 4, 2, struct.pack("<d", 43646.0) + b"\0\0"),
            cell(3, 5, 0, b"\x2a"),
            cell(4, 6, 0, b"\x01"),
            row(3, flags=0x10),
            cell(6, 1, 0, files.wide("樊城区")),
        ],
        after=[files.record(176, struct.pack("<4I", 1, 2, 0, 0))],
    )
    sheet = only(data)
    assert workbook.parse(data).format == "xlsb"
    assert list(sheet.rows()) == [
        (2, ["甲厂", 1200, 12.5, 0.0084, dt.date(2019, 6, 30), "#N/A", True]),
        (3, [None, "樊城区"]),
    ]
    assert sheet.percent_cells == {(2, 4)}
    assert sheet.error_cells == {(2, 6): "#N/A"}
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {4, 5}
    assert sheet.merged == [(2, 1, 3, 1)]


def test_an_ods_gives_values_and_what_the_file_says_about_them() -> None:
    data = files.ods(
        styles='<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="gone"><style:text-properties style:text-line-through-style="solid"/></style:style>',
        tables="""<table:table table:name="台账"><table:table-column table:number-columns-repeated="2"/>
        <table:table-column table:visibility="collapse"/>
        <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/>
        </table:table-row>
        <table:table-row table:visibility="filter">
          <table:table-cell/>
          <table:table-cell table:number-rows-spanned="2" office:value-type="string" table:style-name="gone"
            ><text:p>甲<text:s text:c="2"/>厂</text:p><text:p>二行</text:p></table:table-cell>
          <table:table-cell table:number-columns-repeated="2" office:value-type="percentage" office:value="0.0084"
            ><text:p>0.84%</text:p></table:table-cell>
          <table:table-cell office:value-type="date" office:date-value="2019-06-30"
            ><text:p>6月</text:p></table:table-cell>
          <table:table-cell office:value-type="string" calcext:value-type="error" table:formula="of:=NA()"><text:p
            >#N/A</text:p></table:table-cell>
          <table:table-cell table:formula="of:=SUM([.A1])"/>
          <table:table-cell office:value-type="time" office:time-value="PT12H30M00S"/>
        </table:table-row>
        <table:table-row><table:covered-table-cell/><table:table-cell/><table:table-cell office:value-type="float"
          office:value="12"/></table:table-row>
        </table:table><table:table table:name="旧表" table:style-name="off"/>""",
    )
    book = workbook.parse(data)
    sheet = book.sheets[0]
    assert [(one.name, one.is_hidden) for one in book.sheets] == [("台账", False), ("旧表", True)]
    assert list(sheet.rows()) == [
        (
            4,
            [
                None,
                "甲  厂\n二行",
                0.0084,
                0.0084,
                dt.date(2019, 6, 30),
                "#N/A",
                "=SUM([.A1])",
                dt.time(12, 30),
            ],
        ),
        (5, [None, None, 12]),
    ]
    assert sheet.percent_cells == {(4, 3), (4, 4)}
    assert sheet.error_cells == {(4, 6): "#N/A", (4, 7): workbook.UNCALCULATED}
    assert sheet.struck_cells == {(4, 2)}
    assert sheet.merged == [(4, 2, 5, 2)]
    assert sheet.hidden_rows == {4}
    assert sheet.hidden_columns == {3}


def test_spreadsheetml_gives_values_and_what_the_file_says_about_them() -> None:
    text = """<?xml version="1.0" encoding="GB2312"?><ss:Workbook
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
     xmlns:x="urn:schemas-microsoft-com:office:excel">
    <ss:Styles><ss:Style ss:ID="p"><ss:NumberFormat ss:Format="Percent"/></ss:Style></ss:Styles>
    <ss:Worksheet ss:Name="台账"><ss:Table><ss:Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>
    <ss:Row ss:Index="3" ss:Hidden="1"><ss:Cell ss:MergeAcross="1" ss:MergeDown="1"
    ><ss:Data ss:Type="String">甲<b>厂</b></ss:Data></ss:Cell>
    <ss:Cell ss:StyleID="p"><ss:Data ss:Type="Number">0.0084</ss:Data></ss:Cell>
    <ss:Cell><ss:Data ss:Type="DateTime">2019-06-30T00:00:00.000</ss:Data></ss:Cell>
    <ss:Cell ss:Index="7"><ss:Data ss:Type="Error">#REF!</ss:Data></ss:Cell><ss:Cell ss:Formula="=R[-1]C"/></ss:Row>
    </ss:Table></ss:Worksheet>
    <ss:Worksheet ss:Name="旧表"><ss:Table/>
    <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></ss:Worksheet></ss:Workbook>"""
    book = workbook.parse(text.encode("gbk"))
    sheet = book.sheets[0]
    assert book.format == "spreadsheetml"
    assert [(one.name, one.is_hidden) for one in book.sheets] == [("台账", False), ("旧表", True)]
    when = dt.date(2019, 6, 30)
    assert list(sheet.rows()) == [(3, ["甲厂", None, 0.0084, when, None, None, "#REF!", "=R[-1]C"])]
    assert sheet.percent_cells == {(3, 3)}
    assert sheet.error_cells == {(3, 7): "#REF!", (3, 8): workbook.UNCALCULATED}
    assert sheet.merged == [(3, 1, 4, 2)]
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {2, 3}


def test_html_tables_give_a_grid_with_their_spans_as_merges() -> None:
    page = """<html><head><meta charset="gb2312"><title>导出</title></head>
    <body><h1>用煤台账</h1>
    <table><tr><th rowspan=2>企业</th><th colspan=2>用煤量&nbsp;</th></tr>
    <tr><td>2018年<td>2019年</tr>
    <tr style="display: none"><td>甲厂<br>（停产）</td><td>1,200</td>
    <td>007</td></tr></table>注：单位吨</body></html>"""
    sheet = only(page.encode("gb18030"))
    assert list(sheet.rows()) == [
        (1, ["用煤台账"]),
        (2, ["企业", "用煤量\xa0"]),
        (3, [None, "2018年", "2019年"]),
        (4, ["甲厂\n（停产）", "1,200", "007"]),
        (5, ["注：单位吨"]),
    ]
    assert sheet.merged == [(2, 1, 3, 1), (2, 2, 2, 3)]
    assert sheet.hidden_rows == {4}


def test_a_web_archive_gives_its_tables() -> None:
    page = "<html><body><table><tr><td>甲厂</td></tr></table></body></html>"
    data = f"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Location: file:///C:/sheet001.htm
Content-Type: text/html; charset="utf-8"

{page}
--b--
"""
    assert [(sheet.name, list(sheet.rows())) for sheet in workbook.parse(data.encode()).sheets] == [
        ("sheet001", [(1, ["甲厂"])])
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_reads_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str) -> None:
    lines = [
        ["填报单位：襄州区", "", ""],
        ["序号", "企业名称", "用煤量（吨）"],
        ["1", '"宏达\n砖厂"', "1200.50"],
        ["", "", ""],
        ["2", "a,b;c\td".replace(delimiter, ""), ""],
    ]
    text = "".join(delimiter.join(line) + "\r\n" for line in lines)
    sheet = only(text.encode(encoding))
    assert sheet.name is None
    assert list(sheet.rows()) == [
        (1, ["填报单位：襄州区"]),
        (2, ["序号", "企业名称", "用煤量（吨）"]),
        (3, ["1", "宏达\n砖厂", "1200.50"]),
        (5, ["2", "a,b;c\td".replace(delimiter, "")]),
    ]


@pytest.mark.parametrize(
    ("other", "value"),
    [("2019.11", 2019.1), ("2019.12", 2019.1), ("2019.10", "2019.1"), ("2019.6.10", 2019.1), ("12019.10", 2019.1)],
)
def test_a_csv_month_that_may_have_lost_its_zero_is_the_number_it_was(other: str, value: object) -> None:
    data = f"企业名称,完成时限\n甲厂,2019.1\n乙厂,{other}\n".encode()
    assert dict(only(data).rows())[2] == ["甲厂", value]


@pytest.mark.parametrize(
    ("number", "code", "day", "cell"),
    [
        (0, 'yyyy"年"', 43466, "2019"),
        (0, "[$-804]yyyy", 43466, "2019"),
        (0, "yyyy", 43600, dt.date(2019, 5, 15)),
        (0, 'yyyy"年"m"月"', 43617, "2019-06"),
        (0, "[DBNum1][$-804]yyyy年m月", 43617, "2019-06"),
        (0, "mmm-yy", 43617, "2019-06"),
        (17, None, 43617, "2019-06"),
        (0, "mmm-yy", 43618, dt.date(2019, 6, 2)),
        (14, None, 43617, dt.date(2019, 6, 1)),
        (0, "yyyy/m/d", 43617, dt.date(2019, 6, 1)),
    ],
)
def test_a_date_says_no_more_than_its_number_format_shows(
    number: int, code: str | None, day: int, cell: object
) -> None:
    means = formats.meaning(number, code)
    assert means is not None
    assert formats.moment(float(day), means, is_1904=False) == cell


def test_zero_bytes_in_a_csv_mean_nothing() -> None:
    assert list(only("企业\0名称,用煤量\n甲厂,1\n".encode()).rows()) == [
        (1, ["企业名称", "用煤量"]),
        (2, ["甲厂", "1"]),
    ]


@pytest.mark.parametrize("name", ["台账.csv", "台账.xls", "台账.docx", "台账"])
def test_the_name_of_a_file_decides_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(written_by_openpyxl())
    assert workbook.open(tmp_path / name).format == "xlsx"


def test_a_workbook_opened_in_a_child_process_is_the_same_as_one_read_here() -> None:
    data = written_by_openpyxl()
    here, there = workbook.parse(data), workbook.open(data)
    assert (here.format, here.sha256, here.size) == (there.format, there.sha256, there.size)
    for mine, theirs in zip(here.sheets, there.sheets, strict=True):
        assert list(mine.rows()) == list(theirs.rows())
        for what in ("name", "is_hidden", "merged", "hidden_columns", "hidden_rows", "percent_cells", "struck_cells"):
            assert getattr(mine, what) == getattr(theirs, what)
        assert mine.error_cells == theirs.error_cells


def test_sheets_opened_in_a_child_process_may_be_walked_in_any_order() -> None:
    book = openpyxl.Workbook()
    for name in ("甲", "乙", "丙"):
        sheet = book.create_sheet(name)
        for number in range(3):
            sheet.append([f"{name}{number}"])
    made = io.BytesIO()
    book.save(made)
    sheets = workbook.open(made.getvalue()).sheets
    for index in (2, 0, 3, 1):
        assert len(list(sheets[index].rows())) == (3 if index else 0)


def test_formulas_of_a_library_that_never_calculated_are_named() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [1, 2])
    sheet.write_formula(0, 2, "=A1+B1")
    sheet.write_formula(0, 3, "=A1*B1", None, 2)
    book.close()
    read = only(made.getvalue())
    assert list(read.rows()) == [(1, [1, 2, "=A1+B1", 2])]
    assert read.error_cells == {(1, 3): workbook.UNCALCULATED}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("007", "007"),
        (13800007042, "13800007042"),
        (0.84, "0.84"),
        (9.1420606e17, "9.1420606e+17"),
        (True, "TRUE"),
        (dt.date(2019, 6, 30), "2019-06-30"),
        (dt.datetime(2019, 6, 30, 8, 30), "2019-06-30 08:30:00"),  # noqa: DTZ001 - cells know no time zone
        (dt.time(8, 30), "08:30:00"),
    ],
)
def test_a_cell_shows_its_text(cell: workbook.Cell, text: str) -> None:
    assert workbook.shown(cell) == text


@pytest.mark.parametrize(
    ("said", "shown", "value", "is_percent"),
    [("0.0084", "0.84%", 0.0084, True), ("0.12", "0.12万吨", "0.12万吨", False), ("1200", "1,200", 1200, False)],
)
def test_an_ods_says_percent_and_unit_in_what_it_shows(said: str, shown: str, value: object, is_percent: bool) -> None:
    cell = (
        f'<table:table-cell office:value-type="float" office:value="{said}"><text:p>{shown}</text:p></table:table-cell>'
    )
    data = files.ods(f'<table:table table:name="台账"><table:table-row>{cell}</table:table-row></table:table>')
    sheet = workbook.parse(data).sheets[0]
    assert list(sheet.rows()) == [(1, [value])]
    assert sheet.percent_cells == ({(1, 1)} if is_percent else set())


def test_what_a_file_is_instead_of_a_workbook_is_said_in_the_language_of_the_reader(monkeypatch) -> None:
    monkeypatch.setenv("INVENTORY_LANG", "zh_CN")
    flat = b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
    with pytest.raises(WorkbookError) as refused:
        workbook.parse(flat)
    assert language.said(refused.value).startswith("该文件不是工作簿，而是单文件 OpenDocument")


def test_a_missing_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="there is no such file"):
        workbook.open(tmp_path / "nowhere.xlsx")


def test_what_is_no_regular_file_is_refused_before_it_is_read(tmp_path):
    with pytest.raises(WorkbookError, match="is a folder"):
        workbook.content(tmp_path)
    with pytest.raises(WorkbookError, match="no file but a pipe or a device"):
        workbook.content(Path(os.devnull))


def test_a_file_larger_than_any_workbook_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "台账.xlsx"
    with file.open("wb") as sparse:
        sparse.truncate(2_000_000_000)
    with pytest.raises(WorkbookError, match="2000 MB"):
        workbook.content(file)
