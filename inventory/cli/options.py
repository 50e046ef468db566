"""Values that several commands take: a day, a moment, a deadline, who answers; and the register they work on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from inventory import settings
from inventory.errors import NotUnderstood

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from inventory.remediation import Deadline

Command = TypeVar("Command", bound=Callable[..., Any])


@contextmanager
def register(*, writing: bool = False) -> Iterator[Session]:
    """A session on the register of this user: read-only, or one transaction that writes whole or not at all."""
    from inventory import database

    engine = database.open_register(settings.load().database_url)
    with (database.writing if writing else database.reading)(engine) as session:
        yield session


class OneOf(click.Choice[Any]):
    """Codes of closed lists, typed as they are stored; the command receives the member."""

    def normalize_choice(self, choice: Any, ctx: click.Context | None) -> str:
        return super().normalize_choice(str(choice), ctx)


class Day(click.ParamType[date]):
    """A day: 2019-06-30, 20190630, 2019年6月30日, 2019.6.30."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ARG002 — click's own
        return value if isinstance(value, date) else _whole_day(value)


class Moment(click.ParamType[datetime]):
    """A moment: 2019-06-30 (all that was known when that day ended), or 2019-06-30T12:00 in local time."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ARG002 — click's own
        if isinstance(value, datetime):
            return value
        if "T" in value or ":" in value:
            try:
                return datetime.fromisoformat(value).astimezone(UTC)
            except ValueError as error:
                raise NotUnderstood(
                    "{said} is not a moment: write 2019-06-30 or 2019-06-30T12:00", said=value
                ) from error
        return datetime.combine(_whole_day(value), time.max).astimezone(UTC)


def deadline(said: str) -> Deadline:
    """A deadline as precise as it is said: 2019-09, 2019年9月底前, 2019-Q3, 2019-09-30."""
    from inventory import values
    from inventory.remediation import Deadline

    cut = _cut(said)
    if cut is None:
        raise NotUnderstood("{said} is not a date: write 2019-09-30, 2019-09 or 2019-Q3", said=said)
    return Deadline(cut, values.last_day(cut))


def _whole_day(said: str) -> date:
    cut = _cut(said)
    try:
        return date.fromisoformat(cut or "")
    except ValueError as error:
        raise NotUnderstood("{said} is not a day: write it as 2019-06-30", said=said) from error


def _cut(said: str) -> str | None:
    """A date cut to what was said, by the grammar the ledgers are read with."""
    from inventory import values

    taken = values.date(said)
    return None if any(doubt.severity == "error" for doubt in taken.doubts) else taken.value


def past_options(command: Command) -> Command:
    """Give a command ``--as-of`` and ``--known-at``: how things stood on a day, by what was known at a moment."""
    as_of = click.option("--as-of", type=Day(), help="How things stood at the end of this day. Default: now.")
    known_at = click.option("--known-at", type=Moment(), help="By what the register knew then. Default: now.")
    return as_of(known_at(command))


class FileToRead(click.Path):
    """The path of a file to be read; a pipe or a device, which may never come to an end, is refused unopened."""

    def __init__(self, *, exists: bool = False) -> None:
        super().__init__(exists=exists, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, where something regular or nothing at all stands there."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.exists() and not path.is_file():
            raise NotUnderstood("{file} is no file but a pipe or a device; save the workbook as a file", file=path.name)
        return path


def by_option(command: Command) -> Command:
    """Give a command ``--by``: who answers, else INVENTORY_USER."""
    return click.option("--by", metavar="NAME", help="Who answers for it. Default: INVENTORY_USER.")(command)


def lessons_option(command: Command) -> Command:
    """Give a command ``--lessons``: a file of what was taught, needing no register."""
    return click.option(
        "--lessons",
        type=FileToRead(),
        metavar="FILE",
        help="Read with the lessons in this file, as `ledger teach export` writes them.",
    )(command)


def answering(by: str | None) -> str | None:
    """Who answers for a step: ``--by``, else INVENTORY_USER."""
    return by or settings.load().user


def somebody(by: str | None) -> str:
    """Who answers for a decision; refused where nobody is named."""
    name = answering(by)
    if not name:
        raise NotUnderstood("say who answers for this: --by NAME, or set INVENTORY_USER")
    return name
