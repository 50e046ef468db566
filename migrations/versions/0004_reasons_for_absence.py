"""Why a ledger kind lists an enterprise no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: equal on both databases: PostgreSQL compares text by code point too
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "absence_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("ledger", TEXT, nullable=False),
        sa.Column("last_listed_on", sa.Date(), nullable=False),
        sa.Column("anchor_submission_id", sa.Integer(), nullable=False),
        sa.Column("anchor_sheet", TEXT, nullable=False),
        sa.Column("anchor_row", sa.Integer(), nullable=False),
        sa.Column("anchor_panel", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", TEXT),
        sa.Column("withdrawal_reason", TEXT),
        sa.CheckConstraint(
            "kind IN ('closed', 'moved', 'merged', 'listed_by_mistake', 'forgotten')",
            name=op.f("ck_absence_reason_kind"),
        ),
        sa.CheckConstraint(
            "ledger IN ('scattered_polluters', 'coal_users', 'kilns', 'voc_sources', 'compliance_plans', 'permits')",
            name=op.f("ck_absence_reason_ledger"),
        ),
        sa.ForeignKeyConstraint(
            ["anchor_submission_id"],
            ["submission.id"],
            name=op.f("fk_absence_reason_anchor_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_reason")),
    )
    op.create_index(
        "ix_absence_reason_anchor", "absence_reason", ["anchor_submission_id", "anchor_sheet", "anchor_row"]
    )


def downgrade() -> None:
    op.drop_table("absence_reason")
