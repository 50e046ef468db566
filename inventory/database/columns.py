"""The kinds of column a register has, and how a backup writes their values in JSON."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Boolean, Column, Date, Double, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from inventory.models import Moment

Kind = Literal["text", "integer", "real", "boolean", "date", "moment", "bytes", "json"]

TYPES: dict[Kind, TypeEngine[Any]] = {
    "text": Text(),
    "integer": Integer(),
    "real": Double(),
    "boolean": Boolean(),
    "date": Date(),
    "moment": Moment(),
    "bytes": LargeBinary(),
    "json": JSON(none_as_null=True),
}


def _same(value: Any) -> Any:
    return value


#: kind → a value of the database as JSON has it
WRITE: dict[Kind, Callable[[Any], object]] = dict.fromkeys(TYPES, _same) | {
    "date": date.isoformat,
    "moment": datetime.isoformat,
    "bytes": lambda value: base64.b64encode(value).decode(),
}
#: kind → what JSON has as a value for the database
READ: dict[Kind, Callable[[Any], object]] = dict.fromkeys(TYPES, _same) | {
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "bytes": base64.b64decode,
}


def kind(said: TypeEngine[Any]) -> Kind:
    """The kind of a column of the models."""
    return next(name for name, known in TYPES.items() if isinstance(said, type(known)))


def table(name: str, columns: Mapping[str, Kind]) -> Table:
    """A table as a backup describes it, which may be older than the models."""
    return Table(name, MetaData(), *(Column(column, TYPES[said]) for column, said in columns.items()))
