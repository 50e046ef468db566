"""A register of 100,000 enterprises, made by a dozen statements: one row, case and kiln an enterprise, names synthetic.

What it holds is as the intake would leave it, but for the workbook, whose bytes nobody asks for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text

from inventory.database import migration

ENTERPRISES = 100_000
#: one submission of each
UNITS = 13

_SIGN = "substr('甲乙丙戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥坤震巽坎离艮兑卦', 1 + i / {} % 29, 1)"
_NAME = (
    "'谷城' || "
    + " || ".join(_SIGN.format(29**power) for power in range(4))
    + " || substr('木业建材铸造化工家具石灰机械陶瓷', 1 + 2 * (i % 8), 2) || '厂'"
)


def fill(engine: Engine) -> None:
    """Fill a new register."""
    is_sqlite = engine.dialect.name == "sqlite"
    padded = "substr('0000000' || {0}, -{1})" if is_sqlite else "lpad(CAST({0} AS TEXT), {1}, '0')"
    as_json = "{0}" if is_sqlite else "CAST({0} AS JSON)"
    parts = {
        "units": UNITS,
        "series": _series(is_sqlite),
        "name": _NAME,
        "number": f"u.number_prefix || '-' || {padded.format(f'(i / {UNITS} + 1)', 5)}",
        "code": f"'91420600MA' || {padded.format('i', 8)}",
        "record": as_json.format("'{\"name\": \"' || name || '\"}'"),
        "object": as_json.format("'{}'"),
        "list": as_json.format("'[]'"),
        "received": "'2019-07-01 08:00:00.000000'",
    }
    with migration.altering(engine) as connection, contextlib.nullcontext() if is_sqlite else _unbound(connection):
        for statement in _STATEMENTS.split(";"):
            said = statement.format(**parts)
            connection.exec_driver_sql(said if is_sqlite else said.replace("%", "%%"))
        connection.execute(text("ANALYZE"))


@contextlib.contextmanager
def _unbound(connection: Connection) -> Iterator[None]:
    """Foreign keys looked at once at the end, not at each row: half the time. `altering` does so on SQLite."""
    bonds = connection.execute(
        text(
            "SELECT CAST(CAST(conrelid AS regclass) AS text), conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)"
        )
    ).all()
    for table, name, _ in bonds:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in bonds:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _series(is_sqlite: bool) -> str:
    last = ENTERPRISES - 1
    if not is_sqlite:
        return f"generate_series(0, {last}) AS n(i)"
    return f"(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT i FROM n) AS n"  # noqa: S608 — a number of our own


#: an enterprise has the number i + 1, its line among the scattered polluters 2 i + 1, its kiln 2 i + 2
_STATEMENTS = """
INSERT INTO workbook (sha256, size, format, content) SELECT 'sha' || id, 1, 'xlsx', '' FROM reporting_unit;
INSERT INTO submission (id, sha256, file_name, received_at)
    SELECT id, 'sha' || id, name || '.xlsx', {received} FROM reporting_unit;
INSERT INTO reading
    (id, submission_id, made_at, rules, as_of, as_of_last, as_of_basis, content_sha256, tables, summary)
    SELECT id, id, {received}, '1', '2019-06-25', '2019-06-25', 'filing_date', 'c' || id, {list}, {object}
    FROM reporting_unit;
INSERT INTO coverage (reading_id, unit_id, ledger, entries) SELECT id, id, 'kilns', 7692 FROM reporting_unit;
INSERT INTO coverage (reading_id, unit_id, ledger, entries)
    SELECT id, id, 'scattered_polluters', 7692 FROM reporting_unit;
CREATE TEMPORARY TABLE known AS
    SELECT i, u.id AS unit_id, {name} AS name, {number} AS number, {code} AS code
    FROM {series} JOIN reporting_unit u ON u.position = 1 + i % {units};
INSERT INTO legal_person (id, name, credit_code) SELECT i + 1, name, code FROM known;
INSERT INTO enterprise
    (id, register_number, unit_id, legal_person_id, standing, name, name_folded, credit_code)
    SELECT i + 1, number, unit_id, i + 1, 'confirmed', name, name, code FROM known;
INSERT INTO enterprise_name (enterprise_id, name, name_folded, is_current)
    SELECT i + 1, name, name, true FROM known;
INSERT INTO enterprise_code (enterprise_id, kind, code) SELECT i + 1, 'credit_code', code FROM known;
INSERT INTO sub_record (id, enterprise_id, ledger, number, key, ordinal, unit_id, last_listed_on, is_orphaned)
    SELECT 2 * i + 1, i + 1, 'scattered_polluters', 1, '', 1, unit_id, '2019-06-25', false FROM known;
INSERT INTO sub_record (id, enterprise_id, ledger, number, key, ordinal, unit_id, last_listed_on, is_orphaned)
    SELECT 2 * i + 2, i + 1, 'kilns', 1, '', 1, unit_id, '2019-06-25', false FROM known;
INSERT INTO scattered_polluters (sub_record_id, disposal_class, due_on, due_on_last, progress)
    SELECT 2 * i + 1, 'upgrade', '2019-06', '2019-06-30', 'underway' FROM known;
INSERT INTO kilns (sub_record_id, kiln_type, fuel) SELECT 2 * i + 2, 'heating_furnace', 'coal' FROM known;
INSERT INTO remediation
    (id, sub_record_id, enterprise_id, unit_id, ledger, disposal_class, listed_on, listed_at, due_on, due_on_last,
    state, state_on, round, version)
    SELECT i + 1, 2 * i + 1, i + 1, unit_id, 'scattered_polluters', 'upgrade', '2019-06-25', {received}, '2019-06',
    '2019-06-30', 'listed', '2019-06-25', 1, 0 FROM known;
INSERT INTO source_row
    (id, reading_id, sheet, row, panel, kind, cells, ledger, record, unit_id, name_folded, sub_key, sub_ordinal,
    outcome, enterprise_id, sub_record_id)
    SELECT 2 * i + 1, unit_id, 'one', i, 0, 'entry', {object}, 'scattered_polluters', {record}, unit_id, name, '', 1,
    'new', i + 1, 2 * i + 1 FROM known;
INSERT INTO source_row
    (id, reading_id, sheet, row, panel, kind, cells, ledger, record, unit_id, name_folded, sub_key, sub_ordinal,
    outcome, enterprise_id, sub_record_id)
    SELECT 2 * i + 2, unit_id, 'two', i, 0, 'entry', {object}, 'kilns', {record}, unit_id, name, '', 1,
    'new', i + 1, 2 * i + 2 FROM known;
INSERT INTO problem (id, reading_id, source_row_id, kind, severity, parameters)
    SELECT i + 1, unit_id, 2 * i + 1, 'date_implausible', 'warning', {object} FROM known WHERE i % 5 = 0;
INSERT INTO problem (id, enterprise_id, kind, severity, parameters)
    SELECT 1000000 + i, i + 1, 'conflict', 'warning', {object} FROM known WHERE i % 50 = 0
"""
