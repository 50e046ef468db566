"""A folded enterprise name taken apart: places, brand, trade, legal form; and the mark that tells its sites apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from inventory.values.numerals import integer

#: The province and the city, old name too: they hold all counties, so they contradict none.
_WIDER = "湖北省?|襄阳市|襄樊市|襄阳(?!区|县)|襄樊"
#: Counties written without their rank: 枣阳某某厂. Zones lie inside counties and contradict none.
_SHORT_COUNTIES = "襄城|樊城|襄州|南漳|谷城|保康|老河口|枣阳|宜城"
_FORMERLY = {"襄阳区": "襄州", "襄阳县": "襄州"}
_ZONES = "高新技术(?:产业)?开发区|高新区|高新|鱼梁洲(?:开发区)?|东津(?:新区)?|经济(?:技术)?开发区|经开区"
_PLACE = re.compile(
    f"(?P<wider>{_WIDER})|(?P<zone>{_ZONES})|(?P<short>{_SHORT_COUNTIES})[市县区]?|"
    "(?P<county>[^镇乡道村厂司]{1,3}?[市县区])|(?P<town>[^村厂司]{1,3}?(?:镇|乡)|[^村厂司]{1,4}?街道(?:办事处)?)"
)
_INNER_PLACE = re.compile(f"(?<=.)(?:{_WIDER}|(?:{_SHORT_COUNTIES})[市县区]?)(?=.)")
_FORM = re.compile(
    "(?:(?:股份|集团)?有限公司|股份公司|集团公司|公司|(?:专业|联合)?合作社|合伙企业|工作室|经营部|加工部|门市部|服务部|"
    "总厂|(?<![加化木轻重军手])工厂|厂|总站|站|场|店|行|社|坊|矿|部|中心|集团|加工点|作坊|窑)$"
)
_LONGEST_FORM = 6
#: Trades of the ledgers; several may follow each other before the legal form.
_TRADE = re.compile(
    "(?:新型|环保|再生|精细|机械|金属|塑料|橡胶|汽车|汽配|农业|生物|电子|实业|工贸|商贸|科技|技术|工程|发展|贸易|工业|产业|投资|建设|制造|"
    "加工|制品|生产|搅拌|材料|建材|建筑|砌块|装饰|装潢|砖瓦|页岩|机砖|砖|瓦|陶瓷|陶|水泥|混凝土|商砼|砼|石灰|石膏|石材|石料|碎石|采石|沙石|砂石|砂|"
    "耐火|玻璃|铸造|铸钢|铸铁|锻造|铸件|五金|钢铁|钢结构|轧钢|钢构|冶炼|有色|铝业|铜业|铝|铜|电镀|热处理|炭素|碳素|化工|化肥|磷化|肥料|农药|"
    "涂料|油漆|油墨|树脂|胶粘剂?|胶黏剂?|化纤|纤维|纺织|印染|染整|服装|制衣|鞋业|皮革|毛纺|棉业|棉纺|包装|印刷|彩印|纸业|造纸|纸箱|纸品|"
    "木业|木制品|家具|板材|人造板|竹木|木材|零部件|配件|部件|零件|制动|轴承|模具|机电|电气|电器|电机|电缆|电源|电池|蓄电池|设备|仪器|电力|热电|"
    "热力|供热|发电|煤业|煤炭|型煤|洗煤|燃气|能源|食品|粮油|油脂|米业|米|面业|酒业|酿酒|酒|饮料|饲料|养殖|屠宰|肉类|肉业|乳业|茶业|豆制品|药业|制药|"
    "医药|废品|回收|物资|资源|污水处理|环卫|垃圾|物流|运输|汽修|维修|喷涂|喷漆|清洗|洗涤|加油)+业?$"
)

_VILLAGE = re.compile(
    "^(?P<leading>[^村]{1,4}村(?:[一二三四五六七八九十0-9]{1,2}组)?)(?!镇|乡)|(?<=[厂司站场])(?P<trailing>[^村]{1,4}村)$"
)
_ORDINAL = "(?<![一二三四五六七八九十0-9])(?P<ordinal>[一二三四五六七八九十]{1,3}|[0-9]{1,2}|[甲乙丙丁A-H])"
_SITE = "分厂|分公司|分店|分部|分场|支公司|厂区|车间|生产区|生产基地|工区"
_MARKS = (
    re.compile(f"第?{_ORDINAL}[#号]?(?:{_SITE})$"),
    re.compile(f"第?{_ORDINAL}[#号](?:厂|窑|站|矿|线|生产线|店|库)?$"),
    re.compile(f"第?{_ORDINAL}厂$"),
    re.compile("第(?P<ordinal>[一二三四五六七八九十]{1,3}|[0-9]{1,2})"),
    re.compile("(?<=[厂司站场店矿窑社])(?P<ordinal>[一二三四五六七八九十]{1,2}|[0-9]{1,2}|[A-H])$"),
    re.compile("(?<=[厂司站场店社部矿])(?P<branch>[东南西北新老旧](?:分?厂区?|院区|区))$"),
    re.compile(f"(?<=[厂司社])(?P<branch>[^厂司]{{0,8}}(?:{_SITE}|分支机构|项目部|办事处|基地))$"),
    re.compile(f"(?P<branch>(?:{_SHORT_COUNTIES}|襄阳|襄樊)?[市县区]?(?:分公司|支公司|分厂|分店))$"),
)
#: without one of these no mark can stand in a name; most have none
_MAYBE_MARKED = re.compile("[一二三四五六七八九十0-9A-H甲乙丙丁分支]|(?:[间区地部处构]|基地|[东南西北新老旧]厂)$")


class Mark(NamedTuple):
    """What tells the sites of one company apart in their names; "" where a name says nothing of it."""

    ordinal: str = ""
    branch: str = ""
    village: str = ""

    def differs(self, other: Mark) -> bool:
        """Whether two names are surely of two sites. A village is dropped at times, an ordinal or a branch is not."""
        if (self.ordinal, self.branch) != (other.ordinal, other.branch):
            return True
        return bool(self.village and other.village) and self.village != other.village

    def __str__(self) -> str:
        return "/".join(part for part in self if part)


class Parts(NamedTuple):
    """A name without its mark: county and town without rank ("" where it names none), brand, trade, legal form."""

    county: str
    town: str
    brand: str
    trade: str
    form: str


def are_other_counties(one: Parts, other: Parts) -> bool:
    """Whether two names name two counties of the city: 襄城区 and 樊城区 differ by a character and are no slip."""
    return one.county != other.county and all(re.fullmatch(_SHORT_COUNTIES, each.county) for each in (one, other))


def mark(folded: str) -> Mark:
    """The mark in a folded name: 一分厂, 1#分厂 and 第一分厂 alike. 三一 and 五一 are brands, not ordinals."""
    return _marked(folded)[0]


