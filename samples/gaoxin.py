"""What 高新区 hands in, a zone without a region code: a wrong total, claims that contradict their own rows."""

from __future__ import annotations

from collections.abc import Callable

from samples.firms import XUGOU, YANGBEN, YANGZHANG
from samples.page import Page, Said, above

FILLED_BY = "填报单位（盖章）：襄阳高新区生态环境分局"


def voc_april() -> list[Page]:
    """Several sources an enterprise, its name left blank below; a total that does not add up."""
    page = Page("台账")
    page.line("title", (1, "高新技术开发区VOCs治理台账"), merge_to=13)
    page.line("meta", (1, FILLED_BY), (10, "填报时间：2019年4月25日"))
    page.heading(
        ("", ["序号"]),
        ("township", ["乡镇（街道）"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("address", ["详细地址"]),
        ("process", ["产生VOCs的工序"]),
        ("material", ["原辅材料名称"]),
        ("treatment", ["治理工艺"]),
        ("stack_height_m", ["排气筒高度（m）"]),
        ("measures", ["整改措施"]),
        ("due_on", ["完成时限"]),
        ("progress", ["整改进展"]),
        ("voc_t", ["VOCs排放量（吨/年）"]),
    )
    underway = Said("整改中", "underway")
    first: dict[str, str | int] = {
        "township": "团山镇",
        "name": "襄阳样本涂装有限公司",
        "credit_code": YANGBEN,
        "address": "团山镇园区大道13号",
    }
    blank = {name: above(value) for name, value in first.items()}
    page.row(
        **first, process="喷漆", material="溶剂型油漆", treatment="活性炭吸附", stack_height_m=15,
        measures="改用水性漆", due_on=Said("2019年5月底前", "2019-05"), progress=underway, voc_t=12.5,
    )  # fmt: skip
    page.row(
        **blank, process="烘干", material="溶剂型油漆", treatment="无", stack_height_m=15, measures="安装RTO",
        due_on=Said("2019年三季度", "2019-Q3"), progress=underway, voc_t=3.2,
    )  # fmt: skip
    page.row(
        **blank, process="调漆", material="稀释剂", treatment="无", measures="密闭收集",
        due_on=Said("2019.6.20", "2019-06-20"), progress=Said("已完成", "done"), voc_t=0.8,
    )  # fmt: skip
    second: dict[str, str | int] = {
        "township": "七里河街道",
        "name": "襄阳样张印刷有限公司",
        "credit_code": YANGZHANG,
        "address": "七里河街道工业路14号",
    }
    page.row(
        **second, process="印刷", material="油墨", treatment="UV光氧", stack_height_m=Said("15米", 15.0),
        measures="淘汰光氧设施", due_on=Said("2019年4月底", "2019-04"), progress=Said("未启动", "not_started"),
        voc_t=Said("2.1吨", 2.1),
    )  # fmt: skip
    page.row(
        **{name: above(value) for name, value in second.items()}, process="清洗", material="洗车水",
        treatment="活性炭吸附", measures="源头替代", due_on=Said("2019年6月底", "2019-06"), progress=underway,
        voc_t=0.4,
    )  # fmt: skip
    page.line("total", (1, "合计"), (13, 21))
    return [page]


def kilns_june() -> list[Page]:
    """Struck off before it was begun; a blank first row; a row of column numbers."""
    page = Page("炉窑")
    page.skip()
    page.line("title", (1, "高新区工业炉窑整治台账"), merge_to=10)
    page.line("meta", (1, FILLED_BY), (8, "填报时间：2019年6月25日"))
    page.heading(
        ("", ["序号"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("kiln_type", ["炉窑类型"]),
        ("fuel", ["燃料类型"]),
        ("kiln_disposal", ["整治分类"]),
        ("due_on", ["完成时限"]),
        ("progress", ["整改进展"]),
        ("accepted_on", ["验收时间"]),
        ("struck_off", ["是否销号"]),
    )
    page.line("hint", *((number, number) for number in range(1, 11)))
    page.row(
        name="襄阳样本涂装有限公司", credit_code=YANGBEN, kiln_type=Said("干燥炉", "drying_kiln"),
        fuel=Said("柴油", "diesel"), kiln_disposal=Said("替代", "replace"), due_on=Said("2019年6月", "2019-06"),
        progress=Said("未启动", "not_started"), struck_off=Said("是", True),
    )  # fmt: skip
    page.row(
        name="襄阳虚构电子材料有限公司", credit_code=XUGOU, kiln_type=Said("加热炉", "heating_furnace"),
        fuel=Said("电", "electricity"), kiln_disposal=Said("治理", "treat"),
        due_on=Said("2019-05-31", "2019-05-31"), progress=Said("已完成", "done"),
        accepted_on=Said("2019年6月5日", "2019-06-05"), struck_off=Said("是", True),
    )  # fmt: skip
    return [page]


def plans_may() -> list[Page]:
    """A sheet of instructions before the ledger; two heading rows."""
    how = Page("填表说明")
    for text in ("填表说明", "1.企业名称应与营业执照一致。", "2.统一社会信用代码为18位。", "3.完成时限填写到月。"):
        how.line(None, (1, text))
    page = Page("达标计划")
    page.line("title", (1, "高新区工业污染源全面达标排放计划台账"), merge_to=11)
    page.line("meta", (1, FILLED_BY), (8, "填报时间：2019年5月25日"))
    work = "整改情况"
    page.heading(
        ("", ["序号"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("legal_representative", ["法定代表人"]),
        ("industry_name", ["行业"]),
        ("existing_problems", ["存在的主要问题"]),
        ("measures", [work, "达标措施"]),
        ("due_on", [work, "整改时限"]),
        ("progress", [work, "整改进展"]),
        ("is_supervised", ["是否挂牌督办"]),
        ("note", ["备注"]),
    )
    page.row(
        name="襄阳样张印刷有限公司", credit_code=YANGZHANG, legal_representative="张样本",
        industry_name="包装装潢及其他印刷", existing_problems="无组织排放严重", measures="建设密闭车间",
        due_on=Said("2019年12月底", "2019-12"), progress=Said("整改中", "underway"),
        is_supervised=Said("否", False),
    )  # fmt: skip
    page.row(
        name="襄阳虚构电子材料有限公司", credit_code=XUGOU, legal_representative="虚样本",
        industry_name="电子专用材料制造", existing_problems="未按证排污", measures="完善自行监测",
        due_on=Said("2019年5月", "2019-05"), progress=Said("未启动", "not_started"), is_supervised=Said("是", True),
        note="已约谈",
    )  # fmt: skip
    return [how, page]


def voc_june() -> list[Page]:
    """Accepted before it was completed; a treatment that is declared none now; one source no longer listed."""
    page = Page("VOCs台账")
    page.line("title", (1, "高新区VOCs治理台账"), merge_to=11)
    page.line("meta", (1, FILLED_BY), (8, "填报时间：2019年6月25日"))
    page.heading(
        ("", ["序号"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("process", ["产生VOCs的工序"]),
        ("material", ["原辅材料名称"]),
        ("treatment", ["治理工艺"]),
        ("measures", ["整改措施"]),
        ("due_on", ["完成时限"]),
        ("progress", ["整改进展"]),
        ("accepted_on", ["验收时间"]),
        ("struck_off", ["是否销号"]),
    )
    underway, no = Said("整改中", "underway"), Said("否", False)
    page.row(
        name="襄阳样本涂装有限公司", credit_code=YANGBEN, process="喷漆", material="溶剂型油漆",
        treatment="活性炭吸附", measures="改用水性漆", due_on=Said("2019年5月底", "2019-05"), progress=underway,
        struck_off=no,
    )  # fmt: skip
    page.row(
        name="襄阳样本涂装有限公司", credit_code=YANGBEN, process="烘干", material="溶剂型油漆", treatment="RTO",
        measures="安装RTO", due_on=Said("2019年9月底", "2019-09"), progress=Said("已完成", "done"), struck_off=no,
    )  # fmt: skip
    page.row(
        name="襄阳样张印刷有限公司", credit_code=YANGZHANG, process="印刷", material="油墨", treatment="无",
        measures="淘汰光氧设施", due_on=Said("2019年4月底", "2019-04"), progress=underway,
        accepted_on=Said("2019年6月1日", "2019-06-01"), struck_off=no,
    )  # fmt: skip
    page.row(
        name="襄阳样张印刷有限公司", credit_code=YANGZHANG, process="清洗", material="洗车水",
        treatment="活性炭吸附", measures="源头替代", due_on=Said("2019年6月底", "2019-06"),
        progress=Said("已完成", "done"), struck_off=no,
    )  # fmt: skip
    return [page]


WORKBOOKS: dict[str, Callable[[], list[Page]]] = {
    "14_高新区_VOCs_4月.xls": voc_april,
    "15_高新区_工业炉窑_6月.xls": kilns_june,
    "16_高新区_达标排放计划_5月.xlsx": plans_may,
    "17_高新区_VOCs_6月.xlsx": voc_june,
}
