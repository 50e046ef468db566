"""A register with a few cases in it, made by hand for tests: units, enterprises, sub-records, cases, their rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import models, values
from inventory.models import (
    Coverage,
    Duty,
    Enterprise,
    EnterpriseName,
    Reading,
    Remediation,
    ReportingUnit,
    SourceRow,
    Submission,
    SubRecord,
    Workbook,
)

RECEIVED = datetime(2019, 6, 26, 1, 0, tzinfo=UTC)
LISTED_ON = date(2019, 6, 25)
_numbers = count(1)


def unit(session: Session, name: str = "谷城县", prefix: str = "420625") -> ReportingUnit:
    """A reporting unit of the register, made where the reference data lack it."""
    found = session.scalar(select(ReportingUnit).where(ReportingUnit.name == name))
    if found is None:
        position = len(session.scalars(select(ReportingUnit)).all()) + 1
        found = ReportingUnit(name=name, number_prefix=prefix, position=position)
        session.add(found)
        session.flush()
    return found


def plan(session: Session) -> None:
    """The duty of plan item 4, made where the reference data lack it."""
    if not session.scalar(select(Duty).where(Duty.ledger == "scattered_polluters", Duty.share_pct.is_not(None))):
        session.add(
            Duty(
                code="remediated_share",
                plan_item="4",
                label="整治完成率",
                ledger="scattered_polluters",
                due_on="2019-12-31",
                due_on_last=date(2019, 12, 31),
                share_pct=60.0,
            )
        )
        session.flush()


def reading(session: Session) -> Reading:
    """A submission with its reading in force."""
    number = next(_numbers)
    sha256 = f"{number:064x}"
    session.add(Workbook(sha256=sha256, size=1, format="xlsx", content=b"0"))
    session.flush()
    submission = Submission(sha256=sha256, file_name=f"台账{number}.xlsx", received_at=RECEIVED)
    session.add(submission)
    session.flush()
    made = Reading(
        submission_id=submission.id,
        made_at=RECEIVED,
        rules="r",
        as_of=LISTED_ON.isoformat(),
        as_of_last=LISTED_ON,
        as_of_basis="filing_date",
        content_sha256=sha256,
        tables=[],
        summary={},
    )
    session.add(made)
    session.flush()
    return made


def enterprise(
    session: Session, name: str, *, of: str = "谷城县", standing: str = "confirmed", **facts: Any
) -> Enterprise:
    """A production site."""
    home = unit(session, of)
    number = next(_numbers)
    made = Enterprise(
        register_number=f"{home.number_prefix}-{number:05}",
        unit_id=home.id,
        standing=standing,
        name=name,
        name_folded=name,
        **facts,
    )
    session.add(made)
    session.flush()
    session.add(EnterpriseName(enterprise_id=made.id, name=name, name_folded=name, is_current=True))
    session.flush()
    return made


def line(
    session: Session,
    site: Enterprise,
    ledger: str,
    *,
    place: int = 1,
    listed_on: date = LISTED_ON,
    unit_id: int | None = None,
    **facts: Any,
) -> SubRecord:
    """What a ledger says of an enterprise: sub-record, facts, and the row that lists it."""
    sub = SubRecord(
        enterprise_id=site.id,
        ledger=ledger,
        number=place,
        key="",
        ordinal=place,
        unit_id=unit_id or site.unit_id,
        last_listed_on=listed_on,
        is_orphaned=False,
    )
    session.add(sub)
    session.flush()
    made_in = reading(session)
    made_in.as_of, made_in.as_of_last = listed_on.isoformat(), listed_on
    session.add(Coverage(reading_id=made_in.id, unit_id=sub.unit_id, ledger=ledger, entries=1))
    session.add(
        SourceRow(
            reading_id=made_in.id,
            sheet="台账",
            row=5,
            panel=0,
            kind="entry",
            cells={"B": site.name},
            ledger=ledger,
            record={"name": site.name, **facts},
            unit_id=sub.unit_id,
            name_folded=site.name_folded,
            sub_key="",
            enterprise_id=site.id,
            sub_record_id=sub.id,
        )
    )
    columns = models.FACTS[ledger].__table__.columns
    dated = {f"{name}_last": values.last_day(said) for name, said in facts.items() if f"{name}_last" in columns}
    session.add(models.FACTS[ledger](sub_record_id=sub.id, **facts, **dated))
    session.flush()
    return sub


def case(
    session: Session,
    site: Enterprise,
    ledger: str = "scattered_polluters",
    *,
    number: int = 1,
    due_on: str | None = None,
    **facts: Any,
) -> Remediation:
    """A case at `listed`, with its sub-record, facts and the row that lists it."""
    due_last = values.last_day(due_on) if due_on else None
    sub = line(session, site, ledger, place=number, **facts, **({"due_on": due_on} if due_on else {}))
    opened = Remediation(
        sub_record_id=sub.id,
        enterprise_id=site.id,
        unit_id=site.unit_id,
        ledger=ledger,
        disposal_class=facts.get("disposal_class") or facts.get("kiln_disposal"),
        listed_on=LISTED_ON,
        listed_at=RECEIVED,
        due_on=due_on,
        due_on_last=due_last,
        state="listed",
        state_on=LISTED_ON,
        round=1,
        version=1,
    )
    session.add(opened)
    session.flush()
    return opened
