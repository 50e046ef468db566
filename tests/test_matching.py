"""Which rows are one site: a function of the set of rows and judgements, whatever the order they came in."""

from __future__ import annotations

import random

import pytest
from handed_in import CODE_A, CODE_B, CODE_C
from hypothesis import given
from hypothesis import strategies as st

from inventory import identity
from inventory.judging import Judgement, RowKey, Traits
from inventory.matching import partition
from inventory.vocabulary import Verdict

HOST, ZONE, OTHER_ZONE, ELSEWHERE = 1, 2, 3, 4
HOSTS = {HOST: None, ZONE: HOST, OTHER_ZONE: HOST, ELSEWHERE: None}

PLANT, DRIFTED = "襄阳甲寅建材有限公司", "襄阳市甲寅建材有限责任公司"
UNLIKE = "襄阳丁未化工厂"


def key(number):
    return RowKey(f"{number:02}", "台账", number)


def traits(name=PLANT, code=None, unit=HOST, serial=None, address=None):
    return Traits(unit, name, identity.folded(name), code, identity.site_mark(name), serial, address)


def groups(*rows, judgements=()):
    """Groups as sets of row numbers, each with the kinds of its questions."""
    numbered = [(key(number), each) for number, each in enumerate(rows)]
    found = partition(numbered, judgements, HOSTS)
    return [({k.row for k in group.rows}, [question.kind for question in group.questions]) for group in found]


def judged(verdict, one, two, rows, at="2019-07-01"):
    """A judgement on rows by number."""
    return Judgement(at, verdict, (((key(one), rows[one]),), ((key(two), rows[two]),)))


TABLE = [
    ("equal codes and names alike", [traits(PLANT, CODE_A), traits(DRIFTED, CODE_A)], [({0, 1}, [])]),
    (
        "equal codes, names alike, units that differ",
        [traits(PLANT, CODE_A), traits(PLANT, CODE_A, ELSEWHERE)],
        [({0, 1}, [])],
    ),
    ("an equal name in a unit, without codes", [traits(PLANT), traits(PLANT)], [({0, 1}, [])]),
    ("an equal name in two units", [traits(PLANT), traits(PLANT, unit=ELSEWHERE)], [({0}, []), ({1}, [])]),
    ("an equal name in a zone and its host", [traits(PLANT), traits(PLANT, unit=ZONE)], [({0, 1}, [])]),
    (
        "an equal name in two zones of a host that lists nothing",
        [traits(PLANT, unit=ZONE), traits(PLANT, unit=OTHER_ZONE)],
        [({0}, []), ({1}, [])],
    ),
    (
        "an equal name in two zones and their host",
        [traits(PLANT, unit=ZONE), traits(PLANT, unit=OTHER_ZONE), traits(PLANT)],
        [({0, 1, 2}, [])],
    ),
    ("names that only drift, without codes", [traits(PLANT), traits(DRIFTED)], [({0}, []), ({1}, [])]),
    ("two usable codes under one name", [traits(PLANT, CODE_A), traits(PLANT, CODE_B)], [({0}, []), ({1}, [])]),
    ("a name without code that meets one", [traits(PLANT, CODE_A), traits(PLANT)], [({0, 1}, [])]),
    (
        "a name without code that meets two",
        [traits(PLANT, CODE_A), traits(PLANT, CODE_B), traits(PLANT), traits(PLANT)],
        [({0}, []), ({1}, []), ({2, 3}, ["name_meets_two_codes"])],
    ),
    (
        "one code under unlike names",
        [traits(PLANT, CODE_A), traits(UNLIKE, CODE_A)],
        [({0}, ["code_shared"]), ({1}, ["code_shared"])],
    ),
    (
        "branches of one company",
        [traits(PLANT + "一分厂", CODE_A), traits(PLANT + "二分厂", CODE_A), traits(PLANT, CODE_A)],
        [({0}, []), ({1}, []), ({2}, [])],
    ),
    ("one permit serial alone", [traits(PLANT, CODE_A, serial="001"), traits(PLANT, CODE_A)], [({0, 1}, [])]),
    (
        "two permit serials, a row at the address of one, a row that says nothing",
        [
            traits(PLANT, CODE_A, serial="001", address="东路1号"),
            traits(PLANT, CODE_A, serial="002", address="西路2号"),
            traits(PLANT, CODE_A, address="西路2号"),
            traits(PLANT, CODE_A),
        ],
        [({0}, []), ({1, 2}, []), ({3}, ["site_unclear"])],
    ),
]


@pytest.mark.parametrize(("rows", "wanted"), [case[1:] for case in TABLE], ids=[case[0] for case in TABLE])
def test_the_identity_rules(rows, wanted):
    assert groups(*rows) == wanted


def test_same_joins_what_the_rules_keep_apart():
    rows = [traits(PLANT, CODE_A), traits(UNLIKE, CODE_A)]
    assert groups(*rows, judgements=[judged(Verdict.SAME, 0, 1, rows)]) == [({0, 1}, [])]


def test_different_answers_the_question_about_a_shared_code():
    rows = [traits(PLANT, CODE_A), traits(UNLIKE, CODE_A)]
    assert groups(*rows, judgements=[judged(Verdict.DIFFERENT, 0, 1, rows)]) == [({0}, []), ({1}, [])]


