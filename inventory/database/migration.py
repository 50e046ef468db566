"""Making the register's tables and bringing them up to date: the one user of Alembic inside the program.

Everything happens in one transaction under the write lock, on both databases: a failed or interrupted
`create` or `upgrade` leaves what was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.orm import Session

from inventory import database
from inventory.database import failures
from inventory.errors import DatabaseError, Refused
from inventory.shipped import migrations

#: What SQLite keeps beside the file while the register is open.
COMPANIONS = ("-wal", "-shm")


def create(url: str, fill: Callable[[Session], object]) -> Engine:
    """Make the register where the URL says, and fill in the reference data; refuses where there is one."""
    engine = database.connect(url, create=True)
    place = database.shown(engine.url)
    is_file = engine.dialect.name == "sqlite"
    file = database.file_of(engine.url)
    is_new = is_file and not file.exists()
    if is_file and not file.parent.is_dir():
        raise DatabaseError("the folder {folder} does not exist; make it first", folder=str(file.parent))
    try:
        with altering(engine) as connection:
            _must_be_free(connection, place)
            bring(connection, "head")
            with Session(connection) as session:
                fill(session)
                session.flush()
    except BaseException:
        if is_new:
            for each in (file, *(file.with_name(file.name + end) for end in COMPANIONS)):
                each.unlink(missing_ok=True)
        raise
    return engine


def upgrade(url: str) -> tuple[str, str]:
    """Bring an existing register to the newest schema; its number before and after."""
    engine = database.connect(url)
    before, newest = database.revision(engine), database.newest_revision()
    if before is None or before > newest:
        # the refusal is the one every command gives
        database.open_register(url)
    if before != newest:
        with altering(engine) as connection:
            bring(connection, "head")
    return str(before), newest


def bring(connection: Connection, revision: str) -> None:
    """Run the migrations that lead up to the revision, or down to "base", in the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


@contextmanager
def altering(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may change.

    SQLite alters a table by making it anew, which foreign keys must not notice meanwhile; they are
    switched off outside the transaction, as SQLite demands, and all of them are checked before its end.
    """
    place = database.shown(engine.url)
    is_file = engine.dialect.name == "sqlite"
    with failures.told(place), engine.execution_options(**{database.WRITES: True}).connect() as connection:
        if is_file:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if is_file and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                    raise DatabaseError("{place}: rows of {table} point nowhere", place=place, table=broken[0])
        finally:
            if is_file and not connection.invalidated:
                _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, switch: str) -> None:
    # through the driver: SQLAlchemy would begin the transaction in which the pragma does nothing
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {switch}")
    cursor.close()


def _must_be_free(connection: Connection, place: str) -> None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        raise Refused("there is a register at {place} already", place=place)
    if tables:
        raise Refused("{place} holds other tables ({tables}); give the register a database or schema of its own",
                      place=place, tables=", ".join(tables[:3]))  # fmt: skip
    if connection.dialect.name == "postgresql":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise Refused("{place} stores text as {encoding}; create the database with ENCODING 'UTF8'",
                          place=place, encoding=encoding)  # fmt: skip
