"""`inventory enterprise same | different | merge | split | rename | judgements | withdraw-judgement`: who is who."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from inventory import language
from inventory.cli import output
from inventory.cli.ledger_teach import because_option
from inventory.cli.options import OneOf, by_option, register, somebody
from inventory.language import _
from inventory.vocabulary import Ledger, State, Verdict

if TYPE_CHECKING:
    from inventory.judgements import Decision, Judged
    from inventory.judgements.effects import Place

CHANGED = {
    "before": _("until now"),
    "now": _("from now on"),
    "name": _("enterprise"),
    "state_before": _("stood"),
    "state_now": _("stands"),
    "rows": _("rows"),
    "steps": _("steps"),
}
LISTED = {
    "number": _("judgement"),
    "verdict": _("verdict"),
    "one": _("enterprise"),
    "others": _("and"),
    "name": _("new name"),
    "made_on": _("made on"),
    "made_by": _("by"),
    "reason": _("because"),
    "standing": _("standing"),
}


def decision(by: str | None, because: str) -> Decision:
    """Who judges, why, and now."""
    from inventory.judgements import Decision

    return Decision(somebody(by), because, datetime.now(UTC))


def tell(judged: Judged, output_format: str) -> None:
    """The judgements by number, then every enterprise and case that changed."""
    if output_format == output.Format.JSON:
        output.document({"judgements": list(judged.numbers), "changes": list(map(dataclasses.asdict, judged.effects))})
        return
    if output_format == output.Format.TABLE:
        numbers = ", ".join(map(str, judged.numbers))
        click.echo(language.translate("Judgement {numbers}.").format(numbers=numbers))
    rows = [
        {
            "before": each.before.address,
            "now": each.now.address,
            "name": each.now.name,
            "state_before": _state(each.before),
            "state_now": _state(each.now),
            "rows": each.rows,
            "steps": each.now.steps or None,
        }
        for each in judged.effects
    ]
    if rows or output_format == output.Format.CSV:
        output.rows(CHANGED, rows, output_format)
    else:
        click.echo(language.translate("It changes nothing now; it is remembered."))


def _state(place: Place) -> Any:
    """How an enterprise or a case stands, as the closed list calls it."""
    from inventory.vocabulary import Standing

    return State(place.state) if "/" in place.address else Standing(place.state)


@click.command()
@click.argument("enterprises", nargs=-1, required=True)
@because_option
@by_option
@output.format_option
def same(enterprises: tuple[str, ...], because: str, by: str | None, output_format: str) -> None:
    """Judge that enterprises are one; the oldest number is kept, and the others lead to it.

    Cases of one kind become one case with the steps of all.

    \b
    Example:
      inventory enterprise same 420607-00037 420607-00052 --because 同一厂址，更名前后两条 --by 周敏
    """
    from inventory import judgements

    _at_least_two(enterprises)
    with register(writing=True) as session:
        judged = judgements.same(session, enterprises, decision(by, because))
    tell(judged, output_format)


@click.command()
@click.argument("enterprises", nargs=-1, required=True)
@because_option
@by_option
@output.format_option
def different(enterprises: tuple[str, ...], because: str, by: str | None, output_format: str) -> None:
    """Judge that enterprises are different, whatever they have in common now or later.

    \b
    Example:
      inventory enterprise different 420607-00037 420607-00052 --because 两家，仅字号相近 --by 周敏
    """
    from inventory import judgements

    _at_least_two(enterprises)
    with register(writing=True) as session:
        judged = judgements.different(session, enterprises, decision(by, because))
    tell(judged, output_format)


@click.command()
@click.argument("enterprises", nargs=-1, required=True)
@click.option("--into", required=True, metavar="ENTERPRISE", help="The enterprise whose register number is kept.")
@because_option
@by_option
@output.format_option
def merge(enterprises: tuple[str, ...], into: str, because: str, by: str | None, output_format: str) -> None:
    """Judge that enterprises are one with another, whose number is kept.

    \b
    Example:
      inventory enterprise merge 420607-00037 --into 420607-00052 --because 重复建档 --by 周敏
    """
    from inventory import judgements

    with register(writing=True) as session:
        judged = judgements.merge(session, enterprises, into, decision(by, because))
    tell(judged, output_format)


@click.command()
@click.argument("enterprise")
@click.option("--submission", type=int, help="Rows of this submission.")
@click.option("--sheet", metavar="NAME", help="Rows of this sheet.")
@click.option("--row", "rows", type=int, multiple=True, help="This row of the sheet; may be given several times.")
@click.option("--ledger", type=OneOf(list(Ledger)), help="Rows of this ledger kind.")
@click.option("--serial", metavar="001", help="Rows whose permit number ends in this serial.")
@click.option("--named", metavar="NAME", help="Rows with this name.")
@click.option("--part", "parts", multiple=True, metavar="kilns/2", help="Rows of this sub-record; several times.")
@because_option
@by_option
@output.format_option
def split(
    enterprise: str,
    submission: int | None,
    sheet: str | None,
    rows: tuple[int, ...],
    ledger: str | None,
    serial: str | None,
    named: str | None,
    parts: tuple[str, ...],
    because: str,
    by: str | None,
    output_format: str,
) -> None:
    """Judge that some rows of an enterprise speak of another site, which gets a number of its own.

    The rows that meet all that is said go, the others stay.

    \b
    Example:
      inventory enterprise split 420607-00037 --submission 12 --row 8 --because 另一厂区 --by 周敏
    """
    from inventory import judgements

    selection = judgements.Selection(submission, sheet, rows, ledger, serial, named, parts)
    with register(writing=True) as session:
        judged = judgements.split(session, enterprise, selection, decision(by, because))
    tell(judged, output_format)


@click.command()
@click.argument("enterprise")
@click.argument("name")
@because_option
@by_option
@output.format_option
def rename(enterprise: str, name: str, because: str, by: str | None, output_format: str) -> None:
    """Record the new name of an enterprise; rows under the former name go on speaking of it.

    \b
    Example:
      inventory enterprise rename 420607-00037 襄阳甲寅新型建材有限公司 --because 工商变更 --by 周敏
    """
    from inventory import judgements

    with register(writing=True) as session:
        judged = judgements.rename(session, enterprise, name, decision(by, because))
    tell(judged, output_format)


@click.command("judgements")
@click.argument("enterprise", required=False)
@click.option("--all", "every", is_flag=True, help="Also those withdrawn.")
@output.format_option
def listed(enterprise: str | None, every: bool, output_format: str) -> None:
    """List what was judged of who is who, by whom, when and why.

    \b
    Example:
      inventory enterprise judgements 420607-00037
    """
    from inventory import addresses
    from inventory.queries import judgements

    with register() as session:
        site = addresses.site(session, enterprise) if enterprise is not None else None
        found = judgements.listed(session, enterprise_id=site, every=every)
    if output_format == output.Format.JSON:
        output.document([dataclasses.asdict(each) for each in found])
        return
    rows = [
        {
            **{name: getattr(each, name, None) for name in LISTED},
            "verdict": Verdict(each.verdict),
            "one": list(each.one),
            "others": list(each.others),
            "made_on": each.made_at.astimezone().date(),
            "standing": language.translate("withdrawn" if each.withdrawn_at else "in force"),
        }
        for each in found
    ]
    output.rows(LISTED, rows, output_format)


@click.command("withdraw-judgement")
@click.argument("number", type=int)
@because_option
@by_option
@output.format_option
def withdraw_judgement(number: int, because: str, by: str | None, output_format: str) -> None:
    """Take a judgement back: what it joined comes apart, what it parted comes together, numbers included.

    NUMBER is the judgement's, as `judgements` shows it.

    \b
    Example:
      inventory enterprise withdraw-judgement 3 --because 判断有误 --by 周敏
    """
    from inventory import judgements

    with register(writing=True) as session:
        judged = judgements.withdraw(session, number, decision(by, because))
    tell(judged, output_format)


def _at_least_two(enterprises: tuple[str, ...]) -> None:
    if len(enterprises) < 2:
        raise click.UsageError(language.translate("name at least two enterprises"))


COMMANDS = (same, different, merge, split, rename, listed, withdraw_judgement)
