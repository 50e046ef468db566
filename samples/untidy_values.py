"""Quantities, ticks, spellings and words as people write them."""

from __future__ import annotations

from samples.page import Formula, Means, Page, Said, percent
from samples.untidy import (
    ADDRESS,
    BOILER,
    CLASS,
    CLOSE,
    COAL,
    KILN,
    MEASURES,
    NAME,
    NOTE,
    PHONE,
    PROGRESS,
    TOWN,
    UPGRADE,
    Untidy,
    page,
)

BRANDS = ["甲寅", "乙卯", "丙辰", "丁巳", "戊午", "己未", "庚申", "辛酉", "壬戌", "癸亥", "甲子", "乙丑"]


def amounts(*quantities: Said | float, heading: str = "年用煤量（吨）") -> list[Page]:
    """One firm an amount of coal."""
    made = page(NAME, ("coal_t", [heading]), ledger="coal_users")
    for brand, quantity in zip(BRANDS, quantities, strict=False):
        made.row(name=f"襄阳{brand}水泥厂", coal_t=quantity)
    return [made]


def written_numbers() -> list[Page]:
    return amounts(
        Said("1,250", 1250.0),
        Said("约1200", 1200.0),
        Said("１２００．５", 1200.5),
        Said("1200吨", 1200.0),
        Said("1200余吨", 1200.0),
        Said("0.12万吨", 1200.0),
        Said("800000公斤", 800.0),
        Said(" 950 ", 950.0),
    )


def unreadable_numbers() -> list[Page]:
    return amounts(
        Said("待核实", None, "unreadable_number"),
        Said("若干", None, "unreadable_number"),
        Said("1000-1200", None, "number_range"),
        Said("1200立方米", None, "unit_mismatch"),
        Said("≥1000", 1000.0, "bound_only"),
        1500,
    )


def bound_in_words() -> list[Page]:
    return amounts(Said("1000吨以上", 1000.0, "bound_only"), Said("1500以上", 1500.0, "bound_only"), 900)


def unit_above_the_table() -> list[Page]:
    made = Page("台账")
    made.line("title", (1, "襄州区重点用煤单位台账"), merge_to=3)
    made.line("meta", (1, "填报时间：2019年6月25日"), (3, "单位：万吨"))
    made.heading(("", ["序号"]), NAME, ("coal_t", ["年用煤量"]))
    made.row(name="襄阳甲寅水泥厂", coal_t=Said(5.2, 52000.0))
    made.row(name="襄阳乙卯化肥厂", coal_t=Said(0.12, 1200.0))
    return [made]


def two_years() -> list[Page]:
    made = page(
        NAME, ("coal_previous_t", ["2017年用煤量（吨）"]), ("coal_t", ["2018年用煤量（吨）"]), ledger="coal_users"
    )
    made.row({"coal_year": 2018}, name="襄阳甲寅水泥厂", coal_previous_t=53000, coal_t=52000)
    made.row({"coal_year": 2018}, name="襄阳乙卯化肥厂", coal_previous_t=1300, coal_t=1200)
    return [made]


def percent_formats() -> list[Page]:
    made = page(NAME, COAL, ("sulfur_pct", ["含硫量（%）"]), ("ash_pct", ["灰分"]), ledger="coal_users")
    made.row(name="襄阳甲寅水泥厂", coal_t=52000, sulfur_pct=percent(0.0084, 0.84), ash_pct=percent(0.2115, 21.15))
    made.row(name="襄阳乙卯化肥厂", coal_t=1200, sulfur_pct=0.9, ash_pct=Said("18.5%", 18.5))
    return [made]


def calories() -> list[Page]:
    made = page(NAME, COAL, ("calorific_value_mj_per_kg", ["低位发热量（kcal/kg）"]), ledger="coal_users")
    made.row(name="襄阳甲寅水泥厂", coal_t=52000, calorific_value_mj_per_kg=Said(5000, 20.934))
    made.row(name="襄阳乙卯化肥厂", coal_t=1200, calorific_value_mj_per_kg=Said("22.5MJ/kg", 22.5))
    return [made]


