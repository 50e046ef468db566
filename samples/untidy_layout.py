"""Tables as people lay them out: away from the corner, side by side, on many sheets, hidden."""

from __future__ import annotations

from samples.page import Page, Said
from samples.untidy import (
    ADDRESS,
    BOILER,
    CLASS,
    CLOSE,
    COAL,
    CODE,
    CODES,
    DUE,
    KILN,
    MEASURES,
    NAME,
    NOT_STARTED,
    NOTE,
    PROGRESS,
    SERIAL,
    TOWN,
    UNDERWAY,
    UPGRADE,
    Untidy,
    page,
)


def away_from_the_corner() -> list[Page]:
    made = Page("台账")
    made.skip()
    made.skip()
    made.line("title", (3, "襄州区“散乱污”企业整治台账"), merge_to=7)
    made.line("meta", (3, "填报单位（盖章）：襄州区"), (6, "填报时间：2019年6月25日"))
    made.skip()
    made.heading(("", []), ("", []), SERIAL, TOWN, NAME, CLASS, DUE)
    for name, town in (("襄阳甲寅砖厂", "双沟镇"), ("襄阳乙卯铸造厂", "黄集镇")):
        made.row(township=town, name=name, disposal_class=CLOSE, due_on="2019-09-30")
        # the numbers stand in the third column here
        made.cells[made.last, 3] = made.cells.pop((made.last, 1))
    return [made]


def three_heading_rows() -> list[Page]:
    cut = "“两断三清”\n完成情况"
    made = page(
        ("township", ["乡 镇"]),
        ("name", ["企 业 名 称"]),
        ("disposal_class", ["整治\n类别"]),
        ("water_cut", [cut, "两断", "断水"]),
        ("power_cut", [cut, "两断", "断电"]),
        ("raw_materials_cleared", [cut, "三清", "清原料"]),
        ("products_cleared", [cut, "三清", "清产品"]),
        ("equipment_cleared", [cut, "三清", "清设备"]),
    )
    yes, no = Said("√", True), Said("×", False)
    made.row(
        township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE, water_cut=yes, power_cut=yes,
        raw_materials_cleared=yes, products_cleared=no, equipment_cleared=no,
    )  # fmt: skip
    made.row(
        township="黄集镇", name="襄阳乙卯铸造厂", disposal_class=CLOSE, water_cut=yes, power_cut=no,
        raw_materials_cleared=no, products_cleared=no, equipment_cleared=no,
    )  # fmt: skip
    return [made]


def numbers_and_hints() -> list[Page]:
    made = page(TOWN, NAME, CODE, CLASS, DUE)
    made.line("hint", *((column, column) for column in range(1, 7)))
    made.line("hint", (2, "填写到乡镇"), (3, "与营业执照一致"), (4, "18位代码"), (5, "下拉选择"), (6, "填写到月"))
    made.row(township="双沟镇", name="襄阳甲寅砖厂", credit_code=CODES[0], disposal_class=CLOSE, due_on="2019-09")
    made.row(township="黄集镇", name="襄阳乙卯铸造厂", credit_code=CODES[1], disposal_class=UPGRADE, due_on="2019-12")
    return [made]


def headings_again() -> list[Page]:
    made = page(TOWN, NAME, CLASS, MEASURES)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE, measures="拆除窑体")
    made.row(township="双沟镇", name="襄阳乙卯铸造厂", disposal_class=UPGRADE, measures="安装除尘器")
    made.heading(SERIAL, TOWN, NAME, CLASS, MEASURES)
    made.row(township="黄集镇", name="襄阳丙辰木器厂", disposal_class=UPGRADE, measures="安装除尘器")
    return [made]


