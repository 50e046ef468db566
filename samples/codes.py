"""Invented numbers that pass their checks: credit codes (GB 32100), organisation codes, registration numbers."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(region: str, organization: str, kind: str = "91") -> str:
    """The 18 characters for an invented 8-character organisation code; ``kind`` 92 is an 个体工商户."""
    body = f"{kind}{region}{organization}{_organization_check(organization)}"
    rest = sum(ALPHABET.index(character) * pow(3, at, 31) for at, character in enumerate(body)) % 31
    return body + ALPHABET[(31 - rest) % 31]


def registration_no(fourteen: str) -> str:
    """A 15-digit 注册号: the last digit by ISO 7064 MOD 11,10."""
    product = 10
    for digit in fourteen:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return fourteen + str((11 - product) % 10)


def _organization_check(organization: str) -> str:
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(character, 36) * weight for character, weight in zip(organization, weights, strict=True)) % 11
    return "0X987654321"[rest]
