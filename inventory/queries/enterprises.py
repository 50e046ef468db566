"""Finding enterprises, all about one of them, and those that wait in review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union
from sqlalchemy.orm import Session

from inventory import addresses, caseload, force, identity, portions, succession
from inventory.force import InForce
from inventory.judging import QUESTIONS
from inventory.models import (
    FACTS,
    Coverage,
    Enterprise,
    EnterpriseCode,
    EnterpriseName,
    LegalPerson,
    Problem,
    Reading,
    ReportingUnit,
    SourceRow,
    Submission,
    SubRecord,
)
from inventory.queries import doubts
from inventory.queries.doubts import Doubt
from inventory.queries.origins import Fact, Origins
from inventory.resolution import ENTERPRISE_FIELDS
from inventory.vocabulary import Ledger, Standing


@dataclass(frozen=True, slots=True)
class Found:
    """An enterprise as a line of a list."""

    register_number: str
    unit: str
    name: str
    credit_code: str | None
    township: str | None
    address: str | None
    standing: str
    #: the register number of the enterprise that absorbed it
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case beside its sub-record: what ledgers claim, and where people have taken it."""

    state: str
    state_on: date
    claimed: str | None
    due_on: str | None
    listed_on: date
    round: int


@dataclass(frozen=True, slots=True)
class Part:
    """One sub-record. ``not_listed_since`` is the day of the first later ledger of its unit and kind without it."""

    address: str
    ledger: str
    facts: tuple[Fact, ...]
    case: Case | None
    last_listed_on: date
    not_listed_since: date | None
    is_orphaned: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A submission that lists the enterprise."""

    submission_id: int
    file_name: str
    as_of: date
    rows: int


@dataclass(frozen=True, slots=True)
class Whole:
    """All about one enterprise."""

    enterprise_id: int
    found: Found
    legal_person: str | None
    names: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    doubts: tuple[Doubt, ...]
    listings: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class InReview:
    """A provisional enterprise, one question about it, and the enterprises it may be."""

    found: Found
    kind: str
    others: tuple[Found, ...]


#: the standing of a line that answers a search; absorbed ones answer by number only
LIVING = (Standing.CONFIRMED, Standing.PROVISIONAL)


def find(session: Session, said: str, *, unit: str | None = None, limit: int = 50) -> list[Found]:
    """Enterprises by any part of a name (one character is enough), a code, or a register number."""
    said = said.strip()
    wanted = identity.folded(said)
    by_name = select(EnterpriseName.enterprise_id).where(EnterpriseName.name_folded.contains(wanted, autoescape=True))
    by_number = select(Enterprise.id).where(Enterprise.register_number == said)
    ids = union(coded(said), by_number, *([by_name] if wanted else ())).subquery()
    query = _lines().join(ids, ids.c[0] == Enterprise.id)
    query = query.where(or_(Enterprise.standing.in_(LIVING), Enterprise.register_number == said))
    if unit is not None:
        query = query.where(ReportingUnit.name == unit)
    return _found(session, query.order_by(ReportingUnit.position, Enterprise.name, Enterprise.id).limit(limit))


def coded(said: str) -> Select[int]:
    """The ids of enterprises with a code that begins so. A range of codes, since SQLite uses no index for LIKE."""
    first = said.upper()
    within = EnterpriseCode.code >= first, EnterpriseCode.code < f"{first}\U0010ffff"
    return select(EnterpriseCode.enterprise_id).where(*within)


def lines(session: Session, condition: ColumnElement[bool]) -> list[Found]:
    """Enterprises that meet a condition, in the order of lists: unit, then name."""
    return _found(session, _lines().where(condition).order_by(ReportingUnit.position, Enterprise.name, Enterprise.id))


def whole(session: Session, said: str) -> Whole:
    """All about one enterprise: every fact with its origin, sub-records, cases, problems, submissions."""
    enterprise_id = addresses.site(session, said)
    enterprise = session.get_one(Enterprise, enterprise_id)
    person = session.get(LegalPerson, enterprise.legal_person_id) if enterprise.legal_person_id else None
    names = select(EnterpriseName.name).where(EnterpriseName.enterprise_id == enterprise_id)
    codes = select(EnterpriseCode.kind, EnterpriseCode.code).where(EnterpriseCode.enterprise_id == enterprise_id)
    origins = Origins.of_enterprise(session, enterprise_id)
    listings = (Listing(reading.submission_id, file, reading.as_of, n) for reading, file, n in origins.submissions)
    return Whole(
        enterprise_id=enterprise_id,
        found=_found(session, _lines().where(Enterprise.id == enterprise_id))[0],
        legal_person=_called(session, person) if person else None,
        names=tuple(session.scalars(names.order_by(EnterpriseName.is_current.desc(), EnterpriseName.name))),
        codes=tuple(session.execute(codes.order_by(EnterpriseCode.kind, EnterpriseCode.code))),
        facts=tuple(origins.facts({field: getattr(enterprise, field) for field in ENTERPRISE_FIELDS})),
        parts=tuple(_parts(session, enterprise, origins)),
        doubts=tuple(doubts.listed(session, enterprise_id=enterprise_id)),
        listings=tuple(listings),
    )


def _called(session: Session, person: LegalPerson) -> str:
    """What a legal person is called now: as people said, else as its newest row says."""
    renamed = succession.read(session).name(person.credit_code) if person.credit_code else None
    return renamed or person.name


def in_review(session: Session, unit: str | None = None) -> list[InReview]:
    """Provisional enterprises with what is asked about them."""
    asked = (
        select(Problem.enterprise_id, Problem.kind, Problem.parameters)
        .join(Enterprise, Enterprise.id == Problem.enterprise_id)
        .where(Enterprise.standing == Standing.PROVISIONAL, Problem.kind.in_(QUESTIONS))
    )
    questions = [(number, kind, parameters.get("rows", ())) for number, kind, parameters in session.execute(asked)]
    owners = _owners(session, [tuple(key) for _, _, keys in questions for key in keys])
    ids = {number for number, _, _ in questions} | set(owners.values())
    lines: dict[int, Found] = {}
    order: dict[int, int] = {}
    for portion in portions.of(sorted(ids)):
        query: Select[*tuple[Any, ...]] = (
            select(Enterprise.id, *_COLUMNS).select_from(Enterprise).join(ReportingUnit, _UNIT)
        )
        for place, (number, *columns) in enumerate(
            session.execute(
                query.where(Enterprise.id.in_(portion)).order_by(ReportingUnit.position, Enterprise.name, Enterprise.id)
            )
        ):
            lines[number] = Found(*columns)
            order[number] = place
    found = [
        InReview(lines[number], kind, tuple(lines[owners[tuple(key)]] for key in keys if tuple(key) in owners))
        for number, kind, keys in sorted(questions, key=lambda each: (order[each[0]], each[1]))
    ]
    return [each for each in found if unit is None or each.found.unit == unit]


_UNIT = ReportingUnit.id == Enterprise.unit_id
_COLUMNS = (
    Enterprise.register_number,
    ReportingUnit.name,
    Enterprise.name,
    Enterprise.credit_code,
    Enterprise.township,
    Enterprise.address,
    Enterprise.standing,
)


def _lines() -> Select[*tuple[Any, ...]]:
    heir = Enterprise.__table__.alias("heir")
    return (
        select(*_COLUMNS, heir.c.register_number)
        .select_from(Enterprise)
        .join(ReportingUnit, _UNIT)
        .outerjoin(heir, heir.c.id == Enterprise.merged_into_id)
    )


def _found(session: Session, query: Select[*tuple[Any, ...]]) -> list[Found]:
    return [Found(*row) for row in session.execute(query)]


def _owners(session: Session, keys: Sequence[tuple[str, str, int, int]]) -> dict[tuple[str, str, int, int], int]:
    """Row → the enterprise it belongs to now."""
    found: dict[tuple[str, str, int, int], int] = {}
    for portion in portions.of(sorted({key[0] for key in keys})):
        query = (
            select(Submission.sha256, SourceRow.sheet, SourceRow.row, SourceRow.panel, SourceRow.enterprise_id)
            .join(Reading, Reading.id == SourceRow.reading_id)
            .join(Submission, Submission.id == Reading.submission_id)
            .where(Submission.sha256.in_(portion), SourceRow.enterprise_id.is_not(None))
            .where(SourceRow.row.in_({key[2] for key in keys}))
        )
        for sha256, sheet, row, panel, enterprise_id in session.execute(query):
            if enterprise_id is not None:
                found[sha256, sheet, row, panel] = enterprise_id
    return found


def beside(case: caseload.Case) -> Case:
    """A case as it stands beside its sub-record."""
    status = case.status
    due_on = status.deadline.said if status.deadline else None
    return Case(status.state, status.state_on or case.listed_on, case.claim.state, due_on, case.listed_on, status.round)


def _parts(session: Session, enterprise: Enterprise, origins: Origins) -> Iterable[Part]:
    subs = session.scalars(select(SubRecord).where(SubRecord.enterprise_id == enterprise.id)).all()
    found = caseload.current(session, enterprise_ids=[enterprise.id], orphaned=True)
    cases = {(case.ledger, case.number): beside(case) for case in found}
    days = ledger_days(session, enterprise.unit_id, force.readings(session))
    order = {ledger: place for place, ledger in enumerate(Ledger)}
    for sub in sorted(subs, key=lambda each: (order[Ledger(each.ledger)], each.number)):
        facts = session.get_one(FACTS[sub.ledger], sub.id)
        fields = [c.name for c in FACTS[sub.ledger].__table__.columns if not c.name.endswith("_last")]
        values = {field: getattr(facts, field) for field in fields if field != "sub_record_id"}
        yield Part(
            address=f"{enterprise.register_number}/{sub.ledger}/{sub.number}",
            ledger=sub.ledger,
            facts=tuple(origins.facts(values, origins.rows_of(sub.id))),
            case=cases.get((sub.ledger, sub.number)),
            last_listed_on=sub.last_listed_on,
            not_listed_since=min((day for day in days[sub.ledger] if day > sub.last_listed_on), default=None),
            is_orphaned=sub.is_orphaned,
        )


def ledger_days(session: Session, unit_id: int, in_force: Mapping[int, InForce]) -> dict[str, list[date]]:
    """Ledger kind → the days that ledgers of a unit speak for, of the readings in force."""
    days: dict[str, list[date]] = defaultdict(list)
    for reading_id, ledger in session.execute(
        select(Coverage.reading_id, Coverage.ledger).where(Coverage.unit_id == unit_id)
    ):
        if reading_id in in_force:
            days[ledger].append(in_force[reading_id].as_of)
    return days
