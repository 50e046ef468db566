"""`inventory ledger teach`: tell the reader what a county's headings and spellings mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from inventory import language
from inventory.cli import output
from inventory.cli.options import FileToRead, OneOf, by_option, register, somebody
from inventory.language import _
from inventory.reading import Lesson
from inventory.vocabulary import Ledger, LessonKind

Command = TypeVar("Command", bound=Callable[..., Any])

COLUMNS = {
    "id": _("lesson"),
    "kind": _("kind"),
    "said": _("said"),
    "field": _("field"),
    "code": _("code"),
    "unit": _("unit"),
    "ledger": _("ledger"),
    "made_on": _("taught on"),
    "made_by": _("by"),
    "reason": _("because"),
    "withdrawn_on": _("withdrawn on"),
}


def where_options(command: Command) -> Command:
    """Give a command ``--unit``, ``--ledger``, ``--by`` and ``--because``."""
    unit = click.option("--unit", metavar="NAME", help="Only this county or zone. Default: all.")
    ledger = click.option("--ledger", type=OneOf(list(Ledger)), help="Only this kind of ledger. Default: all.")
    return unit(ledger(by_option(because_option(command))))


def because_option(command: Command) -> Command:
    """Give a command ``--because``."""
    return click.option("--because", required=True, metavar="REASON", help="Why; kept with it.")(command)


@click.group()
def teach() -> None:
    """Tell the reader what headings and spellings mean; list, withdraw, export and import what was taught."""


@teach.command()
@click.argument("said")
@click.option("--means", "field", required=True, metavar="FIELD", help="The field that the heading means.")
@where_options
def heading(said: str, field: str, unit: str | None, ledger: str | None, by: str | None, because: str) -> None:
    """Teach that a heading means a field.

    \b
    Example:
      inventory ledger teach heading 网格员签字 --means responsible_person --unit 谷城县 --by 周敏 --because 来电说明
    """
    _teach(Lesson(LessonKind.HEADING, said, field, None, unit, ledger), by, because)


@teach.command()
@click.argument("said")
@where_options
def ignore(said: str, unit: str | None, ledger: str | None, by: str | None, because: str) -> None:
    """Teach that the column under a heading need not be read.

    \b
    Example:
      inventory ledger teach ignore 网格员签字 --unit 谷城县 --by 周敏 --because 与排污无关
    """
    _teach(Lesson(LessonKind.IGNORE, said, None, None, unit, ledger), by, because)


@teach.command()
@click.argument("said")
@click.option("--field", required=True, metavar="FIELD", help="The field whose cells are spelled so.")
@click.option("--means", "code", required=True, metavar="CODE", help="The code that the spelling means.")
@where_options
def spelling(
    said: str, field: str, code: str, unit: str | None, ledger: str | None, by: str | None, because: str
) -> None:
    """Teach that a spelling in the cells of a field means a code.

    \b
    Example:
      inventory ledger teach spelling 原地升级 --field disposal_class --means upgrade --by 周敏 --because 襄州区来函
    """
    _teach(Lesson(LessonKind.SPELLING, said, field, code, unit, ledger), by, because)


@teach.command(name="list")
@click.option("--all", "every", is_flag=True, help="Also those withdrawn.")
@output.format_option
def list_(every: bool, output_format: str) -> None:
    """List what was taught.

    \b
    Example:
      inventory ledger teach list --all
    """
    from inventory import teaching

    with register() as session:
        rows = [
            {
                **{name: getattr(each, name) for name in ("id", "said", "field", "code", "made_by", "reason")},
                "kind": LessonKind(each.kind),
                "ledger": Ledger(each.ledger) if each.ledger else None,
                "unit": unit,
                "made_on": each.made_at.date(),
                "withdrawn_on": each.withdrawn_at.date() if each.withdrawn_at else None,
            }
            for each, unit in teaching.taught(session, every=every)
        ]
    output.rows(COLUMNS, rows, output_format)


@teach.command()
@click.argument("lesson", type=int)
@by_option
@because_option
def withdraw(lesson: int, by: str | None, because: str) -> None:
    """Withdraw a lesson; `ledger reread` reads without it.

    \b
    Example:
      inventory ledger teach withdraw 3 --by 周敏 --because 教错了列
    """
    from inventory import teaching

    with register(writing=True) as session:
        teaching.withdraw(session, lesson, by=somebody(by), because=because, at=datetime.now(UTC))


@teach.command()
@click.option("--unit", metavar="NAME", help="Only what holds for this county or zone alone. Default: everything.")
def export(unit: str | None) -> None:
    """Print what was taught as TOML, for `teach import`, --lessons, or the ledger definitions.

    A table [kilns.fields.fuel] goes into importers/ledgers/kilns.toml as [fields.fuel]. What holds for one unit alone
    stands under [units].

    \b
    Example:
      inventory ledger teach export
    """
    from importers import lessons
    from inventory import teaching

    with register() as session:
        found = teaching.remarked(session, unit)
    click.echo(lessons.toml(found, found), nl=False)


@teach.command("import")
@click.argument("file", type=FileToRead())
@by_option
@because_option
def import_(file: Path, by: str | None, because: str) -> None:
    """Teach everything in a file, as `teach export` and `ledger explain` write it; all of it or nothing.

    \b
    Example:
      inventory ledger teach import 新表头.toml --by 周敏 --because 襄州区来函
    """
    from importers import lessons
    from inventory import teaching

    who, now = somebody(by), datetime.now(UTC)
    found = lessons.load(file)
    with register(writing=True) as session:
        fresh = [each for each in found if not teaching.is_taught(session, each)]
        for lesson in fresh:
            teaching.teach(session, lesson, by=who, because=because, at=now)
    said = language.translate("{fresh} lessons taught, {known} known before; read what is stored anew with: {command}")
    click.echo(said.format(fresh=len(fresh), known=len(found) - len(fresh), command="inventory ledger reread"))


def _teach(lesson: Lesson, by: str | None, because: str) -> None:
    from importers import lessons
    from inventory import teaching

    checked = lessons.checked(lesson)
    with register(writing=True) as session:
        number = teaching.teach(session, checked, by=somebody(by), because=because, at=datetime.now(UTC))
    said = language.translate("lesson {number}; read what is stored anew with: inventory ledger reread")
    click.echo(said.format(number=number))
