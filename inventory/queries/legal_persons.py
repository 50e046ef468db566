"""The companies and persons in business behind the enterprises."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import addresses, identity
from inventory.errors import Ambiguous, NotFound
from inventory.models import Enterprise, EnterpriseName, LegalPerson
from inventory.queries import enterprises
from inventory.queries.enterprises import LIVING, Found


@dataclass(frozen=True, slots=True)
class Holder:
    """A legal person with all its sites and every name they have had."""

    name: str
    credit_code: str | None
    names: tuple[str, ...]
    sites: tuple[Found, ...]


def whole(session: Session, said: str) -> Holder:
    """One legal person by credit code, by its name, or by the register number or name of one of its sites."""
    said = said.strip()
    persons = list(session.scalars(select(LegalPerson).where(LegalPerson.credit_code == said.upper())))
    if not persons:
        named = select(LegalPerson).where(LegalPerson.name.in_({said, identity.folded(said)}))
        persons = list(session.scalars(named.order_by(LegalPerson.credit_code)))
    if not persons:
        persons = _of_site(session, said)
    if len(persons) > 1:
        candidates = [f"{person.credit_code} {person.name}" for person in persons[: addresses.NAMED]]
        raise Ambiguous(
            "{said} may be {n} legal persons; say which: {candidates}", said=said, n=len(persons), candidates=candidates
        )
    person = persons[0]
    mine = select(Enterprise.id).where(Enterprise.legal_person_id == person.id, Enterprise.standing.in_(LIVING))
    names = select(EnterpriseName.name).where(EnterpriseName.enterprise_id.in_(mine)).distinct()
    return Holder(
        name=person.name,
        credit_code=person.credit_code,
        names=tuple(session.scalars(names.order_by(EnterpriseName.name))),
        sites=tuple(enterprises.lines(session, Enterprise.id.in_(mine))),
    )


def _of_site(session: Session, said: str) -> list[LegalPerson]:
    site = session.get_one(Enterprise, addresses.site(session, said))
    if site.legal_person_id is None:
        raise NotFound("{said} has no usable credit code in the register, so no legal person is known", said=said)
    return [session.get_one(LegalPerson, site.legal_person_id)]
