"""Files of every kind a county's machine writes, under the names they come with; and those that hold no ledger."""

from __future__ import annotations

from samples import formats, writers
from samples.page import Page, Said
from samples.untidy import ADDRESS, CLASS, CLOSE, CODE, CODES, DUE, NAME, PHONE, TOWN, UPGRADE, Untidy, page


def plain() -> list[Page]:
    """An ordinary ledger; a comma, a semicolon and a line break stand in its texts."""
    made = page(TOWN, NAME, CODE, ADDRESS, CLASS, DUE)
    made.row(
        township="双沟镇", name="襄阳甲寅砖厂", credit_code=CODES[0], address="双沟镇甲村,东侧", disposal_class=CLOSE,
        due_on=Said("2019年6月底前", "2019-06"),
    )  # fmt: skip
    made.row(
        township="黄集镇", name="襄阳乙卯铸造有限公司", credit_code=CODES[1], address="黄集镇工业路2号;西院",
        disposal_class=UPGRADE, due_on="2019-09-30",
    )  # fmt: skip
    made.row(
        township="龙王镇", name="襄阳丙辰木器厂", address=Said("龙王镇\n新村3号", "龙王镇新村3号"),
        disposal_class=UPGRADE, due_on=Said("20191231", "2019-12-31"),
    )  # fmt: skip
    return [made]


def web_page() -> list[Page]:
    """The same in a web page, which gives its table no name."""
    (made,) = plain()
    named = Page("Sheet1", cells=made.cells, merges=made.merges, columns=made.columns, last=made.last)
    named.entries = [{**each, "sheet": named.name} for each in made.entries]
    named.other_rows = [{**each, "sheet": named.name} for each in made.other_rows]
    return [named]


def form() -> list[Page]:
    """A form about one firm: fields beside each other, not a list."""
    made = Page("登记表")
    made.line(None, (1, "企业基本情况登记表"), merge_to=4)
    made.line(None, (1, "企业名称"), (2, "襄阳甲寅砖厂"), (3, "法定代表人"), (4, "甲样本"))
    made.line(None, (1, "详细地址"), (2, "双沟镇甲村"), (3, "联系电话"), (4, "13800000001"))
    made.line(None, (1, "主要产品"), (2, "烧结砖"), (3, "年产量"), (4, "2000万块"))
    made.line(None, (1, "企业意见"), (2, "同意整改"))
    return [made]


def lookup() -> list[Page]:
    """A list of codes that other sheets look up."""
    made = Page("行业代码")
    made.line(None, (1, "行业代码"), (2, "行业名称"))
    for code, name in (("3031", "粘土砖瓦及建筑砌块制造"), ("3011", "水泥制造"), ("3391", "黑色金属铸造")):
        made.line(None, (1, code), (2, name))
    return [made]


def empty_template() -> list[Page]:
    """Headings, numbers written in advance, and nobody in it."""
    made = page(TOWN, NAME, CODE, CLASS, PHONE, filed=None)
    for number in range(1, 6):
        made.line(None, (1, number))
    return [made]


def address_book() -> list[Page]:
    """Names, addresses and telephones: which of the six ledgers would it be?"""
    made = Page("通讯录")
    made.line(None, (1, "重点企业通讯录"), merge_to=4)
    made.line(None, (1, "序号"), (2, "企业名称"), (3, "详细地址"), (4, "联系电话"))
    made.line(None, (1, 1), (2, "襄阳甲寅砖厂"), (3, "双沟镇甲村"), (4, "13800000001"))
    made.line(None, (1, 2), (2, "襄阳乙卯铸造有限公司"), (3, "黄集镇工业路2号"), (4, "13800000002"))
    return [made]


def letter(_pages: list[Page]) -> bytes:
    """A Word document that bears an Excel name."""
    return writers.package({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


def cut_off(pages: list[Page]) -> bytes:
    """The first half of a workbook, as a broken transfer leaves it."""
    whole = writers.xlsx(pages)
    return whole[: len(whole) // 2]


def nothing(_pages: list[Page]) -> bytes:
    """No byte at all."""
    return b""


WORKBOOKS: dict[str, Untidy] = {
    "01_wps_table.et": Untidy("a table of WPS: old Excel inside", plain()),
    "02_old_excel.xls": Untidy("Excel 97–2003", plain()),
    "03_binary_workbook.xlsb": Untidy("Excel's binary workbook", plain()),
    "04_opendocument.ods": Untidy("an OpenDocument spreadsheet", plain()),
    "05_csv_of_chinese_windows.csv": Untidy("comma-separated text in GB18030", plain(), write=formats.gb18030),
    "06_csv_with_byte_order_mark.csv": Untidy("UTF-8 with a mark before it", plain(), write=formats.utf8_with_mark),
    "07_unicode_text.tsv": Untidy("UTF-16 with tabs", plain(), write=formats.utf16_tabs),
    "08_csv_with_semicolons.csv": Untidy("semicolons between the cells", plain(), write=formats.semicolons),
    "09_spreadsheetml_2003.xlsx": Untidy("XML of Excel 2003 named .xlsx", plain(), write=formats.spreadsheetml),
    "10_web_page.xls": Untidy("a web page named .xls", web_page(), write=formats.html),
    "11_new_excel_named_old.xls": Untidy("an .xlsx named .xls", plain(), write=writers.xlsx),
    "12_old_excel_named_new.xlsx": Untidy("an .xls named .xlsx", plain(), write=writers.xls),
    "76_password.xls": Untidy("protected by a password", plain(), refused="protected", write=writers.locked),
    "77_cut_off.xlsx": Untidy("half of a workbook", plain(), refused="damaged", write=cut_off),
    "78_nothing.xlsx": Untidy("a file without a byte", refused="empty", write=nothing),
    "79_letter_named_workbook.xlsx": Untidy("a Word document named .xlsx", refused="no workbook", write=letter),
    "80_form.xlsx": Untidy("a form about one firm", form(), refused="no ledger"),
    "81_lookup_list.xls": Untidy("a list of codes", lookup(), refused="no ledger"),
    "82_empty_template.xlsx": Untidy("headings and nobody in it", empty_template(), refused="empty"),
    "83_address_book.xlsx": Untidy(
        "firms without anything that makes it a ledger", address_book(), refused="no ledger"
    ),
    "97_with_macros.xlsm": Untidy("a workbook that may hold macros", plain()),
}
