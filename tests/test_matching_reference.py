"""The identity rules once more, slowly and straight from their text, beside `matching.partition`.

«Two rows are surely the same when: usable codes equal and names alike; or folded name equal in the same unit (or a
unit and its host region) and not two different usable codes. Surely different: two usable codes, differing ordinals,
branches or villages. A code-less name that meets two different codes joins neither and asks. Equal codes under unlike
names: ask. One site per legal person until a permit serial says otherwise.»
"""

from __future__ import annotations

from handed_in import CODE_A, CODE_B
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inventory import identity, naming
from inventory.identity import RowIdentity
from inventory.judging import RowKey, Traits
from inventory.matching import partition

HOST, ZONE, OTHER_ZONE, ELSEWHERE = 1, 2, 3, 4
HOSTS = {HOST: None, ZONE: HOST, OTHER_ZONE: HOST, ELSEWHERE: None}

NAMES = (
    "襄阳甲寅建材有限公司",
    "襄阳市甲寅建材有限责任公司",
    "襄阳甲寅建材有限公司一分厂",
    "襄阳甲寅建材有限公司二分厂",
    "襄阳丁未化工厂",
    "胡营村砖厂",
    "杨庄村砖厂",
    "砖厂",
)


def traits(name, code=None, unit=HOST, serial=None, address=None):
    return Traits(unit, name, identity.folded(name), code, identity.site_mark(name), serial, address)


ROWS = st.lists(
    st.builds(
        traits,
        st.sampled_from(NAMES),
        st.sampled_from([None, None, CODE_A, CODE_B]),
        st.sampled_from(list(HOSTS)),
        st.sampled_from([None, None, None, "001", "002"]),
        st.sampled_from([None, "东路1号", "西路2号"]),
    ),
    min_size=1,
    max_size=9,
)


def told(row):
    """A row as the two sure rules see it."""
    host = HOSTS[row.unit]
    return RowIdentity(str(row.unit), row.name, row.credit_code, str(host) if host else None)


def joined(rows, are_one):
    """Numbers of rows in classes: of one class when a chain of pairs that are one leads from one to the other."""
    classes = [{number} for number in range(len(rows))]
    for a in range(len(rows)):
        for b in range(a):
            if are_one(rows[a], rows[b]):
                one, other = (next(each for each in classes if n in each) for n in (a, b))
                if one is not other:
                    one |= other
                    classes.remove(other)
    return classes


def by_the_text(rows):
    """Sites as sets of row numbers, each with the kinds of its questions."""
    same = lambda a, b: identity.are_same(told(a), told(b))  # noqa: E731 — a rule handed on
    coded = joined(rows, lambda a, b: bool(a.credit_code and b.credit_code) and same(a, b))
    coded = [(each, set()) for each in coded if rows[min(each)].credit_code]
    for each, asks in coded:
        for other, _ in coded:
            if other is not each and one_code(rows, each, other) and not branches(rows, each, other):
                asks.add("code_shared")
    codeless = joined(rows, lambda a, b: not (a.credit_code or b.credit_code) and same(a, b))
    codeless = [each for each in codeless if not rows[min(each)].credit_code]
    # rows of two zones speak of one site when their host lists it too, be it with a code
    codeless = [set().union(*chain) for chain in linked(rows, codeless, coded, same)]
    met = [[each for each in coded if any(same(rows[a], rows[b]) for a in one for b in each[0])] for one in codeless]
    sites = list(coded)
    for one, meets in zip(codeless, met, strict=True):
        if len(meets) == 1:
            meets[0][0].update(one)
        else:
            sites.append((one, {"name_meets_two_codes"} if meets else set()))
    for mark in (lambda row: row.permit_serial, lambda row: naming.mark(row.name_folded).village):
        sites = [part for members, asks in sites for part in parted(rows, members, asks, mark)]
    return sorted((sorted(members), sorted(asks)) for members, asks in sites)


def linked(rows, codeless, coded, same):
    """Code-less classes of one name that meet the same coded row of that name: its unit is a unit of that name."""
    chains = []
    for one in codeless:
        touching = [chain for chain in chains if any(share(rows, one, other, coded, same) for other in chain)]
        chains = [chain for chain in chains if chain not in touching]
        chains.append([one, *(other for chain in touching for other in chain)])
    return chains


def share(rows, one, other, coded, same):
    bearers = [b for each, _ in coded for b in each]
    return any(
        len({rows[n].name_folded for n in (a, b, c)}) == 1 and same(rows[a], rows[b]) and same(rows[c], rows[b])
        for a in one
        for c in other
        for b in bearers
    )


def one_code(rows, one, other):
    return rows[min(one)].credit_code == rows[min(other)].credit_code


def branches(rows, one, other):
    return any(
        rows[a].site_mark != rows[b].site_mark
        and identity.are_alike(identity.without_mark(rows[a].name), identity.without_mark(rows[b].name))
        for a in one
        for b in other
    )


def parted(rows, members, asks, mark):
    said = sorted({mark(rows[n]) for n in members if mark(rows[n])})
    if len(said) < 2:
        return [(members, asks)]
    led = {
        n: {mark(rows[n])}
        if mark(rows[n])
        else {mark(rows[m]) for m in members if mark(rows[m]) and rows[n].address_folded == rows[m].address_folded}
        if rows[n].address_folded
        else set()
        for n in members
    }
    found = [({n for n in members if led[n] == {each}}, asks) for each in said]
    unclear = {n for n in members if len(led[n]) != 1}
    return [*found, (unclear, asks | {"site_unclear"})] if unclear else found


@settings(max_examples=400, deadline=None)
@given(ROWS)
@example([traits("胡营村砖厂", CODE_A), traits("砖厂", CODE_A), traits("杨庄村砖厂", CODE_A)])
@example([traits("砖厂", unit=ZONE), traits("砖厂", unit=OTHER_ZONE), traits("砖厂", CODE_A)])
@example([traits("砖厂", unit=OTHER_ZONE), traits("砖厂", CODE_A), traits("砖厂", CODE_B, ZONE)])
def test_partition_says_what_the_text_says(rows):
    found = partition([(RowKey(f"{n:02}", "台账", n), row) for n, row in enumerate(rows)], (), HOSTS)
    assert [
        ([key.row for key in group.rows], sorted({question.kind for question in group.questions})) for group in found
    ] == by_the_text(rows)


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_surely_different_rows_are_never_one_site(rows):
    home = {}
    for number, group in enumerate(partition([(RowKey(f"{n:02}", "", n), r) for n, r in enumerate(rows)], (), HOSTS)):
        home |= {key.row: number for key in group.rows}
    for a, one in enumerate(rows):
        for b, other in enumerate(rows[:a]):
            if home[a] == home[b]:
                assert not identity.are_different(told(one), told(other))
                assert not (one.permit_serial and other.permit_serial and one.permit_serial != other.permit_serial)
