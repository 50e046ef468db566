"""What the rules look at: everything the register holds of one enterprise, read for a portion of them at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import caseload, force, permits, portions
from inventory.caseload import Case
from inventory.models import FACTS, Coverage, Duty, Enterprise, ReportingUnit, SubRecord
from inventory.permits import Held
from inventory.vocabulary import DisposalClass, Ledger, Standing


class Line(NamedTuple):
    """One sub-record: its address, the newest day a ledger listed it, its facts."""

    address: str
    last_listed_on: date
    unit_id: int
    facts: Mapping[str, Any]


class Closure(NamedTuple):
    """A works that is shut: verified by people or claimed by its county, since when where that is said."""

    case: Case
    is_verified: bool
    on: date | None


@dataclass(slots=True)
class Picture:
    """One enterprise with its lines by ledger kind, its permits and its cases."""

    enterprise_id: int
    register_number: str
    name: str
    credit_code: str | None
    unit_id: int
    unit: str
    #: the unit, and what it lies in
    region: frozenset[int]
    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    permits: list[Held] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    @property
    def closure(self) -> Closure | None:
        """The closure of the works, verified or else claimed; None where it stands open."""
        return next(closures(self.cases), None)

    def newest_listing(self, *, but: Sequence[str] = ()) -> Line | None:
        """The line listed last in the ledgers but some."""
        found = [line for ledger, lines in self.lines.items() if ledger not in but for line in lines]
        return max(found, key=lambda line: line.last_listed_on, default=None)


def closures(cases: Iterable[Case]) -> Iterator[Closure]:
    """The closures of scattered polluters that are done, by what is verified or else claimed.

    A relapse, or a finding against the closure, opens it again.
    """
    for case in cases:
        if case.ledger != Ledger.SCATTERED_POLLUTERS or case.disposal_class != DisposalClass.CLOSE:
            continue
        status = case.status
        if case.is_removed or status.is_relapsed or status.is_contradicted:
            continue
        if status.is_fulfilled:
            yield Closure(case, True, status.state_on)
        elif case.claim.is_complete:
            yield Closure(case, False, case.claim.on)


class Plan(NamedTuple):
    """What rules compare with: quantities the city plan sets (None: it sets none), units whose permits are known."""

    coal_t: float | None
    boiler_t_per_h: float | None
    #: units that handed in a permit ledger: elsewhere a permit that is not in the register means nothing
    permit_units: frozenset[int]


def plan(session: Session) -> Plan:
    """The thresholds of the duties «coal_ledger» and «small_boilers» (plan items 8 and 6), and who told of permits."""
    in_force = force.readings(session)
    told = select(Coverage.reading_id, Coverage.unit_id).where(Coverage.ledger == Ledger.PERMITS)
    units = frozenset(row.unit_id for row in session.execute(told) if row.reading_id in in_force)
    query = select(Duty.code, Duty.threshold).where(Duty.code.in_(("coal_ledger", "small_boilers")))
    found = {row.code: row.threshold for row in session.execute(query)}
    return Plan(found.get("coal_ledger"), found.get("small_boilers"), units)


def pictures(session: Session, unit_id: int | None = None) -> Iterator[Picture]:
    """Every enterprise with rows in force, by the official order of units, then name; a portion in memory at a time."""
    within = select(ReportingUnit.id, ReportingUnit.host_unit_id).where(ReportingUnit.host_unit_id.is_not(None))
    hosts = {row.id: row.host_unit_id for row in session.execute(within)}
    query = (
        select(
            Enterprise.id,
            Enterprise.register_number,
            Enterprise.name,
            Enterprise.credit_code,
            Enterprise.unit_id,
            ReportingUnit.name.label("unit"),
        )
        .join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
        .where(Enterprise.standing.in_((Standing.CONFIRMED, Standing.PROVISIONAL)))
        .order_by(ReportingUnit.position, Enterprise.name, Enterprise.register_number)
    )
    if unit_id is not None:
        query = query.where(Enterprise.unit_id == unit_id)
    for rows in portions.of(session.execute(query).all()):
        found = {row[0]: Picture(*row, region=frozenset({row[4], hosts.get(row[4], row[4])})) for row in rows}
        _fill(session, found)
        yield from found.values()


def _fill(session: Session, found: Mapping[int, Picture]) -> None:
    ids = list(found)
    for ledger, model in FACTS.items():
        facts = model.__table__
        query = (
            select(
                SubRecord.enterprise_id,
                SubRecord.number.label("place"),
                SubRecord.last_listed_on,
                SubRecord.unit_id,
                *facts.c,
            )
            .join(facts, facts.c.sub_record_id == SubRecord.id)
            .where(SubRecord.enterprise_id.in_(ids), SubRecord.is_orphaned.is_(False))
            .order_by(SubRecord.enterprise_id, SubRecord.number)
        )
        for row in session.execute(query).mappings():
            picture = found[row["enterprise_id"]]
            address = f"{picture.register_number}/{ledger}/{row['place']}"
            picture.lines[ledger].append(Line(address, row["last_listed_on"], row["unit_id"], dict(row)))
    for held in permits.select_all(session, enterprise_ids=ids):
        found[held.enterprise_id].permits.append(held)
    for case in caseload.current(session, enterprise_ids=ids):
        if isinstance(case.site.key, int) and case.site.key in found:
            found[case.site.key].cases.append(case)
