"""The quarterly list laid out as it is published: part one, part two, and the sheet 待核实.

Columns are those of the annexes of published lists. One line an enterprise, its reasons numbered. A column the register
cannot fill stays blank, never 否 or 无; phones, ID numbers and persons' names are taken out (`masking`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from inventory import masking
from inventory.caseload import Case
from inventory.exports.sheets import Cell, Column, Sheet
from inventory.publication import Decision, Line, Part
from inventory.quarters import Quarter
from inventory.status import class_of
from inventory.vocabulary import KilnType, Ledger, ProgressClaim, State

#: a list that nobody has issued yet says so in its title
DRAFT = "（核对稿）"

#: part → tab, what its title names
PARTS: Mapping[Part, tuple[str, str]] = {
    Part.PLANS: ("未完成达标排放计划", "未完成达标排放计划的企业名单"),
    Part.TASKS: ("未按期完成整治任务", "未按期完成整治任务的企业名单"),
    Part.UNVERIFIED: ("待核实", "待核实企业名单"),
}

#: together about what A4 across holds at 10 points
COLUMNS = (
    Column("序号", "position", 5, is_centred=True),
    Column("县(市、区)", "unit", 9, is_centred=True),
    Column("企业名称", "name", 20),
    Column("统一社会信用代码", "credit_code", 21, is_centred=True),
    Column("行业", "industry_name", 11),
    Column("未达标污染物/问题", "existing_problems", 22),
    Column("处理处罚情况", "penalty", 11),
    Column("整改措施", "measures", 16),
    Column("整改时限", "due_on", 12, is_centred=True),
    Column("整改进展", "progress", 9, is_centred=True),
    Column("是否挂牌督办", "is_supervised", 7, is_centred=True),
    Column("备注", "note", 20),
)

#: what each ledger is called in a numbered reason
CALLED: Mapping[str, str] = {
    Ledger.SCATTERED_POLLUTERS: "“散乱污”整治",
    Ledger.KILNS: "工业炉窑",
    Ledger.VOC_SOURCES: "VOCs治理",
    Ledger.COMPLIANCE_PLANS: "达标排放计划",
}

EXPLAINED = (
    Column("县(市、区)", "unit", 10),
    Column("企业名称", "name", 24),
    Column("事项", "case", 26),
    Column("整改时限", "due_on", 12),
    Column("结论", "part", 20),
    Column("规则", "rule", 9),
    Column("理由", "reason", 26),
    Column("依据", "basis", 40),
)


def pages(
    lines: Sequence[Line],
    quarter: Quarter,
    *,
    city: str,
    persons: Collection[str] = frozenset(),
    scope: str | None = None,
) -> list[Sheet]:
    """The three sheets, each there even when empty: an empty part is an answer too.

    :param city: whose list it is, as its title names it.
    :param persons: the names of persons the register knows (`masking.known`).
    :param scope: the one unit asked for, where it was not the whole city.
    """
    sites = Counter((line.part, line.cases[0].site.unit, line.cases[0].site.name) for line in lines)
    return [
        Sheet(
            name=tab,
            title=f"{city}{quarter.label}{named}{DRAFT}",
            columns=COLUMNS,
            rows=[
                _row(position, line, persons, several=sites[part, line.cases[0].site.unit, line.cases[0].site.name] > 1)
                for position, line in enumerate((line for line in lines if line.part is part), start=1)
            ],
            subtitle=f"范围：{scope or '全市'}    统计截止：{_day(quarter.last)}",
            footnotes=_footnotes(part),
        )
        for part, (tab, named) in PARTS.items()
    ]


def explained(decisions: Iterable[Decision]) -> Sheet:
    """Every case considered, why it is on the list or not. For the bureau's eyes: names stand as registered."""
    rows: list[list[Cell]] = [
        [
            decision.case.site.unit,
            decision.case.site.name,
            decision.case.address,
            decision.deadline,
            PARTS[decision.part][0] if decision.part else "不列入",
            decision.rule.code,
            decision.rule.reason,
            decision.rule.basis,
        ]
        for decision in decisions
    ]
    return Sheet("说明", "逐项说明", EXPLAINED, rows)


