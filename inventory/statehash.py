"""A digest of what the register says: equal for two registers that hold the same, however they came by it.

Over canonical text of facts, cases and judgements; no ids, register numbers, or moments of recording. Equal on both
databases, and for every order of imports.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from inventory.models import (
    FACTS,
    Correction,
    Enterprise,
    EnterpriseCode,
    EnterpriseName,
    Judgement,
    JudgementRow,
    LegalPerson,
    LegalPersonJudgement,
    Remediation,
    RemediationEvent,
    ReportingUnit,
    Submission,
    SubRecord,
)
from inventory.resolution import ENTERPRISE_FIELDS
from inventory.vocabulary import Standing

#: of a case, what is no id and no moment of recording
_CASE = (
    "disposal_class",
    "listed_on",
    "due_on",
    "due_on_last",
    "claimed",
    "claimed_on",
    "state",
    "state_on",
    "round",
)
_EVENT = (
    "action",
    "happened_on",
    "recorded_by",
    "document",
    "note",
    "condition",
    "standing",
    "extended_to",
)


def state_hash(session: Session) -> str:
    """Hexadecimal digest of the register's state."""
    digest = hashlib.sha256()
    for line in lines(session):
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def lines(session: Session) -> list[str]:
    """The canonical text: a line an enterprise, a judgement and a correction."""
    return sorted(_enterprises(session)) + sorted(_judgements(session)) + sorted(_corrections(session))


def _enterprises(session: Session) -> Iterable[str]:
    units = {unit.id: unit.name for unit in session.scalars(select(ReportingUnit))}
    persons = {person.id: person for person in session.scalars(select(LegalPerson))}
    names = _grouped(session, EnterpriseName, "enterprise_id", ("name", "is_current"))
    codes = _grouped(session, EnterpriseCode, "enterprise_id", ("kind", "code"))
    events = _grouped(session, RemediationEvent, "remediation_id", _EVENT)
    cases = {
        row["sub_record_id"]: [_text(row, _CASE), *sorted(events.get(row["id"], ()))]
        for row in _all(session, Remediation)
    }
    facts = {
        row["sub_record_id"]: _text(row, [name for name in row if name != "sub_record_id"])
        for model in FACTS.values()
        for row in _all(session, model)
    }
    subs: dict[int, list[str]] = defaultdict(list)
    for row in _all(session, SubRecord):
        own = _text(row, ("ledger", "key", "ordinal", "last_listed_on", "is_orphaned"))
        subs[row["enterprise_id"]].append(repr((own, facts.get(row["id"]), cases.get(row["id"]))))
    for row in _all(session, Enterprise):
        if row["standing"] in (Standing.MERGED, Standing.EMPTY) and row["id"] not in subs:
            # a number once given out, that nothing answers to any more
            continue
        person = persons.get(row["legal_person_id"])
        holder = (person.credit_code, person.name) if person else None
        # an enterprise without rows keeps what was last known of it, which depends on the order of things
        living = row["standing"] in (Standing.CONFIRMED, Standing.PROVISIONAL)
        own = _text(row, (*ENTERPRISE_FIELDS, "standing", "site_mark")) if living else "-"
        known = (sorted(names.get(row["id"], ())), sorted(codes.get(row["id"], ())), sorted(subs[row["id"]]))
        yield repr((units[row["unit_id"]], own, holder if living else None, *known))


def _judgements(session: Session) -> Iterable[str]:
    digests = _digests(session)
    rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in _all(session, JudgementRow):
        rows[row["judgement_id"]].append(
            (row["side"], digests[row["submission_id"]], row["sheet"], row["row"], row["panel"])
        )
    for row in _all(session, Judgement):
        if row["withdrawn_at"] is None:
            said = (str(row["verdict"]), row["name"], row["made_by"], row["reason"])
            yield repr(("judgement", *said, sorted(rows[row["id"]])))
    for row in _all(session, LegalPersonJudgement):
        if row["withdrawn_at"] is None:
            yield repr(("legal person", _text(row, ("verdict", "code", "other", "name", "made_by", "reason"))))


def _corrections(session: Session) -> Iterable[str]:
    digests = _digests(session)
    for row in _all(session, Correction):
        if row["withdrawn_at"] is None:
            anchor = (digests[row["anchor_submission_id"]], row["anchor_sheet"], row["anchor_row"], row["anchor_panel"])
            yield repr(("correction", anchor, _text(row, ("ledger", "field", "value", "made_by", "reason"))))


def _digests(session: Session) -> dict[int, str]:
    return {submission.id: submission.sha256 for submission in session.scalars(select(Submission))}


def _all(session: Session, model: Any) -> Iterable[RowMapping]:
    return session.execute(select(*model.__table__.columns)).mappings()


def _grouped(session: Session, model: Any, key: str, fields: tuple[str, ...]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in _all(session, model):
        found[row[key]].append(_text(row, fields))
    return found


def _text(row: RowMapping, fields: Iterable[str]) -> str:
    """Field by field in one way of writing: whole quantities without a point, days in ISO, nothing for absent."""
    said = []
    for field in fields:
        value = row[field]
        if value is None:
            continue
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        said.append(f"{field}={value.isoformat() if isinstance(value, date) else str(value)!r}")
    return ";".join(said)
