"""Ledgers of many counties that name the same firms: overlapping rows, differing values, all drawn from a seed."""

from __future__ import annotations

import io
import random
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import sheets

HEADINGS = ("序号", "乡镇", "企业名称", "统一社会信用代码", "整治类别", "主要产品", "完成时限", "责任单位")
#: what differs between two ledgers that name the same firm
DISPOSALS = ("关停取缔", "整合搬迁", "升级改造")
PRODUCTS = ("页岩砖", "钢模板", "米线", "铝合金门窗", "水泥管", "塑料颗粒")
_BRANDS = "金银铜铁锡松柏杨柳桃梅兰竹菊荷江河湖海泉春夏秋冬晨昌盛隆兴旺福禄寿喜康安宁和平顺"
_TRADES = ("砖厂", "家具厂", "塑料制品厂", "建材有限公司", "机械有限公司", "纸业有限公司")


def firm(number: int) -> tuple[str, str, str | None]:
    """Township, name and code of a firm; every ninth has no code and is known by its name."""
    rest, first = divmod(number, len(_BRANDS))
    third, second = divmod(rest, len(_BRANDS))
    name = f"襄阳{_BRANDS[first]}{_BRANDS[second]}{_BRANDS[third]}{_TRADES[number % len(_TRADES)]}"
    code = None if number % 9 == 0 else sheets.code(f"91420606MA49{number:05}")
    return f"{_BRANDS[number % 7]}{_BRANDS[number % 11]}镇", name, code


def ledger(seed: int, rows: int, of: int) -> bytes:
    """A workbook of 襄州区 with so many rows, each another firm of the first ``of``, as of one of twelve days."""
    drawn = random.Random(seed)
    day = date(2019, 6, 1) + timedelta(days=seed % 12)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("散乱污")
    sheet.append(["襄阳市襄州区“散乱污”企业台账"])
    sheet.append([f"填报单位：襄州区　填报时间：{day.year}年{day.month}月{day.day}日"])
    sheet.append(HEADINGS)
    for at, number in enumerate(drawn.sample(range(of), rows), 1):
        due = f"2019年{drawn.randint(7, 12)}月底前"
        disposal, product = drawn.choice(DISPOSALS), drawn.choice(PRODUCTS)
        sheet.append([at, *firm(number), disposal, product, due, "襄州区分局"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def handed_in(folder: Path, ledgers: int, rows: int, of: int) -> list[Path]:
    """The ledgers of so many counties as files in the folder."""
    files = [folder / f"{seed:02}.xlsx" for seed in range(ledgers)]
    for seed, file in enumerate(files):
        file.write_bytes(ledger(seed, rows, of))
    return files