def formulas() -> list[Page]:
    broken = Said(Formula("=NA()", "#N/A"), None, "error_cell")
    return amounts(Said(Formula("=600*2", 1200), 1200.0), broken, 800)


def none_unknown_empty() -> list[Page]:
    made = page(NAME, CLASS, ADDRESS, ("treatment_facility", ["现有治理设施"]), NOTE)
    made.row(name="襄阳甲寅砖厂", disposal_class=CLOSE, address="双沟镇甲村", treatment_facility="无")
    made.row(
        name="襄阳乙卯砖厂", disposal_class=CLOSE, address=Said("待核实", None, "unknown_value"), note=Said("/", None)
    )
    made.row(name="襄阳丙辰砖厂", disposal_class=CLOSE, treatment_facility="布袋除尘")
    return [made]


def ticks() -> list[Page]:
    made = page(
        NAME, CLASS, ("has_eia", ["环评手续"]), ("has_business_licence", ["营业执照"]), ("water_cut", ["断水"]),
        ("struck_off", ["是否销号"]),
    )  # fmt: skip
    for brand, shown, means in (
        ("甲寅", ("√", "✔", "已断", "是"), True),
        ("乙卯", ("×", "✘", "未断", "否"), False),
        ("丙辰", ("有", "已办理", "Y", "已销号"), True),
        ("丁巳", ("无", "未办理", "N", "未销号"), False),
        ("戊午", (1, "1", "1", "TRUE"), True),
        ("己未", (0, "0", "0", "FALSE"), False),
    ):
        cells = dict(zip(("has_eia", "has_business_licence", "water_cut", "struck_off"), shown, strict=True))
        made.row(
            name=f"襄阳{brand}砖厂", disposal_class=CLOSE, **{field: Said(cell, means) for field, cell in cells.items()}
        )
    made.row(name="襄阳庚申砖厂", disposal_class=CLOSE, has_eia=Said("基本有", None, "unknown_spelling"))
    return [made]


def one_tick_for_five() -> list[Page]:
    conditions = ("water_cut", "power_cut", "raw_materials_cleared", "products_cleared", "equipment_cleared")
    made = page(NAME, CLASS, ("_all", ["两断三清"]))
    all_met: dict[str, Means] = dict.fromkeys(conditions, True)
    made.row(name="襄阳甲寅砖厂", disposal_class=CLOSE, _all=Said("已落实", all_met))
    made.row(name="襄阳乙卯砖厂", disposal_class=CLOSE, _all=Said("否", None))
    made.entries[-1]["problems"] = [{"field": each, "kind": "joint_no"} for each in conditions]
    return [made]


def spellings() -> list[Page]:
    made = page(NAME, CLASS, PROGRESS)
    for brand, shown, means, progress, claimed in (
        ("甲寅", "清理取缔", "close", "已完成整改", "done"),
        ("乙卯", "停产关停", "close", "正在整治", "underway"),
        ("丙辰", "搬迁入园", "relocate", "尚未启动", "not_started"),
        ("丁巳", "规范提升", "upgrade", "施工中", "underway"),
        ("戊午", "整治改造类", "upgrade", "整治到位", "done"),
    ):
        made.row(name=f"襄阳{brand}砖厂", disposal_class=Said(shown, means), progress=Said(progress, claimed))
    made.row(name="襄阳己未砖厂", disposal_class=Said("先停再说", None, "unknown_spelling"))
    return [made]


def states_in_names() -> list[Page]:
    made = page(NAME, CLASS, MEASURES)
    stopped: dict[str, Means] = {"name": "襄阳甲寅砖厂", "note": "已停产"}
    former: dict[str, Means] = {"name": "襄阳乙卯建材有限公司", "note": "曾用名：襄阳乙卯砖厂"}
    made.row(name=Said("襄阳甲寅砖厂（已停产）", stopped), disposal_class=CLOSE, measures="拆除窑体")
    made.row(name=Said("襄阳乙卯建材有限公司（原襄阳乙卯砖厂）", former), disposal_class=UPGRADE, measures="安装除尘器")
    made.row(name=Said("湖北（襄阳）丙辰木业有限公司", "湖北(襄阳)丙辰木业有限公司"), disposal_class=UPGRADE)
    made.row(name="襄阳丁巳铸造有限公司二分厂", disposal_class=UPGRADE)
    return [made]


