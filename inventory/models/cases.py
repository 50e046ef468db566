"""Cases (挂账销号) and the steps people recorded on them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inventory import vocabulary
from inventory.models.schema import Base, one_of


class Remediation(Base):
    """A case (挂账): a duty to close, move, upgrade, treat or comply, from listed to struck off.

    Opened by the import, moved by people only (`remediation_event`). ``state`` is the fold of its events,
    ``claimed`` what the ledgers say; both cached here, with the deadline in force after extensions.
    """

    __tablename__ = "remediation"
    __table_args__ = (
        Index(None, "unit_id", "ledger", "state"),
        Index(None, "due_on_last"),
        one_of("state", vocabulary.State),
        one_of("claimed", vocabulary.State),
        one_of("disposal_class", vocabulary.DisposalClass, vocabulary.KilnDisposal),
        one_of("ledger", vocabulary.Ledger),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sub_record_id: Mapped[int] = mapped_column(ForeignKey("sub_record.id"), unique=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"))
    ledger: Mapped[str]
    disposal_class: Mapped[str | None]
    #: the day of the ledger that first listed it, and when the register received that
    listed_on: Mapped[date]
    listed_at: Mapped[datetime]
    due_on: Mapped[str | None]
    due_on_last: Mapped[date | None]
    claimed: Mapped[str | None]
    claimed_on: Mapped[date | None]
    state: Mapped[str]
    state_on: Mapped[date]
    round: Mapped[int]
    #: grows with every event; a writer names the one it saw, so that the second of two is told
    version: Mapped[int]


class RemediationEvent(Base):
    """One step of a case: what, happened when, recorded when, by whom, on what evidence. Never changed.

    Anchored to a source row, so that it follows its rows when groups change.
    """

    __tablename__ = "remediation_event"
    __table_args__ = (
        UniqueConstraint("remediation_id", "sequence"),
        Index("ix_remediation_event_anchor", "anchor_submission_id", "anchor_sheet", "anchor_row"),
        one_of("action", vocabulary.Action),
        one_of("condition", vocabulary.Condition),
        one_of("standing", vocabulary.ConditionStanding),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    remediation_id: Mapped[int] = mapped_column(ForeignKey("remediation.id"))
    sequence: Mapped[int]
    action: Mapped[str]
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    document: Mapped[str | None]
    note: Mapped[str | None]
    #: which condition, how established; the new deadline of an extension; the event a retraction takes back
    condition: Mapped[str | None]
    standing: Mapped[str | None]
    extended_to: Mapped[str | None]
    extended_to_last: Mapped[date | None]
    retracts_id: Mapped[int | None] = mapped_column(ForeignKey("remediation_event.id"))
    anchor_submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    anchor_sheet: Mapped[str]
    anchor_row: Mapped[int]
    anchor_panel: Mapped[int] = mapped_column(default=0)
