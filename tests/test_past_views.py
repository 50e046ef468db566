"""With the day and the moment of now, every view of the past says exactly what the current one says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

import importers
from inventory import cli, correcting, database, intake, judgements, tracking
from inventory.judgements import Decision
from inventory.models import Enterprise, EnterpriseCode, Remediation, Submission, SubRecord
from inventory.tracking import Step
from inventory.vocabulary import Action

SAMPLES = Path(__file__).parents[1] / "samples"
RECEIVED = datetime(2019, 7, 1, tzinfo=UTC)
#: what is only of now: the version a writer may name
OF_NOW = {"version"}


@pytest.fixture
def samples(engine):
    """The sample ledgers a day apart; then a correction, a merger, a renaming, steps, a workbook withdrawn."""
    for day, file in enumerate(sorted(SAMPLES.glob("*.xls*"))):
        content = file.read_bytes()
        with database.writing(engine) as session:
            reading = importers.read(content, name=file.name)
            intake.take(session, reading, content, received_at=RECEIVED + timedelta(days=day))
    later = RECEIVED + timedelta(days=60)
    with database.writing(engine) as session:
        numbers = session.scalars(select(Enterprise.register_number).order_by(Enterprise.id)).all()
        correcting.correct(session, numbers[3], "township", "核实镇", by="周敏", because="核实", at=later)
        judgements.same(session, [numbers[5], numbers[8]], Decision("周敏", "同一家", later))
        judgements.rename(session, numbers[6], "襄阳改名建材有限公司", Decision("周敏", "工商变更", later))
        cases = session.scalars(select(Remediation.id).order_by(Remediation.id)).all()
        for case in cases[::3]:
            tracking.record(session, case, Step(Action.BEGIN, date(2019, 6, 20)), by="周敏", now=later)
            tracking.record(
                session, case, Step(Action.CONTRADICT, date(2019, 6, 25), note="未停"), by="周敏", now=later
            )
        intake.withdraw(session, 4, reason="误报", by="周敏", at=later)
    return engine


@pytest.fixture
def run(register_url, monkeypatch):
    """Runs a command; what it prints as JSON, or the error it refuses with."""
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")

    def run(*said):
        result = CliRunner().invoke(cli.main, [*map(str, said)], prog_name="inventory")
        assert result.exit_code in (0, 1), result.output
        return json.loads(result.stdout) if result.exit_code == 0 else result.exit_code

    return run


def bare(document):
    """A document without what is only of now."""
    if isinstance(document, dict):
        return {name: bare(value) for name, value in document.items() if name not in OF_NOW}
    return [bare(each) for each in document] if isinstance(document, list) else document


def views(session):
    """Every view that can be of the past, as it is typed."""
    yield from (("status", "--by", by) for by in ("class", "township", "industry", "month", "target"))
    yield from (("remediation", what) for what in ("list", "overdue", "due"))
    yield from (("remediation", "due", "--within", 9999), ("permit", "list"), ("permit", "expiring", "--within", 9999))
    yield ("ledger", "list")
    for submission in session.scalars(select(Submission.id)):
        yield ("ledger", "show", submission)
    for number, name in session.execute(select(Enterprise.register_number, Enterprise.name)):
        yield ("enterprise", "show", number)
        yield ("enterprise", "find", number)
        yield ("enterprise", "find", name[2:4])
    for code in session.scalars(select(EnterpriseCode.code).distinct().order_by(EnterpriseCode.code)).all()[::4]:
        yield ("enterprise", "find", code[:-1])
    cases = select(Enterprise.register_number, SubRecord.ledger, SubRecord.number, Remediation.id)
    cases = cases.join_from(Remediation, SubRecord, SubRecord.id == Remediation.sub_record_id)
    for site, ledger, place, case in session.execute(cases.join(Enterprise, Enterprise.id == SubRecord.enterprise_id)):
        yield ("remediation", "show", f"{site}/{ledger}/{place}")
        if case % 3 == 1:
            yield ("remediation", "history", case)


def test_of_now_the_past_says_what_the_register_says(samples, run):
    with database.reading(samples) as session:
        asked = dict.fromkeys(views(session))
    today = datetime.now(UTC).astimezone().date().isoformat()
    now = ("--as-of", today, "--known-at", today)
    differing = {
        view: (was, then)
        for view in asked
        if (was := bare(run(*view, "--json"))) != (then := bare(run(*view, *now, "--json")))
    }
    assert differing == {}
