"""What happens when something breaks in the middle of an import: all or nothing, one clear sentence, a retry is safe.

Processes die at moments drawn from a seed: FAULT_KILLS of them on each database, ten unless said otherwise
(`make faults` says a hundred), two over each ledger; the server goes away in the middle of two fifths as many.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import crowd
import postgresql_server
import pytest
from clerk import assert_one_sentence, assert_whole, is_gone, start, succeed, wait_until
from conftest import fill
from handed_in import state
from sqlalchemy import Connection, text

from inventory import database
from inventory.database import migration

KILLS = int(os.environ.get("FAULT_KILLS", "10"))
CRASHES = KILLS * 2 // 5


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One for every two processes to be killed, and one before."""
    return crowd.handed_in(tmp_path_factory.mktemp("counties"), KILLS // 2 + 1, rows=200, of=350)


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
    assert start(register_url, "ledger", "list").ended() == (0, "")  # what others are forked from stands ready
    begun = time.monotonic()
    assert start(register_url, "ledger", "import", ledgers[0]).ended() == (0, "")
    lasts = time.monotonic() - begun
    drawn = random.Random(20190630)
    for number, ledger in enumerate(ledgers[1:], 1):
        before, after = states[number - 1 : number + 1]
        for dies in (True, False):
            # most of them near the end: that is when it writes
            moment = drawn.triangular(0, 1.2 * lasts, lasts)
            running = start(register_url, "ledger", "import", ledger)
            time.sleep(moment)
            # the reading child dies with the command, or is left alone and must notice
            running.send(signal.SIGKILL, to_all=dies)
            code, _ = running.ended()
            assert code in (0, -signal.SIGKILL)
            wait_until(lambda it=running: is_gone(it.pid))
            left = state(register)
            assert left == after or (code and left == before), f"killed after {moment:.2f} s"
            assert_whole(register)
            before = left
        succeed(register_url, "ledger", "import", ledger)
        assert state(register) == after
    assert_whole(register)


def test_a_register_whose_making_or_restoring_is_killed_is_made_or_restored_by_the_same_again(
    empty_url: str, ledgers: list[Path], states: list[str], tmp_path: Path
) -> None:
    drawn = random.Random(20190630)

    def killed(*asked: object, within: float) -> None:
        running = start(empty_url, *asked)
        time.sleep(drawn.triangular(0, within, within))
        running.send(signal.SIGKILL, to_all=True)
        running.ended()
        wait_until(lambda: is_gone(running.pid))

    for _ in range(KILLS // 10):
        killed("db", "init", within=0.2)
    if database.revision(database.connect(empty_url)) is None:
        succeed(empty_url, "db", "init")
    register, backup = database.open_register(empty_url), tmp_path / "backup.zip"
    succeed(empty_url, "ledger", "import", ledgers[0])
    succeed(empty_url, "db", "backup", backup)
    succeed(empty_url, "ledger", "import", ledgers[1])
    begun = time.monotonic()
    succeed(empty_url, "db", "restore", backup, "--force")
    lasts = time.monotonic() - begun
    succeed(empty_url, "ledger", "import", ledgers[1])
    for _ in range(KILLS // 5):
        killed("db", "restore", backup, "--force", within=lasts)
        assert state(register) in states[:2]
        assert_whole(register)
    succeed(empty_url, "db", "restore", backup, "--force")
    assert state(register) == states[0]
    assert_whole(register)


# ── the server goes away ─────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Callable[[], None]]]:
    """A PostgreSQL of this module's own, and how to crash it."""
    with postgresql_server.crashing() as (url, crash):
        migration.create(url, fill)
        yield url, crash


WRITERS = "FROM pg_locks WHERE locktype = 'advisory' AND granted"


def someone_writes(watching: Connection) -> bool:
    return bool(watching.scalar(text(f"SELECT count(*) {WRITERS}")))


def test_a_server_that_stops_in_the_middle_of_an_import_keeps_all_of_it_or_nothing(
    server: tuple[str, Callable[[], None]], ledgers: list[Path], states: list[str]
) -> None:
    url, crash = server
    register = database.open_register(url)
    succeed(url, "ledger", "import", ledgers[0])
    drawn = random.Random(20190630)
    for number, ledger in enumerate(ledgers[1 : 1 + CRASHES], 1):
        running = start(url, "ledger", "import", ledger)
        with register.connect().execution_options(isolation_level="AUTOCOMMIT") as watching:
            wait_until(lambda it=running, w=watching: someone_writes(w) or it.code is not None)
            time.sleep(drawn.uniform(0, 0.1))
            if number % 2:
                watching.invalidate()
                crash()
            else:
                watching.execute(text(f"SELECT pg_terminate_backend(pid) {WRITERS}"))
        code, told = running.ended()
        if code == 0:
            assert state(register) == states[number]
        else:
            assert code == 1
            assert_one_sentence(told, ledger.name, "cannot be reached")
            assert state(register) in states[number - 1 : number + 1]
        assert_whole(register)
        succeed(url, "ledger", "import", ledger)
        assert state(register) == states[number]