def side_by_side() -> list[Page]:
    made = Page("台账")
    made.line("title", (1, "襄州区“散乱污”企业整治台账"), merge_to=9)
    made.line("meta", (1, "填报时间：2019年6月25日"))
    headings = ("序号", "乡镇（街道）", "企业名称", "整治类别")
    made.line("heading", *((at, text) for start in (1, 6) for at, text in enumerate(headings, start)))
    firms = (
        (("双沟镇", "襄阳甲寅砖厂", "关停取缔", "close"), ("黄集镇", "襄阳丙辰木器厂", "升级改造", "upgrade")),
        (("双沟镇", "襄阳乙卯石灰厂", "关停取缔", "close"), ("黄集镇", "襄阳丁巳家具厂", "整合搬迁", "relocate")),
    )
    for number, pair in enumerate(firms, 1):
        made.last += 1
        for panel, (town, name, shown, means) in enumerate(pair):
            start = 1 + 5 * panel
            made.cells |= {
                (made.last, start + at): text for at, text in enumerate((number + 2 * panel, town, name, shown))
            }
            record = {"township": town, "name": name, "disposal_class": means}
            place = {"sheet": made.name, "row": made.last, "panel": panel}
            made.entries.append({**place, "record": record, "problems": []})
    return [made]


def two_tables_on_a_sheet() -> list[Page]:
    made = page(TOWN, NAME, CLASS, MEASURES, title="襄州区“散乱污”企业整治台账")
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE, measures="拆除窑体")
    made.row(township="黄集镇", name="襄阳乙卯石灰厂", disposal_class=CLOSE, measures="拆除窑体")
    made.skip()
    made.line("title", (1, "襄州区工业炉窑整治台账"), merge_to=5)
    made.heading(SERIAL, NAME, KILN, DUE, PROGRESS)
    made.row(name="襄阳丙辰铸造厂", kiln_type=Said("熔化炉", "melting_furnace"), due_on="2019-09-30", progress=UNDERWAY)
    made.entries[-1]["ledger"] = "kilns"
    return [made]


def one_sheet_a_county() -> list[Page]:
    made = []
    for unit, firm in (("襄州区", "襄阳甲寅砖厂"), ("谷城县", "谷城庚申石灰厂"), ("老河口市", "老河口癸亥橡胶厂")):
        sheet = page(NAME, CLASS, ADDRESS, name=unit, title="“散乱污”企业整治台账")
        sheet.row({"county": unit}, name=firm, disposal_class=CLOSE, address="工业路1号")
        made.append(sheet)
    return made


def county_column() -> list[Page]:
    made = page(("county", ["县（市、区）"]), NAME, CLASS, title="襄阳市“散乱污”企业整治台账")
    made.row(county="襄州区", name="襄阳甲寅砖厂", disposal_class=CLOSE)
    made.row(county=Said("襄阳县", "襄州区"), name="襄阳乙卯石灰厂", disposal_class=CLOSE)
    made.row(county=Said("高新技术开发区", "高新区"), name="襄阳虚构电子厂", disposal_class=UPGRADE)
    made.row(county=Said("甲寅县", None, "unknown_unit"), name="襄阳丙辰木器厂", disposal_class=UPGRADE)
    return [made]


def how_to_fill_it_in() -> list[Page]:
    how = Page("填表说明")
    for text in ("填表说明", "1.企业名称应与营业执照一致。", "2.整治类别分为关停取缔、整合搬迁、升级改造。"):
        how.line(None, (1, text))
    made = page(TOWN, NAME, CLASS)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE)
    return [how, made]


def hidden_row() -> list[Page]:
    made = page(TOWN, NAME, CLASS)
    for town, name in (("双沟镇", "襄阳甲寅砖厂"), ("双沟镇", "襄阳乙卯石灰厂"), ("黄集镇", "襄阳丙辰木器厂")):
        made.row(township=town, name=name, disposal_class=CLOSE)
    made.hidden_rows = [5]
    return [made]


def hidden_column() -> list[Page]:
    made = page(TOWN, NAME, CODE, CLASS)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", credit_code=CODES[0], disposal_class=CLOSE)
    made.row(township="黄集镇", name="襄阳乙卯石灰厂", credit_code=CODES[1], disposal_class=CLOSE)
    made.hidden_columns = [4]
    return [made]


def hidden_sheet() -> list[Page]:
    made = page(TOWN, NAME, CLASS)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE)
    draft = page(TOWN, NAME, CLASS, name="旧表")
    draft.row(township="双沟镇", name="襄阳草稿砖厂", disposal_class=UPGRADE)
    draft.is_hidden = True
    return [made, draft]


