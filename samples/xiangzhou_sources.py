"""The kilns, VOC sources and coal users that 襄州区 hands in."""

from __future__ import annotations

from samples.firms import BINGCHEN, JIAYIN, WUWU, YIMAO
from samples.page import Page, Said, above, percent

FILLED_BY = "填报单位（盖章）：襄州区生态环境分局"


def kilns_may() -> list[Page]:
    """Three kilns of one works without names; the company's name merged over them, the town dropped from it."""
    page = Page("炉窑清单")
    page.line("title", (1, "襄州区工业炉窑清单"), merge_to=18)
    page.line("meta", (1, FILLED_BY), (14, "填报日期：2019.5.20"))
    devices = "现有治理设施"
    page.heading(
        ("", ["序号"]),
        ("township", ["乡镇"]),
        ("name", ["单位名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("address", ["地址"]),
        ("kiln_type", ["炉窑类型"]),
        ("kiln_name", ["炉窑名称"]),
        ("kiln_count", ["台数"]),
        ("fuel", ["燃料类型"]),
        ("fuel_use_t", ["年燃料用量（万吨）"]),
        ("desulfurization", [devices, "脱硫设施"]),
        ("denitrification", [devices, "脱硝设施"]),
        ("dedusting", [devices, "除尘设施"]),
        ("meets_standard", ["是否达标排放"]),
        ("kiln_disposal", ["整治分类"]),
        ("measures", ["整改要求"]),
        ("due_on", ["计划完成时间"]),
        ("progress", ["整改进展"]),
        ("accepted_on", ["验收日期"]),
    )
    roasting, melting = Said("焙（煅）烧窑", "roasting_kiln"), Said("熔化炉", "melting_furnace")
    coal, electricity = Said("煤", "coal"), Said("电", "electricity")
    yes, no = Said("是", True), Said("否", False)
    treat, underway = Said("治理", "treat"), Said("整改中", "underway")
    jiayin: dict[str, str | int] = {
        "township": "双沟镇",
        "name": "甲寅建材有限公司",
        "credit_code": JIAYIN,
        "address": "双沟镇工业路1号",
    }
    page.row(
        **jiayin, kiln_type=roasting, kiln_count=1, fuel=coal, fuel_use_t=Said(0.12, 1200.0),
        desulfurization="双碱法", denitrification="无", dedusting="布袋除尘", meets_standard=yes,
        kiln_disposal=treat, measures="安装在线监测", due_on=Said("2019年6月底", "2019-06"), progress=underway,
    )  # fmt: skip
    merged = {name: above(value) for name, value in jiayin.items()}
    page.row(
        **merged, kiln_type=roasting, kiln_count=1, fuel=coal, fuel_use_t=Said(0.08, 800.0), desulfurization="无",
        denitrification="无", dedusting="水膜除尘", meets_standard=no, kiln_disposal=Said("淘汰", "eliminate"),
        measures="拆除", due_on=Said("2019.6", "2019-06"), progress=Said("未启动", "not_started"),
    )  # fmt: skip
    page.row(
        **merged, kiln_type=roasting, kiln_count=2, fuel=Said("生物质", "biomass"), desulfurization="无",
        denitrification="无", dedusting="旋风除尘", meets_standard=no,
        kiln_disposal=Said("清洁能源替代", "replace"), measures="改用天然气", due_on=Said("2019-09", "2019-09"),
        progress=underway,
    )  # fmt: skip
    for name in jiayin:
        page.merge_down(name, 3)
    first: dict[str, str | int] = {
        "township": "双沟镇",
        "name": "襄阳乙卯铸造有限公司一分厂",
        "credit_code": YIMAO,
        "address": "双沟镇工业路2号",
    }
    page.row(
        **first, kiln_type=melting, kiln_name="1#中频炉", kiln_count=1, fuel=electricity, dedusting="布袋除尘",
        meets_standard=yes, kiln_disposal=treat, measures="加装集气罩", due_on=Said("2019年二季度", "2019-Q2"),
        progress=Said("已完成", "done"), accepted_on=Said("2019.5.15", "2019-05-15"),
    )  # fmt: skip
    page.row(
        **{name: above(value) for name, value in first.items()}, kiln_type=melting, kiln_name="2#中频炉",
        kiln_count=1, fuel=electricity, dedusting="无", meets_standard=no, kiln_disposal=treat,
        measures="加装集气罩", due_on=Said("2019年6-9月", "2019-09"), progress=underway,
    )  # fmt: skip
    page.row(
        township="伙牌镇", name="襄阳乙卯铸造有限公司二分厂", credit_code=YIMAO, address="伙牌镇汉江路22号",
        kiln_type=Said("热处理炉", "heat_treatment_furnace"), kiln_count=2, fuel=Said("天然气", "natural_gas"),
        denitrification="低氮燃烧", meets_standard=yes, kiln_disposal=treat, measures="低氮改造",
        due_on=Said("长期", None), progress=Said("未启动", "not_started"),
    )  # fmt: skip
    return [page]


def voc_april() -> list[Page]:
    """The two sites of 丙辰 told apart by address alone; a column that no register knows."""
    page = Page("VOCs")
    page.line("title", (1, "襄州区挥发性有机物（VOCs）治理台账"), merge_to=14)
    page.line("meta", (1, FILLED_BY), (11, "填报时间：2019年4月25日"))
    page.heading(
        ("", ["序号"]),
        ("name", ["单位名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("address", ["地址"]),
        ("process", ["产生VOCs的工序"]),
        ("material", ["原辅材料名称"]),
        ("annual_use_t", ["年用量（吨）"]),
        ("voc_content_pct", ["VOCs含量(%)"]),
        ("is_enclosed", ["是否密闭"]),
        ("treatment", ["治理工艺"]),
        ("airflow_m3_per_h", ["风量（m3/h）"]),
        ("measures", ["整改措施"]),
        ("due_on", ["完成时限"]),
        ("progress", ["整改进展"]),
        ("_watcher", ["网格员签字"]),
    )
    yes, no, underway = Said("√", True), Said("×", False), Said("整改中", "underway")
    page.row(
        name="襄阳丙辰化工有限公司", credit_code=BINGCHEN, address="伙牌镇园区大道3号", process="反应",
        material="甲苯", annual_use_t=Said("1,250", 1250.0), voc_content_pct=percent(0.9980, 99.8), is_enclosed=yes,
        treatment="RTO", airflow_m3_per_h=Said("２０,０００", 20000.0), measures="泄漏检测与修复",
        due_on=Said("2019-06-30", "2019-06-30"), progress=underway, _watcher="某丙",
    )  # fmt: skip
    page.row(
        name="襄阳丙辰化工有限公司", credit_code=BINGCHEN, address="伙牌镇园区大道3号", process="储罐",
        material="甲苯", annual_use_t=Said("约300吨", 300.0), voc_content_pct=percent(0.9980, 99.8),
        is_enclosed=yes, treatment="无", measures="加装氮封", due_on=Said("20190930", "2019-09-30"),
        progress=underway,
    )  # fmt: skip
    page.row(
        name="襄阳丙辰化工有限公司", credit_code=BINGCHEN, address="龙王镇园区大道33号", process="储罐",
        material="乙醇", annual_use_t=80, voc_content_pct=percent(0.95, 95.0), is_enclosed=no, treatment="水喷淋",
        measures="更换治理设施", due_on=Said("2019年3月", "2019-03"), progress=Said("未启动", "not_started"),
    )  # fmt: skip
    page.row(
        name="襄阳己未塑料厂", address="黄集镇工业路6号", process="注塑", material="聚乙烯", annual_use_t=42.5,
        is_enclosed=no, treatment="UV光氧", airflow_m3_per_h=Said("待核实", None, "unreadable_number"),
        measures="淘汰光氧设施", due_on=Said(43646, "2019-06-30"), progress=underway,
    )  # fmt: skip
    return [page]


def coal_may() -> list[Page]:
    """In 万吨; the year in the heading; a quantity still to be checked."""
    page = Page("用煤")
    page.line("title", (1, "襄州区重点用煤单位用煤情况统计表"), merge_to=9)
    page.line("meta", (1, FILLED_BY), (7, "填报时间：2019年5月25日"))
    page.heading(
        ("", ["序号"]),
        ("township", ["所在乡镇"]),
        ("name", ["企业名称"]),
        ("credit_code", ["社会信用代码"]),
        ("equipment", ["用煤设施名称"]),
        ("coal_type", ["煤炭种类"]),
        ("coal_t", ["2018年用煤量（万吨）"]),
        ("sulfur_pct", ["硫分(%)"]),
        ("has_coal_ledger", ["是否建立台账"]),
    )
    year = {"coal_year": 2018}
    page.row(
        year,
        township="双沟镇", name="襄阳甲寅建材有限公司", credit_code=JIAYIN, equipment="隧道窑", coal_type="烟煤",
        coal_t=Said(0.2, 2000.0), sulfur_pct=Said("0.8%", 0.8), has_coal_ledger=Said("√", True),
    )  # fmt: skip
    page.row(
        year,
        township="黄集镇", name="襄阳戊午石灰厂", credit_code=WUWU, equipment="立窑", coal_type="无烟煤",
        coal_t=Said("待核实", None, "unreadable_number"), sulfur_pct=1.1, has_coal_ledger=Said("×", False),
    )  # fmt: skip
    page.line("signature", (1, "填表人：某甲"), (5, "审核人：某乙"))
    return [page]
