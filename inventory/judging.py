"""What people judged of identity, laid over the groups that the rules make.

"Same" merges groups, "different" parts one. A judgement keeps the rows it was made on; where such a row
has left force, it speaks through the rows that have the same traits. Judgements are applied in the order
they were made, so the later prevails; a group that still holds both sides of a "different" says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from inventory.vocabulary import Verdict


class RowKey(NamedTuple):
    """A row by what outlives every reading of it: the workbook's digest, sheet, row, and table side by side."""

    sha256: str
    sheet: str
    row: int
    panel: int = 0


class Traits(NamedTuple):
    """What identity hangs on. No rule tells rows of equal traits apart; only a judgement does."""

    unit: int
    name: str
    name_folded: str
    #: passes its check; any other code neither joins nor separates
    credit_code: str | None = None
    #: ordinal, branch or village in the name
    site_mark: str | None = None
    permit_serial: str | None = None
    address_folded: str | None = None


class Judgement(NamedTuple):
    """Somebody's word on rows in two sides."""

    made_at: str
    verdict: Verdict
    sides: tuple[tuple[tuple[RowKey, Traits], ...], tuple[tuple[RowKey, Traits], ...]]

    def turn(self) -> tuple[str, str, list[RowKey], list[RowKey]]:
        """When it is applied: in the order made, judgements of one moment by their rows."""
        one, two = (sorted(key for key, _ in side) for side in self.sides)
        return (self.made_at, self.verdict, one, two)


#: the kinds of problem that keep an enterprise provisional
QUESTIONS = ("code_shared", "name_meets_two_codes", "site_unclear", "judgements_contradict")


class Question(NamedTuple):
    """What nobody has answered yet: kind of problem, and a row of each site it is about."""

    kind: str
    others: tuple[RowKey, ...]


class Group(NamedTuple):
    """The rows of one site. Provisional while there are questions."""

    rows: tuple[RowKey, ...]
    questions: tuple[Question, ...] = ()


@dataclass(slots=True, eq=False)
class Cluster:
    """A group in the making."""

    atoms: dict[Traits, set[RowKey]]
    questions: list[tuple[str, tuple[RowKey, ...]]] = field(default_factory=list)

    def ask(self, kind: str, others: Iterable[Cluster]) -> None:
        """Which of the others, if any, is this?"""
        self.questions.append((kind, tuple(sorted(min(other.rows()) for other in others))))

    def rows(self) -> Iterator[RowKey]:
        """All rows of the cluster."""
        return (key for keys in self.atoms.values() for key in keys)

    def part(self) -> Cluster:
        """An empty part of it, with the same questions."""
        return Cluster({}, list(self.questions))


#: by these a row nobody judged goes with one side of a parted group, the first that tells the sides apart
TELLING = ("permit_serial", "credit_code", "site_mark", "address_folded", "name_folded", "unit")


def apply(clusters: list[Cluster], judgements: Sequence[Judgement]) -> list[Group]:
    """The groups after all judgements, with the questions still open."""
    if judgements:
        clusters = _Judging(clusters).judged(sorted(judgements, key=Judgement.turn))
    home = _homes(clusters) if judgements or any(cluster.questions for cluster in clusters) else {}
    apart = _apart(judgements, home)
    groups = []
    for cluster in clusters:
        open_questions = {question for asked in cluster.questions if (question := _open(cluster, asked, home, apart))}
        if (id(cluster), id(cluster)) in apart:
            open_questions.add(Question("judgements_contradict", ()))
        groups.append(Group(tuple(sorted(cluster.rows())), tuple(sorted(open_questions))))
    return sorted(groups)


def _homes(clusters: Iterable[Cluster]) -> dict[RowKey, Cluster]:
    return {key: cluster for cluster in clusters for key in cluster.rows()}


def _apart(judgements: Sequence[Judgement], home: dict[RowKey, Cluster]) -> set[tuple[int, int]]:
    """Pairs of clusters somebody judged different; a pair of one with itself is a contradiction."""
    apart = set()
    for judgement in judgements:
        if judgement.verdict == Verdict.DIFFERENT:
            one, two = ({id(home[key]) for key, _ in side if key in home} for side in judgement.sides)
            apart |= {pair for a in one for b in two for pair in ((a, b), (b, a))}
    return apart


