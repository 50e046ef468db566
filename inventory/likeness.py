"""How far two described enterprises are alike, and why: for questions that a person decides, never for joining.

What joins and parts for sure stands in `inventory.identity`. Here a name is weighed part by part (brand, trade, legal
form, places), and whatever else agrees (person, telephone, address, coordinates, codes, equipment) adds to it: each
agreement takes its share of the doubt that is left. Ordinals, branches, villages, permit serials and two usable codes
are vetoes: the score is 0 then, and `resemblance` still says how alike they are, which is what tells a closed plant
that opened again under another licence. A person's judgement "different" outranks any score; whoever lists
candidates leaves such pairs out.

The weights are a judgement of the trade, held by the frozen pairs of tests/name_pairs.csv (`make pairs`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from inventory import identity
from inventory.description import Described, apart, located, phones
from inventory.language import _
from inventory.naming import Parts, are_other_counties, mark, parts
from inventory.vocabulary import Code

__all__ = ["ASKED", "REASONS", "Decision", "Described", "Likeness", "Reason", "compare", "decision", "phones"]

#: from this score on a person is asked
ASKED = 0.75

#: kind of reason → how it is worded; ``{one}`` and ``{other}`` are what the two sides say
REASONS: dict[str, str] = {
    "name_equal": _("same name"),
    "name_slip": _("names differ by one character: {one}, {other}"),
    "former_name": _("known under this name before: {one}"),
    "brand_equal": _("same brand: {one}"),
    "brand_near": _("similar brand: {one}, {other}"),
    "trade_near": _("similar trade: {one}, {other}"),
    "trade_differs": _("another trade: {one}, {other}"),
    "place_equal": _("same place in the name: {one}"),
    "place_differs": _("another place in the name: {one}, {other}"),
    "unit_differs": _("another unit: {one}, {other}"),
    "code_equal": _("same credit code: {one}"),
    "code_near": _("credit codes differ by a slip: {one}, {other}"),
    "registration_equal": _("same registration number: {one}"),
    "registration_region": _("registration number and credit code are of one region: {one}"),
    "organization_equal": _("same organisation code: {one}"),
    "organization_successor": _("the organisation code {one} stands in the credit code {other}"),
    "person_equal": _("same person: {one}"),
    "people_differ": _("another person and telephone: {one}, {other}"),
    "phone_equal": _("same telephone: {one}"),
    "address_equal": _("same address: {one}"),
    "address_near": _("similar address: {one}, {other}"),
    "coordinates_near": _("{one} metres apart"),
    "equipment_equal": _("same equipment: {one}"),
    "ordinal_differs": _("another number of the plant: {one}, {other}"),
    "branch_differs": _("another branch: {one}, {other}"),
    "village_differs": _("another village: {one}, {other}"),
    "serial_differs": _("another serial in the permit number: {one}, {other}"),
    "codes_differ": _("two valid credit codes: {one}, {other}"),
}

#: what an agreement takes of the doubt that is left
_WEIGHT = {
    "code_equal": 0.92,
    "code_near": 0.6,
    "registration_equal": 0.9,
    "registration_region": 0.05,
    "organization_equal": 0.9,
    "organization_successor": 0.9,
    "person_equal": 0.45,
    "phone_equal": 0.5,
    "address_equal": 0.45,
    "address_near": 0.25,
    "equipment_equal": 0.15,
}
#: metres apart, at most → weight
_NEARNESS = ((50, 0.5), (200, 0.3), (500, 0.15))


class Reason(NamedTuple):
    """One thing that speaks for or against: its kind (`REASONS`), and what either side says."""

    kind: str
    one: str = ""
    other: str = ""


class Decision(Code):
    """What is done with two enterprises."""

    SAME = "same", "同一企业"
    ASK = "ask", "待人工判断"
    DIFFERENT = "different", "不同企业"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two enterprises are, from 0 to 1; what speaks for it and against it; what rules it out."""

    resemblance: float
    reasons: tuple[Reason, ...]
    vetoes: tuple[Reason, ...] = ()

    @property
    def score(self) -> float:
        """The resemblance; 0 where something rules out that they are one site."""
        return 0.0 if self.vetoes else self.resemblance


def decision(a: Described, b: Described) -> Decision:
    """What the rules do with two descriptions: join for sure, part for sure, or ask where they are alike enough."""
    if identity.are_different(a.row, b.row):
        return Decision.DIFFERENT
    if identity.are_same(a.row, b.row):
        return Decision.SAME
    return Decision.ASK if compare(a, b).score >= ASKED else Decision.DIFFERENT


