"""Ticks in the words of their own heading: 挂牌督办 and 未挂牌 under 是否挂牌督办, 清空 under 清原料."""

from __future__ import annotations

import re
from collections.abc import Callable

from importers import phrases
from importers.labels import fold
from importers.ledger import Field
from inventory import values
from inventory.values import Cell, Taken

_DENIED = re.compile("(?:尚未|暂未|还未|未|没有|没|不|无)(?:被|予以|列入|完成|进行)?")
_AFFIRMED = re.compile("(?:已经|已|是|有)?(?:被|予以|列入|完成|进行)?")


def reader(field: Field) -> Callable[[Cell], Taken[bool]]:
    """What a cell of this column says; a word of its headings says yes, with 未 before it no."""
    words: set[str] = set()

    def read(cell: Cell) -> Taken[bool]:
        taken = values.tick(cell)
        if not taken.doubts or not isinstance(cell, str):
            return taken
        if not words:
            words.update(_words(field))
        said = fold(cell).strip("。.;,!()")
        for pattern, answer in ((_DENIED, False), (_AFFIRMED, True)):
            if (found := pattern.match(said)) and said[found.end() :] in words:
                return Taken(answer)
        return taken

    return read


def _words(field: Field) -> set[str]:
    """What the headings of a field ask for, each as a whole: 是否挂牌督办 → 挂牌督办."""
    headings = [fold(heading) for heading in field.headings]
    return {word for heading in headings for word in (heading, *phrases.asked_of(heading)) if "是否" not in word}
