"""Codes of one legal person, as people judged: a new credit code, and the numbers of the time before it (RULES.md).

Until 2015 a company had a 15-digit registration number and an organisation code, since then a credit code, which a
move or a change of legal form may replace by another. That two codes are one person's is judged, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.force import stands
from inventory.models import LegalPersonJudgement
from inventory.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class Succession:
    """Which code a legal person uses now, by each of its codes; and the name a person gave it last."""

    current: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def now(self, code: str) -> str:
        """The code in use now of whoever holds or held this one."""
        return self.current.get(code, code)

    def codes(self, code: str) -> list[str]:
        """All codes of whoever holds or held this one, the one in use now first."""
        now = self.now(code)
        return [now, *sorted(former for former, current in self.current.items() if current == now and former != now)]

    def name(self, code: str) -> str | None:
        """The name its holder was given by a renaming, if any."""
        return self.renamed.get(self.now(code))

    def whole(self, codes: Collection[str]) -> set[str]:
        """The codes and all codes of their holders."""
        return {each for code in codes for each in self.codes(code)} if self.current else set(codes)


def read(session: Session, known_at: datetime | None = None) -> Succession:
    """The judgements in force now, or at ``known_at``; a later one prevails."""
    query = (
        select(LegalPersonJudgement)
        .where(stands(LegalPersonJudgement, known_at), LegalPersonJudgement.verdict != Verdict.DIFFERENT)
        .order_by(LegalPersonJudgement.made_at, LegalPersonJudgement.code, LegalPersonJudgement.other)
    )
    held: dict[str, set[str]] = defaultdict(set)
    current: dict[str, str] = {}
    names: list[tuple[str, str]] = []
    for judgement in session.scalars(query):
        if judgement.other is not None:
            one, other = current.get(judgement.code, judgement.code), current.get(judgement.other, judgement.other)
            together = held.pop(one, {one}) | held.pop(other, {other}) | {one, other}
            held[judgement.other] = together
            current |= dict.fromkeys(together, judgement.other)
        elif judgement.name is not None:
            names.append((judgement.code, judgement.name))
    return Succession(current, {current.get(code, code): name for code, name in names})
