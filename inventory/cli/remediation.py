"""`inventory remediation`: cases, and the steps people record on them.

The commands that record a step are made from one table: a step is its action, its evidence and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from inventory.cli import looking, output
from inventory.cli.options import Day, OneOf, answering, by_option, deadline, register
from inventory.language import _
from inventory.vocabulary import Action, Condition, ConditionStanding

ADOPTED = {
    "case": _("case"),
    "claimed": _("claimed"),
    "steps": _("steps recorded"),
    "state": _("state"),
    "not_adopted": _("not adopted, because"),
}

#: action → its line of help, and what an example of it adds
STEPS: dict[Action, tuple[str, str]] = {
    Action.BEGIN: (_("Record that the work has begun."), "--on 2019-05-06"),
    Action.SELF_CHECK: (_("Record the enterprise's own check that the work is done."), "--on 2019-06-10"),
    Action.ACCEPT: (_("Record the county's acceptance."), "--on 2019-06-20 --document 襄环验〔2019〕12号"),
    Action.SPOT_CHECK: (_("Record the city's spot check, where the case was drawn."), "--document 抽查记录3号"),
    Action.ANNOUNCE: (_("Record the public notice."), "--on 2019-07-01 --document 公示2019年第4期"),
    Action.STRIKE_OFF: (_("Strike the case off."), "--on 2019-07-10 --document 襄环销〔2019〕7号"),
    Action.SEND_BACK: (_("Send the case back to be worked on, with the reason."), "--note 设备未清除"),
    Action.RELAPSE: (_("Reopen a case struck off that has fallen back, as a new round."), "--note 夜间恢复生产"),
    Action.CONTRADICT: (_("Record a finding against what was claimed or verified."), "--note 现场未拆除"),
    Action.REMOVE: (_("Take a case off that was listed by mistake or twice."), "--note 与另一条重复"),
}


@click.group()
def group() -> None:
    """Move cases along until they are struck off."""


def _today() -> date:
    return date.today()  # noqa: DTZ011 — the clerk's own day


def step_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the case and what every step brings: day, answer, paper, reason, the version looked at."""
    for option in (
        click.option("--seen", type=int, metavar="VERSION", help="Refuse if the case has moved on since this version."),
        click.option("--note", help="The reason or remark."),
        click.option("--document", help="The document the step rests on."),
        by_option,
        click.option("--on", type=Day(), help="The day it happened. Default: today."),
        click.argument("case"),
    ):
        command = option(command)
    return command


def _record(case: str, seen: int | None, by: str | None, *steps: Any) -> None:
    """Record steps on one case, all or none, and say where it stands."""
    from inventory import addresses, tracking

    with register(writing=True) as session:
        number = addresses.case(session, case)
        outcome = tracking.record_all(session, {number: steps}, by=answering(by), seen={number: seen})[number]
        if outcome.refusal is not None:
            raise outcome.refusal
    status = outcome.status
    row = {"id": number, "state": status.state, "round": status.round, "version": outcome.version}
    output.rows({"id": _("case"), "state": _("state"), "round": _("round"), "version": _("version")}, [row])


def _command_for(action: Action, help_line: str, example: str) -> click.Command:
    def run(
        case: str, on: date | None, by: str | None, document: str | None, note: str | None, seen: int | None
    ) -> None:
        from inventory.tracking import Step

        _record(case, seen, by, Step(action, on or _today(), document, note))

    name = action.value.replace("_", "-")
    run.__doc__ = f"{help_line}\n\n\b\nExample:\n  inventory remediation {name} 420607-00037/kilns/2 {example}"
    return click.command(name=name)(step_options(run))


for _action, (_help, _example) in STEPS.items():
    group.add_command(_command_for(_action, _help, _example))


@group.command()
@step_options
@click.option("--to", "to", required=True, metavar="DATE", help="The new deadline: 2019-09-30, 2019-09, 2019年9月底前.")
def extend(
    case: str, on: date | None, by: str | None, document: str | None, note: str | None, seen: int | None, to: str
) -> None:
    """Give the case a later deadline.

    \b
    Example:
      inventory remediation extend 420607-00037/kilns/2 --to 2019-09-30 --document 襄环延〔2019〕2号
    """
    from inventory.tracking import Step

    _record(case, seen, by, Step(Action.EXTEND, on or _today(), document, note, extended_to=deadline(to)))


@group.command()
@step_options
@click.argument("conditions", nargs=-1, required=True, type=OneOf(["all", *Condition]))
@click.option(
    "--standing",
    type=OneOf(list(ConditionStanding)),
    default=ConditionStanding.VERIFIED.value,
    show_default=True,
    help="How it is established.",
)
def condition(
    case: str,
    conditions: tuple[str, ...],
    standing: str,
    on: date | None,
    by: str | None,
    document: str | None,
    note: str | None,
    seen: int | None,
) -> None:
    """Record conditions of a closure (两断三清), or a measure, as reported, verified or contradicted.

    CONDITIONS are one or several of the five, or all.

    \b
    Example:
      inventory remediation condition 420607-00037 water_cut power_cut --document 现场核查记录8号
    """
    from inventory.remediation import FIVE_CONDITIONS
    from inventory.tracking import Step

    named = FIVE_CONDITIONS if "all" in conditions else [Condition(each) for each in dict.fromkeys(conditions)]
    day, how = on or _today(), ConditionStanding(standing)
    steps = [Step(Action.CONDITION, day, document, note, condition=each, standing=how) for each in named]
    _record(case, seen, by, *steps)


@group.command()
@step_options
@click.argument("number", type=int)
def retract(
    case: str, number: int, on: date | None, by: str | None, document: str | None, note: str | None, seen: int | None
) -> None:
    """Take back a step recorded by mistake; it stays visible in the history.

    NUMBER is the step's, as `history` shows it.

    \b
    Example:
      inventory remediation retract 420607-00037/kilns/2 3 --note 误录
    """
    from inventory.tracking import Step

    _record(case, seen, by, Step(Action.RETRACT, on or _today(), document, note, retracts=number))


@group.command()
@click.argument("submission", type=int)
@by_option
@click.option("--document", help="The document the acceptances rest on; without it none is adopted.")
@click.option("--note", help="A remark on every step.")
@output.format_option
def adopt(submission: int, by: str | None, document: str | None, note: str | None, output_format: str) -> None:
    """Turn what a submission claims into steps, as far as the rules of evidence allow.

    What does not meet them is listed with the reason, and not adopted.

    \b
    Example:
      inventory remediation adopt 12 --by 周敏 --document 襄环验〔2019〕12号
    """
    from inventory import adoption, language

    with register(writing=True) as session:
        found = adoption.adopt(session, submission, by=answering(by), document=document, note=note)
    rows = [
        {
            "case": each.case_id,
            "claimed": each.claimed,
            "steps": [event.action for event in each.outcome.recorded],
            "state": each.outcome.status.state,
            "not_adopted": language.said(each.refusal) if each.refusal else None,
        }
        for each in found
    ]
    output.rows(ADOPTED, rows, output_format)


for _command in looking.COMMANDS:
    group.add_command(_command)
