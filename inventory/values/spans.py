"""What a date cut to what was said can mean: its first and its last day.

Forms: "2019", "2019-Q2", "2019-06", "2019-06-30".
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_SAID = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@lru_cache(maxsize=65536)
def first_day(said: str) -> date:
    """The first day a cut date can mean.

    :raises ValueError: not a date of these forms, or one that does not exist.
    """
    year, quarter, month, day = _parts(said)
    if quarter:
        return date(year, 3 * quarter - 2, 1)
    return date(year, month or 1, day or 1)


@lru_cache(maxsize=65536)
def last_day(said: str) -> date:
    """The last day a cut date can mean; a deadline ends with it.

    :raises ValueError: not a date of these forms, or one that does not exist.
    """
    year, quarter, month, day = _parts(said)
    if day:
        return date(year, month, day)
    month = 3 * quarter if quarter else month or 12
    return date(year, month, calendar.monthrange(year, month)[1])


def _parts(said: str) -> tuple[int, int, int, int]:
    found = _SAID.fullmatch(said)
    if not found:
        raise ValueError(f"not an ISO date cut to what was said: {said!r}")
    year, quarter, month, day = (int(part) if part else 0 for part in found.groups())
    date(year, month or 1, day or 1)
    return year, quarter, month, day
