"""One case on one screen: what is claimed beside what is verified, each condition, and all that was recorded."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import cases, claims, remediation
from inventory.models import FACTS, Enterprise, Remediation, SubRecord
from inventory.vocabulary import Action


def standing(session: Session, case_id: int) -> dict[str, Any]:
    """Field → value of a case as it stands; ``conditions`` is a list of rows, ``version`` what a writer may name."""
    case = cases.stored(session, [case_id])[case_id]
    duty = cases.duty(case)
    status = remediation.fold(cases.history(cases.events(session, [case_id]).get(case_id, ())), duty)
    sub = session.get_one(SubRecord, case["sub_record_id"])
    site = session.get_one(Enterprise, case["enterprise_id"])
    claim = claims.claim(_facts(session, case["ledger"], sub.id))
    return {
        "case": case_id,
        "address": f"{site.register_number}/{case['ledger']}/{sub.number}",
        "enterprise": site.name,
        "disposal_class": case["disposal_class"],
        "listed_on": case["listed_on"],
        "due_on": status.deadline.said if status.deadline else None,
        "claimed": claim.state,
        "state": status.state,
        "state_on": status.state_on or case["listed_on"],
        "round": status.round,
        "is_contradicted": status.is_contradicted,
        "is_relapsed": status.is_relapsed,
        "not_yet_verified": list(remediation.unverified(status, duty)),
        "allowed": list(remediation.allowed(status.state)),
        "version": case["version"],
        "conditions": [
            {"condition": condition, "standing": found.standing, "on": found.on, "document": found.document}
            for condition, found in status.conditions.items()
        ],
    }


def events(session: Session, case_id: int) -> list[dict[str, Any]]:
    """Everything recorded on a case in the order it was recorded; what was taken back says so."""
    rows = cases.events(session, [case_id]).get(case_id, [])
    numbers = {row["id"]: row["sequence"] for row in rows}
    gone = {row["retracts_id"]: row["sequence"] for row in rows if row["action"] == Action.RETRACT}
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
        for row in rows
    ]


def of_enterprise(session: Session, enterprise_id: int) -> list[dict[str, Any]]:
    """The cases of an enterprise, each as `standing` has it, with its ``events``."""
    query = select(Remediation.id).where(Remediation.enterprise_id == enterprise_id)
    numbers = session.scalars(query.order_by(Remediation.ledger, Remediation.id)).all()
    return [{**standing(session, number), "events": events(session, number)} for number in numbers]


def _particulars(row: cases.Stored, numbers: dict[int, int]) -> str | None:
    """What an event says beyond its evidence: condition and standing, new deadline, the number taken back."""
    if row["retracts_id"] is not None:
        return f"→ {numbers.get(row['retracts_id'])}"
    told = [row["condition"], row["standing"], row["extended_to"]]
    return " ".join(each for each in told if each) or None


def _facts(session: Session, ledger: str, sub_record_id: int) -> dict[str, Any]:
    facts = FACTS[ledger].__table__
    row = session.execute(select(*facts.c).where(facts.c.sub_record_id == sub_record_id)).mappings().first()
    return dict(row) if row else {}
