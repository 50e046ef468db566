"""`inventory db` as a clerk runs it: init, upgrade, check, backup, restore."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from test_checks import populate

from inventory import database
from inventory.cli import main
from inventory.database import backup, columns, migration
from inventory.models import Base, Enterprise, LegalPerson, ReportingUnit
from inventory.shipped import migrations

Db = Callable[..., Result]


@pytest.fixture
def db(monkeypatch: pytest.MonkeyPatch) -> Db:
    """Runs `inventory db` on the database with that URL, in English."""
    monkeypatch.setenv("INVENTORY_LANG", "en")

    def run(url: str, *arguments: object) -> Result:
        monkeypatch.setenv("INVENTORY_DATABASE_URL", url)
        result = CliRunner().invoke(main, ["db", *map(str, arguments)], standalone_mode=True)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run


@pytest.fixture
def later_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the program one with one more migration, which alters a table that others point to."""

    def install() -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(migrations(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "9999_colours.py").write_text(LATER, encoding="utf-8")
        monkeypatch.setattr(database, "migrations", lambda: folder)
        monkeypatch.setattr(migration, "migrations", lambda: folder)

    return install


NEWEST = max(file.name[:4] for file in (migrations() / "versions").glob("0*.py"))
LATER = f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{NEWEST}"

def upgrade():
    with op.batch_alter_table("enterprise", recreate="auto") as table:
        table.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="grey"))
        table.alter_column("name", nullable=True)

def downgrade():
    with op.batch_alter_table("enterprise") as table:
        table.drop_column("colour")
"""


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.reading(engine) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def populated(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Put some work into the register; its contents."""
    engine = database.open_register(url)
    with database.writing(engine) as session:
        populate(session)
    return contents(engine)


# ── init, upgrade, check ─────────────────────────────────────────────────────────────────────────


def test_init_makes_a_register_that_is_whole(db: Db, empty_url: str) -> None:
    made = db(empty_url, "init")
    assert made.exit_code == 0
    assert "襄阳市 with 13 reporting units" in made.output
    checked = db(empty_url, "check")
    assert (checked.exit_code, "rules hold" in checked.output) == (0, True)


def test_init_a_second_time_is_refused(db: Db, register_url: str) -> None:
    again = db(register_url, "init")
    assert (again.exit_code, "already" in again.output) == (1, True)


