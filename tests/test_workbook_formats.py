"""The same ledger saved as another kind of file reads the same: what a number format says, formulas, struck cells."""

from __future__ import annotations

import datetime as dt
import io
import struct

import pytest
import workbook_files as files
import xlwt

from importers import workbook
from importers.workbook.sheet import Sheet
from inventory.errors import WorkbookError


def only(data: bytes) -> Sheet:
    return workbook.parse(data).sheets[0]


def values(data: bytes) -> list[workbook.Cell]:
    return next(iter(only(data).rows()))[1]


_NUMBER = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
_STYLES = f"""<number:date-style xmlns:number="{_NUMBER}" style:name="N1"><number:year/><number:text>年</number:text>
  <number:month/><number:text>月</number:text></number:date-style>
<number:number-style xmlns:number="{_NUMBER}" style:name="N2"><number:number number:display-factor="1000"/>
  <number:text>千吨</number:text></number:number-style>
<number:number-style xmlns:number="{_NUMBER}" style:name="N3P0"><number:text>约</number:text><number:number/>
  <number:text>吨</number:text></number:number-style>
<number:number-style xmlns:number="{_NUMBER}" style:name="N3"><number:text>-</number:text><number:number/>
  <style:map style:condition="value()&gt;=0" style:apply-style-name="N3P0"/></number:number-style>
<number:percentage-style xmlns:number="{_NUMBER}" style:name="N4"><number:number/><number:text>%</number:text>
  </number:percentage-style>
<number:number-style xmlns:number="{_NUMBER}" style:name="N5"><number:number/><number:text>%</number:text>
  </number:number-style>
<number:time-style xmlns:number="{_NUMBER}" style:name="N6" number:truncate-on-overflow="false"><number:hours/>
  <number:text>:</number:text><number:minutes/></number:time-style>
<number:boolean-style xmlns:number="{_NUMBER}" style:name="N7"><number:boolean/></number:boolean-style>""" + "".join(
    f'<style:style style:name="c{number}" style:family="table-cell" style:data-style-name="N{number}"/>'
    for number in range(1, 8)
)


@pytest.mark.parametrize(
    ("style", "said", "value"),
    [
        ("c1", 'office:value-type="date" office:date-value="2019-06-01"', "2019-06"),
        ("c1", 'office:value-type="date" office:date-value="2019-06-30"', dt.date(2019, 6, 30)),
        ("c0", 'office:value-type="date" office:date-value="1899-12-30"', 0),
        ("c0", 'office:value-type="date" office:date-value="1899-12-27"', -3),
        ("c0", 'office:value-type="date" office:date-value="1899-12-30T06:00:00"', dt.time(6)),
        ("c2", 'office:value-type="float" office:value="43600"', 43600),
        ("c3", 'office:value-type="float" office:value="12"', "12吨"),
        ("c4", 'office:value-type="float" office:value="0.0084"', 0.0084),
        ("c5", 'office:value-type="float" office:value="84"', 84),
        ("c6", 'office:value-type="time" office:time-value="PT06H00M00S"', dt.timedelta(hours=6)),
        ("c0", 'office:value-type="time" office:time-value="PT30H00M00S"', dt.timedelta(hours=30)),
        ("c7", 'office:value-type="float" office:value="1"', True),
        ("c0", 'office:value-type="float" office:value="NaN"', "NaN"),
    ],
)
@pytest.mark.parametrize("is_of_column", [True, False])
def test_a_number_in_an_ods_means_what_its_format_says(
    style: str, said: str, value: object, is_of_column: bool
) -> None:
    of_column, of_cell = (style, "") if is_of_column else ("", f'table:style-name="{style}"')
    sheet = only(
        files.ods(
            f'<table:table table:name="台账"><table:table-column table:default-cell-style-name="{of_column}"/>'
            f"<table:table-row><table:table-cell {of_cell} {said}><text:p>43.6千吨</text:p></table:table-cell>"
            "</table:table-row></table:table>",
            styles=_STYLES,
        )
    )
    assert list(sheet.rows()) == [(1, [value])]
    assert sheet.percent_cells == ({(1, 1)} if style == "c4" else set())


