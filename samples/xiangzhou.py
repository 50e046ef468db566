"""What 襄州区 hands in: eight sites of six companies, from April to June 2019."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from samples import xiangzhou_sources
from samples.firms import BINGCHEN, DINGSI_REGISTRATION, JIAYIN, WUWU, YIMAO
from samples.page import Page, Said, above, day

FILLED_BY = "填报单位（盖章）：襄州区生态环境分局"


def scattered_april() -> list[Page]:
    """Three heading rows; the class stands in section rows only; a township merged downwards."""
    page = Page("散乱污台账")
    page.line(None, (1, "附件1"))
    page.line("title", (1, "襄州区“散乱污”企业整治台账"), merge_to=19)
    page.line("meta", (1, FILLED_BY), (16, "填报时间：2019年4月25日"))
    papers, cut = "手续办理情况", "“两断三清”完成情况"
    page.heading(
        ("", ["序 号"]),
        ("township", ["所在乡镇"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会\n信用代码"]),
        ("legal_representative", ["负责人"]),
        ("contact_phone", ["联系电话"]),
        ("address", ["详细地址"]),
        ("has_land_permit", [papers, "用地手续"]),
        ("has_eia", [papers, "环评手续"]),
        ("has_business_licence", [papers, "营业执照"]),
        ("measures", ["整治措施"]),
        ("due_on", ["完成时限"]),
        ("water_cut", [cut, "两断", "断水"]),
        ("power_cut", [cut, "两断", "断电"]),
        ("raw_materials_cleared", [cut, "三清", "清原料"]),
        ("products_cleared", [cut, "三清", "清产品"]),
        ("equipment_cleared", [cut, "三清", "清设备"]),
        ("progress", ["整改进展"]),
        ("struck_off", ["是否销号"]),
    )
    yes, no = Said("√", True), Said("×", False)
    here, lacking = Said("有", True), Said("无", False)
    underway, off, on_list = Said("整改中", "underway"), Said("是", True), Said("否", False)
    page.line("section", (1, "一、关停取缔类（2家）"), merge_to=19)
    page.row(
        {"disposal_class": "close"},
        township="龙王镇", name="襄阳丁巳木业加工厂", legal_representative="丁样本", contact_phone="13800000004",
        address="龙王镇新村4号", has_land_permit=lacking, has_eia=lacking, has_business_licence=lacking,
        measures="拆除设备", due_on=Said("2019年4月底", "2019-04"), water_cut=yes, power_cut=yes,
        raw_materials_cleared=yes, products_cleared=yes, equipment_cleared=yes, progress=Said("已完成", "done"),
        struck_off=off,
    )  # fmt: skip
    page.row(
        {"disposal_class": "close"},
        township="黄集镇", name="襄阳戊午石灰厂", credit_code=WUWU, legal_representative="戊样本",
        contact_phone=Said(13800000005, "13800000005"), address="黄集镇工业路5号", has_land_permit=here,
        has_eia=lacking, has_business_licence=here, measures="断水断电、拆除窑体", due_on=Said("2019.5", "2019-05"),
        water_cut=yes, power_cut=yes, raw_materials_cleared=no, products_cleared=no, equipment_cleared=no,
        progress=underway, struck_off=on_list,
    )  # fmt: skip
    page.line("subtotal", (1, "小计"), (3, "2家"))
    page.line("section", (1, "二、整合搬迁类（1家）"), merge_to=19)
    page.row(
        {"disposal_class": "relocate"},
        township="黄集镇", name="襄阳己未塑料厂", credit_code=WUWU, legal_representative="己样本",
        contact_phone="13800000006", address="黄集镇工业路6号", has_land_permit=here, has_eia=here,
        has_business_licence=here, measures="搬入园区", due_on=Said("2019年底前", "2019"),
        progress=Said("未启动", "not_started"), struck_off=on_list,
    )  # fmt: skip
    page.line("subtotal", (1, "小计"), (3, "1家"))
    page.line("section", (1, "三、升级改造类（2家）"), merge_to=19)
    page.row(
        {"disposal_class": "upgrade"},
        township="双沟镇", name="襄阳市甲寅建材有限责任公司", credit_code=JIAYIN, legal_representative="甲样本",
        contact_phone="13800000001", address="双沟镇工业路1号", has_land_permit=here, has_eia=here,
        has_business_licence=here, measures="安装布袋除尘器", due_on=Said("6月底前", "2019-06"), progress=underway,
        struck_off=on_list,
    )  # fmt: skip
    page.row(
        {"disposal_class": "upgrade"},
        township=above("双沟镇"), name="襄阳乙卯铸造有限公司一分厂", credit_code=YIMAO,
        legal_representative="乙样本", contact_phone="13800000002", address="双沟镇工业路2号", has_land_permit=here,
        has_eia=here, has_business_licence=here, measures="建设密闭车间", due_on=day(date(2019, 5, 31)),
        progress=underway, struck_off=on_list,
    )  # fmt: skip
    page.merge_down("township", 2)
    page.line("subtotal", (1, "小计"), (3, "2家"))
    page.line("total", (1, "合计"), (3, "5家"))
    page.line("note", (1, "注：“两断三清”已完成的打√，未完成的打×。"), merge_to=19)
    page.line("signature", (1, "填表人：某甲"), (7, "审核人：某乙"), (12, "联系电话：13800000099"))
    return [page]


def scattered_june() -> list[Page]:
    """Column numbers under the headings; the relapse, and claims that contradict their own rows."""
    page = Page("台账")
    page.line("title", (1, "襄州区2019年“散乱污”企业清单"), merge_to=19)
    page.line("meta", (1, FILLED_BY), (14, "填报时间：2019年6月25日"))
    place, cut = "中心坐标", "“两断三清”完成情况"
    page.heading(
        ("", ["序号"]),
        ("township", ["乡镇（街道）"]),
        ("name", ["企业名称"]),
        ("credit_code", ["信用代码"]),
        ("contact_phone", ["联系电话"]),
        ("longitude", [place, "经度"]),
        ("latitude", [place, "纬度"]),
        ("disposal_class", ["整治类别"]),
        ("due_on", ["完成时限"]),
        ("water_cut", [cut, "断水"]),
        ("power_cut", [cut, "断电"]),
        ("raw_materials_cleared", [cut, "清原料"]),
        ("products_cleared", [cut, "清产品"]),
        ("equipment_cleared", [cut, "清设备"]),
        ("progress", ["整改进展"]),
        ("accepted_on", ["验收日期"]),
        ("struck_off", ["是否销号"]),
        ("struck_off_on", ["销号日期"]),
        ("note", ["备注"]),
    )
    page.line("hint", *((number, number) for number in range(1, 20)))
    yes, no = Said("是", True), Said("否", False)
    done, underway = Said("已完成", "done"), Said("整改中", "underway")
    page.row(
        township="龙王镇", name="襄阳丁巳木业加工厂",
        credit_code=Said(int(DINGSI_REGISTRATION), {"registration_no": DINGSI_REGISTRATION}),
        contact_phone="13800000004", longitude=Said("112°6′36″", 112.11), latitude=Said("32°3′36″", 32.06),
        disposal_class=Said("关停取缔类", "close"), due_on=Said("2019年4月30日", "2019-04-30"), water_cut=yes,
        power_cut=no, raw_materials_cleared=no, products_cleared=no, equipment_cleared=no,
        progress=Said("未启动", "not_started"), struck_off=no, note="死灰复燃、已恢复生产",
    )  # fmt: skip
    page.row(
        township="黄集镇", name="襄阳戊午石灰厂", credit_code=WUWU, contact_phone="13800000005",
        disposal_class=Said("停产关停", "close"), due_on=Said("2019/5/31", "2019-05-31"), water_cut=yes,
        power_cut=yes, raw_materials_cleared=yes, products_cleared=no, equipment_cleared=yes, progress=done,
        struck_off=yes, struck_off_on=Said("2019年6月20日", "2019-06-20"),
    )  # fmt: skip
    page.row(
        township=above("黄集镇"), name="襄阳己未塑料厂", credit_code=WUWU, contact_phone="13800000006",
        disposal_class=Said("搬迁入园", "relocate"), due_on=Said("2019年12月", "2019-12"), progress=underway,
        struck_off=no,
    )  # fmt: skip
    page.merge_down("township", 2)
    page.row(
        township="双沟镇", name="襄阳甲寅建材有限公司", credit_code=JIAYIN, contact_phone="13800000001",
        longitude=112.2031, latitude=32.051, disposal_class=Said("提升改造", "upgrade"),
        due_on=Said("2019年6月30日", "2019-06-30"), progress=done, accepted_on=day(date(2019, 6, 18)),
        struck_off=no,
    )  # fmt: skip
    page.row(
        township=above("双沟镇"), name="襄阳乙卯铸造有限公司一分厂", credit_code=YIMAO, contact_phone="13800000002",
        longitude=112.211, latitude=32.052, disposal_class=Said("规范提升", "upgrade"),
        due_on=Said("二季度", "2019-Q2"), progress=underway, accepted_on=Said("2019.6.10", "2019-06-10"),
        struck_off=no,
    )  # fmt: skip
    page.merge_down("township", 2)
    page.row(
        township="伙牌镇", name="襄阳乙卯铸造有限公司二分厂", credit_code=YIMAO, contact_phone="13800000022",
        longitude=112.0805, latitude=32.1502, disposal_class=Said("升级改造", "upgrade"),
        due_on=Said("立行立改", "2019-06-25"), progress=done, struck_off=no,
    )  # fmt: skip
    return [page]


def permits_may() -> list[Page]:
    """Serials 001 and 002: two sites of 乙卯 and of 丙辰, whose names do not tell them apart."""
    page = Page("排污许可")
    page.line("title", (1, "襄州区排污许可证核发情况一览表"), merge_to=14)
    page.line("meta", (1, FILLED_BY), (11, "填报时间：2019年5月25日"))
    limits = "许可年排放量(吨/年)"
    page.heading(
        ("", ["序号"]),
        ("township", ["乡镇"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("address", ["生产地址"]),
        ("industry_name", ["行业类别"]),
        ("number", ["许可证编号"]),
        ("category", ["管理类别"]),
        ("issued_on", ["核发日期"]),
        ("valid", ["有效期"]),
        ("authority", ["发证机关"]),
        ("so2_limit_t", [limits, "二氧化硫"]),
        ("nox_limit_t", [limits, "氮氧化物"]),
        ("pm_limit_t", [limits, "颗粒物"]),
    )
    bureau = "襄阳市生态环境局"
    key, simplified = Said("重点管理", "key"), Said("简化管理", "simplified")
    page.row(
        township="双沟镇", name="襄阳甲寅建材有限公司", credit_code=JIAYIN, address="双沟镇工业路1号",
        industry_name="粘土砖瓦及建筑砌块制造", number=JIAYIN + "001P", category=simplified,
        issued_on=Said("2018.10.2", "2018-10-02"),
        valid=Said("2018.10.02-2021.10.01", {"valid_from": "2018-10-02", "valid_to": "2021-10-01"}),
        authority=bureau, so2_limit_t=12.5, nox_limit_t=8.25, pm_limit_t=6,
    )  # fmt: skip
    page.row(
        township="双沟镇", name="襄阳乙卯铸造有限公司一分厂", credit_code=YIMAO, address="双沟镇工业路2号",
        industry_name="黑色金属铸造", number=YIMAO + "001Q", category=simplified, issued_on=day(date(2018, 12, 20)),
        valid=Said("自2018-12-20起至2021-12-19止", {"valid_from": "2018-12-20", "valid_to": "2021-12-19"}),
        authority=bureau, pm_limit_t=3.1,
    )  # fmt: skip
    page.row(
        township="伙牌镇", name="襄阳乙卯铸造有限公司二分厂", credit_code=YIMAO, address="伙牌镇汉江路22号",
        industry_name="黑色金属铸造", number=YIMAO + "002Q", category=simplified, issued_on=day(date(2018, 12, 20)),
        valid=Said("自2018-12-20起至2021-12-19止", {"valid_from": "2018-12-20", "valid_to": "2021-12-19"}),
        authority=bureau, pm_limit_t=2.4,
    )  # fmt: skip
    page.row(
        township="伙牌镇", name="襄阳丙辰化工有限公司", credit_code=BINGCHEN, address="伙牌镇园区大道3号",
        industry_name="有机化学原料制造", number=BINGCHEN + "001V", category=key,
        issued_on=Said("2019年1月8日", "2019-01-08"),
        valid=Said("2019-01-08至2022-01-07", {"valid_from": "2019-01-08", "valid_to": "2022-01-07"}),
        authority=bureau, so2_limit_t=4, nox_limit_t=9.6, pm_limit_t=1.2,
    )  # fmt: skip
    page.row(
        township="龙王镇", name="襄阳丙辰化工有限公司", credit_code=BINGCHEN, address="龙王镇园区大道33号",
        industry_name="有机化学原料制造", number=BINGCHEN + "002V", category=key,
        issued_on=Said("2019年1月8日", "2019-01-08"),
        valid=Said("2019-01-08至2022-01-07", {"valid_from": "2019-01-08", "valid_to": "2022-01-07"}),
        authority=bureau, so2_limit_t=2, nox_limit_t=3.3, pm_limit_t=0.7,
    )  # fmt: skip
    return [page]


def plans_june() -> list[Page]:
    """A plan of 丙辰 that names neither of its two sites; a draft on a hidden sheet."""
    page = Page("达标计划")
    page.line("title", (1, "襄州区工业污染源全面达标排放计划台账"), merge_to=13)
    page.line("meta", (1, FILLED_BY), (10, "填报时间：2019年6月25日"))
    page.heading(
        ("", ["序号"]),
        ("county", ["县(市、区)"]),
        ("name", ["企业名称"]),
        ("credit_code", ["统一社会信用代码"]),
        ("contact_phone", ["联系电话"]),
        ("pollutants", ["主要污染物"]),
        ("existing_problems", ["存在的主要问题"]),
        ("penalty", ["处罚情况"]),
        ("measures", ["达标措施"]),
        ("due_on", ["整改时限"]),
        ("progress", ["整改进展"]),
        ("completed_on", ["完成时间"]),
        ("is_supervised", ["是否挂牌督办"]),
    )
    no, underway = Said("否", False), Said("整改中", "underway")
    page.row(
        county="襄州区", name="襄阳甲寅建材有限公司", credit_code=JIAYIN, contact_phone="13800000021",
        pollutants="颗粒物", existing_problems="无组织排放严重", measures="封闭料场",
        due_on=Said("2019年9月底", "2019-09"), progress=underway, is_supervised=no,
    )  # fmt: skip
    page.row(
        county="襄州区", name="襄阳乙卯铸造有限公司二分厂", credit_code=YIMAO, contact_phone="13800000022",
        pollutants="颗粒物", existing_problems="无治理设施", penalty="罚款10万元", measures="安装布袋除尘器",
        due_on=Said("2019年6月20日", "2019-06-20"), progress=Said("未启动", "not_started"),
        is_supervised=Said("是", True),
    )  # fmt: skip
    page.row(
        county="襄州区", name="襄阳丙辰化工有限公司", credit_code=BINGCHEN, contact_phone="13800000003",
        pollutants="非甲烷总烃", existing_problems="在线数据超标", measures="更换活性炭",
        due_on=Said("5月底", "2019-05"), progress=underway, is_supervised=no,
    )  # fmt: skip
    draft = Page("旧表", is_hidden=True)
    draft.line(None, (1, "襄州区工业污染源全面达标排放计划台账（草稿）"))
    draft.line(None, (1, "序号"), (2, "企业名称"), (3, "存在的主要问题"), (4, "整改时限"))
    draft.line(None, (1, 1), (2, "襄阳草稿示例厂"), (3, "草稿"), (4, "2018-12-31"))
    return [page, draft]


WORKBOOKS: dict[str, Callable[[], list[Page]]] = {
    "01_襄州区_散乱污_4月.xls": scattered_april,
    "02_襄州区_散乱污_6月.xlsx": scattered_june,
    "03_襄州区_工业炉窑_5月.xlsx": xiangzhou_sources.kilns_may,
    "04_襄州区_排污许可_5月.xls": permits_may,
    "05_襄州区_达标排放计划_6月.xlsx": plans_june,
    "06_襄州区_VOCs_4月.xlsx": xiangzhou_sources.voc_april,
    "07_襄州区_用煤_5月.xls": xiangzhou_sources.coal_may,
}
