"""Ledgers as counties keep them, seeded: equal arguments give equal rows. Every name and code is plainly synthetic.

The register of a run is filled from `scattered` (散乱污, one row an enterprise); `kilns` then lists two kilns of each
enterprise, most of them known. Both have 25 columns, three rows of heading before them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from inventory.values.codes import check_character

UNIT = "谷城县"
#: rows above the data: title, unit and day, headings
HEAD_ROWS = 4

#: brands are four signs of the calendar and the trigrams, which no real register is full of
SIGNS = "甲乙丙戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥坤震巽坎离艮兑"
TRADES = ("木业", "建材", "铸造", "塑料制品", "化工", "家具", "石灰", "机械")
FORMS = ("有限公司", "厂", "加工厂", "有限责任公司")
TOWNS = ("石花镇", "盛康镇", "城关镇", "冷集镇", "庙滩镇")

COMMON = (
    "序号",
    "乡镇",
    "企业名称",
    "统一社会信用代码",
    "法定代表人",
    "联系电话",
    "详细地址",
    "经度",
    "纬度",
    "行业类别",
)
SCATTERED = (
    *COMMON,
    *("主要产品", "主要原辅材料", "治污设施", "用地手续", "环评手续", "营业执照", "排污许可证", "存在问题"),
    *("整治类别", "整治措施", "完成时限", "责任单位", "责任人", "进展情况", "备注"),
)
KILNS = (
    *COMMON,
    *("炉窑类型", "炉窑名称", "数量(座)", "规格型号", "燃料类型", "燃料年消耗量(吨)", "主要产品"),
    *("脱硫设施", "脱硝设施", "除尘设施", "是否达标排放", "整治分类", "整治措施", "完成时限", "进展情况"),
)

Row = list[str | int | float]


def name(number: int) -> str:
    """The name of the enterprise with this number; no two are equal below four millions."""
    # a step prime to the number of brands, so that neighbours do not look alike
    place = number * 350_377 % len(SIGNS) ** 4
    brand = "".join(SIGNS[place // len(SIGNS) ** power % len(SIGNS)] for power in range(4))
    return f"谷城{brand}{TRADES[(number + number // len(SIGNS) ** 4) % 8]}{FORMS[number % 4]}"


def code(number: int) -> str:
    """Its credit code, which passes its check."""
    body = f"91420625MA{number:07d}"
    return body + str(check_character(body))


def near(number: int) -> str:
    """A name that differs from an enterprise's in one sign of the brand."""
    said = name(number)
    return said[:4] + SIGNS[(SIGNS.index(said[4]) + 7) % len(SIGNS)] + said[5:]


def scattered(file: Path, enterprises: int, *, seed: int = 1, filed: str = "2019年4月25日") -> Path:
    """A 散乱污 ledger of so many enterprises, numbers 0 and up."""
    draw = random.Random(seed)
    return _written(file, "“散乱污”企业整治台账", SCATTERED, filed, _scattered(enterprises, draw))


def kilns(file: Path, rows: int, known: int, *, seed: int = 2, filed: str = "2019年6月25日") -> Path:
    """A ledger of kilns, two an enterprise: 90 % of them among the ``known``, by code or by name; 8 % new, 2 % near."""
    draw = random.Random(seed)
    return _written(file, "工业炉窑综合整治台账", KILNS, filed, _kilns(rows // 2, known, draw))


def _scattered(enterprises: int, draw: random.Random) -> Iterator[Row]:
    for number in range(enterprises):
        yield [
            *(number + 1, *_common(name(number), code(number), number, draw)),
            *(draw.choice(("板材", "石灰", "铸件", "家具")), draw.choice(("木材", "石灰石", "生铁"))),
            *(draw.choice(("无", "布袋除尘", "水喷淋")), draw.choice("√×"), draw.choice("有无"), draw.choice("是否")),
            *(draw.choice("有无"), draw.choice(("手续不全", "排放不达标", "无治理设施"))),
            *(draw.choice(("关停取缔", "整合搬迁", "升级改造")), draw.choice(("断水断电", "安装除尘设施", "入园"))),
            *(_deadline(draw), f"{TOWNS[number % 5]}政府", draw.choice(("甲样本", "乙样本"))),
            *(draw.choice(("整改中", "已完成", "未启动")), ""),
        ]


def _kilns(enterprises: int, known: int, draw: random.Random) -> Iterator[Row]:
    line = 0
    for place in range(enterprises):
        kind = place % 50
        if kind < 45:
            number = place * max(1, known // enterprises) % known
            # every other one by its name alone; of those with their code, some write the county out
            said = name(number) if kind % 4 else name(number).replace("谷城", "谷城县", 1)
            common = _common(said, "" if kind % 2 else code(number), number, draw)
        elif kind < 49:
            number = known + place
            common = _common(name(number), code(number), number, draw)
        else:
            number = place % known
            common = _common(near(number), "", number + 1, draw)
        for kiln in ("1号炉", "2号炉"):
            line += 1
            yield [
                *(line, *common, draw.choice(("加热炉", "熔化炉", "热处理炉")), kiln, 1, draw.choice(("2t/h", "5t/h"))),
                *(draw.choice(("天然气", "煤", "电")), draw.randrange(10, 2000), draw.choice(("铸件", "石灰"))),
                *(draw.choice(("无", "双碱法")), draw.choice(("无", "SNCR")), draw.choice(("布袋除尘", "水膜除尘"))),
                *(draw.choice("是否"), draw.choice(("淘汰", "替代", "治理")), draw.choice(("煤改气", "安装除尘设施"))),
                *(_deadline(draw), draw.choice(("整改中", "已完成", "未启动"))),
            ]


def _common(called: str, credit_code: str, number: int, draw: random.Random) -> Row:
    """From township to industry; where it lies follows from the number."""
    town = TOWNS[number % 5]
    return [
        *(town, called, credit_code, f"{SIGNS[number % 10]}样本", f"1380000{number % 10000:04d}"),
        *(f"谷城县{town}示例路{number % 997}号", 111.5 + number % 3000 / 10_000, 32.1 + number % 2000 / 10_000),
        draw.choice(("C2110 木质家具制造", "C3012 石灰和石膏制造", "C3391 黑色金属铸造")),
    ]


def _deadline(draw: random.Random) -> str:
    return draw.choice(("2019年6月底前", "2019-09-30", "2019.12", "2019年第三季度"))


def _written(file: Path, title: str, headings: tuple[str, ...], filed: str, rows: Iterator[Row]) -> Path:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write(0, 0, "附件1")
        sheet.write(1, 0, f"襄阳市{UNIT}{title}")
        sheet.write(2, 0, f"填报单位：{UNIT}")
        sheet.write(2, 8, f"填报时间：{filed}")
        sheet.write_row(HEAD_ROWS - 1, 0, headings)
        for place, row in enumerate(rows, start=HEAD_ROWS):
            sheet.write_row(place, 0, row)
    return file
