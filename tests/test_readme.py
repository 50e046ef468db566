"""Every command stands in both READMEs, has help in both languages, and an example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from inventory import cli
from inventory.cli import help as command_help
from inventory.locale import extract

ROOT = Path(__file__).parents[1]


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups themselves left out."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


def found(words: tuple[str, ...]) -> click.Command:
    command: click.Command = cli.main
    for word in words:
        assert isinstance(command, click.Group)
        under = command.get_command(click.Context(command), word)
        assert under is not None
        command = under
    return command


ALL = sorted(commands(cli.main))


def shown_help(words, language, monkeypatch):
    monkeypatch.setenv("INVENTORY_LANG", language)
    result = CliRunner().invoke(cli.main, [*words, "--help"], prog_name="inventory", catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_every_noun_can_be_loaded():
    context = click.Context(cli.main)
    assert [noun for noun in cli.NOUNS if cli.main.get_command(context, noun) is None] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_stands_in_the_readme(words, readme):
    assert f"inventory {' '.join(words)}" in (ROOT / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_has_help_with_an_example_in_both_languages(words, monkeypatch):
    english, chinese = (shown_help(words, language, monkeypatch) for language in ("en", "zh_CN"))
    assert "Example" in english
    assert "示例" in chinese
    for text in (english, chinese):
        assert text.count(f"inventory {' '.join(words)}") >= 2, "the usage line, and an example"


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_option_says_what_it_is_for(words):
    assert [each.name for each in found(words).params if isinstance(each, click.Option) and not each.help] == []


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_codes_are_typed_as_they_are_stored(words):
    for parameter in found(words).params:
        if isinstance(parameter.type, click.Choice):
            typed = [parameter.type.normalize_choice(choice, None) for choice in parameter.type.choices]
            assert typed == [str(choice) for choice in parameter.type.choices]


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_line_of_help_is_in_the_catalogue(words):
    (catalogue,) = map(extract.read, extract.CATALOGUES)
    command = found(words)
    lines = [line for each in command_help.paragraphs(command.help) for line in command_help.lines_to_translate(each)]
    lines += [each.help for each in command.params if isinstance(each, click.Option) and each.help]
    assert [line for line in lines if line not in catalogue] == []
