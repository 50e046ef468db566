"""`inventory ledger teach`: tell the reader what a county's headings and spellings mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from inventory import language
from inventory.cli import output
from inventory.cli.options import OneOf, answering, by_option, register
from inventory.errors import NotUnderstood
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
    """Tell the reader what headings and spellings mean; list, withdraw and export what was taught."""


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
    _check(field, ledger)
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
    known = sorted({each for codes in _check(field, ledger) for each in codes})
    if code not in known:
        raise NotUnderstood("{code} is no code of {field}; there are {known}", code=code, field=field, known=known)
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
        teaching.withdraw(session, lesson, by=_named(by), because=because, at=datetime.now(UTC))


@teach.command()
def export() -> None:
    """Print what was taught for all units as additions to the ledger definitions (TOML).

    A table [kilns.fields.fuel] goes into importers/ledgers/kilns.toml as [fields.fuel]. What holds for one unit alone
    stays in the register.

    \b
    Example:
      inventory ledger teach export
    """
    from importers import explanation
    from inventory.queries import teaching

    with register() as session:
        found = [each for each in teaching.lessons(session) if each.unit is None]
    click.echo(explanation.toml(found), nl=False)


def _teach(lesson: Lesson, by: str | None, because: str) -> None:
    from inventory import teaching

    with register(writing=True) as session:
        number = teaching.teach(session, lesson, by=_named(by), because=because, at=datetime.now(UTC))
    said = language.translate("lesson {number}; read what is stored anew with: inventory ledger reread")
    click.echo(said.format(number=number))


def _named(by: str | None) -> str:
    who = answering(by)
    if who is None:
        raise NotUnderstood("say who answers for it: --by NAME, or INVENTORY_USER")
    return who


def _check(field: str, ledger: str | None) -> list[tuple[str, ...]]:
    """The codes of a field in the ledgers concerned, each as it is declared."""
    from importers import ledger as definitions

    declared = definitions.ledgers()
    kinds = [declared[ledger]] if ledger else list(declared.values())
    having = [each for each in kinds if field in each.record_fields() or field in each.fields]
    if not having:
        known = sorted({name for each in kinds for name in each.record_fields()})
        raise NotUnderstood("{field} is no field; there are {known}", field=field, known=known)
    return [tuple(each.fields[field].spellings) for each in having if field in each.fields]
