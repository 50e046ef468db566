"""Numbers of discharge permits and registration receipts: credit code, serial of the site, one letter."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from inventory.values.codes import LARGEST_EXACT, mend, suggestion
from inventory.values.script import worded
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Taken, error, info, warning
from inventory.values.texts import declares_none, says_unknown, text

_NUMBER = re.compile(r"([0-9A-Z]{18})([0-9OIZSB]{3})([A-Z])")
_LABEL = re.compile("^(?:排污)?(?:许可证|登记)?(?:回执)?(?:编号|证号|号)[::]")
_SEPARATORS = re.compile(r"[\s\-–—_.·'’`]+")
_ROUNDED = re.compile(r"\d(?:\.\d+)?[Ee]\+\d{1,3}")
_CONFUSED = str.maketrans("OIZSB", "01258")
#: In place of a number: none has been issued (yet), which the row's status says too.
_NOT_ISSUED = frozenset(
    ["未发证", "未核发", "未办理", "未办", "未取得", "未申领", "未申请", "无证", "整改", "限期整改", "整改中",
     "办理中", "正在办理", "申领中", "正在申领", "待发证", "待核发", "无需办理"]
)  # fmt: skip


class Parts(NamedTuple):
    """A permit number taken apart: whose it is, and which site (001, 002 …)."""

    credit_code: str
    serial: str


def permit_number(raw: Cell) -> Taken[str]:
    """The 22 characters of a permit number. Its last letter is no check of the rest and never a reason to doubt."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) >= LARGEST_EXACT:
        return Taken(None, (error("digits_lost"),))
    return _of_text(worded(text(raw)))


@lru_cache(maxsize=65536)
def _of_text(plain: str) -> Taken[str]:
    if not plain:
        return NOTHING
    if declares_none(plain) or plain in _NOT_ISSUED:
        return DECLARED_NONE
    if says_unknown(plain):
        return Taken(None, (error("unreadable_code"),))
    if _ROUNDED.fullmatch(plain):
        return Taken(None, (error("digits_lost"),))
    number = _SEPARATORS.sub("", _LABEL.sub("", plain)).upper()
    found = _NUMBER.fullmatch(number)
    if not found:
        return Taken(plain, (warning("permit_number_form"),))
    code, serial, letter = found[1], found[2].translate(_CONFUSED), found[3]
    mended = mend(code)
    if mended is None:
        return Taken(code + serial + letter, (warning("check_digit", suggestion=suggestion(code)),))
    taken = mended + serial + letter
    return Taken(taken, () if taken == number else (info("code_repaired", taken=taken),))


def permit_parts(number: str) -> Parts | None:
    """The credit code and the site's serial in a permit number; None where it has another form."""
    found = _NUMBER.fullmatch(number)
    return Parts(found[1], found[2]) if found and found[2].isdigit() else None
