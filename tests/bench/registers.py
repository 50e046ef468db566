"""Databases to load ledgers into: SQLite files, or on a PostgreSQL of the run's own. Fresh ones copy one kept."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import postgresql_server
from sqlalchemy import create_engine, make_url, text

from bench import process

#: the program as it is installed beside this Python
INVENTORY = Path(sys.executable).parent / "inventory"


class Place(Protocol):
    """A kind of database: makes them new or as copies, keeps and drops them. Names are of its own making."""

    def new(self, copy_of: str | None = None) -> str:
        """The URL of a database: empty, or a copy of what was kept under this name."""

    def keep(self, url: str, name: str) -> None:
        """Let it be copied from now on; it is used no more."""

    def drop(self, url: str) -> None:
        """Remove it."""

    def version(self) -> str:
        """What the database calls itself."""


class Files:
    """SQLite."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def new(self, copy_of: str | None = None) -> str:
        self._made += 1
        file = self._folder / f"run{self._made}.db"
        if copy_of is not None:
            shutil.copyfile(self._folder / f"{copy_of}.kept", file)
        return f"sqlite:///{file}"

    def keep(self, url: str, name: str) -> None:
        file = Path(url.removeprefix("sqlite:///"))
        if file.with_name(f"{file.name}-wal").exists():
            raise RuntimeError(f"{file} is still in use")
        file.replace(self._folder / f"{name}.kept")

    def drop(self, url: str) -> None:
        file = Path(url.removeprefix("sqlite:///"))
        for each in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            each.unlink(missing_ok=True)

    def version(self) -> str:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"


class Databases:
    """PostgreSQL."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._engine = create_engine(self._server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        self._made = 0

    def new(self, copy_of: str | None = None) -> str:
        self._made += 1
        name = f"inventory_bench_{os.getpid()}_{self._made}"
        source = f"{self._kept(copy_of)} STRATEGY FILE_COPY" if copy_of else "template0 ENCODING 'UTF8'"
        self._run(f"CREATE DATABASE {name} TEMPLATE {source}")
        self._run("CHECKPOINT")
        return self._server.set(database=name).render_as_string(hide_password=False)

    def keep(self, url: str, name: str) -> None:
        # as a server does by itself in the quiet after an import
        tidying = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with tidying.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
        tidying.dispose()
        self._run(f"ALTER DATABASE {make_url(url).database} RENAME TO {self._kept(name)}")

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def version(self) -> str:
        with self._engine.connect() as connection:
            return f"PostgreSQL {connection.scalar(text('SHOW server_version'))}"

    def remove_kept(self) -> None:
        """What was kept, from a server that outlives the run."""
        with self._engine.connect() as connection:
            made = text("SELECT datname FROM pg_database WHERE datname LIKE :ours")
            names = connection.scalars(made, {"ours": f"inventory\\_bench\\_{os.getpid()}\\_%"}).all()
        for name in names:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")
        self._engine.dispose()

    def _kept(self, name: str | None) -> str:
        return f"inventory_bench_{os.getpid()}_kept_{str(name).replace('-', '_')}"

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def places(kinds: list[str], folder: Path) -> Iterator[dict[str, Place]]:
    """The kinds of database asked for; a PostgreSQL as the tests get theirs, gone when the block ends."""
    found: dict[str, Place] = {"sqlite": Files(folder)} if "sqlite" in kinds else {}
    if "postgresql" not in kinds:
        yield found
    elif given := os.environ.get("INVENTORY_TEST_POSTGRESQL_URL"):
        yield found | {"postgresql": (databases := Databases(given))}
        databases.remove_kept()
    else:
        with postgresql_server.running() as url:
            yield found | {"postgresql": (databases := Databases(url))}
            databases.remove_kept()


class Registers:
    """Databases to begin from, each made once in a run: registers by the program's own commands."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        self._folder = folder
        self._kept: set[str] = set()

    def empty(self) -> str:
        """The name of a register without enterprises."""
        return self.kept("empty", None, lambda url: inventory(url, self._folder, "db", "init"))

    def after(self, before: str, ledger: Path) -> str:
        """The name of a register as it is once a ledger was taken into the one called ``before``."""
        words = ("ledger", "import", ledger, "--by", "bench")
        return self.kept(f"{before}-{ledger.stem}", before, lambda url: inventory(url, self._folder, *words))

    def kept(self, name: str, before: str | None, make: Callable[[str], object]) -> str:
        """The name again: of what was made in a copy of ``before``, now or earlier."""
        if name not in self._kept:
            url = self.place.new(before)
            make(url)
            self.place.keep(url, name)
            self._kept.add(name)
        return name


def inventory(url: str | None, folder: Path, *words: str | Path) -> process.Run:
    """A command of ours, as a clerk runs it."""
    environment = {"INVENTORY_LANG": "en"} | ({"INVENTORY_DATABASE_URL": url} if url else {})
    return process.run([INVENTORY, *words], environment, folder)
