"""The migrated database is the one the models describe, on both databases alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from conftest import fill
from sqlalchemy import CheckConstraint, Connection, Engine, Table, insert, inspect, text
from sqlalchemy.exc import IntegrityError

from inventory import database
from inventory.database import columns, migration
from inventory.models import Base
from inventory.shipped import migrations

CLOSED_LISTS = [
    (table.name, match["column"], re.findall(r"'([^']*)'", match["codes"]))
    for table in Base.metadata.sorted_tables
    for constraint in sorted(table.constraints, key=lambda each: str(each.name))
    if isinstance(constraint, CheckConstraint)
    and (match := re.fullmatch(r"(?P<column>\w+) IN \((?P<codes>.*)\)", str(constraint.sqltext)))
]
DUMMIES = {
    "text": "x",
    "integer": 1,
    "real": 1.0,
    "boolean": True,
    "date": date(2019, 6, 30),
    "moment": datetime(2019, 6, 30, tzinfo=UTC),
    "bytes": b"x",
    "json": {},
}


def test_the_last_file_is_the_head_of_one_line_of_migrations() -> None:
    script = ScriptDirectory(str(migrations()))
    assert script.get_heads() == [database.newest_revision()]
    assert [each.revision for each in script.walk_revisions()][::-1] == [
        f"{number:04}" for number in range(1, int(database.newest_revision()) + 1)
    ]


def test_up_down_and_up_again_leaves_the_same_schema(empty_url: str) -> None:
    engine = migration.create(empty_url, fill)
    first = described(engine)
    with migration.altering(engine) as connection:
        migration.bring(connection, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        migration.bring(connection, "head")
    assert described(engine) == first


def test_the_models_describe_the_migrated_database(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_both_databases_have_the_same_tables_columns_indexes_and_keys(
    sqlite_register: str, postgresql_register: Callable[[], str]
) -> None:
    ours = database.open_register(sqlite_register)
    theirs = database.open_register(postgresql_register())
    assert described(ours) == described(theirs)
    assert sorted(described(ours)) == sorted([*Base.metadata.tables, "alembic_version"])


def test_text_compares_by_code_point_on_postgresql(postgresql_register: Callable[[], str]) -> None:
    engine = database.open_register(postgresql_register())
    with database.reading(engine) as session:
        other = session.execute(
            text(
                "SELECT table_name, column_name, collation_name FROM information_schema.columns"
                " WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
            )
        ).all()
    assert other == []


@pytest.mark.parametrize(
    ("table", "column", "codes"), CLOSED_LISTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_closed_list_takes_its_codes_and_no_other(engine: Engine, table: str, column: str, codes: list[str]) -> None:
    with without_foreign_keys(engine, table) as connection:
        for code in codes:
            put(connection, Base.metadata.tables[table], {column: code})
        with pytest.raises(IntegrityError, match=f"ck_{table}_{column}"):
            put(connection, Base.metadata.tables[table], {column: "unheard_of"})


def test_every_column_that_holds_a_code_is_held_to_its_list() -> None:
    held = {(table, column) for table, column, _ in CLOSED_LISTS}
    codes = (
        "ledger disposal_class kiln_type kiln_disposal fuel progress category permit_status "
        "state claimed standing condition action severity outcome verdict"
    )
    named = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in codes.split()
    }
    assert named <= held


@contextmanager
def without_foreign_keys(engine: Engine, table: str) -> Iterator[Connection]:
    """A transaction, never committed, in which the table's rows may point nowhere."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        else:
            for key in inspect(connection).get_foreign_keys(table):
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {key['name']}"))
        yield connection
        connection.rollback()
        connection.invalidate()


def put(connection: Connection, table: Table, values: dict[str, object]) -> None:
    """Insert a row with something in every column, and take it back."""
    firsts = {column: codes[0] for name, column, codes in CLOSED_LISTS if name == table.name}
    row = {column.name: DUMMIES[columns.kind(column.type)] for column in table.columns}
    with connection.begin_nested() as point:
        # out of the way of the reference data
        numbers = {column.name: 9999 for column in table.columns if column.name == "id" or column.name == "edition"}
        connection.execute(insert(table), [row | firsts | numbers | values])
        point.rollback()


def described(engine: Engine) -> dict[str, object]:
    """The schema without what differs by nature: how the databases spell their types."""
    found = inspect(engine)
    return {
        table: (
            sorted((column["name"], column["nullable"]) for column in found.get_columns(table)),
            found.get_pk_constraint(table)["constrained_columns"],
            sorted(
                (str(key["name"]), key["constrained_columns"], key["referred_table"])
                for key in found.get_foreign_keys(table)
            ),
            sorted(
                (str(index["name"]), index["column_names"], bool(index["unique"]))
                for index in found.get_indexes(table)
                if not index.get("duplicates_constraint")
            ),
            sorted((str(unique["name"]), unique["column_names"]) for unique in found.get_unique_constraints(table)),
            sorted(str(check["name"]) for check in found.get_check_constraints(table)),
        )
        for table in found.get_table_names()
    }
