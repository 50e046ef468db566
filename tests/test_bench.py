"""The bench runs, measures what it says, and the READMEs say what it measured. No speed is asserted."""

from __future__ import annotations

import sys

import pytest
from bench import __main__ as bench
from bench import contenders, figures, ledgers, process, stages, tables

from inventory.identity import are_alike, folded
from inventory.models import SourceRow
from inventory.values.codes import passes


def test_a_bench_of_a_few_rows_runs_through_on_both_databases(tmp_path, postgresql_url, monkeypatch, capsys):
    monkeypatch.setenv("INVENTORY_TEST_POSTGRESQL_URL", postgresql_url)
    kept = tmp_path / "figures.json"
    sizes = ["--small", "200", "--large", "200", "--known", "100", "--rounds", "1"]
    asked = ["--only", "small-known,profile", "--among", "ours,floor", "--python", sys.executable]
    bench.main([*sizes, *asked, "--figures", str(kept), "--folder", str(tmp_path), "--write"])
    found = figures.read(kept)
    for database in ("sqlite", "postgresql"):
        for program in ("ours", "floor"):
            figure = found.get("small-known", database, program)
            assert figure.rows == 200
            assert figure.seconds > 0
        assert found.stages[database]["starting"] > 0
        assert found.stages[database]["facts"] > 0
    assert tables.section(found, "en") in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [kept], "ledgers and databases are gone"


def test_a_contender_that_fails_ends_the_bench_and_says_why(tmp_path):
    with pytest.raises(RuntimeError, match=r"nothing\.xlsx"):
        process.run([sys.executable, contenders.__file__, "floor", "nothing.xlsx", "sqlite:///x"], {}, tmp_path)


def test_the_floor_keeps_as_many_indexes_as_our_row_table():
    ours = {index.name for index in SourceRow.__table__.indexes}
    unique = [each for each in SourceRow.__table__.constraints if type(each).__name__ == "UniqueConstraint"]
    assert len(contenders.INDEXES) == len(ours)
    assert [tuple(column.name for column in each.columns) for each in unique] == [contenders.PLACE]
    assert len(contenders.definitions()) == 1 + len(ours)


def test_ledgers_are_the_same_each_time_and_as_wide_as_said(tmp_path):
    for write in (lambda file: ledgers.scattered(file, 30), lambda file: ledgers.kilns(file, 100, 50)):
        one, other = (rows(write(tmp_path / name)) for name in ("one.xlsx", "other.xlsx"))
        assert one == other
        assert {len(row) for row in one} == {contenders.COLUMNS}


def test_generated_enterprises_differ_and_their_codes_pass():
    names = {folded(ledgers.name(number)) for number in range(20_000)}
    assert len(names) == 20_000
    assert all(passes(ledgers.code(number)) for number in range(0, 1_000_000, 4711))


def test_of_the_kilns_most_are_known_some_new_and_a_few_near(tmp_path):
    known = {ledgers.name(number) for number in range(500)}
    codes = {ledgers.code(number) for number in range(500)}
    listed = rows(ledgers.kilns(tmp_path / "kilns.xlsx", 1000, 500))[4:]
    by_code = [row for row in listed if row[3] in codes]
    by_name = [row for row in listed if not row[3] and row[2] in known]
    near = [row for row in listed if not row[3] and row[2] not in known]
    assert len(by_code) + len(by_name) == 900
    assert min(len(by_code), len(by_name)) > 400
    assert len(near) == 20
    assert all(are_alike(row[2], ledgers.name(int(row[3][10:17]))) for row in by_code)


@pytest.mark.parametrize(
    ("stack", "stage"),
    [
        ("", "starting"),
        ("inventory/cli/__init__.py:main;inventory/models/__init__.py:<module>", "starting"),
        ("importers/assembly.py:pieces;importers/workbook/xlsx.py:_rows", "reading"),
        ("importers/rows.py:entry;inventory/values/dates.py:date", "dates"),
        ("inventory/intake/rows.py:_entry;inventory/intake/traits.py:of;inventory/identity.py:folded", "folding"),
        ("inventory/intake/rows.py:_store_chunk;inventory/database/columns.py:insert", "row storage"),
        ("inventory/intake/register.py:rebuild;inventory/intake/subs.py:write", "facts"),
    ],
)
def test_a_sample_goes_to_the_stage_on_whose_behalf_it_was_taken(stack, stage):
    assert stages.stage(stack) == stage


@pytest.mark.parametrize("language", tables.READMES)
def test_the_readmes_say_what_was_measured(language):
    said = f"{tables.BEGIN}\n{tables.section(figures.read(), language)}\n{tables.END}"
    assert said in tables.READMES[language].read_text(encoding="utf-8"), "run: make bench"


def rows(file):
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