def test_a_cell_of_an_ods_is_struck_out_by_the_style_that_its_style_is_made_of() -> None:
    sheet = only(
        files.ods(
            '<table:table table:name="台账"><table:table-column table:default-cell-style-name="b"/><table:table-row>'
            '<table:table-cell office:value-type="string"><text:p>甲厂</text:p></table:table-cell>'
            '<table:table-cell office:value-type="string"><text:p>乙厂</text:p></table:table-cell>'
            "</table:table-row></table:table>",
            styles='<style:style style:name="a"><style:text-properties style:text-line-through-style="solid"/>'
            '</style:style><style:style style:name="b" style:parent-style-name="a"/>',
        )
    )
    assert list(sheet.rows()) == [(1, ["甲厂", "乙厂"])]
    assert sheet.struck_cells == {(1, 1)}


def xml_2003(rows: str, styles: str = "") -> bytes:
    return f"""<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>{styles}</Styles><Worksheet ss:Name="台账"><Table>
     {rows}</Table></Worksheet></Workbook>""".encode()


def test_a_number_in_spreadsheetml_means_what_its_format_says() -> None:
    codes = {"m": "yyyy&quot;年&quot;m&quot;月&quot;", "u": "0.0&quot;万吨&quot;", "t": "Short Time", "d": "Short Date"}
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{code}"/></Style>' for name, code in codes.items()
    )
    cells = [
        ("m", "DateTime", "2019-06-01T00:00:00.000"),
        ("u", "Number", "1.5"),
        ("t", "DateTime", "1899-12-31T12:30:00.000"),
        ("d", "DateTime", "1900-01-12T00:00:00.000"),
        ("d", "DateTime", "1899-12-31T00:00:00.000"),
    ]
    row = "".join(
        f'<Cell ss:StyleID="{style}"><Data ss:Type="{kind}">{text}</Data></Cell>' for style, kind, text in cells
    )
    uncalculated = '<Cell ss:Formula="=A1"><Data ss:Type="Number"/></Cell>'
    sheet = only(xml_2003(f"<Row>{row}{uncalculated}</Row>", styles))
    assert list(sheet.rows()) == [(1, ["2019-06", "1.5万吨", dt.time(12, 30), dt.date(1900, 1, 12), 0, "=A1"])]
    assert sheet.error_cells == {(1, 6): workbook.UNCALCULATED}


def test_spreadsheetml_whose_cells_lost_their_columns_below_a_merged_cell_is_refused() -> None:
    text = '<Cell{}><Data ss:Type="String">{}</Data></Cell>'
    above = f"<Row>{text.format(' ss:MergeDown=' + repr('1'), '双沟镇')}{text.format('', '甲厂')}</Row>"
    sound = xml_2003(above + f"<Row>{text.format(' ss:Index=' + repr('2'), '乙厂')}</Row>")
    assert list(only(sound).rows()) == [(1, ["双沟镇", "甲厂"]), (2, [None, "乙厂"])]
    with pytest.raises(WorkbookError, match="row 2 of the XML file"):
        workbook.parse(xml_2003(above + f"<Row>{text.format('', '乙厂')}</Row>"))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<td sdval="0.8425">84%</td>', 0.8425),
        ('<td x:num="1234.567">1,234.57</td>', 1234.567),
        ('<td x:num="13800007042">1.38E+10</td>', 13800007042),
        ('<td sdval="2019.1">2019.10</td>', "2019.10"),
        ('<td sdval="123">000123</td>', "000123"),
        ('<td sdval="43617">2019年6月</td>', "2019年6月"),
        ('<td sdval="5">7</td>', "7"),
        ('<td sdval="x">7</td>', "7"),
        ("<td><a class='comment-indicator'></a><comment>请核实</comment>甲厂</td>", "甲厂"),
    ],
)
def test_a_web_page_keeps_the_numbers_that_it_shows_rounded(cell: str, value: object) -> None:
    sheet = only(f"<html><body><table><tr>{cell}</tr></table></body></html>".encode())
    assert list(sheet.rows()) == [(1, [value])]
    assert sheet.percent_cells == ({(1, 1)} if value == 0.8425 else set())


