"""Opening a register, writing and reading side by side, and what is said when something underneath fails."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from conftest import fill
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inventory import database
from inventory.database import migration
from inventory.errors import DatabaseError, Refused
from inventory.models import LegalPerson, Lesson, Reading, RegisterSerial, SourceRow, Submission, Workbook


def persons(session: Session) -> list[str]:
    return list(session.scalars(select(LegalPerson.name).order_by(LegalPerson.name)))


def add(session: Session, name: str) -> None:
    session.add(LegalPerson(name=name))
    session.flush()


# ── opening ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("postgres://clerk:secret@db/register", "postgresql+psycopg://clerk:secret@db/register"),
        ("postgresql://db/register", "postgresql+psycopg://db/register"),
        ("postgresql+psycopg2://db/register", "postgresql+psycopg://db/register"),
        ("sqlite:///register.db", "sqlite:///register.db"),
        ("sqlite+pysqlite:///register.db", "sqlite:///register.db"),
    ],
)
def test_a_url_in_any_usual_form_means_our_driver(said: str, url: str) -> None:
    assert database.normalised(said).render_as_string(hide_password=False) == url


@pytest.mark.parametrize("said", ["register.db", "", "mysql://db/register", "sqlite://", "sqlite:///:memory:"])
def test_what_is_no_place_for_a_register_is_refused(said: str) -> None:
    with pytest.raises(DatabaseError, match="sqlite:///FILE"):
        database.open_register(said)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://clerk:secret@127.0.0.1:1/register", "postgresql://clerk@127.0.0.1:1/register cannot be reached"),
        ("postgresql://clerk:secret@127.0.0.1:99999/register", "clerk@127.0.0.1:99999/register cannot be reached"),
        ("postgresql://clerk:secret@[::1/register", "postgresql://clerk@[::1/register is no database URL"),
        ("mysql://clerk:secret@db/register", "the register lives in SQLite or PostgreSQL"),
    ],
)
def test_messages_never_show_the_password(url: str, told: str) -> None:
    with pytest.raises(DatabaseError) as refused:
        database.open_register(url)
    assert told in str(refused.value)
    assert "secret" not in str(refused.value)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_register_is_refused_with_the_path_and_the_command_and_not_made(tmp_path: Path) -> None:
    file = tmp_path / "台账" / "inventory.db"
    with pytest.raises(DatabaseError) as refused:
        database.open_register(f"sqlite:///{file}")
    assert str(refused.value) == f"no register at {file}; create it with: inventory db init"
    assert not file.parent.exists()


def test_a_database_without_a_register_is_refused(empty_url: str) -> None:
    migration.create(empty_url, fill)
    engine = database.connect(empty_url)
    with migration.altering(engine) as connection:
        migration.bring(connection, "base")
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(DatabaseError, match="inventory db init"):
        database.open_register(empty_url)


@pytest.mark.parametrize(("found", "advice"), [("0000", "inventory db upgrade"), ("9999", "install that version")])
def test_another_schema_is_refused_with_what_mends_it(register_url: str, found: str, advice: str) -> None:
    engine = database.connect(register_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
    with pytest.raises(DatabaseError, match=advice):
        database.open_register(register_url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "inventory.db"
    file.write_text("统一社会信用代码,企业名称\n" * 100, encoding="utf-8")
    with pytest.raises(DatabaseError, match="is not a database"):
        database.open_register(f"sqlite:///{file}")


def test_a_path_with_any_characters_is_the_file_itself(tmp_path: Path) -> None:
    folder = tmp_path / "大气办 100%#1?"
    folder.mkdir()
    migration.create(database.normalised("sqlite:///x").set(database=str(folder / "台账.db")).render_as_string(), fill)
    assert [each.name for each in folder.iterdir()] == ["台账.db"]


# ── creating ─────────────────────────────────────────────────────────────────────────────────────


def test_a_register_is_not_made_twice(register_url: str) -> None:
    with pytest.raises(Refused, match="already"):
        migration.create(register_url, fill)


def test_a_register_is_not_made_among_other_tables(empty_url: str) -> None:
    other = database.connect(empty_url, create=True)
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE payroll (id integer)"))
    with pytest.raises(Refused, match="payroll"):
        migration.create(empty_url, fill)


def test_a_register_whose_making_failed_is_not_there(empty_url: str, tmp_path: Path) -> None:
    def fail(_session: Session) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migration.create(empty_url, fail)
    assert list(tmp_path.iterdir()) == []
    migration.create(empty_url, fill)


def test_a_register_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="make it first"):
        migration.create(f"sqlite:///{tmp_path / 'none' / 'inventory.db'}", fill)


# ── writing and reading ──────────────────────────────────────────────────────────────────────────


def test_what_was_written_is_there_for_the_next(engine: Engine) -> None:
    with database.writing(engine) as session:
        add(session, "丙")
        add(session, "甲")
        add(session, "乙")
    with database.reading(engine) as session:
        assert persons(session) == ["丙", "乙", "甲"]  # by code point


def test_an_interrupted_transaction_leaves_the_register_as_it_was(engine: Engine) -> None:
    def interrupted() -> None:
        with database.writing(engine) as session:
            add(session, "甲")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with database.writing(engine) as session:
        assert persons(session) == []


def test_a_process_that_dies_in_the_middle_leaves_the_register_as_it_was(register_url: str) -> None:
    program = (
        "import os, sys\n"
        "from inventory import database\n"
        "from inventory.models import LegalPerson\n"
        "with database.writing(database.open_register(sys.argv[1])) as session:\n"
        "    session.add(LegalPerson(name='甲')); session.flush(); os._exit(9)\n"
    )
    died = subprocess.run([sys.executable, "-c", program, register_url], check=False)
    assert died.returncode == 9
    engine = database.open_register(register_url)
    with database.writing(engine) as session:
        assert persons(session) == []


def test_the_second_writer_waits_and_sees_what_the_first_left(engine: Engine) -> None:
    order: list[object] = []
    first_writes, second_comes = threading.Event(), threading.Event()

    def first() -> None:
        with database.writing(engine) as session:
            add(session, "甲")
            first_writes.set()
            second_comes.wait()
            order.append("first")

    def second() -> None:
        first_writes.wait()
        second_comes.set()
        with database.writing(engine) as session:
            order.append(persons(session))

    writers = [threading.Thread(target=each) for each in (first, second)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert order == ["first", ["甲"]]


def test_a_writer_who_waited_too_long_is_told(register_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE_S", 0.05)
    engine = database.open_register(register_url)
    with database.writing(engine) as session:
        add(session, "甲")
        with pytest.raises(DatabaseError, match="did not finish in time"), database.writing(engine):
            pass


def test_readers_do_not_wait_for_a_writer_and_see_one_state_throughout(engine: Engine) -> None:
    with database.reading(engine) as reader:
        assert persons(reader) == []
        with database.writing(engine) as writer:
            add(writer, "甲")
            with database.reading(engine) as other:
                assert persons(other) == []
        assert persons(reader) == []
    with database.reading(engine) as reader:
        assert persons(reader) == ["甲"]


def test_a_reader_cannot_write_and_leaves_no_mark_on_its_connection(engine: Engine) -> None:
    with pytest.raises(DatabaseError, match="read-only"), database.reading(engine) as session:
        add(session, "甲")
    for _ in range(3):
        with database.writing(engine) as session:
            add(session, "乙")


def test_a_row_cannot_point_nowhere(engine: Engine) -> None:
    with pytest.raises(IntegrityError), database.writing(engine) as session:
        session.add(RegisterSerial(unit_id=9999, last_serial=1))


def test_a_savepoint_taken_back_takes_back_only_itself(engine: Engine) -> None:
    with database.writing(engine) as session:
        add(session, "甲")
        with session.begin_nested() as point:
            add(session, "乙")
            point.rollback()
    with database.reading(engine) as session:
        assert persons(session) == ["甲"]


def test_registers_side_by_side_in_one_database_do_not_wait_for_each_other(empty_url: str, tmp_path: Path) -> None:
    if empty_url.startswith("sqlite"):
        urls = [f"sqlite:///{tmp_path / name}.db" for name in ("a", "b")]
    else:
        bare = database.connect(empty_url)
        with bare.begin() as connection:
            connection.execute(text("CREATE SCHEMA a"))
            connection.execute(text("CREATE SCHEMA b"))
        joint = "&" if "?" in empty_url else "?"
        urls = [f"{empty_url}{joint}options=-csearch_path%3D{name}" for name in ("a", "b")]
    first, second = (migration.create(url, fill) for url in urls)
    with database.writing(first) as one, database.writing(second) as other:
        add(one, "甲")
        add(other, "乙")
    with database.reading(second) as session:
        assert persons(session) == ["乙"]


# ── failures underneath ──────────────────────────────────────────────────────────────────────────


def test_a_full_disk_is_told_and_nothing_was_changed(sqlite_register: str) -> None:
    def fill_it(engine: Engine) -> None:
        with database.writing(engine) as session:
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            session.add(Workbook(sha256="0" * 64, size=10**6, format="xlsx", content=b"0" * 10**6))

    engine = database.open_register(sqlite_register)
    with pytest.raises(DatabaseError, match="is full; nothing was changed"):
        fill_it(engine)
    engine = database.open_register(sqlite_register)
    with database.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Workbook)) == 0


def test_a_file_that_another_program_holds_is_told(sqlite_register: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE_S", 0.05)
    with contextlib.closing(sqlite3.connect(sqlite_register.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN EXCLUSIVE")
        engine = database.open_register(sqlite_register)
        with (
            pytest.raises(DatabaseError, match="did not finish in time"),
            database.writing(engine),
        ):
            pass


def test_a_server_that_ended_the_session_is_told(postgresql_register: Callable[[], str]) -> None:
    def end_it(engine: Engine) -> None:
        with database.writing(engine) as session, engine.connect() as other:
            pid = session.scalar(text("SELECT pg_backend_pid()"))
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            add(session, "甲")

    engine = database.open_register(postgresql_register())
    with pytest.raises(DatabaseError, match="cannot be reached"):
        end_it(engine)
    with database.writing(engine) as session:
        assert persons(session) == []


# ── values ───────────────────────────────────────────────────────────────────────────────────────


def test_a_moment_comes_back_in_utc_and_needs_a_zone(engine: Engine) -> None:
    beijing = datetime(2019, 6, 30, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    with database.writing(engine) as session:
        session.add(Lesson(kind="ignore", said="网格员签字", made_at=beijing, made_by="周敏"))
    with database.reading(engine) as session:
        assert session.scalars(select(Lesson.made_at)).one() == datetime(2019, 6, 30, 0, 30, tzinfo=UTC)
    with pytest.raises(Exception, match="without a zone"), database.writing(engine) as session:
        session.add(Lesson(kind="ignore", said="x", made_at=datetime(2019, 6, 30), made_by="周敏"))  # noqa: DTZ001


def test_cells_keep_their_order_and_whatever_they_hold_and_nothing_is_null(engine: Engine) -> None:
    cells = {"B": "窑\x00炉", "A": "1", "AA": "😀", "C": "1.10"}
    now = datetime(2019, 6, 30, tzinfo=UTC)
    with database.writing(engine) as session:
        session.add(Workbook(sha256="0" * 64, size=1, format="csv", content=b"0"))
        session.flush()
        session.add(Submission(id=1, sha256="0" * 64, file_name="a.csv", received_at=now))
        session.flush()
        session.add(
            Reading(
                id=1,
                submission_id=1,
                made_at=now,
                rules="1",
                as_of="2019-06-30",
                as_of_last=now.date(),
                as_of_basis="said",
                content_sha256="0",
                tables=[],
                summary={},
            )
        )
        session.flush()
        session.add(SourceRow(reading_id=1, sheet="", row=1, kind="title", cells=cells, record=None))
    with database.reading(engine) as session:
        row = session.scalars(select(SourceRow).where(SourceRow.record.is_(None))).one()
        assert list(row.cells.items()) == list(cells.items())
