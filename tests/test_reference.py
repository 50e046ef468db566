"""The city's file: units under all their names, the calendar, industries; another city's own file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from inventory import database, reference
from inventory.errors import InputError
from inventory.models import City, Duty, Industry, ReportingUnit, ReportingUnitAlias

OTHER_CITY = """
[city]
name = "云川市"
region_code = "990100"

[[units]]
name = "北山县"
number_prefix = "990121"
region_code = "990121"

[[units]]
name = "河口新区"
number_prefix = "990171"
host = "北山县"
aliases = ["河口"]

[[duties]]
code = "list"
plan_item = "1"
label = "建立台账"
due_on = "2021-Q1"
"""


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("襄州区", "襄州区"),
        ("襄州", "襄州区"),
        ("襄 州 区", "襄州区"),
        ("襄阳区", "襄州区"),
        ("襄阳县", "襄州区"),
        ("襄樊市襄阳区", "襄州区"),
        ("枣阳", "枣阳市"),
        ("枣阳市", "枣阳市"),
        ("襄阳市枣阳市", "枣阳市"),
        ("湖北省襄阳市樊城区", "樊城区"),
        ("襄阳樊城区", "樊城区"),
        ("高新技术开发区", "高新区"),
        ("襄阳高新区", "高新区"),
        ("经开区", "高新区"),
        ("东津", "东津新区"),
        ("鱼梁洲", "鱼梁洲开发区"),
        ("市直", "市直"),
        ("襄阳市本级", "市直"),
        ("襄阳", None),
        ("襄阳市", None),
        ("随县", None),
        ("谷城县经济开发区", None),
        ("", None),
    ],
)
def test_a_unit_goes_by_many_names(said: str, unit: str | None) -> None:
    found = reference.unit_by_alias(said)
    assert (found.name if found else None) == unit


def test_the_units_stand_in_their_official_order_with_prefixes_of_their_own() -> None:
    assert [(unit.name, unit.number_prefix, unit.host) for unit in reference.units()] == [
        ("襄城区", "420602", None),
        ("樊城区", "420606", None),
        ("襄州区", "420607", None),
        ("南漳县", "420624", None),
        ("谷城县", "420625", None),
        ("保康县", "420626", None),
        ("老河口市", "420682", None),
        ("枣阳市", "420683", None),
        ("宜城市", "420684", None),
        ("高新区", "420671", "樊城区"),
        ("鱼梁洲开发区", "420672", "樊城区"),
        ("东津新区", "420673", "襄州区"),
        ("市直", "420600", None),
    ]


def test_every_duty_of_the_plan_is_in_the_calendar() -> None:
    items = {"4", "6", "8", "13", "14", "15", "16", "17", "18", "26", "三(三)", "三(六)"}
    assert {duty.plan_item for duty in reference.duties()} == items
    days = {duty.code: duty.due_on_last for duty in reference.duties()}
    assert days["scattered_share"] == date(2019, 12, 31)
    assert days["ultra_low_first"] == date(2019, 6, 30)
    assert days["compliance_industries"] == date(2019, 10, 31)
    assert days["coal_ledger"] is None


@pytest.mark.parametrize(
    ("said", "last"),
    [("2019", (2019, 12, 31)), ("2020-02", (2020, 2, 29)), ("2019-Q2", (2019, 6, 30)), ("2019-06-01", (2019, 6, 1))],
)
def test_a_deadline_ends_with_its_interval(said: str, last: tuple[int, int, int]) -> None:
    assert reference.Duty(code="a", plan_item="1", label="b", due_on=said).due_on_last == date(*last)


def test_an_industry_number_means_what_its_edition_says() -> None:
    named = {(each.edition, each.code): each.name for each in reference.industries()}
    assert named[2011, "3032"] == "建筑陶瓷制品制造"
    assert named[2017, "3032"] == "建筑用石加工"
    assert named[2011, "3031"] == named[2017, "3031"] == "粘土砖瓦及建筑砌块制造"
    assert named[2011, "3130"] == named[2017, "3391"] == "黑色金属铸造"
    assert len({code for _, code in named if len(code) == 4}) > 250


def test_no_industry_stands_twice_and_every_class_has_its_division() -> None:
    keys = [(each.edition, each.code) for each in reference.industries()]
    assert len(keys) == len(set(keys))
    divisions = {code for _, code in keys if len(code) == 2}
    manufacturing = {code[:2] for _, code in keys if len(code) == 4 and "06" <= code[:2] <= "46"}
    assert manufacturing <= divisions


def test_another_city_brings_its_own_file(tmp_path: Path) -> None:
    file = tmp_path / "云川.toml"
    file.write_text(OTHER_CITY, encoding="utf-8")
    other = reference.load(file)
    assert other.city.name == "云川市"
    assert other.duties[0].due_on_last == date(2021, 3, 31)
    assert reference.unit_by_alias("云川市北山", other) == other.units[0]
    assert reference.unit_by_alias("河口", other) == other.units[1]
    assert reference.unit_by_alias("樊城区", other) is None


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('number_prefix = "990171"', 'number_prefix = "990121"', "number_prefix 990121 stands twice"),
        ('host = "北山县"', 'host = "南山县"', "host 南山县 of 河口新区"),
        ('host = "北山县"', 'host = "河口新区"', "host 河口新区 of 河口新区"),
        ('aliases = ["河口"]', 'aliases = ["北山县"]', "alias 北山县 stands twice"),
        ('due_on = "2021-Q1"', 'due_on = "2021-02-30"', "due_on 2021-02-30 of list is no date"),
        ('region_code = "990100"', 'region_code = "9901"', "city.region_code"),
        ('host = "北山县"', 'hosted = "北山县"', "units.1.hosted"),
        ("[city]", "[city", "TOML"),
    ],
)
def test_a_wrong_city_file_is_refused_with_what_is_wrong(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    file = tmp_path / "city.toml"
    file.write_text(OTHER_CITY.replace(wrong, right), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        reference.load(file)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_city_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_bytes(OTHER_CITY.encode("gb18030"))
    with pytest.raises(InputError, match="UTF-8"):
        reference.load(file)


def test_a_new_register_holds_the_reference_data(engine: Engine) -> None:
    with database.reading(engine) as session:
        assert session.scalars(select(City)).one().former_names == ["襄樊市", "襄樊"]
        units = session.scalars(select(ReportingUnit).order_by(ReportingUnit.position)).all()
        assert [unit.name for unit in units] == [unit.name for unit in reference.units()]
        hosts = {unit.id: unit.name for unit in units}
        assert hosts[next(unit.host_unit_id for unit in units if unit.name == "东津新区") or 0] == "襄州区"
        assert session.get_one(ReportingUnitAlias, "襄阳县").unit_id == units[2].id
        share = session.scalars(select(Duty).where(Duty.code == "scattered_share")).one()
        assert (share.due_on, share.due_on_last, share.share_pct) == ("2019-12-31", date(2019, 12, 31), 60)
        assert session.get_one(Industry, (2017, "3011")).name == "水泥制造"
