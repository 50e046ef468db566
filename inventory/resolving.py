"""An outside list held against the register: for each row the one enterprise it surely is, or a question, or nothing.

Sure are (RULES.md): an equal usable code with a name that is alike; an equal folded name in the same unit, or between a
zone and its host. A list that names no unit joins by a name that the register knows once. A usable code that says
otherwise, several that fit, or a name known in another unit only: somebody is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from inventory import identity, likeness, naming
from inventory.candidates import Candidate, Index, Known
from inventory.language import _
from inventory.likeness import ASKED, Described, Reason
from inventory.vocabulary import Code

#: what the list is answered for reasons of its own; all others are worded in `likeness.REASONS`
REASONS: dict[str, str] = {
    "name_is_generic": _("without a unit this name may be anybody's: {one}"),
    "several_fit": _("{one} enterprises fit"),
    "known_under_other_code": _("the register knows this name under another credit code: {one}"),
    "known_in_other_unit": _("the register knows this name in another unit: {one}"),
    "code_of_unlike_name": _("the register knows this credit code under another name: {one}"),
    "site_differs": _("the register knows another site of this company: {one}"),
}

#: candidates shown
SHOWN = 3


class Answer(Code):
    """What is made of a row of an outside list."""

    SAME = "same", "同一企业"
    ASK = "ask", "待人工判断"
    NONE = "none", "未匹配"


class Resolved(NamedTuple):
    """The answer to a row, the enterprise where it is sure, why, and the enterprises it may be."""

    answer: Answer
    known: Known | None
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]


def resolve(asked: Described, index: Index) -> Resolved:
    """The answer to one row."""
    bearing = index.coded(asked.usable_code) if asked.usable_code else []
    named = index.named(identity.folded(asked.name))
    sure = [known for known in bearing or named if _is_sure(asked, known)]
    if sure and not bearing and not asked.unit and naming.is_generic(identity.folded(asked.name)):
        return _ask(asked, index, Reason("name_is_generic", asked.name))
    if len(sure) == 1 and (bearing or len(_here(asked, named)) == 1):
        return _same(asked, sure[0])
    if bearing:
        return _ask(asked, index, _whose_code(asked, bearing, sure))
    if named:
        return _ask(asked, index, _why_not(_here(asked, named), sure, named))
    candidates = tuple(index.of(asked, SHOWN))
    if candidates and candidates[0].likeness.score >= ASKED:
        return Resolved(Answer.ASK, None, candidates[0].likeness.reasons, candidates)
    return Resolved(Answer.NONE, None, (), candidates)


def _is_sure(asked: Described, known: Known) -> bool:
    """Whether the sure rules join the row with the enterprise; a row that names no unit may be of any."""
    row = asked.row if asked.unit else replace(asked.row, unit=known.described.unit or "")
    return any(identity.are_same(row, other) for other in known.rows)


def _here(asked: Described, named: list[Known]) -> list[Known]:
    """Those of the row's own region; all where it names none."""
    return [known for known in named if not asked.unit or asked.shares_region(known.described)]


def wording(reason: Reason) -> str:
    """How a reason is worded, as an English source string with ``{one}`` and ``{other}``."""
    return REASONS.get(reason.kind) or likeness.REASONS[reason.kind]


def _same(asked: Described, known: Known) -> Resolved:
    found = likeness.compare(asked, known.described)
    return Resolved(Answer.SAME, known, found.reasons, (Candidate(known, found),))


def _ask(asked: Described, index: Index, why: Reason) -> Resolved:
    return Resolved(Answer.ASK, None, (why,), tuple(index.of(asked, SHOWN)))


def _whose_code(asked: Described, bearing: list[Known], sure: list[Known]) -> Reason:
    if sure:
        return Reason("several_fit", str(len(sure)))
    unmarked = identity.without_mark(asked.name)
    if any(identity.are_alike(unmarked, identity.without_mark(known.described.name)) for known in bearing):
        return Reason("site_differs", _names(bearing))
    return Reason("code_of_unlike_name", _names(bearing))


def _why_not(here: list[Known], sure: list[Known], named: list[Known]) -> Reason:
    if sure:
        return Reason("several_fit", str(len(here)))
    if here:
        return Reason("known_under_other_code", "、".join(sorted({code for known in here for code in known.codes})))
    return Reason("known_in_other_unit", "、".join(sorted({known.described.unit or "" for known in named})))


def _names(found: Iterable[Known]) -> str:
    return "、".join(sorted({known.described.name for known in found})[:SHOWN])
