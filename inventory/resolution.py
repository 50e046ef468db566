"""What is known of one enterprise: its facts out of the rows in force and the corrections by hand.

Per field: correction by hand, then the newest as_of, then older ones. An absent field says nothing; None (declared
none, 无) replaces. Where rows of one day differ it is a conflict; until decided the row of the larger content digest
and the later place wins, so that the order of arrival never matters. The digest is of what the rows say, not of the
bytes: a re-saved copy of a workbook decides nothing. Ledgers that repeat what was corrected do not undo it; one that
says a third thing is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from inventory import identity

#: Fields of every ledger, which speak of the enterprise itself; the unit is kept apart.
ENTERPRISE_FIELDS = (
    "township",
    "name",
    "credit_code",
    "registration_no",
    "organization_code",
    "legal_representative",
    "contact_phone",
    "address",
    "longitude",
    "latitude",
    "industry_name",
    "industry_code",
    "note",
)
_OF_ENTERPRISE = frozenset((*ENTERPRISE_FIELDS, "county"))
#: What belongs to a row and cannot conflict: several kilns of one site have several notes; units are compared apart.
_OF_ROW = frozenset(("note", "county"))

#: Numbers an enterprise is known by, as kept in its codes; the permit's own is a field of the permits ledger.
CODE_FIELDS = ("credit_code", "registration_no", "organization_code")


class Said(NamedTuple):
    """A row in force: what one ledger said on one day."""

    as_of: date
    content: str
    #: the row's place in the reading; grows with sheet and row
    row_id: int
    reading_id: int
    ledger: str
    unit: int
    sub_key: str
    #: field → value; None declares none
    record: Mapping[str, Any]


class Corrected(NamedTuple):
    """A value put right by hand, on one of the rows. ``ledger`` is None for a fact of the enterprise itself."""

    made_at: str
    correction_id: int
    row_id: int
    ledger: str | None
    field: str
    value: Any


class Sub(NamedTuple):
    """What a sub-record is known by within its enterprise."""

    ledger: str
    key: str
    ordinal: int


class Conflict(NamedTuple):
    """Rows of one day say different things of a field. ``values`` has the one that stands last."""

    field: str
    values: tuple[Any, ...]


class ThirdValue(NamedTuple):
    """A newer ledger says of a corrected field neither what was corrected nor what it was corrected to."""

    field: str
    corrected: Any
    said: Any


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows say of an enterprise or sub-record. ``rows`` in the order in which they prevail."""

    facts: dict[str, Any]
    conflicts: tuple[Conflict, ...]
    rows: tuple[Said, ...]
    third_values: tuple[ThirdValue, ...] = ()

    @property
    def first_listed_on(self) -> date:
        return self.rows[0].as_of

    @property
    def last_listed_on(self) -> date:
        return self.rows[-1].as_of


@dataclass(frozen=True, slots=True)
class Resolved:
    """One enterprise whole."""

    unit: int
    units: tuple[int, ...]
    site: Known
    #: names that rows in force give it, the current one first
    names: tuple[str, ...]
    #: (kind, number)
    codes: tuple[tuple[str, str], ...]
    subs: dict[Sub, Known]


class Observation(NamedTuple):
    """What one row said of a field, or a correction on it; the first of a chain is the value that stands."""

    value: Any
    row_id: int
    correction_id: int | None


def resolve(rows: Iterable[Said], single: Collection[str], corrections: Sequence[Corrected] = ()) -> Resolved:
    """The facts of one enterprise out of its rows, in whatever order they are handed over.

    :param single: the ledger kinds that have one sub-record an enterprise, however many rows speak of it.
    """
    said = sorted(rows, key=_turn)
    corrections = sorted(corrections)
    site = _known(said, [each for each in corrections if each.ledger is None], in_site=True)
    subs = {}
    for sub, members in numbered(said, single).items():
        of_sub = {row.row_id for row in members} if corrections else ()
        put_right = [each for each in corrections if each.ledger and each.row_id in of_sub]
        subs[sub] = _known(members, put_right, in_site=False)
    return Resolved(
        unit=said[-1].unit,
        units=tuple(sorted({row.unit for row in said})),
        site=site,
        names=_names(site, said),
        codes=_codes(said, site, subs),
        subs=subs,
    )


