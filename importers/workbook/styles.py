"""Which cell styles of an .xlsx say more than looks: percent, dates, struck-out text."""

from __future__ import annotations

from dataclasses import dataclass, field

from importers.workbook import formats
from importers.workbook.ooxml import Package


@dataclass(slots=True)
class Styles:
    """Style ids as they stand in a cell's ``s`` attribute; a cell without one has id 0, written b"" here too."""

    meanings: dict[bytes, formats.Meaning | formats.Unit] = field(default_factory=dict)
    struck: set[bytes] = field(default_factory=set)


def read(package: Package, name: str) -> Styles:
    """The styles that matter, from the styles part."""
    made = Styles()
    root = package.tree(name)
    codes = {}
    for code in root.iterfind("./numFmts/numFmt"):
        if (code.get("numFmtId") or "").isdigit():
            codes[int(code.get("numFmtId", "0"))] = code.get("formatCode", "")
    struck_fonts = {
        str(index)
        for index, font in enumerate(root.iterfind("./fonts/font"))
        if (strike := font.find("strike")) is not None and strike.get("val", "1") not in ("0", "false")
    }
    for index, xf in enumerate(root.iterfind("./cellXfs/xf")):
        number = xf.get("numFmtId", "0")
        means = formats.meaning(int(number), codes.get(int(number))) if number.isdigit() else None
        for key in (str(index).encode(), *([b""] if index == 0 else [])):
            if means:
                made.meanings[key] = means
            if xf.get("fontId") in struck_fonts:
                made.struck.add(key)
    return made
