"""What somebody should look into: every rule finds its case and leaves its near miss alone; what may wait, waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import caseroom
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from inventory import database, findings, tracking
from inventory.cli import main
from inventory.errors import Ambiguous, NotFound, NotUnderstood
from inventory.findings import RULES, waivers
from inventory.models import Enterprise, Problem, SubRecord
from inventory.tracking import Step
from inventory.values.codes import check_character
from inventory.vocabulary import Action

DAY = date(2020, 3, 1)
NOW = datetime(2020, 3, 1, 4, 0, tzinfo=UTC)
CLOSED = {"disposal_class": "close", "progress": "done", "accepted_on": "2019-09-30"}
ENDED = {"number": "914206250000000010001P", "valid_from": "2016-10-02", "valid_to": "2019-10-01"}
VALID = {"number": "914206250000000010001P", "valid_from": "2018-10-02", "valid_to": "2099-10-01"}


def code(first: str) -> str:
    """A credit code with the check character that belongs to its first 17."""
    return first + str(check_character(first))


@dataclass
class Scene:
    """One enterprise to be furnished."""

    session: Session
    site: Enterprise = field(init=False)

    def __post_init__(self) -> None:
        caseroom.plan(self.session)
        self.site = caseroom.enterprise(self.session, "示例砖厂", credit_code=code("91420625000000001"))

    def line(self, ledger: str, **facts: Any) -> None:
        caseroom.line(self.session, self.site, ledger, **facts)

    def case(self, ledger: str = "scattered_polluters", **facts: Any) -> int:
        return caseroom.case(self.session, self.site, ledger, **facts).id

    def step(self, case: int, action: Action, on: str, **more: Any) -> None:
        step = Step(action, date.fromisoformat(on), **more)
        tracking.record(self.session, case, step, by="周敏", now=NOW)

    def verified(self, case: int) -> None:
        """Accepted on 2019-09-20."""
        self.step(case, Action.BEGIN, "2019-09-01")
        self.step(case, Action.SELF_CHECK, "2019-09-10")
        self.step(case, Action.ACCEPT, "2019-09-20", document="验收意见示例1号")

    def elsewhere(self, ledger: str, **facts: Any) -> None:
        """A line handed in by another unit."""
        caseroom.line(
            self.session, self.site, ledger, unit_id=caseroom.unit(self.session, "南漳县", "420624").id, **facts
        )

    def others(self, n: int, **facts: Any) -> None:
        for number in range(n):
            caseroom.enterprise(self.session, f"示例木材厂{number}", **facts)

    def doubt(self, kind: str, **parameters: Any) -> None:
        self.session.add(Problem(kind=kind, severity="warning", enterprise_id=self.site.id, parameters=parameters))

    def total(self) -> None:
        read = caseroom.reading(self.session)
        figures = {"stated": 78.68, "counted": 76.68}
        self.session.add(
            Problem(
                kind="total_differs",
                severity="warning",
                reading_id=read.id,
                sheet="台账",
                cell="F15",
                field="coal_t",
                parameters=figures,
            )
        )


def contradicted(scene: Scene) -> None:
    case = scene.case(disposal_class="upgrade", progress="done")
    scene.step(case, Action.CONTRADICT, "2019-10-01", note="现场仍在生产")


def denied_after_acceptance(scene: Scene, listed_on: date) -> None:
    """Accepted on 2019-09-20; a ledger of another day says it is under way."""
    scene.verified(scene.case(disposal_class="upgrade", progress="underway"))
    sub = scene.session.scalars(select(SubRecord)).one()
    sub.last_listed_on = listed_on


def closure_relapsed(scene: Scene) -> None:
    case = scene.case(**CLOSED)
    scene.step(case, Action.CONTRADICT, "2019-10-05", note="现场仍在生产")


Furnish = Callable[[Scene], Any]

#: rule → what it finds, and near misses that it must leave alone
TABLE: dict[str, tuple[Furnish, tuple[Furnish, ...]]] = {
    "closed_yet_permitted": (
        lambda it: (it.case(**CLOSED), it.line("permits", **VALID)),
        (
            lambda it: (it.case(**CLOSED), it.line("permits", **VALID, permit_status="cancelled")),
            lambda it: (it.case(**CLOSED | {"accepted_on": "2020-06-30"}), it.line("permits", **VALID)),
            lambda it: (it.case(disposal_class="close", progress="underway"), it.line("permits", **VALID)),
            lambda it: (it.case(**CLOSED | {"disposal_class": "upgrade"}), it.line("permits", **VALID)),
            lambda it: (closure_relapsed(it), it.line("permits", **VALID)),
        ),
    ),
    "closed_yet_burning_coal": (
        lambda it: (it.case(**CLOSED), it.line("coal_users", coal_t=300.0, coal_year=2020)),
        (
            lambda it: (it.case(**CLOSED), it.line("coal_users", coal_t=300.0, coal_year=2019)),
            lambda it: (it.case(**CLOSED), it.line("coal_users", coal_t=0.0, coal_year=2020)),
            lambda it: it.line("coal_users", coal_t=300.0, coal_year=2020),
        ),
    ),
    "closed_yet_listed": (
        lambda it: (it.case(**CLOSED), it.line("kilns", listed_on=date(2019, 12, 1))),
        (
            lambda it: (it.case(**CLOSED), it.line("kilns", listed_on=date(2019, 6, 1))),
            lambda it: (it.case(**CLOSED), it.line("kilns", listed_on=date(2019, 12, 1), kiln_disposal="eliminate")),
        ),
    ),
    "coal_without_ledger": (
        lambda it: it.line("coal_users", coal_t=1000.5, coal_year=2018, has_coal_ledger=False),
        (
            lambda it: it.line("coal_users", coal_t=1000.0, coal_year=2018, has_coal_ledger=False),
            lambda it: it.line("coal_users", coal_t=2000.0, coal_year=2018, has_coal_ledger=True),
            lambda it: it.line("coal_users", coal_t=2000.0, coal_year=2018),
            lambda it: (
                it.line("coal_users", coal_t=2000.0, coal_year=2017, has_coal_ledger=False),
                it.line("coal_users", place=2, coal_t=200.0, coal_year=2018, has_coal_ledger=False),
            ),
        ),
    ),
    "coal_without_quality_system": (
        lambda it: (
            it.line("coal_users", coal_t=600.0, coal_year=2018, has_quality_system=False),
            it.line("coal_users", place=2, coal_t=600.0, coal_year=2018),
        ),
        (lambda it: it.line("coal_users", coal_t=600.0, coal_year=2018, has_quality_system=False),),
    ),
    "coal_duties_unsaid": (
        lambda it: it.line("coal_users", coal_t=2000.0, coal_year=2018, has_coal_ledger=True),
        (
            lambda it: it.line("coal_users", coal_t=2000.0, has_coal_ledger=True, has_quality_system=False),
            lambda it: it.line("coal_users", coal_t=900.0),
        ),
    ),
    "small_coal_boiler": (
        lambda it: it.line("coal_users", coal_t=500.0, boiler_capacity_t_per_h=10.0),
        (
            lambda it: it.line("coal_users", coal_t=500.0, boiler_capacity_t_per_h=20.0),
            lambda it: it.line("coal_users", coal_t=0.0, boiler_capacity_t_per_h=10.0),
            lambda it: (it.case(**CLOSED), it.line("coal_users", boiler_capacity_t_per_h=10.0)),
        ),
    ),
    "source_without_permit": (
        lambda it: (it.line("kilns"), it.line("permits", permit_status="not_issued")),
        (
            lambda it: it.line("kilns"),  # its county told of no permits at all
            lambda it: (it.line("kilns"), it.line("permits", **VALID)),
            lambda it: (it.line("kilns"), it.line("permits", permit_status="not_issued"), it.case(**CLOSED)),
        ),
    ),
    "expired_yet_operating": (
        lambda it: (it.line("permits", **ENDED), it.line("voc_sources", listed_on=date(2019, 12, 1))),
        (
            lambda it: (it.line("permits", **ENDED), it.line("voc_sources", listed_on=date(2019, 9, 1))),
            lambda it: (
                it.line("permits", **ENDED),
                it.line("permits", place=2, valid_to="2024-10-01"),
                it.line("voc_sources", listed_on=date(2019, 12, 1)),
            ),
            lambda it: (
                it.line("permits", **ENDED),
                it.line("voc_sources", listed_on=date(2019, 12, 1)),
                it.case(**CLOSED),
            ),
        ),
    ),
    "renewal_due": (
        lambda it: it.line("permits", number="示例1", valid_to="2020-04-29"),
        (
            lambda it: it.line("permits", number="示例1", valid_to="2020-05-01"),
            lambda it: it.line("permits", number="示例1", valid_to="2020-04-29", category="registered"),
            lambda it: (
                it.line("permits", number="示例1", valid_to="2020-04-29"),
                it.line("permits", place=2, number="示例2", valid_to="2025-04-29"),
            ),
        ),
    ),
    "permit_elsewhere": (
        lambda it: it.elsewhere("permits", **VALID),
        (lambda it: it.line("permits", **VALID), lambda it: it.elsewhere("kilns")),
    ),
    "permit_of_another": (
        lambda it: it.line("permits", number=code("91420625000000009") + "001P"),
        (
            lambda it: it.line("permits", number=code("91420625000000001") + "001P"),
            lambda it: it.line("permits", number="许可证示例1号"),
        ),
    ),
    "key_permit_without_limits": (
        lambda it: it.line("permits", **VALID, category="key"),
        (
            lambda it: it.line("permits", **VALID, category="key", so2_limit_t=1.5),
            lambda it: it.line("permits", **VALID, category="simplified"),
        ),
    ),
    "close_with_measures": (
        lambda it: it.case(disposal_class="close", measures="安装布袋除尘器"),
        (
            lambda it: it.case(disposal_class="upgrade", measures="安装布袋除尘器"),
            lambda it: it.case(disposal_class="close", measures="拆除设备、断水断电"),
        ),
    ),
    "struck_off_without_evidence": (
        lambda it: it.case(disposal_class="upgrade", struck_off=True),
        (
            lambda it: it.verified(it.case(disposal_class="upgrade", struck_off=True)),
            lambda it: it.case(disposal_class="upgrade", progress="done"),
        ),
    ),
    "claimed_against_finding": (contradicted, (lambda it: it.case(disposal_class="upgrade", progress="done"),)),
    "verified_against_claim": (
        lambda it: denied_after_acceptance(it, date(2019, 12, 1)),
        (lambda it: denied_after_acceptance(it, date(2019, 9, 1)),),
    ),
    "code_shared": (
        lambda it: it.doubt("code_shared", others="另一示例厂"),
        (lambda it: it.doubt("address_differs", addresses="甲、乙"),),
    ),
    "several_units": (lambda it: it.doubt("unit_differs", units="谷城县、南漳县"), (lambda _: None,)),
    "phone_shared": (
        lambda it: it.others(3, contact_phone="13800000001"),
        (
            lambda it: it.others(2, contact_phone="13800000001"),
            lambda it: it.others(3, contact_phone="13800000001", credit_code=code("91420625000000002")),
        ),
    ),
    "cluster": (
        lambda it: it.others(10, township="示例镇", industry_name="木材加工"),
        (lambda it: it.others(9, township="示例镇", industry_name="木材加工"), lambda it: it.others(10)),
    ),
    "total_differs": (lambda it: it.total(), (lambda _: None,)),
}


def found(session: Session, kind: str) -> list[findings.Finding]:
    return list(findings.select(session, DAY, kinds=[kind]))


def test_every_rule_stands_in_the_table_of_this_test() -> None:
    assert list(TABLE) == list(RULES)


@pytest.mark.parametrize("kind", TABLE)
def test_a_rule_finds_its_case_and_words_it(engine: Engine, kind: str) -> None:
    with Session(engine) as session:
        TABLE[kind][0](Scene(session))
        session.flush()
        seen = found(session, kind)
        assert seen
        assert {each.rule.code for each in seen} == {kind}
        for each in seen:
            assert "{" not in each.message(str, str)
            assert each.rule.basis


@pytest.mark.parametrize(
    ("kind", "furnish"), [(kind, furnish) for kind, (_, misses) in TABLE.items() for furnish in misses]
)
def test_a_near_miss_is_left_alone(engine: Engine, kind: str, furnish: Furnish) -> None:
    with Session(engine) as session:
        furnish(Scene(session))
        session.flush()
        assert [each.message(str, str) for each in found(session, kind)] == []


def test_quantities_and_days_stand_in_the_sentence(engine: Engine) -> None:
    with Session(engine) as session:
        TABLE["closed_yet_permitted"][0](Scene(session))
        (seen,) = found(session, "closed_yet_permitted")
        assert seen.message(str, str) == "closed since 2019-09-30, and the permit 914206250000000010001P still stands"


def test_only_the_unit_asked_for_is_looked_at(engine: Engine) -> None:
    with Session(engine) as session:
        scene = Scene(session)
        TABLE["closed_yet_permitted"][0](scene)
        there = caseroom.unit(session, "南漳县", "420624").id
        here = {each.unit for each in findings.select(session, DAY, unit_id=scene.site.unit_id)}
        assert here == {"谷城县"}
        assert list(findings.select(session, DAY, unit_id=there)) == []


def test_an_unknown_kind_is_refused(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(NotUnderstood, match="no kind of finding"):
        list(findings.select(session, DAY, kinds=["bad_smell"]))


# ── waivers ──


def wait(session: Session, kind: str, said: str, until: date = date(2020, 6, 30)) -> int:
    return findings.waive(session, kind, said, until=until, by="周敏", because="正在办理", at=NOW)[0]


def test_a_waived_finding_is_marked_until_its_day_and_counts_again_afterwards(engine: Engine) -> None:
    with Session(engine) as session:
        scene = Scene(session)
        TABLE["closed_yet_permitted"][0](scene)
        wait(session, "closed_yet_permitted", scene.site.register_number)
        (seen,) = found(session, "closed_yet_permitted")
        assert seen.waiver is not None
        assert (seen.waiver.by, seen.waiver.reason, seen.waiver.until) == ("周敏", "正在办理", date(2020, 6, 30))
        (later,) = findings.select(session, date(2020, 7, 1), kinds=["closed_yet_permitted"])
        assert later.waiver is None


def test_a_withdrawn_waiver_counts_no_more_and_another_kind_was_never_waived(engine: Engine) -> None:
    with Session(engine) as session:
        scene = Scene(session)
        TABLE["closed_yet_permitted"][0](scene)
        number = wait(session, "closed_yet_permitted", "示例砖厂")
        waivers.withdraw(session, number, by="周敏", because="误登", at=NOW)
        (seen,) = found(session, "closed_yet_permitted")
        assert seen.waiver is None
        assert waivers.standing(session) == []


def test_what_may_wait_must_be_a_finding_and_one(engine: Engine) -> None:
    with Session(engine) as session:
        scene = Scene(session)
        scene.case(**CLOSED)
        scene.line("permits", **VALID)
        with pytest.raises(NotFound, match="has no finding renewal_due"):
            wait(session, "renewal_due", "示例砖厂")
        scene.line("permits", place=2, **VALID)
        with pytest.raises(Ambiguous, match=r"permits/1', '.*permits/2"):
            wait(session, "closed_yet_permitted", "示例砖厂")
        with pytest.raises(NotUnderstood, match="is past"):
            wait(session, "closed_yet_permitted", f"{scene.site.register_number}/permits/2", date(2020, 2, 1))


def test_the_total_of_a_workbook_may_wait(engine: Engine) -> None:
    with Session(engine) as session:
        Scene(session).total()
        (seen,) = found(session, "total_differs")
        wait(session, "total_differs", seen.address)
        (again,) = found(session, "total_differs")
        assert again.waiver is not None


# ── the command ──


@pytest.fixture
def run(register_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "zh_CN")
    with database.writing(database.open_register(register_url)) as session:
        TABLE["closed_yet_permitted"][0](Scene(session))
    return lambda *said: CliRunner().invoke(main, ["findings", *said], catch_exceptions=False)


def test_findings_are_listed_waived_and_listed_again_by_command(run: Callable[..., Any]) -> None:
    listed = run("--on", "2020-03-01", "--unit", "谷城县")
    assert "已于2019-09-30关停取缔" in listed.stdout
    address = next(word for word in listed.stdout.split() if "/permits/" in word)
    kind = "closed_yet_permitted"
    waived = run("waive", kind, address, "--until", "2099-12-31", "--because", "注销已受理", "--by", "周敏")
    assert (waived.exit_code, "1" in waived.stdout) == (0, True)
    assert "注销已受理" in run("waivers").stdout
    quiet = run("--on", "2020-03-01", "--kind", kind)
    assert address not in quiet.stdout
    assert "--waived" in quiet.stderr
    assert "2099-12-31" in run("--on", "2020-03-01", "--waived").stdout
    assert run("unwaive", "1", "--because", "未获批准", "--by", "周敏").exit_code == 0
    assert address in run("--on", "2020-03-01").stdout


def test_every_rule_is_listed_with_its_basis(run: Callable[..., Any]) -> None:
    said = run("rules", "--json").stdout
    assert all(f'"{code}"' in said for code in RULES)
