"""What stands around the rows of a table: titles, meta rows, notes, signatures, and what they say.

Titles and meta rows name the reporting unit, the filing date or reporting period, and sometimes the
unit of quantities (单位：万吨).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from importers.labels import fold
from inventory import values
from inventory.reading import PartialDate
from inventory.vocabulary import AsOfBasis

_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明|注意事项?|附注|填表须知|填写说明|填报要求|\*+|※)(?:\d*[:.、;]|$)|^注\d|^以下(?:空白|无)|^(?:\d+[.、])?(?:填表说明|填报说明|填写说明|填报要求|本表)"
)
_SIGNATURE = re.compile(
    r"^(?:填表|制表|填报|审核|复核|经办|统计|上报|报送|分管|主管|主要|单位|部门|签发|审批|校核|核实)(?:人员?|负责人|领导|单位负责人)?(?:\((?:签字|签名|签章|盖章)\))?[:]|^(?:填表人|制表人|填报人|审核人|审核|复核|负责人|领导|联系人|联系电话)[:(]|签字[:)]|签章"
)
_META = re.compile(
    r"(?:填报|填表|报送|上报|制表|编制|统计|汇报)(?:单位|部门|时间|日期|县区|机关)|^单位(?:名称)?(?:\(?盖章\)?|\(公章\))|^单位[:]|计量单位|数据截止|截至|截止(?:时间|日期)?[:]|^(?:时间|日期)[:]|盖章|公章|联系电话[:]"
)
_ANNEX = re.compile(r"^(?:附件|附表|附|表|样表|附录)[\d一二三四五六七八九十\-－.]*[:]?$")
_TOTAL = re.compile(r"^.{0,12}?(合计|总计|小计|共计|总共|累计)(.{0,12})$")
_ENDS_IN_TOTAL = re.compile("(合计|总计|小计|共计)[:]?$")
_TOTAL_SHORT = re.compile(r"^(?:总数|总和|汇总|合|计)$")
_A_FIRM = re.compile(r"公司|厂|店|厂房|合作社|经营部|加工[部点坊]|门市|有限|集团|砖瓦|作坊|个体|工作室|场$|站$|部$")
_COUNT = re.compile(r"(\d+)\s*(家|户|个|条|台|座|处)")

_FILED = re.compile(
    r"(?:填报|填表|报送|上报|制表|编制|填写|报出|提交|统计|汇总)(?:时间|日期|日)[:]?(.*)$|^(?:时间|日期)[:](.*)$"
)
_UNTIL = re.compile(
    r"(?:截至|截止到?|截止时间[:]?|截止日期[:]?|数据截止[:]?)(?:至|到)?(\d{4}[年.\-/]\d{1,2}(?:[月.\-/](?:\d{1,2}日?|底|末)?)?(?:底|末)?)"
)
_QUARTER = re.compile(r"(\d{4})年度?第?([一二三四1-4])季度")
_HALF = re.compile(r"(\d{4})年度?(上|下)半年")
_MONTH = re.compile(r"(\d{4})(?:年|\.|-|/)(\d{1,2})月(?:份)?(?!\d{0,2}日)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|度|-|\.|/|(?!\d))")
_QUANTITY = re.compile(r"(?:计量|数量)?单位[:为](万?吨|千吨|公斤|千克|T|KG)(?:/年|/A)?(?![\w\u4e00-\u9fff])")


def kind_of(texts: Sequence[str]) -> str | None:
    """What a row outside or between the entries is, where its wording says so.

    :param texts: its non-blank cells, folded.
    """
    first = texts[0]
    if _ANNEX.match(first) and len(texts) <= 2:
        return "annex"
    if _NOTE.search(first):
        return "note"
    if total_said(texts):
        return "total" if total_said(texts) != "小计" else "subtotal"
    if any(_META.search(text) for text in texts) and not _SIGNATURE.search(first):
        return "meta"
    if any(_SIGNATURE.search(text) for text in texts):
        return "signature"
    return None


def total_said(texts: Sequence[str]) -> str | None:
    """合计, 小计 … where a row states one in one of its first texts."""
    for text in texts[:2]:
        if ends := _ENDS_IN_TOTAL.search(text):
            return ends[1]
        if len(text) <= 24 and not _A_FIRM.search(text):
            if found := _TOTAL.match(text):
                return found[1]
            if _TOTAL_SHORT.match(text):
                return "合计"
    return None


def count_said(text: str) -> tuple[int, bool] | None:
    """How many a section or total says it has (一、关停取缔类（12家）), and whether enterprises: 3台 are things."""
    found = _COUNT.search(text)
    return (int(found[1]), found[2] in "家户") if found else None


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the rows around a table say of it: filing date or period, years named, unit of quantities."""

    as_of: PartialDate | None
    basis: str | None
    years: frozenset[int]
    quantity: str | None

    @property
    def title_year(self) -> int | None:
        """The only year named, if there is just one."""
        return next(iter(self.years)) if len(self.years) == 1 else None


def occasion(rows: Iterable[Sequence[str]]) -> Occasion:
    """What the texts around a table say; a filing date outranks a reporting period."""
    filed: PartialDate | None = None
    period: PartialDate | None = None
    years: set[int] = set()
    quantity: str | None = None
    for texts in rows:
        for place, text in enumerate(texts):
            if found := _QUANTITY.search(text):
                quantity = found[1]
            date = _filed(text, texts[place + 1] if place + 1 < len(texts) else None)
            if date:
                filed = filed or date
                continue
            period = period or _period(text)
            years.update(int(year) for year in _YEAR.findall(text))
    if filed:
        return Occasion(filed, AsOfBasis.FILING_DATE.value, frozenset(years), quantity)
    return Occasion(period, AsOfBasis.REPORTING_PERIOD.value if period else None, frozenset(years), quantity)


def _filed(text: str, following: str | None) -> PartialDate | None:
    found = _FILED.search(text)
    if not found:
        return None
    said = (found[1] or found[2] or "").strip(":") or following
    taken = values.date(said) if said else None
    return PartialDate(taken.value, values.last_day(taken.value)) if taken and taken.value else None


def _period(text: str) -> PartialDate | None:
    said: str | None = None
    if found := _UNTIL.search(text):
        said = values.date(found[1]).value
    elif found := _QUARTER.search(text):
        said = f"{found[1]}-Q{'一二三四'.find(found[2]) + 1 or found[2]}"
    elif found := _HALF.search(text):
        said = f"{found[1]}-Q{2 if found[2] == '上' else 4}"
    elif (found := _MONTH.search(text)) and 1 <= int(found[2]) <= 12:
        said = f"{found[1]}-{int(found[2]):02}"
    return PartialDate(said, values.last_day(said)) if said and len(said) > 4 else None


def folded(cells: Iterable[object]) -> list[str]:
    """The texts of a row's non-blank cells, folded for comparing; a row merged over its width counts once."""
    made = []
    for cell in cells:
        if cell is None:
            continue
        text = fold(cell) if isinstance(cell, str) else str(cell)
        if text:
            made.append(text)
    return made
