"""`inventory db`: the register itself: make it, bring it up to date, check it, save it and get it back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from inventory import language, settings
from inventory.cli import output
from inventory.cli.options import FileToRead
from inventory.errors import DatabaseError, Refused
from inventory.language import _

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING = FileToRead(exists=True)


@click.group()
def group() -> None:
    """Create, upgrade, check, back up and restore the register.

    The register is the database that INVENTORY_DATABASE_URL names, else the file inventory.db in the current folder.
    """


@group.command()
@click.option("--city", type=EXISTING, metavar="FILE", help="Reporting units and calendar of another city (TOML).")
def init(city: Path | None) -> None:
    """Create an empty register.

    It knows the reporting units and duties of 襄阳 unless --city names the file of another city.

    \b
    Example:
      inventory db init
    """
    from functools import partial

    from inventory import database, reference
    from inventory.database import founding, migration

    known = reference.load(city) if city else reference.xiangyang()
    engine = migration.create(settings.load().database_url, partial(founding.fill, reference=known))
    _say(
        _("Created the register of {city} with {units} reporting units at {place}."),
        city=known.city.name,
        units=len(known.units),
        place=database.shown(engine.url),
    )


@group.command()
def upgrade() -> None:
    """Bring the register to the schema of this version.

    Nothing is lost; a failed upgrade leaves the register as it was.

    \b
    Example:
      inventory db upgrade
    """
    from inventory.database import migration

    before, now = migration.upgrade(settings.load().database_url)
    if before == now:
        _say(_("The register is up to date ({now})."), now=now)
    else:
        _say(_("Upgraded the register from {before} to {now}."), before=before, now=now)


@group.command()
@output.format_option
def check(output_format: str) -> None:
    """Verify that the register is whole and all its parts agree.

    Prints what breaks a rule, and ends with exit code 1 if anything does.

    \b
    Example:
      inventory db check
    """
    from inventory import checks
    from inventory.cli.options import register

    columns = {"invariant": _("rule"), "meaning": _("meaning"), "where": _("where")}
    with register() as session:
        found = [
            {"invariant": each.invariant, "meaning": language.translate(each.meaning), "where": each.where}
            for each in checks.breaches(session)
        ]
    if found or output_format != output.Format.TABLE:
        output.rows(columns, found, output_format)
    if found:
        raise DatabaseError(
            "the register breaks its own rules in {count} places; restore a backup, "
            "and show this list to whoever maintains the program",
            count=len(found),
        )
    if output_format == output.Format.TABLE:
        _say(_("The register is whole: {rules} rules hold."), rules=len(checks.MEANINGS))


@group.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
def backup(file: Path, force: bool) -> None:
    """Save the whole register to one file.

    Others may go on working meanwhile. The file can be restored into SQLite and PostgreSQL alike.

    \b
    Example:
      inventory db backup register-2019-06-30.zip
    """
    from inventory import database
    from inventory.database import backup as saving

    engine = database.open_register(settings.load().database_url)
    if file.exists() and not force:
        raise Refused("{file} exists already; name another file, or say --force to replace it", file=str(file))
    with _bar(_("Saving")) as advance:
        saved = saving.save(engine, file, advance)
    _say(_("Saved {rows} rows to {file}."), rows=saved.rows, file=file)


@group.command()
@click.argument("file", type=EXISTING)
@click.option("--force", is_flag=True, help="Replace a register that is not empty.")
def restore(file: Path, force: bool) -> None:
    """Make the register what it was when the file was saved.

    Everything or nothing: a failed restore leaves the register as it was.

    \b
    Example:
      inventory db restore register-2019-06-30.zip
    """
    from inventory import database
    from inventory.database import backup as saving

    engine = database.open_register(settings.load().database_url)
    with _bar(_("Restoring")) as advance:
        restored = saving.restore(engine, file, advance, force=force)
    _say(
        _("Restored {rows} rows from {file} to {place}."),
        rows=restored.rows,
        file=file,
        place=database.shown(engine.url),
    )


def _say(template: str, **facts: object) -> None:
    click.echo(language.translate(template).format(**facts))


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Shows on a terminal how far the work is."""
    bar = click.progressbar(
        length=1, label=language.translate(label), file=sys.stderr, hidden=not sys.stderr.isatty(), update_min_steps=500
    )
    with bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield advance
