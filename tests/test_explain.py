"""How a workbook was understood: every row accounted for once, every unknown word ready to be taught."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import importers
from importers import explanation, lessons
from inventory import cli

HEADINGS = ["序号", "企业名称", "炉窑类型", "数量", "完成时限", "备注"]
ENTRY = [1, "青石窑业有限公司", "干燥炉（窑）", 1, "2019-09", None]


def workbook(rows, *, hidden=(), more=None) -> bytes:
    """The bytes of a workbook: rows of the first sheet, other sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = "台账"
    for name, listed in {"台账": rows, **(more or {})}.items():
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        for number, row in enumerate(listed, 1):
            for column, value in enumerate(row, 1):
                page.cell(number, column, value)
        if name in hidden:
            page.sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def explained(content: bytes, told=()) -> explanation.Explanation:
    return explanation.explained(content, importers.read(content, name="台账.xlsx", lessons=told))


_FIRMS = st.sampled_from(["青石", "白石", "红土", "长河", "南山", "北坡"])
_ROWS = st.one_of(
    st.builds(lambda firm, n, due: [n, f"{firm}窑业有限公司", "干燥炉（窑）", n, due, None], _FIRMS, st.integers(1, 9),
              st.sampled_from(["2019-09", "2019.6.31", "年底前", None])),
    st.builds(lambda kind: [None, None, kind, 1, None, None], st.sampled_from(["焙烧炉", "热处理炉", "怪炉"])),
    st.builds(lambda n: [f"{n}、淘汰类（2家）"], st.sampled_from("一二三")),
    st.sampled_from([
        HEADINGS, ["小计", None, None, 2], ["合计", None, None, 5], [1, 2, 3, 4, 5, 6], [7], [], [None, None, "散见"],
        ["注：数量以台计。"], ["填表人：某甲", None, "审核人：某乙"], [None, "（填全称）", "（选填）"], ["附件1"],
    ]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    above=st.lists(st.sampled_from([["谷城县工业炉窑台账"], ["填报单位：谷城县"], [], ["附件2"]]), max_size=3),
    body=st.lists(_ROWS, max_size=12),
    second=st.lists(_ROWS, max_size=4),
    beside=st.booleans(),
)
def test_every_row_of_every_visible_sheet_is_an_entry_or_named_for_what_it_is_exactly_once(above, body, second, beside):
    table = [HEADINGS, ENTRY, *body]
    if beside:
        table = [[*row, *[None] * (7 - len(row)), *row] for row in table]
    content = workbook([*above, *table], more={"第二张": second, "旧表": [HEADINGS, ENTRY]}, hidden=["旧表"])
    found = explained(content)
    assert {each.sheet for each in found.balances} == {"台账", "第二张"}
    for each in found.balances:
        assert (each.missing, each.doubled) == ((), ()), each


@pytest.mark.parametrize(
    ("entries", "others", "missing", "doubled"),
    [
        ({1, 2}, [3, 4], (), ()),
        ({1, 2}, [3], (4,), ()),
        ({1, 2, 3}, [3, 4], (), (3,)),
        ({1, 2}, [4, 4, 3], (), (4,)),
        ({1, 2, 9}, [3, 4], (), (9,)),
        ({1, 2, 3}, [1], (4,), (1,)),
    ],
)
def test_a_row_passed_over_or_told_of_twice_upsets_the_balance(entries, others, missing, doubled):
    content = workbook([["甲"], ["乙"], ["丙"], ["丁"]])
    told = [("台账", row, "note") for row in others]
    (found,) = explanation._balances(content, {"台账": entries}, told, None)
    assert (found.missing, found.doubled) == (missing, doubled)
    assert found.is_balanced == (not missing and not doubled)


TOP = [["谷城县工业炉窑台账"], ["填报单位：谷城县", None, None, "填报时间：2019-07-01"]]


def problems(content: bytes, told=()) -> list[str]:
    reading = importers.read(content, name="台账.xlsx", lessons=told)
    return [p.kind for p in reading.problems] + [
        p.kind for chunk in reading.chunks for entry in chunk.entries for p in entry.problems
    ]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("网格员签字", "某甲"),
        ("炉子的类\n型号", "某型"),
        ('打"勾"\\处', "√"),
        ("是否上报", "是"),
        ("燃料去哪里买", "某矿"),
    ],
)
def test_pasted_as_it_stands_the_toml_settles_every_unknown_heading(heading, cell):
    content = workbook([*TOP, [*HEADINGS, heading], [*ENTRY, cell]])
    assert problems(content) == ["unknown_heading"]
    text = explained(content).toml()
    told = lessons.parsed(text)
    assert [lesson.said for lesson in told] == [heading.replace("\n", "")]
    assert "台账!G3" in text
    assert "unknown_heading" not in problems(content, told)


