"""Headings made of words: the patterns of the ledger definitions, and what may be said around a heading besides.

A pattern is a line of groups ("年|全年? 用煤 量|数量"); a heading matches where the whole of it is made of them. Around
a heading may stand words that change nothing (企业…, …情况), a question (是否有…, …是否齐全), or a second name of
the same thing (整改要求及措施). All these words are in `ledgers/_common.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from importers import ledger as ledgers
from importers.labels import YEAR, Label, fold, label

#: What is left of a heading after words around it are taken off says something of its own from this length on.
_SHORTEST_CORE = 2


@cache
def _groups(pattern: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The groups of a pattern, folded: its alternatives, the longest first, and whether the group may be missing."""
    made = []
    for group in pattern.split():
        words = {fold(word) for word in group.rstrip("?").split("|")}
        made.append((tuple(sorted(words, key=lambda word: (-len(word), word))), group.endswith("?")))
    return tuple(made)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)


@cache
def _firms() -> str:
    return _alternatives(map(fold, ledgers.common().firms))


@cache
def _fillers() -> str:
    return _alternatives(sorted({fold(word) for word in ledgers.common().fillers if fold(word)}))


@cache
def _expression(pattern: str, joins: bool) -> re.Pattern[str]:
    """A pattern as a regular expression; in the heading of a text words may be joined (设施及工艺)."""
    filler = f"(?:{_fillers()}|[及和与或、/])*" if joins else f"(?:{_fillers()})*"
    groups = (f"(?:{_alternatives(words)}){'?' if optional else ''}" for words, optional in _groups(pattern))
    return re.compile(filler + filler.join(groups) + filler)


def is_made_of(text: str, patterns: Iterable[str], *, joins: bool) -> bool:
    """Whether a folded heading is made of the words of one of these patterns.

    To compile them all takes longer than to read a workbook: one is where each word it needs is there.
    """
    return any(
        all(optional or any(word in text for word in words) for words, optional in _groups(pattern))
        and _expression(pattern, joins).fullmatch(text)
        for pattern in patterns
    )


@cache
def _neutral() -> re.Pattern[str]:
    said = (*ledgers.common().neutral, *ledgers.common().fillers)
    words = sorted({fold(word) for word in said if fold(word)}, key=lambda word: (-len(word), word))
    return re.compile(f"(?:{_alternatives(words)}|[及和与、/])+")


def is_neutral(text: str) -> bool:
    """Whether a heading over several columns adds no meaning to theirs: 企业基本情况."""
    return bool(_neutral().fullmatch(YEAR.sub("", label(text).base)))


#: what is said of somebody or some time else below such a heading: 网格员 / 电话, 整改后 / 产品, 监测结果 / SO2
_OF_ELSE = re.compile(
    "网格|监管|监督|责任|包保|牵头|主管|上年|上一年|去年|同期|往年|(?<![目当])前|后(?!端|处理|置)|实际|变更|分局|核查|抽查|检查|督[查察]|监测|检测|"
    "供应|供货|供煤|检验|设计|建设|施工|产生量|去除|削减|减排|投资|预计|计划|规划|历史|曾|浓度|标准|联系人|废水|固废|噪声|拟建|在建|下一?步"
)
_A_PART = re.compile(".*(?:情况|信息|概况|资料|部分|方面|简况|详情)$")


def is_part_of_the_table(group: Label) -> bool:
    """Whether a heading names a whole part of the table: VOCs排放及治理情况. What a column is, the one below says."""
    return bool(_A_PART.match(group.base)) and not _OF_ELSE.search(group.full)


def keeps_subject(group: Label) -> bool:
    """Whether what is said below a heading is still said of the enterprise and of now: 末端治理设施, 关停到位."""
    return not _OF_ELSE.search(group.full) and not is_strange(group.full)


