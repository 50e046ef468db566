"""Many counties at once: real processes import overlapping ledgers into one register while others read it.

The ledgers are those of `crowd`; what must come of them is what comes of them one after another. `db check` computes
that anew from the rows; the smaller crowd is also held against a register that nobody else used.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.managers import SyncManager
from pathlib import Path
from typing import Any

import clerk
import crowd
import pytest
from click.testing import CliRunner
from handed_in import state
from sqlalchemy import Engine, func, select, text

import importers
from inventory import checks, database, intake, statehash
from inventory.cli import main
from inventory.models import Enterprise, SourceRow, Submission

ROWS = 2_000
FIRMS = 4_000
#: importers and readers at once, by database
CROWD = {"sqlite": (4, 8), "postgresql": (16, 32)}
#: how long the test waits for anything before it calls it stuck
STUCK_S = 300
#: all readers together look so often in a second
LOOKS_PER_S = 6


@dataclass(frozen=True)
class Ended:
    """How a command ended in its process."""

    code: int
    told: str
    broke: str


@dataclass(frozen=True)
class Workers:
    """Processes that stand ready, and what they agree on things by."""

    pool: ProcessPoolExecutor
    manager: SyncManager


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """As many processes as the largest crowd and one more, started once."""
    context = clerk.stable()
    with (
        context.Manager() as manager,
        ProcessPoolExecutor(max(sum(each) for each in CROWD.values()) + 1, mp_context=context) as pool,
    ):
        yield Workers(pool, manager)


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One for each importer of the largest crowd."""
    most = max(writers for writers, _ in CROWD.values())
    return crowd.handed_in(tmp_path_factory.mktemp("counties"), most, ROWS, FIRMS)


