"""What importing some workbooks would make of the register, saved to be looked at and then carried out as it stands.

A plan is made by taking the workbooks in a transaction that is not kept. It is bound to the bytes of the files, to
the rules they were read by and to the state of the register; what no longer fits is refused, never half done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import delivery, force, portions, stamp
from inventory.errors import NotUnderstood, Refused
from inventory.intake import Summary
from inventory.intake.summary import Change
from inventory.models import Enterprise, Problem, ReportingUnit, SourceRow, SubRecord
from inventory.queries import absences
from inventory.reading import Severity
from inventory.vocabulary import Outcome


class _Plan(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(_Plan):
    """One value that would change. ``address`` is the enterprise's or the sub-record's."""

    address: str
    field: str
    before: Any
    now: Any


class Row(_Plan):
    """A row that would be new, changed or held, or has something doubtful; the others are only counted."""

    sheet: str | None
    row: int
    name: str | None
    #: None where the row names nobody
    outcome: Outcome | None
    #: None where the enterprise is new: its number is given when it is taken
    address: str | None
    changes: tuple[Value, ...] = ()
    #: the kinds of problem of the row, those worth a remark left out
    doubts: tuple[str, ...] = ()


class Missing(_Plan):
    """An enterprise that the ledger before listed and this one does not; it would stay in the register."""

    register_number: str
    name: str
    unit: str
    ledger: str
    last_listed_on: date


class Workbook(_Plan):
    """What one workbook would make of the register."""

    #: where it was found
    path: str
    file: str
    sha256: str
    rules: str
    as_of: str
    #: the bytes were taken before, and nothing would change
    is_known: bool
    units: tuple[str, ...]
    ledgers: tuple[str, ...]
    counts: Mapping[str, int]
    rows: tuple[Row, ...]
    missing: tuple[Missing, ...]


class Plan(_Plan):
    """A whole plan, as it is saved."""

    kind: Literal["inventory import plan"] = "inventory import plan"
    made_at: datetime
    made_by: str | None
    #: the state of the register it was made for
    register_stamp: str
    unit: str | None = None
    as_of: str | None = None
    ledger: str | None = None
    replaces: int | None = None
    workbooks: tuple[Workbook, ...]


def load(file: Path) -> Plan:
    """The plan in a file."""
    try:
        return Plan.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise NotUnderstood("{file} is no plan; `inventory ledger import --plan` makes one", file=file.name) from error


def save(plan: Plan, file: Path) -> None:
    """Write the plan as JSON, for people and programs."""
    delivery.put(file, (plan.model_dump_json(indent=1) + "\n").encode())


def check(session: Session, plan: Plan) -> None:
    """Refuse a plan made for another state of the register."""
    if stamp.of(session) != plan.register_stamp:
        raise Refused(
            "the register has changed since the plan was made; make it anew with `inventory ledger import --plan`"
        )


def workbook(session: Session, summary: Summary, *, path: str, sha256: str, rules: str) -> Workbook:
    """What became of a workbook just taken, row by row; the transaction is the caller's to keep or not."""
    rows = () if summary.is_known else tuple(_rows(session, summary))
    counts = {str(outcome): count for outcome, count in summary.rows.items()}
    counts |= {"unread": summary.unread, "doubtful": sum(bool(row.doubts) for row in rows)}
    gone = [] if summary.is_known else absences.newly_missing(session, summary.submission_id)
    return Workbook(
        path=path,
        file=summary.file,
        sha256=sha256,
        rules=rules,
        as_of=summary.as_of,
        is_known=summary.is_known,
        units=summary.units,
        ledgers=tuple(str(ledger) for ledger in summary.ledgers),
        counts=counts,
        rows=rows,
        missing=tuple(
            Missing(
                register_number=each.register_number,
                name=each.name,
                unit=each.unit,
                ledger=each.ledger,
                last_listed_on=each.last_listed_on,
            )
            for each in gone
        ),
    )


def hold(planned: Workbook, done: Workbook) -> None:
    """Refuse what came out otherwise than planned: the day of receipt where no other is said, the program itself."""
    if planned != done:
        raise Refused("{file} would not be taken as planned any more; make the plan anew", file=planned.file)


def _rows(session: Session, summary: Summary) -> Iterable[Row]:
    reading_id = force.newest_readings(session)[summary.submission_id].reading_id
    doubts: dict[int, list[str]] = defaultdict(list)
    query = select(Problem.source_row_id, Problem.kind).where(
        Problem.reading_id == reading_id, Problem.source_row_id.is_not(None), Problem.severity != Severity.INFO.value
    )
    for row_id, kind in session.execute(query.order_by(Problem.id)):
        doubts[row_id or 0].append(kind)
    of_site: dict[int, list[Change]] = defaultdict(list)
    of_sub: dict[int, list[Change]] = defaultdict(list)
    for change in summary.changes:
        if change.sub_record_id is None:
            of_site[change.enterprise_id].append(change)
        else:
            of_sub[change.sub_record_id].append(change)
    entries = session.execute(
        select(
            SourceRow.id,
            SourceRow.sheet,
            SourceRow.row,
            SourceRow.record["name"].as_string(),
            SourceRow.outcome,
            SourceRow.enterprise_id,
            SourceRow.sub_record_id,
        )
        .where(SourceRow.reading_id == reading_id, SourceRow.kind == "entry")
        .order_by(SourceRow.id)
    ).all()
    told = [each for each in entries if each.outcome != Outcome.UNCHANGED or doubts.get(each.id)]
    addresses = _addresses(session, {each.sub_record_id for each in told if each.sub_record_id is not None})
    units: dict[int, str] = dict(session.execute(select(ReportingUnit.id, ReportingUnit.name)).all())
    for each in told:
        number, address = addresses.get(each.sub_record_id, (None, None))
        changes = [(number, change) for change in of_site.pop(each.enterprise_id, ())]
        changes += [(address, change) for change in of_sub.pop(each.sub_record_id, ())]
        yield Row(
            sheet=each.sheet or None,
            row=each.row,
            name=each[3],
            outcome=each.outcome,
            address=address if each.outcome != Outcome.NEW else None,
            changes=tuple(_value(of or "", change, units) for of, change in changes),
            doubts=tuple(dict.fromkeys(doubts.get(each.id, ()))),
        )


def _value(address: str, change: Change, units: Mapping[int, str]) -> Value:
    if change.field == "unit_id":
        return Value(address=address, field="county", before=units[change.before], now=units[change.now])
    return Value(address=address, field=change.field, before=change.before, now=change.now)


def _addresses(session: Session, numbers: set[int]) -> dict[int | None, tuple[str, str]]:
    """Sub-record → register number and its address."""
    found: dict[int | None, tuple[str, str]] = {}
    for ids in portions.of(sorted(numbers)):
        query = (
            select(SubRecord.id, Enterprise.register_number, SubRecord.ledger, SubRecord.number)
            .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
            .where(SubRecord.id.in_(ids))
        )
        for number, register_number, ledger, place in session.execute(query):
            found[number] = (register_number, f"{register_number}/{ledger}/{place}")
    return found
