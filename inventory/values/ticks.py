"""Cell → tick: √ × 是 否 有 无 已断 未断 1 0. Partly done, in hand and the like are no tick but a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from inventory.values.script import worded
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Taken, error
from inventory.values.texts import declares_none, text

#: What an entry may say, for the wording of a problem.
KNOWN = "√、×、是、否、有、无、已、未"

_TRUE = frozenset(["√", "✓", "✔", "☑", "✅", "V", "Y", "YES", "TRUE", "真", "1", "对", "对号", "勾"])
_FALSE = frozenset(
    ["×", "✗", "✘", "✕", "✖", "☒", "❌", "╳", "X", "N", "NO", "FALSE", "假", "0", "错", "叉", "□", "☐", "▢"]
)
# said of papers (有环评), of works (已建), of cutting and clearing (已断水), of the case (已销号)
_THING = (
    "证|证件|照|执照|营业执照|手续|批复|环评|环评手续|用地手续|土地手续|土地证|许可|许可证|排污许可证|"
    "台账|制度|体系|设施|治理设施"
)
_DEED = (
    "建|建成|建设|建立|安装|配套|办|办理|办结|办证|领|领取|取得|获得|批|批复|审批|验收|备案|登记|完成|完成整改|整改|整改完成|落实|执行|"
    "断|切断|停|断水|断电|停水|停电|断水断电|清|清除|清空|清理|清运|清完|清零|拆|拆除|搬|搬离|搬迁|销号|核销|密闭|封闭|达标|公示|督办|挂牌督办|"
    "清原料|清产品|清设备|清理完毕|清除完毕|拆除完毕|到位|清理到位|清除到位|拆除到位|整改到位|落实到位|彻底|稳定达标"
)
_YES = re.compile(
    f"是的?|能|能够|可以?|具备|具有|齐备|存在|彻底|(?:清理|清除|拆除|清空|整改|落实)?(?:到位|完毕|干净)|(?:能够?|可以?)?(?:稳定|全面)?达标(?:排放)?|有(?:{_THING})?|(?:已|已经)(?:有|{_DEED})?(?:{_THING})?了?|齐|合法(?:用地)?|合规|齐全|完备|完善|合格|达标|符合|完成|建成|建立|密闭"
)
_NO = re.compile(
    f"否|不是|不能|不可以?|无法|不具备|未具备|不具有|不齐备|不存在|不彻底|(?:清理|清除|拆除|清空|整改|落实)?(?:不|未|没有?)(?:到位|完毕|干净)|(?:不能|未能?|无法|不)(?:稳定|全面)?达标(?:排放)?|没有?(?:{_THING}|{_DEED})?|无(?:{_THING})?|(?:未|尚未|还未)(?:有|{_DEED})?(?:{_THING})?|不齐|违法(?:用地)?|不合法|非法(?:用地)?|不合规|不齐全|不全|缺失|不合格|不达标|超标|不符合|不密闭|敞开"
)


def tick(raw: Cell, spellings: Mapping[str, bool] | None = None) -> Taken[bool]:
    """Whether a cell says yes or no; an empty cell says neither.

    无 says no; "/" and "—" declare that the question does not apply.

    :param spellings: what this field spells in its own way (○ → true, 完成一半 → false …), as `text` writes it.
    """
    if isinstance(raw, bool):
        return Taken(raw)
    plain = worded(text(raw))
    if not plain:
        return NOTHING
    if spellings and plain in spellings:
        return Taken(spellings[plain])
    return _of_text(plain)


# 是(√), 有√, √有: said twice
_TWICE = re.compile(r"([^()]+?)\(?([√✓✔☑✅×✗✘✕✖☒╳]|[A-Za-z]{1,3})\)?|([√✓✔☑✅×✗✘✕✖☒╳])(.+)")


@lru_cache(maxsize=4096)
def _of_text(plain: str) -> Taken[bool]:
    plain = plain.rstrip("。.;,!") or plain
    said = _plainly(plain)
    if said is None and (found := _TWICE.fullmatch(plain)):
        halves = {_plainly(half.strip()) for half in found.groups() if half}
        said = halves.pop() if len(halves) == 1 else None
    if said is not None:
        return Taken(said)
    if declares_none(plain) or plain in ("无需办理", "无需", "不需要", "无须"):
        return DECLARED_NONE
    return Taken(None, (error("unknown_spelling", known=KNOWN),))


def _plainly(plain: str) -> bool | None:
    """What one word or sign says; None where it says neither yes nor no."""
    if plain.upper() in _TRUE or _YES.fullmatch(plain):
        return True
    if plain.upper() in _FALSE or _NO.fullmatch(plain):
        return False
    return None
