"""What must not leave the bureau: phones, ID numbers, persons' names.

Publication law: personal data of 负责人 never; 个体工商户 (credit code beginning 92) and unlicensed workshops keep a
registered trade name, only a name that is a person's is masked: 王小明石灰窑 → 王某某石灰窑.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

#: what stands for a number that was taken out
TAKEN_OUT = "***"

ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![0-9A-Za-z])")
OLD_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?![0-9A-Za-z])")
LANDLINE = re.compile(r"(?<![0-9A-Za-z])(?:\(0\d{2,3}\)|0\d{2,3}[-－—\s]?)[2-8]\d{6,7}(?:-\d{1,5})?(?![0-9A-Za-z])")
AFTER_THE_WORD = re.compile(r"((?:电话|手机|联系方式|座机|传真)(?:号码|号)?[:：\s]*)\d[\d\-－—\s]{5,}\d")
NUMBERS = (ID_NUMBER, MOBILE, LANDLINE, OLD_ID_NUMBER)

#: a person named by office in running text: 负责人：王小明
BY_OFFICE = re.compile(
    r"((?:法定代表人|法人代表|法人|负责人|责任人|联系人|经营者|业主|厂长|经理|老板)\s*[:：]\s*)([\u4e00-\u9fff·]{2,4})(?![\u4e00-\u9fff])"
)

#: the hundred surnames that cover nearly everybody, and the compound ones
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅"
    "方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申耿关兰焦俞左柳甘祝包宁"
)
COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "尉迟", "皇甫", "公孙", "慕容", "令狐", "司徒")

#: from this many characters on, a name is a person's wherever it stands
TELLING = 3

#: a name with one of these is a shop's or a firm's, not a person's alone
TRADE = re.compile(r"[厂店站坊窑场司部行社户铺馆园院所线点队库]|加工|公司|经营|制造|批发|零售|作坊|合作")
BUSINESS = re.compile(r"公司|集团|合作社|事务所")


def known(names: Iterable[str | None]) -> frozenset[str]:
    """The names that can be a person's, out of what the ledgers hold in columns for persons (张三、李四 are two)."""
    every = (part.strip() for name in names if name for part in re.split(r"[、，,;；/\s]+", name))
    return frozenset(filter(is_person, every))


def about(unit: str, persons: Iterable[str], own: Collection[str]) -> frozenset[str]:
    """Whom to look for in what is said of one enterprise.

    Its own people by any name, everybody else only by a name of three characters or more: two characters as often are
    a brand, a trade or a place (高新 is somebody's name, and a zone's). The short name of its unit is nobody's.

    :param persons: all whom the register knows.
    :param own: those of the enterprise.
    """
    everybody = {person for person in persons if len(person) >= TELLING} | set(own)
    return frozenset(everybody - {unit.rstrip("市县区")})


def text(said: str | None, persons: Collection[str] = frozenset()) -> str | None:
    """Running text without phones, ID numbers and the persons known (`known`)."""
    if not said:
        return said
    for pattern in NUMBERS:
        said = pattern.sub(TAKEN_OUT, said)
    said = AFTER_THE_WORD.sub(rf"\1{TAKEN_OUT}", said)
    said = BY_OFFICE.sub(lambda found: found[1] + person(found[2]), said)
    return _without(persons, said)


def name(said: str, *, credit_code: str | None, persons: Collection[str] = frozenset()) -> str:
    """The name of an enterprise as it may be published.

    A company keeps its name, whosever it is. Of a 个体工商户, or of a workshop without a licence, a person's name in
    it is masked: one of ``persons`` (the representatives the register knows), or a name that is nothing but a person's.
    """
    if (credit_code and not credit_code.startswith("92")) or BUSINESS.search(said):
        return said
    said = _without(persons, said)
    bare = re.sub(r"[(（].*?[)）]", "", said)
    return said.replace(bare, person(bare), 1) if is_person(bare) else said


def _without(persons: Collection[str], said: str) -> str:
    """The text with every person masked, the longest name first where two begin at one character."""
    if not persons:
        return said
    parts, at = [], 0
    while at < len(said):
        length = next((n for n in (4, 3, 2) if said[at : at + n] in persons), 0)
        parts.append(person(said[at : at + length]) if length else said[at])
        at += length or 1
    return "".join(parts)


def person(said: str) -> str:
    """A person's name with the surname left: 王某某."""
    kept = 2 if said.startswith(COMPOUND_SURNAMES) else 1
    return said[:kept] + "某" * max(len(said) - kept, 1)


def is_person(said: str) -> bool:
    """Whether a text can be a person's name and nothing else: a surname and one or two characters more."""
    plain = said.replace("·", "")
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", plain) or TRADE.search(plain):
        return False
    if plain.startswith(COMPOUND_SURNAMES):
        return len(plain) in (3, 4)
    return plain[0] in SURNAMES and len(plain) in (2, 3)
