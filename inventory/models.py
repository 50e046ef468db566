"""The schema on one page.

Four kinds of table, in this order:

* reference: reporting units, duties of the calendar, industries; loaded from data files;
* what came in, never deleted: workbooks, submissions, readings, source rows, problems;
* what people decided, withdrawn at most: judgements, corrections, lessons, events of cases;
* the current register: legal persons, enterprises (sites), sub-records, facts, cases. These rows are
  a cache of one pure function of the two groups above, rebuilt for the touched enterprises in the
  transaction of an import. Their ids and register numbers stay outside the state hash.

A date said imprecisely stands in two columns: ``due_on`` as said ("2019-06"), ``due_on_last`` the last
day it can mean, which all comparisons use. Moments (``_at``) are UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy import text as sql_text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON

from inventory import vocabulary


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database (SQLite itself forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Equal on both databases: PostgreSQL compares text by code point too.
text = Text().with_variant(Text(collation="C"), "postgresql")
json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: text,
        float: Float(53),
        date: Date(),
        datetime: Moment(),
        bytes: LargeBinary(),
        dict[str, Any]: json,
        list[Any]: json,
    }


def one_of(column: str, codes: type[vocabulary.Code]) -> CheckConstraint:
    """A CHECK that holds a column to a closed list of the vocabulary."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(code.value) for code in codes)})", name=column)


# ── reference ────────────────────────────────────────────────────────────────────────────────────


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
    """A dated duty of the city plan: a day, or a recurring one (``every`` month or quarter, by ``day``)."""

    __tablename__ = "duty"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    plan_item: Mapped[str]
    label: Mapped[str]
    ledger: Mapped[str | None]
    due_on: Mapped[date | None]
    every: Mapped[str | None]
    day: Mapped[int | None]
    share_pct: Mapped[float | None]


class Industry(Base):
    """A class of GB/T 4754 in one edition (2011, 2017)."""

    __tablename__ = "industry"
    edition: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)


# ── what came in ─────────────────────────────────────────────────────────────────────────────────


class Workbook(Base):
    """The bytes as handed in."""

    __tablename__ = "workbook"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    format: Mapped[str]
    content: Mapped[bytes]


