"""Enterprises of the register that may be one: the pairs alike enough to ask somebody about.

A pair is found when both share something that one drifted line would keep: the brand in one region; the trade and the
brand but for a character or its sound; the person and a character of the brand; the whole name elsewhere; place and
trade where there is no brand; a telephone; a number. It is then compared like any other (`inventory.likeness`).
Nothing is stored: pairs are a function of the enterprises and of what was judged, found in one pass whenever somebody
looks. What more enterprises share than `_SHARED_BY` leads to no pair: one telephone on many firms is a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from inventory import candidates, identity, likeness, naming
from inventory.candidates import Known
from inventory.likeness import ASKED, Decision, Likeness

#: what more enterprises share tells nothing of any two of them
_SHARED_BY = 40


class Pair(NamedTuple):
    """Two enterprises that may be one, the earlier register number first."""

    one: Known
    other: Known
    likeness: Likeness


def pairs(
    enterprises: Iterable[Known], apart: Collection[tuple[int, int]] = frozenset(), unit: str | None = None
) -> list[Pair]:
    """The pairs to ask about, the likeliest first.

    :param apart: pairs of ids (the smaller first) that somebody judged different, or that are asked about already.
    :param unit: only pairs with an enterprise of this unit.
    """
    seen: set[tuple[int, int]] = set()
    found: list[Pair] = []
    for one, other in _sharing(list(enterprises)):
        ids = min(one[0], other[0]), max(one[0], other[0])
        if ids not in seen:
            seen.add(ids)
            if ids not in apart and (unit is None or unit in (one.described.unit, other.described.unit)):
                found += _asked(one, other)
    return sorted(found, key=lambda pair: (-pair.likeness.score, pair.one.register_number, pair.other.register_number))


def _sharing(enterprises: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """Pairs that share a trait and have no two codes that differ; some of them more than once.

    Two with codes are a pair by their code alone. So nothing is kept of their other traits but what one without a
    code has too, and the traits of a register of coded enterprises need no room.
    """
    bare: dict[str, list[Known]] = {}
    coded: dict[str, list[Known]] = {}
    for known in enterprises:
        if not known.codes:
            for trait in set(_traits(known)):
                bare.setdefault(trait, []).append(known)
        for code in known.codes:
            coded.setdefault(code, []).append(known)
    beside: dict[str, list[Known]] = {}
    for known in enterprises:
        if known.codes:
            for trait in bare.keys() & set(_traits(known)):
                beside.setdefault(trait, []).append(known)
    for trait, those in bare.items():
        others = beside.get(trait, ())
        if len(those) + len(others) <= _SHARED_BY:
            yield from combinations(those, 2)
            yield from product(those, others)
    for those in coded.values():
        if len(those) <= _SHARED_BY:
            yield from combinations(those, 2)


def _asked(one: Known, other: Known) -> Iterator[Pair]:
    compared = likeness.compare(one.described, other.described)
    if compared.score >= ASKED and likeness.decision(one.described, other.described) == Decision.ASK:
        first, second = sorted((one, other), key=lambda known: known.register_number)
        yield Pair(first, second, compared if first is one else likeness.compare(first.described, second.described))


def _traits(known: Known) -> Iterator[str]:
    """What an enterprise is looked up by; enterprises that share none are not compared."""
    region = known.described.host or known.described.unit or ""
    person = known.described.person
    for folded in known.names:
        yield f"name {folded}"
        apart = naming.parts(folded)
        if len(apart.brand) >= 2:
            yield f"brand {region} {apart.brand}"
            slip = f"slip {region} {apart.trade}"
            yield f"{slip} {identity.sounded(apart.brand)}"
            yield f"{slip} {apart.brand}"
            for at in range(len(apart.brand)) if len(apart.brand) > 2 else ():
                yield f"{slip} {apart.brand[:at]}{apart.brand[at + 1 :]}"
            for character in apart.brand if person else ():
                yield f"person {region} {person} {character}"
        else:
            yield f"place {region} {apart.county} {apart.town} {apart.brand} {apart.trade}"
    for former in known.described.former:
        yield f"name {identity.folded(former)}"
    for code in {*candidates.codes(known.described), *known.codes}:
        yield f"code {code}"
    for phone in likeness.phones(known.described.phone):
        yield f"phone {phone}"
