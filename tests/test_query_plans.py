"""What is asked about one enterprise or a page goes through an index, at 100,000 enterprises, on both databases.

Reads that walk a table by nature stand in a table of their own, which says why.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import partial

import large_register
import pytest
from sqlalchemy import Connection, Engine, event, text

from inventory import addresses, caseload, database, permits, reference, timeline
from inventory.database import founding, migration
from inventory.queries import corrections, doubts, enterprises, judgements, legal_persons, submissions
from inventory.queries.origins import Origins

NUMBER = "420607-00037"
NAME = "谷城甲甲甲甲木业厂"
CODE = "91420600MA00004711"

#: reads of one enterprise or a page
READS = {
    "site by number": lambda session: addresses.site(session, NUMBER),
    "site by name": lambda session: addresses.site(session, NAME),
    "sub-record by address": lambda session: addresses.subject(session, f"{NUMBER}/kilns/1"),
    "case by address": lambda session: addresses.case(session, f"{NUMBER}/scattered_polluters/1"),
    "page of an enterprise": lambda session: enterprises.whole(session, NUMBER),
    "why": lambda session: Origins.of_enterprise(session, 4711).why("name"),
    "doubts of an enterprise": lambda session: doubts.listed(session, enterprise_id=4711),
    "judgements of an enterprise": lambda session: judgements.listed(session, enterprise_id=4711),
    "corrections": lambda session: corrections.listed(session),
    "cases of an enterprise": lambda session: caseload.current(session, enterprise_ids=[4711]),
    "one case": lambda session: caseload.one(session, 4711),
    "history of a case": lambda session: timeline.recorded(session, 4711),
    "history of an enterprise": lambda session: timeline.of_enterprise(session, 4711),
    "permits of an enterprise": lambda session: permits.select_all(session, enterprise_ids=[4711]),
    "legal person by code": lambda session: legal_persons.whole(session, CODE),
}

#: what is found by part of a name may be much of the register: the server joins it whole where it thinks so
NAMES = {"enterprise_name", "enterprise"}
CASES = {"remediation", "sub_record", "scattered_polluters", "enterprise"}
#: what walks a whole table, and why it must: read → tables
WHOLE = {
    # any characters of a name may be asked for, a code may be the name of a firm: one walk of the names, 10 to 20 ms;
    # an index of pairs of characters would be ten rows more for each enterprise that is imported
    "find by name": (lambda session: enterprises.find(session, "甲子"), NAMES),
    "find by code": (lambda session: enterprises.find(session, CODE[:14]), NAMES),
    "find by number": (lambda session: enterprises.find(session, NUMBER), NAMES),
    "legal persons by name": (lambda session: legal_persons.find(session, "甲子", limit=50), NAMES),
    # the name of a legal person, or the organisation code inside its credit code, has no index for every import to keep
    "legal person by name": (lambda session: legal_persons.whole(session, NAME), {"legal_person"}),
    "legal person by organisation code": (lambda session: legal_persons.whole(session, "MA0000471"), {"legal_person"}),
    # counts the problems of each
    "list of submissions": (lambda session: submissions.listed(session), {"problem"}),
    # all cases, with what was said of each
    "status": (lambda session: caseload.current(session), CASES),
}

#: tables that grow with the duties, the ledgers handed in and what people decided, not with the enterprises
SMALL = {
    *("city", "reporting_unit", "reporting_unit_alias", "duty", "industry", "workbook", "submission", "reading"),
    *("coverage", "judgement", "judgement_row", "legal_person_judgement", "correction", "absence_reason", "lesson"),
    *("waiver", "recurrence_verdict", "CONSTANT"),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A register of 100,000 enterprises, which nobody changes."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("large") / "inventory.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        engine = database.open_register(f"sqlite:///{file}")
    else:
        url = request.getfixturevalue("postgresql_databases")()
        engine = migration.create(url, partial(founding.fill, reference=reference.xiangyang()))
    large_register.fill(engine)
    yield engine
    engine.dispose()


def walked(engine: Engine, read) -> dict[str, str]:
    """The tables that a read walks from end to end → the statement that does."""
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if statement.lstrip("( \n").startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))
            # some rows are enough to see what is asked next
            statement = f"SELECT * FROM ({statement}) AS some_rows LIMIT 100"  # noqa: S608 — the program's own
        return statement, parameters

    event.listen(engine, "before_cursor_execute", note, retval=True)
    try:
        with database.reading(engine) as session:
            read(session)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert asked
    with engine.connect() as connection:
        plan = _sqlite_walks if engine.dialect.name == "sqlite" else _postgresql_walks
        return {table: said for said, how in asked for table in plan(connection, said, how) if table not in SMALL}


def _sqlite_walks(connection: Connection, statement: str, parameters) -> Iterator[str]:
    for *_, detail in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
        words = detail.split()
        if words[0] == "SCAN" and not words[1].startswith(("(", "anon_")):  # what another query of it gave
            yield words[1]


def _postgresql_walks(connection: Connection, statement: str, parameters) -> Iterator[str]:
    told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar()
    nodes = [each["Plan"] for each in (json.loads(told) if isinstance(told, str) else told)]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        has_no_condition = "Index" in node["Node Type"] and "Index Cond" not in node
        if node["Node Type"] == "Seq Scan" or (has_no_condition and "Relation Name" in node):
            (rows,) = connection.execute(
                text("SELECT reltuples FROM pg_class WHERE oid = to_regclass(:table)"), {"table": node["Relation Name"]}
            ).one()
            if rows > 1000:  # the server rightly walks a table that is as good as empty
                yield node["Relation Name"]


@pytest.mark.parametrize("name", READS)
def test_a_read_of_one_enterprise_or_a_page_uses_an_index(large, name):
    assert walked(large, READS[name]) == {}


@pytest.mark.parametrize("name", WHOLE)
def test_a_read_that_walks_a_table_walks_no_other(large, name):
    read, tables = WHOLE[name]
    assert set(walked(large, read)) <= tables
