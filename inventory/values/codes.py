"""Codes of legal persons: the unified social credit code, registration numbers, organisation codes.

Check digits after GB 32100-2015 (credit code), GS 15—2006 (15-digit registration number, ISO 7064 mod 11,10),
GB 11714-1997 (organisation code) and GB 11643-1999 (ID number of a person, ISO 7064 mod 11-2).

A check that fails warns and never rejects: 0.2 % of genuine codes fail it. A letter that no credit code
contains (O, I, Z, S) is repaired only where the check digit then proves the code.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import combinations
from operator import mul
from typing import NamedTuple

from inventory.reading import Severity
from inventory.values.script import worded
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Doubt, Taken, error, info, warning
from inventory.values.texts import declares_none, text
from inventory.vocabulary import CodeKind

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {c: n for n, c in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

#: Whole numbers from here on have lost digits in a spreadsheet cell, which keeps fifteen.
LARGEST_EXACT = 10**15

_CREDIT_CODE = re.compile(f"[{ALPHABET}]{{18}}")
_LABEL = re.compile("^(?:统一)?(?:社会)?(?:信用代码|组织机构代码|工商注册号|注册号|营业执照号?)(?:证号?)?[::]?")
_SEPARATORS = re.compile(r"[\s\-–—_.·'’`:/\\]+")
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d{1,3}|\d\.\d+E\d{1,3}")
_FORBIDDEN = str.maketrans("OIZS", "0125")
_CONFUSED = {"B": "8", "8": "B"}
_PERSON = re.compile(r"(?:[1-6]\d|71|8[1-3])\d{4}(\d{8})\d{3}[\dX]")
_OLD_PERSON = re.compile(r"(?:[1-6]\d|71|8[1-3])\d{4}([3-8]\d{5})\d{3}")
_NO_PAPERS = frozenset(
    [
        "无证",
        "无照",
        "无证照",
        "无执照",
        "无营业执照",
        "未办理",
        "未办",
        "未取得",
        "未注册",
        "个体无证",
        "个体无照",
        "无证无照",
    ]
)


class Number(NamedTuple):
    """Whose number it is, and the number; ``kind`` is also the name of its field."""

    kind: CodeKind
    number: str


def credit_code(raw: Cell) -> Taken[Number]:
    """The credit code a cell holds, or the registration number or organisation code in its place."""
    if isinstance(raw, str):
        return _of_text(raw)
    if raw is None:
        return NOTHING
    digits = whole_digits(raw)
    if digits is None:
        rounded = isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) >= LARGEST_EXACT
        return Taken(None, (error("digits_lost" if rounded else "unreadable_code"),))
    return _of_text(digits)


def whole_digits(raw: Cell) -> str | None:
    """The digits of a number typed into a cell, None where it is no whole number or digits were lost."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not 0 <= raw < LARGEST_EXACT or raw != int(raw):
        return None
    return str(int(raw))


@lru_cache(maxsize=65536)
def _of_text(raw: str) -> Taken[Number]:
    if _CREDIT_CODE.fullmatch(raw) and passes(raw) and not _is_person(raw):
        return Taken(Number(CodeKind.CREDIT_CODE, raw))
    plain = text(raw)
    if not plain:
        return NOTHING
    said = worded(plain)
    if declares_none(said) or said in _NO_PAPERS:
        return DECLARED_NONE
    plain = _LABEL.sub("", plain).upper()
    if _ROUNDED.fullmatch(plain.lstrip("'")):
        return Taken(None, (error("digits_lost"),))
    code = _SEPARATORS.sub("", plain)
    if not (code.isascii() and code.isalnum()):
        return Taken(None, (error("unreadable_code"),))
    if len(code) == 18:
        return _credit_code(code)
    if code.isdigit() and 13 <= len(code) <= 15:
        failed = len(code) == 15 and not _registration_passes(code)
        if failed and _is_old_person(code):
            # it may be a registration number whose check digit is wrong: neither of the two is kept, both are named
            masked = f"{code[:6]}*********"
            either = {"instead": CodeKind.REGISTRATION_NO.value}
            return Taken(None, (Doubt("id_number", Severity.ERROR, either, raw=masked),))
        return Taken(Number(CodeKind.REGISTRATION_NO, code), (info("check_digit", suggestion=""),) if failed else ())
    if len(code) == 9 and code[:8].translate(_FORBIDDEN).isalnum():
        passed = code[8] == _organization_check(code)
        return Taken(
            Number(CodeKind.ORGANIZATION_CODE, code), () if passed else (warning("check_digit", suggestion=""),)
        )
    return Taken(None, (error("code_length", length=len(code)),))


