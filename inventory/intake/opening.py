"""Opening cases (挂账): what a ledger lists with something to be done becomes a case, which no ledger moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from inventory.force import InForce
from inventory.intake import columns
from inventory.intake.site import Site
from inventory.models import Remediation
from inventory.resolution import Known, Sub
from inventory.vocabulary import Ledger, State

#: ledger kind → the fields that make a case of a sub-record; with none named, every one is a case
OPENED_BY: Mapping[str, tuple[str, ...]] = {
    Ledger.SCATTERED_POLLUTERS: (),
    Ledger.COMPLIANCE_PLANS: (),
    Ledger.KILNS: ("kiln_disposal", "measures", "due_on"),
    Ledger.VOC_SOURCES: ("measures", "due_on"),
}

#: ledger kind → the field that says how it is to be disposed of
DISPOSAL: Mapping[str, str] = {Ledger.SCATTERED_POLLUTERS: "disposal_class", Ledger.KILNS: "kiln_disposal"}

#: no measure, no deadline: nothing is to be done
NOTHING = (None, "无")

#: the version of a case without events
FIRST = 1


def is_case(sub: Sub, known: Known) -> bool:
    """Whether what is known of a sub-record makes it a case."""
    fields = OPENED_BY.get(sub.ledger)
    return fields is not None and (not fields or any(known.facts.get(field) not in NOTHING for field in fields))


def write(session: Session, built: Sequence[Site], readings: Mapping[int, InForce]) -> None:
    """Open the cases that are new, and bring what ledgers say of the others up to date; their state is people's.

    The deadline in force and the state of a case with events are brought up by `tracking.refresh` afterwards.
    """
    wanted = {
        site.sub_ids[sub]: columns_of(site, sub, known, readings)
        for site in built
        for sub, known in site.resolved.subs.items()
        if is_case(sub, known)
    }
    fresh = {site.sub_ids[sub] for site in built for sub in site.subs_new}
    old = {number for site in built for number in site.sub_ids.values()} - fresh
    held = {row["sub_record_id"]: row for row in columns.existing(session, Remediation, "sub_record_id", old)}
    free = columns.next_id(session, Remediation)
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for sub_id, case in wanted.items():
        if sub_id not in held:
            opened = {"state": State.LISTED, "state_on": case["listed_on"], "round": 1, "version": FIRST}
            new.append({"id": free + len(new), "sub_record_id": sub_id, **case, **opened})
            continue
        stored = held[sub_id]
        if stored["version"] > FIRST:
            # events moved it: the deadline may be an extended one
            case = {**case, "due_on": stored["due_on"], "due_on_last": stored["due_on_last"]}
        else:
            case = {**case, "state_on": case["listed_on"]}
        if any(stored[column] != value for column, value in case.items()):
            changed.append({**{column: stored[column] for column in ("state_on",)}, **case, "id": stored["id"]})
    columns.insert_rows(session, Remediation, new)
    columns.update_rows(session, Remediation, "id", changed)
    gone = {row["id"] for sub_id, row in held.items() if sub_id not in wanted and row["version"] == FIRST}
    columns.delete_rows(session, Remediation, "id", gone)


def columns_of(site: Site, sub: Sub, known: Known, readings: Mapping[int, InForce]) -> dict[str, Any]:
    facts, claim = site.facts[sub], site.claims[sub]
    first = [said for said in known.rows if said.as_of == known.first_listed_on]
    return {
        "enterprise_id": site.enterprise_id,
        "unit_id": site.resolved.unit,
        "ledger": sub.ledger,
        "disposal_class": facts.get(DISPOSAL.get(sub.ledger, "")),
        "listed_on": known.first_listed_on,
        "listed_at": min(readings[said.reading_id].received_at for said in first),
        "due_on": facts["due_on"],
        "due_on_last": facts["due_on_last"],
        "claimed": claim.state,
        "claimed_on": claim.on,
    }
