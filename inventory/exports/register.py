"""The current register laid out as official tables: cases, enterprises, permits, and the ledger of one kind.

For use within the bureau: these hold persons and phones as the ledgers do, and say so under the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from inventory.caseload import Case
from inventory.exports.noncompliant import CALLED
from inventory.exports.sheets import Cell, Column, Sheet
from inventory.permits import Held
from inventory.status import class_of
from inventory.vocabulary import OF_FIELD, Code, Ledger, Standing

WITHIN = "注：本表含联系人及电话，限内部使用，不得公开。"

CASES = (
    Column("序号", "position", 5, is_centred=True),
    Column("县(市、区)", "unit", 10, is_centred=True),
    Column("乡镇(街道)", "township", 10, is_centred=True),
    Column("企业名称", "name", 26),
    Column("编号", "address", 22),
    Column("台账", "ledger", 14),
    Column("整治类别", "disposal_class", 10, is_centred=True),
    Column("整改时限", "due_on", 11, is_centred=True),
    Column("台账上报进展", "claimed", 11, is_centred=True),
    Column("核实状态", "state", 10, is_centred=True),
    Column("状态日期", "state_on", 11, is_centred=True),
    Column("轮次", "round", 5, is_centred=True),
    Column("核查不符", "is_contradicted", 8, is_centred=True),
    Column("超期", "is_overdue", 6, is_centred=True),
)

ENTERPRISES = (
    Column("序号", "position", 5, is_centred=True),
    Column("县(市、区)", "county", 10, is_centred=True),
    Column("乡镇(街道)", "township", 10, is_centred=True),
    Column("企业编号", "register_number", 14),
    Column("企业名称", "name", 26),
    Column("统一社会信用代码", "credit_code", 20),
    Column("法定代表人", "legal_representative", 10, is_centred=True),
    Column("联系电话", "contact_phone", 13),
    Column("地址", "address", 24),
    Column("经度", "longitude", 11),
    Column("纬度", "latitude", 10),
    Column("行业", "industry_name", 18),
    Column("身份", "standing", 8, is_centred=True),
)

PERMITS = (
    Column("序号", "position", 5, is_centred=True),
    Column("县(市、区)", "unit", 10, is_centred=True),
    Column("企业名称", "name", 26),
    Column("统一社会信用代码", "credit_code", 20),
    Column("排污许可证编号", "number", 24),
    Column("管理类别", "category", 10, is_centred=True),
    Column("名录版本", "catalogue_edition", 8, is_centred=True),
    Column("有效期起", "valid_from", 11, is_centred=True),
    Column("有效期止", "valid_to", 11, is_centred=True),
    Column("延续申请期限", "renewal_due_on", 11, is_centred=True),
    Column("状态", "validity", 12, is_centred=True),
    Column("发证机关", "authority", 20),
)

#: fields whose texts need more room than their heading
WIDE = {"name": 26, "address": 24, "credit_code": 20, "number": 24, "existing_problems": 24, "measures": 20}


def cases(found: Iterable[Case], on: date, city: str) -> Sheet:
    """Every case: what its ledger claims beside what was verified."""
    rows: list[list[Cell]] = []
    for position, case in enumerate(found, start=1):
        status, disposal, claimed = case.status, class_of(case), case.claim.state
        rows.append(
            [
                position,
                case.site.unit,
                case.site.township,
                case.site.name,
                case.address,
                CALLED[case.ledger],
                disposal.label if disposal else None,
                status.deadline.said if status.deadline else None,
                claimed.label if claimed else None,
                status.state.label,
                (status.state_on or case.listed_on).isoformat(),
                status.round,
                status.is_contradicted or None,
                case.is_overdue(on) or None,
            ]
        )
    return Sheet("挂账台账", f"{city}污染整治任务挂账台账", CASES, rows, f"截至{on.isoformat()}")


def enterprises(found: Iterable[Mapping[str, Any]], city: str) -> Sheet:
    """Every enterprise with rows in force."""
    rows = [
        [position, *(_standing(row) if c.field == "standing" else row[c.field] for c in ENTERPRISES[1:])]
        for position, row in enumerate(found, start=1)
    ]
    return Sheet("企业名录", f"{city}污染源企业名录", ENTERPRISES, rows, footnotes=(WITHIN,))


def permits(found: Iterable[Held], on: date, city: str) -> Sheet:
    """Every permit, and what it is worth on the day."""
    rows: list[list[Cell]] = []
    for position, held in enumerate(found, start=1):
        facts, category = held.facts, held.category
        rows.append(
            [
                position,
                held.unit,
                held.name,
                held.credit_code,
                facts["number"],
                category.label if category else None,
                facts["catalogue_edition"],
                facts["valid_from"],
                facts["valid_to"],
                held.renewal_due_on.isoformat() if held.renewal_due_on else None,
                held.validity(on).label,
                facts["authority"],
            ]
        )
    return Sheet("排污许可", f"{city}固定污染源排污许可台账", PERMITS, rows, f"有效状态截至{on.isoformat()}")


COUNTS = {
    "unit": Column("县(市、区)", "unit", 12, is_centred=True),
    "ledger": Column("台账", "ledger", 26),
    "disposal_class": Column("整治类别", "disposal_class", 12, is_centred=True),
    "township": Column("乡镇(街道)", "township", 14, is_centred=True),
    "industry_name": Column("行业", "industry_name", 26),
    "month": Column("到期月份", "month", 12, is_centred=True),
    "cases": Column("任务数", "cases", 10),
    "listed": Column("挂账", "listed", 10),
    "claimed": Column("上报完成", "claimed", 10),
    "claimed_pct": Column("上报完成率(%)", "claimed_pct", 12),
    "verified": Column("核实完成", "verified", 10),
    "verified_pct": Column("核实完成率(%)", "verified_pct", 12),
    "struck_off": Column("已销号", "struck_off", 10),
    "overdue": Column("超期", "overdue", 10),
    "relapsed": Column("死灰复燃", "relapsed", 10),
}


def counts(found: Iterable[Mapping[str, Any]], columns: Sequence[str], on: date, city: str) -> Sheet:
    """The status table, or the target reached."""
    rows = [[value.label if isinstance(value := row[name], Code) else value for name in columns] for row in found]
    laid_out = [COUNTS[name] for name in columns]
    return Sheet("整治进展", f"{city}污染整治任务进展统计表", laid_out, rows, f"截至{on.isoformat()}")


def ledger(kind: str, found: Sequence[Mapping[str, Any]], headings: Mapping[str, str], city: str) -> Sheet:
    """The ledger of a kind as a county would hand it in: official headings, labels for codes, √ and × for ticks.

    :param headings: field → official heading, in the order of the ledger definition; a field without one is left out.
    """
    fields = [field for field in headings if any(row.get(field) is not None for row in found) or field in ("name",)]
    columns = [Column("序号", "position", 5, is_centred=True)]
    columns += [Column(headings[field], field, WIDE.get(field, 12)) for field in fields]
    rows = [
        [position, *(_said(field, row.get(field)) for field in fields)] for position, row in enumerate(found, start=1)
    ]
    title = f"{city}{Ledger(kind).label}台账"
    return Sheet(Ledger(kind).label[:20], title, columns, rows, footnotes=(WITHIN,))


def _said(field: str, value: Any) -> Cell:
    if isinstance(value, bool):
        return "是" if value else "否"
    if field in OF_FIELD and value is not None:
        return OF_FIELD[field](value).label
    said: Cell = value
    return said


def _standing(row: Mapping[str, Any]) -> str:
    return Standing(row["standing"]).label