def traditional() -> list[Page]:
    made = page(
        ("township", ["鄉鎮（街道）"]), ("name", ["企業名稱"]), ("disposal_class", ["整治類別"]),
        ("measures", ["整治措施"]), ("progress", ["整改進展"]), title="襄州區“散亂污”企業整治臺賬", filed=None,
    )  # fmt: skip
    made.row(
        township=Said("雙溝鎮", "双沟镇"), name=Said("襄陽甲寅磚廠", "襄阳甲寅砖厂"),
        disposal_class=Said("關停取締", "close"),
        measures=Said("拆除窯體", "拆除窑体"), progress=Said("已完成整改", "done"),
    )  # fmt: skip
    made.row(
        township=Said("黃集鎮", "黄集镇"), name=Said("襄陽乙卯傢俱廠", "襄阳乙卯家具厂"),
        disposal_class=Said("升級改造", "upgrade"), measures=Said("安裝除塵設備", "安装除尘设备"),
        progress=Said("正在整治", "underway"),
    )  # fmt: skip
    return [made]


def white_space() -> list[Page]:
    made = page(TOWN, NAME, CLASS, PHONE, ADDRESS)
    made.row(
        township=Said("双 沟 镇", "双沟镇"), name=Said("襄阳甲寅砖厂\u00a0", "襄阳甲寅砖厂"),
        disposal_class=Said("关停　取缔", "close"),
        contact_phone=Said("１３８００００００１", None, "unusual_phone"), address=Said("双沟镇\n甲村", "双沟镇甲村"),
    )  # fmt: skip
    made.row(
        township=Said("黄集镇\t", "黄集镇"), name=Said("襄阳ＡＢＣ涂装厂", "襄阳ABC涂装厂"),
        disposal_class=Said("升级改造\r\n", "upgrade"),
        contact_phone=Said("１３８００００００１２", "13800000012"),
        address=Said(" 黄集镇　工业路（２号）", "黄集镇工业路(2号)"),
    )  # fmt: skip
    return [made]


def unknown_heading() -> list[Page]:
    made = page(NAME, CLASS, ("", ["网格编码"]), ("responsible_person", ["帮扶干部"]))
    made.row(name="襄阳甲寅砖厂", disposal_class=CLOSE, responsible_person="甲样本")
    made.cells[made.last, 4] = "双沟07"
    made.row(name="襄阳乙卯砖厂", disposal_class=UPGRADE, responsible_person="乙样本")
    made.cells[made.last, 4] = "双沟08"
    return [made]


def headings_never_seen() -> list[Page]:
    made = page(
        ("name", ["用煤企业（单位）全称"]),
        ("coal_t", ["全年煤炭消耗总量\n（万吨）"]),
        ("sulfur_pct", ["入炉煤平均全硫St,d（%）"]),
        ("equipment", ["主要燃煤设备名称"]),
        ("dedusting", ["锅炉烟气除尘设施工艺"]),
        ledger="coal_users",
    )
    made.row(
        name="襄阳甲寅水泥厂", coal_t=Said(5.2, 52000.0), sulfur_pct=0.84, equipment="链条炉", dedusting="布袋除尘"
    )
    made.row(
        name="襄阳乙卯化肥厂", coal_t=Said(0.12, 1200.0), sulfur_pct=0.9, equipment="循环流化床", dedusting="电除尘"
    )
    return [made]


def kilns_in_counts() -> list[Page]:
    made = page(NAME, KILN, ("kiln_count", ["数量（台/座）"]), ("fuel_use_t", ["年燃料用量（吨）"]), ledger="kilns")
    roasting = Said("焙（煅）烧炉（窑）", "roasting_kiln")
    made.row(name="襄阳甲寅砖厂", kiln_type=roasting, kiln_count=Said("两座", 2), fuel_use_t=Said("1.2千吨", 1200.0))
    made.row(name="襄阳乙卯石灰厂", kiln_type=roasting, kiln_count=Said("3座", 3), fuel_use_t=900)
    return [made]


