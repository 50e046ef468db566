"""What people decided, withdrawn at most: judgements on identity, corrections of facts, lessons in reading,

waivers of findings, verdicts on works that look like one that was closed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from inventory import vocabulary
from inventory.models.schema import Base, one_of


class Decision:
    """Author, moment and reason; withdrawn at most, never overwritten."""

    made_at: Mapped[datetime]
    made_by: Mapped[str]
    reason: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawal_reason: Mapped[str | None]


class Judgement(Decision, Base):
    """A person says that rows speak of the same enterprise, of different ones, or of one with a new name."""

    __tablename__ = "judgement"
    __table_args__ = (one_of("verdict", vocabulary.Verdict),)
    id: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    #: the new name, of a renaming
    name: Mapped[str | None]
    name_folded: Mapped[str | None]
    #: what makes the new name the one shown; withdrawn with the renaming
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("correction.id"))


class JudgementRow(Base):
    """The rows a judgement was made on, in two sides; it follows them when groups change.

    Rows are named by submission, sheet, row and panel, which outlive every rereading. ``enterprise_id`` is the
    enterprise a row belonged to when judged: taking the judgement back gives the rows their numbers back.
    """

    __tablename__ = "judgement_row"
    __table_args__ = (Index(None, "submission_id", "sheet", "row"),)
    judgement_id: Mapped[int] = mapped_column(ForeignKey("judgement.id"), primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    sheet: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    panel: Mapped[int] = mapped_column(primary_key=True, default=0)
    side: Mapped[int]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))


class LegalPersonJudgement(Decision, Base):
    """A person says that two codes are one legal person's, or two persons', or what a legal person is called now.

    ``code``: a credit code, or a 15-digit registration number or organisation code of the time before. ``other``: of
    one legal person the code in use now; of two persons the other's.
    """

    __tablename__ = "legal_person_judgement"
    __table_args__ = (one_of("verdict", vocabulary.Verdict),)
    id: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    code: Mapped[str]
    other: Mapped[str | None]
    #: the new name, of a renaming
    name: Mapped[str | None]


class Correction(Decision, Base):
    """A person puts a value right; it outranks every ledger. Anchored to the row it was made on.

    ``enterprise_id`` is the enterprise named, so that its number keeps to the row where rows part.
    """

    __tablename__ = "correction"
    __table_args__ = (
        Index(None, "anchor_submission_id", "anchor_sheet", "anchor_row"),
        one_of("ledger", vocabulary.Ledger),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    anchor_submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    anchor_sheet: Mapped[str]
    anchor_row: Mapped[int]
    anchor_panel: Mapped[int] = mapped_column(default=0)
    #: None: a fact of the enterprise itself
    ledger: Mapped[str | None]
    field: Mapped[str]
    #: {"value": …}; {"value": null} declares none
    value: Mapped[dict[str, Any]]


class AbsenceReason(Decision, Base):
    """Why a ledger kind lists an enterprise no more. Anchored to the last row that did.

    It answers for this absence only: one who is listed again and missing again wants another reason.
    """

    __tablename__ = "absence_reason"
    __table_args__ = (
        Index("ix_absence_reason_anchor", "anchor_submission_id", "anchor_sheet", "anchor_row"),
        one_of("ledger", vocabulary.Ledger),
        one_of("kind", vocabulary.Absence),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    ledger: Mapped[str]
    last_listed_on: Mapped[date]
    anchor_submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    anchor_sheet: Mapped[str]
    anchor_row: Mapped[int]
    anchor_panel: Mapped[int] = mapped_column(default=0)


class Lesson(Decision, Base):
    """What a county taught: this heading is that field (or to be ignored), this spelling is that code."""

    __tablename__ = "lesson"
    __table_args__ = (one_of("kind", vocabulary.LessonKind), one_of("ledger", vocabulary.Ledger))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id"))
    ledger: Mapped[str | None]
    kind: Mapped[str]
    said: Mapped[str]
    field: Mapped[str | None]
    code: Mapped[str | None]


class Waiver(Decision, Base):
    """A finding that need not be followed up until a day, and why. Anchored to a row of the enterprise (or total)."""

    __tablename__ = "waiver"
    __table_args__ = (Index("ix_waiver_anchor", "anchor_submission_id", "anchor_sheet", "anchor_row"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    #: code of the rule (`inventory.findings`)
    rule: Mapped[str]
    until: Mapped[date]
    anchor_submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    anchor_sheet: Mapped[str]
    anchor_row: Mapped[int]
    anchor_panel: Mapped[int] = mapped_column(default=0)


class RecurrenceVerdict(Decision, Base):
    """A person says whether an entry that resembles a closed works is that works again. Anchored to a row of each."""

    __tablename__ = "recurrence_verdict"
    __table_args__ = (one_of("verdict", vocabulary.Recurrence),)
    id: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    closed_submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    closed_sheet: Mapped[str]
    closed_row: Mapped[int]
    closed_panel: Mapped[int] = mapped_column(default=0)
    entry_submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    entry_sheet: Mapped[str]
    entry_row: Mapped[int]
    entry_panel: Mapped[int] = mapped_column(default=0)
