"""What people ask the register: typed answers, with the place every fact comes from."""

from __future__ import annotations

import pytest
from handed_in import CODE_A, CODE_B, day, firm, reading, take

from inventory import addresses, database
from inventory.errors import Ambiguous, NotFound, NotUnderstood
from inventory.queries import doubts, enterprises, legal_persons, stored, submissions, teaching
from inventory.reading import Column, Problem, Severity, Table
from inventory.vocabulary import LessonKind

BRICKS, PAPER = "襄阳甲寅砖厂", "襄阳丁未纸业有限公司"


@pytest.fixture
def session(engine):
    take(
        engine,
        reading(
            firm(BRICKS, credit_code=CODE_A, township="甲镇", due_on="2019-06"), as_of="2019-04-30", file="四月.xlsx"
        ),
    )
    take(
        engine,
        reading(
            firm(BRICKS, kiln_type="melting_furnace", measures="治理"),
            firm(PAPER, credit_code=CODE_B),
            ledger="kilns",
            file="炉窑.xlsx",
            problems=[Problem("hidden_sheet", Severity.INFO, sheet="旧表", raw="旧表")],
        ),
    )
    take(engine, reading(firm(PAPER), unit="谷城县", file="谷城.xlsx"))
    take(engine, reading(firm(PAPER, credit_code=CODE_A), firm(PAPER), file="六月.xlsx"))
    with database.reading(engine) as session:
        yield session


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("砖", [BRICKS]),
        ("甲寅", [BRICKS]),
        ("襄阳甲寅 砖厂", [BRICKS]),
        (CODE_A, [PAPER, BRICKS]),
        (CODE_B[:10], [PAPER, PAPER, BRICKS]),
        ("%", []),
        ("丑", []),
        ("420607-00001", [BRICKS]),
    ],
)
def test_finding_by_part_of_a_name_a_code_or_a_number(session, said, names):
    assert [each.name for each in enterprises.find(session, said, unit="襄州区")] == names


def test_all_about_one_enterprise(session):
    whole = enterprises.whole(session, "420607-00001")
    assert (whole.found.name, whole.legal_person is not None, whole.codes) == (BRICKS, True, (("credit_code", CODE_A),))
    township = next(fact for fact in whole.facts if fact.field == "township")
    assert (township.value, str(township.origin)) == ("甲镇", "四月.xlsx 台账!3")
    assert [(part.address, part.case is not None, part.not_listed_since) for part in whole.parts] == [
        ("420607-00001/scattered_polluters/1", True, day("2019-06-25")),
        ("420607-00001/kilns/1", True, None),
    ]
    assert [(each.file_name, each.rows) for each in whole.listings] == [("炉窑.xlsx", 1), ("四月.xlsx", 1)]


def test_a_fact_names_its_cell_where_its_row_has_one(engine):
    read = reading(firm(BRICKS, address="东路1号"))
    columns = (Column("A", "序号", None), Column("B", "企业名称", "name"), Column("C", "地址", "address"))
    read.tables = (Table("台账", "scattered_polluters", "襄州区", columns, 1, 3),)
    take(engine, read)
    with database.reading(engine) as session:
        places = {fact.field: fact.origin.cell for fact in enterprises.whole(session, BRICKS).facts}
    # the address stands in no cell of the row itself: it was filled down from one above
    assert places == {"name": "B3", "address": None}


def test_one_is_meant_or_the_candidates_are_named(session):
    with pytest.raises(NotFound, match="无此厂"):
        addresses.site(session, "无此厂")
    with pytest.raises(Ambiguous) as told:
        addresses.site(session, PAPER)
    assert "420607-" in str(told.value)


def test_what_waits_in_review_names_what_it_may_be(session):
    found = [(each.found.name, each.kind, [o.name for o in each.others]) for each in enterprises.in_review(session)]
    assert ("襄阳丁未纸业有限公司", "name_meets_two_codes", [PAPER, PAPER]) in found
    assert (BRICKS, "code_shared", [PAPER]) in found
    assert enterprises.in_review(session, "谷城县") == []


def test_problems_by_unit_kind_severity_and_submission(session):
    kinds = {each.kind for each in doubts.listed(session, unit="襄州区")}
    assert {"hidden_sheet", "second_ledger", "code_shared", "name_meets_two_codes"} & kinds == {
        "hidden_sheet",
        "code_shared",
        "name_meets_two_codes",
    }
    assert {each.submission_id for each in doubts.listed(session, kind="hidden_sheet")} == {2}
    assert [each.kind for each in doubts.listed(session, submission=2)] == ["hidden_sheet"]
    assert {each.severity for each in doubts.listed(session, severity="warning")} == {"warning"}
    assert doubts.listed(session, unit="谷城县") == []


def test_submissions_with_their_rows(session):
    listed = submissions.listed(session)
    assert [(each.file_name, each.units, each.entries, each.is_in_force) for each in listed] == [
        ("六月.xlsx", ("襄州区",), 2, True),
        ("谷城.xlsx", ("谷城县",), 1, True),
        ("炉窑.xlsx", ("襄州区",), 2, True),
        ("四月.xlsx", ("襄州区",), 1, True),
    ]
    assert [each.id for each in submissions.listed(session, "谷城县")] == [3]
    assert [each.id for each in submissions.listed(session, ledger="kilns")] == [2]
    rows = [(each.row, each.kind, each.outcome, each.address) for each in submissions.rows(session, 1)]
    assert rows == [(1, "title", None, None), (3, "entry", "new", "420607-00001/scattered_polluters/1")]
    with pytest.raises(NotFound):
        list(submissions.rows(session, 99))


@pytest.mark.parametrize("said", [CODE_A, BRICKS, "420607-00001"])
def test_a_legal_person_by_code_name_or_site(session, said):
    holder = legal_persons.whole(session, said)
    assert (holder.credit_code, [site.name for site in holder.sites]) == (CODE_A, [PAPER, BRICKS])


def test_a_site_without_a_usable_code_has_no_known_legal_person(session):
    with pytest.raises(NotFound, match="no usable credit code"):
        legal_persons.whole(session, "420625-00001")


def test_what_readers_of_workbooks_are_told(session):
    assert "襄阳县" in teaching.units(session)["襄州区"]
    assert teaching.lessons(session) == []
    assert teaching.unit(session, "襄阳县") == "襄州区"
    assert LessonKind.HEADING
    with pytest.raises(NotUnderstood):
        teaching.unit(session, "无此县")


def test_stored_workbooks_come_back_as_handed_in(session):
    assert stored.in_force(session) == [1, 2, 3, 4]
    assert (stored.workbook(session, 1).file_name, stored.workbook(session, 1).content) == ("四月.xlsx", b"content")
    with pytest.raises(NotFound):
        stored.workbook(session, 99)
