"""Quarters as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from inventory import quarters
from inventory.errors import NotUnderstood
from inventory.quarters import Quarter


@pytest.mark.parametrize(
    "said",
    [
        "2019Q2",
        "2019-Q2",
        "2019q2",
        "2019年第二季度",
        "2019年第2季度",
        "2019年二季度",
        "2019 年 第 二 季 度",
        "2019年2季",
    ],
)
def test_a_quarter_is_read_as_people_write_it(said: str) -> None:
    assert quarters.parse(said) == Quarter(2019, 2)


@pytest.mark.parametrize(
    "said", ["", "2019", "2019Q5", "2019Q0", "19Q2", "2019-06", "第二季度", "2019年第五季度", "2019Q22"]
)
def test_what_is_no_quarter_is_refused_in_one_sentence(said: str) -> None:
    with pytest.raises(NotUnderstood, match="is not a quarter: write 2019Q2"):
        quarters.parse(said)


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [(1, (1, 1), (3, 31)), (2, (4, 1), (6, 30)), (3, (7, 1), (9, 30)), (4, (10, 1), (12, 31))],
)
def test_a_quarter_has_its_first_and_last_day(number: int, first: tuple[int, int], last: tuple[int, int]) -> None:
    quarter = Quarter(2019, number)
    assert (quarter.first, quarter.last) == (date(2019, *first), date(2019, *last))


def test_a_quarter_is_written_officially_and_shortly() -> None:
    assert (Quarter(2019, 4).label, str(Quarter(2019, 4))) == ("2019年第四季度", "2019Q4")
