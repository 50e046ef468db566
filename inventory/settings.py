"""The only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_DATABASE = "inventory.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, read once a command.

    ``database_url``: INVENTORY_DATABASE_URL, else the SQLite file ``./inventory.db``.
    ``user``: INVENTORY_USER, who answers for judgements, corrections and steps where ``--by`` is not given.
    ``language``: INVENTORY_LANG ("en", "zh_CN"), else from the locale; decided in `inventory.language`.
    """

    database_url: str
    user: str | None
    language: str | None


def load() -> Settings:
    """The settings in force now."""
    url = os.environ.get("INVENTORY_DATABASE_URL") or f"sqlite:///{Path(DEFAULT_DATABASE).absolute()}"
    return Settings(
        database_url=url,
        user=os.environ.get("INVENTORY_USER") or None,
        language=os.environ.get("INVENTORY_LANG") or None,
    )
