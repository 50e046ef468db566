"""A county's spelling → our code, by exact look-up in a declared table; anything else is a problem, never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from inventory.values.script import simplified
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Taken, error
from inventory.values.texts import declares_none, text

_IGNORED = re.compile(r"[\s()\[\]【】“”\"'‘’《》、,.。;:·-]+")
_TRAILING_KIND = re.compile("(?<=.)(?:类型?|型)$")
# what a county writes before and behind without meaning another class: 01熔炼炉, B.整合搬迁, 予以淘汰, 重点管理单位
_BEFORE = re.compile(
    r"^(?:\d{1,2}|[a-f](?=[\u4e00-\u9fff])|[①-⑩])?(?:予以|实行|实施|采取|进行|依法|拟|属于|列为|列入|纳入|按照?|应)?"
)
_BEHIND = re.compile(r"(?<=..)(?:单位|企业|项目|户|设备|处理|处置|措施)$")


def folded(said: str) -> str:
    """A spelling for comparing: half width, simplified, lower case, without white space, brackets, punctuation."""
    plain = simplified(text(said)).lower()
    return _IGNORED.sub("", plain) or plain


class Spellings:
    """The spellings of one field, folded once: 关停取缔类 and 关停、取缔 are looked up alike.

    :param table: spelling → code.
    :raises ValueError: two spellings fold to one and mean different codes.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = dict(table)
        self._exact: dict[str, str] = {}
        for said, code in table.items():
            if self._exact.setdefault(folded(said), code) != code:
                raise ValueError(f"{said!r} stands for {code!r} and {self._exact[folded(said)]!r}")
        shortened: dict[str, set[str]] = {}
        for said, code in self._exact.items():
            shortened.setdefault(_TRAILING_KIND.sub("", said), set()).add(code)
        self._shortened = {said: codes.pop() for said, codes in shortened.items() if len(codes) == 1}
        self._read: dict[str, Taken[str]] = {}

    def read(self, raw: Cell) -> Taken[str]:
        """The code a cell's spelling stands for."""
        plain = text(raw)
        taken = self._read.get(plain)
        if taken is None:
            taken = self._read[plain] = self._look_up(plain)
        return taken

    def _known(self, key: str) -> str | None:
        return self._exact.get(key) or self._shortened.get(_TRAILING_KIND.sub("", key))

    def _look_up(self, plain: str) -> Taken[str]:
        if not plain:
            return NOTHING
        key = folded(plain)
        code = self._known(key)
        if code is None:
            codes = {
                self._known(each)
                for each in (_BEFORE.sub("", key), _BEHIND.sub("", key), _BEHIND.sub("", _BEFORE.sub("", key)))
            }
            codes.discard(None)
            code = codes.pop() if len(codes) == 1 else None
        if code is not None:
            return Taken(code)
        if declares_none(plain):
            return DECLARED_NONE
        labels = list(dict.fromkeys(self.table))
        nearest = get_close_matches(plain, labels, n=3, cutoff=0.5)
        return Taken(None, (error("unknown_spelling", known="、".join(labels), nearest="、".join(nearest)),))


def spelling(raw: Cell, table: Spellings | Mapping[str, str]) -> Taken[str]:
    """The code a cell's spelling stands for; build the `Spellings` once where many cells are read."""
    return (table if isinstance(table, Spellings) else Spellings(table)).read(raw)
