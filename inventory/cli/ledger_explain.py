"""`inventory ledger explain`: how a workbook was understood, and what would have to be taught."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inventory import language
from inventory.cli import output
from inventory.cli.options import OneOf, lessons_option, register
from inventory.language import _
from inventory.vocabulary import AsOfBasis, Ledger

if TYPE_CHECKING:
    from importers.explanation import Explanation

FOUND = {"what": _("what"), "found": _("understood as"), "why": _("because of")}
COLUMNS = {
    "sheet": _("sheet"),
    "column": _("column"),
    "heading": _("heading"),
    "field": _("field"),
    "label": _("official name"),
    "unit": _("unit of quantities"),
    "how": _("how"),
}
ROWS = {"sheet": _("sheet"), "rows": _("row"), "kind": _("taken for")}
BALANCE = {
    "sheet": _("sheet"),
    "rows": _("rows"),
    "entries": _("entries"),
    "others": _("other rows"),
    "balanced": _("balanced"),
}
#: how a column was understood, what decided kind and unit, what a row was taken for → in words
WORDS = {
    "exact": _("known heading"),
    "words": _("understood from its words"),
    "content": _("understood from its cells"),
    "lesson": _("taught"),
    "ignored": _("says nothing, left out"),
    "repeated": _("NOT READ: another column gives it"),
    "unknown": _("NOT READ: unknown heading"),
    "title": _("title"),
    "meta": _("line above the table"),
    "sheet": _("name of the sheet"),
    "said": _("as you said"),
    "headings": _("headings"),
    "heading": _("heading"),
    "hint": _("hint for filling in"),
    "section": _("section"),
    "subtotal": _("subtotal"),
    "total": _("total"),
    "note": _("note"),
    "signature": _("signature"),
    "annex": _("number of the annex"),
    "numbered": _("numbered row, not filled in"),
    "stray": _("stray cell"),
    "breakdown": _("breakdown of the row above"),
    "beside": _("small table beside"),
    "review": _("our own review sheet"),
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--ledger", type=OneOf(list(Ledger)), help="The kind of ledger, where the headings do not tell.")
@click.option("--unit", metavar="NAME", help="The reporting unit, where the workbook names none.")
@click.option("--as-of", metavar="DATE", help="The day the ledger speaks for, where the workbook does not say it.")
@lessons_option
@click.option("--taught", is_flag=True, help="Also with what the register was taught, as `ledger import` reads.")
@output.format_option
def explain(
    file: Path,
    ledger: str | None,
    unit: str | None,
    as_of: str | None,
    lessons: Path | None,
    taught: bool,
    output_format: str,
) -> None:
    """Explain how a workbook is understood: kind, unit, day, every column, every row that is no entry.

    Headings and spellings that are not known stand at the end, ready for --lessons and `ledger teach import`. Needs
    no register, but for --taught.

    \b
    Example:
      inventory ledger explain 谷城县用煤台账.xls
    """
    import importers
    from importers import explanation
    from importers import lessons as documents

    told = documents.load(lessons) if lessons else []
    units = None
    if taught:
        from inventory.queries import teaching

        with register() as session:
            told, units = [*teaching.lessons(session), *told], teaching.units(session)
    reading = importers.read(file, ledger=ledger, unit=unit, as_of=as_of, lessons=told, units=units)
    found = explanation.explained(file, reading)
    if output_format == output.Format.JSON:
        output.document(explanation.as_json(found))
        return
    if output_format == output.Format.TABLE:
        _around(found, output_format)
    output.rows(COLUMNS, _columns(found, output_format), output_format)
    if output_format == output.Format.TABLE:
        _accounting(found, output_format)
        if found.unknown:
            click.echo("\n" + language.translate("# To be taught: put into a file, mended where it is wrong; then"))
            click.echo(language.translate("# inventory ledger teach import FILE --by NAME --because REASON"))
            click.echo(found.toml().rstrip())


def _words(code: str | None) -> str:
    return language.translate(WORDS[code]) if code in WORDS else code or ""


def _columns(found: Explanation, output_format: str) -> list[dict[str, Any]]:
    from importers import ledger

    is_table = output_format == output.Format.TABLE
    labels = ledger.labels()
    return [
        {
            "sheet": table.sheet,
            "column": column.letter,
            "heading": column.heading,
            "field": column.field,
            "label": labels.get((column.field or "").split("+")[0]),
            "unit": column.unit,
            "how": _words(column.how) if is_table else column.how,
        }
        for table, column in found.columns
    ]


def _around(found: Explanation, output_format: str) -> None:
    """What was found of the tables before their columns."""
    reading = found.reading
    day = reading.as_of.said if reading.as_of else language.translate("not stated; the day of receipt will count")
    basis = AsOfBasis(reading.as_of_basis) if reading.as_of_basis else None
    lines: list[list[object]] = [[language.translate("as of"), day, basis]]
    for table in reading.tables:
        rows = language.translate("rows {first}-{last}").format(first=table.first_row, last=table.last_row)
        place = f"{table.sheet or ''} {rows}".strip()
        lines.append([f"{place}: {language.translate('ledger')}", Ledger(table.ledger), _words(table.ledger_from)])
        unit = table.unit or language.translate("not stated")
        lines.append([f"{place}: {language.translate('unit')}", unit, _words(table.unit_from)])
    output.rows(FOUND, lines, output_format)
    click.echo()


def _accounting(found: Explanation, output_format: str) -> None:
    click.echo()
    output.rows(ROWS, _runs(found), output_format)
    click.echo()
    balances = []
    for each in found.balances:
        others = ", ".join(f"{_words(kind)} {number}" for kind, number in each.others.items())
        balances.append([each.sheet, each.rows, each.entries, others, each.is_balanced])
    output.rows(BALANCE, balances, output_format)


def _runs(found: Explanation) -> list[list[object]]:
    """The other rows, those of one kind that follow each other in one line."""
    runs: list[tuple[str | None, int, int, str]] = []
    for sheet, row, kind in sorted(found.others, key=lambda other: (other[0] or "", other[1])):
        if runs and runs[-1][0] == sheet and runs[-1][3] == kind and runs[-1][2] == row - 1:
            runs[-1] = (sheet, runs[-1][1], row, kind)
        else:
            runs.append((sheet, row, row, kind))
    return [[sheet, f"{a}-{b}" if b > a else str(a), _words(kind)] for sheet, a, b, kind in runs]