class Submission(Base):
    """One workbook handed in by a unit. In force unless withdrawn, or replaced by one in force.

    The same bytes stand in one submission at a time; withdrawn, they may be handed in again.
    """

    __tablename__ = "submission"
    __table_args__ = (
        Index(
            "uq_submission_sha256_standing",
            "sha256",
            unique=True,
            sqlite_where=sql_text("withdrawn_at IS NULL"),
            postgresql_where=sql_text("withdrawn_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("workbook.sha256"))
    file_name: Mapped[str]
    received_at: Mapped[datetime]
    received_by: Mapped[str | None]
    #: what the importing person said where the workbook did not: --unit, --as-of, --ledger
    unit_said_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id"))
    as_of_said: Mapped[str | None]
    ledger_said: Mapped[str | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawal_reason: Mapped[str | None]


class Reading(Base):
    """What one version of the rules and lessons made of a submission; the newest is in force."""

    __tablename__ = "reading"
    __table_args__ = (Index(None, "submission_id", "made_at"), one_of("as_of_basis", vocabulary.AsOfBasis))
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    made_at: Mapped[datetime]
    #: digest of program version, ledger definitions and the lessons applied
    rules: Mapped[str]
    as_of: Mapped[str]
    as_of_last: Mapped[date]
    as_of_basis: Mapped[str]
    #: digest of what the rows say, whatever the bytes: a re-saved copy has the same
    content_sha256: Mapped[str] = mapped_column(index=True)
    #: the tables found: sheet, ledger, unit, columns (reading.Table)
    tables: Mapped[list[Any]]
    #: rows new, changed, unchanged, held as first reported; never recomputed
    summary: Mapped[dict[str, Any]]


class Coverage(Base):
    """Which unit and ledger kind a reading speaks for: what is absent from it is no longer listed."""

    __tablename__ = "coverage"
    __table_args__ = (Index(None, "unit_id", "ledger"), one_of("ledger", vocabulary.Ledger))
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"), primary_key=True)
    ledger: Mapped[str] = mapped_column(primary_key=True)
    entries: Mapped[int]


class SourceRow(Base):
    """A non-empty row of a workbook, verbatim, with what one reading made of it.

    Entries carry the keys of identity and, as cache, the enterprise and sub-record they speak of.
    """

    __tablename__ = "source_row"
    __table_args__ = (
        UniqueConstraint("reading_id", "sheet", "row", "panel"),
        Index(None, "name_folded"),
        Index(None, "credit_code_usable"),
        Index(None, "enterprise_id"),
        Index(None, "sub_record_id"),
        one_of("outcome", vocabulary.Outcome),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"))
    #: "" for CSV, so that the unique key holds
    sheet: Mapped[str]
    row: Mapped[int]
    #: tables side by side give one row several entries: 0, 1, … from the left
    panel: Mapped[int] = mapped_column(default=0)
    #: "entry", or what else the row is: title, meta, heading, section, total, note, signature …
    kind: Mapped[str]
    cells: Mapped[dict[str, Any]]
    ledger: Mapped[str | None]
    record: Mapped[dict[str, Any] | None]
    covered: Mapped[list[Any] | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id"))
    name_folded: Mapped[str | None]
    #: a credit code that passes its check; any other neither joins nor separates
    credit_code_usable: Mapped[str | None]
    #: what the row alone says of the site: ordinal or branch in the name; permit serial
    site_mark: Mapped[str | None]
    permit_serial: Mapped[str | None]
    sub_key: Mapped[str | None]
    sub_ordinal: Mapped[int | None]
    outcome: Mapped[str | None]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    sub_record_id: Mapped[int | None] = mapped_column(ForeignKey("sub_record.id"))


class Problem(Base):
    """A doubt, stored as kind and parameters. Of a reading (and row), or raised by the register itself.

    Those of the register (conflicts, contradictions, questions of identity) are cache like the facts.
    """

    __tablename__ = "problem"
    __table_args__ = (
        Index(None, "reading_id"),
        Index(None, "source_row_id"),
        Index(None, "enterprise_id"),
        CheckConstraint("severity IN ('error', 'warning', 'info')", name="severity"),
        CheckConstraint("reading_id IS NOT NULL OR enterprise_id IS NOT NULL", name="belongs"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int | None] = mapped_column(ForeignKey("reading.id"))
    source_row_id: Mapped[int | None] = mapped_column(ForeignKey("source_row.id"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    sub_record_id: Mapped[int | None] = mapped_column(ForeignKey("sub_record.id"))
    kind: Mapped[str]
    severity: Mapped[str]
    sheet: Mapped[str | None]
    cell: Mapped[str | None]
    field: Mapped[str | None]
    raw: Mapped[str | None]
    parameters: Mapped[dict[str, Any]]


# ── what people decided ──────────────────────────────────────────────────────────────────────────


class Decision:
    """Author, moment and reason; withdrawn at most, never overwritten."""

    made_at: Mapped[datetime]
    made_by: Mapped[str]
    reason: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawal_reason: Mapped[str | None]


class Judgement(Decision, Base):
    """A person says that rows speak of the same enterprise, or of different ones."""

    __tablename__ = "judgement"
    __table_args__ = (one_of("verdict", vocabulary.Verdict),)
    id: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str]


class JudgementRow(Base):
    """The rows a judgement was made on, in two sides; it follows them when groups change.

    Rows are named by submission, sheet, row and panel, which outlive every rereading.
    """

    __tablename__ = "judgement_row"
    __table_args__ = (Index(None, "submission_id", "sheet", "row"),)
    judgement_id: Mapped[int] = mapped_column(ForeignKey("judgement.id"), primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    sheet: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    panel: Mapped[int] = mapped_column(primary_key=True, default=0)
    side: Mapped[int]


class Correction(Decision, Base):
    """A person puts a value right; it outranks every ledger. Anchored to the row it was made on."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "anchor_submission_id", "anchor_sheet", "anchor_row"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    anchor_submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    anchor_sheet: Mapped[str]
    anchor_row: Mapped[int]
    anchor_panel: Mapped[int] = mapped_column(default=0)
    #: None: a fact of the enterprise itself
    ledger: Mapped[str | None]
    field: Mapped[str]
    #: {"value": …}; {"value": null} declares none
    value: Mapped[dict[str, Any]]


class Lesson(Decision, Base):
    """What a county taught: this heading is that field (or to be ignored), this spelling is that code."""

    __tablename__ = "lesson"
    __table_args__ = (one_of("kind", vocabulary.LessonKind),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id"))
    ledger: Mapped[str | None]
    kind: Mapped[str]
    said: Mapped[str]
    field: Mapped[str | None]
    code: Mapped[str | None]


# ── the current register ─────────────────────────────────────────────────────────────────────────


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


class Remediation(Base):
    """A case (挂账): a duty to close, move, upgrade, treat or comply, from listed to struck off.

    Opened by the import, moved by people only (`remediation_event`). ``state`` is the fold of its events,
    ``claimed`` what the ledgers say; both cached here, with the deadline in force after extensions.
    """

    __tablename__ = "remediation"
    __table_args__ = (
        Index(None, "unit_id", "ledger", "state"),
        Index(None, "due_on_last"),
        one_of("state", vocabulary.State),
        one_of("claimed", vocabulary.State),
        one_of("ledger", vocabulary.Ledger),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sub_record_id: Mapped[int] = mapped_column(ForeignKey("sub_record.id"), unique=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"))
    ledger: Mapped[str]
    disposal_class: Mapped[str | None]
    #: the day of the ledger that first listed it, and when the register received that
    listed_on: Mapped[date]
    listed_at: Mapped[datetime]
    due_on: Mapped[str | None]
    due_on_last: Mapped[date | None]
    claimed: Mapped[str | None]
    claimed_on: Mapped[date | None]
    state: Mapped[str]
    state_on: Mapped[date]
    round: Mapped[int]
    #: grows with every event; a writer names the one it saw, so that the second of two is told
    version: Mapped[int]


class RemediationEvent(Base):
    """One step of a case: what, happened when, recorded when, by whom, on what evidence. Never changed.

    Anchored to a source row, so that it follows its rows when groups change.
    """

    __tablename__ = "remediation_event"
    __table_args__ = (
        UniqueConstraint("remediation_id", "sequence"),
        Index(None, "anchor_submission_id", "anchor_sheet", "anchor_row"),
        one_of("action", vocabulary.Action),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    remediation_id: Mapped[int] = mapped_column(ForeignKey("remediation.id"))
    sequence: Mapped[int]
    action: Mapped[str]
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    document: Mapped[str | None]
    note: Mapped[str | None]
    #: which condition, how established; the new deadline of an extension; the event a retraction takes back
    condition: Mapped[str | None]
    standing: Mapped[str | None]
    extended_to: Mapped[str | None]
    extended_to_last: Mapped[date | None]
    retracts_id: Mapped[int | None] = mapped_column(ForeignKey("remediation_event.id"))
    anchor_submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    anchor_sheet: Mapped[str]
    anchor_row: Mapped[int]
    anchor_panel: Mapped[int] = mapped_column(default=0)


#: ledger kind → its fact table
FACTS: dict[str, type[Base]] = {
    "scattered_polluters": ScatteredPolluter,
    "coal_users": CoalUser,
    "kilns": Kiln,
    "voc_sources": VocSource,
    "compliance_plans": CompliancePlan,
    "permits": Permit,
}
