"""What a marked workbook tells a county of a doubt: what is wrong, what was understood, what to write.

Always official Chinese, fields and codes by their labels. What a clerk of the bureau is told to do with the program
(`inventory.problems`) is put here in the words of somebody who only has the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from importers import ledger
from inventory import wording
from inventory.language import chinese
from inventory.reading import Problem, Record, Severity
from inventory.vocabulary import OF_FIELD, State

CALLED = {Severity.ERROR: "有误", Severity.WARNING: "请核实", Severity.INFO: "提示"}
TAKEN, TO_WRITE = "识别为：", "处理办法："
#: how every remark of ours begins and goes on, by whatever program its author was changed
OURS = re.compile(rf"^【(?:{'|'.join(CALLED.values())})】.*^{TO_WRITE}", re.DOTALL | re.MULTILINE)
#: kinds that ask who an enterprise is
OF_IDENTITY = frozenset({"code_shared", "name_meets_two_codes", "site_unclear", "judgements_contradict"})


class _Said(NamedTuple):
    """What was understood; what to write, and what is wrong, where the county is told so in other words."""

    taken: str
    to_write: str | None = None
    wrong: str | None = None


_APART = "暂单独登记，待市局核实，核实前不公布"
#: kinds whose understanding is no value of the row, or whose remedy is not the county's to carry out
_SAID = {
    "unknown_heading": _Said("该列未读取", "请将表头改为规范名称（最接近：{nearest}）；与台账无关的列，请告知市局忽略"),
    "repeated_heading": _Said("该列未读取，以另一列为准"),
    "name_by_content": _Said("该列按企业名称读取", "请将表头改为“企业名称”", "表头“{raw}”无法识别，列内都是企业名称"),
    "missing_column": _Said("该字段按未填处理", "请补上“{field}”列；已有该列的，请将表头改为“{field}”"),
    "total_differs": _Said("以各行合计 {counted} 为准"),
    "hidden_sheet": _Said("该工作表未读取"),
    "hidden_rows": _Said("已作为台账数据读取"),
    "hidden_columns": _Said("已作为台账数据读取"),
    "sheet_not_read": _Said("该工作表未读取", "属于台账的，请将表头改为规范名称；不属于台账的，无需处理"),
    "breakdown_not_read": _Said("该行未读取，以上一行为准", "请每台设备单独填写一行，不再填写其合计行"),
    "no_heading": _Said("该列没有表头，未读取", "请在该列上方填写表头；与台账无关的列，请删除"),
    "table_not_read": _Said("该表未读取", "属于台账的，请将表头改为规范名称；不属于台账的，无需处理"),
    "joint_no": _Said("各项条件均按未说明处理"),
    "as_of_received": _Said("数据时点按收到日期 {as_of} 计", "请在表格上方写明填报时间，如“填报时间：2019年6月30日”"),
    "as_of_said_otherwise": _Said(
        "数据时点按工作簿所写 {found} 计",
        "请核对填报时间，有误的请更正",
        "工作簿所写填报时间 {found} 与登记时指定的 {said} 不一致",
    ),
    "second_ledger": _Said(
        "作为补充，与第 {submission} 次报送同时有效", "两份都应保留的，无需处理；本份用于更正的，请告知市局"
    ),
    "ledger_again": _Said("与第 {submission} 次报送同时有效，企业不重复登记"),
    "values_conflict": _Said(
        "暂以 {stands} 为准",
        "请查明后在本表填写正确的值；另一份台账有误的，请一并更正",
        "{field}：同日的台账说法不一（{values}）",
    ),
    "correction_contradicted": _Said(
        "以市局核定的 {stands} 为准",
        "请核实；市局核定有误的，请书面说明",
        "{field}：本表所写 {said} 与市局核定的 {stands} 不一致",
    ),
    "claims_contradict": _Said(
        "整治进度按“{claimed}”计",
        "请查明实际进度，使“{claiming}”与“{limiting}”两栏相符",
        "“{claiming}”所填进度超出“{limiting}”一栏",
    ),
    "unit_differs": _Said("暂按已登记的填报单位统计", "请核实企业所在地；不属于本县（市、区）的，请从本表删去"),
    "address_differs": _Said(
        "暂按同一处场所登记", "确为一处的，请统一地址的写法；确有多处的，请在企业名称中注明（如一分厂、二分厂）"
    ),
    "code_shared": _Said(_APART, "请对照营业执照核对代码，填错的请更正；确为同一企业改名的，请在备注栏写明曾用名"),
    "name_meets_two_codes": _Said(_APART, "请按营业执照补填统一社会信用代码"),
    "site_unclear": _Said(_APART, "请写明是哪一处场所：填写地址，或在企业名称中注明分厂"),
    "judgements_contradict": _Said("暂按已登记的情况处理", "由市局处理，无需改动"),
    "unknown_value": _Said("（未采用）"),
    "two_classes": _Said("（未采用）"),
}


def labels(kinds: list[str]) -> dict[str, str]:
    """What fields, kinds and states are called in the remarks on a workbook of these ledgers."""
    return {**{each.value: each.label for each in State}, **ledger.labels(kinds)}


def wrong(problem: Problem, called: Mapping[str, str]) -> str:
    """What is wrong, in a sentence."""
    said = _SAID.get(problem.kind)
    if said and said.wrong:
        return wording.filled(said.wrong, problem, called)
    return wording.message(problem, chinese, called)


def to_write(problem: Problem, called: Mapping[str, str]) -> str:
    """What to write, or that nothing need be written."""
    said = _SAID.get(problem.kind)
    if said and said.to_write:
        return wording.filled(said.to_write, problem, called)
    return wording.remedy(problem, chinese, called)


def taken(problem: Problem, record: Record, called: Mapping[str, str]) -> str:
    """What was understood: the value that stands, or what was made of the column, the sheet, the enterprise."""
    if problem.kind in _SAID:
        return wording.filled(_SAID[problem.kind].taken, problem, called)
    return shown(problem.field or "", record.get(problem.field or ""))


def remark(problem: Problem, record: Record, called: Mapping[str, str]) -> str:
    """The comment on a doubtful cell."""
    return "\n".join(
        (
            f"【{CALLED[problem.severity]}】{wrong(problem, called)}",
            f"{TAKEN}{taken(problem, record, called)}",
            f"{TO_WRITE}{to_write(problem, called)}",
        )
    )


def reason(problem: Problem, called: Mapping[str, str]) -> str:
    """The doubt as it stands beside the row."""
    place = f"{problem.cell} " if problem.cell else ""
    return f"【{CALLED[problem.severity]}】{place}{wrong(problem, called)}"


def shown(name: str, value: object) -> str:
    """A value as a county would write it."""
    if value is None:
        return "（未采用）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in OF_FIELD:
        return OF_FIELD[name](str(value)).label
    return re.sub(r"\.0$", "", str(value)) if isinstance(value, float) else str(value)
