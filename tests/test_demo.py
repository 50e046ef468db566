"""`inventory demo`: the way from the shipped ledgers to the quarterly list, in a folder of its own."""

from __future__ import annotations

import openpyxl
from click.testing import CliRunner

from inventory import cli
from inventory.cli import demo


def test_the_demonstration_leaves_a_register_and_the_list_and_can_be_repeated(tmp_path, monkeypatch):
    monkeypatch.setenv("INVENTORY_LANG", "zh_CN")
    monkeypatch.chdir(tmp_path)
    for _time in range(2):
        result = CliRunner().invoke(cli.main, ["demo", "--to", "shown"], catch_exceptions=False)
        assert result.exit_code == 0
    assert sorted(each.name for each in (tmp_path / "shown").iterdir()) == sorted(
        [demo.REGISTER, demo.LIST, demo.LIST.replace(".xlsx", ".csv")]
    )
    assert "已销号" in result.stdout
    assert "2019-06-15" in result.stdout, "the step that comes too early"
    plans, tasks, unverified = openpyxl.load_workbook(tmp_path / "shown" / demo.LIST).worksheets
    assert "未完成达标排放计划的企业名单" in str(plans["A1"].value)
    assert tasks.max_row > plans.max_row
    names = [cell.value for row in unverified.iter_rows() for cell in row]
    assert demo.CASE not in names, "verified in the demonstration"
