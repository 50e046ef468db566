"""`inventory enterprise correct | corrections | withdraw-correction | why`: values put right by hand, and reasons."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import click

from inventory import language
from inventory.cli import output
from inventory.cli.ledger_teach import because_option
from inventory.cli.options import by_option, register, somebody
from inventory.language import _

CORRECTED = {
    "number": _("correction"),
    "address": _("address"),
    "field": _("field"),
    "before": _("until now"),
    "now": _("from now on"),
}
LISTED = {
    "number": _("correction"),
    "address": _("address"),
    "name": _("enterprise"),
    "field": _("field"),
    "value": _("value"),
    "made_on": _("made on"),
    "made_by": _("by"),
    "reason": _("because"),
    "standing": _("standing"),
}
REASONS = {
    "value": _("value"),
    "standing": _("standing"),
    "origin": _("from"),
    "text": _("as written"),
    "as_of": _("as of"),
    "at": _("recorded"),
    "by": _("by"),
    "because": _("because"),
}


@click.command()
@click.argument("address")
@click.argument("field")
@click.argument("value", required=False)
@click.option("--none", "is_none", is_flag=True, help="Declare that there is none, in the place of a value.")
@because_option
@by_option
@output.format_option
def correct(
    address: str, field: str, value: str | None, is_none: bool, because: str, by: str | None, output_format: str
) -> None:
    """Put one value right by hand; it outranks every ledger until it is withdrawn.

    ADDRESS is a register number, or leads to a sub-record; VALUE is typed as in a ledger.

    \b
    Example:
      inventory enterprise correct 420607-00037/kilns/2 fuel 天然气 --because 现场核实 --by 周敏
    """
    if is_none is (value is not None):
        raise click.UsageError(language.translate("give either a value or --none"))
    from inventory import correcting

    with register(writing=True) as session:
        made = correcting.correct(
            session, address, field, value, by=somebody(by), because=because, at=datetime.now(UTC)
        )
    row = {**dataclasses.asdict(made), "before": _shown(field, made.before), "now": _shown(field, made.now)}
    output.rows(CORRECTED, [row if output_format == output.Format.TABLE else dataclasses.asdict(made)], output_format)


@click.command()
@click.argument("enterprise", required=False)
@click.option("--all", "every", is_flag=True, help="Also those withdrawn.")
@output.format_option
def corrections(enterprise: str | None, every: bool, output_format: str) -> None:
    """List what was put right by hand, and where it speaks now.

    \b
    Example:
      inventory enterprise corrections 420607-00037
    """
    from inventory import addresses
    from inventory.queries import corrections as stored

    with register() as session:
        site = addresses.site(session, enterprise) if enterprise is not None else None
        found = stored.listed(session, every=every, enterprise_id=site)
    is_table = output_format == output.Format.TABLE
    rows = []
    for each in found:
        standing = "withdrawn" if each.withdrawn_at else "in force" if each.address else "waiting"
        value = _shown(each.field, each.value) if is_table else each.value
        row: dict[str, Any] = {**dataclasses.asdict(each), "value": value, "made_on": each.made_at.date()}
        rows.append({**row, "standing": language.translate(standing) if is_table else standing})
    output.rows(LISTED, rows, output_format)


_("in force")
_("waiting")
_("withdrawn")


@click.command("withdraw-correction")
@click.argument("number", type=int)
@because_option
@by_option
def withdraw_correction(number: int, because: str, by: str | None) -> None:
    """Take a correction back: what it outranked stands again.

    NUMBER is the correction's, as `corrections` shows it.

    \b
    Example:
      inventory enterprise withdraw-correction 3 --because 误改 --by 周敏
    """
    from inventory import correcting

    with register(writing=True) as session:
        correcting.withdraw(session, number, by=somebody(by), because=because, at=datetime.now(UTC))
    click.echo(language.translate("Withdrew correction {number}.").format(number=number))


@click.command()
@click.argument("address")
@click.argument("field")
@output.format_option
def why(address: str, field: str, output_format: str) -> None:
    """Say why a field has its value: workbook, cell, original text, who and when, and all it outranks.

    \b
    Example:
      inventory enterprise why 420607-00037/kilns/2 fuel
    """
    from inventory import addresses, fields
    from inventory.queries.origins import Origins

    with register() as session:
        subject = addresses.subject(session, address)
        fields.check(subject.ledger, field)
        origins = Origins.of_enterprise(session, subject.enterprise_id)
        rows_of = origins.rows_of(subject.sub_record_id) if subject.sub_record_id is not None else None
        found = origins.why(field, rows_of)
    is_table = output_format == output.Format.TABLE
    rows = []
    for place, each in enumerate(found):
        origin: Any = each.origin
        if is_table:
            by_hand = language.translate("correction {number}").format(number=each.origin.correction_id)
            origin = by_hand if each.origin.correction_id else str(each.origin)
        elif output_format == output.Format.JSON:
            origin = dataclasses.asdict(each.origin)
        standing = "stands" if place == 0 else "outranked"
        rows.append(
            {
                "value": _shown(field, each.value) if is_table else each.value,
                "standing": language.translate(standing) if is_table else standing,
                "origin": origin,
                "text": each.text,
                "as_of": None if each.origin.correction_id else each.origin.as_of,
                "at": f"{each.at.astimezone():%Y-%m-%d %H:%M}" if is_table else each.at.isoformat(),
                "by": each.by,
                "because": each.because,
            }
        )
    if is_table and not rows:
        click.echo(
            language.translate("No ledger in force and no correction says anything of {field}.").format(field=field)
        )
        return
    output.rows(REASONS, rows, output_format)


_("stands")
_("outranked")


def _shown(field: str, value: object) -> object:
    """A value as people read it: the label of a code, and a word for what is declared none."""
    from inventory.vocabulary import OF_FIELD

    if value is None:
        return language.translate("none")
    codes = OF_FIELD.get(field)
    return codes(value) if codes is not None and isinstance(value, str) and value in set(codes) else value


COMMANDS = (correct, corrections, withdraw_correction, why)
