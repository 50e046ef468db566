"""Which format a file name asks for, and the file written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from inventory import delivery
from inventory.errors import NotUnderstood
from inventory.exports import plain
from inventory.exports.sheets import Sheet


def _xlsx(pages: Sequence[Sheet]) -> bytes:
    # loaded when a workbook is really written: commands start without it
    from inventory.exports import xlsx

    return xlsx.workbook(pages)


#: ending of the file name → how sheets become bytes
FORMATS: Mapping[str, Callable[[Sequence[Sheet]], bytes]] = {
    ".xlsx": _xlsx,
    ".csv": plain.as_csv,
    ".json": plain.as_json,
}


def check(path: Path) -> None:
    """Refuse a name whose ending says no format known, before the work is done."""
    if path.suffix.lower() not in FORMATS:
        raise NotUnderstood("{file}: the name must end in one of {known}", file=path.name, known=", ".join(FORMATS))


def write(path: Path, pages: Sequence[Sheet]) -> None:
    """Write the sheets in the format the name's ending asks for; folders are made, a half-written file never stands."""
    check(path)
    content = FORMATS[path.suffix.lower()](pages)
    path.parent.mkdir(parents=True, exist_ok=True)
    delivery.put(path, content)
