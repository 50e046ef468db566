"""Section rows: a line in a table that carries a value for the rows below it: 一、关停取缔类（12家）, 【石花镇】."""

from __future__ import annotations

import re

from importers.tables import Plan
from inventory.reading import Value

NUMERAL = re.compile(
    r"^(?:[(\[]?[一二三四五六七八九十]{1,3}[)\]、.:]|第[一二三四五六七八九十]+[类部章]|[(\[]\d{1,2}[)\]]|\d{1,2}[、.](?!\d))"
)
_OF_THINGS = r"\d+[家户个条台座处](?:企业|单位|炉窑|窑炉)?"
COUNTED = re.compile(rf"(?:[(\[](?:共计|合计|小计|总计|共有|共|计)?:?{_OF_THINGS}[)\]]|(?:共计|共有|共)?:?{_OF_THINGS})$")
_TOWNSHIP = re.compile(r"^[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|街道办|街道办事处|办事处|工业园|园区|开发区|管委会)$")
#: what says only of which field the value is: 所属乡镇：石花镇
_LABEL = re.compile(
    r"^(?:所属|所在)?(?:乡镇|镇街|镇\(街道\)|乡镇\(街道\)|街道|县区|县\(市、?区\)|区域|(?:整治|处置|分类|整改)?(?:类别|类型|分类)):"
)
_AROUND = "()[]{}<>《》【】〔〕「」『』*★☆■□◆◇●○▲△:,;、.-—=_"


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

    def read(self, text: str) -> bool:
        """Whether a folded text is a section that carries a value; the value is then in force."""
        found = self._meant(_bare(text))
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

    def _meant(self, bare: str) -> tuple[str, Value] | None:
        found = self._classes.named(bare)
        # 二、其他企业 is no fuel: where rows say it themselves, only what makes the ledger its kind heads a section
        if found and (self._ledger.fields[found[0]].required or found[0] not in self._given):
            return found
        if unit := self._units.exactly(bare):
            return "county", unit
        return ("township", bare) if _TOWNSHIP.match(bare) else None


def _bare(text: str) -> str:
    """A section's text without numeral, count, label and brackets."""
    for _ in range(2):
        text = COUNTED.sub("", text.strip(_AROUND))
        text = _LABEL.sub("", NUMERAL.sub("", text)).strip(_AROUND)
    return text


def is_headed(text: str) -> bool:
    """Whether a lone text looks like a section's whatever it says: numbered and counted, in brackets, a township."""
    return bool(
        (NUMERAL.match(text) and COUNTED.search(text))
        or (len(text) > 2 and text[0] in "【[〔" and text[-1] in "】]〕")
        or _TOWNSHIP.match(_bare(text))
    )
