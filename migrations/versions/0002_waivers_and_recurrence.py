"""Waivers of findings, and verdicts on entries that resemble a closed works."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: equal on both databases: PostgreSQL compares text by code point too
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def decision() -> list[sa.Column[object]]:
    """Author, moment and reason; the same of a withdrawal."""
    return [
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", TEXT),
        sa.Column("withdrawal_reason", TEXT),
    ]


def place(prefix: str) -> list[sa.Column[object]]:
    """A row by submission, sheet, row and panel, which outlive every rereading."""
    return [
        sa.Column(f"{prefix}_submission_id", sa.Integer(), nullable=False),
        sa.Column(f"{prefix}_sheet", TEXT, nullable=False),
        sa.Column(f"{prefix}_row", sa.Integer(), nullable=False),
        sa.Column(f"{prefix}_panel", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        *place("anchor"),
        *decision(),
        sa.ForeignKeyConstraint(
            ["anchor_submission_id"], ["submission.id"], name=op.f("fk_waiver_anchor_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    op.create_index("ix_waiver_anchor", "waiver", ["anchor_submission_id", "anchor_sheet", "anchor_row"])
    op.create_table(
        "recurrence_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        *place("closed"),
        *place("entry"),
        *decision(),
        sa.CheckConstraint(
            "verdict IN ('relapse', 'relocation', 'unrelated')", name=op.f("ck_recurrence_verdict_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["closed_submission_id"],
            ["submission.id"],
            name=op.f("fk_recurrence_verdict_closed_submission_id_submission"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_submission_id"],
            ["submission.id"],
            name=op.f("fk_recurrence_verdict_entry_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence_verdict")),
    )


def downgrade() -> None:
    op.drop_table("recurrence_verdict")
    op.drop_table("waiver")
