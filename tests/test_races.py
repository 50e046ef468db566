"""Two at once: what somebody else did while a command waited for its turn, after all it looked at beforehand.

A command runs in a process of its own up to the moment it asks for the write lock; the test holds the lock, does
what the other does, and lets go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import crowd
import pytest
from clerk import assert_one_sentence, assert_whole, start, succeed, wait_until
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import importers
from inventory import addresses, correcting, database, intake, judgements, teaching, tracking
from inventory.judgements import Decision
from inventory.models import Enterprise, RemediationEvent, Submission
from inventory.queries import corrections
from inventory.reading import Chunk, Lesson, Reading
from inventory.tracking import Step
from inventory.vocabulary import Action

#: of the register before: an enterprise, another, and the first one's case
ONE, OTHER, CASE = "420607-00001", "420607-00002", "420607-00001/scattered_polluters/1"
WHO: dict[str, Any] = {"by": "刘洋", "because": "现场核实", "at": datetime(2019, 8, 1, 8, 0, tzinfo=UTC)}
BECAUSE = ("--because", "现场核实")
#: in the command's process: tells when it is about to ask for the lock
ARRIVING = """
from pathlib import Path
from sqlalchemy import Engine, event
@event.listens_for(Engine, "begin")
def arriving(connection):
    if connection.get_execution_options().get("register_writes"):
        Path({sign!r}).touch()
"""


@pytest.fixture(scope="module")
def coming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that comes; it names many firms of the one that came before."""
    file = tmp_path_factory.mktemp("county") / "coming.xlsx"
    file.write_bytes(crowd.ledger(1, rows=30, of=40))
    return file


@pytest.fixture(scope="module")
def read() -> tuple[bytes, Reading, list[Chunk]]:
    """The one that came before, read once for all tests."""
    content = crowd.ledger(0, rows=30, of=40)
    reading = importers.read(content, name="台账.xlsx")
    return content, reading, list(reading.chunks)


def correct(session: Session) -> object:
    return correcting.correct(session, ONE, "township", "甲镇", **WHO)


def merge(session: Session) -> object:
    return judgements.merge(session, [OTHER], ONE, Decision(**WHO))


def begin(session: Session) -> object:
    case = addresses.case(session, CASE)
    return tracking.record(session, case, Step(Action.BEGIN, date(2019, 7, 2)), by="刘洋")


def withdraw(session: Session) -> object:
    return intake.withdraw(session, 1, reason="报错县区", by="刘洋", at=WHO["at"])


def teach(session: Session) -> object:
    return teaching.teach(session, Lesson("heading", "牵头单位", "responsible_unit"), **WHO)


def upgrade(session: Session) -> object:
    return session.execute(text("UPDATE alembic_version SET version_num = '9999'"))


def count(session: Session, model: type) -> int:
    return len(session.scalars(select(model.id)).all())


def the_last_correction_speaks(session: Session) -> bool:
    made = corrections.listed(session)
    site = session.get_one(Enterprise, addresses.site(session, ONE))
    return {each.value for each in made} == {"甲镇", "乙镇"} and site.township == "乙镇"


def both_numbers_lead_to_one(session: Session) -> bool:
    return addresses.site(session, ONE) == addresses.site(session, OTHER)


def nothing_came(session: Session) -> bool:
    return count(session, Submission) == 1


def the_correction_stands(session: Session) -> bool:
    site = session.get_one(Enterprise, addresses.site(session, ONE))
    return count(session, Submission) == 2 and site.township == "甲镇"


def one_step_stands(session: Session) -> bool:
    return count(session, RemediationEvent) == 1


def the_step_stands(session: Session) -> bool:
    return count(session, Submission) == 2 and count(session, RemediationEvent) == 1


def all_rows_are_there(session: Session) -> bool:
    return count(session, Submission) == 2 and both_numbers_lead_to_one(session)


@dataclass(frozen=True)
class Race:
    """What the other does, the command that came too late, and what must come of it."""

    other: Callable[[Session], object]
    command: tuple[str, ...]
    #: what the command must say; nothing where it succeeds
    says: str
    #: what must hold then
    holds: Callable[[Session], bool]


IMPORT = ("ledger", "import", "{coming}")
RACES = {
    "two correct the same value": Race(
        correct, ("enterprise", "correct", ONE, "township", "乙镇", *BECAUSE), "", the_last_correction_speaks
    ),
    "two merge the same enterprises, each into the other": Race(
        merge, ("enterprise", "merge", ONE, "--into", OTHER, *BECAUSE), "already", both_numbers_lead_to_one
    ),
    "two begin the same case": Race(
        begin, ("remediation", "begin", CASE, "--on", "2019-07-03"), "begin", one_step_stands
    ),
    "one moves a case at which another looked": Race(
        begin, ("remediation", "begin", CASE, "--seen", "0"), "somebody else moved", one_step_stands
    ),
    "two withdraw the same submission": Race(
        withdraw, ("ledger", "withdraw", "1", *BECAUSE), "withdrawn already", nothing_came
    ),
    "one corrects what a ledger says otherwise": Race(correct, IMPORT, "", the_correction_stands),
    "one moves a case that a ledger names": Race(begin, IMPORT, "", the_step_stands),
    "one merges what a ledger names": Race(merge, IMPORT, "", all_rows_are_there),
    "one withdraws what a ledger replaces": Race(
        withdraw, (*IMPORT, "--replaces", "1"), "no longer in force", nothing_came
    ),
    "one corrects what a plan looked at": Race(
        correct, ("ledger", "apply", "{plan}"), "has changed since the plan", nothing_came
    ),
    "one teaches what another rereads without": Race(
        teach, ("ledger", "reread", "1"), "lessons were taught", nothing_came
    ),
    "one upgrades what a ledger comes into": Race(upgrade, IMPORT, "newer version", nothing_came),
}


@pytest.mark.parametrize("name", RACES)
def test_what_another_did_meanwhile_is_neither_lost_nor_overlooked(
    register_url: str, read: tuple[bytes, Reading, list[Chunk]], coming: Path, tmp_path: Path, name: str
) -> None:
    race, register = RACES[name], database.open_register(register_url)
    content, reading, chunks = read
    with database.writing(register) as session:
        intake.take(session, dataclasses.replace(reading, chunks=iter(chunks)), content, received_at=datetime.now(UTC))
    plan, sign = tmp_path / "七月.plan", tmp_path / "arrived"
    if "{plan}" in race.command:
        succeed(register_url, "ledger", "import", coming, "--plan", plan)
    command = [each.format(coming=coming, plan=plan) for each in race.command]

    with database.writing(register) as session:
        running = start(register_url, *command, first=ARRIVING.format(sign=str(sign)))
        wait_until(lambda: sign.exists() or running.code is not None)
        assert running.code is None
        race.other(session)
    code, told = running.ended()

    if race.says:
        assert code == 1
        assert_one_sentence(told, race.says)
    else:
        assert (code, told) == (0, "")
    with database.reading(register) as session:
        assert race.holds(session)
    assert_whole(register)
