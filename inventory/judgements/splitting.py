"""Telling which rows of an enterprise belong to another site."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import addresses, force, identity
from inventory.errors import NotUnderstood, Refused
from inventory.intake import register, ties
from inventory.intake.ties import Row
from inventory.judgements import effects
from inventory.judgements.recording import Decision, Judged, record
from inventory.models import Enterprise, SubRecord
from inventory.vocabulary import Verdict


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows: those that meet all that is said here. ``parts`` are sub-records (kilns/2), ``rows`` on the sheet."""

    submission: int | None = None
    sheet: str | None = None
    rows: tuple[int, ...] = ()
    ledger: str | None = None
    permit_serial: str | None = None
    name: str | None = None
    parts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said, which would select every row."""
        return self == Selection()


def split(session: Session, said: str, selection: Selection, decision: Decision) -> Judged:
    """The rows selected speak of another site, which gets a register number of its own."""
    if selection.is_empty:
        raise NotUnderstood(
            "say which rows belong to the other site: --submission, --row, --ledger, --serial, --named or --part"
        )
    enterprise_id = addresses.site(session, said)
    number = session.get_one(Enterprise, enterprise_id).register_number
    readings = force.readings(session)
    rows = ties.rows_of_enterprise(session, enterprise_id, readings)
    parting = _selected(session, enterprise_id, rows, selection)
    staying = [row for row in rows if row not in parting]
    if not parting or not staying:
        raise Refused(
            "that selects {n} of the {all} rows of {number}; some must go and some must stay "
            "(`inventory ledger show` lists the rows of a submission)",
            n=len(parting),
            all=len(rows),
            number=number,
        )
    before = effects.snapshot(session, (row.id for row in rows))
    judgement = record(session, Verdict.DIFFERENT, decision, (staying, parting))
    register.rebuild(session, [], [], decided=rows, keep={row.id: [enterprise_id] for row in staying})
    after = effects.snapshot(session, (row.id for row in rows))
    return Judged((judgement,), tuple(effects.between(before, after)))


def _selected(session: Session, enterprise_id: int, rows: list[Row], selection: Selection) -> list[Row]:
    submissions = {each.reading_id: each.submission_id for each in force.readings(session).values()}
    parts = _sub_records(session, enterprise_id, selection.parts)
    name = identity.folded(selection.name) if selection.name is not None else None
    return [
        row
        for row in rows
        if selection.submission in (None, submissions[row.reading_id])
        and selection.sheet in (None, row.key.sheet)
        and (not selection.rows or row.key.row in selection.rows)
        and selection.ledger in (None, row.ledger)
        and selection.permit_serial in (None, row.traits.permit_serial)
        and name in (None, row.traits.name_folded)
        and (not selection.parts or row.sub_record_id in parts)
    ]


def _sub_records(session: Session, enterprise_id: int, parts: tuple[str, ...]) -> set[int]:
    """The sub-records of the enterprise that are named: kilns/2, or with its number 420607-00037/kilns/2."""
    number = session.get_one(Enterprise, enterprise_id).register_number
    found: set[int] = set()
    for said in parts:
        named = addresses.parse(said if addresses.REGISTER_NUMBER.match(said) else f"{number}/{said}")
        if addresses.site(session, named.site) != enterprise_id:
            raise NotUnderstood("{said} is no part of {number}", said=said, number=number)
        query = select(SubRecord.id).where(SubRecord.enterprise_id == enterprise_id, SubRecord.ledger == named.ledger)
        if named.number is not None:
            query = query.where(SubRecord.number == named.number)
        found |= set(session.scalars(query))
    return found
