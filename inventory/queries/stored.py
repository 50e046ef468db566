"""The workbooks as handed in, to be read anew."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force
from inventory.errors import NotFound
from inventory.models import ReportingUnit, Submission, Workbook


@dataclass(frozen=True, slots=True)
class Stored:
    """The bytes of a submission with what the importing person said of them."""

    file_name: str
    content: bytes
    unit: str | None
    as_of: str | None
    ledger: str | None


def in_force(session: Session) -> list[int]:
    """Submissions in force, the oldest first."""
    return sorted(force.standing(session))


def workbook(session: Session, number: int) -> Stored:
    """The workbook of a submission."""
    query = (
        select(
            Submission.file_name, Workbook.content, ReportingUnit.name, Submission.as_of_said, Submission.ledger_said
        )
        .join(Workbook, Workbook.sha256 == Submission.sha256)
        .outerjoin(ReportingUnit, ReportingUnit.id == Submission.unit_said_id)
        .where(Submission.id == number)
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFound("there is no submission {number}; `inventory ledger list` shows them", number=number)
    return Stored(*found)
