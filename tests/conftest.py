"""Registers to test on: migrated, filled with the reference data, one for each test, on both databases.

A test that takes ``engine`` or ``register_url`` runs twice, on SQLite and on PostgreSQL. Each worker of a
parallel run has one PostgreSQL of its own (`postgresql_server`), started for the first test that wants
it; INVENTORY_TEST_POSTGRESQL_URL names another, whose user may create databases.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import postgresql_server
import pytest
from hypothesis import settings
from sqlalchemy import Engine, make_url, text

from inventory import database, reference
from inventory.database import founding, migration
from inventory.models import Base

#: What a test left open must not hold up the next.
LEAVE_ALONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)

#: The same examples on every machine and in every run; new ones are searched with --hypothesis-profile=default.
settings.register_profile("same", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("same")

fill = partial(founding.fill, reference=reference.xiangyang())


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A server on which the tests may create and drop databases."""
    if given := os.environ.get("INVENTORY_TEST_POSTGRESQL_URL"):
        yield given
    else:
        with postgresql_server.running() as url:
            yield url


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_url: str) -> Iterator[Callable[[], str]]:
    """Makes empty databases on the server, each known by its URL, and drops them all in the end."""
    server = make_url(postgresql_url)
    administration = database.connect(postgresql_url).execution_options(isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> str:
        made.append(f"inventory_test_{os.getpid()}_{len(made)}")
        with administration.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]} TEMPLATE template0 ENCODING 'UTF8'"))
        return server.set(database=made[-1]).render_as_string(hide_password=False)

    yield make
    with administration.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgresql_register(postgresql_databases: Callable[[], str]) -> Callable[[], str]:
    """Names a register as it was when new. Making one takes half a second, restoring one a fiftieth.

    It is one register all along: what a test wrote is deleted before the next begins, reference data
    and schema version come back from copies in another schema, numbering begins anew.
    """
    url = postgresql_databases()
    register = migration.create(url, fill)
    ordered = [table.name for table in Base.metadata.sorted_tables] + ["alembic_version"]
    with register.begin() as connection:
        connection.execute(text("CREATE SCHEMA pristine"))
        for name in ordered:
            connection.execute(text(f"CREATE TABLE pristine.{name} AS TABLE {name}"))
        numbered = connection.scalars(
            text("SELECT table_name FROM information_schema.columns WHERE column_default LIKE 'nextval%'")
        ).all()
    statements = [
        LEAVE_ALONE,
        *(f"DELETE FROM {name}" for name in reversed(ordered)),  # noqa: S608 — our own tables
        *(f"INSERT INTO {name} TABLE pristine.{name}" for name in ordered),
        *(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), coalesce(max(id), 0) + 1, false) FROM {name}"  # noqa: S608 — our own tables
            for name in numbered
        ),
    ]

    def restore() -> str:
        with register.begin() as connection:
            connection.exec_driver_sql("; ".join(statements))
        return url

    return restore


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled register that is only copied."""
    file = tmp_path_factory.mktemp("template") / "inventory.db"
    migration.create(f"sqlite:///{file}", fill)
    return file


@pytest.fixture
def sqlite_register(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite register of this test's own."""
    file = tmp_path / "inventory.db"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def register_url(request: pytest.FixtureRequest) -> str:
    """A register of this test's own: newest schema, reference data, nothing else."""
    if request.param == "sqlite":
        file: str = request.getfixturevalue("sqlite_register")
        return file
    url: str = request.getfixturevalue("postgresql_register")()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place where a register can be made: no file yet, or a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'inventory.db'}"
    url: str = request.getfixturevalue("postgresql_databases")()
    return url


@pytest.fixture
def engine(register_url: str) -> Engine:
    """The register of `register_url`, opened as every command opens it."""
    return database.open_register(register_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Gives a register as new, as often as asked: for properties, whose every example wants one. The last one goes."""
    opened: list[Engine] = []

    def new() -> Engine:
        while opened:
            opened.pop().dispose()
        if request.param == "sqlite":
            file = tmp_path / "inventory.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
            url = f"sqlite:///{file}"
        else:
            url = request.getfixturevalue("postgresql_register")()
        opened.append(database.open_register(url))
        return opened[-1]

    yield new
    while opened:
        opened.pop().dispose()
