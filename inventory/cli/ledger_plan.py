"""`inventory ledger import --plan` and `apply`: what an import would make of the register, seen before it is done."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inventory import language
from inventory.cli import importing, output
from inventory.cli.options import FileToRead, answering, by_option, register, somebody
from inventory.errors import InventoryError, Refused
from inventory.language import _
from inventory.vocabulary import OF_FIELD, Ledger, Outcome

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from inventory.plans import Plan, Workbook
    from inventory.reading import Reading

COUNTED = {
    "file": _("file"),
    "units": _("unit"),
    "ledgers": _("ledger"),
    "as_of": _("as of"),
    "new": _("new"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "held": _("held"),
    "unread": _("without a name"),
    "doubtful": _("doubtful"),
    "missing": _("missing"),
    "note": _("note"),
}
ROWS = {
    "outcome": _("would be"),
    "place": _("row"),
    "name": _("name"),
    "address": _("address"),
    "field": _("field"),
    "before": _("until now"),
    "now": _("from now on"),
    "doubts": _("doubtful"),
}
MISSING = {
    "register_number": _("register number"),
    "name": _("enterprise"),
    "unit": _("unit"),
    "ledger": _("ledger"),
    "last_listed_on": _("last listed on"),
}
#: how many rows of one kind the screen shows; the saved plan has all
SHOWN = 40


def make(
    files: Sequence[Path],
    asked: importing.Asked,
    replaces: int | None,
    to: Path,
    by: str | None,
    output_format: str,
) -> None:
    """Take the workbooks in a transaction that is not kept, save what would become of them, and show it."""
    from inventory import plans, stamp

    read = list(_read(files, asked))
    with register(writing=True) as session:
        before = stamp.of(session)
        workbooks = tuple(_take(session, file, asked, replaces, answering(by)) for file in read)
        session.rollback()
    plan = plans.Plan(
        made_at=datetime.now(UTC),
        made_by=answering(by),
        register_stamp=before,
        replaces=replaces,
        workbooks=workbooks,
        **dataclasses.asdict(asked),
    )
    plans.save(plan, to)
    if output_format == output.Format.JSON:
        output.document(plan.model_dump(mode="json"))
        return
    show(plan, output_format)
    if output_format == output.Format.TABLE:
        said = language.translate("Nothing is taken yet. To take it as planned: {command}")
        click.echo(said.format(command=f"inventory ledger apply {to}"))


@click.command()
@click.argument("plan", type=FileToRead(exists=True))
@by_option
@output.format_option
def apply(plan: Path, by: str | None, output_format: str) -> None:
    """Take workbooks as a plan says, all of them or none.

    A plan is refused once the register or one of the files has changed since it was made.

    \b
    Example:
      inventory ledger apply 七月.plan --by 周敏
    """
    from inventory import plans

    made = plans.load(plan)
    asked = importing.Asked(made.unit, made.as_of, made.ledger)
    files = [_found(workbook, plan) for workbook in made.workbooks]
    read = list(_read(files, asked))
    for workbook, (_file, _content, reading) in zip(made.workbooks, read, strict=True):
        if reading.source.sha256 != workbook.sha256:
            raise Refused("{file} has changed since the plan was made; make the plan anew", file=workbook.file)
    with register(writing=True) as session:
        plans.check(session, made)
        for workbook, file in zip(made.workbooks, read, strict=True):
            done = _take(session, file, asked, made.replaces, somebody(by))
            plans.hold(workbook, done.model_copy(update={"path": workbook.path}))
    output.rows(COUNTED, [_counted(workbook, output_format) for workbook in made.workbooks], output_format)


def show(plan: Plan, output_format: str) -> None:
    """The counts of every workbook, then what would be held, doubtful, changed, new, and what would be missing."""
    output.rows(COUNTED, [_counted(workbook, output_format) for workbook in plan.workbooks], output_format)
    if output_format != output.Format.TABLE:
        return
    for workbook in plan.workbooks:
        for kind, rows in _told(workbook):
            click.echo()
            click.echo(f"{workbook.file}  {language.translate(kind)}: {len(rows)}")
            output.rows(ROWS, [line for row in rows[:SHOWN] for line in _lines(row)])
            if len(rows) > SHOWN:
                click.echo(
                    language.translate("… and {n} more; the saved plan has them all").format(n=len(rows) - SHOWN)
                )
        if workbook.missing:
            click.echo()
            said = language.translate("listed before and not any more; they stay in the register, and want a reason")
            click.echo(f"{workbook.file}  {said}: {len(workbook.missing)}")
            output.rows(MISSING, [{**each.model_dump(), "ledger": Ledger(each.ledger)} for each in workbook.missing])
    click.echo()


_("held")
_("doubtful")
_("changed")
_("new")


def _told(workbook: Workbook) -> Iterator[tuple[str, list[Any]]]:
    """The rows by what a person wants to see first; a row with something doubtful is shown once more."""
    for kind, wanted in (
        ("held", lambda row: row.outcome == Outcome.HELD),
        ("doubtful", lambda row: bool(row.doubts)),
        ("changed", lambda row: row.outcome == Outcome.CHANGED),
        ("new", lambda row: row.outcome == Outcome.NEW),
    ):
        rows = [row for row in workbook.rows if wanted(row)]
        if rows:
            yield kind, rows


def _lines(row: Any) -> Iterator[dict[str, object]]:
    """A line a value that changes, one line where none does."""
    head = {
        "outcome": row.outcome,
        "place": f"{row.sheet or ''}!{row.row}",
        "name": row.name,
        "address": row.address,
        "doubts": ", ".join(row.doubts),
    }
    if not row.changes:
        yield head
    for place, change in enumerate(row.changes):
        value = {
            "address": change.address,
            "field": change.field,
            "before": _shown(change.field, change.before),
            "now": _shown(change.field, change.now),
        }
        yield {**(head if place == 0 else {}), **value}


def _shown(field: str, value: object) -> object:
    codes = OF_FIELD.get(field)
    return codes(value) if codes is not None and isinstance(value, str) and value in set(codes) else value


def _counted(workbook: Workbook, output_format: str) -> dict[str, Any]:
    is_json = output_format == output.Format.JSON
    note = language.translate("taken before; nothing changed") if workbook.is_known else None
    return {
        "file": workbook.file,
        "units": list(workbook.units),
        "ledgers": [ledger if is_json else Ledger(ledger) for ledger in workbook.ledgers],
        "as_of": workbook.as_of or None,
        **workbook.counts,
        "missing": len(workbook.missing),
        "note": note,
    }


def _read(files: Sequence[Path], asked: importing.Asked) -> Iterator[tuple[Path, bytes, Reading]]:
    """The workbooks read to their end, before the register is locked."""
    from inventory.queries import teaching

    with register() as session:
        units, lessons = teaching.units(session), teaching.lessons(session)
    for file in files:
        try:
            content, reading = importing.content_and_reading(file, asked, units, lessons)
        except InventoryError as error:
            raise Refused("{file}: {reason}", file=file.name, reason=language.said(error)) from error
        yield file, content, reading


def _take(
    session: Session,
    read: tuple[Path, bytes, Reading],
    asked: importing.Asked,
    replaces: int | None,
    by: str | None,
) -> Workbook:
    from inventory import intake, plans

    file, content, reading = read
    summary = intake.take(
        session,
        reading,
        content,
        **dataclasses.asdict(asked),
        replaces=replaces,
        received_at=datetime.now(UTC),
        received_by=by,
    )
    return plans.workbook(
        session, summary, path=str(file.absolute()), sha256=reading.source.sha256, rules=reading.rules
    )


def _found(workbook: Workbook, plan: Path) -> Path:
    """Where the workbook was, else beside the plan."""
    for place in (Path(workbook.path), plan.parent / workbook.file):
        if place.exists():
            return place
    raise Refused("{file} is neither where it was nor beside the plan", file=workbook.file)