def adds_nothing(group: Label, leaf: Label) -> bool:
    """Whether a heading means the same with this one above it; 名称 or 类型 does under the firm's own data only."""
    if is_vague(leaf):
        basic = _alternatives(sorted(map(fold, ledgers.common().basic), key=len, reverse=True))
        return bool(re.fullmatch(f"(?:{basic})+", group.base))
    return bool(_neutral().fullmatch(YEAR.sub("", group.base)))


def is_vague(leaf: Label) -> bool:
    """Whether a heading means what the one above it is about: 名称, 类型, 数量."""
    return leaf.base in ledgers.common().vague


def topic(text: str) -> str:
    """What a heading over several columns is about: 验收情况 → 验收."""
    return re.sub("(?<=..)(?:情况|信息|状况|概况|资料)$", "", text)


@cache
def _edges(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a heading may begin with, and what it may end with."""
    first, last = (_alternatives(sorted(map(fold, words), key=len, reverse=True)) for words in (before, after))
    return re.compile(f"(?:{first})"), re.compile(f"(?:{last})$")


def _cores(text: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """What is left of a heading with words around it taken off, and these; more of them each time."""
    start, end = _edges(before, after)
    leads, tails = [0], [len(text)]
    while (found := start.match(text, leads[-1])) and found.end() > leads[-1]:
        leads.append(found.end())
    while found := end.search(text, 0, tails[-1]):
        tails.append(found.start())
    for lead in leads:
        for tail in tails:
            if tail - lead >= _SHORTEST_CORE and (lead, tail) != (0, len(text)):
                yield text[lead:tail], text[:lead], text[tail:]


def plainer(text: str) -> Iterator[tuple[str, str, str]]:
    """A heading without words that change nothing, and these: 企业现有治污设施情况 → 治污设施, 企业现有, 情况."""
    return _cores(text, ledgers.common().before, ledgers.common().after)


def describes(tail: str) -> bool:
    """Whether words behind a heading announce a description, as only a text can be: …说明, …简述."""
    return bool(re.search("[说描简明内]", tail))


def asked_of(text: str) -> Iterator[str]:
    """What a question asks for: 是否办理环评, 土地手续是否齐全 → 环评, 土地手续."""
    return (core for core, _, _ in _cores(text, ledgers.common().asks_before, ledgers.common().asks_after))


class Joined(NamedTuple):
    """The names a heading gives one after another, and mere companions of them."""

    said: tuple[str, ...]
    companions: tuple[str, ...]


def joined(text: str) -> Joined | None:
    """整改要求及措施 → 整改要求, with 措施 for a companion; None where there is one name only."""
    parts = [part for part in re.split("以及|及其|[及和与或、/,;+]", text) if part]
    if len(parts) < 2:
        return None
    companions = {fold(word) for word in ledgers.common().companions}
    return Joined(
        tuple(part for part in parts if part not in companions), tuple(part for part in parts if part in companions)
    )


def is_strange(text: str) -> bool:
    """Whether a heading speaks of somebody else than the enterprise, or of something of it: 责任单位, 供煤企业."""
    return any(fold(word) in text for word in ledgers.common().strangers)


def names_a_firm(text: str) -> bool:
    """Whether a heading calls the enterprise by some name of its own: 生产经营主体名称, 被整治企业名称."""
    found = re.fullmatch(f"(.{{0,12}}?)((?:{_firms()})+)(?:详细|完整|具体|登记|注册|公章)?(?:名称|全称|名|字号)", text)
    if found is None or is_strange(found[1]):
        return False
    # 治理单位 treats, 检查单位 inspects the enterprise
    return found[2] != "单位" or not re.search("(?<!被)(?:治理|检查|排查|整治|整改|清理)$", found[1])


def may_name_a_firm(text: str) -> bool:
    """Whether a heading might stand over the names of enterprises, if its cells look like them."""
    return any(fold(word) in text for word in (*ledgers.common().firms, "名称", "全称", "名单", "对象"))
