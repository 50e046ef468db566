"""Cell → industry (GB/T 4754) as code, name, or both: 3031, C3031, 610 (zero lost), 粘土砖瓦及建筑砌块制造."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from inventory.values.codes import whole_digits
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Taken, error, info
from inventory.values.texts import declares_none, says_unknown, text


class Industry(NamedTuple):
    """What a cell says of the industry; which edition a code belongs to is for the reference table to say."""

    code: str | None = None
    name: str | None = None


_CODE = re.compile(r"[A-Ta-t]?(\d{2,4})(?:\.0)?")
_CODE_AND_NAME = re.compile(
    r"[(\[]?[A-Ta-t]?(\d{2,4})[)\]]?[-—_:.、,]?([\u4e00-\u9fff(].+)|([\u4e00-\u9fff].*?)[-—_:,]?[(\[]?[A-Ta-t]?(\d{2,4})[)\]]?"
)
#: Mining classes (06–09): three digits that end in 0 are no group of the standard but have lost their zero.
_ZERO_LOST = re.compile("[6-9][1-9]0")


def industry(raw: Cell) -> Taken[Industry]:
    """The industry a cell says, by code (2 to 4 digits, the section letter dropped) or name."""
    if isinstance(raw, str):
        return _of_text(raw)
    if raw is None:
        return NOTHING
    digits = whole_digits(raw)
    return Taken(None, (error("unreadable_code"),)) if digits is None else _of_text(digits)


@lru_cache(maxsize=65536)
def _of_text(raw: str) -> Taken[Industry]:
    plain = text(raw).lstrip("'")
    if not plain:
        return NOTHING
    if declares_none(plain):
        return DECLARED_NONE
    compact = plain.replace(" ", "")
    if found := _CODE.fullmatch(compact):
        return _coded(found[1], None)
    if found := _CODE_AND_NAME.fullmatch(compact):
        return _coded(found[1] or found[4], found[2] or found[3])
    if says_unknown(plain) or not re.search("[\u4e00-\u9fff]", plain):
        return Taken(None, (error("unreadable_code"),))
    return Taken(Industry(None, plain))


def _coded(code: str, name: str | None) -> Taken[Industry]:
    if _ZERO_LOST.fullmatch(code):
        return Taken(Industry("0" + code, name), (info("zero_restored", taken="0" + code),))
    return Taken(Industry(code, name))
