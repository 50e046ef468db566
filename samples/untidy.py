"""The parts the untidy workbooks are made of: columns, spellings, and a page with title, filing date and headings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samples import formats, writers
from samples.codes import credit_code
from samples.firms import XIANGZHOU
from samples.page import Column, Page, Said

#: ending of a file name → who writes it, where the workbook itself does not say
WRITERS: Mapping[str, Callable[[list[Page]], bytes]] = {
    ".xlsx": writers.xlsx,
    ".xlsm": writers.xlsm,
    ".xls": writers.xls,
    ".et": writers.xls,
    ".ods": formats.ods,
    ".xlsb": formats.xlsb,
}

SERIAL: Column = ("", ["序号"])
TOWN: Column = ("township", ["乡镇（街道）"])
NAME: Column = ("name", ["企业名称"])
CODE: Column = ("credit_code", ["统一社会信用代码"])
ADDRESS: Column = ("address", ["详细地址"])
PHONE: Column = ("contact_phone", ["联系电话"])
CLASS: Column = ("disposal_class", ["整治类别"])
MEASURES: Column = ("measures", ["整治措施"])
DUE: Column = ("due_on", ["完成时限"])
PROGRESS: Column = ("progress", ["整改进展"])
COAL: Column = ("coal_t", ["年用煤量（吨）"])
BOILER: Column = ("equipment", ["用煤设备"])
KILN: Column = ("kiln_type", ["炉窑类型"])
NOTE: Column = ("note", ["备注"])

CLOSE, RELOCATE, UPGRADE = Said("关停取缔", "close"), Said("整合搬迁", "relocate"), Said("升级改造", "upgrade")
UNDERWAY, DONE, NOT_STARTED = Said("整改中", "underway"), Said("已完成", "done"), Said("未启动", "not_started")
YES, NO = Said("是", True), Said("否", False)

#: invented codes that pass their check, as many as a workbook needs
CODES = [credit_code(XIANGZHOU, f"MA4Y{number:04}") for number in range(1, 10)]

TITLES = {
    "scattered_polluters": "“散乱污”企业整治台账",
    "coal_users": "重点用煤单位台账",
    "kilns": "工业炉窑整治台账",
    "voc_sources": "VOCs治理台账",
    "compliance_plans": "工业污染源全面达标排放计划台账",
    "permits": "排污许可管理台账",
}


@dataclass(frozen=True, slots=True)
class Untidy:
    """One workbook that shows one kind of mess, and what a careful clerk reads in it.

    ``refused``: why nothing is to be read in it, in a few words; then ``pages`` and truth say nothing.
    ``problems``: what is due about the file, a sheet or a row that is no entry: kind, and sheet where there is one.
    ``write``: makes the bytes, where the ending of the name does not say how.
    """

    shows: str
    pages: list[Page] = field(default_factory=list)
    ledger: str = "scattered_polluters"
    unit: str | None = "襄州区"
    as_of: str | None = "2019-06-25"
    refused: str | None = None
    problems: Sequence[Mapping[str, str]] = ()
    write: Callable[[list[Page]], bytes] | None = None

    def content(self, name: str) -> bytes:
        """The bytes under this file name."""
        return (self.write or WRITERS[name[name.rindex(".") :]])(self.pages)

    def golden(self, name: str) -> dict[str, Any]:
        """What a careful clerk reads, as it stands beside the workbook."""
        if self.refused:
            return {"file": name, "shows": self.shows, "refused": self.refused}
        pages = [page for page in self.pages if not page.is_hidden]
        nameless = name.endswith((".csv", ".tsv"))
        return {
            "file": name,
            "shows": self.shows,
            "ledger": self.ledger,
            "county": self.unit,
            "as_of": self.as_of,
            "columns": {"" if nameless else page.name: page.fields() for page in pages if page.columns},
            "entries": [_placed(entry, nameless) for page in pages for entry in page.entries],
            "other_rows": [_placed(other, nameless) for page in pages for other in page.other_rows],
            "problems": list(self.problems),
        }


def _placed(row: Mapping[str, Any], nameless: bool) -> dict[str, Any]:
    return {**row, "sheet": None} if nameless else dict(row)


def page(
    *columns: Column,
    ledger: str = "scattered_polluters",
    unit: str = "襄州区",
    filed: str | None = "2019年6月25日",
    name: str = "台账",
    title: str | None = None,
) -> Page:
    """A sheet with its title, its filing date, and the headings, a sequence number before them."""
    made = Page(name)
    width = len(columns) + 1
    made.line("title", (1, title or f"{unit}{TITLES[ledger]}"), merge_to=width)
    if filed:
        made.line("meta", (1, f"填报时间：{filed}"))
    made.heading(SERIAL, *columns)
    return made
