"""GB/T 4754, the classification of industries, as far as polluters' ledgers use it.

Divisions (two digits) and classes (four digits) of mining, manufacturing, energy, water, waste and
repair, in the editions of 2011 and 2017. A number means different things in the two (3032, 3033), so a
code says nothing without its edition. What is not in the list is not wrong, only not known here.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("industries.csv")


class Industry(NamedTuple):
    """A division or class in one edition."""

    edition: int
    code: str
    name: str


@cache
def industries() -> tuple[Industry, ...]:
    """All that is known, by code and edition."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(Industry(int(row["edition"]), row["code"], row["name"]) for row in csv.DictReader(stream))
