"""Many rows in one step: the statement is made once, rows go to the driver as plain tuples.

SQLAlchemy would walk every value of every row, which costs more than the database's own work. Values become what the
column stores by the column's own type (dates, moments, JSON), a column at a time. PostgreSQL takes them by COPY.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import psycopg
from sqlalchemy import ARRAY, JSON, Boolean, Column, ColumnElement, Connection, Table, any_, bindparam, func, select
from sqlalchemy import column as sql_column
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute, Session

from inventory.database import encoded

#: below this many rows, statements one by one cost less than the temporary table that changes them at once
FEW = 50

Row = Mapping[str, Any]
Expression = ColumnElement[Any] | InstrumentedAttribute[Any]


def insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that name the same columns: all of the table but those that may stay NULL."""
    if not rows:
        return
    names = list(rows[0])
    values = _values(connection, [table.c[name] for name in names], rows)
    if connection.dialect.name == "postgresql":
        _copy(connection, table.name, names, values)
    else:
        _execute(connection, f"INSERT INTO {table.name} ({_listed(names)}) VALUES ({_marks(names)})", values)  # noqa: S608 — names of the models


def update(connection: Connection, table: Table, key: str, rows: Sequence[Row]) -> None:
    """Change rows by key; they name the same columns, the key among them."""
    if not rows:
        return
    changed = [name for name in rows[0] if name != key]
    names = [*changed, key]
    values = _values(connection, [table.c[name] for name in names], rows)
    if connection.dialect.name == "sqlite":
        _execute(connection, _one_by_one(table.name, changed, key, "?"), values)
    elif len(rows) < FEW:
        _execute(connection, _one_by_one(table.name, changed, key, "%s"), values)
    else:
        _update_joined(connection, table.name, key, changed, values)


def among(session: Session, column: Expression, values: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """The column has one of the values, which go as a single parameter: a list of thousands costs no parsing."""
    listed = list(values)
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(bindparam(None, listed, ARRAY(column.type)))
    return column.in_(select(func.json_each(encoded(listed)).table_valued(sql_column("value", column.type)).c.value))


def _one_by_one(table: str, changed: Sequence[str], key: str, mark: str) -> str:
    sets = ", ".join(f"{_quoted(name)} = {mark}" for name in changed)
    return f"UPDATE {table} SET {sets} WHERE {_quoted(key)} = {mark}"  # noqa: S608 — names of the models


def _update_joined(
    connection: Connection, table: str, key: str, changed: Sequence[str], values: Iterable[tuple[Any, ...]]
) -> None:
    """PostgreSQL finds all the rows in one join; one by one it would plan and answer each."""
    names = [*changed, key]
    as_there = f"SELECT {_listed(names)} FROM {table} WITH NO DATA"  # noqa: S608 — names of the models
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE changed_rows ON COMMIT DROP AS {as_there}")
    _copy(connection, "changed_rows", names, values)
    sets = ", ".join(f"{_quoted(name)} = changed_rows.{_quoted(name)}" for name in changed)
    of_key = f"{table}.{_quoted(key)} = changed_rows.{_quoted(key)}"
    connection.exec_driver_sql("ANALYZE changed_rows")
    statement = f"UPDATE {table} SET {sets} FROM changed_rows WHERE {of_key}"  # noqa: S608 — names of the models
    connection.exec_driver_sql(statement)
    connection.exec_driver_sql("DROP TABLE changed_rows")


def _execute(connection: Connection, statement: str, values: Iterable[tuple[Any, ...]]) -> None:
    connection.exec_driver_sql(statement, list(values))


def _copy(connection: Connection, table: str, names: Sequence[str], values: Iterable[tuple[Any, ...]]) -> None:
    cursor = connection.connection.cursor()
    statement = f"COPY {table} ({_listed(names)}) FROM STDIN"
    try:
        with cursor.copy(statement) as copy:
            for row in values:
                copy.write_row(row)
    except psycopg.Error as error:
        # as SQLAlchemy would raise it, so that whoever tells failures knows it
        raise DBAPIError.instance(statement, None, error, psycopg.Error) from error
    finally:
        cursor.close()


def _values(connection: Connection, columns: Sequence[Column[Any]], rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    """The rows as tuples in the order of the columns, each value as the database takes it."""
    names = [column.name for column in columns]
    if len(names) == 1:
        return zip([row[names[0]] for row in rows], strict=True)
    taken = map(itemgetter(*names), rows)
    made = {place: make for place, column in enumerate(columns) if (make := _made(connection, column))}
    if not made:
        return taken
    by_column: list[Iterable[Any]] = list(zip(*taken, strict=True))
    for place, make in made.items():
        by_column[place] = [None if value is None else make(value) for value in by_column[place]]
    return zip(*by_column, strict=True)


def _made(connection: Connection, column: Column[Any]) -> Callable[[Any], Any] | None:
    """How a value becomes what is stored; None where the driver takes it as it is."""
    if isinstance(column.type, JSON):
        return encoded
    if isinstance(column.type, Boolean):
        # both drivers take True and False, and nothing else comes from a tick
        return None
    return column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'


def _marks(names: Sequence[str]) -> str:
    return ", ".join("?" for _ in names)
