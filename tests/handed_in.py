"""Workbooks as they come to the register, made by hand for tests: readings without a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine

from inventory import database, intake, statehash, values
from inventory.reading import Chunk, Entry, Origin, OtherRow, PartialDate, Problem, Reading, Source, Table

RECEIVED = datetime(2019, 7, 1, 8, 0, tzinfo=UTC)
UNIT = "襄州区"

#: credit codes that pass their check
CODE_A = "91420607MA4X00012Q"
CODE_B = "91420607MA4X00020K"
CODE_C = "91420607MA4X00039G"


def reading(
    *rows: Mapping[str, Any] | None,
    ledger: str = "scattered_polluters",
    unit: str | None = UNIT,
    as_of: str | None = "2019-06-25",
    file: str | None = None,
    rules: str = "1",
    problems: Sequence[Problem] = (),
    none: Mapping[int, tuple[str, ...]] | None = None,
    bytes_said: str = "",
    mark: str | None = None,
) -> Reading:
    """A reading of one table: a title, then a row a record, from row 3. Without ``file`` its name tells its content.

    ``bytes_said``: other bytes of the same content, as a re-saved copy has them.
    """
    said = repr((rows, ledger, unit, as_of, none, bytes_said))
    sha256 = hashlib.sha256(said.encode()).hexdigest()
    entries = tuple(
        Entry(
            Origin("台账", 3 + place),
            ledger,
            {"A": str(place + 1), "B": str((row or {}).get("name", ""))},
            row,
            none=(none or {}).get(place, ()),
        )
        for place, row in enumerate(rows)
    )
    title = OtherRow(Origin("台账", 1), "title", {"A": "台账"})
    return Reading(
        source=Source(file or f"{sha256[:6]}.xlsx", sha256, len(said), "xlsx"),
        rules=rules,
        tables=(Table("台账", ledger, unit, (), 1, 2 + len(rows)),),
        as_of=PartialDate(as_of, values.last_day(as_of)) if as_of else None,
        as_of_basis="filing_date" if as_of else None,
        problems=tuple(problems),
        chunks=iter((Chunk(entries[:1], (title,)), Chunk(entries[1:], ()))),
        mark=mark,
    )


def firm(name: str = "襄阳甲寅建材厂", **fields: Any) -> dict[str, Any]:
    """A record of one enterprise."""
    return {"name": name, **fields}


def take(engine: Engine, read: Reading, **said: Any) -> intake.Summary:
    """Take it, in a transaction of its own."""
    with database.writing(engine) as session:
        return intake.take(session, read, b"content", **{"received_at": RECEIVED, **said})


def state(engine: Engine) -> str:
    """The state hash of the register."""
    with database.reading(engine) as session:
        return statehash.state_hash(session)


def text(engine: Engine) -> list[str]:
    """The canonical text behind it, which tells where two registers differ."""
    with database.reading(engine) as session:
        return statehash.lines(session)


def day(said: str) -> date:
    """A day."""
    return date.fromisoformat(said)
