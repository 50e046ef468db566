"""Which enterprises of the register an enterprise may be: found by their names' characters and by what else they share.

An index in memory of the pairs of characters in each name, neighbours and next but one (so that one mistyped character
leaves pairs that agree), with look-ups by code, telephone and person beside it. Pairs that few names hold weigh most:
有限 and 公司 say nothing. What is found is then compared part by part (`inventory.likeness`), and the order is that of
the likeness, never that of arrival.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from inventory import identity, likeness
from inventory.identity import RowIdentity
from inventory.likeness import Described, Likeness
from inventory.naming import parts

#: entries of the index looked at for one name, at least the rarest pair's
_MOST_ENTRIES = 2_000
#: names compared part by part
_COMPARED = 12
#: a telephone or person that more firms share tells nothing; the firms are a finding of their own
_SHARED_BY = 30
#: what resembles less is not worth showing
LEAST = 0.35


class Known(NamedTuple):
    """An enterprise of the register: its id, its register number, what is known of it.

    ``names`` are all names its rows give it, folded; ``codes`` its usable credit codes.
    """

    enterprise_id: int
    register_number: str
    described: Described
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()

    @property
    def rows(self) -> Iterator[RowIdentity]:
        """What the sure rules look at: each name under each code."""
        unit, host = self.described.unit or "", self.described.host
        return (RowIdentity(unit, name, code, host) for name in self.names for code in self.codes or (None,))


class Candidate(NamedTuple):
    """An enterprise it may be, and how far."""

    known: Known
    likeness: Likeness


class Index:
    """The enterprises of the register, to be found by what resembles them."""

    def __init__(self, enterprises: Iterable[Known]) -> None:
        self._known = list(enterprises)
        self._pairs: dict[str, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        self._coded: dict[str, list[int]] = defaultdict(list)
        self._reached: dict[str, list[int]] = defaultdict(list)
        for place, known in enumerate(self._known):
            for name in known.names:
                self._named[name].append(place)
            for pair in set().union(*map(pairs, (*known.names, *map(identity.folded, known.described.former)))):
                self._pairs[pair].append(place)
            for code in {*codes(known.described), *known.codes}:
                self._coded[code].append(place)
            for reach in reaches(known.described):
                self._reached[reach].append(place)

    def named(self, folded: str) -> list[Known]:
        """The enterprises whose rows give them this folded name."""
        return [self._known[place] for place in self._named.get(folded, ())]

    def coded(self, credit_code: str) -> list[Known]:
        """The enterprises known under this usable credit code."""
        found = (self._known[place] for place in self._coded.get(credit_code, ()))
        return [known for known in found if credit_code in known.codes]

    def of(self, asked: Described, most: int = 3, least: float = LEAST) -> list[Candidate]:
        """The enterprises most like a description, best first; those something rules out come last."""
        names = [identity.folded(name) for name in (asked.name, *asked.former)]
        places = {place for name in names for place in (*self._named.get(name, ()), *self._near(name))}
        places.update(place for code in codes(asked) for place in self._coded.get(code, ()))
        for reach in reaches(asked):
            sharing = self._reached.get(reach, ())
            if len(sharing) <= _SHARED_BY:
                places.update(sharing)
        found = [
            Candidate(known, likeness.compare(asked, known.described)) for known in map(self._known.__getitem__, places)
        ]
        found = [each for each in found if each.likeness.resemblance >= least]
        return sorted(found, key=lambda each: _rank(each, names[0]))[:most]

    def _near(self, folded: str) -> list[int]:
        """The places of the names that share the most telling pairs with a name."""
        # a place inside the name, 嘉寅(襄阳)建材, parts what stands together elsewhere
        apart = parts(folded)
        asked = pairs(folded) | pairs(apart.brand + apart.trade + apart.form)
        entries = sorted((len(held), pair) for pair in asked if (held := self._pairs.get(pair)))
        shared: dict[int, float] = {}
        left = _MOST_ENTRIES
        for size, pair in entries:
            if size > left and shared:
                break
            left -= size
            weight = math.log(1 + len(self._known) / size)
            for place in self._pairs[pair]:
                shared[place] = shared.get(place, 0.0) + weight
        if len(shared) <= _COMPARED:
            return list(shared)
        least = nlargest(_COMPARED, shared.values())[-1]
        nearest = [place for place, weight in shared.items() if weight >= least]
        return sorted(nearest, key=lambda place: (-shared[place], self._known[place].names))[:_COMPARED]


def _rank(candidate: Candidate, folded: str) -> tuple[float, float, float, str]:
    """The likelier first; among equals the name with more pairs in common, then the register number."""
    mine = pairs(folded)
    common = max(len(mine & pairs(name)) / len(mine | pairs(name)) for name in candidate.known.names)
    likely = candidate.likeness
    return (-bool(likely.score), -likely.resemblance - 0.1 * common, -common, candidate.known.register_number)


def pairs(folded: str) -> set[str]:
    """The pairs of characters in a folded name: neighbours, and those with one character between them."""
    near = {folded[at : at + 2] for at in range(len(folded) - 1)}
    far = {f"{folded[at]} {folded[at + 2]}" for at in range(len(folded) - 2)}
    return near | far or {folded}


def codes(described: Described) -> Iterator[str]:
    """The numbers an enterprise is looked up by; a credit code also by the organisation code inside it."""
    if described.credit_code:
        yield described.credit_code
        if len(described.credit_code) == 18:
            yield described.credit_code[8:17]
    if described.organization_code:
        yield described.organization_code.replace("-", "")
    if described.registration_no:
        yield described.registration_no


def reaches(described: Described) -> Iterator[str]:
    """What leads to an enterprise beside names and codes: its telephones; its person, within the unit."""
    yield from likeness.phones(described.phone)
    if described.person and len(described.person) >= 2:
        yield f"{described.person} {described.unit or ''}"
