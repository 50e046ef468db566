"""Section rows: a line in a table that carries a value for the rows below it: 一、关停取缔类（12家）, 【石花镇】."""

from __future__ import annotations

from importers.sectional import TOWNSHIP, bare
from importers.tables import Plan
from inventory.reading import Value


class Sections:
    """What the section rows above say of the rows to come.

    A section holds until the next of its level: a township inside a class ends with the class, a class inside a
    township with the township. Levels are known by the order in which they first come.
    """

    def __init__(self, plan: Plan) -> None:
        self._ledger = plan.vocabulary.ledger
        self._classes = plan.vocabulary.classes
        self._units = plan.context.units
        self._given = plan.columns.filled()
        self._levels: list[str] = []
        self.said: dict[str, Value] = {}
        #: the field that the last section gave
        self.carried: str | None = None
        for text in plan.over:
            self.read(text)

    def read(self, text: str) -> bool:
        """Whether a folded text is a section that carries a value; the value is then in force."""
        found = self._meant(bare(text))
        self.carried = found[0] if found else None
        if found is None:
            return False
        field, value = found
        if field not in self._levels:
            self._levels.append(field)
        outer = self._levels[: self._levels.index(field)]
        self.said = {name: held for name, held in self.said.items() if name in outer} | {field: value}
        return True

    def end(self) -> bool:
        """A section that is not understood: what was said above does not hold below it. Whether anything was."""
        held, self.said = self.said, {}
        return bool(held)

    def _meant(self, said: str) -> tuple[str, Value] | None:
        found = self._classes.named(said)
        # 二、其他企业 is no fuel: where rows say it themselves, only what makes the ledger its kind heads a section
        if found and (self._ledger.fields[found[0]].required or found[0] not in self._given):
            return found
        if unit := self._units.exactly(said):
            return "county", unit
        return ("township", said) if TOWNSHIP.match(said) else None
