"""How Alembic reaches the register.

`inventory.migration` hands over a connection inside its own transaction; the `alembic` command of
those who work on the program has none, and takes the database of INVENTORY_DATABASE_URL.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from inventory import database, settings
from inventory.database import migration
from inventory.models import Base


def run(connection: Connection) -> None:
    """Carry out what was asked on the connection; SQLite alters tables by copying them (batch mode)."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    with migration.altering(database.connect(settings.load().database_url)) as own:
        run(own)
