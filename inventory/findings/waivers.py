"""Waivers: a finding that need not be followed up until a day, by whose word and why.

A waiver keeps to a row of what it was said of, so that it follows the enterprise when groups change. It silences
nothing: waived findings are counted, and shown where asked for. Where its row leaves force the finding counts again.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import addresses, anchors, withdrawal
from inventory.anchors import Anchor
from inventory.errors import NotFound, NotUnderstood, Refused
from inventory.models import Waiver

#: a row of a workbook, as findings of workbooks are addressed: #12/sheet/15
PLACE = re.compile(r"#(?P<submission>\d+)/(?P<sheet>.*)/(?P<row>\d+)")


class Waived(NamedTuple):
    """A waiver with the addresses it keeps to today; none where no ledger in force lists its subject any more."""

    number: int
    rule: str
    addresses: frozenset[str]
    until: date
    by: str
    at: datetime
    reason: str | None


def waive(session: Session, rule: str, address: str, *, until: date, by: str, because: str, at: datetime) -> int:
    """Record that a finding at an address (as `findings` shows it) may wait; gives the waiver's number."""
    if until < at.date():
        raise NotUnderstood("{until} is past: a waiver ends on a day to come", until=until)
    place = PLACE.fullmatch(address)
    if place:
        anchor: Anchor | None = Anchor(int(place["submission"]), place["sheet"], int(place["row"]), 0)
    else:
        subject = addresses.subject(session, address)
        anchor = anchors.newest(session, subject.enterprise_id, subject.sub_record_id)
    if anchor is None:
        raise Refused("no ledger in force lists {address} any more", address=address)
    held = Waiver(
        rule=rule,
        until=until,
        anchor_submission_id=anchor.submission_id,
        anchor_sheet=anchor.sheet,
        anchor_row=anchor.row,
        anchor_panel=anchor.panel,
        made_at=at,
        made_by=by,
        reason=because,
    )
    session.add(held)
    session.flush()
    return held.id


def withdraw(session: Session, number: int, *, by: str, because: str, at: datetime) -> None:
    """Take a waiver back: its finding counts again."""
    held = withdrawal.standing(
        session.get(Waiver, number),
        NotFound("there is no waiver {number}; `inventory findings waivers` shows them", number=number),
    )
    withdrawal.mark(held, by=by, because=because, at=at)
    session.flush()


def standing(session: Session) -> list[Waived]:
    """The waivers not withdrawn, the oldest first; those that have run out too."""
    held = session.scalars(select(Waiver).where(Waiver.withdrawn_at.is_(None)).order_by(Waiver.id)).all()
    homes = anchors.homes(session, [_anchor(each) for each in held])
    found = []
    for each in held:
        anchor = _anchor(each)
        home = homes.get(anchor)
        places = {f"#{anchor.submission_id}/{anchor.sheet}/{anchor.row}"}
        if home is not None:
            places |= {home.register_number, home.address}
        elif each.rule != "total_differs":
            places = set()
        found.append(Waived(each.id, each.rule, frozenset(places), each.until, each.made_by, each.made_at, each.reason))
    return found


def _anchor(held: Waiver) -> Anchor:
    return Anchor(held.anchor_submission_id, held.anchor_sheet, held.anchor_row, held.anchor_panel)
