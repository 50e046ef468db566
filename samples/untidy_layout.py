"""Tables as people lay them out: away from the corner, side by side, under sections, merged, written once, hidden."""

from __future__ import annotations

from samples.page import Page, Said, above
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
    NOTE,
    PROGRESS,
    RELOCATE,
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


def sections_carry_the_class() -> list[Page]:
    made = page(TOWN, NAME, MEASURES)
    made.line("section", (1, "一、关停取缔类（2家）"), merge_to=4)
    made.row({"disposal_class": "close"}, township="双沟镇", name="襄阳甲寅砖厂", measures="拆除窑体")
    made.row({"disposal_class": "close"}, township="黄集镇", name="襄阳乙卯石灰厂", measures="拆除窑体")
    made.line("section", (1, "二、整合搬迁类（1家）"), merge_to=4)
    made.row({"disposal_class": "relocate"}, township="龙王镇", name="襄阳丙辰木器厂", measures="迁入园区")
    made.line("section", (1, "三、升级改造类（1家）"), merge_to=4)
    made.row({"disposal_class": "upgrade"}, township="张湾镇", name="襄阳丁巳家具厂", measures="安装除尘器")
    return [made]


def sections_carry_the_township() -> list[Page]:
    made = page(NAME, CLASS, MEASURES)
    made.line("section", (1, "双沟镇"), merge_to=4)
    made.row({"township": "双沟镇"}, name="襄阳甲寅砖厂", disposal_class=CLOSE, measures="拆除窑体")
    made.row({"township": "双沟镇"}, name="襄阳乙卯石灰厂", disposal_class=CLOSE, measures="拆除窑体")
    made.line("section", (1, "黄集镇"), merge_to=4)
    made.row({"township": "黄集镇"}, name="襄阳丙辰木器厂", disposal_class=UPGRADE, measures="安装除尘器")
    return [made]


def sections_carry_the_county() -> list[Page]:
    made = page(NAME, CLASS, DUE, title="襄阳市“散乱污”企业整治台账")
    made.line("section", (1, "襄州区"), merge_to=4)
    made.row({"county": "襄州区"}, name="襄阳甲寅砖厂", disposal_class=CLOSE, due_on="2019-09")
    made.line("section", (1, "谷城县"), merge_to=4)
    made.row({"county": "谷城县"}, name="谷城庚申石灰厂", disposal_class=CLOSE, due_on="2019-09")
    made.row({"county": "谷城县"}, name="谷城辛酉家具厂", disposal_class=UPGRADE, due_on="2019-12")
    return [made]


def township_merged_downwards() -> list[Page]:
    made = page(TOWN, NAME, CLASS)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE)
    made.row(township=above("双沟镇"), name="襄阳乙卯石灰厂", disposal_class=CLOSE)
    made.row(township=above("双沟镇"), name="襄阳丙辰木器厂", disposal_class=UPGRADE)
    made.merge_down("township", 3)
    made.row(township="黄集镇", name="襄阳丁巳家具厂", disposal_class=UPGRADE)
    return [made]


def township_written_once() -> list[Page]:
    made = page(TOWN, NAME, CLASS)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE)
    made.row(township=above("双沟镇"), name="襄阳乙卯石灰厂", disposal_class=CLOSE)
    made.row(township=above("双沟镇"), name="襄阳丙辰木器厂", disposal_class=UPGRADE)
    made.row(township="黄集镇", name="襄阳丁巳家具厂", disposal_class=UPGRADE)
    made.row(township=above("黄集镇"), name="襄阳戊午塑料厂", disposal_class=RELOCATE)
    return [made]


