"""Chinese numerals: 二〇一九, 十二, 三十一, 两百."""

from __future__ import annotations

from functools import lru_cache

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_POWERS = {"十": 10, "百": 100, "千": 1000}

#: Characters a Chinese numeral is made of, as the inside of a character class.
NUMERAL = "零〇○一二三四五六七八九十百千万两壹贰叁"


@lru_cache(maxsize=4096)
def integer(said: str) -> int | None:
    """The whole number a numeral says, in digits or in Chinese; None where it is no well-formed numeral.

    三一 and 五一 are no numbers but names, 二〇一九 is digits read out one by one.
    """
    if said.isdecimal():
        return int(said)
    if not said or any(c not in NUMERAL for c in said):
        return None
    if len(said) > 1 and all(c in DIGITS for c in said):
        # read out digit by digit: years only, so that 三一 stays a name
        return int("".join(str(DIGITS[c]) for c in said)) if len(said) == 4 else None
    head, ten_thousands, tail = said.partition("万")
    if ten_thousands:
        high, low = _below_ten_thousand(head), _below_ten_thousand(tail) if tail else 0
        return None if high is None or low is None else high * 10_000 + low
    return _below_ten_thousand(said)


def _below_ten_thousand(said: str) -> int | None:
    total, digit, power = 0, None, 10_000
    for at, c in enumerate(said):
        if c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
            continue
        if c not in _POWERS or _POWERS[c] >= power or digit == 0 or (digit is None and (c != "十" or at)):
            return None
        power = _POWERS[c]
        total += (1 if digit is None else digit) * power
        digit = None
    return total + (digit or 0) if said else None
