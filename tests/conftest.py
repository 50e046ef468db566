"""Registers to test on: migrated, filled with the reference data, one for each test, on both databases.

A test that takes ``engine`` or ``register_url`` runs twice, on SQLite and on PostgreSQL. Each worker of a
parallel run has one PostgreSQL of its own (`postgresql_server`), started for the first test that wants
it; INVENTORY_TEST_POSTGRESQL_URL names another, whose user may create databases.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import postgresql_server
import pytest
from sqlalchemy import Engine, make_url, text

from inventory import database, reference
from inventory.database import founding, migration

fill = partial(founding.fill, reference=reference.xiangyang())


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A server on which the tests may create and drop databases."""
    if given := os.environ.get("INVENTORY_TEST_POSTGRESQL_URL"):
        yield given
    else:
        with postgresql_server.running() as url:
            yield url


#: Makes a database (empty without a template) and names its URL.
Maker = Callable[[str | None], str]


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_url: str) -> Iterator[Maker]:
    """Makes databases on the server, and drops them all in the end."""
    server = make_url(postgresql_url)
    administration = database.connect(postgresql_url).execution_options(isolation_level="AUTOCOMMIT")
    made: list[str] = []
    numbers = itertools.count(1)

    def make(template: str | None) -> str:
        name = f"inventory_test_{os.getpid()}_{next(numbers)}"
        source = f"TEMPLATE {make_url(template).database}" if template else "TEMPLATE template0 ENCODING 'UTF8'"
        with administration.connect() as connection:
            # the last test's database is of no use any more; the template, made first, stays
            while len(made) > 8:
                connection.execute(text(f"DROP DATABASE {made.pop(1)} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} {source}"))
        made.append(name)
        return server.set(database=name).render_as_string(hide_password=False)

    yield make
    with administration.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.dispose()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_databases: Maker) -> str:
    """A filled register that is only copied."""
    url = postgresql_databases(None)
    migration.create(url, fill).dispose()
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled register that is only copied."""
    file = tmp_path_factory.mktemp("template") / "inventory.db"
    migration.create(f"sqlite:///{file}", fill).dispose()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def register_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A register of this test's own: newest schema, reference data, nothing else."""
    if request.param == "sqlite":
        file = tmp_path / "inventory.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    url: str = request.getfixturevalue("postgresql_databases")(request.getfixturevalue("postgresql_template"))
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place where a register can be made: no file yet, or a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'inventory.db'}"
    url: str = request.getfixturevalue("postgresql_databases")(None)
    return url


@pytest.fixture
def engine(register_url: str) -> Iterator[Engine]:
    """The register of `register_url`, opened as every command opens it."""
    opened = database.open_register(register_url)
    yield opened
    opened.dispose()
