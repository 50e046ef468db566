"""What a workbook brings with it: whose it is, which day it speaks for, which submission it corrects."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, values
from inventory.errors import NotFound, NotUnderstood, Refused
from inventory.models import Coverage, Reading, ReportingUnit, ReportingUnitAlias, Submission
from inventory.reading import Problem, Severity, Table
from inventory.reading import Reading as Read
from inventory.vocabulary import AsOfBasis


@dataclasses.dataclass(frozen=True, slots=True)
class Units:
    """The reporting units: id by every name and alias, official name by id."""

    ids: Mapping[str, int]
    names: Mapping[int, str]


class Day(NamedTuple):
    """The day a submission speaks for: as said, the last day that can mean, and how it was found."""

    said: str
    last: date
    basis: str


def units(session: Session) -> Units:
    """The reporting units of this register."""
    names = {unit.id: unit.name for unit in session.scalars(select(ReportingUnit))}
    aliases = {each.alias: each.unit_id for each in session.scalars(select(ReportingUnitAlias))}
    return Units(aliases | {name: number for number, name in names.items()}, names)


def unit(known: Units, said: str) -> int:
    """The unit somebody named."""
    if said not in known.ids:
        names = ", ".join(known.names[number] for number in sorted(known.names))
        raise NotUnderstood("there is no reporting unit {unit}; there are {names}", unit=said, names=names)
    return known.ids[said]


def said(as_of: str) -> Day:
    """The day somebody named, a date cut to what is known (2019-06-30, 2019-06, 2019-Q2)."""
    try:
        return Day(as_of, values.last_day(as_of), AsOfBasis.SAID)
    except ValueError as error:
        raise NotUnderstood("{date} is not a date; write 2019-06-30, 2019-06 or 2019-Q2", date=as_of) from error


def day(reading: Read, by_person: Day | None, received_at: datetime) -> Day:
    """Filing date or reporting period of the workbook, else what the importing person said, else the day of receipt."""
    if reading.as_of is not None:
        return Day(reading.as_of.said, reading.as_of.last, reading.as_of_basis or AsOfBasis.FILING_DATE)
    if by_person is not None:
        return by_person
    received = received_at.astimezone().date()
    return Day(received.isoformat(), received, AsOfBasis.RECEIVED)


def doubts(reading: Read, found: Day, by_person: Day | None) -> Iterable[Problem]:
    """What the day found gives to doubt."""
    if found.basis == AsOfBasis.RECEIVED:
        yield Problem("as_of_received", Severity.WARNING, parameters={"as_of": found.said})
    if by_person is not None and reading.as_of is not None and by_person.last != reading.as_of.last:
        parameters = {"said": by_person.said, "found": found.said}
        yield Problem("as_of_said_otherwise", Severity.WARNING, parameters=parameters)


def second_ledger(session: Session, reading_id: int, covered: Iterable[tuple[int, str]], known: Units) -> list[Problem]:
    """Submissions in force for the same unit, kind and day: the new one is an addition, and says so."""
    in_force = force.readings(session)
    mine = in_force.get(reading_id)
    if mine is None:
        return []
    wanted = set(covered)
    same_day = [n for n, each in in_force.items() if each.as_of == mine.as_of and n != reading_id]
    query = select(Coverage.reading_id, Coverage.unit_id, Coverage.ledger).where(Coverage.reading_id.in_(same_day))
    found = []
    for other, unit_id, ledger in session.execute(query.order_by(Coverage.reading_id)):
        if (unit_id, ledger) in wanted:
            parameters = {"unit": known.names[unit_id], "ledger": ledger, "submission": in_force[other].submission_id}
            again = in_force[other].content == mine.content
            found.append(Problem("ledger_again" if again else "second_ledger", Severity.INFO, parameters=parameters))
    return found


def replaced(session: Session, number: int | None, mark: str | None) -> int | None:
    """The submission that a workbook corrects: the one named, else the one our mark in it names."""
    if number is None and mark is None:
        return None
    asked = number
    if number is None:
        number = session.scalar(select(Submission.id).where(Submission.sha256 == mark).order_by(Submission.id.desc()))
        number = int(mark) if number is None and mark is not None and mark.isdecimal() else number
    if number is None or session.get(Submission, number) is None:
        shown = number if number is not None else mark
        raise NotFound("there is no submission {number}; `inventory ledger list` shows them", number=shown)
    if asked is None:
        number = _latest(session, number)
    if number not in force.standing(session):
        raise Refused("submission {number} is no longer in force: it was withdrawn or replaced", number=number)
    return number


def _latest(session: Session, number: int) -> int:
    """What stands in the place of a submission now: a workbook marked once may be corrected twice."""
    standing = force.standing(session)
    while number not in standing:
        after = session.scalar(
            select(Submission.id)
            .where(Submission.replaces_id == number, Submission.withdrawn_at.is_(None))
            .order_by(Submission.id.desc())
        )
        if after is None:
            return number
        number = after
    return number


def table(found: Table) -> dict[str, Any]:
    """A table as the reading keeps it."""
    return dataclasses.asdict(found)


def readings_of(session: Session, submission_id: int) -> list[int]:
    """The readings made of a submission, the oldest first."""
    query = select(Reading.id).where(Reading.submission_id == submission_id)
    return list(session.scalars(query.order_by(Reading.made_at, Reading.id)))
