"""What the register itself doubts of an enterprise: conflicts of values, contradicting claims, questions of identity.

A cache like the facts: written anew whenever the enterprise is rebuilt. The kinds are worded in `inventory.problems`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.intake import columns, opening
from inventory.intake.site import Site
from inventory.intake.ties import Row
from inventory.judging import RowKey
from inventory.models import Problem, ReportingUnit
from inventory.reading import Severity
from inventory.resolution import ThirdValue


def write(
    session: Session, built: Sequence[Site], by_key: Mapping[RowKey, Row], arriving: set[int], numbers: Iterator[int]
) -> Counter[str]:
    """Write the doubts of the enterprises anew; counted where rows that came speak of them.

    :param numbers: the ids free for problems.
    """
    for portion in portions.of([site.enterprise_id for site in built if not site.is_new]):
        session.execute(delete(Problem).where(Problem.enterprise_id.in_(portion), Problem.reading_id.is_(None)))
    units = {unit.id: unit.name for unit in session.scalars(select(ReportingUnit))}
    written: list[dict[str, Any]] = []
    counted: Counter[str] = Counter()
    for site in built:
        spoken = {
            site.sub_ids[sub]
            for sub, known in site.resolved.subs.items()
            if any(said.row_id in arriving for said in known.rows)
        }
        for doubt in of_site(site, by_key, units):
            counted[doubt["kind"]] += bool(spoken) and doubt.get("sub_record_id", next(iter(spoken))) in spoken
            written.append({**_BLANK, "id": next(numbers), "enterprise_id": site.enterprise_id, **doubt})
    columns.insert_rows(session, Problem, written)
    return +counted


_BLANK: Mapping[str, Any] = {
    **{column.name: None for column in Problem.__table__.columns},
    "severity": str(Severity.WARNING),
    "parameters": {},
}


def of_site(site: Site, by_key: Mapping[RowKey, Row], units: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """The doubts about one enterprise as columns of a problem; of a sub-record by the id that the site gives it."""
    resolved = site.resolved
    for question in site.group.questions:
        others = [by_key[key] for key in question.others]
        parameters: dict[str, Any] = {
            "others": "、".join(_said(row) for row in others),
            "rows": [list(row.key) for row in others],
        }
        yield {"kind": question.kind, "raw": resolved.names[0], "parameters": parameters}
    if len(resolved.units) > 1:
        yield {"kind": "unit_differs", "parameters": {"units": "、".join(units[unit] for unit in resolved.units)}}
    addresses = sorted({row.traits.address_folded for row in site.rows if row.traits.address_folded})
    if any(one not in other and other not in one for one in addresses for other in addresses):
        yield {"kind": "address_differs", "field": "address", "parameters": {"addresses": "、".join(addresses)}}
    for conflict in resolved.site.conflicts:
        yield _conflict(conflict.field, conflict.values)
    yield from map(_third, resolved.site.third_values)
    for sub, known in resolved.subs.items():
        for conflict in known.conflicts:
            yield {**_conflict(conflict.field, conflict.values), "sub_record_id": site.sub_ids[sub]}
        for third in known.third_values:
            yield {**_third(third), "sub_record_id": site.sub_ids[sub]}
        if opening.is_case(sub, known):
            claim = site.claims[sub]
            if claim.contradictions:
                # one problem a sub-record: the pair of the furthest claim stands for all
                claiming, limiting = claim.contradictions[-1]
                parameters = {"claiming": claiming, "limiting": limiting, "claimed": claim.state}
                yield {
                    "kind": "claims_contradict",
                    "sub_record_id": site.sub_ids[sub],
                    "field": claiming,
                    "parameters": parameters,
                }


def _conflict(field: str, values: Sequence[Any]) -> dict[str, Any]:
    return {"kind": "values_conflict", "field": field, "parameters": {"values": list(values), "stands": values[-1]}}


def _third(found: ThirdValue) -> dict[str, Any]:
    parameters = {"said": found.said, "stands": found.corrected}
    return {"kind": "correction_contradicted", "field": found.field, "parameters": parameters}


def _said(row: Row) -> str:
    return f"{row.traits.name} ({row.traits.credit_code})" if row.traits.credit_code else row.traits.name
