"""Commands as a clerk runs them, in processes that can be killed, and what must hold of the register afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

from click.testing import CliRunner
from sqlalchemy import Engine

from inventory import checks, database
from inventory.cli import main

#: after so long a test calls it stuck
STUCK_S = 120
RUN = "from inventory.cli import main; main()"
PS = shutil.which("ps") or "ps"


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "INVENTORY_DATABASE_URL": url, "INVENTORY_LANG": "en", "INVENTORY_USER": "周敏"}


def start(
    url: str, *arguments: object, first: str = "", confined: Callable[[], object] | None = None
) -> subprocess.Popen[str]:
    """A command in a process group of its own.

    :param first: Python that the process runs before the command.
    :param confined: takes rights or room from the process before it begins.
    """
    return subprocess.Popen(
        [sys.executable, "-c", f"{first}\n{RUN}", *map(str, arguments)],
        env=environment(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=confined,
    )


def fail(
    url: str, *arguments: object, says: str, first: str = "", confined: Callable[[], object] | None = None
) -> None:
    """A command that must be refused with exit code 1 and one sentence with these words in it."""
    running = start(url, *arguments, first=first, confined=confined)
    _, told = running.communicate(timeout=STUCK_S)
    assert_one_sentence(told, says)
    assert running.returncode == 1


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
