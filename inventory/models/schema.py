"""What all tables share: the kinds of column, the names of constraints, closed lists as CHECKs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Double,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase

from inventory import vocabulary


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database (SQLite itself forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 — the signature is SQLAlchemy's
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: Equal on both databases: PostgreSQL compares text by code point too.
text = Text().with_variant(Text(collation="C"), "postgresql")
#: Plain JSON on PostgreSQL too: JSONB would reorder the keys and refuse what a cell may hold. None is NULL.
json = JSON(none_as_null=True)


class Base(DeclarativeBase):
    """The tables of the register; no schema is named, so that one lives wherever search_path points."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: text,
        float: Double(),
        date: Date(),
        datetime: Moment(),
        bytes: LargeBinary(),
        dict[str, Any]: json,
        list[Any]: json,
    }


def one_of(column: str, *lists: type[vocabulary.Code]) -> CheckConstraint:
    """A CHECK that holds a column to the closed lists of the vocabulary."""
    codes = ", ".join(f"'{code.value}'" for codes in lists for code in codes)
    return CheckConstraint(f"{column} IN ({codes})", name=column)
