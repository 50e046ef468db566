"""Who is on the quarterly list, and why.

Part one, 未完成达标排放计划的企业名单, names the enterprises of the county compliance plans (plan item 15); part two,
未按期完成整治任务的企业名单, those of the other cases. What is not sure enough to be published goes to sheet 待核实.
Coal duties, missing and expired permits are findings, not this list (f). `RULES` is the whole decision: for every case
the first rule that applies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from inventory.caseload import Case
from inventory.quarters import Quarter
from inventory.remediation import Status
from inventory.vocabulary import Ledger


class Part(StrEnum):
    """Where an enterprise stands: in part one or two, or on the sheet of what is to be verified first."""

    PLANS = "1"
    TASKS = "2"
    UNVERIFIED = "unverified"


class Verdict(StrEnum):
    """What a rule decides of a case."""

    OUT = "out"
    LISTED = "listed"
    UNVERIFIED = "unverified"


class Considered(NamedTuple):
    """A case as the list sees it: where it stood at the end of the quarter's last day, by the events known."""

    case: Case
    status: Status
    last_day: date

    @property
    def is_not_due(self) -> bool:
        return self.status.deadline is not None and self.status.deadline.last > self.last_day

    @property
    def is_claimed(self) -> bool:
        """Claimed complete, not by a later day: who says «done in July» says «not done in June»."""
        claim = self.case.claim
        return claim.is_complete and (claim.on is None or claim.on <= self.last_day)


class Rule(NamedTuple):
    """One rule: its letter or name, what it decides, the basis it rests on, the reason as printed, when it applies."""

    code: str
    verdict: Verdict
    basis: str
    reason: str
    applies: Callable[[Considered], bool]


PLAN_4 = "市2019年度计划第4项：“散乱污”企业挂账销号，防止死灰复燃"
PLAN_15 = "市2019年度计划第15项：每季度公布未完成达标排放计划的企业"
NO_FALSE_REPORT = "上报完成、核实完成、核查不符分别认定，核查不符的视同未完成"
UNSURE = "尚不确定的信息先行核实，不予公布"

#: For every case the first rule that applies. Letters are those of the bureau's decisions «The quarterly list».
RULES: tuple[Rule, ...] = (
    # a mistake found after the quarter was a mistake in the quarter too
    Rule("removed", Verdict.OUT, PLAN_4, "误列，已剔除", lambda it: it.case.is_removed),
    Rule("not_due", Verdict.OUT, PLAN_15, "季度末尚未到整改时限", lambda it: it.is_not_due),
    Rule("fulfilled", Verdict.OUT, PLAN_15, "季度末已通过验收", lambda it: it.status.is_fulfilled),
    Rule("e", Verdict.UNVERIFIED, UNSURE, "企业身份待核实", lambda it: it.case.site.is_provisional),
    Rule("d", Verdict.UNVERIFIED, UNSURE, "未明确整改时限", lambda it: it.status.deadline is None),
    Rule("b", Verdict.LISTED, PLAN_4, "死灰复燃，未完成整治", lambda it: it.status.is_relapsed),
    Rule("b", Verdict.LISTED, NO_FALSE_REPORT, "经核查不符，未完成整治", lambda it: it.status.is_contradicted),
    Rule("c", Verdict.UNVERIFIED, NO_FALSE_REPORT, "上报已完成，未经核实", lambda it: it.is_claimed),
    Rule("a", Verdict.LISTED, PLAN_15, "超过整改时限，未完成", lambda _: True),
)


class Decision(NamedTuple):
    """What the list makes of one case: the rule that applied, and the deadline it was judged by."""

    case: Case
    rule: Rule
    deadline: date | None

    @property
    def part(self) -> Part | None:
        """None: not on the list."""
        if self.rule.verdict is Verdict.OUT:
            return None
        if self.rule.verdict is Verdict.UNVERIFIED:
            return Part.UNVERIFIED
        return Part.PLANS if self.case.ledger == Ledger.COMPLIANCE_PLANS else Part.TASKS


@dataclass(frozen=True, slots=True)
class Line:
    """One enterprise on one sheet, with all its cases there in the order of their deadlines."""

    part: Part
    decisions: tuple[Decision, ...]

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(decision.case for decision in self.decisions)

    @property
    def rules(self) -> tuple[str, ...]:
        """The letters of the rules that brought it here."""
        return tuple(sorted({decision.rule.code for decision in self.decisions}))

    @property
    def earliest_missed(self) -> date | None:
        """The first deadline missed; None where none was set, or it is not the enterprise's for sure."""
        return min((decision.deadline for decision in self.decisions if decision.deadline), default=None)


def decide(case: Case, quarter: Quarter) -> Decision:
    """What the list makes of a case, by what was true at the end of the quarter's last day."""
    considered = Considered(case, case.status_on(quarter.last), quarter.last)
    rule = next(rule for rule in RULES if rule.applies(considered))
    deadline = considered.status.deadline
    return Decision(case, rule, deadline.last if deadline else None)


def noncompliant(cases: Iterable[Case], quarter: Quarter) -> list[Line]:
    """The list of a quarter: part one, part two, what is to be verified; in each the order the cases came in."""
    found: dict[tuple[Part, object], list[Decision]] = defaultdict(list)
    for decision in (decide(case, quarter) for case in cases):
        if decision.part is not None:
            found[decision.part, decision.case.site.key].append(decision)
    lines = [Line(part, _by_deadline(decisions)) for (part, _), decisions in found.items()]
    return sorted(lines, key=lambda line: list(Part).index(line.part))


def _by_deadline(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    return tuple(sorted(decisions, key=lambda decision: decision.deadline or date.max))
