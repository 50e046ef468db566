"""What stands beside a table makes way for our columns, and comes back when they are taken off."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor

from importers.workbook import placing


@pytest.mark.parametrize(
    ("area", "wider"),
    [
        ("A1:H8", "'一,二'!$A$1:$J$8"),
        ("A1:H8,A20:F30", "'一,二'!$A$1:$J$8,'一,二'!$A$20:$F$30"),
        ("A1:F8", "'一,二'!$A$1:$F$8"),
        (None, ""),
    ],
)
def test_charts_and_print_areas_make_way_and_come_back(area: str | None, wider: str) -> None:
    page = openpyxl.Workbook().create_sheet("一,二")
    page.print_area = area
    for column in (2, 9):
        chart = BarChart()
        chart.anchor = OneCellAnchor()
        chart.anchor._from.col = column
        page.add_chart(chart)
    before = page.print_area

    def columns() -> list[int]:
        return [chart.anchor._from.col for chart in page._charts]

    placing.shifted(page, 9, 2)
    assert (page.print_area or "", columns()) == (wider, [2, 11])
    placing.shifted(page, 9, -2)
    assert (page.print_area, columns()) == (before, [2, 9])


def test_a_stray_cell_in_the_last_corner_costs_nothing_and_is_passed_over() -> None:
    page = openpyxl.Workbook().active
    page["B3"], page["XFD1048576"] = "甲厂", "x"
    assert [cell.coordinate for cell in placing.written(page)] == ["B3", "XFD1048576"]
    assert placing.beside(page) == 3
