"""Heading cells taken apart: the words, what stands in brackets, the unit said.

`importers.headings` knows what they mean; here is only how they are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from inventory import values

_BRACKETED = re.compile(r"[(\[【〔{<]([^()\[\]【】〔〕{}<>]*)[)\]】〕}>]?")
_NUMBERING = re.compile(
    r"^(?:\(?\d{1,2}[.、)](?!\d)|\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}[、.]|(?!\d{1,2}[年月日家个号级])\d{1,2}(?=[\u4e00-\u9fff]))"
)
#: A year written into a heading: 2018年用煤量.
YEAR = re.compile(r"(?:19|20)\d\d(?:年度?|(?!\d))")
_UNIT_WORDS = (
    "吨|T|万吨|千吨|公斤|千克|KG|%|百分比|KCAL/KG|KJ/KG|MJ/KG|J/G|CAL/G|大卡|大卡/千克|大卡/公斤|大卡/KG|千卡/千克|千卡/公斤|千卡/KG|兆焦/千克|"
    "兆焦/公斤|兆焦|千焦/千克|MJ|KCAL|T/H|吨/小时|吨/时|蒸吨|蒸吨/小时|蒸吨/时|蒸吨/H|MW|兆瓦|T/A|T/年|吨/年|万吨/年|万T|万T/A|KG/A|KG/年|千克/年|公斤/年|"
    "M3/H|M³/H|NM3/H|立方米/小时|立方米/时|M3/时|万M3/H|万立方米/小时|M|米|CM|厘米|M3|立方米|NM3|万M3|万NM3|万立方米|万方|千立方米|万M3/A|万M3/年|万立方米/年|KWH|度|千瓦时|万KWH|万千瓦时|"
    "万度|万KWH/A|万千瓦时/年|台|座|台/座|座/台|台套|台、套|台(套)|套|个|条|家|台/套|°|度|分|秒|年|G/L|克/升|MG/M3|M3/A|立方米/年|倍|天|万元|元|单位:吨|单位:万吨|单位:%"
)
#: units in letters end a heading without any sign between: 排气筒高度m, 发热值MJ/kg
_LATIN = "|".join(each for each in _UNIT_WORDS.split("|") if re.fullmatch("[A-Z][A-Z0-9/]*", each))
#: What a bracket or a heading of its own may say as a unit, folded.
UNITS = frozenset(_UNIT_WORDS.split("|"))
_WRITTEN = _UNIT_WORDS.replace("(", r"\(").replace(")", r"\)")
#: A unit written behind a heading without brackets: 硫分%, 用煤量/吨.
UNIT_AT_END = re.compile(rf"[,/:;、]?(%|(?<=[\u4e00-\u9fff])(?:{_LATIN})|(?<=[,/:;、])(?:{_WRITTEN}))$")
#: what a bracket says beside the unit: 万吨，实物量
_PARTS = re.compile("[,;:、]")
_SCALE = r"[×X*]?10\^?\d[×X*]?|[十百千万亿]+"
_MEASURES = (
    "吨|公吨|公斤|千克|克|毫克|微克|斤|市斤|磅|担|两|立方米|立方|方|升|毫升|米|厘米|毫米|度|千瓦时|千瓦|瓦|焦|千焦|大卡|千卡|卡|元|"
    "桶|袋|包|箱|瓶|罐|车|船|件|台|座|套|T|KT|KG|G|MG|M3|NM3|L|ML|M|CM|MM|W|KW|KWH|KVA|KV·A|MW|J|KJ|MJ|GJ|CAL|KCAL|TCE|PPM"
)
#: Words that look like a unit of quantity, known or not; a bare scale (万) leaves open of what.
LIKE_A_UNIT = re.compile(rf"(?:{_SCALE})?(?:实物)?(?:{_MEASURES})(?:标准?煤)?(?:[/每].+)?|{_SCALE}")
#: What a number of things is counted in.
COUNTS = re.compile("(?:[台座套个条家根只口眼孔基][/、(]?){1,3}\\)?")


@dataclass(frozen=True, slots=True)
class Label:
    """One heading cell folded: as it stands, all its words, those outside brackets, those inside, a unit said."""

    said: str
    full: str
    base: str
    hints: tuple[str, ...]
    unit: str | None


# characters that several spellings of one word differ by, whatever the script
_VARIANTS = str.maketrans("帐³爲脩儘佈覈", "账3为修尽布核")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """A heading for comparing: NFKC, simplified, capital letters, without white space, quotes, account-book 帐."""
    plain = values.simplified(values.text(text)).upper()
    return (
        re.sub(r"[\s“”\"'‘’「」『』]", "", plain).translate(_VARIANTS).replace("座标", "坐标").replace("其它", "其他")
    )


@lru_cache(maxsize=20000)
def label(text: str) -> Label:
    """A heading cell taken apart."""
    folded = _NUMBERING.sub("", fold(text)).strip("*:;,.、-_☆★")
    hints = tuple(hint for hint in _BRACKETED.findall(folded) if hint)
    base = _BRACKETED.sub("", folded).strip("*:;,.、-_")
    unit = next((hint for hint in hints if hint in UNITS), None)
    if unit is None and (
        found := next((UNIT_AT_END.search(each) for each in (*hints, base) if UNIT_AT_END.search(each)), None)
    ):
        unit = found[1]
    if base in UNITS and not hints:
        unit = base
    return Label(folded, re.sub(r"[()\[\]【】〔〕{}<>]", "", folded), base, hints, unit)


def is_unit(text: str) -> bool:
    """Whether a heading cell is nothing but a unit: 吨, （%）."""
    found = label(text)
    return bool(found.unit) and found.base in ("", found.unit)


def unit_said(text: str) -> str | None:
    """The unit a heading cell says, also one that no field can be kept in: then every cell says so."""
    if said := values.heading_unit(text):
        return said
    found = label(text)
    if found.unit:
        return found.unit
    return next((part for hint in found.hints for part in _PARTS.split(hint) if LIKE_A_UNIT.fullmatch(part)), None)