def blanks_that_stay_blank() -> list[Page]:
    """What must not be filled down: every row has its own remark and deadline, or none."""
    made = page(TOWN, NAME, CLASS, DUE, NOTE)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE, due_on="2019-06", note="业主同意")
    made.row(township="双沟镇", name="襄阳乙卯石灰厂", disposal_class=CLOSE)
    made.row(township="双沟镇", name="襄阳丙辰木器厂", disposal_class=UPGRADE, due_on="2019-12")
    made.row(township="双沟镇", name="襄阳丁巳家具厂", disposal_class=UPGRADE)
    return [made]


def firm_merged_over_rows() -> list[Page]:
    made = page(NAME, CODE, ("kiln_name", ["炉窑名称"]), KILN, ("fuel", ["燃料类型"]), PROGRESS, ledger="kilns")
    roasting, coal, gas = Said("焙烧窑", "roasting_kiln"), Said("煤", "coal"), Said("天然气", "natural_gas")
    firm = {"name": "襄阳甲寅建材有限公司", "credit_code": CODES[0]}
    made.row(**firm, kiln_name="1#隧道窑", kiln_type=roasting, fuel=coal, progress=UNDERWAY)
    for number, fuel in ((2, coal), (3, gas)):
        made.row(
            **{name: above(value) for name, value in firm.items()},
            kiln_name=f"{number}#隧道窑", kiln_type=roasting, fuel=fuel, progress=UNDERWAY,
        )  # fmt: skip
    for name in ("name", "credit_code"):
        made.merge_down(name, 3)
    made.row(
        name="襄阳乙卯铸造厂", credit_code=CODES[1], kiln_name="中频炉", kiln_type=Said("熔化炉", "melting_furnace"),
        fuel=Said("电", "electricity"), progress=UNDERWAY,
    )  # fmt: skip
    return [made]


def firm_left_blank_below() -> list[Page]:
    made = page(
        TOWN, NAME, ("process", ["涉VOCs工序"]), ("material", ["原辅材料名称"]), ("voc_t", ["VOCs排放量（吨/年）"]),
        ledger="voc_sources",
    )  # fmt: skip
    firm = {"township": "双沟镇", "name": "襄阳样张印刷有限公司"}
    made.row(**firm, process="印刷", material="油墨", voc_t=2.4)
    made.row(**{name: above(v) for name, v in firm.items()}, process="清洗", material="洗车水", voc_t=0.6)
    made.row(**{name: above(v) for name, v in firm.items()}, process="覆膜", material="胶水", voc_t=0.3)
    made.row(township="黄集镇", name="襄阳样本涂装厂", process="喷漆", material="油漆", voc_t=5)
    return [made]


def amount_over_boilers() -> list[Page]:
    """52 000 t are burnt in three boilers together: the amount counts once."""
    made = page(NAME, BOILER, COAL, ledger="coal_users")
    made.row(name="襄阳甲寅水泥厂", equipment="1#锅炉", coal_t=52000)
    made.row(name=above("襄阳甲寅水泥厂"), equipment="2#锅炉")
    made.row(name=above("襄阳甲寅水泥厂"), equipment="3#锅炉")
    for name in ("name", "coal_t"):
        made.merge_down(name, 3)
    made.row(name="襄阳乙卯化肥厂", equipment="链条炉", coal_t=1800)
    made.line("total", (1, "合计"), (4, 53800))
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


def numbered_in_advance() -> list[Page]:
    made = page(TOWN, NAME, CLASS)
    made.row(township="双沟镇", name="襄阳甲寅砖厂", disposal_class=CLOSE)
    made.row(township="黄集镇", name="襄阳乙卯石灰厂", disposal_class=CLOSE)
    for number in range(3, 60):
        made.line("numbered", (1, number))
    made.last += 340
    made.line(None, (9, "仅供参考"))
    return [made]


def subtotals() -> list[Page]:
    made = page(TOWN, NAME, COAL, ledger="coal_users")
    made.row(township="双沟镇", name="襄阳甲寅水泥厂", coal_t=1200)
    made.row(township="双沟镇", name="襄阳乙卯化肥厂", coal_t=800)
    made.line("subtotal", (2, "小计"), (4, 2000))
    made.row(township="黄集镇", name="襄阳丙辰纸业公司", coal_t=1500)
    made.line("subtotal", (2, "小计"), (4, 1500))
    made.line("total", (1, "合计"), (4, 3500))
    return [made]


