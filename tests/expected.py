"""The register that the samples make, as written down by hand in samples/expected (its README says how to compare)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "samples" / "expected"

#: in the order of the files' rows
UNITS = ("襄州区", "谷城县", "高新区")
LEDGERS = ("scattered_polluters", "coal_users", "kilns", "voc_sources", "compliance_plans", "permits")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one file ("enterprises"), column → text; absent is ""."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, strict=True))


@cache
def enterprises() -> dict[str, dict[str, str]]:
    """The story's label → the enterprise it stands for."""
    return {row["enterprise"]: row for row in table("enterprises")}


def identifying(row: dict[str, str]) -> tuple[str, str, str, str]:
    """What tells one enterprise of the samples from every other, in the story as in the register."""
    return row["unit"], row["name"], row["credit_code"], row["address"]


def label(unit: str, name: str, credit_code: str | None, address: str | None) -> str:
    """The story's label of an enterprise of the register; KeyError where the story knows none."""
    return _labels()[unit, name, credit_code or "", address or ""]


@cache
def _labels() -> dict[tuple[str, str, str, str], str]:
    return {identifying(row): row["enterprise"] for row in table("enterprises")}


def said(value: object) -> str:
    """A value of the register as these files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
