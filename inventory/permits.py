"""Pollutant discharge permits: what each is worth on a day, by the interval printed on it.

No term is assumed: first licences ran three years, later ones five. What ended it before (注销, 撤销, 吊销) outranks
the interval; where the ledger prints none, that is said. Renewal is asked for at least 60 days ahead (条例, 令736).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import values
from inventory.models import Enterprise, Permit, ReportingUnit, SubRecord
from inventory.vocabulary import Code, Ledger, PermitCategory, PermitStatus

RENEWAL_AHEAD = timedelta(days=60)


class Validity(Code):
    """What a permit is worth on a day."""

    VALID = "valid", "有效"
    NOT_YET = "not_yet", "尚未生效"
    EXPIRED = "expired", "已过期"
    ENDED = "ended", "已注销、撤销或吊销"
    NOT_ISSUED = "not_issued", "未发证"
    RECTIFICATION = "rectification", "限期整改"
    UNKNOWN = "unknown", "有效期不明"


#: what the ledger says of the permit itself, where that decides whatever interval is printed
BY_STATUS: Mapping[str, Validity] = {
    PermitStatus.CANCELLED: Validity.ENDED,
    PermitStatus.RESCINDED: Validity.ENDED,
    PermitStatus.REVOKED: Validity.ENDED,
    PermitStatus.NOT_ISSUED: Validity.NOT_ISSUED,
    PermitStatus.RECTIFICATION: Validity.RECTIFICATION,
}


@dataclass(frozen=True, slots=True)
class Held:
    """One permit and who holds it. ``facts`` are the ledger's fields."""

    enterprise_id: int
    register_number: str
    place: int
    unit: str
    unit_position: int
    name: str
    credit_code: str | None
    facts: Mapping[str, Any]

    @property
    def address(self) -> str:
        return f"{self.register_number}/{Ledger.PERMITS}/{self.place}"

    @property
    def category(self) -> PermitCategory | None:
        return PermitCategory(self.facts["category"]) if self.facts["category"] else None

    @property
    def last_day(self) -> date | None:
        day: date | None = self.facts["valid_to_last"]
        return day

    @property
    def renewal_due_on(self) -> date | None:
        """The last day to ask for renewal; a registration receipt is not renewed."""
        if self.last_day is None or self.category is PermitCategory.REGISTERED:
            return None
        return self.last_day - RENEWAL_AHEAD

    def validity(self, on: date) -> Validity:
        """What it is worth on a day. A partial date is given its whole span: 2019-02 begins on the 1st."""
        said = BY_STATUS.get(self.facts["permit_status"] or "")
        if said is not None:
            return said
        begins = self.facts["valid_from"]
        if begins and on < values.first_day(begins):
            return Validity.NOT_YET
        if self.last_day is None:
            return Validity.UNKNOWN
        return Validity.VALID if on <= self.last_day else Validity.EXPIRED


def select_all(
    session: Session, *, unit_id: int | None = None, enterprise_ids: Collection[int] | None = None
) -> list[Held]:
    """The permits of the register, by unit, name and address; those of some enterprises where they are named."""
    columns = Permit.__table__.c
    query = (
        select(
            *columns,
            SubRecord.number.label("place"),
            SubRecord.enterprise_id,
            Enterprise.register_number,
            Enterprise.name,
            Enterprise.credit_code,
            ReportingUnit.name.label("unit"),
            ReportingUnit.position.label("unit_position"),
        )
        .join_from(Permit, SubRecord, SubRecord.id == Permit.sub_record_id)
        .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
        .join(ReportingUnit, ReportingUnit.id == SubRecord.unit_id)
        .where(SubRecord.is_orphaned.is_(False))
        .order_by(ReportingUnit.position, Enterprise.name, Enterprise.register_number, SubRecord.number)
    )
    if unit_id is not None:
        query = query.where(SubRecord.unit_id == unit_id)
    if enterprise_ids is not None:
        query = query.where(SubRecord.enterprise_id.in_(enterprise_ids))
    own = [column.name for column in columns]
    return [
        Held(
            enterprise_id=row["enterprise_id"],
            register_number=row["register_number"],
            place=row["place"],
            unit=row["unit"],
            unit_position=row["unit_position"],
            name=row["name"],
            credit_code=row["credit_code"],
            facts={name: row[name] for name in own},
        )
        for row in session.execute(query).mappings()
    ]


def expiring(found: Iterable[Held], on: date, within: int) -> list[Held]:
    """Valid on a day and ending within some days from it: the first to end first."""
    until = on + timedelta(days=within)
    ending = [
        permit
        for permit in found
        if permit.validity(on) is Validity.VALID and permit.last_day is not None and permit.last_day <= until
    ]
    return sorted(ending, key=lambda permit: permit.last_day or date.max)
