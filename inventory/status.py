"""How far the work is: cases counted by unit, ledger and class; the 60 % target, claimed and verified.

Listed, claimed, verified and overdue are counted side by side over the cases not removed: what a ledger claims moves
nothing, and an overdue case is overdue until it is verified.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from inventory.caseload import CASE_LEDGERS, Case
from inventory.vocabulary import Code, DisposalClass, KilnDisposal, Ledger, State


@dataclass(slots=True)
class Count:
    """Cases of one group: all of them, and how many are claimed complete, verified, struck off, overdue, relapsed."""

    listed: int = 0
    claimed: int = 0
    verified: int = 0
    struck_off: int = 0
    overdue: int = 0
    relapsed: int = 0

    def add(self, case: Case, on: date) -> None:
        status = case.status
        self.listed += 1
        self.claimed += case.claim.is_complete
        self.verified += status.is_fulfilled
        self.struck_off += status.state is State.STRUCK_OFF
        self.overdue += case.is_overdue(on)
        # whatever has become of it since: a relapse stays on the record
        self.relapsed += status.round > 1


class Group(NamedTuple):
    """One line of the status table: what it counts (its column → value), and the counts."""

    of: Mapping[str, object]
    counted: Count


class Target(NamedTuple):
    """The share of remediation reached, by the ledgers' word and by verification (plan item 4: 60 % of 散乱污)."""

    unit: str | None
    cases: int
    claimed: int
    verified: int

    @property
    def claimed_pct(self) -> float | None:
        """In per cent to one decimal; None where there is no case."""
        return _share(self.claimed, self.cases)

    @property
    def verified_pct(self) -> float | None:
        return _share(self.verified, self.cases)


def _unit(case: Case) -> object:
    return case.site.unit


def _ledger(case: Case) -> object:
    return Ledger(case.ledger)


def _class(case: Case) -> object:
    return class_of(case)


def _township(case: Case) -> object:
    return case.site.township


def _industry(case: Case) -> object:
    return case.site.industry_name


def _month(case: Case) -> object:
    """The month the case is due in."""
    deadline = case.status.deadline
    return f"{deadline.last:%Y-%m}" if deadline else None


BY_CLASS: Mapping[str, Callable[[Case], object]] = {"unit": _unit, "ledger": _ledger, "disposal_class": _class}

#: What `--by` may name → the columns of the table.
GROUPINGS: Mapping[str, Mapping[str, Callable[[Case], object]]] = {
    "class": BY_CLASS,
    "township": {"unit": _unit, "township": _township, "ledger": _ledger},
    "industry": {"industry_name": _industry, "ledger": _ledger},
    "month": {"unit": _unit, "ledger": _ledger, "month": _month},
}


def table(found: Iterable[Case], on: date, by: Mapping[str, Callable[[Case], object]] = BY_CLASS) -> list[Group]:
    """The cases not removed, counted by group in official order; blank groups last."""
    counts: dict[tuple[object, ...], Count] = defaultdict(Count)
    positions: dict[object, int] = {}
    for case in found:
        positions[case.site.unit] = case.site.unit_position
        if not case.is_removed:
            counts[tuple(column(case) for column in by.values())].add(case, on)

    def order(group: tuple[object, ...]) -> list[tuple[bool, int, str]]:
        return [(value is None, _place(value, positions), str(value or "")) for value in group]

    return [Group(dict(zip(by, group, strict=True)), counts[group]) for group in sorted(counts, key=order)]


def targets(found: Iterable[Case]) -> list[Target]:
    """The 60 % target over the scattered polluters not removed: all units (``unit`` None), then each."""
    counts: dict[tuple[int, str | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for case in found:
        if case.ledger == Ledger.SCATTERED_POLLUTERS and not case.is_removed:
            for group in ((-1, None), (case.site.unit_position, case.site.unit)):
                counts[group][0] += 1
                counts[group][1] += case.claim.is_complete
                counts[group][2] += case.status.is_fulfilled
    return [Target(unit, *numbers) for (_, unit), numbers in sorted(counts.items(), key=lambda each: each[0][0])]


def overdue(found: Iterable[Case], on: date) -> list[Case]:
    """Deadline passed, not verified: the longest overdue first."""
    return sorted((case for case in found if case.is_overdue(on)), key=_last_day)


def due(found: Iterable[Case], on: date, within: int) -> list[Case]:
    """Due from today to ``within`` days ahead, not verified: the nearest first."""
    until = on + timedelta(days=within)
    return sorted(
        (
            case
            for case in found
            if not (case.status.is_fulfilled or case.is_removed) and on <= _last_day(case) <= until
        ),
        key=_last_day,
    )


def class_of(case: Case) -> Code | None:
    """The disposal class of a 散乱污 case, the disposal of a kiln; other ledgers have none."""
    if case.disposal_class is None:
        return None
    return KilnDisposal(case.disposal_class) if case.ledger == Ledger.KILNS else DisposalClass(case.disposal_class)


def _last_day(case: Case) -> date:
    deadline = case.status.deadline
    return deadline.last if deadline else date.max


def _place(value: object, positions: Mapping[object, int]) -> int:
    """Where a value stands in its official list."""
    if isinstance(value, Ledger):
        return CASE_LEDGERS.index(value)
    if isinstance(value, Code):
        return list(type(value)).index(value)
    return positions.get(value, 0)


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
