"""The samples make the register that was written down by hand: in any order, on both databases, twice, re-saved."""

from __future__ import annotations

import dataclasses
import io
import random
from datetime import UTC, datetime
from pathlib import Path

import expected
import openpyxl
import pytest
import xlrd
import xlwt
from sqlalchemy import select

import importers
from inventory import database, intake, statehash
from inventory.models import (
    FACTS,
    Enterprise,
    EnterpriseName,
    LegalPerson,
    Problem,
    Remediation,
    ReportingUnit,
    SubRecord,
)
from inventory.queries import enterprises
from inventory.vocabulary import Standing

SAMPLES = Path(__file__).parents[1] / "samples"
RECEIVED = datetime(2019, 7, 1, tzinfo=UTC)
LIVING = (Standing.CONFIRMED, Standing.PROVISIONAL)


@pytest.fixture(scope="module")
def workbooks():
    """Every sample read once: its bytes, the reading, its chunks."""
    found = []
    for file in sorted(SAMPLES.glob("*.xls*")):
        content = file.read_bytes()
        reading = importers.read(content, name=file.name)
        found.append((content, reading, tuple(reading.chunks)))
    return found


def take_all(engine, workbooks):
    for content, reading, chunks in workbooks:
        with database.writing(engine) as session:
            again = dataclasses.replace(reading, chunks=iter(chunks))
            intake.take(session, again, content, received_at=RECEIVED)


def text(engine):
    with database.reading(engine) as session:
        return statehash.lines(session)


@pytest.fixture
def register(engine, workbooks):
    take_all(engine, workbooks)
    with database.reading(engine) as session:
        yield session


def labels(session):
    """Enterprise id → the story's label."""
    query = select(Enterprise, ReportingUnit.name).join(ReportingUnit, ReportingUnit.id == Enterprise.unit_id)
    return {
        each.id: expected.label(unit, each.name, each.credit_code, each.address)
        for each, unit in session.execute(query.where(Enterprise.standing.in_(LIVING)))
    }


def agrees(said, wanted):
    """Whether a value is the one written down; one of several where the story leaves a conflict open."""
    return expected.said(said) in wanted.split("|")


def test_the_enterprises_are_those_written_down(register):
    of_id = labels(register)
    found = {of_id[each.id]: each for each in living(register)}
    assert found.keys() == expected.enterprises().keys()
    for name, wanted in expected.enterprises().items():
        each = found[name]
        differing = {
            field: (getattr(each, field), wanted[field])
            for field in wanted
            if field not in ("enterprise", "unit", "other_names", "industry_code")
            and not agrees(getattr(each, field), wanted[field])
        }
        assert not differing, (name, differing)
        if wanted["industry_code"]:
            assert each.industry_code == wanted["industry_code"]
        names = register.scalars(
            select(EnterpriseName.name).where(EnterpriseName.enterprise_id == each.id, ~EnterpriseName.is_current)
        )
        assert set(names) == set(filter(None, wanted["other_names"].split(";")))


def living(session):
    return session.scalars(select(Enterprise).where(Enterprise.standing.in_(LIVING)))


@pytest.mark.parametrize("ledger", expected.LEDGERS)
def test_the_facts_of_every_ledger_are_those_written_down(register, ledger):
    wanted = expected.table(ledger)
    # the file of permits has a column for the number of the sub-record and one for that of the permit
    columns = {
        name: name.replace("permit_number", "number") for name in wanted[0] if name not in ("enterprise", "number")
    }
    fields = [
        c.name for c in FACTS[ledger].__table__.columns if c.name != "sub_record_id" and not c.name.endswith("_last")
    ]
    found = set()
    for sub, facts in register.execute(
        select(SubRecord, FACTS[ledger]).join(FACTS[ledger], FACTS[ledger].sub_record_id == SubRecord.id)
    ):
        said = {field: expected.said(getattr(facts, field)) for field in fields}
        assert not {field for field, value in said.items() if value and field not in columns.values()}
        found.add((labels(register)[sub.enterprise_id], str(sub.number), *(said[field] for field in columns.values())))
    assert found == {(row["enterprise"], row["number"], *(row[name] for name in columns)) for row in wanted}


def test_the_cases_are_those_written_down(register):
    wanted = expected.table("cases")
    fields = [name for name in wanted[0] if name not in ("enterprise", "ledger", "number")]
    found = {
        (
            labels(register)[sub.enterprise_id],
            sub.ledger,
            str(sub.number),
            *(expected.said(getattr(case, field)) for field in fields),
        )
        for case, sub in register.execute(
            select(Remediation, SubRecord).join(SubRecord, SubRecord.id == Remediation.sub_record_id)
        )
    }
    assert found == {tuple(row.values()) for row in wanted}


