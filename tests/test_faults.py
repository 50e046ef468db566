"""What happens when something breaks in the middle of an import: all or nothing, one clear sentence, a retry is safe.

Processes die at moments drawn from a seed: FAULT_KILLS of them on each database, ten unless said otherwise
(`make faults` says a hundred).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import crowd
import postgresql_server
import pytest
from click.testing import CliRunner
from conftest import fill
from handed_in import state
from sqlalchemy import Engine, text

from inventory import checks, database
from inventory.cli import main
from inventory.database import migration

KILLS = int(os.environ.get("FAULT_KILLS", "10"))
STUCK_S = 120
INVENTORY = (sys.executable, "-c", "from inventory.cli import main; main()")
PS = shutil.which("ps") or "ps"


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "INVENTORY_DATABASE_URL": url, "INVENTORY_LANG": "en", "INVENTORY_USER": "周敏"}


def start(url: str, *arguments: object) -> subprocess.Popen[str]:
    """A command in a process group of its own."""
    return subprocess.Popen(
        [*INVENTORY, *map(str, arguments)],
        env=environment(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


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
    assert told.startswith("Error: ")
    assert told.count("\n") == 1
    for word in words:
        assert word in told


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + STUCK_S
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def is_gone(group: int) -> bool:
    """Whether no process of the group is left; one that only waits to be counted as dead is none."""
    listed = subprocess.run([PS, "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return not any(int(found) == group and status[0] != "Z" for found, status in map(str.split, listed.splitlines()))


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One for each process to be killed, and one before."""
    return crowd.handed_in(tmp_path_factory.mktemp("counties"), KILLS + 1, rows=300, of=500)


@pytest.fixture(scope="module")
def states(ledgers: list[Path], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The state hash of a register after each ledger, when nothing breaks."""
    file = tmp_path_factory.mktemp("unhurt") / "inventory.db"
    shutil.copyfile(sqlite_template, file)
    url, found = f"sqlite:///{file}", []
    for ledger in ledgers:
        succeed(url, "ledger", "import", ledger)
        found.append(state(database.open_register(url)))
    return found


def test_an_import_killed_at_any_moment_is_there_whole_or_not_at_all(
    register_url: str, ledgers: list[Path], states: list[str]
) -> None:
    register = database.open_register(register_url)
    begun = time.monotonic()
    unhurt = start(register_url, "ledger", "import", ledgers[0])
    assert unhurt.communicate(timeout=STUCK_S)[1] == ""
    lasts = time.monotonic() - begun
    drawn = random.Random(20190630)
    for number, ledger in enumerate(ledgers[1:], 1):
        # the first third of the time goes into starting Python
        moment = drawn.uniform(lasts / 3, lasts)
        running = start(register_url, "ledger", "import", ledger)
        time.sleep(moment)
        # the reading child dies with the command, or is left alone and must notice
        (os.killpg if number % 2 else os.kill)(running.pid, signal.SIGKILL)
        running.communicate(timeout=STUCK_S)
        wait_until(lambda it=running: is_gone(it.pid))
        assert state(register) in states[number - 1 : number + 1], f"killed after {moment:.2f} s"
        assert_whole(register)
        succeed(register_url, "ledger", "import", ledger)
        assert state(register) == states[number]
    assert_whole(register)


# ── the server goes away ─────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Callable[[], None]]]:
    """A PostgreSQL of this module's own, and how to crash it."""
    with postgresql_server.crashing() as (url, crash):
        migration.create(url, fill)
        yield url, crash


def someone_writes(register: Engine) -> bool:
    with register.connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")))


def test_a_server_that_stops_in_the_middle_of_an_import_keeps_all_of_it_or_nothing(
    server: tuple[str, Callable[[], None]], ledgers: list[Path], states: list[str]
) -> None:
    url, crash = server
    register = database.open_register(url)
    succeed(url, "ledger", "import", ledgers[0])

    def end_sessions() -> None:
        with register.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            )

    drawn = random.Random(20190630)
    for number, ledger in enumerate(ledgers[1:], 1):
        running = start(url, "ledger", "import", ledger)
        wait_until(lambda it=running: someone_writes(register) or it.poll() is not None)
        time.sleep(drawn.uniform(0, 0.2))
        (crash if number % 2 else end_sessions)()
        _, told = running.communicate(timeout=STUCK_S)
        if running.returncode == 0:
            assert state(register) == states[number]
        else:
            assert running.returncode == 1
            assert_one_sentence(told, ledger.name, "cannot be reached")
            assert state(register) in states[number - 1 : number + 1]
        assert_whole(register)
        succeed(url, "ledger", "import", ledger)
        assert state(register) == states[number]