def compare(a: Described, b: Described) -> Likeness:
    """How alike two descriptions are. The score is the same whichever comes first."""
    named, reasons = _names(a, b)
    doubt = 1 - named
    for reason, weight in _agreements(a, b, named):
        reasons.append(reason)
        doubt *= 1 - weight
    return Likeness(round(1 - doubt, 4), tuple(reasons), tuple(_vetoes(a, b)))


def _vetoes(a: Described, b: Described) -> Iterator[Reason]:
    one, other = mark(identity.folded(a.name)), mark(identity.folded(b.name))
    if one.ordinal != other.ordinal:
        yield Reason("ordinal_differs", one.ordinal, other.ordinal)
    if one.branch != other.branch:
        yield Reason("branch_differs", one.branch, other.branch)
    if one.village and other.village and one.village != other.village:
        yield Reason("village_differs", one.village, other.village)
    if a.permit_serial and b.permit_serial and a.permit_serial != b.permit_serial:
        yield Reason("serial_differs", a.permit_serial, b.permit_serial)
    if a.usable_code and b.usable_code and a.usable_code != b.usable_code:
        yield Reason("codes_differ", a.usable_code, b.usable_code)


# ── names ──


def _names(a: Described, b: Described) -> tuple[float, list[Reason]]:
    """The likeness of the names; of a former name where that is nearer."""
    best, reasons = _name(a.name, b.name, a, b)
    for one, other in product((a.name, *a.former), (b.name, *b.former)):
        if one in a.former or other in b.former:
            score, why = _name(one, other, a, b)
            if score * 0.95 > best:
                best, reasons = score * 0.95, [Reason("former_name", one if one in a.former else other), *why]
    if a.unit and b.unit and not a.shares_region(b):
        reasons.append(Reason("unit_differs", a.unit, b.unit))
        best *= 0.8
    if best < 1 and _are_other_people(a, b):
        reasons.append(Reason("people_differ", str(a.person), str(b.person)))
        best *= 0.8
    return best, reasons


def _name(one: str, other: str, a: Described, b: Described) -> tuple[float, list[Reason]]:
    folded, against = identity.folded(one), identity.folded(other)
    if folded == against:
        return 1.0, [Reason("name_equal")]
    x, y = parts(folded), parts(against)
    place, why = _place(x, y, a, b)
    is_in_brand = x.brand and y.brand and x[:2] + x[3:] == y[:2] + y[3:]
    if not is_in_brand and identity.one_slip(folded, against) and not are_other_counties(x, y):
        # a slip may break a name in other places than it stands: 有眼公司 is no legal form, 谷县 no county
        return 0.92, [Reason("name_slip", one, other)]
    score, reasons = _brand(x, y)
    trade, of_trade = _trade(x.trade, y.trade)
    return score * trade * _form(x.form, y.form) * place, reasons + of_trade + why


def _brand(x: Parts, y: Parts) -> tuple[float, list[Reason]]:
    one, other = x.brand, y.brand
    if not one and not other:
        # 枣阳市砖厂 has no brand: then the places are all that tells it
        return (0.9 if x.county == y.county and x.town == y.town and (x.county or x.town) else 0.4), []
    if one == other:
        return 1.0, [Reason("brand_equal", one)]
    if not one or not other:
        return 0.25, []
    near = [Reason("brand_near", one, other)]
    if identity.one_slip(one + x.trade + x.form, other + y.trade + y.form):
        if max(len(one), len(other)) > 2:
            return 0.88, near
        # of two characters one is half the brand: 金阳 and 金鼎 are two firms, 嘉寅 and 佳寅 a slip
        return (0.82 if identity.sounded(one) == identity.sounded(other) else 0.7), near
    if min(len(one), len(other)) >= 2 and (one in other or other in one):
        return 0.7, near
    shared = len(set(one) & set(other)) / max(len(set(one)), len(set(other)))
    return (0.6 * shared, near) if shared >= 0.5 else (0.1, [])


#: words of a trade that say little of it
_VAGUE = re.compile("实业|工贸|商贸|科技|技术|工程|发展|贸易|工业|产业|投资|建设|制造|加工|制品|生产|新型|环保|精细")


