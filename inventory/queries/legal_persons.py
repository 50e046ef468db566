"""The companies and persons in business behind the enterprises, with all their codes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from inventory import addresses, identity, succession, values
from inventory.errors import Ambiguous, NotFound
from inventory.force import stands
from inventory.models import Enterprise, EnterpriseCode, EnterpriseName, LegalPerson, LegalPersonJudgement
from inventory.queries import enterprises
from inventory.queries.enterprises import LIVING, Found
from inventory.succession import Succession

#: length of a credit code; its characters 9 to 17 are the organisation code (GB 32100-2015)
CREDIT_CODE = 18

#: an organisation code without its hyphen: what stands in a credit code from its ninth place on
ORGANIZATION = re.compile("[0-9A-Z]{9}")


@dataclass(frozen=True, slots=True)
class Holder:
    """A legal person with all its sites and every name they have had. ``codes``: the one in use now first."""

    name: str
    credit_code: str | None
    codes: tuple[str, ...]
    names: tuple[str, ...]
    sites: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A judgement on legal persons: ``code`` and ``other`` are one's (the other in use now), or two persons'."""

    number: int
    verdict: str
    code: str
    other: str | None
    name: str | None
    made_at: datetime
    made_by: str
    reason: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawal_reason: str | None


def whole(session: Session, said: str) -> Holder:
    """One legal person by any of its codes, by its name, or by the register number or name of one of its sites."""
    said = said.strip()
    succeeded = succession.read(session)
    found = _by_code(session, said, succeeded)
    if found:
        return found
    codes = _by_name(session, said, succeeded) or [_of_site(session, said, succeeded)]
    if len(codes) > 1:
        candidates = [f"{code} {_holder(session, code, succeeded).name}" for code in codes[: addresses.NAMED]]
        raise Ambiguous(
            "{said} may be {n} legal persons; say which: {candidates}", said=said, n=len(codes), candidates=candidates
        )
    return _holder(session, codes[0], succeeded)


def find(session: Session, said: str, *, limit: int) -> list[Holder]:
    """Legal persons by any part of a name or the beginning of a code, by code."""
    said = said.strip()
    succeeded = succession.read(session)
    wanted = identity.folded(said)
    named = select(EnterpriseName.enterprise_id).where(EnterpriseName.name_folded.contains(wanted, autoescape=True))
    coded = enterprises.coded(said)
    query = (
        select(LegalPerson.credit_code)
        .join(Enterprise, Enterprise.legal_person_id == LegalPerson.id)
        .where(Enterprise.standing.in_(LIVING), Enterprise.id.in_(union(coded, named) if wanted else coded))
    )
    codes = {succeeded.now(code) for code in session.scalars(query.distinct()) if code is not None}
    codes |= {code for code, name in succeeded.renamed.items() if wanted and wanted in identity.folded(name)}
    codes |= {now for former, now in succeeded.current.items() if former.startswith(said.upper())}
    return [_holder(session, code, succeeded) for code in sorted(codes)[:limit]]


def judgements(session: Session, *, every: bool = False) -> list[Listed]:
    """The judgements in force, or with those withdrawn, the newest last."""
    query = select(LegalPersonJudgement).order_by(LegalPersonJudgement.id)
    if not every:
        query = query.where(stands(LegalPersonJudgement))
    fields = [name for name in Listed.__dataclass_fields__ if name != "number"]
    return [Listed(each.id, *(getattr(each, name) for name in fields)) for each in session.scalars(query)]


def sites(codes: Collection[str]) -> Select[int]:
    """The enterprises of who holds the codes: by a credit code, or by the numbers of the time before it."""
    organizations = {f"{code[8:16]}-{code[16]}" for code in codes if len(code) == CREDIT_CODE}
    persons = select(LegalPerson.id).where(LegalPerson.credit_code.in_(codes))
    numbered = select(EnterpriseCode.enterprise_id).where(EnterpriseCode.code.in_({*codes, *organizations}))
    without = Enterprise.legal_person_id.is_(None)
    living = select(Enterprise.id).where(Enterprise.standing.in_(LIVING))
    # one question each, since no index answers a question with "or"
    either = union(
        living.where(Enterprise.legal_person_id.in_(persons)), living.where(without & Enterprise.id.in_(numbered))
    ).subquery()
    return select(either.c.id)


def _by_code(session: Session, said: str, succeeded: Succession) -> Holder | None:
    taken = values.credit_code(said).value
    code = taken.number if taken is not None else said.upper()
    organization = code.replace("-", "")
    if code not in succeeded.current and ORGANIZATION.fullmatch(organization):
        held = select(LegalPerson.credit_code).where(func.substr(LegalPerson.credit_code, 9, 9) == organization)
        code = session.scalar(held) or code
    known = code in succeeded.current or session.scalar(
        select(func.count()).select_from(Enterprise).where(Enterprise.id.in_(sites([code])))
    )
    is_held = session.scalar(select(LegalPerson.id).where(LegalPerson.credit_code == code))
    return _holder(session, code, succeeded) if known or is_held is not None else None


def _by_name(session: Session, said: str, succeeded: Succession) -> list[str]:
    renamed = {code for code, name in succeeded.renamed.items() if identity.folded(name) == identity.folded(said)}
    query = select(LegalPerson.credit_code).where(LegalPerson.name.in_({said, identity.folded(said)}))
    return sorted(renamed | {succeeded.now(code) for code in session.scalars(query) if code is not None})


def _of_site(session: Session, said: str, succeeded: Succession) -> str:
    site = addresses.site(session, said)
    query = select(LegalPerson.credit_code).join(Enterprise, Enterprise.legal_person_id == LegalPerson.id)
    code = session.scalar(query.where(Enterprise.id == site))
    if code is None:
        numbers = session.scalars(select(EnterpriseCode.code).where(EnterpriseCode.enterprise_id == site))
        code = next((number for number in sorted(numbers) if number in succeeded.current), None)
    if code is None:
        raise NotFound("{said} has no usable credit code in the register, so no legal person is known", said=said)
    return code


def _holder(session: Session, code: str, succeeded: Succession) -> Holder:
    codes = succeeded.codes(code)
    now = codes[0]
    persons = select(LegalPerson.credit_code, LegalPerson.name).where(LegalPerson.credit_code.in_(codes))
    of_code = {each: name for each, name in session.execute(persons) if each is not None}
    mine = sites(codes)
    given = select(EnterpriseName.name).where(EnterpriseName.enterprise_id.in_(mine)).distinct()
    names = set(session.scalars(given))
    name = succeeded.name(now) or next((of_code[each] for each in codes if each in of_code), None)
    return Holder(
        name=name or min(names, default=now),
        credit_code=now if len(now) == CREDIT_CODE else None,
        codes=tuple(codes),
        names=tuple(sorted(names)),
        sites=tuple(enterprises.lines(session, Enterprise.id.in_(mine))),
    )
