"""What each ledger kind says of a sub-record: one table a kind, named like it; fields as in DATA.md."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inventory import vocabulary
from inventory.models.schema import Base, one_of


class Facts:
    """What the six fact tables share: one row per sub-record."""

    sub_record_id: Mapped[int] = mapped_column(ForeignKey("sub_record.id"), primary_key=True)


class Progress:
    """What a row claims of progress, acceptance and striking off. Claims: no ledger moves a case."""

    measures: Mapped[str | None]
    due_on: Mapped[str | None]
    due_on_last: Mapped[date | None]
    progress: Mapped[str | None]
    accepted_on: Mapped[str | None]
    accepted_on_last: Mapped[date | None]
    struck_off: Mapped[bool | None]
    struck_off_on: Mapped[str | None]
    struck_off_on_last: Mapped[date | None]


class ScatteredPolluter(Facts, Progress, Base):
    """散乱污: one line an enterprise."""

    __tablename__ = "scattered_polluters"
    __table_args__ = (one_of("disposal_class", vocabulary.DisposalClass), one_of("progress", vocabulary.ProgressClaim))
    disposal_class: Mapped[str | None]
    products: Mapped[str | None]
    raw_materials: Mapped[str | None]
    treatment_facility: Mapped[str | None]
    has_land_permit: Mapped[bool | None]
    has_eia: Mapped[bool | None]
    has_business_licence: Mapped[bool | None]
    has_discharge_permit: Mapped[bool | None]
    existing_problems: Mapped[str | None]
    cluster_name: Mapped[str | None]
    responsible_unit: Mapped[str | None]
    responsible_person: Mapped[str | None]
    water_cut: Mapped[bool | None]
    power_cut: Mapped[bool | None]
    raw_materials_cleared: Mapped[bool | None]
    products_cleared: Mapped[bool | None]
    equipment_cleared: Mapped[bool | None]


class CoalUser(Facts, Base):
    """A coal-burning installation in a year."""

    __tablename__ = "coal_users"
    coal_t: Mapped[float | None]
    coal_year: Mapped[int | None]
    coal_previous_t: Mapped[float | None]
    equipment: Mapped[str | None]
    boiler_capacity_t_per_h: Mapped[float | None]
    coal_type: Mapped[str | None]
    sulfur_pct: Mapped[float | None]
    ash_pct: Mapped[float | None]
    volatile_pct: Mapped[float | None]
    calorific_value_mj_per_kg: Mapped[float | None]
    stock_t: Mapped[float | None]
    supplier: Mapped[str | None]
    desulfurization: Mapped[str | None]
    denitrification: Mapped[str | None]
    dedusting: Mapped[str | None]
    has_coal_ledger: Mapped[bool | None]
    has_quality_system: Mapped[bool | None]


class Kiln(Facts, Progress, Base):
    """An industrial kiln or furnace, or several alike (``kiln_count``)."""

    __tablename__ = "kilns"
    __table_args__ = (
        one_of("kiln_type", vocabulary.KilnType),
        one_of("fuel", vocabulary.Fuel),
        one_of("kiln_disposal", vocabulary.KilnDisposal),
        one_of("progress", vocabulary.ProgressClaim),
    )
    kiln_type: Mapped[str | None]
    kiln_name: Mapped[str | None]
    kiln_count: Mapped[int | None]
    capacity: Mapped[str | None]
    fuel: Mapped[str | None]
    fuel_use_t: Mapped[float | None]
    gas_use_10k_m3: Mapped[float | None]
    electricity_10k_kwh: Mapped[float | None]
    products: Mapped[str | None]
    desulfurization: Mapped[str | None]
    denitrification: Mapped[str | None]
    dedusting: Mapped[str | None]
    meets_standard: Mapped[bool | None]
    kiln_disposal: Mapped[str | None]


class VocSource(Facts, Progress, Base):
    """A process that emits volatile organic compounds from one material."""

    __tablename__ = "voc_sources"
    __table_args__ = (one_of("progress", vocabulary.ProgressClaim),)
    material: Mapped[str | None]
    process: Mapped[str | None]
    annual_use_t: Mapped[float | None]
    voc_content_pct: Mapped[float | None]
    is_enclosed: Mapped[bool | None]
    collection: Mapped[str | None]
    treatment: Mapped[str | None]
    airflow_m3_per_h: Mapped[float | None]
    stack_height_m: Mapped[float | None]
    voc_t: Mapped[float | None]


class CompliancePlan(Facts, Base):
    """达标排放计划: one line an enterprise."""

    __tablename__ = "compliance_plans"
    __table_args__ = (one_of("progress", vocabulary.ProgressClaim),)
    existing_problems: Mapped[str | None]
    pollutants: Mapped[str | None]
    exceedance: Mapped[str | None]
    penalty: Mapped[str | None]
    measures: Mapped[str | None]
    due_on: Mapped[str | None]
    due_on_last: Mapped[date | None]
    progress: Mapped[str | None]
    completed_on: Mapped[str | None]
    completed_on_last: Mapped[date | None]
    is_supervised: Mapped[bool | None]


class Permit(Facts, Base):
    """排污许可证 or registration receipt; the interval is the printed one."""

    __tablename__ = "permits"
    __table_args__ = (one_of("category", vocabulary.PermitCategory), one_of("permit_status", vocabulary.PermitStatus))
    number: Mapped[str | None] = mapped_column(index=True)
    valid_from: Mapped[str | None]
    valid_from_last: Mapped[date | None]
    valid_to: Mapped[str | None]
    valid_to_last: Mapped[date | None] = mapped_column(index=True)
    category: Mapped[str | None]
    catalogue_edition: Mapped[int | None]
    permit_status: Mapped[str | None]
    issued_on: Mapped[str | None]
    issued_on_last: Mapped[date | None]
    authority: Mapped[str | None]
    so2_limit_t: Mapped[float | None]
    nox_limit_t: Mapped[float | None]
    pm_limit_t: Mapped[float | None]
    voc_limit_t: Mapped[float | None]


#: ledger kind → its fact table
FACTS: dict[str, type[Base]] = {
    "scattered_polluters": ScatteredPolluter,
    "coal_users": CoalUser,
    "kilns": Kiln,
    "voc_sources": VocSource,
    "compliance_plans": CompliancePlan,
    "permits": Permit,
}
