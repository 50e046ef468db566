"""The register as of a day, as it was known at a moment: computed from rows and events, never from the cache.

Facts are those of the rows in force at ``known_at`` that speak for the day or an earlier one; who is who follows from
all rows in force at ``known_at``. So an answer never changes when later ledgers, corrections, judgements or steps
arrive. What an enterprise is called by number is today's, which is never reused.
"""

from __future__ import annotations

from inventory.past.cases import cases_known
from inventory.past.sites import enterprise_rows, find, ledger_rows, permits, sites_known, whole

__all__ = ["cases_known", "enterprise_rows", "find", "ledger_rows", "permits", "sites_known", "whole"]
