"""The relapse and relocation radar: entries that resemble a works shut before, in any unit (plan item 4).

A works that was closed and opens again (死灰复燃), or opens elsewhere (异地转移), comes back under a drifted name,
another licence or another county, but keeps its people, telephone, brand, address or equipment. Every entry first
listed after a closure is held against the works closed by then; what is alike is shown with the reasons, and a person
says what it is. What was said is remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import addresses, anchors, caseload, force, portions, withdrawal
from inventory.anchors import Anchor
from inventory.candidates import Index, Known
from inventory.errors import NotFound, Refused
from inventory.findings.picture import Closure, closures
from inventory.likeness import Likeness, Reason
from inventory.models import CoalUser, Kiln, Reading, RecurrenceVerdict, SourceRow, SubRecord
from inventory.queries import described
from inventory.vocabulary import Ledger, Recurrence

#: from this resemblance on an entry is shown
LEAST = 0.45
#: the ledger kind whose cases close works
CLOSING = (Ledger.SCATTERED_POLLUTERS,)
#: closed works shown for one entry
MOST = 3
#: what tells a works again by itself
TELLING = frozenset(
    {
        "code_equal",
        "organization_equal",
        "organization_successor",
        "registration_equal",
        "person_equal",
        "phone_equal",
        "name_equal",
        "former_name",
        "address_equal",
        "coordinates_near",
    }
)
#: what tells it where the trade is the same too
TELLING_OF_A_TRADE = frozenset({"brand_equal", "name_slip"})


class Said(NamedTuple):
    """What a person said of an entry and a closed works, by enterprise id."""

    number: int
    verdict: Recurrence
    by: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Echo:
    """An entry that resembles a closed works: how far and why, and what a person said of it."""

    closed: Known
    closure: Closure
    entry: Known
    first_listed_on: date
    likeness: Likeness
    said: Said | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks for it, then what would rule out that they are one enterprise."""
        return (*self.likeness.reasons, *self.likeness.vetoes)


def echoes(session: Session, *, unit: str | None = None, since: date | None = None) -> Iterator[Echo]:
    """The entries that resemble a closed works, the newest first.

    :param unit: only where the closed works or the entry is of this unit.
    :param since: only entries first listed on this day or later.
    """
    shut = {_site(closure): closure for closure in closures(caseload.current(session, ledgers=CLOSING))}
    if not shut:
        return
    first, equipment, said = _first_listed(session), _equipment(session), verdicts(session)
    living = {each.enterprise_id: each for each in described.living(session)}
    index = Index(_anywhere(living[number], equipment[number]) for number in shut if number in living)
    arrived = [number for number in living if number in first and number not in shut]
    if since is not None:
        arrived = [number for number in arrived if first[number] >= since]
    for number in sorted(arrived, key=lambda each: (-first[each].toordinal(), living[each].register_number)):
        entry = living[number]
        for near in index.of(_anywhere(entry, equipment[number]).described, most=MOST, least=LEAST):
            closed, closure = living[near.known.enterprise_id], shut[near.known.enterprise_id]
            if unit not in (None, entry.described.unit, closed.described.unit):
                continue
            shut_on = closure.on or first.get(closed.enterprise_id, date.max)
            if first[number] > shut_on and _tells(near.likeness):
                pair = closed.enterprise_id, number
                yield Echo(closed, closure, entry, first[number], near.likeness, said.get(pair))


def _tells(likeness: Likeness) -> bool:
    """Whether what is alike is more than a common name: brands recur from trade to trade, boilers are all No. 1."""
    kinds = {reason.kind for reason in likeness.reasons}
    return bool(kinds & TELLING) or (bool(kinds & TELLING_OF_A_TRADE) and "trade_differs" not in kinds)


def _site(closure: Closure) -> int:
    return int(str(closure.case.site.key))


def _anywhere(known: Known, equipment: tuple[str, ...]) -> Known:
    """As it is compared here: the county it is in now neither helps nor hinders, for works move."""
    return known._replace(described=replace(known.described, unit=None, host=None, equipment=equipment))


