"""What may be wrong between enterprises, or with a workbook: one function a rule, each a statement or two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import force, likeness
from inventory.models import Coverage, Enterprise, Problem, Reading, ReportingUnit, Submission
from inventory.vocabulary import Standing

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: so many firms under one number are more than a family's; it may be an agent's, or the village committee's
MANY_FIRMS = 3
#: as many works of a trade in one township make a cluster in one local rule (DOMAIN §2)
CLUSTER = 10

CURRENT = (Standing.CONFIRMED, Standing.PROVISIONAL)


class Between(NamedTuple):
    """What a rule found: the enterprise it is shown with (None: a workbook), the place, the facts of its wording."""

    register_number: str | None
    name: str
    unit: str
    unit_id: int | None
    address: str
    facts: dict[str, Any]


def phone_shared(session: Session) -> Iterator[Between]:
    """One telephone number with three firms or more that are not branches of one company."""
    query = (
        select(
            Enterprise.register_number,
            Enterprise.name,
            ReportingUnit.name,
            Enterprise.unit_id,
            Enterprise.contact_phone,
            func.coalesce(Enterprise.credit_code, Enterprise.register_number),
        )
        .join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
        .where(Enterprise.standing.in_(CURRENT), Enterprise.contact_phone.is_not(None))
        .order_by(ReportingUnit.position, Enterprise.name, Enterprise.register_number)
    )
    by_phone: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        for phone in likeness.phones(row[4]):
            by_phone[phone].append(row)
    for phone, rows in by_phone.items():
        if len({row[5] for row in rows}) >= MANY_FIRMS:
            for row in rows:
                others = "、".join(other[1] for other in rows if other is not row)
                yield Between(
                    row[0], row[1], row[2], row[3], row[0], {"phone": phone, "firms": len(rows), "others": others}
                )


def cluster(session: Session) -> Iterator[Between]:
    """Ten works or more of one trade in one township."""
    key = (Enterprise.unit_id, Enterprise.township, Enterprise.industry_name)
    counted = (
        select(*key, func.count().label("works"))
        .where(
            Enterprise.standing.in_(CURRENT), Enterprise.township.is_not(None), Enterprise.industry_name.is_not(None)
        )
        .group_by(*key)
        .having(func.count() >= CLUSTER)
        .subquery()
    )
    query = (
        select(
            Enterprise.register_number,
            Enterprise.name,
            ReportingUnit.name,
            Enterprise.unit_id,
            counted.c.township,
            counted.c.industry_name,
            counted.c.works,
        )
        .join(
            counted,
            (counted.c.unit_id == Enterprise.unit_id)
            & (counted.c.township == Enterprise.township)
            & (counted.c.industry_name == Enterprise.industry_name),
        )
        .join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
        .where(Enterprise.standing.in_(CURRENT))
        .order_by(ReportingUnit.position, Enterprise.name, Enterprise.register_number)
    )
    for row in session.execute(query):
        yield Between(row[0], row[1], row[2], row[3], row[0], {"township": row[4], "industry": row[5], "works": row[6]})


def _asked(session: Session, kind: str) -> Iterator[Between]:
    """What the register itself doubts of an enterprise, as facts of a finding."""
    query = (
        select(
            Enterprise.register_number,
            Enterprise.name,
            ReportingUnit.name,
            Enterprise.unit_id,
            Enterprise.credit_code,
            Problem.parameters,
        )
        .join_from(Problem, Enterprise, Enterprise.id == Problem.enterprise_id)
        .join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
        .where(Problem.kind == kind, Problem.reading_id.is_(None))
        .order_by(ReportingUnit.position, Enterprise.name, Enterprise.register_number)
    )
    for row in session.execute(query):
        yield Between(row[0], row[1], row[2], row[3], row[0], {"code": row[4] or "", **row[5]})


def code_shared(session: Session) -> Iterator[Between]:
    """One credit code under names that are not alike."""
    return _asked(session, "code_shared")


def several_units(session: Session) -> Iterator[Between]:
    """Ledgers of several units list one enterprise."""
    return _asked(session, "unit_differs")


def total_differs(session: Session) -> Iterator[Between]:
    """A stated total that the rows do not make, in a workbook in force."""
    in_force = force.readings(session)
    units: dict[int, list[tuple[int, str]]] = defaultdict(list)
    covered = (
        select(Coverage.reading_id, ReportingUnit.id, ReportingUnit.name)
        .join(ReportingUnit, ReportingUnit.id == Coverage.unit_id)
        .distinct()
        .order_by(ReportingUnit.id)
    )
    for reading, unit_id, unit in session.execute(covered):
        units[reading].append((unit_id, unit))
    query = (
        select(Problem.reading_id, Submission.id, Submission.file_name, Problem.sheet, Problem.cell)
        .add_columns(Problem.field, Problem.parameters)
        .join(Reading, Reading.id == Problem.reading_id)
        .join(Submission, Submission.id == Reading.submission_id)
        .where(Problem.kind == "total_differs")
        .order_by(Submission.id, Problem.id)
    )
    for reading, number, file, sheet, cell, field, facts in session.execute(query):
        if reading in in_force:
            of = units[reading]
            # a row of the workbook: what is waived is the row's total
            place = f"#{number}/{sheet or ''}/{(cell or '').lstrip(LETTERS)}"
            only = of[0][0] if len(of) == 1 else None
            yield Between(None, file, "、".join(name for _, name in of), only, place, {"field": field, **facts})
