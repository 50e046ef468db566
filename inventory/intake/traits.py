"""What of a record identity hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inventory import identity, values
from inventory.judging import Traits


def of(record: Mapping[str, Any], unit: int) -> Traits:
    """The traits of one ledger row of a unit. ``record`` has a name."""
    name = record["name"]
    number = record.get("number")
    # a permit number begins with its holder's credit code, and numbers the holder's sites
    permit = values.permit_parts(number) if number else None
    codes = (record.get("credit_code"), permit.credit_code if permit else None)
    code = next((each for each in codes if each and values.is_usable(each)), None)
    address = record.get("address")
    return Traits(
        unit=unit,
        name=name,
        name_folded=identity.folded(name),
        credit_code=code,
        site_mark=identity.site_mark(name),
        permit_serial=permit.serial if permit else None,
        address_folded=identity.folded(address) if address else None,
    )
