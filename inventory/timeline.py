"""One case on one screen: what is claimed beside what is verified, each condition, and all that was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from inventory import caseload, cases, remediation
from inventory.caseload import Case
from inventory.cases import Stored
from inventory.vocabulary import Action


def standing(case: Case) -> dict[str, Any]:
    """Field → value of a case as it stands; ``conditions`` is a list of rows, ``version`` what a writer may name."""
    status = case.status
    return {
        "case": case.id,
        "address": case.address,
        "enterprise": case.site.name,
        "disposal_class": case.disposal_class,
        "listed_on": case.listed_on,
        "due_on": status.deadline.said if status.deadline else None,
        "claimed": case.claim.state,
        "state": status.state,
        "state_on": status.state_on or case.listed_on,
        "round": status.round,
        "is_contradicted": status.is_contradicted,
        "is_relapsed": status.is_relapsed,
        "not_yet_verified": list(remediation.unverified(status, case.duty)),
        "allowed": list(remediation.allowed(status.state)),
        "version": case.version,
        "conditions": [
            {"condition": condition, "standing": found.standing, "on": found.on, "document": found.document}
            for condition, found in status.conditions.items()
        ],
    }


def recorded(session: Session, case_id: int) -> list[dict[str, Any]]:
    """Everything recorded on a case until now, as `told` has it."""
    return told(cases.events(session, [case_id]).get(case_id, ()))


def told(events: Sequence[Stored]) -> list[dict[str, Any]]:
    """Stored events in the order they were recorded; what was taken back says so."""
    numbers = {row["id"]: row["sequence"] for row in events}
    gone = {row["retracts_id"]: row["sequence"] for row in events if row["action"] == Action.RETRACT}
    return [
        {
            "number": row["sequence"],
            "action": Action(row["action"]),
            "on": row["happened_on"],
            "recorded_at": row["recorded_at"],
            "by": row["recorded_by"],
            "document": row["document"],
            "note": row["note"],
            "particulars": _particulars(row, numbers),
            "retracted": gone.get(row["id"]),
        }
        for row in events
    ]


def of_enterprise(session: Session, enterprise_id: int) -> list[dict[str, Any]]:
    """The cases of an enterprise, each as `standing` has it, with its ``events``."""
    found = caseload.current(session, enterprise_ids=[enterprise_id], orphaned=True)
    stored = cases.events(session, [case.id for case in found if case.id is not None])
    return whole((case, stored.get(case.id or 0, ())) for case in found)


def whole(found: Iterable[tuple[Case, Sequence[Stored]]]) -> list[dict[str, Any]]:
    """Cases with what was recorded on each: as `standing` has them, with their ``events``."""
    return [{**standing(case), "events": told(events)} for case, events in found]


def _particulars(row: Stored, numbers: Mapping[int, int]) -> str | None:
    """What an event says beyond its evidence: condition and standing, new deadline, the number taken back."""
    if row["retracts_id"] is not None:
        return f"→ {numbers.get(row['retracts_id'])}"
    extra = [row["condition"], row["standing"], row["extended_to"]]
    return " ".join(each for each in extra if each) or None
