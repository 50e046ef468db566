"""The command line: thin over the library, one module a noun, started in a fraction of a second.

A noun's module is imported only when one of its commands is called; its one line of help stands
here. Errors become one line and an exit code here and nowhere else.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from inventory import __version__, language, system
from inventory.cli import help as command_help
from inventory.errors import DatabaseError, InventoryError
from inventory.language import _

#: noun → its module, what it is in that module, and its line of help
NOUNS: dict[str, tuple[str, str, str]] = {
    "demo": ("inventory.cli.demo", "command", _("Show it all on the sample ledgers.")),
    "ledger": ("inventory.cli.ledger", "group", _("Read, import, list and withdraw county ledgers.")),
    "enterprise": ("inventory.cli.enterprise", "group", _("Find enterprises and show all that is known of one.")),
    "legal-person": ("inventory.cli.legal_person", "group", _("Show the companies behind the enterprises.")),
    "remediation": ("inventory.cli.remediation", "group", _("Move cases along until they are struck off.")),
    "status": ("inventory.cli.status", "command", _("Count how far the work is: listed, claimed, verified, overdue.")),
    "export": ("inventory.cli.export", "group", _("Write the lists and reports that leave the bureau.")),
    "permit": ("inventory.cli.permit", "group", _("Show permits and what is wrong with them.")),
    "findings": ("inventory.cli.findings", "group", _("List what somebody should look into, and what may wait.")),
    "radar": ("inventory.cli.radar", "group", _("Watch for closed works that produce again, here or elsewhere.")),
    "db": ("inventory.cli.db", "group", _("Create, upgrade, check, back up and restore the register.")),
}


class Nouns(click.Group):
    """The root: knows its nouns by name, loads one when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(NOUNS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NOUNS:
            return None
        module, attribute, _help = NOUNS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command_help.localised(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(language.translate("Commands")):
            formatter.write_dl([(noun, language.translate(NOUNS[noun][2])) for noun in self.list_commands(ctx)])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        language.install()
        # what a command holds is few cycles and soon over; walking it again and again would take a third of the time
        gc.set_threshold(50_000, 20, 100)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                # Windows consoles and pipes may not be UTF-8; what they cannot show must not end the command
                stream.reconfigure(encoding="utf-8" if not stream.isatty() else None, errors="replace")
        run = super(Nouns, command_help.localised(self)).main
        with contextlib.suppress(ValueError):  # raised outside the main thread, which no signal reaches
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end: as Ctrl-C, tidily
        if not standalone_mode:
            return run(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            code = run(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.Abort:
            _end(language.translate("Interrupted."), 130)
        except click.UsageError as error:
            _end(_usage(error), error.exit_code)
        except click.ClickException as error:
            _end(error.format_message(), error.exit_code)
        except InventoryError as error:
            _end(language.said(error), error.exit_code)
        except BrokenPipeError:
            # whoever read our output has had enough; the interpreter must not complain when it flushes
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 — closed by the exit
            sys.exit(1)
        except OSError as error:
            # what names no file is the writing of what we print
            file = error.filename if error.filename is not None else language.translate("the output")
            why = language.translate(system.reason(error))
            _end(language.translate("{file}: {reason}").format(file=file, reason=why), 1)
        except MemoryError:
            _end(language.translate("this machine has too little free memory; close other programs, then try again"), 1)
        except _failures_of_the_database() as error:
            reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
            failure = DatabaseError("the database could not do it: {reason}", reason=reason)
            _end(language.said(failure), failure.exit_code)
        sys.exit(code if isinstance(code, int) else 0)


def _failures_of_the_database() -> tuple[type[Exception], ...]:
    """What SQLAlchemy raises when the database fails; nothing while no command has imported it."""
    if "sqlalchemy" not in sys.modules:
        return ()
    from sqlalchemy.exc import OperationalError

    return (OperationalError,)


def _usage(error: click.UsageError) -> str:
    hint = language.translate("Try '{command} --help'.")
    command = error.ctx.command_path if error.ctx else "inventory"
    # click lists choices on lines of their own
    return f"{' '.join(error.format_message().split())} {hint.format(command=command)}"


def _end(line: str, code: int) -> NoReturn:
    click.echo(language.translate("Error: {message}").format(message=line), err=True)
    sys.exit(code)


@click.group(cls=Nouns, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s", help="Show the version and exit.")
def main() -> None:
    """The pollution inventory: one register out of the ledgers that counties keep."""
