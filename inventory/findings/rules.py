"""The rule table of findings: what each means, how it is worded, the legal basis it rests on.

A finding is neither a problem of a workbook (`inventory.problems`) nor a place on the quarterly list
(`inventory.publication`): it is what somebody should look into. A rule on trial (试行) rests on practice or on an
inference, not on a text that says so; its findings are marked. To add a rule, write its function and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from sqlalchemy.orm import Session

from inventory.findings import enterprise_rules as one
from inventory.findings import register_rules as between
from inventory.findings.enterprise_rules import Day, Seen
from inventory.findings.picture import Picture
from inventory.findings.register_rules import Between
from inventory.language import _


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: wording as source string, basis as printed, on trial or not, and the function that looks."""

    code: str
    message: str
    basis: str
    is_trial: bool = False


@dataclass(frozen=True, slots=True)
class OfEnterprise(Rule):
    """A rule over the picture of one enterprise."""

    look: Callable[[Picture, Day], Iterator[Seen]] = one.permit_elsewhere


@dataclass(frozen=True, slots=True)
class OfRegister(Rule):
    """A rule over the register."""

    look: Callable[[Session], Iterator[Between]] = between.code_shared


PLAN_4 = "市2019年度计划第4项：“散乱污”企业分类处置、挂账销号，严防死灰复燃、异地转移"
PLAN_6 = "市2019年度计划第6项：排查仍在使用的每小时20蒸吨以下燃煤锅炉"
PLAN_8 = "市2019年度计划第8项：年用煤量1000吨以上（不含）的单位建立用煤台账和煤质管理制度"
PLAN_15 = "市2019年度计划第15项：所有固定污染源核发排污许可证"
PERMITS = "《排污许可管理条例》（国务院令第736号）"
RENEWAL = PERMITS + "：有效期届满60日前申请延续"
CREDIT_CODE = "GB 32100-2015《法人和其他组织统一社会信用代码编码规则》"
NO_FALSE_REPORT = "上报完成、核实完成、核查不符分别认定"
PRACTICE = "工作惯例，尚无明文依据"

OF_ENTERPRISE: tuple[OfEnterprise, ...] = (
    OfEnterprise(
        "closed_yet_permitted",
        _("closed since {closed_on}, and the permit {number} still stands"),
        PERMITS,
        look=one.closed_yet_permitted,
    ),
    OfEnterprise(
        "closed_yet_burning_coal",
        _("closed since {closed_on}, and {coal_t} t of coal are listed for {year}"),
        PLAN_4,
        look=one.closed_yet_burning_coal,
    ),
    OfEnterprise(
        "closed_yet_listed",
        _("closed since {closed_on}, and a ledger of {listed_on} lists it as working"),
        PLAN_4,
        is_trial=True,
        look=one.closed_yet_listed,
    ),
    OfEnterprise(
        "coal_without_ledger",
        _("{coal_t} t of coal in {year}, more than {threshold} t, and no coal ledger"),
        PLAN_8,
        look=one.coal_without_ledger,
    ),
    OfEnterprise(
        "coal_without_quality_system",
        _("{coal_t} t of coal in {year}, more than {threshold} t, and no coal-quality system"),
        PLAN_8,
        look=one.coal_without_quality_system,
    ),
    OfEnterprise(
        "coal_duties_unsaid",
        _("{coal_t} t of coal in {year}, and its ledger says nothing of {fields}"),
        PLAN_8,
        is_trial=True,
        look=one.coal_duties_unsaid,
    ),
    OfEnterprise(
        "small_coal_boiler",
        _("a coal boiler of {capacity} t/h, less than {threshold} t/h"),
        PLAN_6,
        look=one.small_coal_boiler,
    ),
    OfEnterprise(
        "source_without_permit",
        _("{sources} kilns or VOC sources, and no permit or registration in the register"),
        PLAN_15,
        look=one.source_without_permit,
    ),
    OfEnterprise(
        "expired_yet_operating",
        _("the permit {number} ended on {valid_to}, and a ledger of {listed_on} still lists the works"),
        PERMITS,
        look=one.expired_yet_operating,
    ),
    OfEnterprise(
        "renewal_due",
        _("the permit {number} ends on {valid_to}; renewal was due 60 days before"),
        RENEWAL,
        look=one.renewal_due,
    ),
    OfEnterprise(
        "permit_elsewhere",
        _("the permit {number} is listed by another unit than the enterprise's"),
        PRACTICE,
        is_trial=True,
        look=one.permit_elsewhere,
    ),
    OfEnterprise(
        "permit_of_another",
        _("the permit {number} does not begin with the credit code {code}"),
        "HJ 608《排污单位编码规则》",
        look=one.permit_of_another,
    ),
    OfEnterprise(
        "key_permit_without_limits",
        _("the licence {number} is of key management and prints no limit"),
        PERMITS,
        is_trial=True,
        look=one.key_permit_without_limits,
    ),
    OfEnterprise(
        "close_with_measures",
        _("to be closed, and the measures speak of building on: {measures}"),
        PLAN_4,
        is_trial=True,
        look=one.close_with_measures,
    ),
    OfEnterprise(
        "struck_off_without_evidence",
        _("a ledger says it is struck off; the register has it at {state} and holds no acceptance"),
        PLAN_4,
        look=one.struck_off_without_evidence,
    ),
    OfEnterprise(
        "claimed_against_finding",
        _("a ledger claims {claimed}; people found otherwise, and the case is at {state}"),
        NO_FALSE_REPORT,
        look=one.claimed_against_finding,
    ),
    OfEnterprise(
        "verified_against_claim",
        _("the case is at {state}, and a ledger of {listed_on} says {claimed}"),
        NO_FALSE_REPORT,
        look=one.verified_against_claim,
    ),
)

OF_REGISTER: tuple[OfRegister, ...] = (
    OfRegister(
        "code_shared",
        _("the credit code {code} is also that of {others}, whose name is not alike"),
        CREDIT_CODE,
        look=between.code_shared,
    ),
    OfRegister("several_units", _("ledgers of several units list it: {units}"), PLAN_4, look=between.several_units),
    OfRegister(
        "phone_shared",
        _("the telephone {phone} is that of {firms} firms; the others: {others}"),
        PRACTICE,
        is_trial=True,
        look=between.phone_shared,
    ),
    OfRegister(
        "cluster",
        _("one of {works} works of {industry} in {township}"),
        "地方规定：同一乡镇同类企业10家以上按集群整治",
        is_trial=True,
        look=between.cluster,
    ),
    OfRegister(
        "total_differs",
        _("the workbook states {stated} for {field}, its rows make {counted}"),
        "台账合计应与明细一致",
        look=between.total_differs,
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in chain[Rule](OF_ENTERPRISE, OF_REGISTER)}
