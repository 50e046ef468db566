"""The cases of the register with all that is asked of them: enterprise, claim, verified state, deadline in force.

One typed row a case; status, the quarterly list, overdue and due are computed from these rows and ask nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import cases, claims, remediation
from inventory.claims import Claim
from inventory.models import FACTS, Duty, Enterprise, Remediation, ReportingUnit, SubRecord
from inventory.remediation import Deadline, Event, Status
from inventory.vocabulary import Ledger, Standing, State

#: The ledger kinds that open cases, in the order they are shown.
CASE_LEDGERS = (Ledger.SCATTERED_POLLUTERS, Ledger.KILNS, Ledger.VOC_SOURCES, Ledger.COMPLIANCE_PLANS)


@dataclass(frozen=True, slots=True)
class Site:
    """The enterprise of a case, as far as lists and counts need it. ``key`` tells sites apart."""

    key: object
    register_number: str
    name: str
    unit: str
    unit_position: int
    is_provisional: bool
    credit_code: str | None = None
    township: str | None = None
    industry_name: str | None = None
    industry_code: str | None = None
    legal_representative: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Case:
    """One case as the register knows it. ``id`` is today's, None where a past case is none today."""

    id: int | None
    site: Site
    ledger: str
    number: int
    disposal_class: str | None
    listed_on: date
    #: the ledger's fields, dates also as ``…_last``
    facts: Mapping[str, Any]
    events: tuple[Event, ...] = ()
    #: what the plan sets where the ledger gives no deadline
    plan_deadline: Deadline | None = None
    #: grows with every step; what a writer may name to be refused if the case has moved on. None in a past view
    version: int | None = None

    @property
    def address(self) -> str:
        """What people type: 420607-00037/kilns/2."""
        return f"{self.site.register_number}/{self.ledger}/{self.number}"

    @cached_property
    def claim(self) -> Claim:
        return claims.claim(self.facts)

    @cached_property
    def status(self) -> Status:
        return remediation.fold(self.events, self.duty)

    def status_on(self, day: date) -> Status:
        """Where it stood at the end of a day, by the events known."""
        return remediation.fold(remediation.until(self.events, day), self.duty) if self.events else self.status

    def as_of(self, day: date) -> Case:
        """The case with the events that had happened by the end of a day."""
        return replace(self, events=tuple(remediation.until(self.events, day))) if self.events else self

    @property
    def is_removed(self) -> bool:
        return self.status.state is State.REMOVED

    def is_overdue(self, on: date) -> bool:
        """The deadline has passed and the work is not verified, whatever is claimed."""
        deadline = self.status.deadline
        return deadline is not None and deadline.last < on and not self.status.is_fulfilled and not self.is_removed

    @property
    def duty(self) -> remediation.Duty:
        """What is owed: by the ledger's deadline, else the plan's."""
        last = self.facts.get("due_on_last")
        said = Deadline(self.facts["due_on"], last) if last else None
        return remediation.Duty(self.ledger, self.disposal_class, said or self.plan_deadline)


def current(
    session: Session,
    *,
    unit_id: int | None = None,
    ledgers: Collection[str] = CASE_LEDGERS,
    enterprise_ids: Collection[int] | None = None,
    orphaned: bool = False,
) -> list[Case]:
    """The cases as they stand now, by unit, name and address.

    :param orphaned: also those that no ledger in force lists.
    """
    by_plan = plan_deadlines(session)
    kinds = [ledger for ledger in CASE_LEDGERS if ledger in ledgers]
    found = [row for ledger in kinds for row in _rows(session, ledger, unit_id, enterprise_ids, orphaned)]
    stored = cases.events(session, [row["case_id"] for row in found])
    return ordered(
        [
            Case(
                id=row["case_id"],
                site=_site(row),
                ledger=row["case_ledger"],
                number=row["sub_number"],
                disposal_class=row["case_class"],
                listed_on=row["case_listed_on"],
                facts=row,
                events=tuple(cases.history(stored.get(row["case_id"], ()))),
                plan_deadline=by_plan.get(row["case_ledger"]),
                version=row["case_version"],
            )
            for row in found
        ]
    )


def one(session: Session, case_id: int) -> Case:
    """One case by its id, listed by a ledger in force or not."""
    case = session.get_one(Remediation, case_id)
    found = current(session, ledgers=[case.ledger], enterprise_ids=[case.enterprise_id], orphaned=True)
    return next(each for each in found if each.id == case_id)


def ordered(found: Sequence[Case]) -> list[Case]:
    """By the official order of units, then name and address by code point."""
    order = {ledger: place for place, ledger in enumerate(CASE_LEDGERS)}
    return sorted(
        found,
        key=lambda case: (
            case.site.unit_position,
            case.site.name,
            case.site.register_number,
            order[Ledger(case.ledger)],
            case.number,
        ),
    )


def plan_deadlines(session: Session) -> dict[str, Deadline]:
    """Ledger kind → the day the plan sets for remediation where the ledger gives none.

    Plan item 4 wants a share of the scattered polluters remediated by a day: the duty with a ledger kind and a share.
    """
    query = select(Duty.ledger, Duty.due_on, Duty.due_on_last).where(
        Duty.ledger.is_not(None), Duty.share_pct.is_not(None)
    )
    found: dict[str, Deadline] = {}
    for duty in session.execute(query).mappings():
        if duty["due_on"]:
            found[duty["ledger"]] = Deadline(duty["due_on"], duty["due_on_last"])
    return found


def _rows(
    session: Session, ledger: str, unit_id: int | None, enterprise_ids: Collection[int] | None, orphaned: bool
) -> list[dict[str, Any]]:
    facts = FACTS[ledger].__table__
    query = (
        select(
            *facts.c,
            Remediation.id.label("case_id"),
            Remediation.ledger.label("case_ledger"),
            Remediation.disposal_class.label("case_class"),
            Remediation.listed_on.label("case_listed_on"),
            Remediation.version.label("case_version"),
            SubRecord.number.label("sub_number"),
            ReportingUnit.name.label("unit"),
            ReportingUnit.position.label("unit_position"),
            Enterprise.id.label("enterprise_id"),
            Enterprise.register_number,
            Enterprise.standing,
            *(getattr(Enterprise, name) for name in OF_SITE),
        )
        .join_from(Remediation, SubRecord, SubRecord.id == Remediation.sub_record_id)
        .join(facts, facts.c.sub_record_id == SubRecord.id)
        .join(Enterprise, Enterprise.id == Remediation.enterprise_id)
        .join(ReportingUnit, ReportingUnit.id == Remediation.unit_id)
        .where(Remediation.ledger == ledger)
    )
    if not orphaned:
        query = query.where(SubRecord.is_orphaned.is_(False))
    if unit_id is not None:
        query = query.where(Remediation.unit_id == unit_id)
    if enterprise_ids is not None:
        query = query.where(Remediation.enterprise_id.in_(enterprise_ids))
    return [dict(row) for row in session.execute(query).mappings()]


#: columns of an enterprise that a `Site` carries under the same name
OF_SITE = ("name", "credit_code", "township", "industry_name", "industry_code", "legal_representative", "note")


def _site(row: Mapping[str, Any]) -> Site:
    return Site(
        key=row["enterprise_id"],
        register_number=row["register_number"],
        unit=row["unit"],
        unit_position=row["unit_position"],
        is_provisional=row["standing"] == Standing.PROVISIONAL,
        **{name: row[name] for name in OF_SITE},
    )
