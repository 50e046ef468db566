"""The problems: those of readings in force, and those the register itself raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from inventory import force, portions
from inventory.models import Coverage, Enterprise, Problem, Reading, ReportingUnit, SourceRow, Submission, SubRecord


@dataclass(frozen=True, slots=True)
class Doubt:
    """One problem with the place it stands at: a row of a submission, or an enterprise of the register."""

    kind: str
    severity: str
    unit: str | None
    ledger: str | None
    submission_id: int | None
    file_name: str | None
    sheet: str | None
    row: int | None
    cell: str | None
    field: str | None
    raw: str | None
    #: of the enterprise or sub-record
    address: str | None
    name: str | None
    parameters: Mapping[str, Any]


def listed(
    session: Session,
    *,
    unit: str | None = None,
    kind: str | None = None,
    severity: str | None = None,
    submission: int | None = None,
    enterprise_id: int | None = None,
) -> list[Doubt]:
    """Problems of what is in force, narrowed where asked; those of readings first, in the order of the workbooks."""
    if enterprise_id is not None and submission is None and unit is None:
        return _of_enterprise(session, enterprise_id, kind, severity)
    newest = force.newest_readings(session)
    if submission is not None:
        readings = [newest[submission].reading_id] if submission in newest else []
    else:
        readings = sorted(force.readings(session))
    found: list[Doubt] = []
    for ids in portions.of(readings):
        query = _narrowed(_query().where(Problem.reading_id.in_(ids)), kind, severity, enterprise_id)
        found += [_doubt(row) for row in session.execute(query)]
    if submission is None:
        query = _narrowed(_query().where(Problem.reading_id.is_(None)), kind, severity, enterprise_id)
        found += [_doubt(row) for row in session.execute(query)]
    if unit is None:
        return found
    covering = _covering(session, unit)
    return [each for each in found if each.unit == unit or (each.unit is None and each.submission_id in covering)]


def _of_enterprise(session: Session, enterprise_id: int, kind: str | None, severity: str | None) -> list[Doubt]:
    """Those of one enterprise and its rows, found from there: a register has more problems than enterprises."""
    rows = select(SourceRow.id).where(SourceRow.enterprise_id == enterprise_id)
    its = union(
        select(Problem.id).where(Problem.enterprise_id == enterprise_id),
        select(Problem.id).where(Problem.source_row_id.in_(rows)),
    )
    in_force = force.readings(session)
    query = _narrowed(_query().where(Problem.id.in_(its)), kind, severity, enterprise_id)
    found = [row for row in session.execute(query) if row[0].reading_id is None or row[0].reading_id in in_force]
    return [_doubt(row) for row in sorted(found, key=lambda row: row[0].reading_id is None)]


def of_rows(session: Session, rows: Mapping[int, tuple[str, str]]) -> list[Doubt]:
    """Problems of some rows, wherever these belong today. ``rows``: row → address and name to be shown."""
    found: list[Doubt] = []
    for ids in portions.of(sorted(rows)):
        for row in session.execute(_query().where(Problem.source_row_id.in_(ids))):
            address, name = rows[row[0].source_row_id]
            found.append(replace(_doubt(row), address=address, name=name))
    return found


def _covering(session: Session, unit: str) -> set[int]:
    """Submissions that speak for a unit: what they doubt as a whole concerns it."""
    query = select(Reading.submission_id).join(Coverage, Coverage.reading_id == Reading.id)
    return set(
        session.scalars(
            query.join(ReportingUnit, ReportingUnit.id == Coverage.unit_id).where(ReportingUnit.name == unit)
        )
    )


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Problem,
            ReportingUnit.name,
            SourceRow.ledger,
            SourceRow.row,
            Submission.id,
            Submission.file_name,
            Enterprise.register_number,
            Enterprise.name,
            SubRecord.ledger,
            SubRecord.number,
        )
        .outerjoin(Reading, Reading.id == Problem.reading_id)
        .outerjoin(Submission, Submission.id == Reading.submission_id)
        .outerjoin(SourceRow, SourceRow.id == Problem.source_row_id)
        .outerjoin(Enterprise, Enterprise.id == func.coalesce(Problem.enterprise_id, SourceRow.enterprise_id))
        .outerjoin(SubRecord, SubRecord.id == func.coalesce(Problem.sub_record_id, SourceRow.sub_record_id))
        .outerjoin(ReportingUnit, ReportingUnit.id == func.coalesce(SourceRow.unit_id, Enterprise.unit_id))
        .order_by(Problem.id)
    )


def _narrowed(
    query: Select[*tuple[Any, ...]], kind: str | None, severity: str | None, enterprise_id: int | None
) -> Select[*tuple[Any, ...]]:
    if kind is not None:
        query = query.where(Problem.kind == kind)
    if severity is not None:
        query = query.where(Problem.severity == severity)
    if enterprise_id is not None:
        query = query.where(Enterprise.id == enterprise_id)
    return query


def _doubt(row: Any) -> Doubt:
    problem, unit, ledger, number, submission_id, file_name, register_number, name, sub_ledger, sub_number = row
    address = register_number
    if register_number and sub_ledger:
        address = f"{register_number}/{sub_ledger}/{sub_number}"
    return Doubt(
        kind=problem.kind,
        severity=problem.severity,
        unit=unit,
        ledger=ledger or sub_ledger,
        submission_id=submission_id,
        file_name=file_name,
        sheet=problem.sheet,
        row=number,
        cell=problem.cell,
        field=problem.field,
        raw=problem.raw,
        address=address,
        name=name,
        parameters=problem.parameters,
    )
