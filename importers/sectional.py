"""How section rows are written: numbered (一、关停取缔类), counted (12家), in brackets (【石花镇】), labelled, bare."""

from __future__ import annotations

import re

NUMERAL = re.compile(
    r"^(?:[(\[]?[一二三四五六七八九十]{1,3}[)\]、.:]|第[一二三四五六七八九十]+[类部章]|[(\[]\d{1,2}[)\]]|\d{1,2}[、.](?!\d))"
)
_OF_THINGS = r"\d+[家户个条台座处](?:企业|单位|炉窑|窑炉)?"
COUNTED = re.compile(
    rf"(?:[(\[](?:共计|合计|小计|总计|共有|共|计)?:?{_OF_THINGS}[)\]]|(?:共计|共有|共)?:?{_OF_THINGS})$"
)
TOWNSHIP = re.compile(r"^[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|街道办|街道办事处|办事处|工业园|园区|开发区|管委会)$")
#: what says only of which field the value is: 所属乡镇：石花镇
_LABEL = re.compile(
    r"^(?:所属|所在)?(?:乡镇|镇街|镇\(街道\)|乡镇\(街道\)|街道|县区|县\(市、?区\)|区域|(?:整治|处置|分类|整改)?(?:类别|类型|分类)):"
)
_AROUND = "()[]{}<>《》【】〔〕「」『』*★☆■□◆◇●○▲△:,;、.-—=_"


def bare(text: str) -> str:
    """A section's text without numeral, count, label and brackets."""
    for _ in range(2):
        text = COUNTED.sub("", text.strip(_AROUND))
        text = _LABEL.sub("", NUMERAL.sub("", text)).strip(_AROUND)
    return text


def is_headed(text: str) -> bool:
    """Whether a lone text looks like a section's whatever it says: numbered and counted, in brackets, a township."""
    return bool(
        (NUMERAL.match(text) and COUNTED.search(text))
        or (len(text) > 2 and text[0] in "【[〔" and text[-1] in "】]〕")
        or TOWNSHIP.match(bare(text))
    )


_STYLES = (
    re.compile("^[(\\[][一二三四五六七八九十]"),
    re.compile("^第?[一二三四五六七八九十]"),
    re.compile(r"^[(\[]\d"),
    re.compile(r"^\d"),
    re.compile("^[【〔]"),
)


def style(text: str) -> int:
    """How a section is numbered; sections of one level are numbered alike."""
    return next((place for place, numbered in enumerate(_STYLES) if numbered.match(text)), len(_STYLES))
