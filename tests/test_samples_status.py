"""The samples' status, target and lists as the program makes them, against those written by hand from the story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from expected import UNITS, enterprises, identifying, said, table
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import importers
from inventory import addresses, database, intake, listing, masking, past, publication, quarters, status, tracking
from inventory.exports import files, noncompliant
from inventory.models import Enterprise, ReportingUnit
from inventory.reading import Chunk, Reading
from inventory.remediation import Deadline
from inventory.tracking import Step
from inventory.vocabulary import Action, Condition, ConditionStanding

SAMPLES = Path(__file__).parents[1] / "samples"
RECEIVED = datetime(2019, 7, 1, 1, 0, tzinfo=UTC)
ACTED = datetime(2020, 1, 2, 1, 0, tzinfo=UTC)
AS_OF = ("2019-06-30", "2019-12-31")
QUARTERS = ("2019Q2", "2019Q4")


@cache
def read() -> list[tuple[Reading, tuple[Chunk, ...], bytes]]:
    """The sample workbooks as read, once for all tests: a reading's rows can be walked once only."""
    files = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".xls", ".xlsx"))
    readings = [(importers.read(file), file.read_bytes()) for file in files]
    return [(reading, tuple(reading.chunks), content) for reading, content in readings]


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A register into which all sample workbooks were imported."""
    with database.writing(engine) as writing:
        for reading, chunks, content in read():
            intake.take(writing, replace(reading, chunks=iter(chunks)), content, received_at=RECEIVED)
    with Session(engine) as opened:
        yield opened


def labels(session: Session) -> dict[str, str]:
    """Register number → the story's label."""
    query = select(
        Enterprise.register_number, ReportingUnit.name, Enterprise.name, Enterprise.credit_code, Enterprise.address
    )
    of = {identifying(row): name for name, row in enterprises().items()}
    return {
        number: of[unit, name, code or "", address or ""]
        for number, unit, name, code, address in session.execute(
            query.join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
        )
    }


def act(session: Session) -> None:
    """What people record after the import."""
    number_of = {label: number for number, label in labels(session).items()}
    for row in table("steps"):
        case = addresses.case(session, f"{number_of[row['enterprise']]}/{row['ledger']}/{row['number']}")
        step = Step(
            Action(row["action"]),
            date.fromisoformat(row["on"]),
            row["document"] or None,
            row["note"] or None,
            condition=Condition(row["condition"]) if row["condition"] else None,
            standing=ConditionStanding(row["standing"]) if row["standing"] else None,
            extended_to=Deadline(row["to"], date.fromisoformat(row["to"])) if row["to"] else None,
        )
        tracking.record(session, case, step, by="周敏", now=ACTED)


def counted(session: Session, as_of: str) -> list[dict[str, str]]:
    day = date.fromisoformat(as_of)
    found = [case.as_of(day) for case in past.cases_known(session, as_of=day)]
    return [
        {
            "as_of": as_of,
            **{name: said(value) for name, value in group.of.items()},
            **{name: said(getattr(group.counted, name)) for name in group.counted.__dataclass_fields__},
        }
        for group in status.table(found, day)
    ]


def reached(session: Session, as_of: str) -> list[dict[str, str]]:
    day = date.fromisoformat(as_of)
    found = [case.as_of(day) for case in past.cases_known(session, as_of=day)]
    columns = ("unit", "cases", "claimed", "claimed_pct", "verified", "verified_pct")
    return [
        {"as_of": as_of, **{name: said(getattr(target, name)) for name in columns}} for target in status.targets(found)
    ]


def listed(session: Session, quarter: str, known_at: datetime | None = None) -> set[tuple[str, ...]]:
    label_of = labels(session)
    return {
        (
            line.part,
            line.cases[0].site.unit,
            label_of[line.cases[0].site.register_number],
            line.cases[0].site.name,
            ";".join(line.rules),
            said(line.earliest_missed),
        )
        for line in publication.noncompliant(past.cases_known(session, known_at=known_at), quarters.parse(quarter))
    }


def by_hand(name: str) -> set[tuple[str, ...]]:
    return {tuple(row.values()) for row in table(name)}


def test_the_status_table_is_the_one_written_by_hand(session: Session) -> None:
    assert [row for as_of in AS_OF for row in counted(session, as_of)] == list(table("status"))
    assert [row for as_of in AS_OF for row in reached(session, as_of)] == list(table("target"))


def test_the_lists_are_those_written_by_hand(session: Session) -> None:
    for quarter in QUARTERS:
        assert listed(session, quarter) == by_hand(f"noncompliant_{quarter}")


def test_what_people_recorded_moves_status_and_lists_as_written_by_hand(session: Session) -> None:
    act(session)
    assert [row for as_of in AS_OF for row in counted(session, as_of)] == list(table("status_after_steps"))
    assert [row for as_of in AS_OF for row in reached(session, as_of)] == list(table("target_after_steps"))
    for quarter in QUARTERS:
        assert listed(session, quarter) == by_hand(f"noncompliant_{quarter}_after_steps")


def test_the_list_as_known_before_the_steps_is_the_list_before_them(session: Session) -> None:
    act(session)
    for quarter in QUARTERS:
        assert listed(session, quarter, known_at=RECEIVED) == by_hand(f"noncompliant_{quarter}")


def test_the_computed_past_and_the_register_as_kept_agree(session: Session) -> None:
    act(session)
    for quarter in QUARTERS:
        assert listed(session, quarter, known_at=ACTED) == listed(session, quarter)


@pytest.mark.parametrize("form", [".csv", ".json"])
def test_nobody_of_the_samples_is_named_on_the_list(session: Session, form: str) -> None:
    persons = masking.known(listing.persons(session))
    quarter = quarters.parse("2019Q4")
    lines = publication.noncompliant(past.cases_known(session), quarter)
    texts = files.FORMATS[form](noncompliant.pages(lines, quarter, city=listing.city(session), persons=persons)).decode(
        "utf-8-sig"
    )
    assert persons
    assert [person for person in persons if person in texts] == []
    assert UNITS[0] in texts
