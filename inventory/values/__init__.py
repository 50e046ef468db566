"""What one cell of a county's ledger says: pure readers from cell to value, one a kind of value.

Each reader is a closed grammar. What it does not know it refuses with a `Doubt`; nothing is guessed, and
"declared none" (无, /), "unknown" (待核实) and an empty cell stay three things (`Taken`).
"""

from __future__ import annotations

from inventory.values.codes import Number, credit_code, is_usable
from inventory.values.dates import date, interval
from inventory.values.industries import Industry, industry
from inventory.values.names import Name, name
from inventory.values.numbers import count, number, year
from inventory.values.permits import Parts, permit_number, permit_parts
from inventory.values.phones import phone
from inventory.values.places import XIANGYANG, Region, coordinates, degrees, located, sexagesimal
from inventory.values.script import is_traditional, simplified
from inventory.values.spans import first_day, last_day
from inventory.values.spellings import Spellings, spelling
from inventory.values.taken import Cell, Doubt, Taken
from inventory.values.texts import declares_none, says_unknown, text
from inventory.values.ticks import tick
from inventory.values.units import heading_unit

__all__ = [
    "XIANGYANG",
    "Cell",
    "Doubt",
    "Industry",
    "Name",
    "Number",
    "Parts",
    "Region",
    "Spellings",
    "Taken",
    "coordinates",
    "count",
    "credit_code",
    "date",
    "declares_none",
    "degrees",
    "first_day",
    "heading_unit",
    "industry",
    "interval",
    "is_traditional",
    "is_usable",
    "last_day",
    "located",
    "name",
    "number",
    "permit_number",
    "permit_parts",
    "phone",
    "says_unknown",
    "sexagesimal",
    "simplified",
    "spelling",
    "text",
    "tick",
    "year",
]
