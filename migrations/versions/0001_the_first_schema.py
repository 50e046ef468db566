"""The first schema: reference data, what came in, what people decided, the current register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: equal on both databases: PostgreSQL compares text by code point too
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

LEDGERS = ("scattered_polluters", "coal_users", "kilns", "voc_sources", "compliance_plans", "permits")
PROGRESS = ("not_started", "underway", "done")
STATES = ("listed", "underway", "self_checked", "accepted", "spot_checked", "announced", "struck_off", "removed")
#: in the order they are made: what is pointed to stands before what points
TABLES = (
    "city",
    "duty",
    "industry",
    "judgement",
    "legal_person",
    "reporting_unit",
    "workbook",
    "enterprise",
    "lesson",
    "register_serial",
    "reporting_unit_alias",
    "submission",
    "correction",
    "enterprise_code",
    "enterprise_name",
    "judgement_row",
    "reading",
    "sub_record",
    "coal_users",
    "compliance_plans",
    "coverage",
    "kilns",
    "permits",
    "remediation",
    "scattered_polluters",
    "source_row",
    "voc_sources",
    "problem",
    "remediation_event",
)


def one_of(name: str, column: str, *codes: str) -> sa.CheckConstraint:
    """A CHECK that holds the column to the codes known when this migration was written."""
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(code) for code in codes)})", name=name)


def upgrade() -> None:
    op.create_table(
        "city",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("region_code", TEXT, nullable=False),
        sa.Column("former_names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_city")),
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("plan_item", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("ledger", TEXT),
        sa.Column("applies_from", sa.Date()),
        sa.Column("due_on", TEXT),
        sa.Column("due_on_last", sa.Date()),
        sa.Column("every", TEXT),
        sa.Column("month", sa.Integer()),
        sa.Column("day", sa.Integer()),
        sa.Column("share_pct", sa.Double()),
        sa.Column("threshold", sa.Double()),
        sa.Column("threshold_unit", TEXT),
        one_of(op.f("ck_duty_every"), "every", "month", "quarter", "year"),
        one_of(op.f("ck_duty_ledger"), "ledger", *LEDGERS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("code", name=op.f("uq_duty_code")),
    )
    op.create_table(
        "industry",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("edition", "code", name=op.f("pk_industry")),
    )
    op.create_index(op.f("ix_industry_name"), "industry", ["name"])
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", TEXT),
        sa.Column("withdrawal_reason", TEXT),
        one_of(op.f("ck_judgement_verdict"), "verdict", "same", "different"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_table(
        "legal_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("credit_code", TEXT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_person")),
    )
    op.create_index(op.f("ix_legal_person_credit_code"), "legal_person", ["credit_code"])
    op.create_table(
        "reporting_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("number_prefix", TEXT, nullable=False),
        sa.Column("region_code", TEXT),
        sa.Column("host_unit_id", sa.Integer()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_unit_id"], ["reporting_unit.id"], name=op.f("fk_reporting_unit_host_unit_id_reporting_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_reporting_unit_name")),
        sa.UniqueConstraint("number_prefix", name=op.f("uq_reporting_unit_number_prefix")),
    )
    op.create_table(
        "workbook",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("format", TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_workbook")),
    )
    op.create_table(
        "enterprise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register_number", TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("legal_person_id", sa.Integer()),
        sa.Column("standing", TEXT, nullable=False),
        sa.Column("name_folded", TEXT, nullable=False),
        sa.Column("site_mark", TEXT),
        sa.Column("merged_into_id", sa.Integer()),
        sa.Column("township", TEXT),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("credit_code", TEXT),
        sa.Column("registration_no", TEXT),
        sa.Column("organization_code", TEXT),
        sa.Column("legal_representative", TEXT),
        sa.Column("contact_phone", TEXT),
        sa.Column("address", TEXT),
        sa.Column("longitude", sa.Double()),
        sa.Column("latitude", sa.Double()),
        sa.Column("industry_name", TEXT),
        sa.Column("industry_code", TEXT),
        sa.Column("note", TEXT),
        one_of(op.f("ck_enterprise_standing"), "standing", "confirmed", "provisional", "merged", "empty"),
        sa.ForeignKeyConstraint(
            ["legal_person_id"], ["legal_person.id"], name=op.f("fk_enterprise_legal_person_id_legal_person")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["enterprise.id"], name=op.f("fk_enterprise_merged_into_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["reporting_unit.id"], name=op.f("fk_enterprise_unit_id_reporting_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("register_number", name=op.f("uq_enterprise_register_number")),
    )
    op.create_index(op.f("ix_enterprise_credit_code"), "enterprise", ["credit_code"])
    op.create_index(op.f("ix_enterprise_legal_person_id"), "enterprise", ["legal_person_id"])
    op.create_index(op.f("ix_enterprise_merged_into_id"), "enterprise", ["merged_into_id"])
    op.create_index(op.f("ix_enterprise_name_folded"), "enterprise", ["name_folded"])
    op.create_index(op.f("ix_enterprise_unit_id_name_id"), "enterprise", ["unit_id", "name", "id"])
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer()),
        sa.Column("ledger", TEXT),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("said", TEXT, nullable=False),
        sa.Column("field", TEXT),
        sa.Column("code", TEXT),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", TEXT),
        sa.Column("withdrawal_reason", TEXT),
        one_of(op.f("ck_lesson_kind"), "kind", "heading", "ignore", "spelling"),
        one_of(op.f("ck_lesson_ledger"), "ledger", *LEDGERS),
        sa.ForeignKeyConstraint(["unit_id"], ["reporting_unit.id"], name=op.f("fk_lesson_unit_id_reporting_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_table(
        "register_serial",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("last_serial", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["reporting_unit.id"], name=op.f("fk_register_serial_unit_id_reporting_unit")
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_register_serial")),
    )
    op.create_table(
        "reporting_unit_alias",
        sa.Column("alias", TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["reporting_unit.id"], name=op.f("fk_reporting_unit_alias_unit_id_reporting_unit")
        ),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_reporting_unit_alias")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("file_name", TEXT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("received_by", TEXT),
        sa.Column("unit_said_id", sa.Integer()),
        sa.Column("as_of_said", TEXT),
        sa.Column("ledger_said", TEXT),
        sa.Column("replaces_id", sa.Integer()),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", TEXT),
        sa.Column("withdrawal_reason", TEXT),
        one_of(op.f("ck_submission_ledger_said"), "ledger_said", *LEDGERS),
        sa.ForeignKeyConstraint(["replaces_id"], ["submission.id"], name=op.f("fk_submission_replaces_id_submission")),
        sa.ForeignKeyConstraint(["sha256"], ["workbook.sha256"], name=op.f("fk_submission_sha256_workbook")),
        sa.ForeignKeyConstraint(
            ["unit_said_id"], ["reporting_unit.id"], name=op.f("fk_submission_unit_said_id_reporting_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_replaces_id"), "submission", ["replaces_id"])
    op.create_index(
        "uq_submission_sha256_standing",
        "submission",
        ["sha256"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("anchor_submission_id", sa.Integer(), nullable=False),
        sa.Column("anchor_sheet", TEXT, nullable=False),
        sa.Column("anchor_row", sa.Integer(), nullable=False),
        sa.Column("anchor_panel", sa.Integer(), nullable=False),
        sa.Column("ledger", TEXT),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", TEXT),
        sa.Column("withdrawal_reason", TEXT),
        one_of(op.f("ck_correction_ledger"), "ledger", *LEDGERS),
        sa.ForeignKeyConstraint(
            ["anchor_submission_id"], ["submission.id"], name=op.f("fk_correction_anchor_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(
        op.f("ix_correction_anchor_submission_id_anchor_sheet_anchor_row"),
        "correction",
        ["anchor_submission_id", "anchor_sheet", "anchor_row"],
    )
    op.create_table(
        "enterprise_code",
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        one_of(
            op.f("ck_enterprise_code_kind"), "kind", "credit_code", "registration_no", "organization_code", "permit"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_enterprise_code_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("enterprise_id", "kind", "code", name=op.f("pk_enterprise_code")),
    )
    op.create_index(op.f("ix_enterprise_code_code"), "enterprise_code", ["code"])
    op.create_table(
        "enterprise_name",
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_folded", TEXT, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_enterprise_name_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("enterprise_id", "name", name=op.f("pk_enterprise_name")),
    )
    op.create_index(op.f("ix_enterprise_name_name_folded"), "enterprise_name", ["name_folded"])
    op.create_table(
        "judgement_row",
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("sheet", TEXT, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("panel", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgement.id"], name=op.f("fk_judgement_row_judgement_id_judgement")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_judgement_row_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint(
            "judgement_id", "submission_id", "sheet", "row", "panel", name=op.f("pk_judgement_row")
        ),
    )
    op.create_index(
        op.f("ix_judgement_row_submission_id_sheet_row"), "judgement_row", ["submission_id", "sheet", "row"]
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("rules", TEXT, nullable=False),
        sa.Column("as_of", TEXT, nullable=False),
        sa.Column("as_of_last", sa.Date(), nullable=False),
        sa.Column("as_of_basis", TEXT, nullable=False),
        sa.Column("content_sha256", TEXT, nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        one_of(op.f("ck_reading_as_of_basis"), "as_of_basis", "filing_date", "reporting_period", "said", "received"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_reading_submission_id_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index(op.f("ix_reading_content_sha256"), "reading", ["content_sha256"])
    op.create_index(op.f("ix_reading_submission_id_made_at"), "reading", ["submission_id", "made_at"])
    op.create_table(
        "sub_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("ledger", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("last_listed_on", sa.Date(), nullable=False),
        sa.Column("is_orphaned", sa.Boolean(), nullable=False),
        one_of(op.f("ck_sub_record_ledger"), "ledger", *LEDGERS),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_sub_record_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["reporting_unit.id"], name=op.f("fk_sub_record_unit_id_reporting_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_record")),
        sa.UniqueConstraint(
            "enterprise_id", "ledger", "key", "ordinal", name=op.f("uq_sub_record_enterprise_id_ledger_key_ordinal")
        ),
        sa.UniqueConstraint(
            "enterprise_id", "ledger", "number", name=op.f("uq_sub_record_enterprise_id_ledger_number")
        ),
    )
    op.create_index(op.f("ix_sub_record_ledger_unit_id"), "sub_record", ["ledger", "unit_id"])
    op.create_table(
        "coal_users",
        sa.Column("coal_t", sa.Double()),
        sa.Column("coal_year", sa.Integer()),
        sa.Column("coal_previous_t", sa.Double()),
        sa.Column("equipment", TEXT),
        sa.Column("boiler_capacity_t_per_h", sa.Double()),
        sa.Column("coal_type", TEXT),
        sa.Column("sulfur_pct", sa.Double()),
        sa.Column("ash_pct", sa.Double()),
        sa.Column("volatile_pct", sa.Double()),
        sa.Column("calorific_value_mj_per_kg", sa.Double()),
        sa.Column("stock_t", sa.Double()),
        sa.Column("supplier", TEXT),
        sa.Column("desulfurization", TEXT),
        sa.Column("denitrification", TEXT),
        sa.Column("dedusting", TEXT),
        sa.Column("has_coal_ledger", sa.Boolean()),
        sa.Column("has_quality_system", sa.Boolean()),
        sa.Column("sub_record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sub_record_id"], ["sub_record.id"], name=op.f("fk_coal_users_sub_record_id_sub_record")
        ),
        sa.PrimaryKeyConstraint("sub_record_id", name=op.f("pk_coal_users")),
    )
    op.create_table(
        "compliance_plans",
        sa.Column("existing_problems", TEXT),
        sa.Column("pollutants", TEXT),
        sa.Column("exceedance", TEXT),
        sa.Column("penalty", TEXT),
        sa.Column("measures", TEXT),
        sa.Column("due_on", TEXT),
        sa.Column("due_on_last", sa.Date()),
        sa.Column("progress", TEXT),
        sa.Column("completed_on", TEXT),
        sa.Column("completed_on_last", sa.Date()),
        sa.Column("is_supervised", sa.Boolean()),
        sa.Column("sub_record_id", sa.Integer(), nullable=False),
        one_of(op.f("ck_compliance_plans_progress"), "progress", *PROGRESS),
        sa.ForeignKeyConstraint(
            ["sub_record_id"], ["sub_record.id"], name=op.f("fk_compliance_plans_sub_record_id_sub_record")
        ),
        sa.PrimaryKeyConstraint("sub_record_id", name=op.f("pk_compliance_plans")),
    )
    op.create_table(
        "coverage",
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ledger", TEXT, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        one_of(op.f("ck_coverage_ledger"), "ledger", *LEDGERS),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_coverage_reading_id_reading")),
        sa.ForeignKeyConstraint(["unit_id"], ["reporting_unit.id"], name=op.f("fk_coverage_unit_id_reporting_unit")),
        sa.PrimaryKeyConstraint("reading_id", "unit_id", "ledger", name=op.f("pk_coverage")),
    )
    op.create_index(op.f("ix_coverage_unit_id_ledger"), "coverage", ["unit_id", "ledger"])
    op.create_table(
        "kilns",
        sa.Column("kiln_type", TEXT),
        sa.Column("kiln_name", TEXT),
        sa.Column("kiln_count", sa.Integer()),
        sa.Column("capacity", TEXT),
        sa.Column("fuel", TEXT),
        sa.Column("fuel_use_t", sa.Double()),
        sa.Column("gas_use_10k_m3", sa.Double()),
        sa.Column("electricity_10k_kwh", sa.Double()),
        sa.Column("products", TEXT),
        sa.Column("desulfurization", TEXT),
        sa.Column("denitrification", TEXT),
        sa.Column("dedusting", TEXT),
        sa.Column("meets_standard", sa.Boolean()),
        sa.Column("kiln_disposal", TEXT),
        sa.Column("sub_record_id", sa.Integer(), nullable=False),
        sa.Column("measures", TEXT),
        sa.Column("due_on", TEXT),
        sa.Column("due_on_last", sa.Date()),
        sa.Column("progress", TEXT),
        sa.Column("accepted_on", TEXT),
        sa.Column("accepted_on_last", sa.Date()),
        sa.Column("struck_off", sa.Boolean()),
        sa.Column("struck_off_on", TEXT),
        sa.Column("struck_off_on_last", sa.Date()),
        one_of(
            op.f("ck_kilns_fuel"),
            "fuel",
            "coal",
            "coal_gas",
            "natural_gas",
            "electricity",
            "biomass",
            "diesel",
            "other",
        ),
        one_of(op.f("ck_kilns_kiln_disposal"), "kiln_disposal", "eliminate", "replace", "treat"),
        one_of(
            op.f("ck_kilns_kiln_type"),
            "kiln_type",
            "smelting_furnace",
            "melting_furnace",
            "roasting_kiln",
            "sintering_machine",
            "heating_furnace",
            "heat_treatment_furnace",
            "drying_kiln",
            "coke_oven",
            "gas_producer",
        ),
        one_of(op.f("ck_kilns_progress"), "progress", *PROGRESS),
        sa.ForeignKeyConstraint(["sub_record_id"], ["sub_record.id"], name=op.f("fk_kilns_sub_record_id_sub_record")),
        sa.PrimaryKeyConstraint("sub_record_id", name=op.f("pk_kilns")),
    )
    op.create_table(
        "permits",
        sa.Column("number", TEXT),
        sa.Column("valid_from", TEXT),
        sa.Column("valid_from_last", sa.Date()),
        sa.Column("valid_to", TEXT),
        sa.Column("valid_to_last", sa.Date()),
        sa.Column("category", TEXT),
        sa.Column("catalogue_edition", sa.Integer()),
        sa.Column("permit_status", TEXT),
        sa.Column("issued_on", TEXT),
        sa.Column("issued_on_last", sa.Date()),
        sa.Column("authority", TEXT),
        sa.Column("so2_limit_t", sa.Double()),
        sa.Column("nox_limit_t", sa.Double()),
        sa.Column("pm_limit_t", sa.Double()),
        sa.Column("voc_limit_t", sa.Double()),
        sa.Column("sub_record_id", sa.Integer(), nullable=False),
        one_of(op.f("ck_permits_category"), "category", "key", "simplified", "registered"),
        one_of(
            op.f("ck_permits_permit_status"),
            "permit_status",
            "issued",
            "not_issued",
            "rectification",
            "cancelled",
            "rescinded",
            "revoked",
        ),
        sa.ForeignKeyConstraint(["sub_record_id"], ["sub_record.id"], name=op.f("fk_permits_sub_record_id_sub_record")),
        sa.PrimaryKeyConstraint("sub_record_id", name=op.f("pk_permits")),
    )
    op.create_index(op.f("ix_permits_number"), "permits", ["number"])
    op.create_index(op.f("ix_permits_valid_to_last"), "permits", ["valid_to_last"])
    op.create_table(
        "remediation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sub_record_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ledger", TEXT, nullable=False),
        sa.Column("disposal_class", TEXT),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("listed_at", MOMENT, nullable=False),
        sa.Column("due_on", TEXT),
        sa.Column("due_on_last", sa.Date()),
        sa.Column("claimed", TEXT),
        sa.Column("claimed_on", sa.Date()),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        one_of(op.f("ck_remediation_claimed"), "claimed", *STATES),
        one_of(
            op.f("ck_remediation_disposal_class"),
            "disposal_class",
            "close",
            "relocate",
            "upgrade",
            "eliminate",
            "replace",
            "treat",
        ),
        one_of(op.f("ck_remediation_ledger"), "ledger", *LEDGERS),
        one_of(op.f("ck_remediation_state"), "state", *STATES),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_remediation_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(
            ["sub_record_id"], ["sub_record.id"], name=op.f("fk_remediation_sub_record_id_sub_record")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["reporting_unit.id"], name=op.f("fk_remediation_unit_id_reporting_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remediation")),
        sa.UniqueConstraint("sub_record_id", name=op.f("uq_remediation_sub_record_id")),
    )
    op.create_index(op.f("ix_remediation_due_on_last"), "remediation", ["due_on_last"])
    op.create_index(op.f("ix_remediation_enterprise_id"), "remediation", ["enterprise_id"])
    op.create_index(op.f("ix_remediation_unit_id_ledger_state"), "remediation", ["unit_id", "ledger", "state"])
    op.create_table(
        "scattered_polluters",
        sa.Column("disposal_class", TEXT),
        sa.Column("products", TEXT),
        sa.Column("raw_materials", TEXT),
        sa.Column("treatment_facility", TEXT),
        sa.Column("has_land_permit", sa.Boolean()),
        sa.Column("has_eia", sa.Boolean()),
        sa.Column("has_business_licence", sa.Boolean()),
        sa.Column("has_discharge_permit", sa.Boolean()),
        sa.Column("existing_problems", TEXT),
        sa.Column("cluster_name", TEXT),
        sa.Column("responsible_unit", TEXT),
        sa.Column("responsible_person", TEXT),
        sa.Column("water_cut", sa.Boolean()),
        sa.Column("power_cut", sa.Boolean()),
        sa.Column("raw_materials_cleared", sa.Boolean()),
        sa.Column("products_cleared", sa.Boolean()),
        sa.Column("equipment_cleared", sa.Boolean()),
        sa.Column("sub_record_id", sa.Integer(), nullable=False),
        sa.Column("measures", TEXT),
        sa.Column("due_on", TEXT),
        sa.Column("due_on_last", sa.Date()),
        sa.Column("progress", TEXT),
        sa.Column("accepted_on", TEXT),
        sa.Column("accepted_on_last", sa.Date()),
        sa.Column("struck_off", sa.Boolean()),
        sa.Column("struck_off_on", TEXT),
        sa.Column("struck_off_on_last", sa.Date()),
        one_of(op.f("ck_scattered_polluters_disposal_class"), "disposal_class", "close", "relocate", "upgrade"),
        one_of(op.f("ck_scattered_polluters_progress"), "progress", *PROGRESS),
        sa.ForeignKeyConstraint(
            ["sub_record_id"], ["sub_record.id"], name=op.f("fk_scattered_polluters_sub_record_id_sub_record")
        ),
        sa.PrimaryKeyConstraint("sub_record_id", name=op.f("pk_scattered_polluters")),
    )
    op.create_table(
        "source_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("sheet", TEXT, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("panel", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("ledger", TEXT),
        sa.Column("record", sa.JSON()),
        sa.Column("covered", sa.JSON()),
        sa.Column("unit_id", sa.Integer()),
        sa.Column("name_folded", TEXT),
        sa.Column("credit_code_usable", TEXT),
        sa.Column("site_mark", TEXT),
        sa.Column("permit_serial", TEXT),
        sa.Column("sub_key", TEXT),
        sa.Column("sub_ordinal", sa.Integer()),
        sa.Column("outcome", TEXT),
        sa.Column("enterprise_id", sa.Integer()),
        sa.Column("sub_record_id", sa.Integer()),
        one_of(op.f("ck_source_row_ledger"), "ledger", *LEDGERS),
        one_of(op.f("ck_source_row_outcome"), "outcome", "new", "changed", "unchanged", "held"),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_source_row_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_source_row_reading_id_reading")),
        sa.ForeignKeyConstraint(
            ["sub_record_id"], ["sub_record.id"], name=op.f("fk_source_row_sub_record_id_sub_record")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["reporting_unit.id"], name=op.f("fk_source_row_unit_id_reporting_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_row")),
        sa.UniqueConstraint(
            "reading_id", "sheet", "row", "panel", name=op.f("uq_source_row_reading_id_sheet_row_panel")
        ),
    )
    op.create_index(op.f("ix_source_row_credit_code_usable"), "source_row", ["credit_code_usable"])
    op.create_index(op.f("ix_source_row_enterprise_id"), "source_row", ["enterprise_id"])
    op.create_index(op.f("ix_source_row_name_folded"), "source_row", ["name_folded"])
    op.create_index(op.f("ix_source_row_sub_record_id"), "source_row", ["sub_record_id"])
    op.create_table(
        "voc_sources",
        sa.Column("material", TEXT),
        sa.Column("process", TEXT),
        sa.Column("annual_use_t", sa.Double()),
        sa.Column("voc_content_pct", sa.Double()),
        sa.Column("is_enclosed", sa.Boolean()),
        sa.Column("collection", TEXT),
        sa.Column("treatment", TEXT),
        sa.Column("airflow_m3_per_h", sa.Double()),
        sa.Column("stack_height_m", sa.Double()),
        sa.Column("voc_t", sa.Double()),
        sa.Column("sub_record_id", sa.Integer(), nullable=False),
        sa.Column("measures", TEXT),
        sa.Column("due_on", TEXT),
        sa.Column("due_on_last", sa.Date()),
        sa.Column("progress", TEXT),
        sa.Column("accepted_on", TEXT),
        sa.Column("accepted_on_last", sa.Date()),
        sa.Column("struck_off", sa.Boolean()),
        sa.Column("struck_off_on", TEXT),
        sa.Column("struck_off_on_last", sa.Date()),
        one_of(op.f("ck_voc_sources_progress"), "progress", *PROGRESS),
        sa.ForeignKeyConstraint(
            ["sub_record_id"], ["sub_record.id"], name=op.f("fk_voc_sources_sub_record_id_sub_record")
        ),
        sa.PrimaryKeyConstraint("sub_record_id", name=op.f("pk_voc_sources")),
    )
    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer()),
        sa.Column("source_row_id", sa.Integer()),
        sa.Column("enterprise_id", sa.Integer()),
        sa.Column("sub_record_id", sa.Integer()),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("sheet", TEXT),
        sa.Column("cell", TEXT),
        sa.Column("field", TEXT),
        sa.Column("raw", TEXT),
        sa.Column("parameters", sa.JSON(), nullable=False),
        one_of(op.f("ck_problem_severity"), "severity", "error", "warning", "info"),
        sa.CheckConstraint("reading_id IS NOT NULL OR enterprise_id IS NOT NULL", name=op.f("ck_problem_belongs")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_problem_enterprise_id_enterprise")),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_problem_reading_id_reading")),
        sa.ForeignKeyConstraint(["source_row_id"], ["source_row.id"], name=op.f("fk_problem_source_row_id_source_row")),
        sa.ForeignKeyConstraint(["sub_record_id"], ["sub_record.id"], name=op.f("fk_problem_sub_record_id_sub_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_enterprise_id"), "problem", ["enterprise_id"])
    op.create_index(op.f("ix_problem_reading_id"), "problem", ["reading_id"])
    op.create_index(op.f("ix_problem_source_row_id"), "problem", ["source_row_id"])
    op.create_index(op.f("ix_problem_sub_record_id"), "problem", ["sub_record_id"])
    op.create_table(
        "remediation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remediation_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", TEXT, nullable=False),
        sa.Column("document", TEXT),
        sa.Column("note", TEXT),
        sa.Column("condition", TEXT),
        sa.Column("standing", TEXT),
        sa.Column("extended_to", TEXT),
        sa.Column("extended_to_last", sa.Date()),
        sa.Column("retracts_id", sa.Integer()),
        sa.Column("anchor_submission_id", sa.Integer(), nullable=False),
        sa.Column("anchor_sheet", TEXT, nullable=False),
        sa.Column("anchor_row", sa.Integer(), nullable=False),
        sa.Column("anchor_panel", sa.Integer(), nullable=False),
        one_of(
            op.f("ck_remediation_event_action"),
            "action",
            "begin",
            "self_check",
            "accept",
            "spot_check",
            "announce",
            "strike_off",
            "send_back",
            "extend",
            "relapse",
            "contradict",
            "condition",
            "remove",
            "retract",
        ),
        one_of(
            op.f("ck_remediation_event_condition"),
            "condition",
            "water_cut",
            "power_cut",
            "raw_materials_cleared",
            "products_cleared",
            "equipment_cleared",
            "measure",
        ),
        one_of(op.f("ck_remediation_event_standing"), "standing", "reported", "verified", "contradicted"),
        sa.ForeignKeyConstraint(
            ["anchor_submission_id"],
            ["submission.id"],
            name=op.f("fk_remediation_event_anchor_submission_id_submission"),
        ),
        sa.ForeignKeyConstraint(
            ["remediation_id"], ["remediation.id"], name=op.f("fk_remediation_event_remediation_id_remediation")
        ),
        sa.ForeignKeyConstraint(
            ["retracts_id"], ["remediation_event.id"], name=op.f("fk_remediation_event_retracts_id_remediation_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remediation_event")),
        sa.UniqueConstraint("remediation_id", "sequence", name=op.f("uq_remediation_event_remediation_id_sequence")),
    )
    op.create_index(
        "ix_remediation_event_anchor",
        "remediation_event",
        ["anchor_submission_id", "anchor_sheet", "anchor_row"],
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