def _credit_code(code: str) -> Taken[Number]:
    """Eighteen characters: a credit code, perhaps damaged, or a person's ID number."""
    mended = mend(code)
    if _is_person(code) or (mended is None and _PERSON.fullmatch(code) and _born(code)):
        return Taken(None, (Doubt("id_number", Severity.ERROR, raw=f"{code[:6]}************"),))
    if mended is not None:
        repaired = () if mended == code else (info("code_repaired", taken=mended),)
        return Taken(Number(CodeKind.CREDIT_CODE, mended), repaired)
    if code.isdigit() and code.endswith("000"):
        # a number that was turned into text after its last three digits had gone
        return Taken(None, (error("digits_lost"),))
    return Taken(Number(CodeKind.CREDIT_CODE, code), (warning("check_digit", suggestion=suggestion(code)),))


def check_character(code: str) -> str | None:
    """The eighteenth character that belongs to the first seventeen; None where they hold other letters."""
    try:
        total = sum(map(mul, _WEIGHTS, map(_VALUE.__getitem__, code)))
    except KeyError:  # a letter that no credit code contains
        return None
    return ALPHABET[-total % 31]


def passes(code: str) -> bool:
    """Whether eighteen characters are a credit code that passes its check."""
    return len(code) == 18 and code[17] == check_character(code)


#: Only a usable code joins or separates rows (RULES.md).
is_usable = passes


def mend(code: str) -> str | None:
    """The code itself where it passes, else with O, I, Z, S (and B among the digits) set right where that passes."""
    if passes(code):
        return code
    mended = code.translate(_FORBIDDEN)
    mended = mended[:2] + mended[2:8].replace("B", "8") + mended[8:]
    return mended if passes(mended) else None


def suggestion(code: str) -> str:
    """The one code that passes and differs by B for 8 or two neighbours swapped; "" where there is none or several."""
    code = code.translate(_FORBIDDEN)
    confused = [i for i, c in enumerate(code) if c in _CONFUSED]
    candidates = {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(8, 17)}
    for places in (*combinations(confused, 1), *combinations(confused, 2)):
        candidates.add("".join(_CONFUSED[c] if i in places else c for i, c in enumerate(code)))
    passing = sorted(candidate for candidate in candidates if passes(candidate))
    return passing[0] if len(passing) == 1 else ""


def _registration_passes(code: str) -> bool:
    product = 10
    for c in code[:14]:
        product = ((product + int(c)) % 10 or 10) * 2 % 11
    return (product + int(code[14])) % 10 == 1


def _organization_check(code: str) -> str:
    total = sum(int(c, 36) * weight for c, weight in zip(code, _ORGANIZATION_WEIGHTS, strict=False))
    return "0123456789X0"[(11 - total % 11)]


def _born(code: str) -> bool:
    try:
        return 1900 <= date(int(code[6:10]), int(code[10:12]), int(code[12:14])).year <= 2030
    except ValueError:  # no such day: not a person's number
        return False


def _is_old_person(code: str) -> bool:
    """Whether fifteen digits are an ID number as issued until 1999: region, birthday without century, serial."""
    found = _OLD_PERSON.fullmatch(code)
    return found is not None and _born(f"{code[:6]}19{found[1]}")


def _is_person(code: str) -> bool:
    """Whether eighteen characters are a valid ID number of a person: region, birthday, check digit."""
    if not _PERSON.fullmatch(code) or not _born(code):
        return False
    total = sum(int(c) * weight for c, weight in zip(code, _PERSON_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == code[17]
