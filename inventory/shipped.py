"""Files that ship with the program: where they are in a checkout, and in an installed wheel.

In a checkout migrations/ and samples/ stand beside the packages, for people to find; the wheel
carries them inside `inventory` (inventory/locale/hook.py puts them there).
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def migrations() -> Path:
    """The folder of the Alembic environment."""
    return _folder("migrations")


def samples() -> Path:
    """The folder of the sample ledgers."""
    return _folder("samples")


def _folder(name: str) -> Path:
    inside = PACKAGE / f"_{name}"
    return inside if inside.is_dir() else PACKAGE.parent / name
