"""Which rows speak of the same site: the identity rules, as one function of a set of rows and judgements.

The result never depends on the order in which rows came. In this order, each rule where its function stands:

1. `_by_code`       usable codes equal and names alike → same; equal codes under unlike names → apart, ask;
2. `_by_name`       a row without a usable code joins by its folded name, in its unit or between a zone and its host;
                    where that name meets two codes it joins neither and asks;
3. `_parted`        two permit serials, or two villages in names alike to a third, are two sites; a row that names none
                    goes where its address leads, else asks;
4. `judging.apply`  what people judged outranks all of it.

Who is asked about is provisional: counted and shown, never published, until somebody judges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from inventory import identity, judging, naming
from inventory.judging import Cluster, Group, Judgement, Question, RowKey, Traits

__all__ = ["Group", "Judgement", "Question", "RowKey", "Traits", "partition"]


def partition(
    rows: Iterable[tuple[RowKey, Traits]],
    judgements: Sequence[Judgement] = (),
    hosts: Mapping[int, int | None] | None = None,
    successors: Mapping[str, str] | None = None,
) -> list[Group]:
    """The rows as groups, one a site, with the questions nobody has answered yet.

    :param rows: every row that could be tied to another (`intake.closure` finds them).
    :param judgements: those in force; later ones prevail over earlier.
    :param hosts: unit → the unit it lies in, for development zones.
    :param successors: code → the one its holder uses now, where people judged that: they count as one code.
    """
    if successors:
        rows = [(key, _succeeded(traits, successors)) for key, traits in rows]
        judgements = [
            word._replace(
                sides=(
                    tuple((key, _succeeded(traits, successors)) for key, traits in word.sides[0]),
                    tuple((key, _succeeded(traits, successors)) for key, traits in word.sides[1]),
                )
            )
            for word in judgements
        ]
    atoms: dict[Traits, list[RowKey]] = defaultdict(list)
    for key, traits in rows:
        atoms[traits].append(key)
    renamed = judging.supposed(atoms, judgements)
    for each in renamed:
        atoms[each.traits].append(each.key)
    clusters = _by_code(atoms)
    clusters = _by_name(atoms, clusters, hosts or {})
    for told in (_serial, _village):
        clusters = [part for cluster in clusters for part in _parted(cluster, told)]
    return judging.apply(clusters, judgements, renamed)


def _succeeded(traits: Traits, successors: Mapping[str, str]) -> Traits:
    code = traits.credit_code
    return traits._replace(credit_code=successors.get(code, code)) if code else traits


def _by_code(atoms: Mapping[Traits, list[RowKey]]) -> list[Cluster]:
    """Rows with the same usable code whose names are alike (over a chain of alike names, if need be)."""
    of_code: dict[str, dict[str, dict[Traits, list[RowKey]]]] = defaultdict(lambda: defaultdict(dict))
    for traits, keys in atoms.items():
        if traits.credit_code:
            of_code[traits.credit_code][traits.name_folded][traits] = keys
    found: list[Cluster] = []
    for of_name in of_code.values():
        chains = _chains(list(of_name))
        clusters = [Cluster({t: set(k) for name in chain for t, k in of_name[name].items()}) for chain in chains]
        if len(clusters) > 1:
            _ask_whose_code(clusters)
        found += clusters
    return found


def _chains(names: list[str]) -> list[list[str]]:
    """Names in chains of alike ones."""
    if len(names) == 1:
        return [names]
    chains: list[list[str]] = []
    for name in sorted(names):
        touched = [chain for chain in chains if any(identity.are_alike(name, other) for other in chain)]
        chains = [chain for chain in chains if chain not in touched]
        chains.append([name, *(other for chain in touched for other in chain)])
    return chains


def _ask_whose_code(clusters: list[Cluster]) -> None:
    """Names under one code that differ in more than branch, ordinal or village: is it one company's code, copied?"""
    for cluster in clusters:
        others = [other for other in clusters if other is not cluster and not _are_branches(cluster, other)]
        if others:
            cluster.ask("code_shared", others)


