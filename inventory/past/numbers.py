"""Under which numbers the sites of a past view are known: those that people say and type today.

A register number is never reused, so a site of the past has the number its rows have today. Rows that have been joined
since were two sites then: the one whose number was given up has that number. Rows out of force today are found by name,
else by code, among the enterprises that ever were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.intake.ties import Row
from inventory.models import Enterprise, Remediation, SourceRow, SubRecord
from inventory.resolution import Said, Sub


class Numbered(NamedTuple):
    """The register number of a site; ``is_lasting`` where its sub-records have today the numbers they had then."""

    register_number: str
    is_lasting: bool


class _Known(NamedTuple):
    """An enterprise as the register has it today."""

    register_number: str
    mark: tuple[int, str]
    credit_code: str | None


class Numbers:
    """The numbers of all sites that some rows make."""

    def __init__(self, session: Session, rows: Sequence[Row], readings: Collection[int], *, are_all: bool) -> None:
        """:param readings: those in force at the moment asked about. :param are_all: the rows are all of theirs."""
        self._today: dict[int, _Known] = {}
        self._rows_of = Counter(row.enterprise_id for row in rows if are_all)
        ids = {row.enterprise_id for row in rows if row.enterprise_id is not None}
        for portion in portions.of(sorted(ids)):
            self._today.update(_enterprises(session, Enterprise.id.in_(portion)))
            if not are_all:
                owned = select(SourceRow.enterprise_id, SourceRow.reading_id)
                owned = owned.where(SourceRow.enterprise_id.in_(portion))
                self._rows_of.update(site for site, reading_id in session.execute(owned) if reading_id in readings)
        self._absorbed = _absorbed(session, ids)
        self._like: dict[object, list[str]] = defaultdict(list)
        lost = [row.traits for row in rows if row.enterprise_id is None]
        names, codes = {each.name_folded for each in lost}, {each.credit_code for each in lost if each.credit_code}
        for column, wanted in ((Enterprise.name_folded, names), (Enterprise.credit_code, codes)):
            for those in portions.of(sorted(wanted)):
                for known in _enterprises(session, column.in_(those)).values():
                    for mark in (known.mark, known.credit_code):
                        self._like[mark].append(known.register_number)
        self._subs: dict[int, tuple[int, int | None]] = {}
        for portion in portions.of(sorted({row.sub_record_id for row in rows if row.sub_record_id is not None})):
            query = select(SubRecord.id, SubRecord.number, Remediation.id)
            query = query.outerjoin(Remediation, Remediation.sub_record_id == SubRecord.id)
            for number, place, case in session.execute(query.where(SubRecord.id.in_(portion))):
                self._subs[number] = (place, case)

    def of_site(self, rows: Sequence[Row]) -> Numbered:
        """The number of the site that rows make; empty where nothing like it was ever in the register."""
        today = Counter(row.enterprise_id for row in rows if row.enterprise_id is not None)
        if not today:
            names = {(row.traits.unit, row.traits.name_folded) for row in rows}
            codes = {row.traits.credit_code for row in rows if row.traits.credit_code}
            by_name = [number for mark in names for number in self._like.get(mark, ())]
            by_code = [number for code in codes for number in self._like.get(code, ())]
            return Numbered(min(by_name, default=min(by_code, default="")), is_lasting=False)
        number = min(today, key=lambda each: self._today[each].register_number)
        if today[number] < self._rows_of[number] and number in self._absorbed:
            given_up = self._given_up(number, rows)
            if given_up is not None:
                return Numbered(given_up, is_lasting=False)
        return Numbered(self._today[number].register_number, is_lasting=True)

    def of_subs(
        self, said: Mapping[Sub, Sequence[Said]], rows: Mapping[int, Row], *, is_lasting: bool
    ) -> dict[Sub, int]:
        """The number of every sub-record of a site in its address; those that have none today follow in their order.

        :param said: all that was known of each, whatever day it speaks for. :param rows: the rows by id.
        """
        found: dict[Sub, int] = {}
        taken: set[tuple[str, int]] = set()
        for sub, members in said.items() if is_lasting else ():
            today = (self._subs.get(rows[each.row_id].sub_record_id or 0) for each in members)
            number = min((each[0] for each in today if each is not None), default=None)
            if number is not None and (sub.ledger, number) not in taken:
                found[sub] = number
                taken.add((sub.ledger, number))
        last: dict[str, int] = defaultdict(int)
        for sub in said:
            while sub not in found:
                last[sub.ledger] += 1
                if (sub.ledger, last[sub.ledger]) not in taken:
                    found[sub] = last[sub.ledger]
        return found

    def case(self, rows: Iterable[Row]) -> int | None:
        """The case that a sub-record's rows have today, if any."""
        found = (self._subs.get(row.sub_record_id or 0) for row in rows)
        return min((each[1] for each in found if each is not None and each[1] is not None), default=None)

    def _given_up(self, heir: int, rows: Sequence[Row]) -> str | None:
        names = {(row.traits.unit, row.traits.name_folded) for row in rows}
        codes = {row.traits.credit_code for row in rows if row.traits.credit_code}
        like = (each for each in self._absorbed[heir] if each.mark in names or each.credit_code in codes)
        return min((each.register_number for each in like), default=None)


_MARKS = (Enterprise.unit_id, Enterprise.name_folded, Enterprise.credit_code)
_COLUMNS = (Enterprise.id, Enterprise.register_number, *_MARKS)


def _enterprises(session: Session, condition: ColumnElement[bool]) -> dict[int, _Known]:
    found = session.execute(select(*_COLUMNS).where(condition))
    return {number: _Known(said, (unit, name), code) for number, said, unit, name, code in found}


def _absorbed(session: Session, heirs: Iterable[int]) -> dict[int, list[_Known]]:
    """Heir → the enterprises it absorbed, directly or in turn."""
    found: dict[int, list[_Known]] = defaultdict(list)
    heir_of = {number: number for number in heirs}
    latest = set(heir_of)
    while latest:
        query = select(Enterprise.merged_into_id, *_COLUMNS)
        absorbed: dict[int, int] = {}
        for portion in portions.of(sorted(latest)):
            for heir, number, said, unit, name, code in session.execute(
                query.where(Enterprise.merged_into_id.in_(portion))
            ):
                if heir is not None and number not in heir_of:
                    absorbed[number] = heir_of[heir]
                    found[heir_of[heir]].append(_Known(said, (unit, name), code))
        heir_of |= absorbed
        latest = set(absorbed)
    return dict(found)
