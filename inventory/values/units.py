"""Units of measure: what headings and cells write, and what a field is kept in.

Each target unit has its own table of units it can be converted from, with the exact factor. A unit
that is not in the table contradicts the field (吨 in a column of percent) and is a problem, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from itertools import product

from inventory.values.texts import text

#: Boiler output: 0.7 MW is called 1 t/h, and 600 000 kcal/h.
_TONNES_OF_STEAM_PER_MEGAWATT = Decimal(10) / Decimal(7)

_SCALES = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_A_YEAR = ("", "/年", "/a", "每年", "年", "/y", "/yr")


def _scaled(spellings: str, factor: str, after: tuple[str, ...] = ("",)) -> dict[str, Decimal]:
    return {
        scale + unit + tail: Decimal(factor) * times
        for (scale, times), unit, tail in product(_SCALES.items(), spellings.split(), after)
    }


def _plain(spellings: str, factor: str | Decimal) -> dict[str, Decimal]:
    return dict.fromkeys(spellings.split(), Decimal(factor))


_GAS = "m3 立方米 立方 方 nm3 标立方米 标准立方米 标方 标m3 标立方"
_POWER = "kwh 千瓦时 千瓦小时 度 kw.h kw·h 千瓦·时"

FACTORS: dict[str, dict[str, Decimal]] = {
    "t": _scaled("t 吨 公吨", "1", _A_YEAR)
    | _scaled("kg 千克 公斤", "0.001", _A_YEAR)
    | _plain("kt kt/a kt/年", "1000")
    | _plain("斤 市斤", "0.0005")
    | _plain("g 克", "0.000001"),
    "pct": _plain("% pct wt% %wt 质量% %(质量) %(m/m) %(wt)", "1") | _plain("‰", "0.1"),
    "MJ/kg": _plain("mj/kg 兆焦/千克 兆焦/公斤 兆焦耳/千克 兆焦每千克 兆焦", "1")
    | _plain("kj/kg 千焦/千克 千焦/公斤 千焦每千克 j/g 焦/克", "0.001")
    | _plain(
        "kcal/kg 大卡/千克 大卡/公斤 大卡/kg 大卡 千卡/千克 千卡/公斤 千卡/kg 千卡 kcal cal/g 卡/克 大卡每千克",
        "0.0041868",
    ),
    "t/h": _plain(
        "t/h t/hr t/小时 t/时 吨/小时 吨/时 吨/h 蒸吨/小时 蒸吨/时 蒸吨/h 蒸吨每小时 蒸吨 蒸t/h 吨每小时 吨 t", "1"
    )
    | _plain("mw 兆瓦", _TONNES_OF_STEAM_PER_MEGAWATT)
    | _plain("万大卡 万大卡/小时 万大卡/时 万大卡/h 万kcal/h", Decimal(1) / Decimal(60)),
    "m3/h": _scaled(_GAS, "1", ("/h", "/hr", "/小时", "/时", "每小时"))
    | _scaled(_GAS, "60", ("/min", "/分", "/分钟"))
    | _scaled(_GAS, "3600", ("/s", "/秒")),
    "m": _plain("m 米 公尺", "1")
    | _plain("cm 厘米", "0.01")
    | _plain("mm 毫米", "0.001")
    | _plain("km 千米 公里", "1000"),
    "10k_m3": _scaled(_GAS, "0.0001", _A_YEAR),
    "10k_kwh": _scaled(_POWER, "0.0001", _A_YEAR)
    | _plain("mwh 兆瓦时 mwh/a mwh/年", "0.1")
    | _plain("gwh gwh/a", "100"),
}
#: Conversions that hold by convention only.
CONVENTIONAL = frozenset({"mw", "兆瓦", "万大卡", "万大卡/小时", "万大卡/时", "万大卡/h", "万kcal/h"})

_IN_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_STATED = re.compile(r"单位[:为]?([^()\[\]【】,;]+)")
_LAST_PART = re.compile(r"[、,;:/_\-]([^、,;:_\-()]+)$|(?<=[\u4e00-\u9fff])([千万亿]?[a-z%‰][a-z0-9/%.年小时]*)$")
_EVERY_UNIT = frozenset(unit for table in FACTORS.values() for unit in table)


@lru_cache(maxsize=4096)
def folded(unit: str) -> str:
    """A unit as the tables spell it: half width, lower case, without white space."""
    plain = unicodedata.normalize("NFKC", unit).lower().replace("m^3", "m3")
    return "".join(plain.split()).translate({ord("噸"): "吨", ord("萬"): "万", ord("時"): "时"})


@lru_cache(maxsize=4096)
def factor(unit: str, target: str) -> Decimal | None:
    """What to multiply by to get from a unit to the target unit; None where it cannot be converted."""
    return FACTORS[target].get(folded(unit))


@lru_cache(maxsize=4096)
def heading_unit(heading: str) -> str | None:
    """The unit that a heading or a 单位：… line states: 年用煤量（万吨） → 万吨; None where it states none we know."""
    plain = folded(text(heading))
    said = _IN_BRACKETS.findall(plain)[::-1] + _STATED.findall(plain)
    if "单位" not in plain and (last := _LAST_PART.search(plain)):
        said.append(last[1] or last[2])
    for candidate in map(str, said):
        # (Vdaf,%) names the basis first
        for unit in (candidate, candidate.rpartition(",")[2], candidate.rpartition(":")[2]):
            if unit in _EVERY_UNIT:
                return unit
    return None
