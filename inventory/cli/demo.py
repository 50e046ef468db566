"""`inventory demo`: the whole way of the sample ledgers, from county workbooks to the quarterly list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inventory import language, shipped
from inventory.cli import output
from inventory.cli.status import COUNTED, GROUPED
from inventory.errors import Refused
from inventory.language import _
from inventory.vocabulary import Action, Condition, ConditionStanding

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from inventory.tracking import Step

REGISTER = "demo.db"
LIST = "2019年第二季度未完成名单.xlsx"
QUARTER = "2019Q2"
LAST_DAY = date(2019, 6, 30)
#: a closure that its county reports as complete; a person verifies it here
CASE = "谷城癸亥橡胶(制品)厂"
ANSWERS = "演示"

TAKEN = {
    "file": _("file"),
    "units": _("unit"),
    "ledgers": _("ledger"),
    "as_of": _("as of"),
    "new": _("new"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "held": _("held"),
    "problems": _("problems"),
}
MOVED = {
    "on": _("happened on"),
    "action": _("action"),
    "condition": _("condition"),
    "document": _("document"),
    "state": _("state"),
}
LISTED = {"part": _("part"), "unit": _("unit"), "name": _("enterprise"), "due_on": _("due on"), "reason": _("reason")}


@click.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="The folder for the demonstration's register and list; its own earlier files there are replaced.",
)
def command(to: Path) -> None:
    """Show it all on the sample ledgers.

    Makes a register of its own, imports the samples, counts how far the work is, verifies one case and writes
    the quarterly list. Your own register is not touched.

    \b
    Example:
      inventory demo --to out
    """
    to.mkdir(parents=True, exist_ok=True)
    with _fresh_register(to / REGISTER) as engine:
        _title(_("County ledgers become one register:"))
        output.rows(TAKEN, list(_import_samples(engine)))
        _title(_("How far the work is on 2019-06-30, by what ledgers claim and by what people verified:"))
        _show_status(engine)
        _title(_("A person verifies a closure and moves its case along; one step comes too early and is refused:"))
        output.rows(MOVED, list(_verify_a_closure(engine)))
        _title(_("Who is on the quarterly list:"))
        output.rows(LISTED, list(_write_list(engine, to / LIST)))
    click.echo()
    click.echo(language.translate("Written: {register}, {list}").format(register=to / REGISTER, list=to / LIST))


def _title(source: str) -> None:
    click.echo(f"\n{language.translate(source)}\n")


@contextmanager
def _fresh_register(file: Path) -> Iterator[Engine]:
    from inventory import database, reference
    from inventory.database import founding, migration

    for each in (file, *(file.with_name(file.name + end) for end in migration.COMPANIONS)):
        each.unlink(missing_ok=True)
    url = f"sqlite:///{file.absolute()}"
    migration.create(url, lambda session: founding.fill(session, reference.xiangyang())).dispose()
    engine = database.open_register(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _import_samples(engine: Engine) -> Iterator[dict[str, object]]:
    import importers
    from inventory import database, intake

    files = sorted(each for each in shipped.samples().iterdir() if each.suffix in {".xls", ".xlsx"})
    for file in output.progress(files, "Importing"):
        content = file.read_bytes()
        with database.writing(engine) as session:
            reading = importers.read(content, name=file.name)
            summary = intake.take(session, reading, content, received_at=datetime.now(UTC), received_by=ANSWERS)
        yield {
            "file": summary.file,
            "units": summary.units,
            "ledgers": summary.ledgers,
            "as_of": summary.as_of,
            **{outcome.value: count for outcome, count in summary.rows.items()},
            "problems": sum(summary.problems.values()),
        }


def _show_status(engine: Engine) -> None:
    from inventory import database, past, status

    with database.reading(engine) as session:
        found = [case.as_of(LAST_DAY) for case in past.cases_known(session, as_of=LAST_DAY)]
    grouping = status.GROUPINGS["class"]
    rows = [
        {**group.of, **{name: getattr(group.counted, name) for name in COUNTED}}
        for group in status.table(found, LAST_DAY, grouping)
    ]
    output.rows({name: GROUPED[name] for name in grouping} | COUNTED, rows)


def _verify_a_closure(engine: Engine) -> Iterator[dict[str, object]]:
    from inventory import addresses, database, tracking

    with database.writing(engine) as session:
        case = addresses.case(session, CASE)
        for step in _steps():
            told = {"on": step.on, "action": step.action, "condition": step.condition, "document": step.document}
            try:
                outcome = tracking.record(session, case, step, by=ANSWERS)
            except Refused as refusal:
                yield {**told, "state": language.said(refusal)}
            else:
                yield {**told, "state": outcome.status.state}


def _steps() -> Iterator[Step]:
    """From the beginning of the work to striking off; accepting before the five conditions are verified is refused."""
    from inventory.tracking import Step

    yield Step(Action.BEGIN, date(2019, 4, 26))
    yield Step(Action.SELF_CHECK, date(2019, 6, 10))
    yield Step(Action.ACCEPT, date(2019, 6, 15), document="验收意见示例1号")
    for condition in Condition:
        if condition is not Condition.MEASURE:
            yield Step(
                Action.CONDITION,
                date(2019, 6, 20),
                document="现场核查示例1号",
                condition=condition,
                standing=ConditionStanding.VERIFIED,
            )
    yield Step(Action.ACCEPT, date(2019, 6, 25), document="验收意见示例1号")
    yield Step(Action.ANNOUNCE, date(2019, 7, 1), document="公示文件示例1号")
    yield Step(Action.STRIKE_OFF, date(2019, 7, 10), document="销号文件示例1号")


def _write_list(engine: Engine, file: Path) -> Iterator[dict[str, object]]:
    from inventory import database, listing, masking, past, publication, quarters
    from inventory.exports import files
    from inventory.exports import noncompliant as layout

    quarter = quarters.parse(QUARTER)
    with database.reading(engine) as session:
        found = past.cases_known(session)
        persons, city = masking.known(listing.persons(session)), listing.city(session)
    lines = publication.noncompliant(found, quarter)
    sheets = layout.pages(lines, quarter, city=city, persons=persons)
    for each in (file, file.with_suffix(".csv")):
        files.write(each, sheets)
    for line in lines:
        first = line.decisions[0]
        yield {
            "part": layout.PARTS[line.part][0],
            "unit": first.case.site.unit,
            "name": first.case.site.name,
            "due_on": line.earliest_missed,
            "reason": first.rule.reason,
        }
