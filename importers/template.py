"""The official ledger of a kind, empty or filled: what a county fills in reads without a problem.

Headings are the first of each field in the definitions; closed lists are drop-downs of the official labels, codes,
phones and dates are text, so that no digit is lost and a date is kept as precise as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from importers import ledger
from importers.ledger import Field
from inventory.vocabulary import OF_FIELD, Ledger

#: rows made ready to be written in, at least, and beyond those filled
ROWS, _MORE = 500, 100
#: rows of an empty ledger that are printed
_PRINTED = 30
_A3 = 8
_MADE_AT = datetime(2019, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FIRST = 3
_UNITS = {
    "t": "吨",
    "pct": "%",
    "MJ/kg": "MJ/kg",
    "t/h": "t/h",
    "m3/h": "m³/h",
    "m": "m",
    "10k_m3": "万m³",
    "10k_kwh": "万kWh",
}
_QUARTERS = {"Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度"}
_RULES = {
    "date": "填写到已知的程度，如2019-06-30、2019-06或2019",
    "deadline": "填写到已知的程度，如2019-06-30、2019-06或2019",
    "number": "只填数字，单位见表头；不明的留空",
    "count": "只填整数",
    "year": "填四位年份",
    "tick": "填“是”或“否”，不明的留空",
    "credit_code": "18位，按营业执照填写；没有的填“无”",
    "phone": "固定电话带区号",
    "degrees": "十进制度，六位小数（本市东经110至114度，北纬31至33度）",
    "permit_number": "22位，按排污许可证填写",
}


def template(
    kind: str, *, unit: str | None = None, filed: date | None = None, rows: Iterable[Mapping[str, Any]] = ()
) -> bytes:
    """The official ledger of a kind as an .xlsx.

    :param unit: the reporting unit named above the table. :param filed: the filing date named there.
    :param rows: records to fill it with; one that names a field in ``covered`` shares the cell of the row above.
    """
    records = list(rows)
    declared = ledger.ledgers()[kind]
    names = [name for name in declared.record_fields() if name in declared.fields and declared.fields[name].headings]
    # code and name of the industry share a column, 3031 黏土砖瓦及建筑砌块制造
    fields = {name: declared.fields[name] for name in names if name != "industry_code"}
    ready = max(ROWS, len(records) + _MORE)
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": _MADE_AT})
        page = book.add_worksheet("台账")
        title = book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"})
        heading = book.add_format(
            {
                "font_name": "黑体",
                "font_size": 10,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
            }
        )
        body = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        text, number = book.add_format({**body, "num_format": "@"}), book.add_format(body)
        last = len(fields)
        page.merge_range(0, 0, 0, last, f"{unit or ''}{Ledger(kind).label}台账", title)
        page.set_row(0, 30)
        page.write_string(1, 0, f"填报单位（盖章）：{unit or ''}")
        page.write_string(1, 7, f"填报时间：{filed.isoformat() if filed else ''}")
        page.write_string(2, 0, "序号", heading)
        page.set_column(0, 0, 5)
        page.set_row(2, 42)
        for column, (name, field) in enumerate(fields.items(), start=1):
            page.write_string(2, column, _heading(field), heading)
            plain = field.type in ("number", "count", "year", "degrees")
            page.set_column(column, column, 26 if name in ("name", "credit_code", "number", "address") else 13)
            for row in range(_FIRST, _FIRST + ready):
                page.write_blank(row, column, None, number if plain else text)
            _rule(page, column, name, field, ready)
        for row, record in enumerate(records, start=_FIRST):
            page.write_number(row, 0, row - _FIRST + 1, number)
            for column, (name, field) in enumerate(fields.items(), start=1):
                value = _value(name, field, record)
                if value is None and field.written_once and row > _FIRST:
                    # left blank it would be taken for the township of the row above, written once for both
                    value = "无"
                if isinstance(value, int | float):
                    page.write_number(row, column, value, number)
                elif value:
                    page.write_string(row, column, value, text)
        for column, first, last_row, value in _shared(fields, records):
            page.merge_range(first, column, last_row, column, value, number)
        name_at = 1 + list(fields).index("name")
        page.freeze_panes(_FIRST, name_at + 1)
        # as many pages beside each other as it takes, each with the names: on one page nobody could read it
        page.set_landscape()
        page.set_paper(_A3)
        page.set_print_scale(75)
        page.repeat_rows(2)
        page.repeat_columns(0, name_at)
        page.print_area(0, 0, _FIRST + (len(records) or _PRINTED) - 1, last)
        page.set_footer("&C第&P页 共&N页")
        _instructions(book.add_worksheet("填表说明"), declared.kind, fields)
    return stream.getvalue()


def _heading(field: Field) -> str:
    unit = _UNITS.get(field.unit or "")
    return f"{field.headings[0]}（{unit}）" if unit else field.headings[0]


def _shared(
    fields: Mapping[str, Field], records: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int, int, int, int | float]]:
    """Cells that several rows share, an amount of all of them together: column, first row, last row, value."""
    for column, name in enumerate(fields, start=1):
        first: int | None = None
        for place in range(len(records) + 1):
            if place < len(records) and name in (records[place].get("covered") or ()):
                continue
            if first is not None and place - first > 1 and (value := records[first].get(name)) is not None:
                yield column, _FIRST + first, _FIRST + place - 1, value
            first = place


def _rule(page: Worksheet, column: int, name: str, field: Field, ready: int) -> None:
    """What may be written in a column: chosen from a list, or as the message says; other entries are warned of."""
    options: dict[str, Any] = {"ignore_blank": True, "error_type": "warning"}
    listed = (
        [each.label for each in OF_FIELD[name]] if name in OF_FIELD else ["是", "否"] if field.type == "tick" else None
    )
    if listed:
        options |= {"validate": "list", "source": listed, "error_title": "填法", "error_message": "请从下拉列表中选择"}
    elif field.type in ("number", "count", "degrees"):
        options |= {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "请填写数字"}
    elif field.type in _RULES:
        options |= {"validate": "any"}
    else:
        return
    if field.type in _RULES:
        options |= {"input_title": field.headings[0][:32], "input_message": _RULES[field.type]}
    page.data_validation(_FIRST, column, _FIRST + ready - 1, column, options)


def _value(name: str, field: Field, record: Mapping[str, Any]) -> str | int | float | None:
    value = record.get(name)
    if name == "credit_code":
        value = value or record.get("registration_no") or record.get("organization_code")
    if field.type == "industry":
        value = " ".join(str(record[each]) for each in ("industry_code", "industry_name") if record.get(each)) or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in OF_FIELD:
        return OF_FIELD[name](value).label
    if field.type in ("date", "deadline") and "-Q" in str(value):
        return f"{str(value)[:4]}年{_QUARTERS[str(value)[-2:]]}"
    return value if isinstance(value, int | float) else str(value)


def _instructions(page: Worksheet, kind: str, fields: Mapping[str, Field]) -> None:
    page.set_column(0, 0, 100)
    lines = [
        f"填表说明：{Ledger(kind).label}",
        "请在“台账”工作表中填写：一企（一设备）一行，请勿改动表头，请勿增加列，请勿合并单元格。",
        "填报单位和填报时间写在表头上方，填报时间写到日，如“填报时间：2019-06-30”。",
        "没有的填“无”，不清楚的留空；请勿用“待核实”“/”代替。",
        "带下拉列表的单元格请从列表中选择；填好后整份报市局。",
    ]
    for name, field in fields.items():
        rule = "；".join(
            part
            for part in (
                "必填" if field.required or name == "name" else "选填",
                "从下拉列表中选择" if name in OF_FIELD else "",
                _RULES.get(field.type, ""),
            )
            if part
        )
        lines.append(f"“{field.headings[0]}”：{rule}。")
    for row, line in enumerate(lines):
        page.write_string(row, 0, line)
