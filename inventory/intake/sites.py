"""Enterprises with their names and codes, as the current register holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from inventory import identity
from inventory.intake import columns
from inventory.intake.site import Site
from inventory.intake.summary import Change
from inventory.models import Enterprise, EnterpriseCode, EnterpriseName
from inventory.resolution import ENTERPRISE_FIELDS


def write(session: Session, built: Sequence[Site], persons: Mapping[str, int]) -> None:
    """Write the enterprises; tells each what of its facts differs from what the register held.

    :param persons: usable credit code → legal person.
    """
    known = {row["id"]: row for row in columns.existing(session, Enterprise, "id", _old(built))}
    new, changed = [], []
    for site in built:
        wanted = columns_of(site, persons)
        if site.is_new:
            new.append({"id": site.enterprise_id, "register_number": site.register_number, **wanted})
            continue
        held = known[site.enterprise_id]
        site.changes += [
            Change(site.enterprise_id, None, field, held[field], wanted[field])
            for field in (*ENTERPRISE_FIELDS, "unit_id")
            if held[field] != wanted[field]
        ]
        if any(held[column] != value for column, value in wanted.items()):
            changed.append({"id": site.enterprise_id, **wanted})
    columns.insert_rows(session, Enterprise, new)
    columns.update_rows(session, Enterprise, "id", changed)
    _write_names(session, built)
    _write_codes(session, built)


def _old(built: Sequence[Site]) -> list[int]:
    return [site.enterprise_id for site in built if not site.is_new]


def columns_of(site: Site, persons: Mapping[str, int]) -> dict[str, Any]:
    facts = site.resolved.site.facts
    # the newest row with a usable code says whose site it is
    by_id = {row.id: row.traits for row in site.rows}
    codes = (by_id[said.row_id].credit_code for said in reversed(site.resolved.site.rows))
    code = next((code for code in codes if code), None)
    return {
        **dict(zip(ENTERPRISE_FIELDS, map(facts.get, ENTERPRISE_FIELDS), strict=True)),
        "unit_id": site.resolved.unit,
        "legal_person_id": persons[code] if code else None,
        "standing": str(site.standing),
        "name_folded": identity.folded(facts["name"]),
        "site_mark": identity.site_mark(facts["name"]),
        "merged_into_id": None,
    }


def _write_names(session: Session, built: Sequence[Site]) -> None:
    columns.delete_rows(session, EnterpriseName, "enterprise_id", _old(built))
    columns.insert_rows(
        session,
        EnterpriseName,
        [
            {
                "enterprise_id": site.enterprise_id,
                "name": name,
                "name_folded": identity.folded(name),
                "is_current": place == 0,
            }
            for site in built
            for place, name in enumerate(site.resolved.names)
        ],
    )


def _write_codes(session: Session, built: Sequence[Site]) -> None:
    columns.delete_rows(session, EnterpriseCode, "enterprise_id", _old(built))
    columns.insert_rows(
        session,
        EnterpriseCode,
        [
            {"enterprise_id": site.enterprise_id, "kind": kind, "code": code}
            for site in built
            for kind, code in site.resolved.codes
        ],
    )