def test_the_questions_of_identity_are_those_written_down(register):
    by_number = {each.register_number: labels(register)[each.id] for each in living(register)}
    found = set()
    for asked in enterprises.in_review(register):
        others = {by_number[other.register_number] for other in asked.others}
        # a question between two is written down once
        found.add((asked.kind, frozenset({by_number[asked.found.register_number], *others})))
    assert found == {
        (row["why"], frozenset({row["enterprise"], *row["other"].split(";")})) for row in expected.table("questions")
    }


def test_conflicts_and_contradictions_are_those_written_down(register):
    problems = list(register.scalars(select(Problem).where(Problem.reading_id.is_(None))))
    conflicts = {
        (labels(register)[each.enterprise_id], each.field, ";".join(sorted(each.parameters["values"])))
        for each in problems
        if each.kind == "values_conflict"
    }
    assert conflicts == {(row["enterprise"], row["field"], row["values"]) for row in expected.table("conflicts")}
    subs = {sub.id: sub for sub in register.scalars(select(SubRecord))}
    contradictions = {
        (
            labels(register)[each.enterprise_id],
            subs[each.sub_record_id].ledger,
            str(subs[each.sub_record_id].number),
            each.parameters["claimed"],
        )
        for each in problems
        if each.kind == "claims_contradict"
    }
    assert contradictions == {tuple(row.values()) for row in expected.table("contradictions")}


def test_the_legal_persons_are_those_written_down(register):
    of_person = {}
    for each in living(register):
        if each.standing == Standing.CONFIRMED and each.legal_person_id is not None:
            of_person.setdefault(each.legal_person_id, set()).add(labels(register)[each.id])
    found = {
        (person.name, person.credit_code, frozenset(of_person[person.id]))
        for person in register.scalars(select(LegalPerson))
        if person.id in of_person
    }
    assert found == {
        (row["name"], row["credit_code"], frozenset(row["enterprises"].split(";")))
        for row in expected.table("legal_persons")
    }


@pytest.mark.parametrize("seed", range(3))
def test_any_order_makes_the_same_register(engine, workbooks, sqlite_template, tmp_path, seed):
    in_order = tmp_path / "in_order.db"
    in_order.write_bytes(sqlite_template.read_bytes())
    first = database.open_register(f"sqlite:///{in_order}")
    take_all(first, workbooks)
    shuffled = random.Random(seed).sample(workbooks, len(workbooks)) if seed else workbooks[::-1]
    take_all(engine, shuffled)
    assert text(engine) == text(first)
    first.dispose()


def test_all_of_them_twice_and_re_saved_change_nothing(engine, workbooks):
    take_all(engine, workbooks)
    before = text(engine)
    take_all(engine, workbooks)
    assert text(engine) == before
    copies = []
    for content, reading, _chunks in workbooks:
        copy = re_saved(content, reading.source.format)
        assert copy != content
        read = importers.read(copy, name=f"副本_{reading.source.file}")
        copies.append((copy, read, tuple(read.chunks)))
    take_all(engine, copies)
    assert text(engine) == before


def re_saved(content, kind):
    """The workbook as another program writes it."""
    out = io.BytesIO()
    if kind != "xls":
        openpyxl.load_workbook(io.BytesIO(content)).save(out)
        return out.getvalue()
    old = xlrd.open_workbook(file_contents=content, formatting_info=True)
    new = xlwt.Workbook(encoding="utf-8")
    for sheet in old.sheets():
        copy = new.add_sheet(sheet.name)
        copy.visibility = sheet.visibility
        anchors = {(top, left): (bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells}
        covered = {
            (row, column)
            for (top, left), (bottom, right) in anchors.items()
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        for row in range(sheet.nrows):
            for column in range(sheet.ncols):
                cell = sheet.cell(row, column)
                style = xlwt.XFStyle()
                style.num_format_str = old.format_map[old.xf_list[cell.xf_index].format_key].format_str
                value = cell.value
                if cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    value = bool(value)
                if (row, column) in anchors:
                    bottom, right = anchors[row, column]
                    copy.write_merge(row, bottom, column, right, value, style)
                elif (row, column) not in covered and cell.ctype != xlrd.XL_CELL_EMPTY:
                    copy.write(row, column, value, style)
        for number, info in sheet.rowinfo_map.items():
            copy.row(number).hidden = bool(info.hidden)
        for number, info in sheet.colinfo_map.items():
            copy.col(number).hidden = bool(info.hidden)
    new.save(out)
    return out.getvalue()