def test_init_takes_another_city(db: Db, empty_url: str, tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_text(
        '[city]\nname = "云川市"\nregion_code = "990100"\n[[units]]\nname = "北山县"\nnumber_prefix = "990121"\n',
        "utf-8",
    )
    assert db(empty_url, "init", "--city", file).exit_code == 0
    engine = database.open_register(empty_url)
    with database.reading(engine) as session:
        assert session.scalars(select(ReportingUnit.name)).all() == ["北山县"]


def test_init_with_a_wrong_city_file_makes_nothing(db: Db, tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_text("[city]\n", encoding="utf-8")
    refused = db(f"sqlite:///{tmp_path / 'inventory.db'}", "init", "--city", file)
    assert refused.exit_code == 1
    assert "city.name" in refused.output
    assert not (tmp_path / "inventory.db").exists()


@pytest.mark.parametrize("command", [["upgrade"], ["check"], ["backup", "a.zip"]])
def test_without_a_register_every_command_says_how_to_make_one(db: Db, tmp_path: Path, command: list[str]) -> None:
    refused = db(f"sqlite:///{tmp_path / 'inventory.db'}", *command)
    assert refused.exit_code == 1
    assert str(tmp_path / "inventory.db") in refused.output
    assert "inventory db init" in refused.output
    assert not (tmp_path / "inventory.db").exists()


def test_upgrade_leaves_a_current_register_alone(db: Db, register_url: str) -> None:
    assert "up to date" in db(register_url, "upgrade").output


def test_upgrade_brings_an_older_register_to_the_newest_schema(
    db: Db, empty_url: str, later_version: Callable[[], None]
) -> None:
    db(empty_url, "init")
    before = populated(empty_url)
    later_version()
    outdated = db(empty_url, "check")
    assert (outdated.exit_code, "inventory db upgrade" in outdated.output) == (1, True)
    assert f"from {NEWEST} to 9999" in db(empty_url, "upgrade").output
    engine = database.open_register(empty_url)
    assert contents(engine) == before
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT colour FROM enterprise")).all() == ["grey", "grey"]


def test_a_backup_of_an_older_version_is_brought_to_the_newest_schema(
    db: Db, empty_url: str, later_version: Callable[[], None], tmp_path: Path
) -> None:
    db(empty_url, "init")
    before = populated(empty_url)
    db(empty_url, "backup", tmp_path / "a.zip")
    later_version()
    db(empty_url, "upgrade")
    assert db(empty_url, "restore", tmp_path / "a.zip", "--force").exit_code == 0
    engine = database.open_register(empty_url)
    assert contents(engine) == before
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT colour FROM enterprise")).all() == ["grey", "grey"]


def test_check_names_what_is_broken_and_exits_with_1(db: Db, register_url: str) -> None:
    populated(register_url)
    engine = database.open_register(register_url)
    with database.writing(engine) as session:
        session.scalars(select(Enterprise)).first().register_number = "420607-00099"  # type: ignore[union-attr]  # there is one
    broken = db(register_url, "check", "--json")
    assert broken.exit_code == 1
    found = json.loads(broken.stdout)
    assert [(each["invariant"], each["where"]) for each in found] == [("numbers_are_never_reused", "420607-00099")]


# ── backup, restore ──────────────────────────────────────────────────────────────────────────────


def test_a_restored_backup_has_the_same_contents(db: Db, register_url: str, empty_url: str, tmp_path: Path) -> None:
    """From either database into either: the two fixtures make all four pairs."""
    before = populated(register_url)
    file = tmp_path / "a.zip"
    assert db(register_url, "backup", file).exit_code == 0
    target = empty_url.replace("inventory.db", "other.db")
    db(target, "init")
    restored = db(target, "restore", file)
    assert restored.exit_code == 0, restored.output
    engine = database.open_register(target)
    assert contents(engine) == before
    with database.writing(engine) as session:  # numbering goes on behind what was restored
        session.add(LegalPerson(name="新来的"))
    assert db(target, "check").exit_code == 0


def test_a_backup_taken_while_another_writes_holds_one_state(db: Db, engine: Engine, tmp_path: Path) -> None:
    url = engine.url.render_as_string(hide_password=False)
    before = populated(url)
    with database.writing(engine) as session:
        session.add(LegalPerson(id=99, name="还没交"))
        session.flush()
        assert db(url, "backup", tmp_path / "a.zip").exit_code == 0
    assert len(contents(engine)["legal_person"]) == len(before["legal_person"]) + 1
    assert db(url, "restore", tmp_path / "a.zip", "--force").exit_code == 0
    assert contents(engine) == before


def test_restore_refuses_a_register_that_is_not_empty_unless_forced(db: Db, register_url: str, tmp_path: Path) -> None:
    db(register_url, "backup", tmp_path / "empty.zip")
    before = populated(register_url)
    refused = db(register_url, "restore", tmp_path / "empty.zip")
    assert (refused.exit_code, "--force" in refused.output) == (1, True)
    engine = database.open_register(register_url)
    assert contents(engine) == before
    assert db(register_url, "restore", tmp_path / "empty.zip", "--force").exit_code == 0
    engine = database.open_register(register_url)
    assert contents(engine)["enterprise"] == []


def test_backup_does_not_overwrite_a_file_unless_forced(db: Db, sqlite_register: str, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_text("precious", encoding="utf-8")
    refused = db(sqlite_register, "backup", file)
    assert (refused.exit_code, "--force" in refused.output) == (1, True)
    assert file.read_text(encoding="utf-8") == "precious"
    assert db(sqlite_register, "backup", file, "--force").exit_code == 0
    assert zipfile.is_zipfile(file)


def test_a_failed_backup_leaves_no_file(sqlite_register: str, tmp_path: Path) -> None:
    def fail(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "backups"
    folder.mkdir()
    engine = database.open_register(sqlite_register)
    with pytest.raises(KeyboardInterrupt):
        backup.save(engine, folder / "a.zip", fail)
    assert list(folder.iterdir()) == []


def damaged(file: Path, how: str) -> None:
    """Spoil a backup in one of the ways files are spoilt."""
    if how == "cut":
        file.write_bytes(file.read_bytes()[:-2000])
    elif how == "other":
        file.write_text("企业名称", encoding="utf-8")
    else:
        with zipfile.ZipFile(file) as whole:
            members = {name: whole.read(name) for name in whole.namelist()}
        said = json.loads(members["manifest.json"])
        if how == "rows":
            members["tables/industry.jsonl"] = b"\n".join(members["tables/industry.jsonl"].split(b"\n")[:5])
        elif how == "newer":
            said["revision"] = "9999"
        else:
            said["format"] = "something else"
        members["manifest.json"] = json.dumps(said).encode()
        with zipfile.ZipFile(file, "w") as spoilt:
            for name, content in members.items():
                spoilt.writestr(name, content)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("cut", "no backup"),
        ("other", "no backup"),
        ("format", "no backup"),
        ("rows", "industry has 5 rows of 951"),
        ("newer", "newer version"),
    ],
)
def test_a_damaged_backup_is_refused_and_the_register_stays(
    db: Db, register_url: str, tmp_path: Path, how: str, said: str
) -> None:
    file = tmp_path / "a.zip"
    before = populated(register_url)
    db(register_url, "backup", file)
    damaged(file, how)
    refused = db(register_url, "restore", file, "--force")
    assert refused.exit_code == 1
    assert said in refused.output
    assert refused.output.count("\n") == 1
    engine = database.open_register(register_url)
    assert contents(engine) == before


VALUES: dict[columns.Kind, st.SearchStrategy[Any]] = {
    "text": st.text(),
    "integer": st.integers(),
    "real": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "date": st.dates(),
    "moment": st.datetimes(timezones=st.just(UTC)),
    "bytes": st.binary(),
    "json": st.recursive(
        st.none() | st.booleans() | st.text(), lambda each: st.lists(each) | st.dictionaries(st.text(), each)
    ),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_every_value_comes_back_as_it_was(kind: columns.Kind, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    assert columns.READ[kind](json.loads(json.dumps(columns.WRITE[kind](value)))) == value
