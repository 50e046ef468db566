"""What somebody should look into: one rule table over enterprises, their permits, coal, kilns, cases and ledgers.

`rules.RULES` is the table, each rule with its legal basis; `select` computes what they find on a day; `waivers` keeps
what people said may wait. Findings are computed, never stored: they change with the register and say so at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from inventory.errors import Ambiguous, NotFound, NotUnderstood
from inventory.findings import picture, waivers
from inventory.findings.enterprise_rules import Day
from inventory.findings.rules import OF_ENTERPRISE, OF_REGISTER, RULES, Rule
from inventory.findings.waivers import Waived

__all__ = ["RULES", "Finding", "Rule", "select", "waive"]

#: how many addresses an error names
NAMED = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``register_number`` is None, and ``name`` the file's, where it is about a workbook."""

    rule: Rule
    unit: str
    register_number: str | None
    name: str
    address: str
    facts: dict[str, Any]
    waiver: Waived | None = None

    def message(self, translate: Callable[[str], str], shown: Callable[[object], object]) -> str:
        """The finding in one sentence, in the language of who reads."""
        return translate(self.rule.message).format_map({name: shown(fact) for name, fact in self.facts.items()})


def select(
    session: Session, on: date, *, unit_id: int | None = None, kinds: Collection[str] | None = None
) -> Iterator[Finding]:
    """What the rules find on a day: enterprise by enterprise in the official order, then what is between them.

    :param kinds: codes of rules; all where None. Unknown ones are refused.
    """
    wanted = _known(kinds)
    held = [waived for waived in waivers.standing(session) if waived.until >= on]
    seen_to = {(waived.rule, address): waived for waived in held for address in waived.addresses}
    of_one = [rule for rule in OF_ENTERPRISE if rule.code in wanted]
    if of_one:
        day = Day(on, picture.plan(session))
        for it in picture.pictures(session, unit_id):
            for rule in of_one:
                for seen in rule.look(it, day):
                    waiver = seen_to.get((rule.code, seen.address))
                    yield Finding(rule, it.unit, it.register_number, it.name, seen.address, seen.facts, waiver)
    for other in OF_REGISTER:
        if other.code in wanted:
            for found in other.look(session):
                if unit_id in (None, found.unit_id):
                    waiver = seen_to.get((other.code, found.address))
                    yield Finding(
                        other, found.unit, found.register_number, found.name, found.address, found.facts, waiver
                    )


def waive(
    session: Session, kind: str, said: str, *, until: date, by: str, because: str, at: datetime
) -> tuple[int, Finding]:
    """Let one finding wait until a day; gives the waiver's number and the finding.

    :param said: its address as `findings` shows it, or as much of it (the register number) as tells which is meant.
    """
    found = [
        finding
        for finding in select(session, at.date(), kinds=[kind])
        if finding.address == said or finding.register_number == said or finding.name == said
    ]
    places = sorted({finding.address for finding in found})
    if not places:
        raise NotFound("{said} has no finding {kind}; `inventory findings` shows them", said=said, kind=kind)
    if len(places) > 1:
        raise Ambiguous(
            "{said} has {n} findings {kind}; say which: {candidates}",
            said=said,
            n=len(places),
            kind=kind,
            candidates=places[:NAMED],
        )
    return waivers.waive(session, kind, places[0], until=until, by=by, because=because, at=at), found[0]


def _known(kinds: Collection[str] | None) -> Collection[str]:
    if kinds is None:
        return RULES
    for kind in kinds:
        if kind not in RULES:
            raise NotUnderstood("{said} is no kind of finding; `inventory findings rules` shows them", said=kind)
    return kinds
