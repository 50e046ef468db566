"""Cell → telephone numbers as text."""

from __future__ import annotations

import re
from functools import lru_cache

from inventory.values.codes import whole_digits
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Taken, error, warning
from inventory.values.texts import declares_none, says_unknown, text

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0\d{2,3}-?)?[1-9]\d{6,7}(?:(?:-|转|\*|#)\d{1,5})?|[48]00-?\d{3}-?\d{4}")
_BRACKETED_AREA = re.compile(r"^\((0\d{2,3})\)-?(?=\d)")
_COUNTRY = re.compile(r"^(?:\+|00)?86-?(?=1[3-9]\d{9}$|0\d)")
_BETWEEN = re.compile(r"[/、,;|]+")


def phone(raw: Cell) -> Taken[str]:
    """Telephone numbers as text: a mobile, a landline, or several. What has another form is kept, with a warning."""
    if isinstance(raw, str):
        return _of_text(raw)
    if raw is None:
        return NOTHING
    digits = whole_digits(raw)
    return Taken(None, (error("digits_lost"),)) if digits is None else _of_text(digits)


@lru_cache(maxsize=65536)
def _of_text(raw: str) -> Taken[str]:
    if _MOBILE.fullmatch(raw):
        return Taken(raw)
    plain = text(raw).lstrip("'")
    if not plain:
        return NOTHING
    if declares_none(plain):
        return DECLARED_NONE
    if says_unknown(plain):
        return Taken(None, (error("unknown_spelling", known="13800000000、0710-1234567"),))
    one = _number(plain)
    if one:
        return Taken(one)
    parts = [part for part in _BETWEEN.split(plain) if part.strip()]
    several = [_number(part) for part in (parts if len(parts) > 1 else plain.split(" "))]
    if len(several) > 1 and all(several):
        return Taken("/".join(number for number in several if number))
    return Taken(plain, (warning("unusual_phone"),))


def _number(said: str) -> str | None:
    """One number without spaces and country code; a mobile without hyphens too."""
    plain = _COUNTRY.sub("", said.replace(" ", ""))
    if _MOBILE.fullmatch(mobile := plain.replace("-", "")):
        return mobile
    plain = _BRACKETED_AREA.sub(r"\1-", plain)
    return plain if _LANDLINE.fullmatch(plain) else None