def _row(position: int, line: Line, persons: Collection[str], *, several: bool) -> list[Cell]:
    """One line. Two sites of one name are told apart by their register numbers, or the list looks mistaken."""
    site = line.cases[0].site
    reasons = _numbered([_reason(decision, several=len(line.cases) > 1) for decision in line.decisions], always=True)
    own = masking.about(site.unit, persons, masking.known([site.legal_representative, *_named_persons(line.cases)]))
    return [
        position,
        site.unit,
        masking.text(masking.name(site.name, credit_code=site.credit_code, persons=own)),
        _code(site.credit_code),
        masking.text(site.industry_name, own),
        masking.text(_numbered([_problem(case) for case in line.cases]), own),
        masking.text(_numbered([case.facts.get("penalty") for case in line.cases]), own),
        masking.text(_numbered([case.facts.get("measures") for case in line.cases]), own),
        _day(line.earliest_missed),
        _numbered([_progress(case) for case in line.cases]),
        _supervised(line.cases),
        f"{reasons}\n（同名企业的不同生产地点，登记号{site.register_number}）" if several else reasons,
    ]


def _numbered(texts: Sequence[str | None], *, always: bool = False) -> str | None:
    """Different texts one below the other, numbered; one alone as it is."""
    told = list(dict.fromkeys(text for text in texts if text))
    if len(told) < 2 and not (always and told):
        return told[0] if told else None
    return "\n".join(f"{number}.{text}" for number, text in enumerate(told, start=1))


def _problem(case: Case) -> str | None:
    """What is wrong: pollutants and problems where the ledger has them, else what the duty is about."""
    facts = case.facts
    told = [facts.get("pollutants"), facts.get("exceedance"), facts.get("existing_problems")]
    if case.ledger == Ledger.KILNS:
        kind = KilnType(facts["kiln_type"]).label if facts.get("kiln_type") else None
        told = [kind, facts.get("kiln_name")]
    elif case.ledger == Ledger.VOC_SOURCES:
        told = [facts.get("process"), facts.get("material")]
    return "；".join(text for text in told if text) or None


def _reason(decision: Decision, *, several: bool) -> str:
    """Why this case brings its enterprise here, naming the case where there are several."""
    case, reason = decision.case, decision.rule.reason
    disposal = class_of(case)
    called = CALLED[case.ledger] + (f"（{disposal.label}）" if disposal else "")
    deadline = f"（时限{_day(decision.deadline)}）" if several and decision.deadline else ""
    return f"{called}：{reason}{deadline}"


def _progress(case: Case) -> str | None:
    """Where people have moved the case, else what the ledger says of progress."""
    if case.status.state is not State.LISTED:
        return case.status.state.label
    said = case.facts.get("progress")
    return ProgressClaim(said).label if said else None


def _supervised(cases: Sequence[Case]) -> bool | None:
    said = [case.facts["is_supervised"] for case in cases if case.facts.get("is_supervised") is not None]
    return any(said) if said else None


def _named_persons(cases: Iterable[Case]) -> list[str | None]:
    return [case.facts.get("responsible_person") for case in cases]


def _code(code: str | None) -> str | None:
    """A credit code; an ID number that got into the register as one is not printed."""
    return None if code is None or masking.text(code) != code else code


def _day(day: date | None) -> str | None:
    return f"{day.year}年{day.month}月{day.day}日" if day else None


def _footnotes(part: Part) -> tuple[str, ...]:
    if part is Part.UNVERIFIED:
        return ("注：本表供核实用，不予公布。",)
    return ("注：空白为台账未填报，不代表“无”或“否”。",)
