"""What judgements made by command need: renamings, the enterprises judged, and judgements on legal persons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: equal on both databases: PostgreSQL compares text by code point too
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

VERDICT = "ck_judgement_verdict"
BEFORE = "verdict IN ('same', 'different')"
NOW = "verdict IN ('same', 'different', 'renamed')"


def upgrade() -> None:
    op.create_table(
        "legal_person_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("other", TEXT),
        sa.Column("name", TEXT),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", TEXT),
        sa.Column("withdrawal_reason", TEXT),
        sa.CheckConstraint(NOW, name=op.f("ck_legal_person_judgement_verdict")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_person_judgement")),
    )
    with op.batch_alter_table("judgement") as judgement:
        judgement.add_column(sa.Column("name", TEXT))
        judgement.add_column(sa.Column("name_folded", TEXT))
        judgement.add_column(sa.Column("correction_id", sa.Integer()))
        judgement.create_foreign_key(
            op.f("fk_judgement_correction_id_correction"), "correction", ["correction_id"], ["id"]
        )
        judgement.drop_constraint(op.f(VERDICT), type_="check")
        judgement.create_check_constraint(op.f(VERDICT), NOW)
    with op.batch_alter_table("judgement_row") as row:
        row.add_column(sa.Column("enterprise_id", sa.Integer()))
        row.create_foreign_key(
            op.f("fk_judgement_row_enterprise_id_enterprise"), "enterprise", ["enterprise_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("judgement_row") as row:
        row.drop_constraint(op.f("fk_judgement_row_enterprise_id_enterprise"), type_="foreignkey")
        row.drop_column("enterprise_id")
    with op.batch_alter_table("judgement") as judgement:
        judgement.drop_constraint(op.f(VERDICT), type_="check")
        judgement.create_check_constraint(op.f(VERDICT), BEFORE)
        judgement.drop_constraint(op.f("fk_judgement_correction_id_correction"), type_="foreignkey")
        judgement.drop_column("correction_id")
        judgement.drop_column("name_folded")
        judgement.drop_column("name")
    op.drop_table("legal_person_judgement")
