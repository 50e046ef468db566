"""How facts become columns: every field of a table named, and beside a date as said the last day it can mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.orm import Session

from inventory import portions, values
from inventory.database import bulk
from inventory.models import FACTS, Base

#: what ends the name of the column that holds the last day a date can mean
LAST = "_last"
#: ledger kind → its fields, and those among them that are dates
FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ledger: (
        tuple(c.name for c in model.__table__.columns if c.name != "sub_record_id" and not c.name.endswith(LAST)),
        tuple(c.name.removesuffix(LAST) for c in model.__table__.columns if c.name.endswith(LAST)),
    )
    for ledger, model in FACTS.items()
}


def facts(ledger: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a fact table out of what is known of a sub-record."""
    fields, dates = FIELDS[ledger]
    found = dict(zip(fields, map(known.get, fields), strict=True))
    for field in dates:
        said = found[field]
        found[field + LAST] = values.last_day(said) if said is not None else None
    return found


def next_id(session: Session, model: type[Base]) -> int:
    """The first free id. Ids are given out here, under the register's lock, so that no statement must return them."""
    return (session.scalar(select(func.max(_table(model).c.id))) or 0) + 1


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns, ids included."""
    bulk.insert(session.connection(), _table(model), rows)


def update_rows(session: Session, model: type[Base], key: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update by key rows that name the same columns."""
    bulk.update(session.connection(), _table(model), key, rows)


def delete_rows(session: Session, model: type[Base], key: str, ids: Iterable[int]) -> None:
    """Delete by key."""
    table = _table(model)
    for portion in portions.of(sorted(ids)):
        session.connection().execute(delete(table).where(bulk.among(session, table.c[key], portion)))


def existing(session: Session, model: type[Base], key: str, ids: Iterable[int]) -> list[dict[str, Any]]:
    """Stored rows by key."""
    table = _table(model)
    names = table.c.keys()
    found: list[dict[str, Any]] = []
    for portion in portions.of(sorted(ids)):
        query = select(table).where(bulk.among(session, table.c[key], portion))
        found += [dict(zip(names, row, strict=True)) for row in session.connection().execute(query)]
    return found


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)
