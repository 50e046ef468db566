"""Claims become events only as far as the rules of evidence allow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import caseroom
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from inventory import adoption, cases
from inventory.errors import NotFound, NotUnderstood
from inventory.models import Remediation, Submission
from inventory.remediation import FIVE_CONDITIONS
from inventory.vocabulary import State

NOW = datetime(2019, 12, 1, 2, 0, tzinfo=UTC)
PAPER = "襄环验〔2019〕12号"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as made:
        yield made


def adopted(session: Session, document: str | None = PAPER, **facts: Any) -> tuple[adoption.Adopted, Remediation]:
    case = caseroom.case(session, caseroom.enterprise(session, "鸿运石灰窑"), **facts)
    number = session.scalars(select(Submission.id)).one()
    (found,) = adoption.adopt(session, number, by="周敏", document=document, now=NOW)
    return found, case


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"progress": "underway"}, State.UNDERWAY),
        ({"progress": "done"}, State.SELF_CHECKED),
        ({"accepted_on": "2019-06-20"}, State.ACCEPTED),
        ({"progress": "underway", "accepted_on": "2019-06-20"}, State.UNDERWAY),
    ],
)
def test_a_claim_is_recorded_step_by_step(session: Session, facts: dict[str, Any], state: State) -> None:
    found, case = adopted(session, disposal_class="upgrade", **facts)
    assert (found.refusal, case.state) == (None, state)


def test_steps_happened_when_the_row_says_or_when_the_ledger_was_filed(session: Session) -> None:
    _, case = adopted(session, disposal_class="upgrade", accepted_on="2019-06-20")
    days = [event["happened_on"] for event in cases.events(session, [case.id])[case.id]]
    assert days == [date(2019, 6, 20)] * 3
    assert case.state_on == date(2019, 6, 20)


def test_without_a_document_no_acceptance_is_adopted(session: Session) -> None:
    found, case = adopted(session, document=None, disposal_class="upgrade", accepted_on="2019-06-20")
    assert "needs the document" in str(found.refusal)
    assert case.state == State.SELF_CHECKED


def test_a_striking_off_is_not_adopted_without_its_public_notice(session: Session) -> None:
    found, case = adopted(session, disposal_class="upgrade", struck_off=True)
    assert "strike_off is not possible while the case is accepted" in str(found.refusal)
    assert (found.claimed, case.state) == (State.STRUCK_OFF, State.ACCEPTED)


def test_ticks_become_conditions_reported_and_a_closure_is_not_accepted_on_them(session: Session) -> None:
    ticks = {str(condition): True for condition in FIVE_CONDITIONS}
    found, case = adopted(session, disposal_class="close", accepted_on="2019-06-20", **ticks)
    assert "all five conditions" in str(found.refusal)
    stored = cases.history(cases.events(session, [case.id])[case.id])
    assert [(event.condition, event.standing) for event in stored[:5]] == [
        (each, "reported") for each in FIVE_CONDITIONS
    ]
    assert case.state == State.SELF_CHECKED


def test_adopting_twice_records_nothing_new(session: Session) -> None:
    _, case = adopted(session, disposal_class="upgrade", accepted_on="2019-06-20", water_cut=True)
    number = session.scalars(select(Submission.id)).one()
    (again,) = adoption.adopt(session, number, by="周敏", document=PAPER, now=NOW)
    assert (again.outcome.recorded, again.refusal, case.state) == ((), None, State.ACCEPTED)


def test_a_row_that_claims_nothing_is_left_alone(session: Session) -> None:
    caseroom.case(session, caseroom.enterprise(session, "鸿运石灰窑"), disposal_class="upgrade")
    number = session.scalars(select(Submission.id)).one()
    assert adoption.adopt(session, number, by="周敏", now=NOW) == []


def test_adoption_is_by_a_named_person_and_of_a_submission_in_force(session: Session) -> None:
    caseroom.case(session, caseroom.enterprise(session, "鸿运石灰窑"), progress="done")
    number = session.scalars(select(Submission.id)).one()
    with pytest.raises(NotUnderstood, match="INVENTORY_USER"):
        adoption.adopt(session, number, by=None, now=NOW)
    with pytest.raises(NotFound, match="no submission"):
        adoption.adopt(session, number + 1, by="周敏", now=NOW)
