"""`inventory ledger import` and `reread`: workbooks into the register, each in a transaction of its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inventory import language, settings, system
from inventory.cli import output
from inventory.cli.options import OneOf, answering, by_option, register
from inventory.cli.taken import Taken, columns, row
from inventory.errors import Conflict, InventoryError
from inventory.vocabulary import Ledger

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from inventory.intake import Summary
    from inventory.reading import Lesson, Reading

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
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="FILE…")
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
@click.option(
    "--plan",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Show row by row what would be taken, and save it for `ledger apply`; change nothing.",
)
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
    plan: Path | None,
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
    if feedback is not None and dry_run:
        # its mark would name a submission that there is not: handed in again it would be known by nobody
        raise click.UsageError(
            language.translate("--feedback marks what was taken, and --dry-run takes nothing; leave one of them out")
        )
    asked = Asked(unit, as_of, ledger)
    if plan is not None:
        from inventory.cli import ledger_plan

        if feedback is not None or dry_run:
            raise click.UsageError(language.translate("--plan goes neither with --feedback nor with --dry-run"))
        ledger_plan.make(files, asked, replaces, plan, by, output_format)
        return
    failed: list[str] = []
    taking = _taken(files, asked, replaces, answering(by), dry_run, failed, feedback)
    rows = [row(taken, output_format) for taken in taking]
    if rows or output_format != output.Format.TABLE:
        output.rows(columns(output_format), rows, output_format)
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
    taken = (row(Taken(summary), output_format) for summary in _reread(submissions, dry_run))
    output.rows(columns(output_format), taken, output_format)


def _taken(
    files: Sequence[Path],
    asked: Asked,
    replaces: int | None,
    by: str | None,
    dry_run: bool,
    failed: list[str],
    feedback: Path | None,
) -> Iterator[Taken]:
    """The workbooks taken, in the order named; what cannot be is told on standard error and noted as failed."""
    from inventory import database, intake
    from inventory.cli import ledger_feedback
    from inventory.queries import readings, teaching

    with register() as session:
        units, lessons, taken = teaching.units(session), teaching.lessons(session), intake.digests(session)
    engine = database.open_register(settings.load().database_url)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as readers:
        ahead = [readers.submit(_content_and_news, file, asked, units, lessons, taken) for file in files]
        try:
            for file, coming in zip(files, ahead, strict=True):
                try:
                    content, reading = coming.result()
                    summary = None if reading else _taken_before(engine, file, content, lessons)
                    if summary is None:
                        # withdrawn a moment ago, where there is no reading: it is taken anew
                        reading = reading or content_and_reading(file, asked, units, lessons)[1]
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
                            settled = readings.of_the_former(session, summary.submission_id)
                            if dry_run:
                                session.rollback()
                except (InventoryError, OSError) as error:
                    failed.append(file.name)
                    _report(file, error)
                    continue
                marked = None
                if feedback is not None:
                    # after the commit: no marked workbook may name a submission that was never taken
                    try:
                        with database.reading(engine) as session:
                            marked = ledger_feedback.write(session, summary.submission_id, file.name, feedback)
                    except (InventoryError, OSError) as error:
                        failed.append(file.name)
                        _report(file, error, summary.submission_id)
                yield Taken(summary, None if summary.is_known else settled, marked)
        finally:
            _stop(ahead)
            engine.dispose()


def _content_and_news(
    file: Path, asked: Asked, units: dict[str, tuple[str, ...]], lessons: Sequence[Lesson], taken: Collection[str]
) -> tuple[bytes, Reading | None]:
    """As `content_and_reading`; a workbook taken before, of which nothing new is said, is not read."""
    from importers import workbook

    content = workbook.content(file)
    if asked == Asked() and hashlib.sha256(content).hexdigest() in taken:
        return content, None
    return content_and_reading(file, asked, units, lessons)


def _taken_before(engine: Engine, file: Path, content: bytes, lessons: Sequence[Lesson]) -> Summary | None:
    from importers.edition import rules
    from inventory import database, intake

    with database.reading(engine) as session:
        return intake.taken_before(session, file.name, hashlib.sha256(content).hexdigest(), rules(lessons))


def content_and_reading(
    file: Path, asked: Asked, units: dict[str, tuple[str, ...]], lessons: Sequence[Lesson]
) -> tuple[bytes, Reading]:
    """The bytes and what they say, both of one moment; a workbook of ordinary size is read to its end."""
    import importers
    from importers import workbook

    content = workbook.content(file)
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
                if teaching.lessons(session) != lessons:
                    # the newest reading is in force: one by lessons of before would outrank one by those of now
                    raise Conflict(
                        "lessons were taught or withdrawn while submission {number} was read; run the command again",
                        number=number,
                    )
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


def _report(file: Path, error: InventoryError | OSError, taken: int | None = None) -> None:
    """Say what went wrong with a file; ``taken``: the submission that it became all the same."""
    said = language.said(error) if isinstance(error, InventoryError) else language.translate(system.reason(error))
    if taken is not None:
        template = language.translate(
            "taken as submission {number}, but not marked ({said}); see `inventory ledger feedback {number} --to FILE`"
        )
        said = template.format(number=taken, said=said)
    line = language.translate("Error: {message}").format(message=f"{file.name}: {said}")
    click.echo(line, err=True)
