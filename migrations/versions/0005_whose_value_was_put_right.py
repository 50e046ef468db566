"""Under which enterprise a correction was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: who has the corrected row today
OWNER = """
    UPDATE correction SET enterprise_id = (
        SELECT min(source_row.enterprise_id) FROM source_row JOIN reading ON reading.id = source_row.reading_id
        WHERE reading.submission_id = correction.anchor_submission_id AND source_row.sheet = correction.anchor_sheet
        AND source_row.row = correction.anchor_row AND source_row.panel = correction.anchor_panel
    )
"""


def upgrade() -> None:
    with op.batch_alter_table("correction") as correction:
        correction.add_column(sa.Column("enterprise_id", sa.Integer()))
        correction.create_foreign_key(
            op.f("fk_correction_enterprise_id_enterprise"), "enterprise", ["enterprise_id"], ["id"]
        )
    op.execute(OWNER)


def downgrade() -> None:
    with op.batch_alter_table("correction") as correction:
        correction.drop_constraint(op.f("fk_correction_enterprise_id_enterprise"), type_="foreignkey")
        correction.drop_column("enterprise_id")
