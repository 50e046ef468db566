"""What the register itself doubts about the rows of one reading: conflicts of values, claims, questions of identity.

Such doubts are of an enterprise or of one of its sub-records; here they come back to the rows that a county wrote, and
to the cells it can look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import reading
from inventory.models import Problem, SourceRow
from inventory.reading import Severity, Table


def of_rows(
    session: Session, reading_id: int, rows: Sequence[SourceRow], tables: Sequence[Table]
) -> dict[int, list[reading.Problem]]:
    """Row → the register's doubts about its enterprise and its sub-record, each with the cell it is about."""
    row = select(SourceRow.enterprise_id).where(SourceRow.reading_id == reading_id)
    query = select(Problem).where(Problem.reading_id.is_(None), Problem.enterprise_id.in_(row)).order_by(Problem.id)
    of_site: dict[int | None, list[Problem]] = defaultdict(list)
    of_sub: dict[int | None, list[Problem]] = defaultdict(list)
    for each in session.scalars(query):
        if each.sub_record_id is None:
            of_site[each.enterprise_id].append(each)
        else:
            of_sub[each.sub_record_id].append(each)
    of_sheet = _by_sheet(tables)
    found: dict[int, list[reading.Problem]] = {}
    for each_row in rows:
        doubts = [*of_site.get(each_row.enterprise_id, ()), *of_sub.get(each_row.sub_record_id, ())]
        if each_row.enterprise_id is not None and doubts:
            found[each_row.id] = [_placed(each, each_row, of_sheet) for each in doubts]
    return found


def _placed(problem: Problem, row: SourceRow, of_sheet: Mapping[str | None, Sequence[Table]]) -> reading.Problem:
    """The doubt at the cell of its field; at the name where the ledger has no column for it."""
    sheet = row.sheet or None
    beside = [table for table in of_sheet.get(sheet, ()) if table.first_row <= row.row <= table.last_row]
    table = beside[min(row.panel, len(beside) - 1)] if beside else None
    columns = {
        field: column.letter
        for column in reversed(table.columns if table else ())
        for field in (column.field or "").split("+")
    }
    letter = columns.get(problem.field or "name") or columns.get("name")
    return reading.Problem(
        problem.kind,
        Severity(problem.severity),
        sheet,
        f"{letter}{row.row}" if letter else None,
        problem.field,
        problem.raw,
        problem.parameters,
    )


def _by_sheet(tables: Sequence[Table]) -> dict[str | None, list[Table]]:
    made: dict[str | None, list[Table]] = defaultdict(list)
    for table in tables:
        made[table.sheet].append(table)
    return made
