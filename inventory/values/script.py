"""Traditional script: whether a sheet is written in it, and its simplified form.

Some counties' workbooks were converted to traditional characters (臺賬, 鄉鎮). Single traditional
characters prove nothing: 濛, 乾, 於 and 堃 stand in names of simplified sheets. A sheet counts as
traditional when everyday characters that simplified writing never uses are many and their
simplified counterparts all but absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# everyday words of ledgers; position by position the traditional and the simplified form
_TRADITIONAL_ONLY = re.compile(
    "[業鄉鎮單報電話設備廠時間與產區縣營質類數據環專項處罰責統會達標問題無組織嚴"
    "進測運開關負審檢驗號賬總屬稱詳編應將對發現為機車動場計劃證許]"
)
_SIMPLIFIED_ONLY = re.compile(
    "[业乡镇单报电话设备厂时间与产区县营质类数据环专项处罚责统会达标问题无组织严"
    "进测运开关负审检验号账总属称详编应将对发现为机车动场计划证许]"
)

_LEAST_EVIDENCE = 3
_CLEAR_MAJORITY = 4
_TEXTS_LOOKED_AT = 4000


def is_traditional(texts: Iterable[str]) -> bool:
    """Whether the texts (all of one sheet, its headings first) are written in traditional script."""
    joined = "\n".join(islice(texts, _TEXTS_LOOKED_AT))
    if joined.isascii():
        return False
    traditional = len(_TRADITIONAL_ONLY.findall(joined))
    simplified_only = len(_SIMPLIFIED_ONLY.findall(joined))
    return traditional >= max(_LEAST_EVIDENCE, _CLEAR_MAJORITY * simplified_only)


@cache
def _converter() -> OpenCC:
    # imported on first use: most runs meet no traditional script and OpenCC loads its dictionaries
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in simplified script; for names of simplified sheets use it to compare, never to keep."""
    return text if text.isascii() else str(_converter().convert(text))


# characters of the closed grammars (dates, quantities, ticks, coordinates, terms), position by position; so few that
# the dictionaries need not be loaded, and safe in any sheet: nothing read by a grammar is kept as text
_GRAMMAR = str.maketrans(
    "無內長約噸萬億東經緯斷開啓啟覈詳實統計報審達標辦證齊號張間時從個餘過於級質電氣熱臺條組產專請見備註後發給檢驗補點滿續書紙關閉銷設業進務養環單項處總納類邊應鍋爐蒸頓貳參陸",
    "无内长约吨万亿东经纬断开启启核详实统计报审达标办证齐号张间时从个余过于级质电气热台条组产专请见备注后发给检验补点满续书纸关闭销设业进务养环单项处总纳类边应锅炉蒸顿贰叁陆",
)


def worded(plain: str) -> str:
    """A text that a closed grammar is to read, its words in simplified script whatever the sheet is in."""
    return plain if plain.isascii() else plain.translate(_GRAMMAR)