def _first_listed(session: Session) -> dict[int, date]:
    """Enterprise → the first day a ledger in force lists it."""
    found: dict[int, date] = {}
    for ids in portions.of(force.readings(session)):
        query = (
            select(SourceRow.enterprise_id, func.min(Reading.as_of_last).label("first"))
            .join(Reading, Reading.id == SourceRow.reading_id)
            .where(SourceRow.reading_id.in_(ids), SourceRow.enterprise_id.is_not(None))
            .group_by(SourceRow.enterprise_id)
        )
        for row in session.execute(query):
            if row.enterprise_id is not None:
                found[row.enterprise_id] = min(row.first, found.get(row.enterprise_id, row.first))
    return found


def _equipment(session: Session) -> defaultdict[int, tuple[str, ...]]:
    """Enterprise → its boilers and kilns by name."""
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for model, column in ((CoalUser, CoalUser.equipment), (Kiln, Kiln.kiln_name)):
        query = (
            select(SubRecord.enterprise_id, column)
            .join_from(model, SubRecord, SubRecord.id == model.sub_record_id)
            .where(column.is_not(None))
            .order_by(SubRecord.enterprise_id, column)
        )
        for enterprise_id, name in session.execute(query):
            found[enterprise_id] += (str(name),)
    return found


# ── what people said ──


def judge(
    session: Session, closed: str, entry: str, verdict: Recurrence, *, by: str, because: str, at: datetime
) -> int:
    """Record what an entry is to a closed works; gives the verdict's number. The newest word counts."""
    ones = [addresses.site(session, said) for said in (closed, entry)]
    if ones[0] == ones[1]:
        raise Refused("{closed} and {entry} are one enterprise already", closed=closed, entry=entry)
    places = []
    for said, number in zip((closed, entry), ones, strict=True):
        anchor = anchors.newest(session, number)
        if anchor is None:
            raise Refused("no ledger in force lists {address} any more", address=said)
        places.append(anchor)
    shut, new = places
    held = RecurrenceVerdict(
        verdict=str(verdict),
        closed_submission_id=shut.submission_id,
        closed_sheet=shut.sheet,
        closed_row=shut.row,
        closed_panel=shut.panel,
        entry_submission_id=new.submission_id,
        entry_sheet=new.sheet,
        entry_row=new.row,
        entry_panel=new.panel,
        made_at=at,
        made_by=by,
        reason=because,
    )
    session.add(held)
    session.flush()
    return held.id


def withdraw(session: Session, number: int, *, by: str, because: str, at: datetime) -> None:
    """Take a verdict back: the entry is shown again as if nobody had judged it."""
    held = withdrawal.standing(
        session.get(RecurrenceVerdict, number),
        NotFound("there is no verdict {number}; `inventory radar list --all` shows them", number=number),
    )
    withdrawal.mark(held, by=by, because=because, at=at)
    session.flush()


def verdicts(session: Session) -> dict[tuple[int, int], Said]:
    """Closed works and entry, by enterprise id → what was said of them last."""
    query = select(RecurrenceVerdict).where(RecurrenceVerdict.withdrawn_at.is_(None))
    held = session.scalars(query.order_by(RecurrenceVerdict.made_at, RecurrenceVerdict.id)).all()
    pairs = [
        (
            Anchor(each.closed_submission_id, each.closed_sheet, each.closed_row, each.closed_panel),
            Anchor(each.entry_submission_id, each.entry_sheet, each.entry_row, each.entry_panel),
        )
        for each in held
    ]
    homes = anchors.homes(session, [anchor for pair in pairs for anchor in pair])
    return {
        (homes[closed].enterprise_id, homes[entry].enterprise_id): Said(
            each.id, Recurrence(each.verdict), each.made_by, each.made_at, each.reason
        )
        for each, (closed, entry) in zip(held, pairs, strict=True)
        if closed in homes and entry in homes
    }
