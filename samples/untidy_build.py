"""Writes samples/untidy/: one workbook for every kind of mess, and beside each what a careful clerk reads in it.

``python -m samples.untidy_build``. The same bytes on every machine. What is to be read (NAME.golden.json) is declared
in `samples.untidy_files` and its neighbours beside what the cells show; nothing here
asks the program that reads them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from samples import untidy_codes, untidy_dates, untidy_files, untidy_layout, untidy_rows, untidy_values
from samples.untidy import Untidy

FOLDER = Path(__file__).parent / "untidy"

WORKBOOKS: Mapping[str, Untidy] = dict(
    sorted(
        {
            **untidy_files.WORKBOOKS,
            **untidy_layout.WORKBOOKS,
            **untidy_rows.WORKBOOKS,
            **untidy_dates.WORKBOOKS,
            **untidy_values.WORKBOOKS,
            **untidy_codes.WORKBOOKS,
        }.items()
    )
)


def files() -> dict[str, bytes]:
    """File name → bytes of every workbook and golden."""
    made: dict[str, bytes] = {}
    for name, each in WORKBOOKS.items():
        made[name] = each.content(name)
        golden = json.dumps(each.golden(name), ensure_ascii=False, indent=1)
        made[f"{Path(name).stem}.golden.json"] = f"{golden}\n".encode()
    return made


def main() -> None:
    """Write them, and take away what is no longer built."""
    FOLDER.mkdir(exist_ok=True)
    built = files()
    for path in FOLDER.iterdir():
        if path.name not in built:
            path.unlink()
    for name, content in built.items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
