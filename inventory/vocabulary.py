"""Closed lists: the stored code and the official Chinese label.

Codes are what the database, JSON and CSV hold; labels are what leaves the bureau. A county's own
spelling maps to a code in the ledger definitions (importers/ledgers/*.toml), never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """A stored code with its official label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Code:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Ledger(Code):
    """The six ledger kinds."""

    SCATTERED_POLLUTERS = "scattered_polluters", "“散乱污”企业"
    COAL_USERS = "coal_users", "重点用煤单位"
    KILNS = "kilns", "工业炉窑"
    VOC_SOURCES = "voc_sources", "挥发性有机物（VOCs）排放源"
    COMPLIANCE_PLANS = "compliance_plans", "工业污染源全面达标排放计划"
    PERMITS = "permits", "排污许可"


class DisposalClass(Code):
    """散乱污 enterprises are closed, relocated or upgraded (plan item 4)."""

    CLOSE = "close", "关停取缔"
    RELOCATE = "relocate", "整合搬迁"
    UPGRADE = "upgrade", "升级改造"


class KilnType(Code):
    """工业炉窑 by type."""

    SMELTING_FURNACE = "smelting_furnace", "熔炼炉"
    MELTING_FURNACE = "melting_furnace", "熔化炉"
    ROASTING_KILN = "roasting_kiln", "焙（煅）烧炉（窑）"
    SINTERING_MACHINE = "sintering_machine", "烧结机（炉）"
    HEATING_FURNACE = "heating_furnace", "加热炉"
    HEAT_TREATMENT_FURNACE = "heat_treatment_furnace", "热处理炉"
    DRYING_KILN = "drying_kiln", "干燥炉（窑）"
    COKE_OVEN = "coke_oven", "焦炉"
    GAS_PRODUCER = "gas_producer", "煤气发生炉"


class KilnDisposal(Code):
    """Kilns are eliminated, given another energy, or treated (plan item 17)."""

    ELIMINATE = "eliminate", "淘汰"
    REPLACE = "replace", "替代"
    TREAT = "treat", "治理"


class Fuel(Code):
    """What a kiln burns."""

    COAL = "coal", "煤"
    COAL_GAS = "coal_gas", "煤气"
    NATURAL_GAS = "natural_gas", "天然气"
    ELECTRICITY = "electricity", "电"
    BIOMASS = "biomass", "生物质"
    DIESEL = "diesel", "柴油"
    OTHER = "other", "其他"


class ProgressClaim(Code):
    """How far a ledger says the work is."""

    NOT_STARTED = "not_started", "未启动"
    UNDERWAY = "underway", "整改中"
    DONE = "done", "已完成"


class PermitCategory(Code):
    """排污许可管理类别 (名录)."""

    KEY = "key", "重点管理"
    SIMPLIFIED = "simplified", "简化管理"
    REGISTERED = "registered", "登记管理"


class PermitStatus(Code):
    """What a ledger says of a permit; its validity on a day follows from the printed interval."""

    ISSUED = "issued", "已发证"
    NOT_ISSUED = "not_issued", "未发证"
    RECTIFICATION = "rectification", "限期整改"
    CANCELLED = "cancelled", "注销"
    RESCINDED = "rescinded", "撤销"
    REVOKED = "revoked", "吊销"


class Condition(Code):
    """两断三清: the five conditions of a closure, each with date and evidence."""

    WATER_CUT = "water_cut", "断水"
    POWER_CUT = "power_cut", "断电"
    RAW_MATERIALS_CLEARED = "raw_materials_cleared", "清原料"
    PRODUCTS_CLEARED = "products_cleared", "清产品"
    EQUIPMENT_CLEARED = "equipment_cleared", "清设备"
    MEASURE = "measure", "整治措施"


class ConditionStanding(Code):
    """Reported, verified and contradicted are three facts."""

    REPORTED = "reported", "上报"
    VERIFIED = "verified", "核实"
    CONTRADICTED = "contradicted", "核查不符"


class State(Code):
    """Where a case stands on the way to being struck off (挂账销号)."""

    LISTED = "listed", "挂账"
    UNDERWAY = "underway", "整治中"
    SELF_CHECKED = "self_checked", "自查"
    ACCEPTED = "accepted", "县级验收"
    SPOT_CHECKED = "spot_checked", "市级抽查"
    ANNOUNCED = "announced", "公示"
    STRUCK_OFF = "struck_off", "已销号"
    REMOVED = "removed", "误列剔除"


class Action(Code):
    """What a person records on a case."""

    BEGIN = "begin", "启动整治"
    SELF_CHECK = "self_check", "自查"
    ACCEPT = "accept", "县级验收"
    SPOT_CHECK = "spot_check", "市级抽查"
    ANNOUNCE = "announce", "公示"
    STRIKE_OFF = "strike_off", "销号"
    SEND_BACK = "send_back", "退回整改"
    EXTEND = "extend", "延期"
    RELAPSE = "relapse", "死灰复燃"
    CONTRADICT = "contradict", "核查不符"
    CONDITION = "condition", "条件核查"
    REMOVE = "remove", "误列剔除"
    RETRACT = "retract", "撤回记录"


class Standing(Code):
    """An unsure enterprise is provisional: counted, shown, never published; an emptied one was absorbed."""

    CONFIRMED = "confirmed", "已确认"
    PROVISIONAL = "provisional", "待核"
    MERGED = "merged", "已并入"
    EMPTY = "empty", "无现行记录"


class Outcome(Code):
    """What taking a row changed in the register."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "未变"
    HELD = "held", "待核"


class Verdict(Code):
    """A judgement on identity."""

    SAME = "same", "同一企业"
    DIFFERENT = "different", "不同企业"
    RENAMED = "renamed", "更名"


class Recurrence(Code):
    """What an entry that resembles a closed works turned out to be (plan item 4)."""

    RELAPSE = "relapse", "死灰复燃"
    RELOCATION = "relocation", "异地转移"
    UNRELATED = "unrelated", "无关"


class Absence(Code):
    """Why an enterprise is in a ledger no more."""

    CLOSED = "closed", "已关停"
    MOVED = "moved", "已搬迁"
    MERGED = "merged", "已合并"
    LISTED_BY_MISTAKE = "listed_by_mistake", "误列"
    FORGOTTEN = "forgotten", "漏报"


class CodeKind(Code):
    """Whose number it is."""

    CREDIT_CODE = "credit_code", "统一社会信用代码"
    REGISTRATION_NO = "registration_no", "注册号"
    ORGANIZATION_CODE = "organization_code", "组织机构代码"
    PERMIT = "permit", "排污许可证编号"


class LessonKind(Code):
    """What can be taught: a heading, a heading to ignore, a spelling."""

    HEADING = "heading", "表头"
    IGNORE = "ignore", "忽略列"
    SPELLING = "spelling", "填法"


class AsOfBasis(Code):
    """How the day a submission speaks for was found."""

    FILING_DATE = "filing_date", "填报时间"
    REPORTING_PERIOD = "reporting_period", "报告期"
    SAID = "said", "导入时指定"
    RECEIVED = "received", "收到日期"


#: field of a ledger → the closed list its codes come from
OF_FIELD: Mapping[str, type[Code]] = {
    "disposal_class": DisposalClass,
    "kiln_type": KilnType,
    "kiln_disposal": KilnDisposal,
    "fuel": Fuel,
    "progress": ProgressClaim,
    "category": PermitCategory,
    "permit_status": PermitStatus,
}
