"""What came in, never deleted: the bytes, who handed them in, what was read from them row by row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from inventory import vocabulary
from inventory.models.schema import Base, one_of


class Workbook(Base):
    """The bytes as handed in."""

    __tablename__ = "workbook"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    format: Mapped[str]
    #: loaded only when asked for
    content: Mapped[bytes] = mapped_column(deferred=True)


class Submission(Base):
    """One workbook handed in by a unit. In force unless withdrawn, or replaced by one in force.

    The same bytes stand in one submission at a time; withdrawn, they may be handed in again.
    """

    __tablename__ = "submission"
    __table_args__ = (
        Index(
            "uq_submission_sha256_standing",
            "sha256",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        one_of("ledger_said", vocabulary.Ledger),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("workbook.sha256"))
    file_name: Mapped[str]
    received_at: Mapped[datetime]
    received_by: Mapped[str | None]
    #: what the importing person said where the workbook did not: --unit, --as-of, --ledger
    unit_said_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id"))
    as_of_said: Mapped[str | None]
    ledger_said: Mapped[str | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawal_reason: Mapped[str | None]


class Reading(Base):
    """What one version of the rules and lessons made of a submission; the newest is in force."""

    __tablename__ = "reading"
    __table_args__ = (Index(None, "submission_id", "made_at"), one_of("as_of_basis", vocabulary.AsOfBasis))
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    made_at: Mapped[datetime]
    #: digest of program version, ledger definitions and the lessons applied
    rules: Mapped[str]
    as_of: Mapped[str]
    as_of_last: Mapped[date]
    as_of_basis: Mapped[str]
    #: digest of what the rows say, whatever the bytes: a re-saved copy has the same
    content_sha256: Mapped[str] = mapped_column(index=True)
    #: the tables found: sheet, ledger, unit, columns (reading.Table)
    tables: Mapped[list[Any]]
    #: rows new, changed, unchanged, held as first reported; never recomputed
    summary: Mapped[dict[str, Any]]


class Coverage(Base):
    """Which unit and ledger kind a reading speaks for: what is absent from it is no longer listed."""

    __tablename__ = "coverage"
    __table_args__ = (Index(None, "unit_id", "ledger"), one_of("ledger", vocabulary.Ledger))
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"), primary_key=True)
    ledger: Mapped[str] = mapped_column(primary_key=True)
    entries: Mapped[int]


class SourceRow(Base):
    """A non-empty row of a workbook, verbatim, with what one reading made of it.

    Entries carry the keys of identity and, as cache, the enterprise and sub-record they speak of.
    """

    __tablename__ = "source_row"
    __table_args__ = (
        UniqueConstraint("reading_id", "sheet", "row", "panel"),
        Index(None, "name_folded"),
        Index(None, "credit_code_usable"),
        Index(None, "enterprise_id"),
        Index(None, "sub_record_id"),
        one_of("ledger", vocabulary.Ledger),
        one_of("outcome", vocabulary.Outcome),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("reading.id"))
    #: "" for CSV, so that the unique key holds
    sheet: Mapped[str]
    row: Mapped[int]
    #: tables side by side give one row several entries: 0, 1, … from the left
    panel: Mapped[int] = mapped_column(default=0)
    #: "entry", or what else the row is: title, meta, heading, section, total, note, signature …
    kind: Mapped[str]
    cells: Mapped[dict[str, Any]]
    ledger: Mapped[str | None]
    record: Mapped[dict[str, Any] | None]
    covered: Mapped[list[Any] | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("reporting_unit.id"))
    name_folded: Mapped[str | None]
    #: a credit code that passes its check; any other neither joins nor separates
    credit_code_usable: Mapped[str | None]
    #: what the row alone says of the site: ordinal or branch in the name; permit serial
    site_mark: Mapped[str | None]
    permit_serial: Mapped[str | None]
    sub_key: Mapped[str | None]
    sub_ordinal: Mapped[int | None]
    outcome: Mapped[str | None]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    sub_record_id: Mapped[int | None] = mapped_column(ForeignKey("sub_record.id"))


class Problem(Base):
    """A doubt, stored as kind and parameters. Of a reading (and row), or raised by the register itself.

    Those of the register (conflicts, contradictions, questions of identity) are cache like the facts.
    """

    __tablename__ = "problem"
    __table_args__ = (
        Index(None, "reading_id"),
        Index(None, "source_row_id"),
        Index(None, "enterprise_id"),
        Index(None, "sub_record_id"),
        CheckConstraint("severity IN ('error', 'warning', 'info')", name="severity"),
        CheckConstraint("reading_id IS NOT NULL OR enterprise_id IS NOT NULL", name="belongs"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int | None] = mapped_column(ForeignKey("reading.id"))
    source_row_id: Mapped[int | None] = mapped_column(ForeignKey("source_row.id"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    sub_record_id: Mapped[int | None] = mapped_column(ForeignKey("sub_record.id"))
    kind: Mapped[str]
    severity: Mapped[str]
    sheet: Mapped[str | None]
    cell: Mapped[str | None]
    field: Mapped[str | None]
    raw: Mapped[str | None]
    parameters: Mapped[dict[str, Any]]
