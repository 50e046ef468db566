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

    def _look_up(self, plain: str) -> Taken[str]:
        if not plain:
            return NOTHING
        key = folded(plain)
        code = self._exact.get(key) or self._shortened.get(_TRAILING_KIND.sub("", key))
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
