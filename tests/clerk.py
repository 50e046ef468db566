"""Commands as a clerk runs them, in processes that can be killed, and what must hold of the register afterwards.

The processes are forked from one that has loaded the program already: half a second less for each.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlalchemy import Engine

from inventory import checks, database
from inventory.cli import main

#: after so long a test calls it stuck
STUCK_S = 120
PS = shutil.which("ps") or "ps"
#: loaded once, before the first process is forked
PRELOADED = (
    *("inventory.cli.importing", "inventory.intake", "importers", "inventory.checks", "click.testing", "pytest"),
    *("sqlalchemy.dialects.sqlite.pysqlite", "sqlalchemy.dialects.postgresql.psycopg", "psycopg"),
)


def stable() -> Any:
    """Where ready processes come from."""
    context: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(list(PRELOADED))
    return context


def environment(url: str) -> dict[str, str]:
    return {"INVENTORY_DATABASE_URL": url, "INVENTORY_LANG": "en", "INVENTORY_USER": "周敏"}


@dataclass(frozen=True)
class Running:
    """A command under way, the leader of a process group of its own."""

    process: BaseProcess
    complaints: Path

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    @property
    def code(self) -> int | None:
        """How it ended; None while it runs."""
        return self.process.exitcode

    def send(self, sent: signal.Signals, *, to_all: bool = False) -> None:
        """A signal to it, or also to the process that reads for it; it may have ended a moment ago."""
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if to_all else os.kill)(self.pid, sent)

    def ended(self) -> tuple[int, str]:
        """Its exit code, less than zero for a signal, and what it said on standard error, when it has ended."""
        self.process.join(STUCK_S)
        assert self.code is not None, "the command is stuck"
        told = self.complaints.read_text("utf-8")
        self.complaints.unlink()
        return self.code, told


def start(url: str, *arguments: object, first: str = "", confined: Callable[[], object] | None = None) -> Running:
    """A command that runs beside the test.

    :param first: Python that the process runs before the command.
    :param confined: takes rights or room from the process before it begins; a function of module level.
    """
    handle, name = tempfile.mkstemp(prefix="complaints-")
    os.close(handle)
    process = stable().Process(target=_run, args=(url, list(map(str, arguments)), name, first, confined))
    process.start()
    running = Running(process, Path(name))
    wait_until(lambda: running.code is not None or _leads_a_group(running.pid))
    return running


def _leads_a_group(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return True  # it did, and has ended


def _run(url: str, arguments: list[str], complaints: str, first: str, confined: Callable[[], object] | None) -> None:
    os.environ.update(environment(url))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(complaints, os.O_WRONLY), 2)
    exec(first)  # noqa: S102 — written by a test
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115 — for the process's life
    if confined:
        confined()
    os.setsid()
    main(arguments, prog_name="inventory")


def fail(
    url: str, *arguments: object, says: str, first: str = "", confined: Callable[[], object] | None = None
) -> None:
    """A command that must be refused with exit code 1 and one sentence with these words in it."""
    code, told = start(url, *arguments, first=first, confined=confined).ended()
    assert_one_sentence(told, says)
    assert code == 1


def printed_into(stdout: int, url: str, *arguments: object) -> tuple[int, str]:
    """Exit code and complaints of a command that prints into a file; an interpreter of its own, which also ends."""
    command = [sys.executable, "-c", "from inventory.cli import main; main()", *map(str, arguments)]
    known = {**os.environ, **environment(url)}
    done = subprocess.run(command, env=known, stdout=stdout, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    return done.returncode, done.stderr


def succeed(url: str, *arguments: object) -> None:
    """A command in this process, which must succeed without a word of complaint."""
    done = CliRunner().invoke(main, list(map(str, arguments)), env=environment(url))
    assert (done.exit_code, done.stderr) == (0, ""), done.exc_info


def assert_whole(register: Engine) -> None:
    """What `db check` looks at."""
    with database.reading(register) as session:
        assert list(checks.breaches(session)) == []


def assert_one_sentence(told: str, *words: str) -> None:
    """One line that begins as every error does, and says each of the words."""
    assert told.startswith("Error: "), told
    assert told.count("\n") == 1, told
    for word in words:
        assert word in told


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + STUCK_S
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def count(group: int) -> int:
    """How many processes of the group live; one that only waits to be counted as dead is none."""
    listed = subprocess.run([PS, "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return sum(int(found) == group and status[0] != "Z" for found, status in map(str.split, listed.splitlines()))


def is_gone(group: int) -> bool:
    """Whether no process of the group is left."""
    return count(group) == 0
