"""The current register: legal persons, their sites with names and numbers, and the sub-records of each site."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inventory import vocabulary
from inventory.models.schema import Base, one_of


class LegalPerson(Base):
    """A company or a person in business; holds credit codes and names, owns one site or several."""

    __tablename__ = "legal_person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    credit_code: Mapped[str | None] = mapped_column(index=True)


class CommonFacts:
    """The fields of every ledger (DATA: «Fields of every ledger») but the unit, which is a reference."""

    township: Mapped[str | None]
    name: Mapped[str]
    credit_code: Mapped[str | None]
    registration_no: Mapped[str | None]
    organization_code: Mapped[str | None]
    legal_representative: Mapped[str | None]
    contact_phone: Mapped[str | None]
    address: Mapped[str | None]
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    industry_name: Mapped[str | None]
    industry_code: Mapped[str | None]
    note: Mapped[str | None]


class Enterprise(CommonFacts, Base):
    """One production site: the thing that is listed, moved, closed and published.

    ``merged_into_id``: its rows belong to another enterprise now; the old register number keeps resolving.
    """

    __tablename__ = "enterprise"
    __table_args__ = (
        Index(None, "unit_id", "name", "id"),
        Index(None, "name_folded"),
        Index(None, "credit_code"),
        one_of("standing", vocabulary.Standing),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    #: "420607-00037": number prefix of the unit, serial; never reused
    register_number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"))
    legal_person_id: Mapped[int | None] = mapped_column(ForeignKey("legal_person.id"), index=True)
    standing: Mapped[str]
    name_folded: Mapped[str]
    site_mark: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)


class EnterpriseName(Base):
    """A name the rows in force give the enterprise: the current one or another (former, drifting)."""

    __tablename__ = "enterprise_name"
    __table_args__ = (Index(None, "name_folded"),)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    name_folded: Mapped[str]
    is_current: Mapped[bool]


class EnterpriseCode(Base):
    """A number the rows in force give the enterprise: credit code, registration number, organisation code, permit."""

    __tablename__ = "enterprise_code"
    __table_args__ = (Index(None, "code"), one_of("kind", vocabulary.CodeKind))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)


class RegisterSerial(Base):
    """The last serial given out in a unit. Only grows, so that register numbers are never reused."""

    __tablename__ = "register_serial"
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"), primary_key=True)
    last_serial: Mapped[int]


class SubRecord(Base):
    """What one ledger kind says of an enterprise: the one line, or one kiln, source, boiler, permit.

    ``number`` is its place in the address ``420607-00037/kilns/2``; (``key``, ``ordinal``) what it is known by.
    """

    __tablename__ = "sub_record"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "ledger", "key", "ordinal"),
        UniqueConstraint("enterprise_id", "ledger", "number"),
        Index(None, "ledger", "unit_id"),
        one_of("ledger", vocabulary.Ledger),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    ledger: Mapped[str]
    number: Mapped[int]
    key: Mapped[str]
    ordinal: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"))
    #: the newest as_of that lists it; «not listed since» follows from the unit's later ledgers (coverage)
    last_listed_on: Mapped[date]
    #: no row in force speaks of it any more; kept because people's decisions hang on it
    is_orphaned: Mapped[bool]
