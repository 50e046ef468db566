"""Outside lists held against the register: what is sure, what is asked, and the file that is handed on."""

from __future__ import annotations

import json

import openpyxl
import pytest
import sheets
from click.testing import CliRunner
from handed_in import CODE_A, CODE_B, CODE_C, firm, reading, take

from importers import outside
from inventory import cli, database, identity, reference
from inventory.candidates import Index, Known
from inventory.errors import NotUnderstood, RecognitionError
from inventory.likeness import Described
from inventory.resolving import Answer, resolve


def known(number, name, unit="襄州区", host=None, code=None, names=(), **said):
    folded = tuple(identity.folded(each) for each in (name, *names))
    described = Described(name, unit, host, credit_code=code, **said)
    return Known(number, f"420607-{number:05}", described, folded, (code,) if code else ())


REGISTER = Index(
    [
        known(1, "襄阳嘉寅建材有限公司", code=CODE_A),
        known(2, "丙辰砖厂"),
        known(3, "永固石灰厂"),
        known(4, "永固石灰厂", "枣阳市"),
        known(5, "瑞恒铸造厂", "东津新区", "襄州区"),
        known(6, "天河饲料厂一分厂", code=CODE_B),
        known(7, "宏泰新型建材有限公司", names=("宏泰砖厂",)),
        known(8, "石灰厂", "谷城县"),
    ]
)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (Described("襄阳嘉寅建材有限责任公司"), 1),
        (Described("嘉寅建材厂", credit_code=CODE_A), 1),
        (Described("襄陽嘉寅建材有限公司", credit_code=CODE_A[:17]), 1),
        (Described("丙辰 砖厂", credit_code=CODE_C), 2),
        (Described("永固石灰厂", unit="枣阳市"), 4),
        (Described("瑞恒铸造厂", unit="襄州区"), 5),
        (Described("天河饲料厂1#分厂", credit_code=CODE_B), 6),
        (Described("宏泰砖厂"), 7),
        (Described("石灰厂", unit="谷城县"), 8),
    ],
)
def test_what_is_sure_joins(asked, number):
    found = resolve(asked, REGISTER)
    assert (found.answer, found.known and found.known.enterprise_id) == (Answer.SAME, number)
    assert found.reasons


@pytest.mark.parametrize(
    ("asked", "why", "number"),
    [
        (Described("永固石灰厂"), "several_fit", 3),
        (Described("石灰厂"), "name_is_generic", 8),
        (Described("丙辰砖厂", unit="宜城市"), "known_in_other_unit", 2),
        (Described("襄阳嘉寅建材有限公司", credit_code=CODE_C), "known_under_other_code", 1),
        (Described("旭日化工厂", credit_code=CODE_A), "code_of_unlike_name", 1),
        (Described("天河饲料厂二分厂", credit_code=CODE_B), "site_differs", 6),
        (Described("嘉寅建材厂"), "brand_equal", 1),
        (Described("襄阳佳寅建材有限公司"), "brand_near", 1),
        (Described("改过名的厂", former=("丙辰砖厂",)), "former_name", 2),
    ],
)
def test_what_is_unsure_asks(asked, why, number):
    found = resolve(asked, REGISTER)
    assert found.answer == Answer.ASK
    assert found.known is None
    assert why in {reason.kind for reason in found.reasons}
    assert number in {each.known.enterprise_id for each in found.candidates}


@pytest.mark.parametrize("name", ["乌有先生航天器修配所", "天河饲料厂三分厂", "枣阳嘉泰化工厂"])
def test_what_the_register_does_not_know_stays_alone(name):
    found = resolve(Described(name), REGISTER)
    assert (found.answer, found.known) == (Answer.NONE, None)


# ── the list itself ──

UNITS = reference.names()
HEADINGS = ["户号", "用户名称", "用电地址", "联系电话", "所属县局", "统一社会信用代码"]


def read(*rows, **said):
    return outside.read(sheets.xlsx(*rows), units=UNITS, **said)


def test_columns_are_known_by_the_headings_of_other_offices():
    (found,) = read(
        ["用电大户名单"], HEADINGS, [101, "襄阳嘉寅建材有限公司（已停产）", "黄集镇", "13800000001", "襄州区", CODE_A]
    )
    assert found.columns["name"] == "用户名称"
    (row,) = found.rows
    assert row.number == 3
    assert row.said == {
        "name": "襄阳嘉寅建材有限公司",
        "address": "黄集镇",
        "contact_phone": "13800000001",
        "county": "襄州区",
        "credit_code": CODE_A,
    }


def test_nothing_of_the_list_is_lost():
    (found,) = read(HEADINGS, [1, None, "某处"], [2, "丙辰砖厂"], HEADINGS, ["", "合计"])
    assert [row.said.get("name") for row in found.rows] == [None, "丙辰砖厂", None, None]
    assert found.headings == tuple(HEADINGS)
    assert found.rows[0].cells == ("1", "", "某处", "", "", "")


def test_a_cell_that_cannot_be_read_is_named():
    (found,) = read(HEADINGS, [1, "丙辰砖厂", "黄集镇", "13800000001", "火星", 9.14206e17])
    assert set(found.rows[0].unreadable) == {"county", "credit_code"}