def missing_required() -> list[Page]:
    made = page(NAME, BOILER, COAL, ledger="coal_users")
    made.row(name="襄阳甲寅水泥厂", equipment="链条炉", coal_t=52000)
    made.row(name="襄阳乙卯化肥厂", equipment="链条炉", coal_t=Said(None, None, "missing_required"))
    return [made]


def telephones() -> list[Page]:
    made = page(NAME, CLASS, PHONE)
    for brand, shown, means in (
        ("甲寅", 13800000001, "13800000001"),
        ("乙卯", "138-0000-0002", "13800000002"),
        ("丙辰", "(0710)3000003", "0710-3000003"),
        ("丁巳", "13800000004、13800000005", "13800000004/13800000005"),
        ("戊午", "+86 13800000006", "13800000006"),
    ):
        made.row(name=f"襄阳{brand}砖厂", disposal_class=CLOSE, contact_phone=Said(shown, means))
    made.row(name="襄阳己未砖厂", disposal_class=CLOSE, contact_phone=Said("1380000007", "1380000007", "unusual_phone"))
    return [made]


def unit_in_the_format() -> list[Page]:
    """The cells hold 5.2 and 0.12 and show 5.20万吨 and 0.12万吨."""
    shown = '0.00"万吨"'
    return amounts(Said(5.2, 52000.0, number_format=shown), Said(0.12, 1200.0, number_format=shown), heading="年用煤量")


WORKBOOKS: dict[str, Untidy] = {
    "44_numbers.xlsx": Untidy("1,250; about 1200; full width; units in the cell", written_numbers(), "coal_users"),
    "45_unreadable_numbers.xlsx": Untidy(
        "some, a range, cubic metres, not known yet", unreadable_numbers(), "coal_users"
    ),
    "46_bounds_in_words.xlsx": Untidy("1000 and more", bound_in_words(), "coal_users"),
    "47_unit_above_the_table.xlsx": Untidy(
        "单位：万吨 above, not in the heading", unit_above_the_table(), "coal_users"
    ),
    "48_two_years.xls": Untidy("last year and the year before", two_years(), "coal_users"),
    "49_percent_formats.xlsx": Untidy("0.84 % stored as 0.0084", percent_formats(), "coal_users"),
    "50_calories.xlsx": Untidy("kcal/kg in the heading, MJ/kg in a cell", calories(), "coal_users"),
    "51_formulas.xlsx": Untidy("formulas, one of them in error", formulas(), "coal_users"),
    "52_none_unknown_empty.xlsx": Untidy("无, 待核实 and an empty cell are three things", none_unknown_empty()),
    "53_ticks.xlsx": Untidy("yes and no in a dozen spellings", ticks()),
    "54_one_tick_for_five.xlsx": Untidy("one cell for five conditions", one_tick_for_five()),
    "55_spellings.xls": Untidy("classes and progress as counties call them", spellings()),
    "56_states_in_names.xlsx": Untidy("已停产 and former names inside the name", states_in_names()),
    "57_traditional_script.xlsx": Untidy("the whole sheet in traditional script", traditional(), as_of=None),
    "58_white_space.xlsx": Untidy("spaces, line breaks, full-width letters", white_space()),
    "59_unknown_heading.xlsx": Untidy(
        "headings nobody knows", unknown_heading(), problems=[{"kind": "unknown_heading"}]
    ),
    "60_headings_never_seen.xlsx": Untidy("headings understood from their words", headings_never_seen(), "coal_users"),
    "61_counts.xlsx": Untidy("两座, 3座, 1.2千吨", kilns_in_counts(), "kilns"),
    "62_missing_required.xls": Untidy("a required cell left blank", missing_required(), "coal_users"),
    "95_telephones.xlsx": Untidy("mobile, landline, two in a cell, one digit short", telephones()),
    "96_unit_in_the_format.xlsx": Untidy("5.2 shown as 5.20万吨", unit_in_the_format(), "coal_users"),
}
