"""The examples of the problem page handed in: workbooks made of their rows, and what is said of them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest import mock

import openpyxl
import sheets
from openpyxl.utils import get_column_letter
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import importers
from inventory import database, intake
from inventory.models import Correction, Judgement, JudgementRow
from inventory.models import Problem as Stored
from inventory.problem_guide import Example, Written
from inventory.reading import Problem, Reading, Severity
from inventory.vocabulary import Verdict

RECEIVED = datetime(2019, 7, 1, 4, 0, tzinfo=UTC)
TITLES = {
    "scattered_polluters": "“散乱污”企业台账",
    "coal_users": "用煤单位台账",
    "kilns": "工业炉窑台账",
    "permits": "排污许可台账",
}


def workbook(written: Written) -> bytes:
    """The bytes of a ledger: its title, its filing date, its rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append([f"{written.unit}{TITLES[written.ledger]}"])
    if written.filed:
        sheet.append([f"填报时间：{written.filed}"])
    first = sheet.max_row + 1
    for row in written.rows:
        sheet.append([None if cell == "" else cell for cell in row])
    if written.hidden_row:
        sheet.row_dimensions[first + written.hidden_row - 1].hidden = True
    if written.hidden_column:
        sheet.column_dimensions[get_column_letter(written.hidden_column)].hidden = True
    if written.other_sheet:
        other = book.create_sheet(written.other_sheet.name)
        other.sheet_state = "hidden" if written.other_sheet.is_hidden else "visible"
        for row in written.other_sheet.rows:
            other.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def read(written: Written, number: int = 0) -> Reading:
    """What is read from it, in this process.

    ``number``: the workbook is known by, for openpyxl writes the time into its bytes.
    """
    with mock.patch("importers.workbook.guarded", sheets._here):
        reading = importers.read(workbook(written), name="示例.xlsx")
        source = replace(reading.source, sha256=hashlib.sha256(bytes([number])).hexdigest())
        return replace(reading, source=source, chunks=iter(list(reading.chunks)))


def said_by_the_reader(example: Example) -> list[Problem]:
    """The problems that reading the example names."""
    told = [sheets.Told(read(written)) for written in example.ledgers]
    return [problem for each in told for problem in each.problems]


def said_by_the_register(engine: Engine, example: Example) -> list[Problem]:
    """The problems that stand in a register into which the example was taken."""
    with database.writing(engine) as session:
        for number, written in enumerate(example.ledgers):
            intake.take(session, read(written, number), b"", as_of=written.as_of, received_at=RECEIVED)
            if number == 0:
                for minutes, verdict in enumerate(example.judged):
                    _judge(session, verdict, RECEIVED + timedelta(minutes=minutes))
                _correct(session, example)
    with database.reading(engine) as session:
        return list(_stored(session))


def _judge(session: Session, verdict: Verdict, at: datetime) -> None:
    """A judgement on the first two rows of the first ledger, below title, filing date and headings."""
    word = Judgement(verdict=verdict, made_at=at, made_by="周敏")
    session.add(word)
    session.flush()
    for side in (0, 1):
        session.add(JudgementRow(judgement_id=word.id, submission_id=1, sheet="台账", row=4 + side, side=side))


def _correct(session: Session, example: Example) -> None:
    """What was put right in the first row of the first ledger."""
    if put := example.corrected:
        anchor = {"anchor_submission_id": 1, "anchor_sheet": "台账", "anchor_row": 4}
        who = {"made_at": RECEIVED, "made_by": "周敏"}
        session.add(Correction(field=put.field, value={"value": put.value}, **anchor, **who))


def _stored(session: Session) -> Iterator[Problem]:
    for each in session.scalars(select(Stored).order_by(Stored.id)):
        yield Problem(each.kind, Severity(each.severity), None, None, each.field, each.raw, each.parameters)
