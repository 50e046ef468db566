"""The command line's frame: errors as one line and an exit code, loading only what is called."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from inventory import cli
from inventory.errors import NotFound, NotUnderstood, Refused

HEAVY = {"sqlalchemy", "alembic", "pydantic", "openpyxl", "xlsxwriter", "python_calamine", "lxml", "opencc", "psycopg"}


def raised(monkeypatch, error):
    """What the command line says, and its exit code, when a command ends with this error."""

    @click.command()
    def command():
        raise error

    monkeypatch.setattr(cli.main, "get_command", lambda _ctx, _name: command)
    monkeypatch.setenv("INVENTORY_LANG", "en")
    result = CliRunner().invoke(cli.main, ["anything"], prog_name="inventory")
    assert result.stdout == ""
    return result.stderr, result.exit_code


@pytest.mark.parametrize(
    ("error", "line", "code"),
    [
        (NotFound("no enterprise {number}", number="420607-00037"), "Error: no enterprise 420607-00037\n", 1),
        (Refused("not now"), "Error: not now\n", 1),
        (NotUnderstood("{said} is no date", said="x"), "Error: x is no date\n", 2),
        (PermissionError(13, "Permission denied", "list.xlsx"), "Error: list.xlsx: Permission denied\n", 1),
        (
            OperationalError("SELECT 1", {}, Exception("database is locked\nmore")),
            "Error: the database could not do it: database is locked\n",
            1,
        ),
        (KeyboardInterrupt(), "\nError: Interrupted.\n", 130),
        (click.UsageError("no"), "Error: no Try 'inventory anything --help'.\n", 2),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_an_error_is_one_line_on_standard_error_and_an_exit_code(monkeypatch, error, line, code):
    assert raised(monkeypatch, error) == (line, code)


def test_a_mistake_in_the_program_is_not_hidden(monkeypatch):
    @click.command()
    def command():
        raise ZeroDivisionError

    monkeypatch.setattr(cli.main, "get_command", lambda _ctx, _name: command)
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(cli.main, ["anything"], catch_exceptions=False)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Error: No such option '--nothing'. Try 'inventory --help'.\n"),
        ("zh_CN", "错误：没有选项 '--nothing'。 查看帮助：inventory --help\n"),
    ],
)
def test_a_mistyped_command_is_told_in_one_line_of_the_language(monkeypatch, language, line):
    monkeypatch.setenv("INVENTORY_LANG", language)
    result = CliRunner().invoke(cli.main, ["--nothing"], prog_name="inventory")
    assert (result.stderr, result.exit_code) == (line, 2)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nothing"]])
def test_the_frame_loads_nothing_heavy(arguments):
    program = (
        "import atexit, sys; from inventory.cli import main\n"
        "atexit.register(lambda: print(*{name.split('.')[0] for name in sys.modules}, sep='\\n', file=sys.stderr))\n"
        "main(prog_name='inventory')"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert HEAVY.isdisjoint(done.stderr.split())


def test_output_is_utf_8_wherever_it_goes():
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "INVENTORY_LANG": "zh_CN"}
    program = "from inventory.cli import main; main(prog_name='inventory')"
    done = subprocess.run(
        [sys.executable, "-c", program, "--help"], capture_output=True, encoding="utf-8", env=environment, check=True
    )
    assert "污染源登记库" in done.stdout


def test_a_reader_who_has_had_enough_ends_the_command_quietly():
    program = (
        "import inventory.cli as cli, click\n"
        "@click.command()\n"
        "def command():\n"
        "    for _ in range(100_000): click.echo('x' * 80)\n"
        "cli.main.get_command = lambda ctx, name: command\n"
        "cli.Nouns.get_command = lambda self, ctx, name: command\n"
        "cli.main(['anything'])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == ""
        assert running.wait() == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["db", "restore", os.devnull],
        ["db", "init", "--city", os.devnull],
        ["ledger", "teach", "import", os.devnull, "--by", "周敏", "--because", "来函"],
        ["ledger", "apply", os.devnull, "--by", "周敏"],
        ["ledger", "read", os.devnull],
        ["ledger", "explain", "台账.xlsx", "--lessons", os.devnull],
        ["enterprise", "resolve", os.devnull],
    ],
    ids=" ".join,
)
def test_a_device_is_refused_before_it_is_read(monkeypatch, arguments):
    monkeypatch.setenv("INVENTORY_LANG", "en")
    result = CliRunner().invoke(cli.main, arguments, prog_name="inventory")
    assert result.exit_code in (1, 2)
    assert "is no file but a pipe or a device; save the workbook as a file" in result.stderr
