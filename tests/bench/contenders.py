"""The programs a clerk with Python might use instead. `python contenders.py NAME FILE [URL]` runs one, as a process.

Each reads the workbook and puts every row into a table; only frictionless checks the cells, and stores nothing. They
run in an environment of their own (.make/bench), which knows nothing of the register; what one needs, it alone imports.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

#: rows above the data (as in `bench.ledgers`), columns of a row
HEAD_ROWS = 4
COLUMNS = 25
#: beside the cells, what a row of ours has indexed: the place it stands in, name, code, whose it is
PLACE = ("reading_id", "sheet", "row", "panel")
OWNERS = ("enterprise_id", "sub_record_id")
NAME, CODE = "cell_3", "cell_4"
INDEXES = ((NAME,), (CODE,), ("enterprise_id",), ("sub_record_id",))


def floor(file: str, url: str) -> None:
    """The least there is to do: calamine, and one bulk statement into a table with the indexes of ours."""
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0)
    cells = islice(sheet.iter_rows(), HEAD_ROWS, None)
    columns = ", ".join(names())
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute("PRAGMA journal_mode = WAL")
        for statement in definitions():
            connection.execute(statement)
        marks = ", ".join("?" * len(names()))
        (reading,) = connection.execute(_NEXT).fetchone()
        rows = (_placed(reading, place, row) for place, row in enumerate(cells))
        connection.executemany(f"INSERT INTO ledger_row ({columns}) VALUES ({marks})", rows)  # noqa: S608 — ours
        connection.commit()
        connection.close()
        return
    import psycopg

    with psycopg.connect(url) as server, server.cursor() as cursor:
        for statement in definitions():
            cursor.execute(statement)
        (reading,) = cursor.execute(_NEXT).fetchone() or (1,)
        with cursor.copy(f"COPY ledger_row ({columns}) FROM STDIN") as copy:
            for place, row in enumerate(cells):
                copy.write_row(_placed(reading, place, row))


def pandas_openpyxl(file: str, url: str) -> None:
    """`pandas.read_excel` as it comes."""
    _pandas(file, url, "openpyxl")


def pandas_calamine(file: str, url: str) -> None:
    """`pandas.read_excel` with its fastest reader."""
    _pandas(file, url, "calamine")


def openpyxl_orm(file: str, url: str) -> None:
    """The script that everybody writes first: openpyxl, and one object a row."""
    import openpyxl
    from sqlalchemy import Column, Index, Integer, Text, UniqueConstraint
    from sqlalchemy.orm import Session, declarative_base

    base: Any = declarative_base()
    columns: dict[str, Any] = {each: Column(Integer if each in _INTEGERS else Text) for each in names()}
    constraints = (UniqueConstraint(*PLACE), *(Index(None, *index) for index in INDEXES))
    entry: Any = type(
        "Entry",
        (base,),
        {"__tablename__": "ledger_row", "__table_args__": constraints, "id": Column(Integer, primary_key=True)}
        | columns,
    )
    engine = _engine(url)
    base.metadata.create_all(engine)
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    with Session(engine) as session:
        for place, row in enumerate(sheet.iter_rows(min_row=HEAD_ROWS + 1, values_only=True)):
            session.add(entry(**dict(zip(names(), _placed(1, place, list(row)), strict=True))))
        session.commit()


def frictionless(file: str, _url: str) -> None:
    """Checks the cells by a schema, and stores nothing."""
    from frictionless import Dialect, Resource, Schema, formats, system

    kinds = {"经度": "number", "纬度": "number", "序号": "integer"}
    dialect = Dialect(header_rows=[HEAD_ROWS], controls=[formats.ExcelControl(sheet=1)])
    with system.use_context(trusted=True):
        with Resource(path=file, dialect=dialect) as opened:
            headings = opened.labels
        fields: list[dict[str, Any]] = [{"name": each, "type": kinds.get(each, "string")} for each in headings]
        next(each for each in fields if each["name"] == "统一社会信用代码")["constraints"] = {"pattern": "[0-9A-Z]{18}"}
        schema = Schema.from_descriptor({"fields": fields})
        report = Resource(path=file, dialect=dialect, schema=schema).validate()
    if not report.valid:
        raise SystemExit(report.to_summary())


PROGRAMS: dict[str, Callable[[str, str], None]] = {
    "floor": floor,
    "pandas_calamine": pandas_calamine,
    "frictionless": frictionless,
    "pandas_openpyxl": pandas_openpyxl,
    "openpyxl_orm": openpyxl_orm,
}

_NEXT = "SELECT coalesce(max(reading_id), 0) + 1 FROM ledger_row"
_INTEGERS = {"reading_id", "row", "panel", *OWNERS}


def names() -> list[str]:
    """The columns of the table, id left out."""
    return [*PLACE, *OWNERS, *(f"cell_{number}" for number in range(1, COLUMNS + 1))]


def definitions() -> list[str]:
    """The table with its indexes, where it is not there."""
    columns = ", ".join(f"{each} {'INTEGER' if each in _INTEGERS else 'TEXT'}" for each in names())
    table = f"CREATE TABLE IF NOT EXISTS ledger_row (id INTEGER, {columns}, UNIQUE ({', '.join(PLACE)}))"
    indexes = (
        f"CREATE INDEX IF NOT EXISTS ix_ledger_row_{'_'.join(index)} ON ledger_row ({', '.join(index)})"
        for index in INDEXES
    )
    return [table, *indexes]


def _placed(reading: int, place: int, cells: list[Any]) -> list[Any]:
    """A row with where it stands; whose it is, as if every row were another's."""
    return [
        reading,
        "台账",
        place + HEAD_ROWS + 1,
        0,
        place,
        place,
        *(None if cell in ("", None) else str(cell) for cell in cells),
    ]


def _pandas(file: str, url: str, engine: Any) -> None:
    import pandas as pd

    frame = pd.read_excel(file, header=HEAD_ROWS - 1, dtype=str, engine=engine)
    frame.to_sql("ledger", _engine(url), index=False, chunksize=10_000)


def _engine(url: str) -> Any:
    from sqlalchemy import create_engine

    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](str(Path(sys.argv[2]).absolute()), sys.argv[3] if len(sys.argv) > 3 else "")
