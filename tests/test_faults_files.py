"""Full disks, files and folders that may not be written, files that others hold: one sentence, nothing lost."""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import crowd
import pytest
from clerk import assert_one_sentence, assert_whole, count, fail, is_gone, printed_into, start, succeed, wait_until
from conftest import fill
from handed_in import state
from sqlalchemy import text

from inventory import database
from inventory.database import migration

SEED = 20190630
#: Linux: the rights of the superuser by which permissions do not bind, and the version of the call that takes them
DAC_OVERRIDE, DAC_READ_SEARCH, CAPABILITY_VERSION_3, PR_CAPBSET_DROP = 1, 2, 0x20080522, 24


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crowd.handed_in(tmp_path_factory.mktemp("county"), 1, rows=500, of=600)[0]


def as_anybody() -> None:
    """Take from root what others do not have: permissions bind the process and those it starts."""
    if os.geteuid() == 0:
        system = ctypes.CDLL(None)
        process, rights = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
        assert system.capget(process, rights) == 0
        for right in (DAC_OVERRIDE, DAC_READ_SEARCH):
            system.prctl(PR_CAPBSET_DROP, right, 0, 0, 0)
            for each in range(3):  # effective, permitted, inherited
                rights[each] &= ~(1 << right)
        assert system.capset(process, rights) == 0