def around_the_table() -> list[Page]:
    made = Page("台账")
    made.line("annex", (1, "附件1"))
    made.line("title", (1, "襄州区“散乱污”企业整治台账"), merge_to=4)
    made.line("meta", (1, "填报单位（盖章）：襄州区"), (3, "填报时间：2019年6月25日"))
    made.heading(SERIAL, TOWN, NAME, CLASS)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE)
    made.row(township="黄集镇", name="襄阳乙卯石灰厂", disposal_class=CLOSE)
    made.line("note", (1, "注：本表一式两份。"), merge_to=4)
    made.line("signature", (1, "填表人：甲样本"), (3, "审核人：乙样本"), (4, "联系电话：13800000001"))
    return [made]


def classes_as_ticks() -> list[Page]:
    kinds = "整治类别"
    made = page(
        TOWN,
        NAME,
        ("_close", [kinds, "关停取缔"]),
        ("_relocate", [kinds, "整合搬迁"]),
        ("_upgrade", [kinds, "升级改造"]),
    )
    made.row(township="双沟镇", name="襄阳甲寅砖厂", _close=Said("√", {"disposal_class": "close"}))
    made.row(township="黄集镇", name="襄阳乙卯石灰厂", _upgrade=Said("√", {"disposal_class": "upgrade"}))
    both = Said("√", None)
    made.row(township="黄集镇", name="襄阳丙辰木器厂", _close=both, _upgrade=both)
    made.entries[-1]["problems"] = [{"field": "disposal_class", "kind": "two_classes"}]
    return [made]


def groups_without_merging() -> list[Page]:
    """Headings over several columns, written once and not merged."""
    made = Page("台账")
    made.line("title", (1, "襄州区“散乱污”企业整治台账"), merge_to=6)
    made.line("meta", (1, "填报时间：2019年6月25日"))
    made.line("heading", (1, "序号"), (2, "企业"), (4, "手续情况"), (6, "整治类别"))
    made.line("heading", (2, "名称"), (3, "详细地址"), (4, "用地"), (5, "环评"))
    fields = ("", "name", "address", "has_land_permit", "has_eia", "disposal_class")
    made.columns = [(each, [""]) for each in fields]
    yes, no = Said("√", True), Said("×", False)
    for brand, land, eia in (("甲寅", yes, no), ("乙卯", no, no)):
        made.row(
            name=f"襄阳{brand}砖厂", address="双沟镇甲村", has_land_permit=land, has_eia=eia, disposal_class=CLOSE
        )  # fmt: skip
    return [made]


def same_heading_twice() -> list[Page]:
    made = page(NAME, CLASS, ADDRESS, ("", ["详细地址"]))
    for brand in ("甲寅", "乙卯"):
        made.row(name=f"襄阳{brand}砖厂", disposal_class=CLOSE, address="双沟镇甲村")
        made.cells[made.last, 5] = "双沟镇乙村"
    return [made]


def column_missing() -> list[Page]:
    made = page(NAME, ("number", ["排污许可证编号"]), ("issued_on", ["发证日期"]), ledger="permits")
    for at, brand in enumerate(("甲寅", "乙卯")):
        made.row(name=f"襄阳{brand}砖厂", number=f"{CODES[at]}001P", issued_on="2019-02-04")
    return [made]


def another_sheet() -> list[Page]:
    made = page(NAME, CLASS)
    made.row(name="襄阳甲寅砖厂", disposal_class=CLOSE)
    trucks = Page("车辆")
    trucks.line(None, (1, "序号"), (2, "企业名称"), (3, "运输车辆数"))
    trucks.line(None, (1, 1), (2, "襄阳甲寅砖厂"), (3, 3))
    return [made, trucks]


def last_corner() -> list[Page]:
    made = page(NAME, CLASS)
    made.row(name="襄阳甲寅砖厂", disposal_class=CLOSE)
    made.last = 1048575
    made.line(None, (16384, "x"))
    return [made]


