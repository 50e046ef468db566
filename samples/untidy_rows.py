"""Rows that speak for others: sections, merged and written-once cells, further lines of a firm, totals."""

from __future__ import annotations

from samples.page import Page, Said, above
from samples.untidy import (
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
    TOWN,
    UNDERWAY,
    UPGRADE,
    Untidy,
    page,
)


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


def section_miscounts() -> list[Page]:
    made = page(TOWN, NAME, MEASURES)
    made.line("section", (1, "一、关停取缔类（3家）"), merge_to=4)
    made.row({"disposal_class": "close"}, township="双沟镇", name="襄阳甲寅砖厂", measures="拆除窑体")
    made.row({"disposal_class": "close"}, township="黄集镇", name="襄阳乙卯石灰厂", measures="拆除窑体")
    made.line("section", (1, "二、升级改造类（1家）"), merge_to=4)
    made.row({"disposal_class": "upgrade"}, township="张湾镇", name="襄阳丁巳家具厂", measures="安装除尘器")
    return [made]


WORKBOOKS: dict[str, Untidy] = {
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
    "35_numbered_in_advance.xls": Untidy("sequence numbers without firms, a stray cell", numbered_in_advance()),
    "36_subtotals.xlsx": Untidy("subtotals among the rows", subtotals(), "coal_users"),
    "37_total_does_not_add_up.xlsx": Untidy(
        "76.68 stated, 78.68 counted", total_does_not_add_up(), "coal_users", problems=[{"kind": "total_differs"}]
    ),
    "87_section_miscounts.xlsx": Untidy(
        "three announced, two listed", section_miscounts(), problems=[{"kind": "total_differs"}]
    ),
}
