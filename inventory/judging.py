"""What people judged of identity, laid over the groups that the rules make.

"Same" merges groups, "different" parts one, "renamed" gives one a name more. A judgement keeps the rows it was made
on; where such a row has left force, it speaks through the rows that have the same traits. Judgements are applied in
the order they were made, so the later prevails; a group that still holds both sides of a "different" says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from inventory import identity
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
    """Somebody's word on rows in two sides; a renaming has one side, and the new name."""

    made_at: str
    verdict: Verdict
    sides: tuple[tuple[tuple[RowKey, Traits], ...], tuple[tuple[RowKey, Traits], ...]]
    name: str | None = None

    def turn(self) -> tuple[str, str, str, list[RowKey], list[RowKey]]:
        """When it is applied: in the order made, judgements of one moment by their rows."""
        one, two = (sorted(key for key, _ in side) for side in self.sides)
        return (self.made_at, self.verdict, self.name or "", one, two)


#: in the place of a digest in the key of a row that a renaming stands for; sorts behind every digest
_SUPPOSED = "~"


class Supposed(NamedTuple):
    """A row no ledger has: what a renamed enterprise would look like in a ledger that knows the new name."""

    key: RowKey
    traits: Traits
    #: the rows that are renamed, all of the same traits
    of: tuple[RowKey, ...]
    judgement: Judgement


def supposed(atoms: Mapping[Traits, Collection[RowKey]], judgements: Sequence[Judgement]) -> list[Supposed]:
    """The rows that the renamings stand for, one for rows of the same traits.

    They take part in the rules like any row, so that whatever meets the new name is decided or asked by the rules.
    """
    renamings = sorted((each for each in judgements if each.verdict == Verdict.RENAMED), key=Judgement.turn)
    if not renamings:
        return []
    traits_of = {key: traits for traits, keys in atoms.items() for key in keys}
    found = []
    for number, renaming in enumerate(renamings):
        rows: dict[Traits, list[RowKey]] = defaultdict(list)
        for key, traits in renaming.sides[0]:
            stands = traits_of.get(key, traits)
            rows[stands] += [key] if key in traits_of else atoms.get(traits, ())
        for place, (traits, keys) in enumerate(sorted(rows.items(), key=lambda each: min(each[1], default=_NOWHERE))):
            if keys:
                key = RowKey(_SUPPOSED, f"{number:09}", place)
                found.append(Supposed(key, _renamed(traits, renaming.name or ""), tuple(sorted(set(keys))), renaming))
    return found


_NOWHERE = RowKey(_SUPPOSED, "", 0)


def _renamed(traits: Traits, name: str) -> Traits:
    return traits._replace(name=name, name_folded=identity.folded(name), site_mark=identity.site_mark(name))


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


#: questions that hold only while a row could belong to several sites
ONE_OF_SEVERAL = ("name_meets_two_codes", "site_unclear")


def apply(clusters: list[Cluster], judgements: Sequence[Judgement], renamed: Sequence[Supposed] = ()) -> list[Group]:
    """The groups after all judgements, with the questions still open.

    :param renamed: rows among the clusters that renamings stand for; they are in no group.
    """
    apart: set[tuple[int, int]] = set()
    if judgements:
        judging = _Judging(clusters, sorted(judgements, key=Judgement.turn), renamed)
        clusters = judging.judged()
        apart = judging.apart()
    home = _homes(clusters) if any(cluster.questions for cluster in clusters) else {}
    groups = []
    for cluster in clusters:
        rows = tuple(sorted(key for key in cluster.rows() if key.sha256 != _SUPPOSED))
        if not rows:
            continue
        open_questions = {question for asked in cluster.questions if (question := _open(cluster, asked, home, apart))}
        if (id(cluster), id(cluster)) in apart:
            open_questions.add(Question("judgements_contradict", ()))
        groups.append(Group(rows, tuple(sorted(open_questions))))
    return sorted(groups)


