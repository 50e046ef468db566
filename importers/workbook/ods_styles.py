"""What the styles of an .ods say beyond looks: shares, dates, units, yes and no; struck-out cells; hidden tables.

A cell style points to a data style, which is written out part by part; it is told here as the number format that an
.xlsx would hold, so that both are understood by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar
from xml.etree.ElementTree import Element

from importers.workbook import formats
from importers.workbook.ooxml import local

T = TypeVar("T")
_DATA_STYLES = frozenset(
    {"number-style", "percentage-style", "currency-style", "date-style", "time-style", "boolean-style", "text-style"}
)
#: part of a data style → the same in a number format
_PARTS = {
    "day": "d",
    "day-of-week": "ddd",
    "month": "m",
    "year": "yyyy",
    "quarter": "yyyy",
    "hours": "h",
    "minutes": "m",
    "seconds": "s",
    "fraction": "# ?/?",
    "scientific-number": "0.00E+00",
    "text-content": "@",
    "boolean": "",
}
#: styles may be made of each other in a circle
_DEEPEST = 20

Attributes = dict[str, str]


class Styles:
    """The cell styles of a document by name."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self._parents: dict[str, str] = {}
        self._data: dict[str, str] = {}
        self._struck: dict[str, bool] = {}
        self._codes: dict[str, str] = {}
        self._firsts: dict[str, str] = {}
        self._truths: set[str] = set()
        self._meanings: dict[str, formats.Meaning | formats.Unit | None] = {}

    def note(self, style: Element) -> None:
        """Take in a style element, whichever kind it is."""
        said = attributes(style)
        name = said.get("name", "")
        tag = local(style.tag)
        if tag in _DATA_STYLES:
            self._codes[name] = _code(style, tag)
            for each in style:
                condition = attributes(each)
                if local(each.tag) == "map" and condition.get("condition", "").startswith("value()>"):
                    # what a negative number looks like is the style, the usual one hangs on it
                    self._firsts[name] = condition.get("apply-style-name", "")
            if tag == "boolean-style":
                self._truths.add(name)
        elif tag == "style":
            self._parents[name] = said.get("parent-style-name", "")
            if "data-style-name" in said:
                self._data[name] = said["data-style-name"]
            for properties in style:
                shape = attributes(properties)
                if local(properties.tag) == "table-properties" and shape.get("display") == "false":
                    self.hidden.add(name)
                if "text-line-through-style" in shape:
                    self._struck[name] = shape["text-line-through-style"] != "none"

    def is_known(self, name: str) -> bool:
        """Whether the document says how numbers of this cell style are shown."""
        return self._inherited(name, self._data) is not None

    def is_truth(self, name: str) -> bool:
        """Whether numbers of this cell style are shown as yes and no."""
        return self._inherited(name, self._data) in self._truths

    def is_struck(self, name: str) -> bool:
        """Whether text of this cell style is struck out."""
        return bool(self._inherited(name, self._struck))

    def meaning(self, name: str) -> formats.Meaning | formats.Unit | None:
        """What this cell style makes of a number."""
        if name not in self._meanings:
            data = self._inherited(name, self._data) or ""
            code = self._codes.get(self._firsts.get(data, data))
            self._meanings[name] = None if code is None else formats.meaning(0, code)
        return self._meanings[name]

    def _inherited(self, name: str, said: Mapping[str, T]) -> T | None:
        for _ in range(_DEEPEST):
            if name in said:
                return said[name]
            name = self._parents.get(name, "")
        return None


def attributes(element: Element) -> Attributes:
    """Attributes without namespace; LibreOffice's own (calcext) words left out."""
    return {local(name): value for name, value in element.attrib.items() if "calcext" not in name}


def _code(style: Element, tag: str) -> str:
    """The number format that says what this data style says."""
    is_share = tag == "percentage-style"
    is_span = tag == "time-style" and attributes(style).get("truncate-on-overflow") == "false"
    return "".join(_parts(style, is_span=is_span)) + ("%" if is_share else "")


def _parts(style: Element, *, is_span: bool) -> Iterable[str]:
    for part in style:
        tag = local(part.tag)
        if tag == "number":
            # shown in thousands or millions, as by a comma behind the digits
            factor = attributes(part).get("display-factor", "1")
            yield "0" + "," * ((len(factor.split(".")[0]) - 1) // 3)
        elif tag in ("text", "currency-symbol"):
            text = (part.text or "").replace('"', "")
            yield f'"{text}"' if text else ""
        elif tag == "hours" and is_span:
            yield "[h]"
        else:
            yield _PARTS.get(tag, "")