def numbered(said: Sequence[Said], single: Collection[str]) -> dict[Sub, list[Said]]:
    """Rows by sub-record, as they come: equal keys within one reading are told apart by their order on the sheet."""
    found: dict[Sub, list[Said]] = defaultdict(list)
    if len(said) == 1:
        return {Sub(said[0].ledger, said[0].sub_key, 1): list(said)}
    seen: dict[tuple[int, str, str], int] = defaultdict(int)
    for row in said:
        if row.ledger in single:
            ordinal = 1
        else:
            seen[row.reading_id, row.ledger, row.sub_key] += 1
            ordinal = seen[row.reading_id, row.ledger, row.sub_key]
        found[Sub(row.ledger, row.sub_key, ordinal)].append(row)
    return found


def chain(field: str, rows: Iterable[Said], corrections: Iterable[Corrected] = ()) -> Iterator[Observation]:
    """Why a field has its value: what was said of it, the value that stands first."""
    for correction in sorted(corrections, reverse=True):
        if correction.field == field:
            yield Observation(correction.value, correction.row_id, correction.correction_id)
    for row in sorted(rows, key=_turn, reverse=True):
        if field in row.record:
            yield Observation(row.record[field], row.row_id, None)


def _turn(row: Said) -> tuple[date, str, int]:
    return row.as_of, row.content, row.row_id


def _known(rows: Sequence[Said], corrections: Sequence[Corrected], *, in_site: bool) -> Known:
    """Fold of rows in the order in which they prevail, then of corrections."""
    if len({row.as_of for row in rows}) == len(rows):
        # every row of a day of its own: nothing can differ, later ones prevail
        facts = {f: v for row in rows for f, v in row.record.items() if (f in _OF_ENTERPRISE) is in_site}
        differing: dict[str, list[Any]] = {}
    else:
        facts, differing = _folded(rows, in_site)
    for correction in corrections:
        facts[correction.field] = correction.value
        differing.pop(correction.field, None)
    facts.pop("county", None)
    conflicts = (Conflict(f, tuple(values)) for f, values in sorted(differing.items()) if f not in _OF_ROW)
    third_values = tuple(_third_values(rows, corrections)) if corrections else ()
    return Known(facts, tuple(conflicts), tuple(rows), third_values)


def _third_values(rows: Sequence[Said], corrections: Sequence[Corrected]) -> Iterator[ThirdValue]:
    """By field: what the newest row after the corrected one says, where that was not known when it was corrected."""
    standing = {each.field: each for each in corrections}
    for field, correction in sorted(standing.items()):
        if field in _OF_ROW:
            continue
        known = [each.value for each in corrections if each.field == field]
        newest: list[Any] = []
        is_after = False
        for row in rows:
            if field in row.record:
                if is_after:
                    newest = [row.record[field]]
                else:
                    known.append(row.record[field])
            is_after = is_after or row.row_id == correction.row_id
        if newest and not any(_agree(field, newest[0], value) for value in known):
            yield ThirdValue(field, correction.value, newest[0])


def _folded(rows: Sequence[Said], in_site: bool) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    facts: dict[str, Any] = {}
    as_of: dict[str, date] = {}
    differing: dict[str, list[Any]] = {}
    for row in rows:
        for field, value in row.record.items():
            if (field in _OF_ENTERPRISE) is not in_site:
                continue
            if as_of.get(field) != row.as_of:
                differing.pop(field, None)
            elif not _agree(field, facts[field], value):
                values = differing.setdefault(field, [facts[field]])
                differing[field] = [*(each for each in values if each != value), value]
            elif field in differing:
                differing[field] = [*(each for each in differing[field] if each != value), value]
            facts[field] = value
            as_of[field] = row.as_of
    return facts, differing


def _agree(field: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same; names do when they fold to the same."""
    if one == other:
        return True
    return field == "name" and one and other and identity.folded(one) == identity.folded(other)


def _names(site: Known, said: Sequence[Said]) -> tuple[str, ...]:
    current = site.facts["name"]
    others = {row.record["name"] for row in said} - {current, None}
    return (current, *sorted(others))


def _codes(said: Sequence[Said], site: Known, subs: Mapping[Sub, Known]) -> tuple[tuple[str, str], ...]:
    """What rows in force give it, and what was put right by hand."""
    records = [row.record for row in said]
    found = {(kind, record[kind]) for record in (*records, site.facts) for kind in CODE_FIELDS if record.get(kind)}
    permits = [row.record for row in said if row.ledger == "permits"]
    permits += [known.facts for sub, known in subs.items() if sub.ledger == "permits"]
    found |= {("permit", record["number"]) for record in permits if record.get("number")}
    return tuple(sorted(found))