def _homes(clusters: Iterable[Cluster]) -> dict[RowKey, Cluster]:
    return {key: cluster for cluster in clusters for key in cluster.rows()}


def _open(
    cluster: Cluster,
    asked: tuple[str, tuple[RowKey, ...]],
    home: Mapping[RowKey, Cluster],
    apart: set[tuple[int, int]],
) -> Question | None:
    """The question as it stands after the judgements; None when answered."""
    kind, others = asked
    homes = {id(home[key]): home[key] for key in others}
    if id(cluster) in homes and kind in ONE_OF_SEVERAL:
        # where rows could belong to one of several sites, belonging to one settles it
        return None
    left = [other for other in homes.values() if other is not cluster and (id(cluster), id(other)) not in apart]
    # an enterprise of which only a new name is left is no site to choose
    named = sorted(key for other in left if (key := min(other.rows())).sha256 != _SUPPOSED)
    return Question(kind, tuple(named)) if named else None


class _Judging:
    """Clusters under judgement: which row is where, while they merge and part."""

    def __init__(self, clusters: list[Cluster], judgements: Sequence[Judgement], renamed: Sequence[Supposed]) -> None:
        self.clusters = {id(cluster): cluster for cluster in clusters}
        self.home = _homes(clusters)
        self.like = {traits: set(keys) for cluster in clusters for traits, keys in cluster.atoms.items()}
        self.judgements = [(each, self._standing(each.sides[0]), self._standing(each.sides[1])) for each in judgements]
        self.renamed = renamed

    def judged(self) -> list[Cluster]:
        """The clusters after the judgements, one by one."""
        for judgement, one, two in self.judgements:
            if judgement.verdict == Verdict.SAME:
                self._merge(self._at(one | two))
            elif judgement.verdict == Verdict.RENAMED:
                for each in self.renamed:
                    if each.judgement is judgement:
                        self._merge(self._at({each.key, *each.of}))
            else:
                for cluster in self._at(one):
                    mine = set(cluster.rows())
                    self._part(cluster, mine & (one - two), mine & (two - one))
        while self._settle():
            pass
        return list(self.clusters.values())

    def apart(self) -> set[tuple[int, int]]:
        """Pairs of clusters somebody judged different; a pair of one with itself is a contradiction."""
        apart = set()
        for judgement, one, two in self.judgements:
            if judgement.verdict == Verdict.DIFFERENT:
                # rows of equal traits may speak for both sides of rows that left: then nothing tells the sides apart
                sides = [{id(self.home[key]) for key in side} for side in (one - two or one, two - one or two)]
                apart |= {pair for a in sides[0] for b in sides[1] for pair in ((a, b), (b, a))}
        return apart

    def _at(self, rows: Iterable[RowKey]) -> list[Cluster]:
        """The clusters that the rows are in, that of the lowest row first."""
        return list({id(self.home[key]): self.home[key] for key in sorted(rows)}.values())

    def _settle(self) -> bool:
        """What could belong to one of several sites belongs to them once these were judged to be one."""
        asking = [each for each in self.clusters.values() if each.questions]
        apart = self.apart() if asking else set()
        for cluster in asking:
            for kind, others in cluster.questions:
                sites = self._at(others)
                is_settled = kind in ONE_OF_SEVERAL and len(sites) == 1 and sites[0] is not cluster
                if is_settled and (id(cluster), id(sites[0])) not in apart:
                    self._merge([sites[0], cluster])
                    return True
        return False

    def _standing(self, side: Iterable[tuple[RowKey, Traits]]) -> set[RowKey]:
        """The rows of a side that are in force, or else those with the traits of the one that no longer is."""
        found: set[RowKey] = set()
        for key, traits in side:
            found |= {key} if key in self.home else self.like.get(traits, set())
        return found

    def _merge(self, clusters: Sequence[Cluster]) -> None:
        for other in clusters[1:]:
            first = clusters[0]
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
