"""The register as of a day, as it was known at a moment: computed from rows and events, never from the cache.

Facts are those of the rows in force at ``known_at`` that speak for the day or an earlier one; who is who follows from
all rows in force at ``known_at``. So an answer never changes when later ledgers, corrections, judgements or steps
arrive. What an enterprise is called by number is today's, which is never reused.
"""

from __future__ import annotations

from inventory.past.cases import cases_known
from inventory.past.meant import case
from inventory.past.sites import enterprise_rows, find, ledger_rows, permits, sites_known
from inventory.past.submissions import rows_known
from inventory.past.whole import Then, whole

__all__ = [
    "Then",
    "case",
    "cases_known",
    "enterprise_rows",
    "find",
    "ledger_rows",
    "permits",
    "rows_known",
    "sites_known",
    "whole",
]