def test_same_with_one_of_the_candidates_answers_the_question():
    rows = [traits(PLANT, CODE_A), traits(PLANT, CODE_B), traits(PLANT)]
    assert groups(*rows, judgements=[judged(Verdict.SAME, 1, 2, rows)]) == [({0}, []), ({1, 2}, [])]


def test_a_new_row_like_a_judged_one_follows_it():
    rows = [traits(PLANT, CODE_A), traits(PLANT, CODE_B), traits(PLANT), traits(PLANT)]
    assert groups(*rows, judgements=[judged(Verdict.SAME, 1, 2, rows)]) == [({0}, []), ({1, 2, 3}, [])]


def test_different_from_every_candidate_makes_it_an_enterprise_of_its_own():
    rows = [traits(PLANT, CODE_A), traits(PLANT, CODE_B), traits(PLANT)]
    first, second = judged(Verdict.DIFFERENT, 0, 2, rows), judged(Verdict.DIFFERENT, 1, 2, rows)
    assert groups(*rows, judgements=[first]) == [({0}, []), ({1}, []), ({2}, ["name_meets_two_codes"])]
    assert groups(*rows, judgements=[first, second]) == [({0}, []), ({1}, []), ({2}, [])]


def test_different_parts_a_group_and_the_rest_goes_where_it_is_like():
    rows = [traits(PLANT, address="东路"), traits(PLANT, address="西路"), traits(PLANT, address="西路"), traits(PLANT)]
    found = groups(*rows, judgements=[judged(Verdict.DIFFERENT, 0, 1, rows)])
    assert found == [({0}, []), ({1, 2}, []), ({3}, ["site_unclear"])]


def test_the_later_judgement_prevails_and_the_contradiction_is_told():
    rows = [traits(PLANT), traits(PLANT)]
    apart = judged(Verdict.DIFFERENT, 0, 1, rows, at="2019-07-01")
    again = judged(Verdict.SAME, 0, 1, rows, at="2019-07-02")
    assert groups(*rows, judgements=[again, apart]) == [({0, 1}, ["judgements_contradict"])]


def test_a_judgement_on_a_row_that_left_speaks_through_rows_like_it():
    rows = [traits(PLANT, CODE_A), traits(UNLIKE, CODE_A)]
    gone = Judgement("2019", Verdict.SAME, (((key(77), rows[0]),), ((key(78), rows[1]),)))
    assert groups(*rows, judgements=[gone]) == [({0, 1}, [])]


NAMES = st.sampled_from([PLANT, DRIFTED, UNLIKE, PLANT + "一分厂", PLANT + "二分厂"])
TRAITS = st.builds(
    traits,
    NAMES,
    st.sampled_from([None, None, CODE_A, CODE_B, CODE_C]),
    st.sampled_from(list(HOSTS)),
    st.sampled_from([None, None, "001", "002"]),
    st.sampled_from([None, "东路1号", "西路2号"]),
)


@st.composite
def worlds(draw):
    """Rows, judgements on some of them, and a seed to shuffle by."""
    rows = draw(st.lists(TRAITS, min_size=2, max_size=12))
    number = st.integers(0, len(rows) - 1)
    pairs = draw(st.lists(st.tuples(st.sampled_from([Verdict.SAME, Verdict.DIFFERENT]), number, number), max_size=4))
    words = [judged(verdict, a, b, rows, f"2019-07-0{n + 1}") for n, (verdict, a, b) in enumerate(pairs) if a != b]
    return [(key(n), each) for n, each in enumerate(rows)], words, draw(st.integers(0, 10_000))


@given(worlds())
def test_the_order_of_rows_and_judgements_never_matters(world):
    rows, words, seed = world
    rnd = random.Random(seed)
    shuffled = partition(rnd.sample(rows, len(rows)), rnd.sample(words, len(words)), HOSTS)
    assert shuffled == partition(rows, words, HOSTS)


@given(worlds())
def test_every_row_is_in_one_group(world):
    rows, words, _ = world
    found = [k for group in partition(rows, words, HOSTS) for k in group.rows]
    assert sorted(found) == sorted(k for k, _ in rows)


@given(worlds())
def test_two_usable_codes_or_marks_are_never_joined_but_by_a_judgement(world):
    rows, _, _ = world
    of = dict(rows)
    for group in partition(rows, (), HOSTS):
        for trait in ("credit_code", "site_mark", "permit_serial"):
            assert len({getattr(of[k], trait) for k in group.rows} - {None}) <= 1


@given(worlds())
def test_the_last_judgement_holds(world):
    rows, words, _ = world
    if not words:
        return
    home = {k: n for n, group in enumerate(partition(rows, words, HOSTS)) for k in group.rows}
    last = max(words, key=Judgement.turn)
    ((one, _),), ((two, _),) = last.sides
    assert (home[one] == home[two]) is (last.verdict == Verdict.SAME)


@given(worlds())
def test_a_copy_of_every_row_changes_no_group(world):
    rows, _, _ = world
    copies = [(RowKey("copy" + k.sha256, k.sheet, k.row), each) for k, each in rows]
    of = {
        tuple(k for k in group.rows if not k.sha256.startswith("copy")) for group in partition(rows + copies, (), HOSTS)
    }
    assert of == {group.rows for group in partition(rows, (), HOSTS)}
