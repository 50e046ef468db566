"""The way to the register: a SQLite file or a PostgreSQL database, the same for all who use it.

`open_register` refuses what is missing, outdated or newer than the program, and names the command that
mends it; it never creates anything. `writing` is one transaction under the register's one write lock: a
second writer waits its turn. `reading` sees one state of the register throughout and never waits. What
fails underneath (disk full, file locked or read-only, server gone) ends as one `DatabaseError`.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from inventory.database import failures
from inventory.errors import DatabaseError
from inventory.shipped import migrations

#: How long a writer waits for others to finish: sixteen counties may stand in line on a slow machine.
PATIENCE_S = 180
#: Waiting for a SQLite file is done in steps: inside SQLite nothing would hear Ctrl-C.
_STEP_MS = 100
#: Pages of a SQLite register kept in memory, at most, in KiB.
CACHE_KIB = 64 * 1024
#: What no message may show of a URL that cannot be taken apart.
_PASSWORD = re.compile(r"(//[^:@/]*):[^@]*(?=@)")
#: A transaction that will write: it takes the write lock at its beginning, not at its first change.
WRITES = "register_writes"

#: Made once: json.dumps with options makes an encoder a call, which 100,000 rows notice.
encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def normalised(url: str) -> URL:
    """The URL with the driver we use. ``postgres://`` and ``postgresql://`` mean psycopg 3; a path, a SQLite file."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # it takes a port that is no number for one
        raise DatabaseError(
            "{url} is no database URL; write sqlite:///FILE or postgresql://USER@HOST/DATABASE",
            url=_PASSWORD.sub(r"\1", url),
        ) from error
    family = parsed.drivername.partition("+")[0]
    if family in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if family == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite")
    raise DatabaseError(
        "{url}: the register lives in SQLite or PostgreSQL; write sqlite:///FILE or postgresql://USER@HOST/DATABASE",
        url=parsed.render_as_string(hide_password=True),
    )


def shown(url: URL) -> str:
    """How messages name the database: the file's path, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return str(file_of(url))
    return url.render_as_string(hide_password=True).replace("+psycopg", "").replace(":***", "")


def file_of(url: URL) -> Path:
    """The file of a SQLite register."""
    return Path(url.database or "").absolute()


def connect(url: str, *, create: bool = False) -> Engine:
    """An engine with the register's habits; connects on first use. A missing SQLite file is only made on ``create``.

    Connections are closed after use and none is kept, since a command makes one transaction and ends.
    """
    parsed = normalised(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed, creator=partial(_sqlite, file_of(parsed), create), json_serializer=encoded, poolclass=NullPool
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        habits = {"client_encoding": "utf8", "connect_timeout": 10, "application_name": "inventory"}
        engine = create_engine(
            parsed, connect_args={**habits, **parsed.query}, json_serializer=encoded, poolclass=NullPool
        )
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def open_register(url: str) -> Engine:
    """The register at its newest schema; refuses any other with the command that mends it."""
    engine = connect(url)
    _must_be_newest(revision(engine), shown(engine.url))
    return engine


def _must_be_newest(found: str | None, place: str) -> None:
    newest = newest_revision()
    if found is None:
        raise DatabaseError("no register at {place}; create it with: inventory db init", place=place)
    if found < newest:
        raise DatabaseError("the register at {place} is outdated; run: inventory db upgrade", place=place)
    if found > newest:
        raise DatabaseError(
            "the register at {place} was made by a newer version of this program; install that version", place=place
        )


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction that holds the register's write lock: all of it happens, or nothing.

    Waits up to PATIENCE_S for another writer; where that one was `inventory db upgrade`, the tables are no longer those
    this program knows, and it is refused. The caller's functions never commit; leaving the block does.
    """
    with (
        failures.told(shown(engine.url)),
        Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as session,
        session.begin(),
    ):
        connection = session.connection()  # takes the lock now, not at the first statement
        _must_be_newest(_revision(connection), shown(engine.url))
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One unchanging state of the register; never waits for a writer, cannot change anything."""
    with failures.told(shown(engine.url)), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only = ON")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        try:
            with Session(connection) as session:
                yield session
        finally:
            if engine.dialect.name == "sqlite" and not connection.invalidated:
                connection.exec_driver_sql("PRAGMA query_only = OFF")


def revision(engine: Engine) -> str | None:
    """The schema's number in the database ("0001"); None where there is no register. Creates nothing."""
    if engine.dialect.name == "sqlite" and not file_of(engine.url).is_file():
        return None
    with failures.told(shown(engine.url)), engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def newest_revision() -> str:
    """The schema this program works with: the number of its last migration."""
    return max(path.name[:4] for path in (migrations() / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def _sqlite(file: Path, create: bool) -> sqlite3.Connection:
    """Opens the file; transactions are begun by us, since the driver's own habits leak past savepoints."""
    mode = "rwc" if create else "rw"
    return sqlite3.connect(
        f"{file.as_uri()}?mode={mode}", uri=True, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False
    )


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        cursor.execute("PRAGMA journal_mode = WAL")
    # the 2 MB a connection has of itself hold no index of a county: pages would be written and read again many times
    cursor.execute(f"PRAGMA cache_size = {-CACHE_KIB}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        _begin_writing_sqlite(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing_sqlite(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_STEP_MS}")
    try:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last attempt, whose failure SQLAlchemy tells as its own
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_S * 1000:.0f}")
        cursor.close()


def _begin_postgresql(connection: Connection) -> None:
    """Waits for the lock first, so that what the transaction then reads is what the last writer left.

    The lock belongs to the schema the search path points at: registers beside each other do not wait
    for each other.
    """
    if connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_S}s'")
        connection.exec_driver_sql(
            "SELECT pg_advisory_xact_lock("
            "hashtextextended('inventory ' || current_database() || '.' || coalesce(current_schema(), ''), 0))"
        )