def _are_branches(one: Cluster, other: Cluster) -> bool:
    """Whether two clusters under a code are sites of one company, told apart by their marks alone."""
    return any(
        a.site_mark != b.site_mark and identity.are_alike(identity.without_mark(a.name), identity.without_mark(b.name))
        for a in one.atoms
        for b in other.atoms
    )


def _by_name(
    atoms: Mapping[Traits, list[RowKey]], coded: list[Cluster], hosts: Mapping[int, int | None]
) -> list[Cluster]:
    """Rows without a usable code, joined by folded name within a unit and between a zone and its host."""
    bearers: dict[str, list[tuple[int, Cluster]]] = defaultdict(list)
    codeless: dict[str, list[Traits]] = defaultdict(list)
    for traits in atoms:
        if not traits.credit_code:
            codeless[traits.name_folded].append(traits)
    for cluster in coded:
        for traits in cluster.atoms:
            if traits.name_folded in codeless:
                bearers[traits.name_folded].append((traits.unit, cluster))
    found = list(coded)
    joining: list[tuple[Cluster, list[Traits]]] = []
    for name, members in codeless.items():
        regions = _regions({t.unit for t in members} | {unit for unit, _ in bearers[name]}, hosts)
        here: dict[int, list[Traits]] = defaultdict(list)
        for traits in members:
            here[regions[traits.unit]].append(traits)
        for those in here.values():
            units = {traits.unit for traits in those}
            candidates = {id(c): c for unit, c in bearers[name] if _are_one_region(unit, units, hosts)}
            if len(candidates) == 1:
                joining.append((next(iter(candidates.values())), those))
                continue
            alone = Cluster({traits: set(atoms[traits]) for traits in those})
            if candidates:
                alone.ask("name_meets_two_codes", candidates.values())
            found.append(alone)
    # only when everything is asked: a question names rows of its candidates, which must not hang on who joined first
    for cluster, those in joining:
        cluster.atoms.update({traits: set(atoms[traits]) for traits in those})
    return found


def _regions(units: set[int], hosts: Mapping[int, int | None]) -> dict[int, int]:
    """Unit → region: a zone counts with its host where the host is among the units, two zones of one host only so."""
    return {unit: host if (host := hosts.get(unit)) in units and host is not None else unit for unit in units}


def _are_one_region(unit: int, others: set[int], hosts: Mapping[int, int | None]) -> bool:
    """Whether a unit is one of the others, or a zone or the host of one: two zones of one host are not."""
    return unit in others or hosts.get(unit) in others or any(hosts.get(other) == unit for other in others)


def _serial(traits: Traits) -> str | None:
    return traits.permit_serial


def _village(traits: Traits) -> str | None:
    # a name may drop its village, so that names of two villages can be alike to the same third
    return naming.mark(traits.name_folded).village or None if traits.site_mark else None


def _parted(cluster: Cluster, told: Callable[[Traits], str | None]) -> list[Cluster]:
    """A site for each thing told of it; the questions of the whole stay with every part."""
    if len(cluster.atoms) == 1:
        return [cluster]
    said = {traits: told(traits) for traits in cluster.atoms}
    if len({each for each in said.values() if each}) < 2:
        return [cluster]
    at: dict[str, set[str]] = defaultdict(set)
    for traits, each in said.items():
        if each and traits.address_folded:
            at[traits.address_folded].add(each)
    parts = {each: cluster.part() for each in sorted({each for each in said.values() if each})}
    unclear = cluster.part()
    for traits, keys in cluster.atoms.items():
        own = said[traits]
        led = {own} if own else at.get(traits.address_folded or "", set())
        (parts[next(iter(led))] if len(led) == 1 else unclear).atoms[traits] = keys
    found = list(parts.values())
    if unclear.atoms:
        unclear.ask("site_unclear", found)
        found.append(unclear)
    return found
