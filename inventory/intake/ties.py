"""The rows that could speak of the same sites as the rows that came or went, found in bulk.

Ties run through folded names, usable credit codes and judgements, and are followed until nothing new is tied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session

from inventory import identity, portions, succession
from inventory.database import bulk
from inventory.force import InForce, newest_readings, stands
from inventory.judging import Judgement as Word
from inventory.judging import RowKey, Traits
from inventory.models import Correction, Judgement, JudgementRow, Reading, SourceRow
from inventory.vocabulary import Verdict


class Row(NamedTuple):
    """A ledger row as identity and the register need it. ``record`` is None until somebody asks for it."""

    id: int
    reading_id: int
    key: RowKey
    traits: Traits
    ledger: str
    sub_key: str
    #: where the register has it so far
    enterprise_id: int | None = None
    sub_record_id: int | None = None
    record: Mapping[str, Any] | None = None


COLUMNS = (
    SourceRow.id,
    SourceRow.reading_id,
    SourceRow.sheet,
    SourceRow.row,
    SourceRow.panel,
    SourceRow.unit_id,
    SourceRow.record["name"].as_string(),
    SourceRow.name_folded,
    SourceRow.credit_code_usable,
    SourceRow.site_mark,
    SourceRow.permit_serial,
    SourceRow.record["address"].as_string(),
    SourceRow.ledger,
    SourceRow.sub_key,
    SourceRow.enterprise_id,
    SourceRow.sub_record_id,
)


def rows_of(session: Session, readings: Mapping[int, InForce]) -> list[Row]:
    """The matched rows of some readings."""
    found: list[Row] = []
    for ids in portions.of(readings):
        found += _rows(session, select(*COLUMNS).where(SourceRow.reading_id.in_(ids)), readings)
    return found


def with_records(session: Session, readings: Mapping[int, InForce]) -> list[Row]:
    """The matched rows of some readings with their records: name and address are taken from these."""
    plain = (*COLUMNS[:6], *COLUMNS[7:11], *COLUMNS[12:], SourceRow.record)
    found: list[Row] = []
    for ids in portions.of(readings):
        query = select(*plain).where(SourceRow.reading_id.in_(ids), SourceRow.name_folded.is_not(None))
        # every row of a register goes through here: no step more than is needed
        for columns in session.execute(query):
            number, reading_id, sheet, row, panel, unit, name, code, mark, serial, *place, record = columns
            ledger, sub_key, site, sub = place
            address = record.get("address")
            folded = identity.folded(address) if address else None
            traits = Traits(unit, record["name"], name, code, mark, serial, folded)
            key = RowKey(readings[reading_id].sha256, sheet, row, panel)
            found.append(Row(number, reading_id, key, traits, ledger, sub_key, site, sub, record))
    return found


def where(session: Session, condition: ColumnElement[bool], readings: Mapping[int, InForce]) -> list[Row]:
    """The matched rows of some readings that meet a condition."""
    return list(_rows(session, select(*COLUMNS).where(condition), readings))


def rows_of_enterprise(session: Session, enterprise_id: int, readings: Mapping[int, InForce]) -> list[Row]:
    """The rows in force that speak of an enterprise."""
    return where(session, SourceRow.enterprise_id == enterprise_id, readings)


def row_at(session: Session, submission_id: int, sheet: str, row: int, panel: int) -> Row | None:
    """A row by its place, as the newest reading of its workbook has it, in force or not."""
    newest = newest_readings(session)[submission_id]
    query = select(*COLUMNS).where(
        SourceRow.reading_id == newest.reading_id,
        SourceRow.sheet == sheet,
        SourceRow.row == row,
        SourceRow.panel == panel,
    )
    return next(_rows(session, query, {newest.reading_id: newest}), None)


def follow(
    session: Session,
    seeds: Collection[Row],
    readings: Mapping[int, InForce],
    fresh: int | None = None,
    known_at: datetime | None = None,
) -> list[Row]:
    """All rows in force tied to the seeds, the seeds in force among them.

    :param readings: those in force now, or at ``known_at``.
    :param fresh: the reading whose rows are all among the seeds, and need not be fetched.
    """
    found = {row.id: row for row in seeds if row.reading_id in readings}
    names_done: set[str] = set()
    codes_done: set[str] = {""}
    has_judgements = session.scalar(select(exists().where(stands(Judgement, known_at))))
    has_corrections = session.scalar(select(exists().where(stands(Correction, known_at))))
    succeeded = succession.read(session, known_at)
    latest: Collection[Row] = seeds
    given: set[str] = set()

    def done(row: Row) -> bool:
        return row.traits.name_folded in names_done and (row.traits.credit_code or "") in codes_done

    while latest or given:
        names = ({row.traits.name_folded for row in latest} | given) - names_done
        codes = succeeded.whole({row.traits.credit_code for row in latest if row.traits.credit_code}) - codes_done
        names_done |= names
        codes_done |= codes
        tied = {row.id: row for row in _tied(session, names, codes, readings, fresh, known_at) if row.id not in found}
        found |= {number: row for number, row in tied.items() if row.reading_id in readings}
        judged = _judgements_on(session, names, codes, known_at) if has_judgements else set()
        decided = judged_rows(session, judged)
        if has_corrections:
            decided += [row for _, row in anchored(session, names, codes, known_at)]
        # a row decided on that has left force still ties: it speaks through the rows that are like it
        tied |= {row.id: row for row in decided if row.id not in found}
        found |= {row.id: row for row in decided if row.reading_id in readings and row.id not in found}
        latest = [row for row in tied.values() if row.reading_id in readings or not done(row)]
        # who has the name that a renaming gave may be the same
        given = _names_given(session, judged) - names_done
    return list(found.values())


def judgements(session: Session, rows: Iterable[Row], known_at: datetime | None = None) -> list[Word]:
    """The judgements on the rows' names and codes, with the traits of the rows they were made on.

    Those in force now, or at ``known_at``.
    """
    if not session.scalar(select(exists().where(stands(Judgement, known_at)))):
        return []
    rows = list(rows)
    names = {row.traits.name_folded for row in rows}
    codes = {row.traits.credit_code for row in rows if row.traits.credit_code}
    numbers = _judgements_on(session, names, codes, known_at)
    newest = newest_readings(session, known_at)
    sides: dict[int, tuple[list[tuple[RowKey, Traits]], list[tuple[RowKey, Traits]]]] = defaultdict(lambda: ([], []))
    for ids in portions.of(sorted(numbers)):
        query = _place(select(JudgementRow.judgement_id, JudgementRow.side, *COLUMNS)).where(
            JudgementRow.judgement_id.in_(ids)
        )
        known = {reading.reading_id: reading for reading in newest.values()}
        for judgement_id, side, *columns in session.execute(query):
            if columns[1] in known and columns[7] is not None:
                row = _row(columns, known)
                sides[judgement_id][side].append((row.key, row.traits))
    found = []
    for ids in portions.of(sorted(sides)):
        for number, verdict, made_at, name in session.execute(
            select(Judgement.id, Judgement.verdict, Judgement.made_at, Judgement.name).where(Judgement.id.in_(ids))
        ):
            one, two = sides[number]
            found.append(Word(made_at.isoformat(), Verdict(verdict), (tuple(one), tuple(two)), name))
    return found


def anchored(
    session: Session,
    names: Iterable[str] | None = None,
    codes: Iterable[str] = (),
    known_at: datetime | None = None,
) -> Iterator[tuple[Correction, Row]]:
    """Corrections, and the row each was made on, where it has one of the names or codes; that row in force or not.

    Those in force now, or at ``known_at``; their rows as the newest reading of the workbook has them. All of them
    where no names are given.
    """
    newest = {each.reading_id: each for each in newest_readings(session, known_at).values()}
    query = (
        select(Correction, *COLUMNS)
        .select_from(Correction)
        .join(Reading, Reading.submission_id == Correction.anchor_submission_id)
        .join(
            SourceRow,
            and_(
                SourceRow.reading_id == Reading.id,
                SourceRow.sheet == Correction.anchor_sheet,
                SourceRow.row == Correction.anchor_row,
                SourceRow.panel == Correction.anchor_panel,
            ),
        )
        .where(stands(Correction, known_at))
        .order_by(Correction.id)
    )
    queries = [query] if names is None else []
    for column, values in ((SourceRow.name_folded, names or ()), (SourceRow.credit_code_usable, codes)):
        queries += [query.where(column.in_(portion)) for portion in portions.of(sorted(values))]
    seen: set[int] = set()
    for each in queries:
        for correction, *columns in session.execute(each):
            if columns[1] in newest and columns[7] is not None and correction.id not in seen:
                seen.add(correction.id)
                yield correction, _row(columns, newest)


def _tied(
    session: Session,
    names: Iterable[str],
    codes: Iterable[str],
    readings: Mapping[int, InForce],
    fresh: int | None,
    known_at: datetime | None,
) -> Iterator[Row]:
    """Rows in force with one of the names or codes. Only rows in force now are matched to an enterprise."""
    matched = select(*COLUMNS)
    if known_at is None:
        matched = matched.where(SourceRow.enterprise_id.is_not(None))
    if fresh is not None:
        matched = matched.where(SourceRow.reading_id != fresh)
    for column, values in ((SourceRow.name_folded, names), (SourceRow.credit_code_usable, codes)):
        for portion in portions.of(sorted(values)):
            yield from _rows(session, matched.where(bulk.among(session, column, portion)), readings)


def _judgements_on(
    session: Session, names: Iterable[str], codes: Iterable[str], known_at: datetime | None = None
) -> set[int]:
    found: set[int] = set()
    query = _place(select(JudgementRow.judgement_id).distinct()).where(stands(Judgement, known_at))
    for column, values in ((SourceRow.name_folded, names), (SourceRow.credit_code_usable, codes)):
        for portion in portions.of(sorted(values)):
            found |= set(session.scalars(query.where(column.in_(portion))))
    renamed = select(Judgement.id).where(stands(Judgement, known_at))
    for portion in portions.of(sorted(names)):
        found |= set(session.scalars(renamed.where(Judgement.name_folded.in_(portion))))
    return found


def _names_given(session: Session, numbers: Collection[int]) -> set[str]:
    """The folded names that renamings among the judgements give."""
    found: set[str | None] = set()
    for ids in portions.of(sorted(numbers)):
        found |= set(session.scalars(select(Judgement.name_folded).where(Judgement.id.in_(ids))))
    return {name for name in found if name}


def judged_rows(session: Session, numbers: Iterable[int]) -> list[Row]:
    """The rows that judgements were made on, as the newest readings of their workbooks have them, in force or not."""
    known = {reading.reading_id: reading for reading in newest_readings(session).values()}
    found: list[Row] = []
    for ids in portions.of(sorted(numbers)):
        found += _rows(session, _place(select(*COLUMNS)).where(JudgementRow.judgement_id.in_(ids)), known)
    return found


def _place(query: Select[Any]) -> Select[Any]:
    """Judged rows, found again in every reading of their submission."""
    return (
        query.select_from(JudgementRow)
        .join(Judgement, Judgement.id == JudgementRow.judgement_id)
        .join(Reading, Reading.submission_id == JudgementRow.submission_id)
        .join(
            SourceRow,
            and_(
                SourceRow.reading_id == Reading.id,
                SourceRow.sheet == JudgementRow.sheet,
                SourceRow.row == JudgementRow.row,
                SourceRow.panel == JudgementRow.panel,
            ),
        )
    )


def _rows(session: Session, query: Select[Any], readings: Mapping[int, InForce]) -> Iterator[Row]:
    for columns in session.execute(query):
        if columns[1] in readings and columns[7] is not None:
            yield _row(columns, readings)


def _row(columns: Any, readings: Mapping[int, InForce]) -> Row:
    number, reading_id, sheet, row, panel, unit, name, folded, code, mark, serial, address, *rest = columns
    traits = Traits(unit, name, folded, code, mark, serial, identity.folded(address) if address else None)
    return Row(number, reading_id, RowKey(readings[reading_id].sha256, sheet, row, panel), traits, *rest)
