"""The city, who reports to it, what is due when, the industries; loaded from data files by `inventory.reference`."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inventory import vocabulary
from inventory.models.schema import Base, one_of


class City(Base):
    """Whose register it is: one row. Named in the titles of the published lists."""

    __tablename__ = "city"
    name: Mapped[str] = mapped_column(primary_key=True)
    region_code: Mapped[str]
    #: the names it had before, which still stand in firm names (襄樊)
    former_names: Mapped[list[Any]]


class ReportingUnit(Base):
    """A county, city or development zone that hands in ledgers; ``position`` is the official order."""

    __tablename__ = "reporting_unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    #: the six digits that begin the register numbers of its enterprises
    number_prefix: Mapped[str] = mapped_column(unique=True)
    #: GB/T 2260; development zones have none
    region_code: Mapped[str | None]
    host_unit_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id"))
    position: Mapped[int]


class ReportingUnitAlias(Base):
    """Another way ledgers write a unit (襄阳县 for 襄州区)."""

    __tablename__ = "reporting_unit_alias"
    alias: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"))


class Duty(Base):
    """A dated duty of the city plan (DOMAIN §1): due once, or at every month, quarter or year; or standing."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("every IN ('month', 'quarter', 'year')", name="every"),
        one_of("ledger", vocabulary.Ledger),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    #: the item's number in the plan, as printed: "4", "三(三)"
    plan_item: Mapped[str]
    label: Mapped[str]
    ledger: Mapped[str | None]
    #: the first day it binds, where it is no deadline but a rule (special limits from 2019-01-01)
    applies_from: Mapped[date | None]
    due_on: Mapped[str | None]
    due_on_last: Mapped[date | None]
    every: Mapped[str | None]
    month: Mapped[int | None]
    day: Mapped[int | None]
    #: how much of it by then: 60 % of the cases
    share_pct: Mapped[float | None]
    #: the quantity above (or below) which it binds, in its own unit: 1000 t of coal
    threshold: Mapped[float | None]
    threshold_unit: Mapped[str | None]


class Industry(Base):
    """A class of GB/T 4754 in one edition (2011, 2017)."""

    __tablename__ = "industry"
    edition: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
