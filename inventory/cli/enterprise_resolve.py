"""`inventory enterprise resolve`: an outside list held against the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inventory import language
from inventory.cli import output
from inventory.cli.options import FileToRead, register
from inventory.language import _

if TYPE_CHECKING:
    from importers.outside import OutsideRow
    from inventory.candidates import Candidate
    from inventory.likeness import Described, Reason
    from inventory.resolving import Resolved

COLUMNS = {
    "sheet": _("sheet"),
    "row": _("row"),
    "name": _("name in the list"),
    "answer": _("answer"),
    "register_number": _("register number"),
    "registered_name": _("enterprise"),
    "reasons": _("reasons"),
    "candidates": _("may be"),
    "unreadable": _("not understood"),
}

#: field of a list → the option that names its column
OPTIONS = {
    "name": "--name-column",
    "credit_code": "--code-column",
    "county": "--county-column",
    "address": "--address-column",
    "contact_phone": "--phone-column",
    "legal_representative": "--person-column",
}


@click.command()
@click.argument("file", type=FileToRead(exists=True))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Write the list with the answers: .xlsx.")
@click.option("--name-column", "name", metavar="COLUMN", help="The column of names: its heading or its letter.")
@click.option("--code-column", "credit_code", metavar="COLUMN", help="The column of credit codes or other numbers.")
@click.option("--county-column", "county", metavar="COLUMN", help="The column of counties or zones.")
@click.option("--address-column", "address", metavar="COLUMN", help="The column of addresses.")
@click.option("--phone-column", "contact_phone", metavar="COLUMN", help="The column of telephones.")
@click.option("--person-column", "legal_representative", metavar="COLUMN", help="The column of legal representatives.")
@output.format_option
def resolve(file: Path, to: Path | None, output_format: str, **columns: str | None) -> None:
    """Find the enterprises of an outside list in the register.

    The list may come from a power company, the business register, a court or a hotline: .xlsx, .xls, .csv and others.
    Each row is answered "same" (surely this enterprise), "ask" (somebody must judge) or "none", with reasons and up to
    three enterprises it may be. Nothing in the register changes.

    \b
    Example:
      inventory enterprise resolve 用电户名单.xlsx --to out/用电户比对.xlsx
    """
    from importers import outside
    from inventory.candidates import Index
    from inventory.exports import files, resolved
    from inventory.queries import described, teaching

    if to is not None:
        files.check(to)
    with register() as session:
        units = teaching.units(session)
        lists = outside.read(file, columns={k: v for k, v in columns.items() if v}, units=units)
        index, hosts = Index(described.living(session)), described.hosts(session)
    answered = [(each, list(_answers(each.rows, index, hosts))) for each in lists]
    if to is not None:
        pages = [
            resolved.sheet(
                each.sheet or file.stem,
                each.headings,
                [(row.cells, answer, [each.columns[name] for name in row.unreadable]) for row, answer in rows],
                f"来源：{file.name}",
            )
            for each, rows in answered
        ]
        files.write(to, pages)
        click.echo(str(to), err=True)
    if to is None or output_format != output.Format.TABLE:
        output.rows(
            COLUMNS, (_row(row, answer, output_format) for _, rows in answered for row, answer in rows), output_format
        )
    _count([answer for _, rows in answered for _, answer in rows])


def _answers(
    rows: Sequence[OutsideRow], index: Any, hosts: dict[str, str | None]
) -> Iterator[tuple[OutsideRow, Resolved | None]]:
    """Each row with its answer; None where it names no firm."""
    from inventory import resolving

    for row in output.progress(rows, _("Looking up"), len(rows)):
        yield row, resolving.resolve(_described(row, hosts), index) if row.said else None


def _described(row: OutsideRow, hosts: dict[str, str | None]) -> Described:
    from inventory.likeness import Described

    said = dict(row.said)
    unit, former = said.pop("county", None), said.pop("former_name", None)
    return Described(
        unit=unit,
        host=hosts.get(unit) if unit else None,
        former=(former,) if former else (),
        person=said.pop("legal_representative", None),
        phone=said.pop("contact_phone", None),
        **said,
    )


def _row(row: OutsideRow, answer: Resolved | None, output_format: str) -> dict[str, Any]:
    known = answer.known if answer else None
    reasons = answer.reasons if answer else ()
    candidates = answer.candidates if answer else ()
    is_document = output_format == output.Format.JSON
    return {
        "sheet": row.sheet,
        "row": row.number,
        "name": row.said.get("name"),
        "answer": answer.answer if answer else None,
        "register_number": known.register_number if known else None,
        "registered_name": known.described.name if known else None,
        "reasons": [document(each) for each in reasons] if is_document else "; ".join(map(worded, reasons)),
        "candidates": [_candidate(each) for each in candidates]
        if is_document
        else [f"{each.known.register_number} {each.known.described.name}" for each in candidates if not known],
        "unreadable": list(row.unreadable),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    known, likeness = candidate.known, candidate.likeness
    return {
        "register_number": known.register_number,
        "name": known.described.name,
        "unit": known.described.unit,
        "score": likeness.score,
        "reasons": [document(each) for each in likeness.reasons],
        "vetoes": [document(each) for each in likeness.vetoes],
    }


def document(reason: Reason) -> dict[str, str]:
    """The reason for programs, worded in the language in force."""
    return {**reason._asdict(), "message": worded(reason)}


def worded(reason: Reason) -> str:
    """The reason in the language in force."""
    from inventory import resolving

    return language.translate(resolving.wording(reason)).format(one=reason.one, other=reason.other)


def _count(answers: Sequence[Resolved | None]) -> None:
    """How many rows were answered how, on standard error."""
    counted = Counter(answer.answer if answer else None for answer in answers)
    said = ", ".join(
        language.translate("{n} {answer}").format(n=n, answer=language.shown(answer))
        for answer, n in counted.items()
        if answer is not None
    )
    click.echo(said, err=True)
    if counted[None]:
        click.echo(language.translate("{n} rows name no firm").format(n=counted[None]), err=True)
