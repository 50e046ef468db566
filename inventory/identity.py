"""What tells enterprises apart: folded names, names alike, marks of a site, and the two sure rules.

Folding is conservative, because "folded name equal in the same unit" is sure (RULES.md): width, script, brackets,
white space, punctuation, and 有限责任公司 = 有限公司. Towns, counties and trades stay.

Names of one company are compared part by part (`inventory.naming.parts`): whole-string similarity cannot tell
砖厂一分厂 from 砖厂二分厂.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from inventory.naming import Mark, mark, parts, unmarked
from inventory.values.script import simplified
from inventory.values.texts import text

# hyphens and dots stay between digits: 1-2 is not 12
_PUNCTUATION = re.compile(
    r"[\s()\[\]{}<>《》〈〉【】〔〕「」『』“”\"'‘’`·•、,。;:!?_*]+|(?<!\d)[-—–―./]+|[-—–―./]+(?!\d)"
)
_NUMERALS = frozenset("零〇一二三四五六七八九十百0123456789甲乙丙丁戊东南西北中上下前后新老旧大小ABCDEFGH#")
#: characters of brands that are typed for each other: of one sound, or of one shape
_TYPED_FOR_EACH_OTHER = (
    "佳嘉加家 宏鸿洪弘红泓 瑞锐睿蕊 兴新鑫欣馨星 诚成城程承晨辰 祥翔详 恒衡横 源元原园圆缘远 "
    "丰峰锋风枫封 隆龙 晟盛胜圣 固因 华桦花 达大 金锦今 旺望王 永勇咏 福富付 安按 明铭名 "
    "利力立丽莉 益亿易宜怡义艺 建健 东冬栋 江疆 阳扬杨洋 德得 顺舜 林琳霖 天添 博搏 凯恺楷 材村 "
    "士土 未末 已己 千干于 日曰 和合禾 泰太 昌长 正政证 信鑫 汇惠慧辉 通同桐 全泉权 伟威维 "
    "宇禹雨玉裕 俊骏峻 志智致 海汉 业叶 康慷 茂贸 众中忠 运云"
)

#: character → the first of those typed for each other
_SOUNDED = str.maketrans({c: group[0] for group in reversed(_TYPED_FOR_EACH_OTHER.split()) for c in group})


@lru_cache(maxsize=262_144)
def folded(name: str) -> str:
    """A name for comparing; equal in the same unit means the same enterprise."""
    plain = simplified(text(name)).upper().replace("有限责任公司", "有限公司")
    return _PUNCTUATION.sub("", plain)


@lru_cache(maxsize=262_144)
def site_mark(name: str) -> str | None:
    """Ordinal, branch or village in a name, written in one way (一分厂, 1#分厂, 第一分厂 alike); None without one."""
    return str(mark(folded(name))) or None


@lru_cache(maxsize=65_536)
def without_mark(name: str) -> str:
    """The folded name of the company whose site it is: 某某砖厂一分厂 → 某某砖厂."""
    return unmarked(folded(name))


@lru_cache(maxsize=65_536)
def are_alike(a: str, b: str) -> bool:
    """Whether two names that share a usable code are one site's name, drifted.

    Brackets, suffix, a dropped town or county, a more or less detailed trade, and one mistyped character are drift.
    Another ordinal, branch, village, county or brand is not.
    """
    one, other = folded(a), folded(b)
    if one == other:
        return True
    if mark(one).differs(mark(other)):
        return False
    x, y = parts(one), parts(other)
    if not (_agree(x.county, y.county) and _agree(x.town, y.town) and _trades_agree(x.trade, y.trade)):
        return False
    if x.brand == y.brand:
        # 枣阳市砖厂 has no brand: then the places are all that tells it apart
        return bool(x.brand) or (x.county, x.town) == (y.county, y.town)
    return one_slip(x.brand + x.trade + x.form, y.brand + y.trade + y.form)


def _agree(a: str, b: str) -> bool:
    """A dropped place agrees with any."""
    return not (a and b) or a == b


def _trades_agree(a: str, b: str) -> bool:
    """包装 and 包装印刷, 建材 and nothing."""
    return a in b or b in a


def one_slip(a: str, b: str, *, telling: Collection[str] = _NUMERALS) -> bool:
    """Whether two strings differ by one character mistyped, missing or doubled, or by two neighbours swapped.

    Strings of fewer than four characters are too short to tell.

    :param telling: characters that are never slips; in names numerals, letters and directions tell sites apart.
    """
    if a == b or min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (c, d) in enumerate(zip(a, b, strict=False)) if c != d), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) != len(b):
        longer, shorter = (rest_a, rest_b) if len(a) > len(b) else (rest_b, rest_a)
        return longer[1:] == shorter and longer[0] not in telling
    one, other = rest_a[0], rest_b[0]
    if rest_a[1:] == rest_b[1:]:
        return not (one in telling and other in telling)  # 兴茂 and 新茂, but not 东升 and 西升
    return rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:] and not (one in telling or other in telling)


def sounded(brand: str) -> str:
    """A brand with each character that is easily typed for another put in one way."""
    return brand.translate(_SOUNDED)


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """What identity hangs on in one row.

    ``credit_code`` is usable or None (`values.is_usable`): a damaged code neither joins nor separates.
    ``host_unit`` is the region a development zone lies in. ``permit_serial`` is the site's number on its permit.
    """

    unit: str
    name: str
    credit_code: str | None = None
    host_unit: str | None = None
    permit_serial: str | None = None

    @property
    def mark(self) -> Mark:
        """Ordinal, branch and village in the name."""
        return mark(folded(self.name))


def are_different(a: RowIdentity, b: RowIdentity) -> bool:
    """Surely two sites: two usable codes, differing ordinals, branches or villages, differing permit serials."""
    if a.credit_code and b.credit_code and a.credit_code != b.credit_code:
        return True
    if a.permit_serial and b.permit_serial and a.permit_serial != b.permit_serial:
        return True
    return a.mark.differs(b.mark)


def are_same(a: RowIdentity, b: RowIdentity) -> bool:
    """Surely one site, from the two rows alone: equal codes and names alike, or an equal name in the same unit."""
    if are_different(a, b):
        return False
    if a.credit_code and a.credit_code == b.credit_code and are_alike(a.name, b.name):
        return True
    return folded(a.name) == folded(b.name) and _in_one_region(a, b)


def _in_one_region(a: RowIdentity, b: RowIdentity) -> bool:
    return a.unit == b.unit or a.unit == b.host_unit or a.host_unit == b.unit