def total_does_not_add_up() -> list[Page]:
    made = page(TOWN, NAME, COAL, ledger="coal_users")
    made.row(township="双沟镇", name="襄阳甲寅水泥厂", coal_t=40.68)
    made.row(township="黄集镇", name="襄阳乙卯化肥厂", coal_t=38)
    made.line("total", (1, "合计"), (4, 76.68))
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


WORKBOOKS: dict[str, Untidy] = {
    "13_away_from_the_corner.xlsx": Untidy("blank first rows and columns", away_from_the_corner()),
    "14_three_heading_rows.xlsx": Untidy("three heading rows, merged, broken lines, spaces", three_heading_rows()),
    "15_column_numbers_and_hints.xlsx": Untidy("column numbers and hints below the headings", numbers_and_hints()),
    "16_headings_again.xls": Untidy("the headings again in mid-table", headings_again()),
    "17_sections_carry_the_class.xlsx": Untidy("the class stands in section rows only", sections_carry_the_class()),
    "18_sections_carry_the_township.xls": Untidy("so does the township", sections_carry_the_township()),
    "19_sections_carry_the_county.xlsx": Untidy("so does the county", sections_carry_the_county(), unit=None),
    "20_township_merged_downwards.xls": Untidy("a township merged over its firms", township_merged_downwards()),
    "21_township_written_once.xlsx": Untidy("a township written in its first row only", township_written_once()),
    "22_blanks_that_stay_blank.xlsx": Untidy("blank cells that say nothing", blanks_that_stay_blank()),
    "23_firm_merged_over_rows.xlsx": Untidy("a firm merged over its kilns", firm_merged_over_rows(), "kilns"),
    "24_firm_left_blank_below.xls": Untidy(
        "a firm named in its first row only", firm_left_blank_below(), "voc_sources"
    ),
    "25_amount_merged_over_boilers.xlsx": Untidy("one amount for three boilers", amount_over_boilers(), "coal_users"),
    "26_side_by_side.xlsx": Untidy("two panels beside each other", side_by_side()),
    "27_two_tables_on_a_sheet.xlsx": Untidy("two ledgers below each other", two_tables_on_a_sheet()),
    "28_one_sheet_a_county.xlsx": Untidy("one sheet a county, named after it", one_sheet_a_county(), unit=None),
    "29_county_column.xlsx": Untidy("counties in a column, by old and other names", county_column(), unit=None),
    "30_how_to_fill_it_in.xlsx": Untidy("a sheet of instructions before the ledger", how_to_fill_it_in()),
    "31_hidden_row.xlsx": Untidy("a hidden row is data", hidden_row(), problems=[{"kind": "hidden_rows"}]),
    "32_hidden_column.xls": Untidy("a hidden column is data", hidden_column(), problems=[{"kind": "hidden_columns"}]),
    "33_hidden_sheet.xlsx": Untidy("a hidden sheet is not", hidden_sheet(), problems=[{"kind": "hidden_sheet"}]),
    "34_around_the_table.xlsx": Untidy("annex, stamp, note, signatures", around_the_table()),
    "35_numbered_in_advance.xls": Untidy("sequence numbers without firms, a stray cell", numbered_in_advance()),
    "36_subtotals.xlsx": Untidy("subtotals among the rows", subtotals(), "coal_users"),
    "37_total_does_not_add_up.xlsx": Untidy(
        "76.68 stated, 78.68 counted", total_does_not_add_up(), "coal_users", problems=[{"kind": "total_differs"}]
    ),
    "38_classes_as_ticks.xlsx": Untidy("three columns of ticks for one class", classes_as_ticks()),
}
