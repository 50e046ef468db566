"""What can fail underneath the register, told in one line that says what to do.

Only failures of the machinery are told here: disk, file, server, lock. A broken constraint is a mistake
of this program and passes through as it is.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import exc
from sqlalchemy.exc import DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from inventory.errors import DatabaseError
from inventory.language import _

LOCKED = _("another program is writing to {place} and did not finish in time; try again")
READ_ONLY = _("{place} cannot be written: it is read-only for you; mend its permissions or those of its folder")
FULL = _("the disk that holds {place} is full; nothing was changed; free some space and run the command again")
NOT_OPENED = _("{place} cannot be opened: its folder does not exist, or you may not read it or write into it")
NO_DATABASE = _("{place} is not a database; if it should be one, restore a backup: inventory db restore")
DAMAGED = _("{place} is damaged; restore a backup into a new file: inventory db init, inventory db restore")
NOT_ALLOWED = _("the database user may not do that in {place}: {reason}; ask whoever runs the server")
NOT_REACHED = _("{place} cannot be reached: {reason}; check its address and whether the server runs, then try again")
FAILED = _("{place} could not do it: {reason}; nothing was changed")

#: SQLite's primary result code → what it means here
SQLITE: dict[int, str] = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CANTOPEN: NOT_OPENED,
    sqlite3.SQLITE_NOTADB: NO_DATABASE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
}
#: PostgreSQL's SQLSTATE, whole or its class → what it means here
POSTGRESQL: dict[str, str] = {
    "55P03": LOCKED,
    "40P01": LOCKED,
    "25006": READ_ONLY,
    "53100": FULL,
    "42501": NOT_ALLOWED,
    "08": NOT_REACHED,
    "57": NOT_REACHED,
}

# a broken connection is told once, by the sentence above: not also by what tidies it away
for _tidying in ("psycopg", "sqlalchemy.pool"):
    logging.getLogger(_tidying).addHandler(logging.NullHandler())


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn a failure of the database into a `DatabaseError` that names the place."""
    try:
        yield
    except (IntegrityError, ProgrammingError, NotSupportedError) as error:
        if isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise DatabaseError(NOT_ALLOWED, place=place, reason=_reason(error)) from error
        raise
    except DBAPIError as error:
        raise DatabaseError(_meaning(error.orig), place=place, reason=_reason(error)) from error
    except exc.TimeoutError as error:
        raise DatabaseError(LOCKED, place=place) from error


def _meaning(original: BaseException | None) -> str:
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        return FAILED if code is None else SQLITE.get(code & 0xFF, FAILED)
    if isinstance(original, psycopg.Error):
        state = original.sqlstate
        # a connection that never came about, or broke, has no state
        return NOT_REACHED if state is None else POSTGRESQL.get(state, POSTGRESQL.get(state[:2], FAILED))
    return FAILED


def _reason(error: DBAPIError) -> str:
    """The first thing the database said; without psycopg's list of addresses tried and what the sentence says."""
    lines = str(error.orig).strip().splitlines()
    said = lines[0].strip() if lines else type(error.orig).__name__
    return said.removeprefix("connection failed: ").removeprefix("connection is bad: ")
