"""A works that was closed and opens again is noticed: under another name, licence or county, by whatever it keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import caseroom
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from inventory import database
from inventory.cli import main
from inventory.errors import NotFound, Refused
from inventory.findings import radar
from inventory.models import Enterprise
from inventory.vocabulary import Recurrence

NOW = datetime(2020, 3, 1, 4, 0, tzinfo=UTC)
WORKS = {
    "legal_representative": "甲乙丙",
    "contact_phone": "13800000001",
    "address": "示例镇虚构村三组18号",
    "longitude": 112.1,
    "latitude": 32.1,
    "credit_code": "914206250000000010",
}
CLOSED = {"disposal_class": "close", "progress": "done", "accepted_on": "2019-09-30"}
AFTERWARDS = date(2019, 12, 25)


def closed_works(session: Session, **facts: Any) -> Enterprise:
    caseroom.plan(session)
    works = caseroom.enterprise(session, "谷城甲寅石灰厂", **WORKS)
    caseroom.case(session, works, **(CLOSED | facts))
    return works


def entry(
    session: Session, name: str = "襄阳丁卯木业有限公司", of: str = "谷城县", listed_on: date = AFTERWARDS, **facts: Any
) -> Enterprise:
    made = caseroom.enterprise(session, name, of=of, **facts)
    caseroom.line(session, made, "kilns", listed_on=listed_on)
    return made


def kinds(session: Session) -> list[set[str]]:
    return [{reason.kind for reason in echo.reasons} for echo in radar.echoes(session)]


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        ({"credit_code": WORKS["credit_code"]}, "code_equal"),
        ({"contact_phone": "13800000001"}, "phone_equal"),
        ({"contact_phone": "13800000001", "legal_representative": "甲乙丙"}, "person_equal"),
        ({"name": "谷城县甲寅石灰有限公司"}, "brand_equal"),
        ({"name": "谷城甲寅石灰厂（新）", "address": "示例镇虚构村三组18号"}, "address_equal"),
        ({"name": "甲寅石灰加工点", "longitude": 112.1001, "latitude": 32.1}, "coordinates_near"),
    ],
)
def test_an_entry_is_noticed_by_what_it_keeps_of_the_closed_works(
    engine: Engine, kept: dict[str, Any], reason: str
) -> None:
    with Session(engine) as session:
        closed, new = closed_works(session), entry(session, **kept)
        (echo,) = radar.echoes(session)
        assert (echo.closed.register_number, echo.entry.register_number) == (
            closed.register_number,
            new.register_number,
        )
        assert reason in {each.kind for each in echo.reasons}
        assert echo.first_listed_on == AFTERWARDS


def test_equipment_adds_to_the_likeness(engine: Engine) -> None:
    with Session(engine) as session:
        closed = closed_works(session)
        caseroom.line(session, closed, "coal_users", equipment="虚构型链条炉排锅炉")
        new = entry(session, contact_phone="13800000001")
        caseroom.line(session, new, "coal_users", listed_on=AFTERWARDS, equipment="虚构型链条炉排锅炉")
        assert "equipment_equal" in kinds(session)[0]


def test_it_is_noticed_in_another_county_and_under_another_licence(engine: Engine) -> None:
    with Session(engine) as session:
        closed_works(session)
        caseroom.unit(session, "南漳县", "420624")
        entry(session, "南漳甲寅石灰厂", of="南漳县", contact_phone="13800000001", credit_code="91420624000000001A")
        assert {"brand_equal", "phone_equal"} <= kinds(session)[0]


@pytest.mark.parametrize(
    "furnish",
    [
        lambda session: (closed_works(session), entry(session)),
        lambda session: (closed_works(session), entry(session, "谷城甲寅木业厂")),
        lambda session: (
            closed_works(session),
            entry(session, listed_on=date(2019, 6, 1), contact_phone="13800000001"),
        ),
        lambda session: (closed_works(session, progress="underway"), entry(session, contact_phone="13800000001")),
        lambda session: (closed_works(session, disposal_class="upgrade"), entry(session, contact_phone="13800000001")),
    ],
    ids=["nothing kept", "a brand in another trade", "listed before", "not closed yet", "upgraded, not closed"],
)
def test_what_is_no_return_of_a_closed_works_is_not_shown(engine: Engine, furnish: Callable[[Session], Any]) -> None:
    with Session(engine) as session:
        furnish(session)
        session.flush()
        assert kinds(session) == []


def test_a_verdict_is_remembered_and_can_be_taken_back(engine: Engine) -> None:
    with Session(engine) as session:
        closed, new = closed_works(session), entry(session, contact_phone="13800000001")
        who = {"by": "周敏", "because": "现场核查", "at": NOW}
        one, other = closed.register_number, new.register_number
        number = radar.judge(session, one, other, Recurrence.UNRELATED, **who)
        (echo,) = radar.echoes(session)
        assert echo.said is not None
        assert (echo.said.verdict, echo.said.by) == (Recurrence.UNRELATED, "周敏")
        radar.withdraw(session, number, **who)
        assert next(radar.echoes(session)).said is None
        with pytest.raises(Refused, match="withdrawn already"):
            radar.withdraw(session, number, **who)
        with pytest.raises(NotFound, match="no verdict 999"):
            radar.withdraw(session, 999, **who)
        with pytest.raises(Refused, match="one enterprise already"):
            radar.judge(session, one, one, Recurrence.RELAPSE, **who)


def test_only_the_unit_and_the_time_asked_for_are_shown(engine: Engine) -> None:
    with Session(engine) as session:
        closed_works(session)
        entry(session, contact_phone="13800000001")
        assert len(list(radar.echoes(session, unit="谷城县"))) == 1
        assert list(radar.echoes(session, unit="南漳县")) == []
        assert list(radar.echoes(session, since=date(2020, 1, 1))) == []


def test_the_radar_is_read_judged_and_read_again_by_command(register_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "zh_CN")
    monkeypatch.setenv("INVENTORY_USER", "周敏")
    with database.writing(database.open_register(register_url)) as session:
        closed, new = closed_works(session), entry(session, contact_phone="13800000001")
        numbers = [closed.register_number, new.register_number]

    def run(*said: str) -> Any:
        result = CliRunner().invoke(main, ["radar", *said], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "电话相同：13800000001" in run("list", "--unit", "谷城县")
    assert "inventory remediation relapse" in run("confirm", *numbers, "--as", "relocation", "--because", "现场核查")
    assert numbers[1] not in run("list")
    assert "异地转移" in run("list", "--all")
    run("withdraw", "1", "--because", "有误")
    assert numbers[1] in run("list")
    run("dismiss", *numbers, "--because", "业主不同")
    assert numbers[1] not in run("list")
