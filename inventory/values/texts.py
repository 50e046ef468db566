"""Cell → text: NFKC, without white space at the ends or between Chinese characters (DATA.md)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache

from inventory.values.script import simplified
from inventory.values.taken import Cell

#: Han characters, as the inside of a character class.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# most cells: nothing here that NFKC, the white space rules or the removals would touch
_CLEAN = re.compile("[!-^`-~\u3400-\u4dbf\u4e00-\u9fff、。]*")
# zero-width and direction marks, soft hyphen, variation selectors (✔️), control characters
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe00-\ufe0f\x00-\x08\x0e-\x1b\x7f]")
# how OOXML writes control characters in shared strings
_ESCAPED = re.compile("_x00(?:0[0-9A-Fa-f]|1[0-9A-Fa-f]|7[Ff])_")
_WHITE = re.compile(r"\s+")
_MARKS = "、。〈-】〔-〟“”‘’…·()\\[\\],:;!?"
_BETWEEN_HAN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}{_MARKS}])|(?<=[{_MARKS}]) (?=[{HAN}])")

# "declared none" differs from unknown and from empty (DOMAIN.md §5)
_NONE = frozenset(
    ["无", "没有", "暂无", "/", "//", "\\", "-", "--", "---", "—", "——", "–", "―", "一一", "―――", "———",
     "不涉及", "不适用", "无此项", "N/A", "n/a", "NA"]
)  # fmt: skip
_UNKNOWN = frozenset(
    ["待核实", "待核", "待查", "待定", "待确认", "待统计", "待补充", "待填", "待填报", "待报", "不详", "不明",
     "不清楚", "不清", "不知", "未知", "未统计", "未核实", "未填报", "未报", "详见附件", "见附件", "另附",
     "?", "??", "???", "*", "**", "***", "...", "......"]
)  # fmt: skip


def text(raw: Cell, *, traditional: bool = False) -> str:
    """The cell's text, "" where it holds none.

    ``traditional``: the sheet is in traditional script (`is_traditional`), so convert. A whole number
    is written without its ".0", a date as ISO 8601.
    """
    if type(raw) is str:
        plain = raw if _CLEAN.fullmatch(raw) else _cleaned(raw)
        return _converted(plain) if traditional else plain
    return "" if raw is None else _shown(raw)


def _shown(raw: Cell) -> str:
    if isinstance(raw, str):
        return text(str(raw))
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ")
    return raw.isoformat() if isinstance(raw, (date, time)) else str(raw)


@lru_cache(maxsize=65536)
def _cleaned(raw: str) -> str:
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", raw))
    plain = _WHITE.sub(" ", _ESCAPED.sub(" ", _INVISIBLE.sub("", plain))).strip()
    return _BETWEEN_HAN.sub("", plain)


@lru_cache(maxsize=65536)
def _converted(plain: str) -> str:
    return simplified(plain)


def declares_none(plain: str) -> bool:
    """Whether a text says that there is none: 无, 暂无, /, —."""
    return plain in _NONE


def says_unknown(plain: str) -> bool:
    """Whether a text says that the matter is not known yet: 待核实, 不详, 未统计."""
    return plain in _UNKNOWN
