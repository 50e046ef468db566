"""Taking back what somebody decided: nothing is deleted, and who took it back, when and why stays with it.

What hangs on the decision (findings, joined sites, corrected values) is brought up by its own module.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from inventory.errors import NotFound, Refused
from inventory.models.decided import Decision

_Made = TypeVar("_Made", bound=Decision)


def standing(made: _Made | None, absent: NotFound) -> _Made:
    """The decision, when it is there and still stands.

    :param absent: what to say when there is no decision of that ``number``.
    :raises Refused: it was withdrawn already.
    """
    if made is None:
        raise absent
    if made.withdrawn_at is not None:
        raise Refused(
            "number {number} was withdrawn already, on {on}",
            number=absent.facts["number"],
            on=made.withdrawn_at.date(),
        )
    return made


def mark(made: Decision, *, by: str, because: str, at: datetime) -> None:
    """From now on the decision counts no more."""
    made.withdrawn_at, made.withdrawn_by, made.withdrawal_reason = at, by, because