@pytest.fixture(scope="module")
def one_after_another(ledgers: list[Path], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The state hash after the ledgers of the smaller crowd, imported one after another, the last first."""
    file = tmp_path_factory.mktemp("alone") / "inventory.db"
    shutil.copyfile(sqlite_template, file)
    clerk.succeed(f"sqlite:///{file}", "ledger", "import", *reversed(ledgers[: CROWD["sqlite"][0]]))
    return state(database.open_register(f"sqlite:///{file}"))


def command(url: str, *arguments: object) -> Ended:
    """A command as a clerk runs it, in this process."""
    environment = {"INVENTORY_DATABASE_URL": url, "INVENTORY_LANG": "en", "INVENTORY_USER": "周敏"}
    result = CliRunner().invoke(main, list(map(str, arguments)), env=environment)
    broke = "" if result.exception is None or isinstance(result.exception, SystemExit) else repr(result.exc_info)
    return Ended(result.exit_code, result.stderr, broke)


def command_with_all(url: str, begin: Any, *arguments: object) -> Ended:
    """The command, begun when all the others begin theirs."""
    begin.wait(STUCK_S)
    return command(url, *arguments)


def look_again_and_again(url: str, begin: Any, done: Any, thought_s: float) -> list[tuple[int, int]]:
    """What a reader sees at each look until the importers are done: submissions, and rows that came with them."""
    register = database.open_register(url)
    begin.wait(STUCK_S)
    seen = []
    while True:
        is_last = done.wait(thought_s)
        with database.reading(register) as session:
            seen += [
                (
                    session.scalar(select(func.count()).select_from(Submission)) or 0,
                    session.scalar(select(func.count()).select_from(SourceRow)) or 0,
                )
                for _ in range(2)
            ]
        if is_last:
            return seen


def size(url: str) -> tuple[int, int]:
    return CROWD["sqlite" if url.startswith("sqlite") else "postgresql"]


def test_a_crowd_of_importers_and_readers_makes_the_register_that_one_makes(
    workers: Workers, ledgers: list[Path], one_after_another: str, register_url: str
) -> None:
    writers, readers = size(register_url)
    begin, done = workers.manager.Barrier(writers + readers), workers.manager.Event()
    looking = [
        workers.pool.submit(look_again_and_again, register_url, begin, done, readers / LOOKS_PER_S)
        for _ in range(readers)
    ]
    importing = [
        workers.pool.submit(command_with_all, register_url, begin, "ledger", "import", file)
        for file in ledgers[:writers]
    ]
    try:
        assert [each.result(STUCK_S) for each in importing] == [Ended(0, "", "")] * writers
    finally:
        done.set()
    seen = [each.result(STUCK_S) for each in looking]

    register = database.open_register(register_url)
    with database.reading(register) as session:
        assert list(checks.breaches(session)) == []
        assert session.scalar(select(func.count()).select_from(Submission)) == writers
        names = select(Enterprise.name).where(Enterprise.merged_into_id.is_(None))
        twice = session.scalars(names.group_by(Enterprise.name).having(func.count() > 1)).all()
        assert twice == []
        if writers == CROWD["sqlite"][0]:
            assert statehash.state_hash(session) == one_after_another
    per_ledger = seen[0][-1][1] // writers
    for looks in seen:
        assert looks[-1] == (writers, writers * per_ledger)
        assert all(rows == submissions * per_ledger for submissions, rows in looks), "a reader saw half an import"
        assert all(first == again for first, again in zip(looks[::2], looks[1::2], strict=True))
        assert looks == sorted(looks)


#: what a reader asks for while somebody writes
LOOKS: tuple[tuple[str, ...], ...] = (
    ("status",),
    ("ledger", "list"),
    ("enterprise", "find", "砖厂"),
    ("enterprise", "show", "420607-00001"),
    ("enterprise", "review"),
    ("remediation", "list"),
    ("findings",),
    ("db", "check"),
)


def write_and_hold(url: str, content: bytes, is_written: Any, release: Any) -> None:
    """Take a ledger, and stand still between the last row written and the commit until told to go on."""
    register = database.open_register(url)
    read = importers.read(content, name="台账.xlsx")
    with database.writing(register) as session:
        intake.take(session, read, content, received_at=datetime.now(UTC))
        is_written.set()
        release.wait(STUCK_S)


@pytest.fixture
def restored(sqlite_template: Path, tmp_path: Path) -> Callable[[Path], Engine]:
    """Restores a backup into a register of its own."""

    def restore(backup: Path) -> Engine:
        file = tmp_path / f"{backup.stem}.db"
        shutil.copyfile(sqlite_template, file)
        clerk.succeed(f"sqlite:///{file}", "db", "restore", backup)
        return database.open_register(f"sqlite:///{file}")

    return restore


def test_readers_never_wait_for_a_writer_and_a_backup_leaves_out_what_is_half_written(
    workers: Workers, register_url: str, restored: Callable[[Path], Engine], tmp_path: Path
) -> None:
    register = database.open_register(register_url)
    _, readers = size(register_url)
    is_written, release = workers.manager.Event(), workers.manager.Event()
    file = crowd.handed_in(tmp_path, 1, 50, 80)[0]
    assert command(register_url, "ledger", "import", file) == Ended(0, "", "")
    before = state(register)
    writing = workers.pool.submit(write_and_hold, register_url, crowd.ledger(2, 50, 80), is_written, release)
    try:
        assert is_written.wait(STUCK_S)
        looking = [workers.pool.submit(command, register_url, *LOOKS[number % len(LOOKS)]) for number in range(readers)]
        assert [each.result(STUCK_S) for each in looking] == [Ended(0, "", "")] * readers
        clerk.succeed(register_url, "db", "backup", tmp_path / "between.zip")
        assert state(register) == before
        assert not writing.done()
    finally:
        release.set()
    writing.result(STUCK_S)
    assert state(register) != before
    between = restored(tmp_path / "between.zip")
    assert state(between) == before
    clerk.assert_whole(between)


def test_every_backup_taken_while_ledgers_come_in_restores_to_a_whole_register(
    workers: Workers, register_url: str, restored: Callable[[Path], Engine], tmp_path: Path
) -> None:
    ledgers = crowd.handed_in(tmp_path, 4, 100, 150)
    importing = [workers.pool.submit(command, register_url, "ledger", "import", *ledgers[at::2]) for at in (0, 1)]
    backups: list[Path] = []
    while not all(each.done() for each in importing):
        backups.append(tmp_path / f"{len(backups)}.zip")
        clerk.succeed(register_url, "db", "backup", backups[-1])
    assert [each.result() for each in importing] == [Ended(0, "", "")] * 2
    clerk.succeed(register_url, "db", "backup", tmp_path / "last.zip")

    rows = []
    for backup in (*backups[:: max(1, len(backups) // 2)], tmp_path / "last.zip"):
        register = restored(backup)
        clerk.assert_whole(register)
        with database.reading(register) as session:
            rows.append(
                (
                    session.scalar(select(func.count()).select_from(Submission)),
                    session.scalar(select(func.count()).select_from(SourceRow)),
                )
            )
    per_ledger = rows[-1][1] // 4
    assert rows[-1] == (4, 4 * per_ledger)
    assert rows == sorted((submissions, submissions * per_ledger) for submissions, _ in rows)
    assert state(register) == state(database.open_register(register_url))


def test_a_writer_waits_for_at_least_a_minute(engine: Engine) -> None:
    with database.writing(engine) as session:
        asked = (
            "PRAGMA busy_timeout"
            if engine.dialect.name == "sqlite"
            else "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"
        )
        assert int(session.scalars(text(asked)).one()) >= 60_000


def test_one_workbook_handed_in_by_many_at_once_is_taken_once(
    workers: Workers, register_url: str, tmp_path: Path
) -> None:
    file = crowd.handed_in(tmp_path, 1, 50, 80)[0]
    importing = [workers.pool.submit(command, register_url, "ledger", "import", file) for _ in range(4)]
    assert [each.result(STUCK_S) for each in importing] == [Ended(0, "", "")] * 4
    with database.reading(database.open_register(register_url)) as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 1
        assert list(checks.breaches(session)) == []
