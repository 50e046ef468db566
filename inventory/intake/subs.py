"""Sub-records and their facts: the one line, or the kilns, sources, boilers and permits of an enterprise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from inventory.intake import columns
from inventory.intake.site import Site
from inventory.intake.summary import Change
from inventory.models import FACTS, SubRecord
from inventory.resolution import Known, Sub


def write(session: Session, built: Sequence[Site], placed: set[int]) -> None:
    """Write the sub-records of the enterprises; tells each site the ids, and which are new or changed.

    A sub-record keeps its number as long as its enterprise, key and ordinal stay; one whose rows went to another
    enterprise goes with them, under the next number free there.

    :param placed: sub-records that earlier portions have placed; grows.
    """
    held = _Held(session, built, placed)
    new, changed = [], []
    facts: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for site in built:
        for sub, known in site.resolved.subs.items():
            stored = held.claim(site, sub, known)
            wanted = {
                "enterprise_id": site.enterprise_id,
                "ledger": sub.ledger,
                "key": sub.key,
                "ordinal": sub.ordinal,
                "unit_id": site.resolved.unit,
                "last_listed_on": known.last_listed_on,
                "is_orphaned": False,
            }
            if stored is None:
                site.sub_ids[sub] = held.new_id()
                site.subs_new.add(sub)
                new.append({"id": site.sub_ids[sub], "number": held.number(site.enterprise_id, sub.ledger), **wanted})
            else:
                site.sub_ids[sub] = stored["id"]
                wanted["number"] = stored["number"]
                if stored["enterprise_id"] != site.enterprise_id:
                    wanted["number"] = held.number(site.enterprise_id, sub.ledger)
                if any(stored[column] != value for column, value in wanted.items()):
                    changed.append({"id": stored["id"], **wanted})
            placed.add(site.sub_ids[sub])
            facts[sub.ledger][site.sub_ids[sub]] = site.facts[sub]
    columns.insert_rows(session, SubRecord, new)
    columns.update_rows(session, SubRecord, "id", changed)
    fresh = {site.sub_ids[sub] for site in built for sub in site.subs_new}
    differing: dict[int, dict[str, Any]] = {}
    for ledger in sorted(facts):
        differing |= _write_facts(session, ledger, facts[ledger], fresh)
    for site in built:
        site.subs_changed = {sub for sub, number in site.sub_ids.items() if number in differing}
        for sub, number in site.sub_ids.items():
            if sub not in site.subs_changed:
                continue
            now = site.facts[sub]
            site.changes += [
                Change(site.enterprise_id, number, field, before, now[field])
                for field, before in differing[number].items()
                if before != now[field] and not field.endswith(columns.LAST)
            ]


def _write_facts(
    session: Session, ledger: str, known: Mapping[int, dict[str, Any]], fresh: set[int]
) -> dict[int, dict[str, Any]]:
    """Write the facts of one ledger kind; what was held of the sub-records whose facts differ."""
    model = FACTS[ledger]
    old = [number for number in known if number not in fresh]
    held = {row.pop("sub_record_id"): row for row in columns.existing(session, model, "sub_record_id", old)}
    new, changed = [], []
    for number, wanted in known.items():
        if number not in held:
            new.append({"sub_record_id": number, **wanted})
        elif held[number] != wanted:
            changed.append({"sub_record_id": number, **wanted})
    columns.insert_rows(session, model, new)
    columns.update_rows(session, model, "sub_record_id", changed)
    return {row["sub_record_id"]: held[row["sub_record_id"]] for row in changed}


class _Held:
    """The sub-records the register holds of these enterprises and rows, and the numbers free."""

    def __init__(self, session: Session, built: Sequence[Site], placed: set[int]) -> None:
        owners = {site.enterprise_id for site in built if not site.is_new}
        stored = {row["id"]: row for row in columns.existing(session, SubRecord, "enterprise_id", owners)}
        rows = [row for site in built for row in site.rows]
        from_others = {row.sub_record_id for row in rows if row.sub_record_id is not None} - set(stored)
        stored |= {row["id"]: row for row in columns.existing(session, SubRecord, "id", from_others)}
        self._stored = stored
        self._at = {(row["enterprise_id"], row["ledger"], row["key"], row["ordinal"]): row for row in stored.values()}
        self._last: dict[tuple[int, str], int] = defaultdict(int)
        for row in stored.values():
            place = (row["enterprise_id"], row["ledger"])
            self._last[place] = max(self._last[place], row["number"])
        # what stands where it stood is nobody else's to take
        self._free = (
            set(stored)
            - placed
            - {
                self._at[at]["id"]
                for site in built
                for ledger, key, ordinal in site.resolved.subs
                if (at := (site.enterprise_id, ledger, key, ordinal)) in self._at
            }
        )
        self._next = columns.next_id(session, SubRecord)

    def claim(self, site: Site, sub: Sub, known: Known) -> dict[str, Any] | None:
        """The stored sub-record this one is: of the same enterprise, or brought along by its rows."""
        stored = self._at.get((site.enterprise_id, *sub))
        if stored is not None:
            return stored
        rows = {row.id: row for row in site.rows}
        for said in known.rows:
            number = rows[said.row_id].sub_record_id
            if number in self._free and number is not None:
                self._free.discard(number)
                return self._stored[number]
        return None

    def number(self, enterprise_id: int, ledger: str) -> int:
        """The next number of a ledger kind in an enterprise."""
        self._last[enterprise_id, ledger] += 1
        return self._last[enterprise_id, ledger]

    def new_id(self) -> int:
        self._next += 1
        return self._next - 1
