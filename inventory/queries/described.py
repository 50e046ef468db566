"""All living enterprises as they are compared: names, codes, people, places; for candidates and outside lists."""

from __future__ import annotations

import re
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import values
from inventory.candidates import Known
from inventory.likeness import Described
from inventory.models import Enterprise, EnterpriseCode, EnterpriseName, LegalPerson, ReportingUnit
from inventory.vocabulary import CodeKind, Standing

#: as the importers note a former name that stood behind the name
_FORMER = re.compile("曾用名[:：]([^；;]+)")


def hosts(session: Session) -> dict[str, str | None]:
    """Unit → the region it lies in, where it is a development zone."""
    units = {unit.id: unit for unit in session.scalars(select(ReportingUnit))}
    return {
        unit.name: units[unit.host_unit_id].name if unit.host_unit_id is not None else None for unit in units.values()
    }


def living(session: Session) -> list[Known]:
    """Every enterprise with rows in force, in the order of the register."""
    named, coded = _names(session), _codes(session)
    lying_in = hosts(session)
    query = (
        select(
            Enterprise.id,
            Enterprise.register_number,
            Enterprise.name,
            ReportingUnit.name,
            Enterprise.note,
            Enterprise.credit_code,
            Enterprise.registration_no,
            Enterprise.organization_code,
            Enterprise.legal_representative,
            Enterprise.contact_phone,
            Enterprise.township,
            Enterprise.address,
            Enterprise.longitude,
            Enterprise.latitude,
            Enterprise.name_folded,
        )
        .join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
        .where(Enterprise.standing.in_((Standing.CONFIRMED, Standing.PROVISIONAL)))
        .order_by(Enterprise.id)
    )
    found = []
    for enterprise_id, number, name, unit, note, credit, registration, organization, *rest, folded in session.execute(
        query
    ):
        person, phone, township, address, longitude, latitude = rest
        described = Described(
            name=name,
            unit=unit,
            host=lying_in[unit],
            former=tuple(_FORMER.findall(note)) if note and "曾用名" in note else (),
            credit_code=credit,
            registration_no=registration,
            organization_code=organization,
            person=person,
            phone=phone,
            township=township,
            address=address,
            longitude=longitude,
            latitude=latitude,
        )
        names = named.get(enterprise_id) or (folded,)
        found.append(Known(enterprise_id, number, described, names, tuple(coded.get(enterprise_id, ()))))
    return found


def _names(session: Session) -> dict[int, tuple[str, ...]]:
    """Enterprise → its names folded."""
    names: dict[int, tuple[str, ...]] = {}
    for enterprise_id, folded in session.execute(select(EnterpriseName.enterprise_id, EnterpriseName.name_folded)):
        known = names.get(enterprise_id)
        names[enterprise_id] = (folded,) if known is None else tuple(sorted({*known, folded}))
    return names


def _codes(session: Session) -> dict[int, list[str]]:
    """Enterprise → its usable credit codes."""
    codes: dict[int, list[str]] = defaultdict(list)
    # what rows gave was found usable when they came; what was put right by hand was not
    usable = set(session.scalars(select(LegalPerson.credit_code)))
    query = select(EnterpriseCode.enterprise_id, EnterpriseCode.code).where(EnterpriseCode.kind == CodeKind.CREDIT_CODE)
    for enterprise_id, code in session.execute(query.order_by(EnterpriseCode.code)):
        if code in usable or values.is_usable(code):
            codes[enterprise_id].append(code)
    return codes
