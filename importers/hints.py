"""Rows that say how to fill in: hints, examples, numbers of columns under the headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.columns import Column
from importers.labels import fold
from importers.workbook import Cell

#: how names of firms end
FIRM = re.compile(
    "公司|厂|店|合作社|经营部|加工[部点坊]|门市|集团|作坊|个体|工作室|中心|站|场|部|坊|行|所|院|局|校|矿|窑|点|园|社"
)
#: the number of a line
SEQUENCE = re.compile(r"^\(?[\d一二三四五六七八九十]{1,6}(?:\.0)?[)、.]?$")
_HINT = re.compile(
    r"填写|请填|必填|选填|填报|如[:实]|例如|^例|示例|样例|格式|下拉|选择|全称|与营业执照|一致|18位|保留|小数|单选|多选|^说明|精确到|不得为空|"
    r"可多选|填“|填\d|或[否×无]|是/否|有/无|√/×|打√|不填|照填|^\(.{4,}\)$|填[是有数名具]"
)
#: what is asked of whoever fills in the name; no firm is called so
_ASKS = re.compile("填写|请填|必填|选填|填报|营业执照|不得为空|单选|多选|(?:全称|名称)$")
#: Types of columns that read nothing but what is meant for them.
_CLOSED = frozenset({"number", "count", "date", "deadline", "interval", "code", "credit_code", "permit_number", "tick"})
#: what stands in a row of column numbers
_ORDINAL = re.compile(
    r"\d{1,2}(?:\.0)?|[A-Z]{1,2}|[甲乙丙丁戊己庚辛壬癸]|[一二三四五六七八九十]{1,3}|\d{1,2}=.+|-|—|栏次|列次|列号|序号|编号"
)


def are_hints(texts: Sequence[str], name: Cell, readers: Sequence[Column], inside: Sequence[tuple[int, Cell]]) -> bool:
    """Whether a row between headings and entries is one: column numbers, how to fill in, an example.

    :param texts: its cells folded, ``inside`` with the places they stand in, ``name`` the one under the name's heading.
    """
    bare = [re.sub(r"[()\[\]第]|(?<=\d)[列栏]|^[列栏](?=\d)", "", text) for text in texts]
    if len(bare) >= 3 and all(_ORDINAL.fullmatch(text) for text in bare):
        return True
    if re.match(r"示例|样例|举例|例(?:[\d:.子如]|$)", texts[0]):
        return True
    if isinstance(name, str):
        said = re.sub(r"\([^()]*\)$", "", fold(name))
        if FIRM.search(said[-2:]):
            return False
        if _ASKS.search(said) or (_HINT.search(said) and not _is_filled_in(readers, inside)):
            return True
    written = [text for text in texts if not SEQUENCE.match(text)]
    hinting = sum(bool(_HINT.search(text)) for text in written)
    return hinting >= 2 and hinting >= 0.5 * len(written)


def _is_filled_in(readers: Sequence[Column], inside: Sequence[tuple[int, Cell]]) -> bool:
    """Whether a cell holds what only an entry does: a quantity, a day, a code, where its column has such."""
    return any(
        column.definition.type in _CLOSED
        and column.at == index
        and (outcome := column.reader(cell)).values
        and not outcome.doubts
        for index, cell in inside
        for column in readers
    )