def _trade(one: str, other: str) -> tuple[float, list[Reason]]:
    if one == other:
        return 1.0, []
    near = [Reason("trade_near", one, other)]
    if one and other and (one in other or other in one):
        return 0.95, near
    plain, against = _VAGUE.sub("", one), _VAGUE.sub("", other)
    if not plain or not against:
        return 0.9, near if one and other else []
    if plain in against or against in plain:
        return 0.9, near
    if set(plain) & set(against):
        return 0.85, near
    return 0.5, [Reason("trade_differs", one, other)]


def _form(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.97 if ("公司" in one) == ("公司" in other) or not one or not other else 0.93


def _place(x: Parts, y: Parts, a: Described, b: Described) -> tuple[float, list[Reason]]:
    if x.county and y.county and x.county != y.county:
        return 0.5, [Reason("place_differs", x.county, y.county)]
    town, against = x.town or _bare(a.township), y.town or _bare(b.township)
    if x.town and y.town and x.town != y.town:
        return 0.6, [Reason("place_differs", x.town, y.town)]
    if town and against and town != against:
        return 0.9, [Reason("place_differs", town, against)]
    agreed = x.county if x.county == y.county else ""
    agreed += town if town == against else ""
    return (1.0, [Reason("place_equal", agreed)]) if agreed else (0.97, [])


def _bare(township: str | None) -> str:
    return re.sub("(?:镇|乡|街道(?:办事处)?|办事处)$", "", township or "")


# ── all else ──


def _agreements(a: Described, b: Described, named: float) -> Iterator[tuple[Reason, float]]:
    """What agrees beside the names, each with its weight."""
    for reason in (*_codes(a, b, named), *_people(a, b), *_where(a, b)):
        yield reason, _WEIGHT[reason.kind]
    if (metres := apart(a, b)) is not None:
        weight = next((weight for most, weight in _NEARNESS if metres <= most), 0.0)
        if weight:
            yield Reason("coordinates_near", str(round(metres))), weight


def _codes(a: Described, b: Described, named: float) -> Iterator[Reason]:
    code, against = a.credit_code, b.credit_code
    if code and against:
        if code == against:
            yield Reason("code_equal", code)
        elif not (a.usable_code and b.usable_code) and (
            identity.one_slip(code, against, telling=frozenset()) or (code[8:17] == against[8:17])
        ):
            yield Reason("code_near", code, against)
    if a.registration_no and a.registration_no == b.registration_no:
        yield Reason("registration_equal", a.registration_no)
    if a.organization_code and a.organization_code == b.organization_code:
        yield Reason("organization_equal", a.organization_code)
    for old, new in ((a, b), (b, a)):
        if new.credit_code and not old.credit_code:
            organization = (old.organization_code or "").replace("-", "")
            if organization and new.credit_code[8:17] == organization:
                yield Reason("organization_successor", str(old.organization_code), new.credit_code)
            number = old.registration_no or ""
            if len(number) == 15 and number[:6] == new.credit_code[2:8] and named >= 0.5:
                yield Reason("registration_region", number[:6])


def _people(a: Described, b: Described) -> Iterator[Reason]:
    one, other = identity.folded(a.person or ""), identity.folded(b.person or "")
    # 张红梅石灰厂 and 张红梅碎石场: the brand has said it
    if len(one) >= 2 and one == other and not (one in identity.folded(a.name) and one in identity.folded(b.name)):
        yield Reason("person_equal", str(a.person))
    if shared := sorted(set(phones(a.phone)) & set(phones(b.phone))):
        yield Reason("phone_equal", shared[0])


def _are_other_people(a: Described, b: Described) -> bool:
    """Whether both name a person and a telephone, and neither agrees."""
    if not (a.person and b.person and a.phone and b.phone):
        return False
    return identity.folded(a.person) != identity.folded(b.person) and not set(phones(a.phone)) & set(phones(b.phone))


def _where(a: Described, b: Described) -> Iterator[Reason]:
    one, other = located(a.address), located(b.address)
    if len(one) >= 4 and one == other:
        # a village or a street without a number holds many plants
        telling = len(one) >= 8 or any(c.isdigit() for c in one)
        yield (
            Reason("address_equal", str(a.address))
            if telling
            else Reason("address_near", str(a.address), str(b.address))
        )
    elif min(len(one), len(other)) >= 4 and (one.endswith(other) or other.endswith(one)):
        yield Reason("address_near", str(a.address), str(b.address))
    shared = {identity.folded(each) for each in a.equipment} & {identity.folded(each) for each in b.equipment} - {""}
    if shared:
        yield Reason("equipment_equal", "、".join(sorted(shared)))