def _open(
    cluster: Cluster,
    asked: tuple[str, tuple[RowKey, ...]],
    home: dict[RowKey, Cluster],
    apart: set[tuple[int, int]],
) -> Question | None:
    """The question as it stands after the judgements; None when answered."""
    kind, others = asked
    mine = [key for key in others if home[key] is cluster]
    left = tuple(key for key in others if home[key] is not cluster and (id(cluster), id(home[key])) not in apart)
    if not left or (mine and kind != "code_shared"):
        # where rows could belong to one of several sites, belonging to one settles it
        return None
    return Question(kind, left)


class _Judging:
    """Clusters under judgement: which row is where, while they merge and part."""

    def __init__(self, clusters: list[Cluster]) -> None:
        self.clusters = {id(cluster): cluster for cluster in clusters}
        self.home = _homes(clusters)
        self.like: dict[Traits, set[RowKey]] = {}
        for cluster in clusters:
            self.like.update(cluster.atoms)
        self.like = {traits: set(keys) for traits, keys in self.like.items()}

    def judged(self, judgements: Sequence[Judgement]) -> list[Cluster]:
        for judgement in judgements:
            one, two = (self._standing(side) for side in judgement.sides)
            if judgement.verdict == Verdict.SAME:
                self._merge({id(self.home[key]): self.home[key] for key in sorted(one | two)}.values())
            else:
                for cluster in {id(self.home[key]): self.home[key] for key in sorted(one)}.values():
                    mine = set(cluster.rows())
                    if mine & two:
                        self._part(cluster, mine & one - two, mine & two - one)
        return list(self.clusters.values())

    def _standing(self, side: Iterable[tuple[RowKey, Traits]]) -> set[RowKey]:
        """The rows of a side that are in force, or else those with the traits of the one that no longer is."""
        found: set[RowKey] = set()
        for key, traits in side:
            found |= {key} if key in self.home else self.like.get(traits, set())
        return found

    def _merge(self, clusters: Collection[Cluster]) -> None:
        first, *others = clusters or [Cluster({})]
        for other in others:
            for traits, keys in other.atoms.items():
                first.atoms.setdefault(traits, set()).update(keys)
            first.questions += other.questions
            self.home.update(dict.fromkeys(other.rows(), first))
            del self.clusters[id(other)]

    def _part(self, cluster: Cluster, one: set[RowKey], two: set[RowKey]) -> None:
        """Two parts, and a third for what goes with neither, which asks."""
        if not one or not two:
            return
        sides = (cluster.part(), cluster.part())
        unclear = cluster.part()
        told = [[traits for traits, keys in cluster.atoms.items() if keys & side] for side in (one, two)]
        for traits, keys in cluster.atoms.items():
            placed: tuple[tuple[Cluster, set[RowKey]], ...]
            if keys & one and keys & two:
                placed = ((sides[0], keys & one), (sides[1], keys & two), (unclear, keys - one - two))
            else:
                side = 0 if keys & one else 1 if keys & two else _side(traits, told)
                placed = ((unclear if side is None else sides[side], keys),)
            for part, members in placed:
                if members:
                    part.atoms.setdefault(traits, set()).update(members)
        if unclear.atoms:
            unclear.ask("site_unclear", sides)
        del self.clusters[id(cluster)]
        for part in (*sides, unclear):
            if part.atoms:
                self.clusters[id(part)] = part
                self.home.update(dict.fromkeys(part.rows(), part))


def _side(traits: Traits, told: Sequence[Sequence[Traits]]) -> int | None:
    """With which side a row goes that nobody judged: where the first telling trait agrees with one side alone."""
    for trait in TELLING:
        value = getattr(traits, trait)
        one, two = (value in {getattr(each, trait) for each in side} for side in told)
        if value is not None and one != two:
            return 0 if one else 1
    return None
