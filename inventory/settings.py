"""The only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_DATABASE = "inventory.db"
READ_SECONDS, READ_MEGABYTES = "INVENTORY_READ_SECONDS", "INVENTORY_READ_MEGABYTES"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, read once a command.

    ``database_url``: INVENTORY_DATABASE_URL, else the SQLite file ``./inventory.db``.
    ``user``: INVENTORY_USER, who answers for judgements, corrections and steps where ``--by`` is not given.
    ``language``: INVENTORY_LANG ("en", "zh_CN"), else from the locale; decided in `inventory.language`.
    ``read_seconds``, ``read_megabytes``: INVENTORY_READ_SECONDS and INVENTORY_READ_MEGABYTES, what reading a file of up
    to 20 MB may use, else 30 seconds and 1500 MB.
    """

    database_url: str
    user: str | None
    language: str | None
    read_seconds: str | None
    read_megabytes: str | None


def load() -> Settings:
    """The settings in force now."""
    url = os.environ.get("INVENTORY_DATABASE_URL") or f"sqlite:///{Path(DEFAULT_DATABASE).absolute()}"
    return Settings(
        database_url=url,
        user=os.environ.get("INVENTORY_USER") or None,
        language=os.environ.get("INVENTORY_LANG") or None,
        read_seconds=os.environ.get(READ_SECONDS) or None,
        read_megabytes=os.environ.get(READ_MEGABYTES) or None,
    )