def unmarked(folded: str) -> str:
    """A folded name without its mark: the company's."""
    _, places, rest = _marked(folded)
    return places + rest


@lru_cache(maxsize=262_144)
def _marked(folded: str) -> tuple[Mark, str, str]:
    """The mark in a name, the places it begins with, and the rest."""
    places, rest = _placed(folded)
    village = ""
    if "村" in rest and (found := _VILLAGE.search(rest)):
        village = found["leading"] or found["trailing"]
        rest = rest[: found.start()] + rest[found.end() :]
    ordinal = branch = ""
    for pattern in _MARKS if _MAYBE_MARKED.search(rest) else ():
        found = pattern.search(rest)
        if not found or not places + rest[: found.start()] + rest[found.end() :]:
            continue  # 十一厂: the mark would leave no name
        said = found.groupdict()
        if said.get("ordinal"):
            number = integer(said["ordinal"])
            if number is None and not re.fullmatch("[甲乙丙丁A-H]", said["ordinal"]):
                continue
            ordinal = said["ordinal"] if number is None else str(number)
        else:
            branch = said["branch"]
        rest = rest[: found.start()] + rest[found.end() :]
        break
    return Mark(ordinal, branch, village), places, rest


def _placed(folded: str) -> tuple[str, str]:
    """The places a name begins with, and the rest."""
    at = 0
    while (found := _PLACE.match(folded, at)) and found.end() < len(folded):
        at = found.end()
    return folded[:at], folded[at:]


@lru_cache(maxsize=65_536)
def parts(folded: str) -> Parts:
    """A folded name taken apart, its mark left out. A place in brackets behind the brand counts as one in front."""
    said, places, rest = _marked(folded)
    if said.village:
        # 王河村枣阳砖厂: a place may have stood behind the village
        places, rest = _placed(places + rest)
    if inner := _INNER_PLACE.search(rest):
        places += inner[0]
        rest = rest[: inner.start()] + rest[inner.end() :]
    county = town = ""
    for found in _PLACE.finditer(places) if places else ():
        if found["short"] or found["county"]:
            county = found["short"] or _FORMERLY.get(found["county"], found["county"][:-1])
        if found["town"]:
            town = re.sub("(?:镇|乡|街道(?:办事处)?)$", "", found["town"])
    rest, form = _without(rest, _FORM, _LONGEST_FORM)
    brand, trade = _without(rest, _TRADE, len(rest))
    return Parts(county, town, brand, trade, form)


def is_generic(folded: str) -> bool:
    """Whether a name is nothing but a trade and a legal form: 石灰厂."""
    apart = parts(folded)
    return folded == apart.trade + apart.form


def _without(said: str, ending: re.Pattern[str], longest: int) -> tuple[str, str]:
    """A string cut before what the pattern finds at its end, among its last characters."""
    found = ending.search(said, max(0, len(said) - longest))
    return (said[: found.start()], found[0]) if found else (said, "")
