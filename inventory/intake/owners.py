"""Which enterprise a group of rows is: the one that had them before, or a new one.

Ids and register numbers are no part of the register's state; people say and type them, so a group keeps its
number wherever it can.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.intake import ties
from inventory.intake.ties import Row
from inventory.models import Enterprise
from inventory.vocabulary import Standing

#: the standing of an enterprise that has rows
LIVING = (Standing.CONFIRMED, Standing.PROVISIONAL)


def assign(
    session: Session, groups: Sequence[Sequence[Row]], left: Iterable[Row], keep: Mapping[int, Sequence[int]]
) -> list[int | None]:
    """For every group the lowest enterprise that had any of its rows; None where it is new.

    :param left: rows out of force now that had an enterprise until now; they lead it to rows like them.
    :param keep: row → the enterprise whose number a person's decision gives or gives back to its group, then those it
        belonged to earlier.
    """
    owned = _owned(groups, left)
    owners: dict[int, int] = {}
    if keep:
        _settle(session, groups, owned, keep, owners)
    parted = [
        number
        for number, rows in enumerate(groups)
        if number not in owners and any(row.enterprise_id and len(owned[row.enterprise_id]) > 1 for row in rows)
    ]
    if parted:
        _settle(session, groups, owned, _corrected(session, groups, parted), owners)
        # who was absorbed is known by a code of its own, else by its name, before the rest is shared out by rows
        absorbed = _Absent(session, _names(groups, parted), owners.values())
        for by_code in (True, False):
            for number in parted:
                found = absorbed.returning(groups[number], by_code=by_code) if number not in owners else None
                if found is not None:
                    owners[number] = found
    _contest(owners, owned)
    homeless = [number for number in range(len(groups)) if number not in owners]
    if homeless:
        absent = _Absent(session, _names(groups, homeless), owners.values())
        for number in homeless:
            found = absent.returning(groups[number])
            if found is not None:
                owners[number] = found
    return [owners.get(number) for number in range(len(groups))]


def _settle(
    session: Session,
    groups: Sequence[Sequence[Row]],
    owned: Mapping[int, Counter[int]],
    keep: Mapping[int, Sequence[int]],
    owners: dict[int, int],
) -> None:
    """Add to ``owners`` (group → enterprise) whom a decision names, or who had the group's rows earlier.

    Where all rows of an enterprise stay together, no decision taken back takes its number from it.
    """
    named: dict[int, Counter[int]] = defaultdict(Counter)
    earlier: dict[int, Counter[int]] = defaultdict(Counter)
    for number, rows in enumerate(groups):
        for row in rows:
            now = row.enterprise_id
            for place, enterprise_id in enumerate(keep.get(row.id, ())):
                if now in (None, enterprise_id) or len(owned[now or 0]) > 1:
                    (earlier if place else named)[enterprise_id][number] += 1
    elsewhere = sorted({*named, *earlier} - set(owned))
    gone = select(Enterprise.id).where(Enterprise.id.in_(elsewhere), Enterprise.standing.not_in(LIVING))
    free = set(session.scalars(gone)) | set(owned)
    for wanting, first in ((named, earlier), (earlier, named)):
        for enterprise_id in sorted(free & set(wanting)):
            if enterprise_id in owners.values():
                continue
            before, counted = first.get(enterprise_id, Counter()), wanting[enterprise_id]
            open_to = [(-before[number], -counted[number], number) for number in counted if number not in owners]
            if open_to:
                owners[min(open_to)[-1]] = enterprise_id


def _corrected(session: Session, groups: Sequence[Sequence[Row]], numbers: Sequence[int]) -> dict[int, list[int]]:
    """Row → the enterprise under whose number it was corrected: there the correction will be looked for."""
    present = {row.key: row.id for rows in groups for row in rows}
    like: dict[object, int] = {}
    for number in numbers:
        for row in groups[number]:
            for mark in _likenesses(row):
                like.setdefault(mark, row.id)
    named: dict[int, list[int]] = {}
    for correction, row in ties.anchored(session, _names(groups, numbers)):
        found = present.get(row.key) or next((like[mark] for mark in _likenesses(row) if mark in like), None)
        if found is not None and correction.enterprise_id is not None:
            named.setdefault(found, [correction.enterprise_id])
    return named


def _owned(groups: Sequence[Sequence[Row]], left: Iterable[Row]) -> dict[int, Counter[int]]:
    """Enterprise → how many rows each group has of it."""
    owned: dict[int, Counter[int]] = defaultdict(Counter)
    for number, rows in enumerate(groups):
        for row in rows:
            if row.enterprise_id is not None:
                owned[row.enterprise_id][number] += 1
    gone = [row for row in left if row.enterprise_id is not None]
    if not gone:
        return owned
    at: dict[object, int] = {}
    for number, rows in enumerate(groups):
        for row in rows:
            # a rereading finds the same row; another workbook the same traits, or at least the name or code
            for mark in _likenesses(row):
                at.setdefault(mark, number)
    for row in gone:
        number_ = next((at[mark] for mark in _likenesses(row) if mark in at), None)
        if number_ is not None and row.enterprise_id is not None:
            owned[row.enterprise_id][number_] += 1
    return owned


def _likenesses(row: Row) -> tuple[object, ...]:
    """By what a row that left is found again in the groups, the surest first."""
    traits = row.traits
    marks: tuple[object, ...] = (row.key, traits, ("name", traits.unit, traits.name_folded))
    return (*marks, ("code", traits.credit_code, traits.site_mark)) if traits.credit_code else marks


def _contest(owners: dict[int, int], owned: Mapping[int, Counter[int]]) -> None:
    """Settle group → enterprise for the rest: the lowest number first goes where most of its rows are."""
    for enterprise_id in sorted(set(owned) - set(owners.values())):
        counted = owned[enterprise_id]
        free = [(-counted[number], number) for number in counted if number not in owners]
        if free:
            owners[min(free)[-1]] = enterprise_id


def _names(groups: Sequence[Sequence[Row]], numbers: Iterable[int]) -> set[str]:
    return {row.traits.name_folded for number in numbers for row in groups[number]}


class _Absent:
    """Enterprises without rows by unit and folded name: who comes back finds the register number again.

    Emptied ones for rows that had no enterprise, absorbed ones for rows of the enterprise that had absorbed them.
    """

    def __init__(self, session: Session, names: Iterable[str], taken: Collection[int]) -> None:
        self._at: dict[tuple[int, str], list[tuple[int, int | None, str | None]]] = defaultdict(list)
        for portion in portions.of(sorted(names)):
            query = (
                select(Enterprise.unit_id, Enterprise.name_folded, Enterprise.id)
                .add_columns(Enterprise.merged_into_id, Enterprise.credit_code)
                .where(Enterprise.standing.not_in(LIVING), Enterprise.name_folded.in_(portion))
            )
            for unit, name, number, heir, code in session.execute(query.order_by(Enterprise.id)):
                if number not in taken:
                    self._at[unit, name].append((number, heir, code))
        self._back: set[int] = set()
        self._heirs: dict[int | None, int] = {}
        if self._at:
            absorbed = select(Enterprise.id, Enterprise.merged_into_id).where(Enterprise.merged_into_id.is_not(None))
            self._heirs.update((number, heir) for number, heir in session.execute(absorbed) if heir is not None)

    def returning(self, rows: Sequence[Row], *, by_code: bool | None = None) -> int | None:
        """The one that a group of rows is again, if any; nobody else's from now on.

        :param by_code: only an absorbed one: that has a code of theirs, or, if False, none that theirs gainsay.
        """
        marks = dict.fromkeys((row.traits.unit, row.traits.name_folded) for row in rows)
        absent = [each for mark in marks for each in self._at.get(mark, ()) if each[0] not in self._back]
        before = {row.enterprise_id for row in rows}
        codes = {row.traits.credit_code for row in rows if row.traits.credit_code}
        if by_code is not None:
            before.discard(None)
            absent = [each for each in absent if each[2] in codes or not (by_code or (codes and each[2]))]
        found = next((each[0] for each in absent if self._heir(each[1]) in before), None)
        if found is not None:
            self._back.add(found)
        return found

    def _heir(self, number: int | None) -> int | None:
        """Who has the rows of an absorbed enterprise now: its heir, or that one's heir in turn."""
        seen = set()
        while number in self._heirs and number not in seen:
            seen.add(number)
            number = self._heirs[number]
        return number
