"""How long it takes to look things up in a register of 100,000 enterprises, process start left out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date

import large_register
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from inventory import caseload, database, status, timeline
from inventory.queries import enterprises, legal_persons, submissions

NUMBER = "420607-00037"
ON = date(2019, 12, 31)

#: what is looked up; the first word tells which target it has
LOOKUPS: dict[str, Callable[[Session], object]] = {
    "name search, two characters": lambda session: enterprises.find(session, "甲子"),
    "name search, two characters of a trade": lambda session: enterprises.find(session, "建材"),
    "page of an enterprise": lambda session: enterprises.whole(session, NUMBER),
    "page of submissions": submissions.listed,
    "page of a history": lambda session: timeline.of_enterprise(session, 37),
    "page of a legal person": lambda session: legal_persons.whole(session, "91420600MA00004711"),
    "status": lambda session: status.table(caseload.current(session), ON),
}


def fill(url: str) -> None:
    """Make the register there, which is new."""
    engine = database.open_register(url)
    large_register.fill(engine)
    engine.dispose()


def milliseconds(url: str, rounds: int) -> dict[str, float]:
    """The median of each."""
    engine = database.open_register(url)
    return {name: round(1000 * statistics.median(_times(engine, each, rounds)), 1) for name, each in LOOKUPS.items()}


def _times(engine: Engine, look_up: Callable[[Session], object], rounds: int) -> list[float]:
    found = []
    for _ in range(max(3, rounds)):
        with database.reading(engine) as session:
            began = time.perf_counter()
            look_up(session)
            found.append(time.perf_counter() - began)
    return found