def test_pasted_as_it_stands_the_toml_settles_a_spelling_that_comes_near_a_known_one():
    row = [1, "青石窑业有限公司", "干燥型炉窑", 1, "2019-09", None]
    content = workbook([*TOP, HEADINGS, row])
    assert problems(content) == ["unknown_spelling"]
    (lesson,) = lessons.parsed(explained(content).toml())
    assert (lesson.said, lesson.field, lesson.code) == ("干燥型炉窑", "kiln_type", "drying_kiln")
    assert problems(content, [lesson]) == []


def test_a_spelling_that_comes_near_none_is_offered_with_the_codes_there_are_and_decided_by_nobody():
    row = [1, "青石窑业有限公司", "某某", 1, "2019-09", None]
    text = explained(workbook([*TOP, HEADINGS, row])).toml()
    assert lessons.parsed(text) == []
    assert '# CODE = ["某某"]' in text
    assert "drying_kiln 干燥炉" in text
    decided = lessons.parsed(text.replace("# CODE", "drying_kiln"))
    assert problems(workbook([*TOP, HEADINGS, row]), decided) == []


def test_a_tick_that_cannot_be_read_is_no_spelling_to_teach():
    content = workbook([*TOP, [*HEADINGS, "是否达标排放"], [*ENTRY, "看情况"]])
    assert problems(content) == ["unknown_spelling"]
    assert explained(content).toml() == ""


def test_a_heading_is_offered_in_the_ledger_of_its_own_table():
    coal = [["企业名称", "年用煤量（吨）", "怪列"], ["白石热力有限公司", 100, "某"]]
    content = workbook([*TOP, [*HEADINGS, "烧什么"], [*ENTRY, "某"]], more={"用煤": [["谷城县用煤台账"], *coal]})
    assert {lesson.ledger for lesson in explained(content).unknown} == {"kilns", "coal_users"}


def test_the_command_says_it_in_the_language_of_who_reads(tmp_path, monkeypatch):
    file = tmp_path / "台账.xlsx"
    file.write_bytes(workbook([*TOP, [*HEADINGS, "网格员签字"], [*ENTRY, "某甲"], ["合计", None, None, 1]]))
    for language, words in (
        ("zh_CN", ["已知表头", "【未读取】表头无法识别", "合计", "企业名称", "填报时间", "ignore = ["]),
        ("en", ["known heading", "unknown heading", "total", "official name", "ignore = ["]),
    ):
        monkeypatch.setenv("INVENTORY_LANG", language)
        told = CliRunner().invoke(cli.main, ["ledger", "explain", str(file)], prog_name="inventory").stdout
        assert [word for word in words if word not in told] == []
    document = json.loads(CliRunner().invoke(cli.main, ["ledger", "explain", str(file), "--json"]).stdout)
    (sheet,) = document["accounting"]
    assert (sheet["rows"], sheet["entries"], sheet["balanced"]) == (5, 1, True)
    assert lessons.parsed(document["toml"])[0].said == "网格员签字"
