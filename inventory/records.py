"""What one ledger row says, one model a ledger kind, and what a row is known by within its enterprise.

A record crosses borders: from the reader to the register, out as JSON, back in from a corrected template. The models
say what it may hold: names and units as DATA.md, a date cut to what was said, unknown is absent. ``name`` alone must
be there; a ledger's other required fields may be missing from a row, which is then a problem and not a refusal.

The ledger definitions (importers/ledgers/*.toml) declare the same fields and keys; a test holds them together, since
the register reads no definitions and the definitions know no register.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from inventory.vocabulary import (
    DisposalClass,
    Fuel,
    KilnDisposal,
    KilnType,
    Ledger,
    PermitCategory,
    PermitStatus,
    ProgressClaim,
)

Text = Annotated[str, StringConstraints(min_length=1)]
#: 2019, 2019-Q2, 2019-06, 2019-06-30
SaidDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-Q[1-4]|-\d\d(-\d\d)?)?$")]
Quantity = Annotated[float, Field(allow_inf_nan=False)]
Year = Annotated[int, Field(ge=1949, le=2099)]


class Record(BaseModel):
    """The fields of every ledger; ``county`` is the canonical name of the reporting unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    county: Text | None = None
    township: Text | None = None
    name: Text
    credit_code: Annotated[str, StringConstraints(pattern="^[0-9A-Z]{18}$")] | None = None
    registration_no: Annotated[str, StringConstraints(pattern=r"^\d{13,15}$")] | None = None
    organization_code: Text | None = None
    legal_representative: Text | None = None
    contact_phone: Text | None = None
    address: Text | None = None
    longitude: Quantity | None = None
    latitude: Quantity | None = None
    industry_name: Text | None = None
    industry_code: Text | None = None
    note: Text | None = None


class Progress(BaseModel):
    """What a row claims of progress, acceptance and striking off."""

    measures: Text | None = None
    due_on: SaidDate | None = None
    progress: ProgressClaim | None = None
    accepted_on: SaidDate | None = None
    struck_off: StrictBool | None = None
    struck_off_on: SaidDate | None = None


class Scrubbers(BaseModel):
    """What stands behind a boiler or kiln."""

    desulfurization: Text | None = None
    denitrification: Text | None = None
    dedusting: Text | None = None


class ScatteredPolluter(Progress, Record):
    """散乱污: one line an enterprise."""

    disposal_class: DisposalClass | None = None
    products: Text | None = None
    raw_materials: Text | None = None
    treatment_facility: Text | None = None
    has_land_permit: StrictBool | None = None
    has_eia: StrictBool | None = None
    has_business_licence: StrictBool | None = None
    has_discharge_permit: StrictBool | None = None
    existing_problems: Text | None = None
    cluster_name: Text | None = None
    responsible_unit: Text | None = None
    responsible_person: Text | None = None
    water_cut: StrictBool | None = None
    power_cut: StrictBool | None = None
    raw_materials_cleared: StrictBool | None = None
    products_cleared: StrictBool | None = None
    equipment_cleared: StrictBool | None = None


class CoalUser(Scrubbers, Record):
    """A coal-burning installation in a year."""

    coal_t: Quantity | None = None
    coal_year: Year | None = None
    coal_previous_t: Quantity | None = None
    equipment: Text | None = None
    boiler_capacity_t_per_h: Quantity | None = None
    coal_type: Text | None = None
    sulfur_pct: Quantity | None = None
    ash_pct: Quantity | None = None
    volatile_pct: Quantity | None = None
    calorific_value_mj_per_kg: Quantity | None = None
    stock_t: Quantity | None = None
    supplier: Text | None = None
    has_coal_ledger: StrictBool | None = None
    has_quality_system: StrictBool | None = None


class Kiln(Scrubbers, Progress, Record):
    """An industrial kiln or furnace, or several alike."""

    kiln_type: KilnType | None = None
    kiln_name: Text | None = None
    kiln_count: Annotated[int, Field(ge=0)] | None = None
    capacity: Text | None = None
    fuel: Fuel | None = None
    fuel_use_t: Quantity | None = None
    gas_use_10k_m3: Quantity | None = None
    electricity_10k_kwh: Quantity | None = None
    products: Text | None = None
    meets_standard: StrictBool | None = None
    kiln_disposal: KilnDisposal | None = None


class VocSource(Progress, Record):
    """A process that emits volatile organic compounds from one material."""

    material: Text | None = None
    process: Text | None = None
    annual_use_t: Quantity | None = None
    voc_content_pct: Quantity | None = None
    is_enclosed: StrictBool | None = None
    collection: Text | None = None
    treatment: Text | None = None
    airflow_m3_per_h: Quantity | None = None
    stack_height_m: Quantity | None = None
    voc_t: Quantity | None = None


class CompliancePlan(Record):
    """达标排放计划: one line an enterprise."""

    existing_problems: Text | None = None
    pollutants: Text | None = None
    exceedance: Text | None = None
    penalty: Text | None = None
    measures: Text | None = None
    due_on: SaidDate | None = None
    progress: ProgressClaim | None = None
    completed_on: SaidDate | None = None
    is_supervised: StrictBool | None = None


class Permit(Record):
    """排污许可证 or registration receipt; the interval is the printed one."""

    number: Text | None = None
    valid_from: SaidDate | None = None
    valid_to: SaidDate | None = None
    category: PermitCategory | None = None
    catalogue_edition: Year | None = None
    permit_status: PermitStatus | None = None
    issued_on: SaidDate | None = None
    authority: Text | None = None
    so2_limit_t: Quantity | None = None
    nox_limit_t: Quantity | None = None
    pm_limit_t: Quantity | None = None
    voc_limit_t: Quantity | None = None


#: ledger kind → what one of its rows says
RECORDS: Mapping[str, type[Record]] = {
    Ledger.SCATTERED_POLLUTERS: ScatteredPolluter,
    Ledger.COAL_USERS: CoalUser,
    Ledger.KILNS: Kiln,
    Ledger.VOC_SOURCES: VocSource,
    Ledger.COMPLIANCE_PLANS: CompliancePlan,
    Ledger.PERMITS: Permit,
}

#: ledger kind → the fields that tell its sub-records apart; none: one an enterprise
KEYS: Mapping[str, tuple[str, ...]] = {
    Ledger.SCATTERED_POLLUTERS: (),
    Ledger.COAL_USERS: ("coal_year", "equipment"),
    Ledger.KILNS: ("kiln_type", "kiln_name"),
    Ledger.VOC_SOURCES: ("process", "material"),
    Ledger.COMPLIANCE_PLANS: (),
    Ledger.PERMITS: ("number",),
}


def sub_key(ledger: str, record: Mapping[str, Any]) -> str:
    """The key of a record as one text; what it does not say stays empty between the strokes."""
    return "|".join("" if (value := record.get(field)) is None else str(value) for field in KEYS[ledger])