def test_a_county_merged_downwards_counts_for_every_row():
    book = sheets.xlsx(["县区", "企业名称"], ["襄州区", "丙辰砖厂"], [None, "永固石灰厂"], merged=["A2:A3"])
    (found,) = outside.read(book, units=UNITS)
    assert [row.said["county"] for row in found.rows] == ["襄州区", "襄州区"]


def test_a_former_name_has_its_own_column_or_stands_behind_the_name():
    (found,) = read(["企业名称", "曾用名"], ["嘉寅建材有限公司", "丙辰砖厂"], ["永固石灰厂（原旭日石灰厂）", None])
    assert [row.said["former_name"] for row in found.rows] == ["丙辰砖厂", "旭日石灰厂"]


@pytest.mark.parametrize("said", ["对方", "B", "b"])
def test_a_column_can_be_named_by_heading_or_letter(said):
    (found,) = read(["号", "对方"], [1, "丙辰砖厂"], columns={"name": said})
    assert [row.said["name"] for row in found.rows] == ["丙辰砖厂"]


def test_a_list_without_headings_needs_a_letter():
    with pytest.raises(RecognitionError, match="--name-column"):
        read(["丙辰砖厂"], ["永固石灰厂"])
    (found,) = read(["丙辰砖厂"], ["永固石灰厂"], columns={"name": "A"})
    assert [row.said["name"] for row in found.rows] == ["丙辰砖厂", "永固石灰厂"]


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(NotUnderstood, match="没有这一列"):
        read(["企业名称", "电话"], ["丙辰砖厂", "1"], columns={"name": "企业名称", "contact_phone": "没有这一列"})


# ── the command ──


@pytest.fixture
def run(engine, register_url, monkeypatch):
    """Call the command line on a register of four enterprises."""
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")
    take(
        engine,
        reading(
            firm("襄阳嘉寅建材有限公司", credit_code=CODE_A, legal_representative="王建国"),
            firm("丙辰砖厂"),
            firm("丙辰砖业有限公司"),
            firm("瑞恒化工厂", credit_code=CODE_B, note="曾用名：鼎盛化工厂"),
        ),
    )

    def call(*arguments):
        return CliRunner().invoke(cli.main, list(arguments), prog_name="inventory")

    return call


def documents(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def listed(tmp_path, *rows, headings=("序号", "用户名称", "统一社会信用代码")):
    file = tmp_path / "用电户.xlsx"
    file.write_bytes(sheets.xlsx(headings, *rows))
    return str(file)


ROWS = [
    (1, "襄阳嘉寅建材有限责任公司", None),
    (2, "丙辰砖业", None),
    (3, "乌有先生航天器修配所", None),
    (4, None, None),
    (5, "鼎盛化工厂", None),
]


def test_every_row_gets_an_answer_with_reasons(run, tmp_path):
    found = documents(run("enterprise", "resolve", listed(tmp_path, *ROWS), "--json"))
    assert [each["answer"] for each in found] == ["same", "ask", "none", None, "ask"]
    assert found[0]["registered_name"] == "襄阳嘉寅建材有限公司"
    assert found[1]["candidates"][0]["name"] == "丙辰砖业有限公司"
    assert found[4]["reasons"][0]["kind"] == "former_name"


def test_the_answers_are_counted_and_the_table_names_candidates(run, tmp_path):
    found = run("enterprise", "resolve", listed(tmp_path, *ROWS))
    assert found.exit_code == 0
    assert "丙辰砖业有限公司" in found.stdout
    assert "1 rows name no firm" in found.stderr


def test_the_list_is_written_in_official_chinese_beside_its_own_columns(run, tmp_path):
    out = tmp_path / "out" / "比对.xlsx"
    assert run("enterprise", "resolve", listed(tmp_path, *ROWS), "--to", str(out)).exit_code == 0
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows[2][:6] == ("序号", "用户名称", "统一社会信用代码", "比对结果", "企业编号", "登记名称")
    assert [row[3] for row in rows[3:8]] == ["同一企业", "待人工判断", "未匹配", "未写企业名称", "待人工判断"]
    assert rows[3][5] == "襄阳嘉寅建材有限公司"
    assert "名称相同" in rows[3][6]
    assert "丙辰砖业有限公司" in rows[4][7]


def test_resolving_changes_nothing(run, engine, tmp_path):
    before = documents(run("enterprise", "review", "--json"))
    run("enterprise", "resolve", listed(tmp_path, *ROWS))
    assert documents(run("enterprise", "review", "--json")) == before
    with database.reading(engine) as session:
        assert not session.dirty


def test_review_lists_pairs_until_they_are_judged(run):
    (pair,) = documents(run("enterprise", "review", "--json"))
    assert (pair["kind"], pair["name"], pair["others"][0][13:]) == ("candidate", "丙辰砖厂", "丙辰砖业有限公司")
    assert pair["score"] > 0.75
    assert {"kind": "brand_equal", "one": "丙辰", "other": "", "message": "same brand: 丙辰"} in pair["reasons"]
    answered = ("--because", "两家", "--by", "周敏")
    assert run("enterprise", "different", pair["register_number"], pair["others"][0][:12], *answered).exit_code == 0
    assert documents(run("enterprise", "review", "--json")) == []


def test_review_of_another_unit_does_not_show_the_pair(run):
    assert documents(run("enterprise", "review", "--unit", "枣阳市", "--json")) == []
    assert len(documents(run("enterprise", "review", "--unit", "襄州区", "--json"))) == 1
