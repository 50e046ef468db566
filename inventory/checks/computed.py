"""The current register computed anew from the rows in force, judgements and corrections, and compared as it stands.

One walk, enterprise by enterprise, in portions: what is held in memory does not grow with the facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, matching, portions, resolution, succession
from inventory.force import InForce
from inventory.intake import columns, corrected, opening, sites, ties
from inventory.intake.register import AT_ONCE, SINGLE
from inventory.intake.site import Site
from inventory.intake.ties import Row
from inventory.judging import Group
from inventory.models import (
    FACTS,
    Base,
    Enterprise,
    EnterpriseCode,
    EnterpriseName,
    LegalPerson,
    Remediation,
    ReportingUnit,
    SourceRow,
    SubRecord,
)
from inventory.resolution import ENTERPRISE_FIELDS, Corrected, Said
from inventory.vocabulary import Standing

#: the invariants that the walk holds, as `breaches` names them
GROUPS = "rows_are_together_as_the_rules_and_judgements_say"
ENTERPRISES = "enterprises_say_what_their_rows_say"
NAMES = "names_and_codes_are_those_of_the_rows"
SUB_RECORDS = "sub_records_say_what_their_rows_say"
CASES = "cases_are_those_the_rows_open"
REASONS = "every_value_has_a_reason"

Found = tuple[str, str]


def differences(session: Session) -> Iterator[Found]:
    """(invariant, where) of all that is not as the rows in force make it."""
    readings = force.readings(session)
    rows = ties.rows_of(session, readings)
    hosts = {unit.id: unit.host_unit_id for unit in session.scalars(select(ReportingUnit))}
    words = ties.judgements(session, rows)
    successors = succession.read(session).current
    groups = matching.partition([(row.key, row.traits) for row in rows], words, hosts, successors)
    by_key = {row.key: row for row in rows}
    put_right = corrected.on(session, rows, readings).by_row
    numbers: dict[int, str] = dict(session.execute(select(Enterprise.id, Enterprise.register_number)).all())
    owned: set[int] = set()
    for portion in portions.of(groups, AT_ONCE):
        whole: list[tuple[Group, list[Row]]] = []
        for group in portion:
            members = [by_key[key] for key in group.rows]
            owners = {row.enterprise_id for row in members}
            owner = next(iter(owners))
            if len(owners) > 1 or owner is None or owner in owned:
                yield GROUPS, ", ".join(sorted(numbers.get(each or 0, "-") for each in owners))
            else:
                whole.append((group, members))
            owned |= {each for each in owners if each is not None}
        yield from _compared(session, whole, readings, put_right, numbers)
    living = select(Enterprise.id).where(Enterprise.standing.in_((Standing.CONFIRMED, Standing.PROVISIONAL)))
    yield from (
        (GROUPS, numbers[number]) for number in session.scalars(living.order_by(Enterprise.id)) if number not in owned
    )


def _compared(
    session: Session,
    whole: Sequence[tuple[Group, list[Row]]],
    readings: Mapping[int, InForce],
    put_right: Mapping[int, Sequence[Corrected]],
    numbers: Mapping[int, str],
) -> Iterator[Found]:
    records = _records(session, [row.id for _, members in whole for row in members])
    built = []
    for group, members in whole:
        said = [_said(row, readings[row.reading_id], records[row.id]) for row in members]
        made = [each for row in members for each in put_right.get(row.id, ())]
        owner = members[0].enterprise_id or 0
        built.append(Site(group, members, owner, False, resolution.resolve(said, SINGLE, made)))
    stored = _Stored(session, [site.enterprise_id for site in built])
    for site in built:
        made = [each for row in site.rows for each in put_right.get(row.id, ())]
        yield from stored.enterprise(site, numbers[site.enterprise_id])
        yield from stored.subs(site, numbers[site.enterprise_id], readings, made)


class _Stored:
    """What the register holds of some enterprises."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self._sites = {row["id"]: row for row in columns.existing(session, Enterprise, "id", ids)}
        holders = select(LegalPerson.credit_code, LegalPerson.id).where(LegalPerson.credit_code.is_not(None))
        # a code that nobody holds leads to no legal person there is
        self._persons: dict[str, int] = defaultdict(int, {str(code): n for code, n in session.execute(holders)})
        self._names = _by(session, EnterpriseName, "enterprise_id", ids)
        self._codes = _by(session, EnterpriseCode, "enterprise_id", ids)
        self._subs = _by(session, SubRecord, "enterprise_id", ids)
        sub_ids = [sub["id"] for subs in self._subs.values() for sub in subs]
        self._facts = {
            ledger: {row["sub_record_id"]: row for row in columns.existing(session, model, "sub_record_id", sub_ids)}
            for ledger, model in FACTS.items()
        }
        self._cases = {
            row["sub_record_id"]: row for row in columns.existing(session, Remediation, "enterprise_id", ids)
        }

    def enterprise(self, site: Site, number: str) -> Iterator[Found]:
        """Its own facts, standing and unit; its names and codes; a reason for every value."""
        held = self._sites[site.enterprise_id]
        wanted = sites.columns_of(site, self._persons)
        yield from ((ENTERPRISES, f"{number} {name}") for name, value in wanted.items() if held[name] != value)
        names = {(each["name"], each["is_current"]) for each in self._names[site.enterprise_id]}
        codes = {(each["kind"], each["code"]) for each in self._codes[site.enterprise_id]}
        if names != {(name, place == 0) for place, name in enumerate(site.resolved.names)}:
            yield NAMES, f"{number} names"
        if codes != set(site.resolved.codes):
            yield NAMES, f"{number} codes"
        for field in ENTERPRISE_FIELDS:
            if held[field] is not None and field not in site.resolved.site.facts:
                yield REASONS, f"{number} {field}"

    def subs(
        self, site: Site, number: str, readings: Mapping[int, InForce], made: Sequence[Corrected]
    ) -> Iterator[Found]:
        """Its sub-records with their facts and cases; none that no row makes, but those with steps of people."""
        held = {
            resolution.Sub(sub["ledger"], sub["key"], sub["ordinal"]): sub for sub in self._subs[site.enterprise_id]
        }
        for sub, known in site.resolved.subs.items():
            stored = held.pop(sub, None)
            if stored is None:
                yield SUB_RECORDS, f"{number}/{sub.ledger} {sub.key}"
                continue
            address = f"{number}/{sub.ledger}/{stored['number']}"
            own = {"unit_id": site.resolved.unit, "last_listed_on": known.last_listed_on, "is_orphaned": False}
            facts = self._facts[sub.ledger].get(stored["id"], {})
            wanted = {**own, **site.facts[sub]}
            there = {**stored, **facts}
            yield from (
                (SUB_RECORDS, f"{address} {name}") for name, value in wanted.items() if there.get(name) != value
            )
            reasons = {field for said in known.rows for field in said.record} | {each.field for each in made}
            for field, value in facts.items():
                if value is not None and field != "sub_record_id" and field.removesuffix(columns.LAST) not in reasons:
                    yield REASONS, f"{address} {field}"
            site.sub_ids[sub] = stored["id"]
            yield from self._case(site, sub, known, address, readings)
        for left in held.values():
            if not left["is_orphaned"]:
                yield SUB_RECORDS, f"{number}/{left['ledger']}/{left['number']}"

    def _case(
        self, site: Site, sub: resolution.Sub, known: resolution.Known, address: str, readings: Mapping[int, InForce]
    ) -> Iterator[Found]:
        case = self._cases.get(site.sub_ids[sub])
        if not opening.is_case(sub, known):
            if case is not None and case["version"] == opening.FIRST:
                yield CASES, address
            return
        wanted = opening.columns_of(site, sub, known, readings)
        # the deadline in force is what events make of it: another invariant
        wanted = {name: value for name, value in wanted.items() if not name.startswith("due_on")}
        if case is None or any(case[name] != value for name, value in wanted.items()):
            yield CASES, address


def _said(row: Row, reading: InForce, record: Mapping[str, Any]) -> Said:
    unit = row.traits.unit
    return Said(reading.as_of, reading.content, row.id, row.reading_id, row.ledger, unit, row.sub_key, record)


def _records(session: Session, ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    found: dict[int, Mapping[str, Any]] = {}
    for portion in portions.of(ids):
        query = select(SourceRow.id, SourceRow.record).where(SourceRow.id.in_(portion))
        found.update({number: record or {} for number, record in session.execute(query)})
    return found


def _by(session: Session, model: type[Base], key: str, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in columns.existing(session, model, key, ids):
        found[row[key]].append(row)
    return found
