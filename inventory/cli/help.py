"""The help of every command in the language in force.

A command's docstring is its English help: the first paragraph one sentence for lists of commands,
paragraphs after it as needed, and last an example, which is never translated::

    \b
    Example:
      inventory enterprise show 420607-00037

Click folds lines by counting characters; Chinese ones take two columns, so they are folded here.
"""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Iterable
from typing import TypeVar

import click

from inventory import language
from inventory.cli import output
from inventory.language import _

SomeCommand = TypeVar("SomeCommand", bound=click.Command)

#: a word, or one Chinese character, with the punctuation that must not begin a line; or white space
UNIT = re.compile(r"(?:[!-~]+|\S)[，。、；：！？）》”’…]*|\s+")
VERBATIM = "\b\n"

_("required")  # click looks this word up by a variable, where the extraction cannot see it


class Formatter(click.HelpFormatter):
    """Folds Chinese by the width it takes."""

    def write_text(self, text: str) -> None:
        super().write_text(_folded(text, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((output.width(term) for term, _meaning in rows), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - first - 2, 10)
        super().write_dl([(term, _folded(meaning, room)) for term, meaning in rows], col_max, col_spacing)


class Context(click.Context):
    formatter_class = Formatter


def localised(command: SomeCommand) -> SomeCommand:
    """A copy of the command, and of all under it, whose help speaks the language in force."""
    spoken = copy.copy(command)
    spoken.context_class = Context
    spoken._help_option = None  # noqa: SLF001 — click keeps the first one made, in the language of that time
    spoken.help = "\n\n".join(_paragraph(each) for each in paragraphs(command.help))
    spoken.short_help = spoken.help.split("\n\n", 1)[0].replace("\n", " ")
    spoken.params = [_parameter(each) for each in command.params]
    if isinstance(spoken, click.Group):
        spoken.commands = {name: localised(each) for name, each in spoken.commands.items()}
    return spoken


def paragraphs(help_text: str | None) -> list[str]:
    """The paragraphs of a help text, each one source string of the catalogue but for verbatim ones."""
    return re.split(r"\n{2,}", inspect.cleandoc(help_text or "").strip("\f"))


def lines_to_translate(paragraph: str) -> list[str]:
    """The source strings of a paragraph: all of it joined; of a verbatim one, the lines that are not indented."""
    if paragraph.startswith(VERBATIM):
        return [line for line in paragraph.removeprefix(VERBATIM).splitlines() if line and not line.startswith(" ")]
    return [" ".join(paragraph.split())] if paragraph else []


def _paragraph(paragraph: str) -> str:
    if not paragraph.startswith(VERBATIM):
        return "".join(language.translate(each) for each in lines_to_translate(paragraph))
    lines = paragraph.removeprefix(VERBATIM).splitlines()
    return VERBATIM + "\n".join(line if line.startswith(" ") else language.translate(line) for line in lines)


def _parameter(parameter: click.Parameter) -> click.Parameter:
    spoken = copy.copy(parameter)
    if isinstance(spoken, click.Option) and spoken.help:
        spoken.help = language.translate(spoken.help)
    if isinstance(spoken, click.Option) and isinstance(spoken.type, click.Path) and spoken.metavar is None:
        # click words it when the option is made, in the language of that time
        spoken.metavar = "FILE" if spoken.type.file_okay else "FOLDER"
    return spoken


def _folded(text: str, room: int) -> str:
    return "\n\n".join(
        each if each.startswith(VERBATIM) or each.isascii() else VERBATIM + "\n".join(_lines(each, room))
        for each in text.split("\n\n")
    )


def _lines(text: str, room: int) -> list[str]:
    lines = [""]
    for unit in UNIT.findall(text):
        if output.width(lines[-1]) + output.width(unit.rstrip()) > room:
            lines.append("")
        if lines[-1] or not unit.isspace():
            lines[-1] += " " if unit.isspace() else unit
    return [line.rstrip() for line in lines]
