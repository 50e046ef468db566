"""A quarter of a year, as people write it: 2019Q2, 2019-Q2, 2019年第二季度, 2019年2季度."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from inventory.errors import NotUnderstood

NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}
GRAMMAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-?[Qq](?P<digit>[1-4])|年第?(?P<word>[1-4一二三四])季度?)")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter: ``number`` 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The quarter's last day, on which duties are counted."""
        return date(self.year, 3 * self.number, 30 if self.number in (2, 3) else 31)

    @property
    def label(self) -> str:
        """As official titles have it: 2019年第二季度."""
        return f"{self.year}年第{'一二三四'[self.number - 1]}季度"

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def parse(said: str) -> Quarter:
    """The quarter a person wrote."""
    found = GRAMMAR.fullmatch("".join(said.split()))
    if found is None:
        raise NotUnderstood("{said} is not a quarter: write 2019Q2 or 2019年第二季度", said=said)
    number = found["digit"] or found["word"]
    return Quarter(int(found["year"]), NUMBERS.get(number) or int(number))
