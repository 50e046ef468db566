"""What a ledger row claims, and the lesser claim where its cells contradict each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import claims
from inventory.vocabulary import State

ACCEPTED: dict[str, Any] = {"accepted_on": "2019-06-20", "accepted_on_last": date(2019, 6, 20)}

TABLE: list[tuple[dict[str, Any], State | None, tuple[tuple[str, str], ...]]] = [
    ({}, None, ()),
    ({"measures": "改用天然气"}, None, ()),
    ({"struck_off": False}, None, ()),
    ({"progress": "not_started"}, State.LISTED, ()),
    ({"progress": "underway"}, State.UNDERWAY, ()),
    ({"progress": "done"}, State.SELF_CHECKED, ()),
    ({"completed_on": "2019-05", "completed_on_last": date(2019, 5, 31)}, State.SELF_CHECKED, ()),
    (ACCEPTED, State.ACCEPTED, ()),
    ({"struck_off": True}, State.STRUCK_OFF, ()),
    ({"progress": "done", "struck_off": False}, State.SELF_CHECKED, ()),
    ({**ACCEPTED, "struck_off": False}, State.ACCEPTED, ()),
    ({**ACCEPTED, "progress": "not_started"}, State.LISTED, (("accepted_on", "progress"),)),
    ({"progress": "underway", "struck_off": True}, State.UNDERWAY, (("struck_off", "progress"),)),
    ({"struck_off": False, "struck_off_on": "2019"}, State.ANNOUNCED, (("struck_off_on", "struck_off"),)),
    (
        {"disposal_class": "close", "struck_off": True, "water_cut": False, "power_cut": True},
        State.UNDERWAY,
        (("struck_off", "water_cut"),),
    ),
    ({"disposal_class": "close", "struck_off": True, "water_cut": None}, State.STRUCK_OFF, ()),
    ({"disposal_class": "upgrade", "struck_off": True, "water_cut": False}, State.STRUCK_OFF, ()),
]


@pytest.mark.parametrize(("facts", "state", "contradictions"), TABLE)
def test_a_row_claims_what_its_cells_say_and_the_lesser_where_they_disagree(
    facts: dict[str, Any], state: State | None, contradictions: tuple[tuple[str, str], ...]
) -> None:
    claim = claims.claim(facts)
    assert (claim.state, claim.contradictions) == (state, contradictions)


def test_the_day_of_a_claimed_completion_is_the_earliest_the_row_gives() -> None:
    both = {**ACCEPTED, "struck_off": True, "struck_off_on_last": date(2019, 8, 1)}
    assert claims.claim(both).on == date(2019, 6, 20)
    assert claims.claim({**ACCEPTED, "progress": "underway"}).on is None


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "progress": st.sampled_from(["not_started", "underway", "done"]),
            "accepted_on": st.just("2019-06"),
            "struck_off": st.booleans(),
            "struck_off_on": st.just("2019-07"),
            "disposal_class": st.sampled_from(["close", "upgrade"]),
            "water_cut": st.booleans(),
        },
    )
)
def test_a_contradicted_row_never_claims_more_than_its_least_cell_allows(facts: dict[str, Any]) -> None:
    claim = claims.claim(facts)
    if facts.get("progress") in ("not_started", "underway"):
        assert not claim.is_complete
    if claim.contradictions:
        assert claim.state in (State.LISTED, State.UNDERWAY, State.ANNOUNCED)
