"""`inventory ledger score`: how well workbooks are read, against what a careful clerk read in them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inventory import language, shipped
from inventory.cli import output
from inventory.errors import InputError
from inventory.language import _

if TYPE_CHECKING:
    from inventory.scoring import Score

ENDING = ".golden.json"
ALL = _("all workbooks")
TOTAL = {"counted": _("counted"), "count": _("count")}


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--total", is_flag=True, help="Only the figures of all workbooks together.")
@click.option("--misses", is_flag=True, help="Also list everything that was not read as it should be.")
@output.format_option
def score(folder: Path | None, total: bool, misses: bool, output_format: str) -> None:
    """Read workbooks that have their golden beside them, and count how well it went.

    A golden (NAME.golden.json) says what a careful clerk reads in the workbook of its name. Without a folder
    the samples that come with the program are read, one for every kind of mess. Needs no register.

    \b
    Example:
      inventory ledger score --total
    """
    from inventory.scoring import COUNTS, Score

    place = folder or shipped.samples() / "untidy"
    goldens = sorted(place.glob(f"*{ENDING}"))
    if not goldens:
        raise InputError("no *{ending} in {folder}: write one beside each workbook", ending=ENDING, folder=place)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as readers:
        found = dict(
            zip((each.name.removesuffix(ENDING) for each in goldens), readers.map(_scored, goldens), strict=True)
        )
    everything = reduce(Score.__add__, found.values(), Score())
    is_table = output_format == output.Format.TABLE
    if total:
        rows = [[language.translate(COUNTS[name]) if is_table else name, getattr(everything, name)] for name in COUNTS]
        output.rows(TOTAL, rows, output_format)
    else:
        last = language.translate(ALL) if is_table else ALL
        columns = {"file": _("file")} | COUNTS | ({} if is_table else {"misses": _("misses")})
        output.rows(
            columns,
            ({"file": name, **asdict(each)} for name, each in {**found, last: everything}.items()),
            output_format,
        )
    if misses and is_table:
        for line in everything.misses:
            click.echo(line)


def _scored(golden_file: Path) -> Score:
    import importers
    from inventory import scoring
    from inventory.reading_json import as_json

    golden = scoring.Golden.model_validate_json(golden_file.read_text(encoding="utf-8"))
    content = (golden_file.parent / golden.file).read_bytes()
    try:
        reading = as_json(importers.read(content, name=golden.file))
    except InputError as error:
        return scoring.refused(golden, f"{golden.file}: {language.said(error)}")
    return scoring.score(golden, reading)
