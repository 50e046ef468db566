"""The classes of a ledger (关停取缔, 整合搬迁, 升级改造) where a heading or a section row names one."""

from __future__ import annotations

import re

from importers.labels import Label, fold, label
from importers.ledger import Ledger

_COUNTED = re.compile(r"\(?(?:共|计)?\d+[家户个条台](?:企业)?\)?")
_TAILS = ("企业", "单位", "类企业", "名单", "清单", "部分")


class Classes:
    """The spellings of one ledger kind's codes, ready to be looked up."""

    def __init__(self, ledger: Ledger) -> None:
        self._required = {column for column, field in ledger.fields.items() if field.required}
        self._codes = {
            column: {label(said).full: code for code, listed in field.spellings.items() for said in listed}
            for column, field in ledger.fields.items()
            if field.spellings
        }

    def spells(self, column: str, text: str) -> bool:
        """Whether a folded text spells one of the column's codes."""
        return text in self._codes.get(column, ())

    def code(self, column: str, leaf: Label) -> str | None:
        """The column's code that a heading below it names: a class given as a column of its own."""
        codes = self._codes.get(column, {})
        return codes.get(leaf.full) or codes.get(leaf.base)

    def named(self, text: str) -> tuple[str, str] | None:
        """The column and code of a text that spells exactly one column's code: 一、关停取缔类（12家）."""
        found = label(_COUNTED.sub("", fold(text)))
        said = dict.fromkeys((found.full, found.base))
        spelled = [*said, *(each[: -len(tail)] for each in said for tail in _TAILS if each.endswith(tail))]
        hits = {(column, codes[each]) for column, codes in self._codes.items() for each in spelled if each in codes}
        hits = {hit for hit in hits if hit[0] in self._required} or hits
        return next(iter(hits)) if len(hits) == 1 else None
