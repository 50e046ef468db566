"""`inventory ledger import` and `reread`: workbooks into the register, each in a transaction of its own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inventory import language, settings
from inventory.cli import output
from inventory.cli.options import OneOf, answering, by_option, register
from inventory.errors import InventoryError, WorkbookError
from inventory.language import _
from inventory.vocabulary import Ledger

if TYPE_CHECKING:
    from inventory.intake import Summary
    from inventory.queries.readings import Settled
    from inventory.reading import Lesson, Reading

COLUMNS = {
    "file": _("file"),
    "submission": _("submission"),
    "units": _("unit"),
    "ledgers": _("ledger"),
    "as_of": _("as of"),
    "new": _("new"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "held": _("held"),
    "unread": _("without a name"),
    "problems": _("problems"),
    "note": _("note"),
}

#: up to this size a workbook is read to the end before the register is locked, so that writers do not wait for its
#: reading; a larger one streams through while it is taken, so that it never stands in memory whole
READ_FIRST = 4_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the importing person says of all files, where they do not say it themselves."""

    unit: str | None = None
    as_of: str | None = None
    ledger: str | None = None


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--unit", metavar="NAME", help="The reporting unit, where the workbook names none.")
@click.option("--as-of", metavar="DATE", help="The day the ledger speaks for, where the workbook does not say it.")
@click.option("--ledger", type=OneOf(list(Ledger)), help="The kind of ledger, where the headings do not tell.")
@click.option("--replaces", type=int, metavar="SUBMISSION", help="The submission that this workbook corrects.")
@click.option(
    "--feedback",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each workbook back into this folder, with the doubtful cells marked.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be taken, and change nothing.")
@by_option
@output.format_option
def import_(
    files: tuple[Path, ...],
    unit: str | None,
    as_of: str | None,
    ledger: str | None,
    replaces: int | None,
    feedback: Path | None,
    dry_run: bool,
    by: str | None,
    output_format: str,
) -> None:
    """Take county workbooks into the register.

    Each workbook is taken whole or not at all. A file that cannot be taken is reported, and the others are taken.

    \b
    Example:
      inventory ledger import 襄州区散乱污台账.xlsx 谷城县用煤台账.xls --by 周敏
    """
    if replaces is not None and len(files) > 1:
        raise click.UsageError(language.translate("--replaces goes with one file"))
    failed: list[str] = []
    taking = _taken(files, Asked(unit, as_of, ledger), replaces, answering(by), dry_run, failed, feedback)
    rows = [_row(summary, output_format, settled) for summary, settled in taking]
    if rows or output_format != output.Format.TABLE:
        output.rows(COLUMNS, rows, output_format)
    if failed:
        click.get_current_context().exit(1)


@click.command()
@click.argument("submissions", nargs=-1, type=int, metavar="[SUBMISSION]…")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@output.format_option
def reread(submissions: tuple[int, ...], dry_run: bool, output_format: str) -> None:
    """Read stored workbooks anew by today's rules and lessons; all in force where none is named.

    \b
    Example:
      inventory ledger reread 12
    """
    output.rows(COLUMNS, (_row(summary, output_format) for summary in _reread(submissions, dry_run)), output_format)


def _taken(
    files: Sequence[Path],
    asked: Asked,
    replaces: int | None,
    by: str | None,
    dry_run: bool,
    failed: list[str],
    feedback: Path | None,
) -> Iterator[tuple[Summary, Settled | None]]:
    """The workbooks taken, in the order named; what cannot be is told on standard error and noted as failed."""
    from inventory import database, intake
    from inventory.cli import ledger_feedback
    from inventory.queries import readings, teaching

    with register() as session:
        units, lessons = teaching.units(session), teaching.lessons(session)
    engine = database.open_register(settings.load().database_url)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as readers:
        ahead = [readers.submit(_content_and_reading, file, asked, units, lessons) for file in files]
        try:
            for file, coming in zip(files, ahead, strict=True):
                try:
                    content, reading = coming.result()
                    with database.writing(engine) as session:
                        summary = intake.take(
                            session,
                            reading,
                            content,
                            unit=asked.unit,
                            as_of=asked.as_of,
                            ledger=asked.ledger,
                            replaces=replaces,
                            received_at=datetime.now(UTC),
                            received_by=by,
                        )
                        settled = summary.replaces_id and readings.settled(
                            session, summary.submission_id, summary.replaces_id
                        )
                        if feedback is not None:
                            ledger_feedback.write(session, summary.submission_id, file.name, feedback)
                        if dry_run:
                            session.rollback()
                    yield summary, settled or None
                except (InventoryError, OSError) as error:
                    failed.append(file.name)
                    _report(file, error)
        finally:
            _stop(ahead)
            engine.dispose()


def _content_and_reading(
    file: Path, asked: Asked, units: dict[str, tuple[str, ...]], lessons: Sequence[Lesson]
) -> tuple[bytes, Reading]:
    """The bytes and what they say, both of one moment; a workbook of ordinary size is read to its end."""
    import importers

    if file.is_dir():
        raise WorkbookError("{file} is a folder; name the workbooks in it", file=file.name)
    if not file.exists():
        raise WorkbookError("there is no such file; check its name and folder")
    content = file.read_bytes()
    reading = importers.read(
        content, name=file.name, lessons=lessons, unit=asked.unit, as_of=asked.as_of, ledger=asked.ledger, units=units
    )
    if len(content) <= READ_FIRST:
        reading.chunks = iter(list(reading.chunks))
    return content, reading


def _reread(submissions: Sequence[int], dry_run: bool) -> Iterator[Summary]:
    import importers
    from inventory import database, intake
    from inventory.queries import stored, teaching

    with register() as session:
        units, lessons = teaching.units(session), teaching.lessons(session)
        numbers = submissions or stored.in_force(session)
    engine = database.open_register(settings.load().database_url)
    try:
        for number in numbers:
            with database.reading(engine) as session:
                kept = stored.workbook(session, number)
            reading = importers.read(
                kept.content,
                name=kept.file_name,
                lessons=lessons,
                unit=kept.unit,
                as_of=kept.as_of,
                ledger=kept.ledger,
                units=units,
            )
            with database.writing(engine) as session:
                summary = intake.reread(session, number, reading, made_at=datetime.now(UTC))
                if dry_run:
                    session.rollback()
            yield summary
    finally:
        engine.dispose()


def _stop(ahead: Sequence[Future[Any]]) -> None:
    """Nothing more is read once a command ends early."""
    for coming in ahead:
        coming.cancel()


def _report(file: Path, error: InventoryError | OSError) -> None:
    said = language.said(error) if isinstance(error, InventoryError) else error.strerror or str(error)
    line = language.translate("Error: {message}").format(message=f"{file.name}: {said}")
    click.echo(line, err=True)


def _row(summary: Summary, output_format: str, settled: Settled | None = None) -> dict[str, Any]:
    problems: object = dict(summary.problems)
    if output_format != output.Format.JSON:
        problems = ", ".join(f"{kind} {count}" for kind, count in summary.problems.items())
    return {
        "file": summary.file,
        "submission": summary.submission_id,
        "units": list(summary.units),
        "ledgers": [ledger if output_format == output.Format.JSON else Ledger(ledger) for ledger in summary.ledgers],
        "as_of": summary.as_of or None,
        **{outcome.value: count for outcome, count in summary.rows.items()},
        "unread": summary.unread if not summary.is_known else None,
        "problems": problems,
        "note": _note(summary, settled),
    }


def _note(summary: Summary, settled: Settled | None) -> str | None:
    if summary.is_outdated:
        return language.translate("taken before; nothing changed, but the rules have: see ledger reread")
    if summary.is_known:
        return language.translate("taken before; nothing changed")
    if summary.replaces_id is not None and settled is not None:
        said = language.translate(
            "replaces submission {number}; problems resolved: {resolved}; remaining: {remaining}; new: {arisen}"
        )
        counted = {name: _counted(getattr(settled, name)) for name in ("resolved", "remaining", "arisen")}
        return said.format(number=summary.replaces_id, **counted)
    if summary.replaces_id is not None:
        return language.translate("replaces submission {number}").format(number=summary.replaces_id)
    return None


def _counted(kinds: Counter[str]) -> str:
    """How many, and of which kinds: 3 (check_digit 2, unreadable_date 1)."""
    if not kinds:
        return "0"
    return f"{kinds.total()} ({', '.join(f'{kind} {number}' for kind, number in sorted(kinds.items()))})"
