"""A register that breaks a rule is found out: one test a rule, each on a register broken on purpose."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from handed_in import CODE_A
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.orm import Session

from inventory import checks, database
from inventory.models import (
    Correction,
    Coverage,
    Enterprise,
    EnterpriseCode,
    EnterpriseName,
    Judgement,
    Kiln,
    LegalPerson,
    Problem,
    Reading,
    RegisterSerial,
    Remediation,
    RemediationEvent,
    ReportingUnit,
    ScatteredPolluter,
    SourceRow,
    Submission,
    SubRecord,
    Workbook,
)

NOW = datetime(2019, 7, 1, 3, 4, 5, 678, tzinfo=UTC)
BYTES = b"\x00\xffsome bytes"
DIGEST = sha256(BYTES).hexdigest()


#: the row that decisions are made on
ANCHOR = {"anchor_submission_id": 2, "anchor_sheet": "台账", "anchor_row": 5}


def populate(session: Session) -> None:
    """A small register in which everything agrees: a workbook and its replacement, two sites, one merged, a case."""
    unit = session.scalars(select(ReportingUnit).where(ReportingUnit.name == "襄州区")).one().id
    june = date(2019, 6, 30)
    said: dict[str, Any] = {"made_at": NOW, "rules": "1", "as_of": "2019-06", "as_of_last": june, "as_of_basis": "said"}
    said |= {"content_sha256": "c", "tables": [{"sheet": "台账"}]}
    counted = {"rows": {"new": 1}, "unread": 0, "other_rows": {"title": 1}}
    polluter: dict[str, Any] = {"ledger": "scattered_polluters", "unit_id": unit}
    step: dict[str, Any] = {
        "action": "begin",
        "happened_on": date(2019, 7, 1),
        "recorded_at": NOW,
        "recorded_by": "周敏",
    }
    site: dict[str, Any] = {"unit_id": unit, "name_folded": "襄州鸿运石灰厂"}
    for each in (
        Workbook(sha256=DIGEST, size=len(BYTES), format="xlsx", content=BYTES),
        Submission(id=1, sha256=DIGEST, file_name="一.xlsx", received_at=NOW, unit_said_id=unit, withdrawn_at=NOW),
        Submission(id=2, sha256=DIGEST, file_name="二.xlsx", received_at=NOW, replaces_id=1),
        Reading(id=1, submission_id=1, summary={}, **said),
        Reading(id=2, submission_id=2, summary=counted, **said),
        Coverage(reading_id=2, ledger="scattered_polluters", unit_id=unit, entries=1),
        LegalPerson(id=1, name="襄州鸿运石灰厂", credit_code=CODE_A),
        RegisterSerial(unit_id=unit, last_serial=2),
        Enterprise(
            id=2,
            register_number="420607-00002",
            legal_person_id=1,
            standing="confirmed",
            name="襄州鸿运石灰厂",
            longitude=112.1,
            credit_code=CODE_A,
            **site,
        ),
        # the lower number points to the higher: a restore must not depend on the order
        Enterprise(id=1, register_number="420607-00001", standing="merged", name="鸿运石灰", merged_into_id=2, **site),
        EnterpriseName(enterprise_id=2, name="襄州鸿运石灰厂", name_folded="襄州鸿运石灰厂", is_current=True),
        EnterpriseCode(enterprise_id=2, kind="credit_code", code=CODE_A),
        SubRecord(
            id=1, enterprise_id=2, number=1, key="", ordinal=1, last_listed_on=june, is_orphaned=False, **polluter
        ),
        ScatteredPolluter(sub_record_id=1, disposal_class="close", due_on="2019-06", due_on_last=june, water_cut=True),
        Remediation(
            id=1,
            sub_record_id=1,
            enterprise_id=2,
            disposal_class="close",
            listed_on=june,
            listed_at=NOW,
            state="underway",
            state_on=date(2019, 7, 1),
            due_on="2019-06",
            due_on_last=june,
            round=1,
            version=2,
            **polluter,
        ),
        SourceRow(id=2, reading_id=2, sheet="台账", row=1, kind="title", cells={"A": "台账"}),
        SourceRow(
            id=1,
            reading_id=2,
            sheet="台账",
            row=5,
            kind="entry",
            cells={"B": "石灰厂", "A": "1\x01"},
            record={
                "name": "襄州鸿运石灰厂",
                "longitude": 112.1,
                "credit_code": CODE_A,
                "disposal_class": "close",
                "due_on": "2019-06",
                "water_cut": True,
            },
            name_folded="襄州鸿运石灰厂",
            credit_code_usable=CODE_A,
            sub_key="",
            enterprise_id=2,
            sub_record_id=1,
            outcome="new",
            **polluter,
        ),
        Problem(id=1, reading_id=2, source_row_id=1, kind="check_digit", severity="warning", parameters={}),
        RemediationEvent(id=1, remediation_id=1, sequence=1, **step, **ANCHOR),
        RemediationEvent(id=2, remediation_id=1, sequence=2, **step, **ANCHOR),
    ):
        session.add(each)
        session.flush()


def found(engine: Engine) -> list[tuple[str, str]]:
    with database.reading(engine) as session:
        return [(each.invariant, each.where) for each in checks.breaches(session)]


def test_a_new_register_and_a_sound_one_break_nothing(engine: Engine) -> None:
    assert found(engine) == []
    with database.writing(engine) as session:
        populate(session)
    assert found(engine) == []


BREAK: list[tuple[Callable[[Session], object], list[tuple[str, str]]]] = [
    (
        lambda session: session.execute(update(Workbook).values(content=b"other bytes!")),
        [("workbooks_are_as_handed_in", DIGEST)],
    ),
    (
        lambda session: session.execute(update(Workbook).values(size=1)),
        [("workbooks_are_as_handed_in", DIGEST)],
    ),
    (
        lambda session: session.execute(delete(Reading).where(Reading.id == 1)),
        [("submissions_were_read", "1")],
    ),
    (
        lambda session: session.execute(update(SourceRow).where(SourceRow.id == 1).values(enterprise_id=None)),
        [("rows_belong_to_enterprises", "submission 2 台账 5")],
    ),
    (
        lambda session: session.execute(update(SourceRow).where(SourceRow.id == 1).values(enterprise_id=1)),
        [
            ("rows_belong_to_enterprises", "submission 2 台账 5"),
            ("rows_agree_with_their_sub_records", "submission 2 台账 5"),
        ],
    ),
    (
        lambda session: session.execute(update(Remediation).values(enterprise_id=1)),
        [("cases_agree_with_their_sub_records", "420607-00001/scattered_polluters case 1")],
    ),
    (
        lambda session: session.execute(update(Remediation).values(ledger="kilns")),
        [("cases_agree_with_their_sub_records", "420607-00002/kilns case 1")],
    ),
    (
        lambda session: session.execute(delete(ScatteredPolluter)),
        [("facts_stand_in_their_table", "420607-00002/scattered_polluters/1 scattered_polluters")],
    ),
    (
        lambda session: session.add(Kiln(sub_record_id=1)),
        [("facts_stand_in_their_table", "420607-00002/scattered_polluters/1 kilns")],
    ),
    (
        lambda session: session.execute(update(RegisterSerial).values(last_serial=1)),
        [("numbers_are_never_reused", "420607-00002")],
    ),
    (
        lambda session: session.execute(delete(RegisterSerial)),
        [("numbers_are_never_reused", "420607-00002")],
    ),
    (
        lambda session: session.execute(update(Enterprise).values(merged_into_id=None)),
        [("merged_enterprises_have_heirs", "420607-00001")],
    ),
    (
        lambda session: session.execute(update(Enterprise).where(Enterprise.id == 1).values(standing="confirmed")),
        [("merged_enterprises_have_heirs", "420607-00001")],
    ),
    (
        lambda session: session.execute(delete(RemediationEvent).where(RemediationEvent.id == 1)),
        [("events_are_numbered_without_gaps", "case 1")],
    ),
    (
        lambda session: session.execute(delete(SourceRow).where(SourceRow.kind == "title")),
        [("every_row_is_accounted_for", "submission 2, reading 2")],
    ),
    (
        lambda session: session.execute(update(Coverage).values(entries=2)),
        [("coverage_agrees_with_the_rows", "reading 2 scattered_polluters")],
    ),
    (
        lambda session: session.execute(update(Submission).where(Submission.id == 2).values(replaces_id=2)),
        [("replacements_come_later", "2")],
    ),
    (
        lambda session: session.add(
            Correction(id=1, **ANCHOR, field="township", value={"value": "甲镇"}, made_at=NOW, made_by=" ", reason="因")
        ),
        [("decisions_have_author_and_reason", "correction 1")],
    ),
    (
        lambda session: session.add(
            Judgement(id=1, verdict="same", made_at=NOW, made_by="周敏", reason="因", withdrawn_at=NOW)
        ),
        [("decisions_have_author_and_reason", "judgement 1")],
    ),
    (
        lambda session: session.execute(update(RemediationEvent).where(RemediationEvent.id == 2).values(anchor_row=99)),
        [("decisions_keep_to_stored_rows", "remediation_event 2")],
    ),
    (
        lambda session: session.execute(
            update(Enterprise).where(Enterprise.id == 2).values(standing="merged", merged_into_id=1)
        ),
        [("mergers_end_somewhere", "420607-00001"), ("mergers_end_somewhere", "420607-00002")],
    ),
    (
        lambda session: session.execute(update(Remediation).values(state="struck_off")),
        [("cases_stand_where_their_events_led", "case 1")],
    ),
    (
        lambda session: session.execute(update(Remediation).values(due_on_last=date(2019, 12, 31))),
        [("cases_stand_where_their_events_led", "case 1")],
    ),
    (
        lambda session: session.execute(update(SourceRow).where(SourceRow.id == 1).values(enterprise_id=None)),
        [("rows_are_together_as_the_rules_and_judgements_say", "420607-00002")],
    ),
    (
        lambda session: session.execute(update(Enterprise).where(Enterprise.id == 2).values(longitude=111.9)),
        [("enterprises_say_what_their_rows_say", "420607-00002 longitude")],
    ),
    (
        lambda session: session.execute(update(Enterprise).where(Enterprise.id == 2).values(standing="provisional")),
        [("enterprises_say_what_their_rows_say", "420607-00002 standing")],
    ),
    (
        lambda session: session.execute(update(EnterpriseName).values(name="别名")),
        [("names_and_codes_are_those_of_the_rows", "420607-00002 names")],
    ),
    (
        lambda session: session.execute(delete(EnterpriseCode)),
        [("names_and_codes_are_those_of_the_rows", "420607-00002 codes")],
    ),
    (
        lambda session: session.execute(update(ScatteredPolluter).values(water_cut=False)),
        [("sub_records_say_what_their_rows_say", "420607-00002/scattered_polluters/1 water_cut")],
    ),
    (
        lambda session: session.execute(update(SubRecord).values(last_listed_on=date(2019, 1, 1))),
        [("sub_records_say_what_their_rows_say", "420607-00002/scattered_polluters/1 last_listed_on")],
    ),
    (
        lambda session: session.execute(update(Remediation).values(claimed="struck_off")),
        [("cases_are_those_the_rows_open", "420607-00002/scattered_polluters/1")],
    ),
    (
        lambda session: session.execute(update(ScatteredPolluter).values(products="石灰")),
        [("every_value_has_a_reason", "420607-00002/scattered_polluters/1 products")],
    ),
    (
        lambda session: session.execute(update(Enterprise).where(Enterprise.id == 2).values(township="甲镇")),
        [("every_value_has_a_reason", "420607-00002 township")],
    ),
    (
        lambda session: session.execute(update(Problem).values(reading_id=1)),
        [("problems_stand_with_their_row", "problem 1")],
    ),
    (
        lambda session: session.execute(update(ScatteredPolluter).values(due_on_last=None)),
        [("partial_dates_have_a_last_day", "scattered_polluters 1 due_on")],
    ),
    (
        lambda session: session.execute(update(ScatteredPolluter).values(accepted_on_last=date(2019, 6, 1))),
        [("partial_dates_have_a_last_day", "scattered_polluters 1 accepted_on")],
    ),
]


@pytest.mark.parametrize(("spoil", "expected"), BREAK, ids=[f"{names[0][0]}-{n}" for n, (_, names) in enumerate(BREAK)])
def test_what_is_broken_is_named(
    engine: Engine, spoil: Callable[[Session], object], expected: list[tuple[str, str]]
) -> None:
    with database.writing(engine) as session:
        populate(session)
        spoil(session)
    # one thing wrong may break several rules; each names its own part
    assert set(expected) <= set(found(engine))


def test_a_reference_that_leads_nowhere_is_named(sqlite_register: str) -> None:
    engine = database.open_register(sqlite_register)
    with database.writing(engine) as session:
        populate(session)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        connection.execute(text("DELETE FROM legal_person"))
        connection.commit()
    assert ("references_lead_somewhere", "enterprise 2 → legal_person") in found(engine)


def test_a_damaged_file_is_named(sqlite_register: str) -> None:
    with contextlib.closing(sqlite3.connect(sqlite_register.removeprefix("sqlite:///"))) as other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute("DELETE FROM sqlite_schema WHERE name = 'ix_industry_name'")
        other.commit()
    engine = database.open_register(sqlite_register)
    assert {invariant for invariant, _ in found(engine)} == {"file_is_whole"}


def test_every_rule_has_a_test() -> None:
    tested = {names[0][0] for _, names in BREAK} | {"rows_agree_with_their_sub_records"}
    others = {"file_is_whole", "references_lead_somewhere"}
    assert set(checks.MEANINGS) == tested | others