def with_files_up_to(size: int) -> None:
    """No file may grow beyond so many bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def assert_as_before(url: str, before: str) -> None:
    """Nothing was changed."""
    register = database.open_register(url)
    assert state(register) == before
    assert_whole(register)


def assert_retry_succeeds(url: str, *retried: object) -> None:
    register = database.open_register(url)
    before = state(register)
    succeed(url, *retried)
    assert state(register) != before
    assert_whole(register)


# ── full ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_disk_that_fills_up_during_an_import_leaves_the_register_as_it_was(
    sqlite_register: str, ledger: Path
) -> None:
    file, before = file_of(sqlite_register), state(database.open_register(sqlite_register))
    with contextlib.closing(sqlite3.connect(file)) as connection:
        pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    for room in (0, 0.4, 0.9):
        # an import of this ledger takes some 170 pages of 4 KB
        limit = (
            "from sqlalchemy import Engine, event\n"
            "@event.listens_for(Engine, 'connect')\n"
            "def limit(connection, _):\n"
            f"    connection.execute('PRAGMA max_page_count = {pages + int(room * 170)}')\n"
        )
        fail(sqlite_register, "ledger", "import", ledger, first=limit, says=f"the disk that holds {file} is full; noth")
        assert_as_before(sqlite_register, before)
    assert_retry_succeeds(sqlite_register, "ledger", "import", ledger)


def test_a_file_that_may_not_grow_leaves_the_register_as_it_was(sqlite_register: str, ledger: Path) -> None:
    before = state(database.open_register(sqlite_register))
    for size in (40_000, 500_000):
        confined = partial(with_files_up_to, size)
        fail(sqlite_register, "ledger", "import", ledger, confined=confined, says="; nothing was changed")
        assert_as_before(sqlite_register, before)
    assert_retry_succeeds(sqlite_register, "ledger", "import", ledger)


def test_a_server_whose_disk_fills_up_leaves_the_register_as_it_was(
    postgresql_databases: Callable[[], str], ledger: Path
) -> None:
    url = postgresql_databases()
    register = migration.create(url, fill)
    before = state(register)
    for rows in (1, 400):
        with register.begin() as connection:
            connection.exec_driver_sql(
                "CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF NEW.row >= {rows} THEN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';"
                " END IF; RETURN NEW; END $$;"
                "CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT ON source_row"
                " FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )
        fail(url, "ledger", "import", ledger, says="is full; nothing was changed")
        assert_as_before(url, before)
    with register.begin() as connection:
        connection.execute(text("DROP TRIGGER full_disk ON source_row"))
    assert_retry_succeeds(url, "ledger", "import", ledger)


def test_an_import_for_which_there_is_no_memory_leaves_the_register_as_it_was(
    sqlite_register: str, ledger: Path
) -> None:
    before = state(database.open_register(sqlite_register))
    starved = (
        "from inventory.intake import arrival\n"
        "def starve(*said): raise MemoryError\n"
        "arrival.second_ledger = starve  # asked when the rows are written\n"
    )
    fail(sqlite_register, "ledger", "import", ledger, first=starved, says="too little free memory")
    assert_as_before(sqlite_register, before)
    assert_retry_succeeds(sqlite_register, "ledger", "import", ledger)


def test_a_backup_for_which_there_is_no_room_is_not_left_half_written(
    sqlite_register: str, ledger: Path, tmp_path: Path
) -> None:
    succeed(sqlite_register, "ledger", "import", ledger)
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "b.zip"
    # SQLite needs 32 KB for the index of its log
    fail(
        sqlite_register,
        "db",
        "backup",
        file,
        confined=partial(with_files_up_to, 33_000),
        says=f"{file}: File too large",
    )
    assert list(folder.iterdir()) == []
    succeed(sqlite_register, "db", "backup", file)


# ── not ours to write ────────────────────────────────────────────────────────────────────────────


def test_a_register_that_may_not_be_written_says_so(sqlite_register: str, ledger: Path, tmp_path: Path) -> None:
    file, before = file_of(sqlite_register), state(database.open_register(sqlite_register))
    for file_mode, folder_mode in ((0o444, 0o755), (0o644, 0o555), (0o444, 0o555)):
        file.chmod(file_mode)
        tmp_path.chmod(folder_mode)
        fail(sqlite_register, "ledger", "import", ledger, confined=as_anybody, says="it is read-only for you")
        file.chmod(0o644)
        tmp_path.chmod(0o755)
        assert_as_before(sqlite_register, before)
    assert_retry_succeeds(sqlite_register, "ledger", "import", ledger)


def test_a_register_is_not_made_where_nobody_may_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    fail(f"sqlite:///{tmp_path}/inventory.db", "db", "init", confined=as_anybody, says="write into it")
    tmp_path.chmod(0o755)
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_was_taken_and_could_not_be_marked_says_how_to_get_it_marked(
    sqlite_register: str, ledger: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "marked"
    folder.mkdir(mode=0o555)
    asked = ("ledger", "import", ledger, "--feedback", folder)
    fail(sqlite_register, *asked, confined=as_anybody, says="taken as submission 1, but not marked (Permission denied)")
    assert list(folder.iterdir()) == []
    folder.chmod(0o755)
    succeed(sqlite_register, "ledger", "feedback", 1, "--to", folder / "台账_校核.xlsx")
    assert_whole(database.open_register(sqlite_register))


def test_a_workbook_that_may_not_be_read_does_not_keep_the_others_out(
    sqlite_register: str, ledger: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.xlsx"
    secret.write_bytes(ledger.read_bytes())
    secret.chmod(0)
    before = state(database.open_register(sqlite_register))
    fail(
        sqlite_register,
        "ledger",
        "import",
        secret,
        ledger,
        confined=as_anybody,
        says="secret.xlsx cannot be opened: Permission denied",
    )
    assert state(database.open_register(sqlite_register)) != before


def test_what_cannot_be_written_out_is_told_and_leaves_nothing_behind(
    sqlite_register: str, ledger: Path, tmp_path: Path
) -> None:
    succeed(sqlite_register, "ledger", "import", ledger)
    before = state(database.open_register(sqlite_register))
    folder = tmp_path / "out"
    folder.mkdir(mode=0o555)
    for asked in (
        ("export", "cases", "--to", folder / "a.xlsx"),
        ("export", "noncompliant", "--quarter", "2019Q4", "--to", folder / "b.xlsx"),
        ("ledger", "import", ledger, "--plan", folder / "c.plan"),
        ("ledger", "feedback", 1, "--to", folder / "d.xlsx"),
        ("db", "backup", folder / "f.zip"),
    ):
        fail(sqlite_register, *asked, confined=as_anybody, says=f"{asked[-1]}: Permission denied")
    assert list(folder.iterdir()) == []
    assert_as_before(sqlite_register, before)


def test_a_reader_who_has_had_enough_ends_a_command_without_a_word(sqlite_register: str, ledger: Path) -> None:
    succeed(sqlite_register, "ledger", "import", ledger)
    end, ours = os.pipe()
    os.close(end)
    for asked in (("remediation", "list", "--json"), ("--help",)):
        assert printed_into(ours, sqlite_register, *asked) == (1, "")
    os.close(ours)


def test_what_is_printed_onto_a_full_disk_is_not_passed_off_as_printed(sqlite_register: str) -> None:
    with Path("/dev/full").open("w") as full:
        code, told = printed_into(full.fileno(), sqlite_register, "status")
    assert_one_sentence(told, "the output: No space left on device")
    assert code == 1


# ── held or out of reach ─────────────────────────────────────────────────────────────────────────


def test_a_register_that_another_holds_for_too_long_says_so(sqlite_register: str, ledger: Path) -> None:
    before = state(database.open_register(sqlite_register))
    impatient = "from inventory import database; database.PATIENCE_S = 0.5"
    with contextlib.closing(sqlite3.connect(file_of(sqlite_register))) as other:
        other.execute("BEGIN EXCLUSIVE")
        fail(sqlite_register, "ledger", "import", ledger, first=impatient, says="did not finish in time; try again")
    assert_as_before(sqlite_register, before)
    assert_retry_succeeds(sqlite_register, "ledger", "import", ledger)


def test_a_server_that_is_not_there_says_so(ledger: Path, tmp_path: Path) -> None:
    fail(f"postgresql://postgres@/register?host={tmp_path}", "ledger", "import", ledger, says="cannot be reached")


# ── interrupted ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("is_waiting", [False, True], ids=["at work", "waiting for another"])
def test_an_import_asked_to_end_ends_tidily(register_url: str, ledger: Path, is_waiting: bool) -> None:
    register = database.open_register(register_url)
    before = state(register)
    drawn = random.Random(SEED)
    for asked in (signal.SIGINT, signal.SIGTERM):
        with contextlib.ExitStack() as held:
            if is_waiting:
                held.enter_context(database.writing(register))
            running = start(register_url, "ledger", "import", ledger)
            # the process that reads has begun; when it has ended, the command asks for the lock
            wait_until(lambda it=running: count(it.pid) > 1)
            if is_waiting:
                wait_until(lambda it=running: count(it.pid) == 1)
            time.sleep(0.2 if is_waiting else drawn.uniform(0, 0.4))
            running.send(asked)
            code, told = running.ended()
        wait_until(lambda it=running: is_gone(it.pid))
        if code == 0:
            assert not is_waiting
            assert_whole(register)
            before = state(register)
        else:
            assert code == 130
            # a terminal shows ^C first
            assert_one_sentence(told.removeprefix("\n"), "Interrupted")
            assert_as_before(register_url, before)
    succeed(register_url, "ledger", "import", ledger)
    assert_whole(register)
