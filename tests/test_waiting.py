"""Rows that wait are written as they were read, whether they wait in memory or in a file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from handed_in import CODE_A, CODE_B, firm, reading, take
from sqlalchemy import select

from inventory import database
from inventory.intake import waiting
from inventory.models import Problem, SourceRow
from inventory.reading import Chunk, Severity
from inventory.reading import Problem as Doubt


def ledgers():
    """Two, whose every row is doubted once. The later turns the first about, and has a row without a name."""
    first = [firm("甲厂", credit_code=CODE_A), firm("乙厂", credit_code=CODE_B)]
    yield doubted(reading(*first, as_of="2019-03-31"))
    known = [firm("乙厂", credit_code=CODE_B), firm("甲厂", credit_code=CODE_A, contact_phone="0710-3000000")]
    yield doubted(reading(firm("丙厂"), None, *known, as_of="2019-06-30"))


def doubted(read):
    """The reading with a doubt about each of its rows."""
    doubt = Doubt("year_supplied", Severity.INFO)
    read.chunks = iter(
        [
            Chunk(tuple(replace(entry, problems=(doubt,)) for entry in chunk.entries), chunk.other_rows)
            for chunk in read.chunks
        ]
    )
    return read


def stored(engine):
    """Every row as all its columns, and the problems of the rows."""
    with database.reading(engine) as session:
        rows = session.execute(select(SourceRow.__table__).order_by(SourceRow.id)).all()
        problems = session.execute(
            select(Problem.source_row_id, Problem.kind).where(Problem.reading_id.is_not(None)).order_by(Problem.id)
        ).all()
        return rows, problems


@pytest.mark.parametrize("in_memory", [0, 2, 5_000])
def test_every_row_is_written_once_with_its_place_wherever_it_waited(engine, monkeypatch, in_memory):
    monkeypatch.setattr(waiting, "IN_MEMORY", in_memory)
    for ledger in ledgers():
        take(engine, ledger)
    rows, problems = stored(engine)
    found = [(row.row, row.kind, (row.record or {}).get("name"), row.enterprise_id, row.outcome) for row in rows]
    assert found == [
        (1, "title", None, None, None),
        (3, "entry", "甲厂", 1, "new"),
        (4, "entry", "乙厂", 2, "new"),
        (1, "title", None, None, None),
        (3, "entry", "丙厂", 3, "new"),
        (4, "entry", None, None, None),
        (5, "entry", "乙厂", 2, "unchanged"),
        (6, "entry", "甲厂", 1, "changed"),
    ]
    assert problems == [(row.id, "year_supplied") for row in rows if row.kind == "entry"]
