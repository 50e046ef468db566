"""What taking a workbook made of it, to be shown and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from inventory.vocabulary import AsOfBasis, Outcome


class Change(NamedTuple):
    """A value that the current register held and holds no more; ``sub_record_id`` is None for the enterprise's own."""

    enterprise_id: int
    sub_record_id: int | None
    field: str
    before: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Summary:
    """One workbook taken. ``is_known``: the same bytes were taken before, and nothing was changed."""

    file: str
    submission_id: int
    units: tuple[str, ...] = ()
    ledgers: tuple[str, ...] = ()
    as_of: str = ""
    basis: AsOfBasis | None = None
    is_known: bool = False
    #: the rules have changed since it was read: `ledger reread` would read it anew
    is_outdated: bool = False
    replaces_id: int | None = None
    #: rows by what they changed; every outcome is named
    rows: Mapping[Outcome, int] = field(default_factory=dict)
    #: entries without a name: stored with their problems, not matched
    unread: int = 0
    #: rows that are no entries, by kind
    other_rows: Mapping[str, int] = field(default_factory=dict)
    #: problems by kind: of the reading, and of the register where these rows are concerned
    problems: Mapping[str, int] = field(default_factory=dict)
    #: value by value, where enterprises and sub-records that were there say something else now
    changes: Sequence[Change] = ()

    @property
    def entries(self) -> int:
        """All ledger rows."""
        return sum(self.rows.values()) + self.unread