def test_a_cell_of_a_web_page_is_struck_out_where_all_its_text_is() -> None:
    row = "<td><s>甲厂</s></td><td>乙<strike>厂</strike></td><td><font><del>丙厂</del></font><br></td><td>丁厂</td>"
    sheet = only(f"<table><tr>{row}</tr></table>".encode())
    assert list(sheet.rows()) == [(1, ["甲厂", "乙厂", "丙厂", "丁厂"])]
    assert sheet.struck_cells == {(1, 1), (1, 3)}


def xls(formulas: list[str]) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("台账")
    for column, formula in enumerate(formulas):
        page.write(0, column, xlwt.Formula(formula))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_formulas_of_an_xls_that_no_program_worked_out_are_named() -> None:
    sheet = only(xls(["1+1", '"a"&"b"']))
    assert list(sheet.rows()) == [(1, ["=?", "=?"])]
    assert sheet.error_cells == dict.fromkeys([(1, 1), (1, 2)], workbook.UNCALCULATED)


@pytest.mark.parametrize(
    ("formula", "excel", "libreoffice"),
    [
        ('A1&"厂"', "=?", "=?"),
        ("(LEFT(A1;2))", "=?", "=?"),
        ("A1*2", 0, 0),
        ("SUM(A1:B1)", 0, 0),
        ('IF(A1>1;"是";"否")', 0, "=?"),
        ("VLOOKUP(A1;A1:D9;2;FALSE)", 0, "=?"),
        ("A1", 0, "=?"),
    ],
)
def test_a_formula_that_gives_a_text_has_no_number_for_its_result(
    formula: str, excel: object, libreoffice: object
) -> None:
    """LibreOffice writes 0 for a text that it had not shown yet; what may be either is doubted in its files alone."""
    data = xls([formula]).replace(b"\x03\0\0\0\0\0\xff\xff", bytes(8))
    signed = {writer: data.replace(b"None    ", writer) for writer in (b"\x06\0\0Excel", b"\x04\0\0Calc ")}
    assert [values(each) for each in signed.values()] == [[excel], [libreoffice]]


def test_formulas_of_an_xlsb_that_wait_to_be_worked_out_are_named() -> None:
    def number(column: int, value: float, flags: int) -> bytes:
        return files.record(9, struct.pack("<IIdHI", column, 0, value, flags, 0))

    def text(column: int, said: str, flags: int) -> bytes:
        return files.record(8, struct.pack("<II", column, 0) + files.wide(said) + struct.pack("<HI", flags, 0))

    row = files.record(0, struct.pack("<IIHHBI", 0, 0, 300, 0, 0, 0))
    sheet = only(
        files.xlsb([row, number(0, 0, 2), number(1, 0, 0), number(2, 5, 2), text(3, "", 2), text(4, "甲厂", 2)])
    )
    assert list(sheet.rows()) == [(1, ["=?", 0, 5, "=?", "甲厂"])]
    assert sheet.error_cells == dict.fromkeys([(1, 1), (1, 4)], workbook.UNCALCULATED)


def test_an_old_xls_that_says_nothing_of_its_encoding_is_chinese() -> None:
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    texts = [["企业名称", "用煤量"], ["襄阳甲厂", "五吨"]]
    labels = b"".join(
        record(4, struct.pack("<HH3sB", row, column, bytes(3), len(text.encode("gbk"))) + text.encode("gbk"))
        for row, cells in enumerate(texts)
        for column, text in enumerate(cells)
    )
    sheet = only(record(9, struct.pack("<HH", 2, 0x10)) + labels + record(10, b""))
    assert [cells for _, cells in sheet.rows()] == texts
