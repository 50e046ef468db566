"""Cell → name of an enterprise: the name proper, a state written into it, a former name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Taken, info, warning
from inventory.values.texts import declares_none, text


class Name(NamedTuple):
    """A name as it stands on the licence, what the cell adds of the enterprise's state (已停产), a former name."""

    name: str
    note: str | None = None
    former: str | None = None


_WHEN = r"(?:\d{2,4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|初|起|以来|已于)?"
_HOW = "(?:已经?|现已?|目前|正在|长期|常年|临时|暂时|季节性|全面|自行|永久|拟|计划|处于|未|责令)*"
_STATE = (
    "(?:停产|停业|停工|停用|停建|停运|关停|关闭|关门|取缔|拆除|拆迁|搬迁|搬离|搬走|在建|拟建|新建|筹建|待建|注销|吊销|破产|倒闭|歇业|淘汰|转产|"
    "投产|投运|试生产|试运行|复产|营业|生产|整改|整治|整顿|销号|清理|清退|退出|不存在|空置|闲置|无人)"
)
_TAIL = "(?:中|状态|整改|整治|整顿|关闭|取缔|拆除|多年|至今|完毕|完成|半停产)*"
_SAID = f"{_WHEN}{_HOW}(?:半|季节性)?{_STATE}(?:[,、]?(?:设备|生产线|厂房|主体)?{_HOW}{_STATE})*{_TAIL}"
_FORM = "(?:厂|公司|店|场|站|部|社|矿|坊|中心|集团|分厂|合作社|加工点|作坊|车间|院|所|户|队|行|窑)"

_IN_BRACKETS = re.compile(r"[(\[【〔<《]([^()\[\]【】〔〕<>《》]+)[)\]】〕>》]?$")
_STATE_ALONE = re.compile(_SAID)
_AFTER_DASH = re.compile(rf"[-—–―_/,;:、 ]+({_SAID})$")
_ATTACHED = re.compile(f"(?<=[厂司店场站部社矿坊心团点间院所窑])((?:已|现已|已经)于?{_STATE}{_TAIL})$")
_FORMER = re.compile("(?:曾用名|原名称?|旧名|前身)[为是:]*(.{3,})|原(?!料|材)(.{3,})")
_RENAMED = re.compile("(?:现已?更名为|现更名|已更名为|现名|更名为|现为)[:]*(.{4,})")
#: without one of these there is no trailing remark of any kind
_MAY_HAVE_TAIL = re.compile(r"[(\[【〔<《\-—–―_/,;:、 已]")
#: the number of a line written before the name in its cell: 1.甲砖厂, （2）乙砖厂; 1号砖厂 is called so
_NUMBERED = re.compile(
    r"(?:\(\d{1,3}\)|\d{1,3}[.、](?!\d)|[一二三四五六七八九十]{1,3}、) *(?=[\u4e00-\u9fff])"
    r"(?![号组队期分厂站店一二三四五六七八九十])"
)
_DIGITS = frozenset("(0123456789一二三四五六七八九十")
_BETWEEN = re.compile(r"[\n\r、,，;；/]+")
#: begins no name, but goes on with one in the next line of a cell
_NOT_ALONE = re.compile("有限|责任|股份|集团|分|第|[一二三四五六七八九十\\d]+(?:分|号|#|车间)")
_ENDS_AS_NAME = re.compile(f"{_FORM}$")


def name(raw: Cell, *, traditional: bool = False) -> Taken[Name]:
    """The name a cell holds; a state or a former name in brackets or behind a dash is told apart from it.

    Brackets that belong to a name stay: 湖北(襄阳)…, (普通合伙), (一分厂).

    :param traditional: the sheet is in traditional script.
    """
    plain = text(raw, traditional=traditional)
    taken = _of_text(plain) if plain else NOTHING
    if taken.value is not None and isinstance(raw, str) and _BETWEEN.search(raw) and _are_several(raw):
        return taken._replace(doubts=(*taken.doubts, warning("several_names", taken=taken.value.name)))
    return taken


@lru_cache(maxsize=65536)
def _of_text(plain: str) -> Taken[Name]:
    if declares_none(plain):
        return DECLARED_NONE
    if plain[0] in _DIGITS:
        plain = _NUMBERED.sub("", plain)
    rest, states, former = plain, list[str](), None
    while (cut := _without_tail(rest)) and cut[0]:
        rest, state, old = cut
        states += [state] if state else []
        former = old or former
    doubts = (info("state_in_name", taken=rest, note="、".join(reversed(states))),) if states else ()
    return Taken(Name(rest, "、".join(reversed(states)) or None, former), doubts)


def _are_several(raw: str) -> bool:
    """Whether a cell lists names that could each stand alone: 甲砖厂、乙砖厂."""
    parts = [plain for part in _BETWEEN.split(raw) if (plain := text(part))]
    return len(parts) > 1 and all(
        len(part) > 2 and _ENDS_AS_NAME.search(part) and not _NOT_ALONE.match(part) for part in parts
    )


def _without_tail(plain: str) -> tuple[str, str | None, str | None] | None:
    """The name without one trailing remark: what is left, a state, a former name."""
    if not _MAY_HAVE_TAIL.search(plain):
        return None
    if found := _IN_BRACKETS.search(plain):
        inside, before = found[1].strip(), plain[: found.start()].strip()
        if _STATE_ALONE.fullmatch(inside):
            return before, inside, None
        if renamed := _RENAMED.fullmatch(inside):
            return renamed[1], None, before
        if (old := _FORMER.fullmatch(inside)) and (old[1] or _ENDS_AS_NAME.search(old[2])):
            return before, None, old[1] or old[2]
        return None
    for pattern in (_AFTER_DASH, _ATTACHED):
        if found := pattern.search(plain):
            return plain[: found.start()].strip(), found[1], None
    return None
