"""Writes the sample workbooks, the same bytes on every machine: ``python -m samples.build``.

The story is told in `samples.xiangzhou`, `samples.gucheng` and `samples.gaoxin`, one function a workbook; what
every cell means is declared beside what it shows (`samples.page.Said`), so that the tests can hold a reading
against the story. ``python -m samples.build --readings`` also writes what `inventory ledger read --json` prints (in
English) beside each workbook, to be reviewed before it is committed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from samples import gaoxin, gucheng, writers, xiangzhou
from samples.page import Page

FOLDER = Path(__file__).parent

#: file name → the function that tells its pages
WORKBOOKS: Mapping[str, Callable[[], list[Page]]] = {
    **xiangzhou.WORKBOOKS,
    **gucheng.WORKBOOKS,
    **gaoxin.WORKBOOKS,
}


def content(name: str) -> bytes:
    """The bytes of one workbook; the ending of its name says the format."""
    pages = WORKBOOKS[name]()
    return writers.xls(pages) if name.endswith(".xls") else writers.xlsx(pages)


def main() -> None:
    """Write all workbooks into this folder, on request with what the program reads in them."""
    for name in WORKBOOKS:
        path = FOLDER / name
        path.write_bytes(content(name))
        if "--readings" in sys.argv[1:]:
            path.with_suffix(".reading.json").write_text(_reading(path), encoding="utf-8", newline="\n")


def _reading(path: Path) -> str:
    # here, not above: the workbooks are built without the program that reads them
    import importers
    from inventory.reading_json import as_json

    return json.dumps(as_json(importers.read(path), str), ensure_ascii=False, indent=1) + "\n"


def truth(name: str) -> dict[str, Any]:
    """What a careful clerk reads in a workbook: entries (record and problems by field) and the other rows."""
    pages = [page for page in WORKBOOKS[name]() if not page.is_hidden]
    return {
        "entries": [entry for page in pages for entry in page.entries],
        "other_rows": [other for page in pages for other in page.other_rows],
    }


if __name__ == "__main__":
    main()
