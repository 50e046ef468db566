"""A register in one file, and back: the same format from and for both databases.

The file is a zip: ``manifest.json`` (schema number, tables in an order in which what is pointed to comes
first, their columns and kinds, rows counted) and ``tables/NAME.jsonl``, a JSON list a row. It is taken
from one state of the register while others go on writing. A register is restored whole, in one
transaction, at the schema it was saved with, and then brought to the newest.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection, Engine, Table, bindparam, func, insert, select, text, update
from sqlalchemy.orm import Session

from inventory import database, delivery
from inventory.database import columns, migration
from inventory.errors import InputError, Refused
from inventory.models import Base, Enterprise, Lesson, Submission

MANIFEST = "manifest.json"
#: Rows sent at a time; those that hold whole workbooks go one by one.
BATCH = 1000

#: Told how many rows of how many are done.
Advance = Callable[[int, int], object]


class TableManifest(BaseModel):
    """One table in the file; ``later`` are the columns that point to other rows of the same table."""

    model_config = ConfigDict(extra="forbid")

    name: str
    columns: dict[str, columns.Kind]
    key: list[str]
    later: list[str]
    rows: int


class Manifest(BaseModel):
    """What the file says of itself."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["inventory backup 1"]
    revision: Annotated[str, Field(pattern=r"^\d{4}$")]
    made_at: datetime
    tables: list[TableManifest]

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(table.rows for table in self.tables)


def save(engine: Engine, file: Path, advance: Advance) -> Manifest:
    """Write the register as it stands now; the file appears when it is whole."""
    with delivery.appearing(file) as partial, database.reading(engine) as session:
        tables = [_described(session, table) for table in Base.metadata.sorted_tables]
        manifest = Manifest(
            format="inventory backup 1",
            revision=session.scalars(text("SELECT version_num FROM alembic_version")).one(),
            made_at=datetime.now(UTC),
            tables=tables,
        )
        done = 0
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
            for said, table in zip(tables, Base.metadata.sorted_tables, strict=True):
                with archive.open(f"tables/{said.name}.jsonl", "w", force_zip64=True) as stream:
                    for line in _lines(session, table, said):
                        stream.write(line)
                        done += 1
                        advance(done, manifest.rows)
    return manifest


def restore(engine: Engine, file: Path, advance: Advance, *, force: bool = False) -> Manifest:
    """Make the register what it was when the file was written; all that it held before is gone.

    :param force: also where the register holds anybody's work.
    """
    with _opened(file) as (archive, manifest):
        if manifest.revision > database.newest_revision():
            raise Refused("{file} was made by a newer version of this program; install that version", file=str(file))
        with migration.altering(engine) as connection:
            if not force and _holds_work(connection):
                raise Refused(
                    "the register at {place} is not empty; restore into a new one, "
                    "or give up what it holds with --force",
                    place=database.shown(engine.url),
                )
            migration.bring(connection, "base")
            migration.bring(connection, manifest.revision)
            done = 0
            for table in manifest.tables:
                for count in _load(connection, archive, table, file):
                    done += count
                    advance(done, manifest.rows)
            _number_on(connection)
            migration.bring(connection, "head")
    return manifest


def _described(session: Session, table: Table) -> TableManifest:
    return TableManifest(
        name=table.name,
        columns={column.name: columns.kind(column.type) for column in table.columns},
        key=[column.name for column in table.primary_key],
        later=sorted(key.parent.name for key in table.foreign_keys if key.column.table is table),
        rows=session.scalar(select(func.count()).select_from(table)) or 0,
    )


def _lines(session: Session, table: Table, said: TableManifest) -> Iterator[bytes]:
    writers = [columns.WRITE[kind] for kind in said.columns.values()]
    rows = session.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": _batch(said)})
    for row in rows:
        values = [None if value is None else write(value) for write, value in zip(writers, row, strict=True)]
        yield database.encoded(values).encode() + b"\n"


def _load(connection: Connection, archive: zipfile.ZipFile, said: TableManifest, file: Path) -> Iterator[int]:
    """Insert the rows, batch by batch; what points within the table is set when all its rows are there."""
    table = columns.table(said.name, said.columns)
    readers = [columns.READ[kind] for kind in said.columns.values()]
    pointing: list[dict[str, object]] = []
    loaded = 0
    with archive.open(f"tables/{said.name}.jsonl") as stream:
        while lines := list(islice(stream, _batch(said))):
            batch = []
            for line in lines:
                values = [
                    None if value is None else read(value)
                    for read, value in zip(readers, json.loads(line), strict=True)
                ]
                row = dict(zip(said.columns, values, strict=True))
                if any(row[column] is not None for column in said.later):
                    pointing.append({f"this_{name}": row[name] for name in (*said.key, *said.later)})
                    row |= dict.fromkeys(said.later)
                batch.append(row)
            connection.execute(insert(table), batch)
            loaded += len(batch)
            yield len(batch)
    if loaded != said.rows:
        raise InputError("{file} is damaged: {table} has {loaded} rows of {rows}",
                         file=str(file), table=said.name, loaded=loaded, rows=said.rows)  # fmt: skip
    if pointing:
        same = [table.c[name] == bindparam(f"this_{name}") for name in said.key]
        connection.execute(
            update(table).where(*same).values({name: bindparam(f"this_{name}") for name in said.later}), pointing
        )


def _batch(said: TableManifest) -> int:
    return 1 if "bytes" in said.columns.values() else BATCH


def _holds_work(connection: Connection) -> bool:
    """Whether anything came in, was taught or decided; all other tables hang on these three."""
    return any(connection.scalar(select(model.id).limit(1)) for model in (Submission, Lesson, Enterprise))


def _number_on(connection: Connection) -> None:
    """PostgreSQL's counters do not notice rows that bring their numbers along."""
    if connection.dialect.name != "postgresql":
        return
    numbered = connection.scalars(
        text(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND column_name = 'id' AND column_default LIKE 'nextval%'"
        )
    ).all()
    for name in numbered:
        # the names are those of our own tables
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), coalesce(max(id), 0) + 1, false) FROM {name}")  # noqa: S608
        )


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive, Manifest.model_validate_json(archive.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValidationError, EOFError) as error:
        raise InputError("{file} is no backup of a register, or damaged", file=str(file)) from error
