"""What 谷城县 hands in: boilers under one merged amount, traditional script, codes damaged, lost and missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from samples.firms import GENGSHEN, RENXU, SHILI_ONE, SHILI_TWO, XINYOU, XINYOU_DAMAGED
from samples.page import Page, Said, above, day, percent

FILLED_BY = "填报单位（盖章）：谷城县生态环境分局"


def coal_april() -> list[Page]:
    """Three boilers share one amount in a merged cell; kcal/kg; a code that fails its check; a total that is right."""
    page = Page("用煤情况")
    page.line("title", (1, "谷城县重点用煤单位用煤情况统计表"), merge_to=12)
    page.line("meta", (1, FILLED_BY), (9, "填报时间：2019年4月25日"), (12, "单位：吨"))
    quality = "煤质"
    page.heading(
        ("", ["序号"]),
        ("coal_year", ["年度"]),
        ("township", ["乡镇"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("equipment", ["用煤设施名称"]),
        ("boiler_capacity_t_per_h", ["锅炉容量（蒸吨/小时）"]),
        ("coal_t", ["年用煤量（吨）"]),
        ("sulfur_pct", [quality, "硫分"]),
        ("ash_pct", [quality, "灰分(%)"]),
        ("calorific_value_mj_per_kg", [quality, "热值（kcal/kg）"]),
        ("supplier", ["供煤单位"]),
    )
    firm: dict[str, str | int] = {
        "coal_year": 2018,
        "township": "石花镇",
        "name": "谷城庚申水泥有限公司",
        "credit_code": GENGSHEN,
    }
    same = {name: above(value) for name, value in firm.items()}
    page.row(
        **firm, equipment="1#链条炉", boiler_capacity_t_per_h=10, coal_t=52000, sulfur_pct=percent(0.0084, 0.84),
        ash_pct=22.5, calorific_value_mj_per_kg=Said(5000, 20.934), supplier="示例煤业",
    )  # fmt: skip
    page.row(
        **same, equipment="2#链条炉", boiler_capacity_t_per_h=15, sulfur_pct=percent(0.0091, 0.91),
        ash_pct=Said("２３．１", 23.1), calorific_value_mj_per_kg=Said(5250, 21.9807), supplier="示例煤业",
    )  # fmt: skip
    page.row(
        **same, equipment="3#循环流化床", boiler_capacity_t_per_h=35, sulfur_pct=percent(0.012, 1.2), ash_pct=24,
        calorific_value_mj_per_kg=Said(4750, 19.8873), supplier="样本煤业",
    )  # fmt: skip
    for name in [*firm, "coal_t"]:
        page.merge_down(name, 3)
    page.row(
        coal_year=2018, township="盛康镇", name="谷城县辛酉陶瓷有限公司",
        credit_code=Said(XINYOU_DAMAGED, XINYOU_DAMAGED, "check_digit"), equipment="隧道窑",
        coal_t=Said("约1200吨", 1200.0), sulfur_pct=percent(0.01, 1.0), ash_pct=21,
        calorific_value_mj_per_kg=Said(5500, 23.0274),
    )  # fmt: skip
    page.row(
        coal_year=2018, township="城关镇", name="谷城示例纸业有限公司", credit_code=SHILI_TWO, equipment="燃煤锅炉",
        boiler_capacity_t_per_h=6, coal_t=Said("８００", 800.0), sulfur_pct=percent(0.007, 0.7), ash_pct=20,
        calorific_value_mj_per_kg=Said(5750, 24.0741),
    )  # fmt: skip
    page.line("total", (1, "合计"), (8, 54000))
    return [page]


def kilns_may() -> list[Page]:
    """The whole sheet in traditional script, converted; the heading stands again in mid-table."""
    page = Page("爐窯")
    page.line("title", (1, "穀城縣工業爐窯清單"), merge_to=11)
    page.line("meta", (1, "填報單位（蓋章）：穀城縣生態環境分局"), (8, "填報時間：2019年5月25日"))
    columns = (
        ("", ["序號"]),
        ("township", ["鄉鎮"]),
        ("name", ["單位名稱"]),
        ("credit_code", ["統一社會信用代碼"]),
        ("kiln_type", ["爐窯類型"]),
        ("kiln_name", ["設備名稱"]),
        ("fuel", ["燃料類型"]),
        ("dedusting", ["除塵設施"]),
        ("kiln_disposal", ["整治分類"]),
        ("due_on", ["完成時限"]),
        ("progress", ["整改進展"]),
    )
    page.heading(*columns)
    firm: dict[str, str | int] = {"township": "石花镇", "name": "谷城庚申水泥有限公司", "credit_code": GENGSHEN}
    coal, treat = Said("原煤", "coal"), Said("治理", "treat")
    page.row(
        township=Said("石花鎮", "石花镇"), name=firm["name"], credit_code=GENGSHEN,
        kiln_type=Said("焙（煅）燒爐（窯）", "roasting_kiln"), kiln_name=Said("1#回轉窯", "1#回转窑"), fuel=coal,
        dedusting=Said("靜電除塵", "静电除尘"), kiln_disposal=treat, due_on=Said("2019年三季度", "2019-Q3"),
        progress=Said("整改中", "underway"),
    )  # fmt: skip
    page.row(
        **{name: above(value) for name, value in firm.items()},
        kiln_type=Said("焙（煅）燒爐（窯）", "roasting_kiln"), kiln_name=Said("2#回轉窯", "2#回转窑"), fuel=coal,
        dedusting=Said("布袋除塵", "布袋除尘"), kiln_disposal=treat, due_on=Said("2019-06-15", "2019-06-15"),
        progress=Said("已完成", "done"),
    )  # fmt: skip
    page.heading(*columns)
    page.row(
        township=Said("盛康鎮", "盛康镇"), name=Said("谷城縣辛酉陶瓷有限公司", "谷城县辛酉陶瓷有限公司"),
        credit_code=XINYOU, kiln_type=Said("乾燥爐（窯）", "drying_kiln"),
        kiln_name=Said("噴霧乾燥塔", "喷雾干燥塔"), fuel=Said("天然氣", "natural_gas"), dedusting=Said("無", "无"),
        kiln_disposal=treat, due_on=Said("2020年3月底", "2020-03"), progress=Said("未啟動", "not_started"),
    )  # fmt: skip
    return [page]


def scattered_june() -> list[Page]:
    """The class as three columns of ticks; a code stored as a number; a state inside a name; no deadline."""
    page = Page("台账")
    page.line("title", (1, "谷城县“散乱污”企业整治台账"), merge_to=16)
    page.line("meta", (1, FILLED_BY), (12, "填报日期：2019/6/25"))
    kind, cut = "整治类别", "“两断三清”完成情况"
    page.heading(
        ("", ["序号"]),
        ("township", ["乡镇"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("address", ["地址"]),
        ("_close", [kind, "关停取缔"]),
        ("_relocate", [kind, "整合搬迁"]),
        ("_upgrade", [kind, "升级改造"]),
        ("due_on", ["完成时限"]),
        ("water_cut", [cut, "断水"]),
        ("power_cut", [cut, "断电"]),
        ("raw_materials_cleared", [cut, "清原料"]),
        ("products_cleared", [cut, "清产品"]),
        ("equipment_cleared", [cut, "清设备"]),
        ("progress", ["整改进展"]),
        ("struck_off", ["是否销号"]),
    )
    yes, no, tick = Said("已", True), Said("否", False), Said("√")
    page.row(
        {"disposal_class": "upgrade"},
        township="庙滩镇", name="谷城壬戌家具厂", credit_code=Said(int(RENXU), None, "digits_lost"),
        address="庙滩镇新村9号", _upgrade=tick, due_on=Said("2019年第四季度", "2019-Q4"),
        progress=Said("整改中", "underway"), struck_off=no,
    )  # fmt: skip
    page.row(
        {"disposal_class": "close", "note": "已停产"},
        township="五山镇", name=Said("谷城癸亥橡胶（制品）厂（已停产）", "谷城癸亥橡胶(制品)厂"),
        address="五山镇新村10号", _close=tick, due_on=Said("19.6.30", "2019-06-30"), water_cut=yes, power_cut=yes,
        raw_materials_cleared=yes, products_cleared=yes, equipment_cleared=yes, progress=Said("已完成", "done"),
        struck_off=Said("是", True),
    )  # fmt: skip
    page.row(
        {"disposal_class": "upgrade"},
        township="盛康镇", name="谷城县辛酉陶瓷有限公司", credit_code=XINYOU, address="盛康镇工业路8号",
        _upgrade=tick, progress=Said("未启动", "not_started"), struck_off=no,
    )  # fmt: skip
    page.line("signature", (1, "填表人：某丁"), (6, "审核人：某戊"))
    return [page]


def permits_june() -> list[Page]:
    """A permit that has expired, a firm without one, a receipt of registration."""
    page = Page("许可证")
    page.line("title", (1, "谷城县排污许可证核发情况一览表"), merge_to=12)
    page.line("meta", (1, FILLED_BY), (9, "填报时间：2019年6月25日"))
    valid = "有效期"
    page.heading(
        ("", ["序号"]),
        ("township", ["乡镇"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("legal_representative", ["法定代表人"]),
        ("contact_phone", ["联系电话"]),
        ("industry_code", ["行业代码"]),
        ("number", ["许可证编号"]),
        ("category", ["管理类别"]),
        ("permit_status", ["许可证状态"]),
        ("valid_from", [valid, "起"]),
        ("valid_to", [valid, "止"]),
    )
    issued = Said("已发证", "issued")
    key, simplified = Said("重点", "key"), Said("简化", "simplified")
    page.row(
        township="石花镇", name="谷城庚申水泥有限公司", credit_code=GENGSHEN, legal_representative="庚样本",
        contact_phone="13800000007", industry_code="3011", number=GENGSHEN + "001P", category=key,
        permit_status=issued, valid_from=Said("2016.6.1", "2016-06-01"), valid_to=Said("2019.5.31", "2019-05-31"),
    )  # fmt: skip
    page.row(
        township="盛康镇", name="谷城县辛酉陶瓷有限公司", credit_code=XINYOU, legal_representative="辛样本",
        contact_phone=Said(13800000008, "13800000008"), industry_code="3074", number=XINYOU + "001Q",
        category=simplified, permit_status=issued, valid_from=day(date(2018, 7, 1)),
        valid_to=day(date(2021, 6, 30)),
    )  # fmt: skip
    page.row(
        township="庙滩镇", name="谷城壬戌家具厂", credit_code=RENXU, legal_representative="壬样本",
        contact_phone="13800000009", industry_code="2110", number=RENXU + "001X",
        category=Said("登记管理", "registered"), permit_status=issued,
        valid_from=Said("2019年3月1日", "2019-03-01"), valid_to=Said("2024年2月29日", "2024-02-29"),
    )  # fmt: skip
    page.row(
        township="五山镇", name=Said("谷城癸亥橡胶(制品)厂", "谷城癸亥橡胶(制品)厂"), legal_representative="癸样本",
        contact_phone="13800000010", industry_code="2913", permit_status=Said("未发证", "not_issued"),
    )  # fmt: skip
    page.row(
        township="城关镇", name="谷城示例纸业有限公司", credit_code=SHILI_ONE, legal_representative="示样本",
        contact_phone="13800000011", industry_code="2221", number=SHILI_ONE + "001P", category=key,
        permit_status=issued, valid_from=Said("2017-06-20", "2017-06-20"),
        valid_to=Said("2020-06-19", "2020-06-19"),
    )  # fmt: skip
    return [page]


def plans_may() -> list[Page]:
    """A day that does not exist; a plan reported as done; a note below."""
    page = Page("达标计划")
    page.line("title", (1, "谷城县工业污染源全面达标排放计划台账"), merge_to=11)
    page.line("meta", (1, FILLED_BY), (9, "填报时间：2019年5月25日"))
    page.heading(
        ("", ["序号"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("industry_name", ["所属行业"]),
        ("pollutants", ["主要污染物"]),
        ("existing_problems", ["存在的主要问题"]),
        ("measures", ["达标措施"]),
        ("due_on", ["整改时限"]),
        ("progress", ["整改进展"]),
        ("completed_on", ["完成时间"]),
        ("note", ["备注"]),
    )
    page.row(
        name="谷城庚申水泥有限公司", credit_code=GENGSHEN, industry_name="水泥制造", pollutants="氮氧化物",
        existing_problems="在线数据超标", measures="脱硝改造", due_on=Said("2019年6月", "2019-06"),
        progress=Said("已完成", "done"), completed_on=Said("2019-5-20", "2019-05-20"),
    )  # fmt: skip
    page.row(
        name="谷城县辛酉陶瓷有限公司", credit_code=XINYOU, industry_name="日用陶瓷制品制造", pollutants="二氧化硫",
        existing_problems="无治理设施", measures="建设脱硫设施", due_on=Said("2019.6.31", None, "unreadable_date"),
        progress=Said("整改中", "underway"),
    )  # fmt: skip
    page.row(
        name="谷城壬戌家具厂", credit_code=RENXU, industry_name="木质家具制造", pollutants="非甲烷总烃",
        existing_problems="未按证排污", measures="更换活性炭", due_on=Said("2019年3月底", "2019-03"),
        progress=Said("整改中", "underway"), note="春节后复产",
    )  # fmt: skip
    page.line("note", (1, "注：完成时限填写到月。"), merge_to=11)
    return [page]


def voc_june() -> list[Page]:
    """A name without a code that two companies bear."""
    page = Page("VOCs")
    page.line("title", (1, "谷城县VOCs治理台账"), merge_to=11)
    page.line("meta", (1, FILLED_BY), (9, "填报时间：2019年6月25日"))
    material, control = "原辅材料", "污染治理情况"
    page.heading(
        ("", ["序号"]),
        ("name", ["企业（单位）名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("process", ["产生VOCs的工序"]),
        ("material", [material, "原辅材料名称"]),
        ("annual_use_t", [material, "年用量（吨）"]),
        ("collection", [control, "收集方式"]),
        ("treatment", [control, "治理工艺"]),
        ("measures", ["整改措施"]),
        ("due_on", ["完成时限"]),
        ("progress", ["整改进展"]),
    )
    page.row(
        name="谷城示例纸业有限公司", process="印刷", material="油墨", annual_use_t=6.4, collection="集气罩",
        treatment="活性炭吸附", measures="源头替代", due_on=Said("2019/6/30", "2019-06-30"),
        progress=Said("未启动", "not_started"),
    )  # fmt: skip
    page.row(
        name="谷城壬戌家具厂", credit_code=RENXU, process="喷漆", material="溶剂型油漆",
        annual_use_t=Said("12吨", 12.0), collection="密闭收集", treatment="水喷淋", measures="改用水性漆",
        due_on=Said("2020年底前", "2020"), progress=Said("整改中", "underway"),
    )  # fmt: skip
    return [page]


WORKBOOKS: dict[str, Callable[[], list[Page]]] = {
    "08_谷城县_用煤_4月.xls": coal_april,
    "09_谷城县_工业炉窑_5月.xlsx": kilns_may,
    "10_谷城县_散乱污_6月.xls": scattered_june,
    "11_谷城县_排污许可_6月.xlsx": permits_june,
    "12_谷城县_达标排放计划_5月.xls": plans_may,
    "13_谷城县_VOCs_6月.xlsx": voc_june,
}
