"""Which enterprise a group of rows is: the one that had them before, or a new one.

Ids and register numbers are no part of the register's state; people say and type them, so a group keeps its
number wherever it can.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.intake.ties import Row
from inventory.models import Enterprise
from inventory.vocabulary import Standing


def assign(session: Session, groups: Sequence[Sequence[Row]], left: Iterable[Row]) -> list[int | None]:
    """For every group the lowest enterprise that had any of its rows; None where it is new.

    :param left: rows out of force now that had an enterprise until now; they lead it to rows like them.
    """
    owned = _owned(groups, left)
    owners = _contested(owned)
    homeless = [number for number in range(len(groups)) if number not in owners]
    if homeless:
        empty = _empty(session, {groups[number][0].traits.name_folded for number in homeless})
        for number in homeless:
            traits = groups[number][0].traits
            found = empty.pop((traits.unit, traits.name_folded), None)
            if found is not None:
                owners[number] = found
    return [owners.get(number) for number in range(len(groups))]


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


def _contested(owned: Mapping[int, Counter[int]]) -> dict[int, int]:
    """Group → enterprise. The lowest number first goes where most of its rows are."""
    owners: dict[int, int] = {}
    for enterprise_id in sorted(owned):
        free = [(-count, number) for number, count in owned[enterprise_id].items() if number not in owners]
        if free:
            owners[min(free)[1]] = enterprise_id
    return owners


def _empty(session: Session, names: Iterable[str]) -> dict[tuple[int, str], int]:
    """Enterprises without rows, by unit and folded name: a workbook that comes back finds its numbers again."""
    found: dict[tuple[int, str], int] = {}
    for portion in portions.of(sorted(names)):
        query = select(Enterprise.unit_id, Enterprise.name_folded, Enterprise.id).where(
            Enterprise.standing == Standing.EMPTY, Enterprise.name_folded.in_(portion)
        )
        for unit, name, number in session.execute(query.order_by(Enterprise.id.desc())):
            found[unit, name] = number
    return found
