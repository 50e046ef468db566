"""What a permit is worth on a day follows from the interval printed on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import caseroom
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from inventory import permits
from inventory.models import Permit, SubRecord
from inventory.permits import Held, Validity
from inventory.values import last_day

TERM = {"valid_from": "2018-10-02", "valid_to": "2021-10-01"}
BLANK = dict.fromkeys(("number", "category", "permit_status", "valid_from", "valid_to", "authority"))


def held(**facts: Any) -> Held:
    said = {**BLANK, **facts}
    last = last_day(said["valid_to"]) if said["valid_to"] else None
    return Held(1, "420625-00001", 1, "谷城县", 2, "示例纸业厂", None, {**said, "valid_to_last": last})


TABLE = [
    (TERM, "2018-10-01", Validity.NOT_YET),
    (TERM, "2018-10-02", Validity.VALID),
    (TERM, "2021-10-01", Validity.VALID),
    (TERM, "2021-10-02", Validity.EXPIRED),
    ({"valid_from": "2018-10", "valid_to": "2021-10"}, "2018-10-01", Validity.VALID),
    ({"valid_from": "2018-10", "valid_to": "2021-10"}, "2021-10-31", Validity.VALID),
    ({"valid_to": "2021-10-01"}, "2017-01-01", Validity.VALID),
    ({}, "2019-06-30", Validity.UNKNOWN),
    ({"valid_from": "2018-10-02"}, "2019-06-30", Validity.UNKNOWN),
    ({"permit_status": "not_issued"}, "2019-06-30", Validity.NOT_ISSUED),
    ({"permit_status": "rectification"}, "2019-06-30", Validity.RECTIFICATION),
    (TERM | {"permit_status": "revoked"}, "2019-06-30", Validity.ENDED),
    (TERM | {"permit_status": "issued"}, "2019-06-30", Validity.VALID),
]


@pytest.mark.parametrize(("facts", "day", "validity"), TABLE)
def test_a_permit_is_worth_what_its_interval_says(facts: dict[str, Any], day: str, validity: Validity) -> None:
    assert held(**facts).validity(date.fromisoformat(day)) is validity


def test_renewal_is_asked_for_sixty_days_ahead_but_not_for_a_registration() -> None:
    assert held(**TERM, category="key").renewal_due_on == date(2021, 8, 2)
    assert held(**TERM, category="registered").renewal_due_on is None
    assert held().renewal_due_on is None


def test_only_permits_valid_now_are_expiring_the_first_to_end_first() -> None:
    later, sooner = held(valid_to="2019-09-01"), held(valid_to="2019-07-01")
    others = [
        held(valid_to="2019-06-01"),
        held(valid_to="2020-01-01"),
        held(valid_to="2019-07-02", permit_status="cancelled"),
    ]
    assert permits.expiring([later, *others, sooner], date(2019, 6, 30), 90) == [sooner, later]


def test_the_permits_of_the_register_are_those_its_ledgers_list(engine: Engine) -> None:
    with Session(engine) as session:
        site = caseroom.enterprise(session, "示例纸业厂")
        for number, orphaned in ((1, False), (2, True)):
            sub = SubRecord(
                enterprise_id=site.id,
                ledger="permits",
                number=number,
                key=str(number),
                ordinal=1,
                unit_id=site.unit_id,
                last_listed_on=date(2019, 6, 25),
                is_orphaned=orphaned,
            )
            session.add(sub)
            session.flush()
            session.add(Permit(sub_record_id=sub.id, valid_to="2021", valid_to_last=date(2021, 12, 31)))
        session.flush()
        (found,) = permits.select_all(session, unit_id=site.unit_id)
        assert (found.address, found.last_day) == (f"{site.register_number}/permits/1", date(2021, 12, 31))
