"""An enterprise as somebody describes it, in a ledger, an outside list or the register: what likeness is judged by."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache

from inventory import identity, values
from inventory.identity import RowIdentity


@dataclass(frozen=True, slots=True)
class Described:
    """An enterprise as a row, a list or the register describes it; all but the name may be unknown.

    ``host`` is the region the unit lies in, where it is a development zone. ``credit_code`` may be damaged.
    """

    name: str
    unit: str | None = None
    host: str | None = None
    former: tuple[str, ...] = ()
    credit_code: str | None = None
    registration_no: str | None = None
    organization_code: str | None = None
    permit_serial: str | None = None
    person: str | None = None
    phone: str | None = None
    township: str | None = None
    address: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    equipment: tuple[str, ...] = field(default=())

    @property
    def row(self) -> RowIdentity:
        """What the sure rules look at."""
        return RowIdentity(self.unit or "", self.name, self.usable_code, self.host, self.permit_serial)

    def shares_region(self, other: Described) -> bool:
        """Whether both are of one unit, or one of a zone and the other of its host."""
        return self.unit in (other.unit, other.host) or self.host == other.unit

    @property
    def usable_code(self) -> str | None:
        """The credit code where it passes its check."""
        return self.credit_code if self.credit_code and values.is_usable(self.credit_code) else None


_BETWEEN_PHONES = re.compile("[/、,;，；]")
_EXTENSION = re.compile("转.*")
_NO_DIGIT = re.compile(r"\D")


@lru_cache(maxsize=65_536)
def phones(said: str | None) -> tuple[str, ...]:
    """The numbers a cell holds, digits alone; a landline without its area code, so that 0710-2345678 is 2345678."""
    if not said or (len(said) == 11 and said[0] == "1" and said.isdecimal()):
        return (said,) if said else ()
    found = [_NO_DIGIT.sub("", _EXTENSION.sub("", number)) for number in _BETWEEN_PHONES.split(said)]
    return tuple(number.removeprefix("0710") for number in found if len(number) >= 7)


_REGIONS = re.compile("^(?:湖北省?)?(?:襄阳市|襄樊市|襄阳(?!区|县)|襄樊)?")


def located(address: str | None) -> str:
    """An address folded, without province and city."""
    return _REGIONS.sub("", identity.folded(address)) if address else ""


def apart(a: Described, b: Described) -> float | None:
    """How many metres lie between two enterprises; None where either has no coordinates."""
    if a.longitude is None or a.latitude is None or b.longitude is None or b.latitude is None:
        return None
    north = math.radians(b.latitude - a.latitude)
    east = math.radians(b.longitude - a.longitude) * math.cos(math.radians((a.latitude + b.latitude) / 2))
    return math.hypot(north, east) * 6_371_000
