"""The edition of the rules that a workbook is read by: with another one the same bytes may say something else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import files

from inventory import __version__
from inventory.reading import Lesson
from inventory.vocabulary import Ledger

#: where the ledger kinds are declared, one TOML file each, and one for what all have
FOLDER = files("importers") / "ledgers"


def rules(lessons: Sequence[Lesson] = ()) -> str:
    """The digest of what a reading depends on beside the file: program version, definitions, lessons."""
    digest = hashlib.sha256(__version__.encode())
    for name in ("_common", *sorted(kind.value for kind in Ledger)):
        digest.update((FOLDER / f"{name}.toml").read_bytes())
    for lesson in sorted(map(repr, lessons)):
        digest.update(lesson.encode())
    return digest.hexdigest()
