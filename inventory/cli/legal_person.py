"""`inventory legal-person`: the companies behind the enterprises, and whose a code is."""

from __future__ import annotations

import dataclasses

import click

from inventory import language
from inventory.cli import output
from inventory.cli.enterprise import FOUND
from inventory.cli.enterprise_judge import decision, tell
from inventory.cli.ledger_teach import because_option
from inventory.cli.options import by_option, register
from inventory.language import _
from inventory.vocabulary import Verdict

HOLDERS = {
    "credit_code": _("credit code"),
    "name": _("name"),
    "codes": _("former codes"),
    "names": _("names of its sites"),
    "sites": _("sites"),
}
LISTED = {
    "number": _("judgement"),
    "verdict": _("verdict"),
    "code": _("code"),
    "other": _("and"),
    "name": _("new name"),
    "made_on": _("made on"),
    "made_by": _("by"),
    "reason": _("because"),
    "standing": _("standing"),
}


@click.group()
def group() -> None:
    """Show the companies behind the enterprises."""


@group.command()
@click.argument("legal_person", metavar="CODE|NAME|NUMBER")
@output.format_option
def show(legal_person: str, output_format: str) -> None:
    """Show one legal person with its sites.

    Named by any of its codes, by name, or by the register number or name of one of its sites.

    \b
    Example:
      inventory legal-person show 91420607MA4X00012Q
    """
    from inventory.queries import legal_persons

    with register() as session:
        holder = legal_persons.whole(session, legal_person)
    if output_format == output.Format.JSON:
        output.document(dataclasses.asdict(holder))
        return
    if output_format == output.Format.TABLE:
        click.echo(f"{holder.codes[0]}  {holder.name}")
        for others in (holder.codes[1:], [name for name in holder.names if name != holder.name]):
            if others:
                click.echo("、".join(others))
    output.rows(FOUND, ({name: getattr(site, name) for name in FOUND} for site in holder.sites), output_format)


@group.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@output.format_option
def find(text: str, limit: int, output_format: str) -> None:
    """Find legal persons by part of a name or the beginning of a code.

    \b
    Example:
      inventory legal-person find 甲寅
    """
    from inventory.queries import legal_persons

    with register() as session:
        found = legal_persons.find(session, text, limit=limit)
    rows = (
        {
            "credit_code": each.credit_code,
            "name": each.name,
            "codes": list(each.codes[1:]),
            "names": list(each.names),
            "sites": [site.register_number for site in each.sites],
        }
        for each in found
    )
    output.rows(HOLDERS, rows, output_format)


@group.command()
@click.argument("codes", nargs=-1, required=True)
@because_option
@by_option
@output.format_option
def same(codes: tuple[str, ...], because: str, by: str | None, output_format: str) -> None:
    """Judge that codes are one legal person's; the last is the one in use now.

    Credit codes, 15-digit registration numbers and organisation codes alike. Sites whose names are alike become one.

    \b
    Example:
      inventory legal-person same 420607000012345 91420607MA4X00012Q --because 三证合一 --by 周敏
    """
    from inventory.judgements import holders

    if len(codes) < 2:
        raise click.UsageError(language.translate("name at least two codes"))
    with register(writing=True) as session:
        judged = holders.same(session, codes, decision(by, because))
    tell(judged, output_format)


@group.command()
@click.argument("code")
@click.argument("other")
@because_option
@by_option
@output.format_option
def different(code: str, other: str, because: str, by: str | None, output_format: str) -> None:
    """Judge that two codes are two legal persons'.

    \b
    Example:
      inventory legal-person different 91420607MA4X00012Q 91420607MA4X00020K --because 两家公司 --by 周敏
    """
    from inventory.judgements import holders

    with register(writing=True) as session:
        judged = holders.different(session, code, other, decision(by, because))
    tell(judged, output_format)


@group.command()
@click.argument("code")
@click.argument("name")
@because_option
@by_option
@output.format_option
def rename(code: str, name: str, because: str, by: str | None, output_format: str) -> None:
    """Record the new name of a legal person; its sites keep theirs (`enterprise rename`).

    \b
    Example:
      inventory legal-person rename 91420607MA4X00012Q 襄阳甲寅集团有限公司 --because 工商变更 --by 周敏
    """
    from inventory.judgements import holders

    with register(writing=True) as session:
        judged = holders.rename(session, code, name, decision(by, because))
    tell(judged, output_format)


@group.command("judgements")
@click.option("--all", "every", is_flag=True, help="Also those withdrawn.")
@output.format_option
def listed(every: bool, output_format: str) -> None:
    """List what was judged of legal persons, by whom, when and why.

    \b
    Example:
      inventory legal-person judgements
    """
    from inventory.queries import legal_persons

    with register() as session:
        found = legal_persons.judgements(session, every=every)
    if output_format == output.Format.JSON:
        output.document([dataclasses.asdict(each) for each in found])
        return
    rows = [
        {
            **{name: getattr(each, name, None) for name in LISTED},
            "verdict": Verdict(each.verdict),
            "made_on": each.made_at.astimezone().date(),
            "standing": language.translate("withdrawn" if each.withdrawn_at else "in force"),
        }
        for each in found
    ]
    output.rows(LISTED, rows, output_format)


@group.command("withdraw-judgement")
@click.argument("number", type=int)
@because_option
@by_option
@output.format_option
def withdraw_judgement(number: int, because: str, by: str | None, output_format: str) -> None:
    """Take a judgement on legal persons back.

    \b
    Example:
      inventory legal-person withdraw-judgement 2 --because 判断有误 --by 周敏
    """
    from inventory.judgements import holders

    with register(writing=True) as session:
        judged = holders.withdraw(session, number, decision(by, because))
    tell(judged, output_format)