def title_of_another_kind() -> list[Page]:
    """The title of last year's other ledger was left standing; the headings decide."""
    made = page(NAME, BOILER, COAL, title="襄州区工业企业台账")
    made.row(name="襄阳甲寅水泥厂", equipment="链条炉", coal_t=52000)
    made.row(name="襄阳乙卯化肥厂", equipment="链条炉", coal_t=1200)
    return [made]


def compliance() -> list[Page]:
    made = page(
        NAME, ("industry_name", ["行业"]), ("existing_problems", ["未达标污染物/问题"]), ("penalty", ["处理处罚情况"]),
        ("measures", ["整改措施"]), ("due_on", ["整改时限"]), PROGRESS, ("is_supervised", ["是否挂牌督办"]), NOTE,
        title="襄阳市2019年第二季度未完成达标排放计划的企业名单", filed="2019年7月10日",
    )  # fmt: skip
    made.row(
        name="襄阳甲寅化工有限公司", industry_name="化学试剂和助剂制造", existing_problems="二氧化硫超标",
        penalty="立案处罚", measures="更换脱硫设施", due_on=Said("2019年12月底", "2019-12"), progress=UNDERWAY,
        is_supervised=Said("是", True), note="已约谈",
    )  # fmt: skip
    made.row(
        name="襄阳乙卯纸业有限公司", industry_name="机制纸及纸板制造", existing_problems="废水化学需氧量超标",
        penalty="无", measures="改造污水处理站", due_on=Said("2019年三季度", "2019-Q3"), progress=NOT_STARTED,
        is_supervised=Said("否", False),
    )  # fmt: skip
    return [made]


WORKBOOKS: dict[str, Untidy] = {
    "13_away_from_the_corner.xlsx": Untidy("blank first rows and columns", away_from_the_corner()),
    "14_three_heading_rows.xlsx": Untidy("three heading rows, merged, broken lines, spaces", three_heading_rows()),
    "15_column_numbers_and_hints.xlsx": Untidy("column numbers and hints below the headings", numbers_and_hints()),
    "16_headings_again.xls": Untidy("the headings again in mid-table", headings_again()),
    "26_side_by_side.xlsx": Untidy("two panels beside each other", side_by_side()),
    "27_two_tables_on_a_sheet.xlsx": Untidy("two ledgers below each other", two_tables_on_a_sheet()),
    "28_one_sheet_a_county.xlsx": Untidy("one sheet a county, named after it", one_sheet_a_county(), unit=None),
    "29_county_column.xlsx": Untidy("counties in a column, by old and other names", county_column(), unit=None),
    "30_how_to_fill_it_in.xlsx": Untidy("a sheet of instructions before the ledger", how_to_fill_it_in()),
    "31_hidden_row.xlsx": Untidy("a hidden row is data", hidden_row(), problems=[{"kind": "hidden_rows"}]),
    "32_hidden_column.xls": Untidy("a hidden column is data", hidden_column(), problems=[{"kind": "hidden_columns"}]),
    "33_hidden_sheet.xlsx": Untidy("a hidden sheet is not", hidden_sheet(), problems=[{"kind": "hidden_sheet"}]),
    "34_around_the_table.xlsx": Untidy("annex, stamp, note, signatures", around_the_table()),
    "38_classes_as_ticks.xlsx": Untidy("three columns of ticks for one class", classes_as_ticks()),
    "88_groups_without_merging.xlsx": Untidy("headings over others, not merged", groups_without_merging()),
    "89_same_heading_twice.xlsx": Untidy(
        "two columns of one heading", same_heading_twice(), problems=[{"kind": "repeated_heading"}]
    ),
    "90_column_missing.xls": Untidy(
        "permits without their term", column_missing(), "permits", problems=[{"kind": "missing_column"}] * 2
    ),
    "91_another_sheet.xlsx": Untidy(
        "a second sheet that is no ledger", another_sheet(), problems=[{"kind": "sheet_not_read"}]
    ),
    "92_last_corner.xlsx": Untidy("a lone cell in the last corner of the sheet", last_corner()),
    "93_headings_decide.xlsx": Untidy("a title that names no kind", title_of_another_kind(), "coal_users"),
    "94_published_list.xlsx": Untidy(
        "a list as it was published", compliance(), "compliance_plans", unit=None, as_of="2019-07-10"
    ),
}
