"""Rows on the screen or in a pipe: an aligned table, JSON or CSV; progress of long work.

JSON and CSV carry field names and codes as stored, for programs. The table is for people: headings
are translated, closed lists show their label, columns are aligned by the width the characters take.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TextIO, TypeVar

import click

from inventory import language

Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., Any])

#: A row by field name, or its values in the order of the columns.
Row = Mapping[str, object] | Sequence[object]
#: Field names; or field name → English heading of the table.
Columns = Sequence[str] | Mapping[str, str]

#: A cell that begins with one of these would be run as a formula by a spreadsheet program.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def format_option(command: Command) -> Command:
    """Give a command ``--format table|json|csv`` and ``--json``; it receives ``output_format``."""
    short = click.option("--json", "output_format", flag_value=str(Format.JSON), help="Short for --format json.")
    choice = click.option(
        "--format",
        "output_format",
        type=click.Choice([str(each) for each in Format]),
        default=str(Format.TABLE),
        show_default=True,
        help="How to print the rows.",
    )
    return choice(short(command))


def rows(columns: Columns, items: Iterable[Row], output_format: str = Format.TABLE) -> None:
    """Print the rows on standard output."""
    stream = sys.stdout
    names = list(columns)
    headings = list(columns.values()) if isinstance(columns, Mapping) else names
    found = (_values(item, names) for item in items)
    if output_format == Format.JSON:
        _json(names, found, stream)
    elif output_format == Format.CSV:
        _csv(names, found, stream)
    else:
        _table([language.translate(heading) for heading in headings], found)


def document(value: object) -> None:
    """Print one JSON document (what is no list of rows) on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def progress(items: Iterable[Item], label: str, length: int | None = None) -> Iterator[Item]:
    """Walk the items, showing a bar on standard error while it is a terminal; ``label`` is a source string."""
    with click.progressbar(
        items, length=length, label=language.translate(label), file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield from bar


def width(text: str) -> int:
    """The columns a text takes on a terminal: Chinese characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def _values(item: Row, names: list[str]) -> list[object]:
    return [item.get(name) for name in names] if isinstance(item, Mapping) else list(item)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _json(names: list[str], found: Iterable[list[object]], stream: TextIO) -> None:
    """A list, one row a line, written as the rows come."""
    separator = "[\n"
    for values in found:
        line = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, default=_plain)
        stream.write(f"{separator} {line}")
        separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def _csv(names: list[str], found: Iterable[list[object]], stream: TextIO) -> None:
    """With the mark that tells spreadsheet programs it is UTF-8, and no cell they would run."""
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_harmless(value) for value in values] for values in found)


def _harmless(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else str(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return _plain(value) if isinstance(value, date) else value


def _table(headings: list[str], found: Iterable[list[object]]) -> None:
    lines = [headings, *([_shown(value) for value in values] for values in found)]
    widths = [max(width(cell) for cell in column) for column in zip(*lines, strict=True)]
    for number, cells in enumerate(lines):
        line = "  ".join(cell + " " * (room - width(cell)) for cell, room in zip(cells, widths, strict=True))
        click.echo(line.rstrip())
        if number == 0:
            click.echo("  ".join("-" * room for room in widths))


def _shown(value: object) -> str:
    """A value as a person reads it: nothing for unknown, a label for a code, no line breaks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return language.translate("yes") if value else language.translate("no")
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return " ".join(str(language.shown(value)).split())
