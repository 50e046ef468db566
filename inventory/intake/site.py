"""A group of rows on its way into the register, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from inventory import claims
from inventory.claims import Claim
from inventory.intake import columns
from inventory.intake.summary import Change
from inventory.intake.ties import Row
from inventory.matching import Group
from inventory.resolution import Resolved, Sub
from inventory.vocabulary import Outcome, Standing


@dataclass(slots=True)
class Site:
    """One enterprise while it is rebuilt."""

    group: Group
    rows: list[Row]
    enterprise_id: int
    is_new: bool
    resolved: Resolved
    #: given to a new one only; an old one keeps its own
    register_number: str = ""
    #: what the register held of the enterprise itself and of its sub-records, and holds no more
    changes: list[Change] = field(default_factory=list)
    #: sub-record → its columns, dates with their last day, and what they claim of a case
    facts: dict[Sub, dict[str, Any]] = field(init=False)
    claims: dict[Sub, Claim] = field(init=False)
    #: sub-record → its id; those that are new, those whose facts differ
    sub_ids: dict[Sub, int] = field(default_factory=dict)
    subs_new: set[Sub] = field(default_factory=set)
    subs_changed: set[Sub] = field(default_factory=set)

    def __post_init__(self) -> None:
        subs = self.resolved.subs.items()
        self.facts = {sub: columns.facts(sub.ledger, known.facts) for sub, known in subs}
        self.claims = {sub: claims.claim(facts) for sub, facts in self.facts.items()}

    @property
    def is_changed(self) -> bool:
        """The facts of the enterprise itself differ from what the register held."""
        return any(change.sub_record_id is None for change in self.changes)

    @property
    def standing(self) -> Standing:
        """Provisional while anything is asked about it."""
        return Standing.PROVISIONAL if self.group.questions else Standing.CONFIRMED

    def outcome(self, sub: Sub) -> Outcome:
        """What a row that came changed through the sub-record it speaks of."""
        if self.group.questions:
            return Outcome.HELD
        if sub in self.subs_new:
            return Outcome.NEW
        return Outcome.CHANGED if self.is_changed or sub in self.subs_changed else Outcome.UNCHANGED
