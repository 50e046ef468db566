"""How people name an enterprise, sub-record or case: 420607-00037/kilns/2, less where that is enough, or by name."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inventory import identity
from inventory.errors import Ambiguous, NotFound, NotUnderstood
from inventory.models import Enterprise, EnterpriseName, Remediation, ReportingUnit, SubRecord
from inventory.vocabulary import Ledger, Standing

GRAMMAR = re.compile(r"(?P<site>[^/]+)(?:/(?P<ledger>[a-z_]+)(?:/(?P<number>[1-9]\d*))?)?")
REGISTER_NUMBER = re.compile(r"\d{6}-\d{5,}")
CASE_ID = re.compile(r"#?(\d{1,9})")

#: how many candidates an error names
NAMED = 8


class Address(NamedTuple):
    """A case as addressed: the enterprise by register number or name, then ledger kind and number where given."""

    site: str
    ledger: str | None = None
    number: int | None = None

    def __str__(self) -> str:
        return "/".join(str(part) for part in self if part is not None)


def parse(said: str) -> Address:
    """The parts of an address."""
    found = GRAMMAR.fullmatch(said.strip())
    ledger = found["ledger"] if found else None
    if found is None or (ledger is not None and ledger not in set(Ledger)):
        raise NotUnderstood(
            "{said} is not an address: write 420607-00037/kilns/2, a register number, a name or a case id", said=said
        )
    return Address(found["site"].strip(), ledger, int(found["number"]) if found["number"] else None)


class Subject(NamedTuple):
    """What is addressed: an enterprise, or one of its sub-records. ``address`` in full."""

    address: str
    enterprise_id: int
    sub_record_id: int | None = None
    ledger: str | None = None


def subject(session: Session, said: str) -> Subject:
    """The one enterprise or sub-record that is meant."""
    address = parse(said)
    enterprise_id = site(session, address.site)
    number = session.scalars(select(Enterprise.register_number).where(Enterprise.id == enterprise_id)).one()
    if address.ledger is None:
        return Subject(number, enterprise_id)
    query = (
        select(SubRecord.id, SubRecord.number)
        .where(SubRecord.enterprise_id == enterprise_id, SubRecord.ledger == address.ledger)
        .order_by(SubRecord.number)
    )
    if address.number and not _is_absorbed(session, address.site):
        query = query.where(SubRecord.number == address.number)
    found = session.execute(query).all()
    if not found:
        raise NotFound(
            "{said} is no sub-record; `inventory enterprise show {number}` shows them", said=said, number=number
        )
    if len(found) > 1:
        candidates = [str(Address(number, address.ledger, place)) for _, place in found[:NAMED]]
        raise Ambiguous(
            "{said} has {n} of them; say which: {candidates}", said=said, n=len(found), candidates=candidates
        )
    return Subject(str(Address(number, address.ledger, found[0][1])), enterprise_id, found[0][0], address.ledger)


def site(session: Session, said: str) -> int:
    """The id of the one enterprise that is meant, by register number or name."""
    ids = enterprises(session, said.strip())
    if len(ids) > 1:
        query = select(Enterprise.register_number, Enterprise.name).where(Enterprise.id.in_(ids))
        query = query.join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
        found = session.execute(query.order_by(ReportingUnit.position, Enterprise.id).limit(NAMED))
        candidates = [f"{number} {name}" for number, name in found]
        raise Ambiguous(
            "{said} may be {n} enterprises; say which: {candidates}", said=said, n=len(ids), candidates=candidates
        )
    return ids[0]


def case(session: Session, said: str) -> int:
    """The id of the one case that is meant."""
    by_id = CASE_ID.fullmatch(said.strip())
    if by_id:
        if session.get(Remediation, int(by_id[1])) is None:
            raise NotFound("there is no case {said}", said=said)
        return int(by_id[1])
    address = parse(said)
    sites = enterprises(session, address.site)
    query = (
        select(Remediation.id, Enterprise.register_number, Remediation.ledger, SubRecord.number)
        .join_from(Remediation, SubRecord, SubRecord.id == Remediation.sub_record_id)
        .join(Enterprise, Enterprise.id == Remediation.enterprise_id)
        .where(Remediation.enterprise_id.in_(sites))
        .order_by(Enterprise.register_number, Remediation.ledger, SubRecord.number)
    )
    if address.ledger:
        query = query.where(Remediation.ledger == address.ledger)
    if address.number and not _is_absorbed(session, address.site):
        query = query.where(SubRecord.number == address.number)
    found = session.execute(query).all()
    if not found:
        raise NotFound("{said} has no case in the register", said=said)
    if len(found) > 1:
        candidates = [str(Address(*row[1:])) for row in found[:NAMED]]
        raise Ambiguous("{said} has {n} cases; say which: {candidates}", said=said, n=len(found), candidates=candidates)
    return int(found[0][0])


def enterprises(session: Session, said: str) -> list[int]:
    """The enterprises a register number or name stands for; a number given up by a merger leads to the heir."""
    if REGISTER_NUMBER.fullmatch(said):
        number = session.scalar(select(Enterprise.id).where(Enterprise.register_number == said))
        if number is None:
            raise NotFound("no enterprise has the register number {said}", said=said)
        return [_heir(session, number)]
    # the folded name has an index, and whoever is called just so is called so when folded
    folded = EnterpriseName.name_folded == identity.folded(said)
    found = _named(session, folded & (EnterpriseName.name == said)) or _named(session, folded)
    if not found:
        raise NotFound(
            "no enterprise is called {said}; `inventory enterprise find` looks for a part of a name", said=said
        )
    return found


def _is_absorbed(session: Session, said: str) -> bool:
    """Whether a register number leads to an heir, whose kilns/2 is another kiln than its own was."""
    query = select(Enterprise.merged_into_id).where(Enterprise.register_number == said)
    return session.scalar(query) is not None


def _named(session: Session, condition: ColumnElement[bool]) -> list[int]:
    query = (
        select(Enterprise.id)
        .join(EnterpriseName, EnterpriseName.enterprise_id == Enterprise.id)
        .where(condition, Enterprise.standing.in_((Standing.CONFIRMED, Standing.PROVISIONAL)))
        .distinct()
    )
    return list(session.scalars(query))


def _heir(session: Session, enterprise_id: int) -> int:
    """The enterprise that the rows of this one belong to now."""
    seen = {enterprise_id}
    while True:
        heir = session.scalar(select(Enterprise.merged_into_id).where(Enterprise.id == enterprise_id))
        if heir is None or heir in seen:
            return enterprise_id
        seen.add(heir)
        enterprise_id = heir
