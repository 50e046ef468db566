"""Reporting units as ledgers write them: 襄阳区, 襄阳县 and 襄州 are 襄州区; titles name one within a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from importers.labels import fold

_OFFICE = re.compile(r"(?:人民政府|生态环境|环境保护|环保|市?管委会|管理委员会|大气办|攻坚办).*$|(?:分局|局)$")
# the city above, whichever it is called; what is itself a unit of the list is none
_CITY = re.compile("(?:[\u4e00-\u9fff]{2,3}省)?([\u4e00-\u9fff]{2,4}?市)(?=.)")


class Units:
    """The units of a city by every name they go under.

    :param names: canonical name → other names.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._names: dict[str, str] = {}
        for name, others in names.items():
            for each in (name, *others):
                self._names.setdefault(fold(each), name)
        for name in names:
            if len(bare := re.sub("[市县区]$", "", fold(name))) >= 2:
                self._names.setdefault(bare, name)
        # 市级, 市直 and 经开区 name a unit in a cell of their own; within a sentence they may mean anything
        vague = {
            fold(each)
            for each in ("市级", "市直", "市直管", "市直属", "市直企业", "市本级", "经开区", "经济开发区", "高新")
        }
        spoken = (each for each in self._names if len(each) >= 2 and each not in vague)
        self._longest_first = sorted(spoken, key=lambda each: (-len(each), each))

    @lru_cache(maxsize=4096)  # noqa: B019 — lives as long as one reading
    def exactly(self, text: str) -> str | None:
        """The unit a cell names and nothing else; the city's name before and an office behind are left aside."""
        said = fold(text)
        if said in self._names:
            return self._names[said]
        above = _CITY.match(said)
        if above and above[1] not in self._names:
            said = said[above.end() :]
        return self._names.get(_OFFICE.sub("", said))

    def within(self, text: str) -> str | None:
        """The one unit a title or meta row names; None where it names none or several."""
        said = fold(text)
        found: list[str] = []
        for each in self._longest_first:
            if each in said:
                said = said.replace(each, " ")
                found.append(self._names[each])
        return found[0] if len(set(found)) == 1 else None
