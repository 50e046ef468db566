"""What was known of an enterprise on a day: found, shown and written out as it was then, whatever came later."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from handed_in import CODE_A, CODE_B, firm, reading, take
from sqlalchemy import select

from inventory import cli, correcting, database, intake, judgements, listing, past, permits, timeline, tracking
from inventory.errors import Ambiguous, NotFound
from inventory.judgements import Decision
from inventory.models import Remediation
from inventory.queries import enterprises
from inventory.tracking import Step
from inventory.vocabulary import Action

MAY, JUNE, JULY = (datetime(2019, month, 1, 8, 0, tzinfo=UTC) for month in (5, 6, 7))
LATER = datetime(2019, 8, 1, tzinfo=UTC)
PLANT = "襄阳甲寅建材厂"
NUMBER = "420607-00001"


def moves(engine):
    """A register in the making; what was done, and the moment after which it was known."""
    kiln = {"kiln_type": "drying_kiln", "fuel": "coal", "measures": "治理", "due_on": "2019-06"}
    yield (
        MAY,
        take(
            engine, reading(firm(PLANT, township="甲镇", **kiln), ledger="kilns", as_of="2019-04-30"), received_at=MAY
        ),
    )
    again = reading(
        firm(PLANT, township="乙镇", credit_code=CODE_A, **{**kiln, "fuel": "natural_gas"}),
        firm("襄阳丙辰纸厂", kiln_type="drying_kiln"),
        ledger="kilns",
        as_of="2019-05-31",
    )
    yield JUNE, take(engine, again, received_at=JUNE)
    permit = firm(PLANT, credit_code=CODE_A, number=f"{CODE_A}001P", valid_to="2021-12-31", permit_status="issued")
    take(engine, reading(permit, ledger="permits", as_of="2019-06-30"), received_at=JULY)
    with database.writing(engine) as session:
        correcting.correct(session, NUMBER, "township", "丙镇", by="周敏", because="核实", at=JULY)
        case = session.scalars(select(Remediation.id).order_by(Remediation.id)).first()
        tracking.record(session, case, Step(Action.BEGIN, date(2019, 6, 20)), by="周敏", now=JULY)
    yield JULY, None
    with database.writing(engine) as session:
        intake.withdraw(session, 2, reason="误报", by="周敏", at=LATER)
    yield LATER, None


def now(session, said):
    """All that is shown of an enterprise as it is."""
    whole = enterprises.whole(session, said)
    cases = timeline.of_enterprise(session, whole.enterprise_id)
    return past.Then(whole, cases, permits.select_all(session, enterprise_ids=[whole.enterprise_id]))


def shown(then):
    """The same as values to compare: no past case names the version that a writer may name."""
    held = [(each.address, each.name, {**each.facts, "sub_record_id": None}) for each in then.held]
    return then.whole, [{**case, "version": None} for case in then.cases], held


def test_what_was_shown_then_is_shown_of_then_for_ever(engine):
    then = {}
    for moment, _ in moves(engine):
        with database.reading(engine) as session:
            then[moment] = shown(now(session, NUMBER))
    for moment, was in then.items():
        with database.reading(engine) as session:
            assert shown(past.whole(session, NUMBER, known_at=moment)) == was


def test_written_out_of_now_it_is_the_current_register(engine):
    list(moves(engine))
    with database.reading(engine) as session:
        sites = past.sites_known(session, known_at=LATER)
        assert past.enterprise_rows(sites) == listing.enterprises(session)
        for kind in ("kilns", "permits"):
            now = [
                {name: row[name] for name in row if name != "sub_record_id"} for row in listing.ledger(session, kind)
            ]
            assert past.ledger_rows(sites, kind) == now
        told = [(each.address, each.name, each.validity(date(2019, 7, 1))) for each in permits.select_all(session)]
        assert [(each.address, each.name, each.validity(date(2019, 7, 1))) for each in past.permits(sites)] == told


def test_as_of_a_day_only_what_speaks_for_it_counts(engine):
    list(moves(engine))
    with database.reading(engine) as session:
        early = past.whole(session, NUMBER, as_of=date(2019, 4, 30), known_at=JULY).whole
        late = past.whole(session, NUMBER, as_of=date(2019, 6, 30), known_at=JULY).whole
    townships = [next(fact.value for fact in each.facts if fact.field == "township") for each in (early, late)]
    assert townships == ["甲镇", "丙镇"]
    assert [each.parts[0].case.state for each in (early, late)] == ["listed", "underway"]


@pytest.mark.parametrize(
    ("said", "known_at", "names"),
    [
        ("甲寅", MAY, [PLANT]),
        (NUMBER, MAY, [PLANT]),
        (CODE_A[:10], MAY, []),
        (CODE_A[:10], JUNE, [PLANT]),
        ("厂", MAY, [PLANT]),
        ("厂", JUNE, ["襄阳丙辰纸厂", PLANT]),
        (CODE_B, LATER, []),
    ],
)
def test_it_is_found_by_what_was_known_then(engine, said, known_at, names):
    list(moves(engine))
    with database.reading(engine) as session:
        assert [each.name for each in past.find(session, said, known_at=known_at)] == names


def test_what_was_joined_since_had_its_own_number_then(engine):
    take(engine, reading(firm(PLANT), firm("襄阳甲寅新建材厂"), ledger="scattered_polluters"), received_at=MAY)
    with database.writing(engine) as session:
        judgements.merge(session, ["420607-00001"], "420607-00002", Decision("周敏", "重复", JULY))
    with database.reading(engine) as session:
        then = [(each.register_number, each.name) for each in past.find(session, "甲寅", known_at=JUNE)]
        assert sorted(then) == [("420607-00001", PLANT), ("420607-00002", "襄阳甲寅新建材厂")]
        for number, name in then:
            assert past.whole(session, number, known_at=JUNE).whole.found.name == name
            assert past.whole(session, name, known_at=JUNE).whole.found.register_number == number
            assert past.whole(session, number, known_at=LATER).whole.found.register_number == "420607-00002"
        (answered,) = past.find(session, "420607-00001", known_at=LATER)
        assert (answered.register_number, answered.merged_into) == ("420607-00001", "420607-00002")


def test_kilns_withdrawn_since_had_addresses_of_their_own(engine):
    kilns = [firm(PLANT, kiln_type="drying_kiln", kiln_name=name, measures="治理") for name in ("1#", "2#", "3#")]
    take(engine, reading(*kilns, ledger="kilns"), received_at=MAY)
    with database.writing(engine) as session:
        intake.withdraw(session, 1, reason="误报", by="周敏", at=JULY)
    with database.reading(engine) as session:
        cases = past.cases_known(session, known_at=JUNE)
        assert [(case.address, case.facts["kiln_name"]) for case in cases] == [
            (f"{NUMBER}/kilns/{place}", f"{place}#") for place in (1, 2, 3)
        ]
        one, events = past.case(session, f"{NUMBER}/kilns/2", known_at=JUNE)
        assert (one.facts["kiln_name"], events) == ("2#", [])
        with pytest.raises(Ambiguous):
            past.case(session, NUMBER, known_at=JUNE)
        with pytest.raises(NotFound):
            past.case(session, f"{NUMBER}/kilns/4", known_at=JUNE)


def test_of_what_nobody_knew_nothing_is_shown(engine):
    list(moves(engine))
    with database.reading(engine) as session, pytest.raises(NotFound):
        past.whole(session, NUMBER, known_at=datetime(2019, 1, 1, tzinfo=UTC))


def test_the_command_line_finds_shows_lists_and_writes_the_past(engine, register_url, monkeypatch, tmp_path):
    list(moves(engine))
    monkeypatch.setenv("INVENTORY_DATABASE_URL", register_url)
    monkeypatch.setenv("INVENTORY_LANG", "en")

    def run(*said):
        result = CliRunner().invoke(cli.main, list(said), prog_name="inventory")
        assert result.exit_code == 0, result.stderr
        return result.stdout

    then = ("--known-at", "2019-06-02")
    assert len(json.loads(run("enterprise", "find", "厂", *then, "--json"))) == 2
    assert "乙镇" in run("enterprise", "show", NUMBER, *then)
    assert "乙镇" in run("enterprise", "show", NUMBER, *then, "--format", "csv")
    assert "甲镇" in run("enterprise", "show", NUMBER, "--as-of", "2019-05-01", *then)
    (case,) = json.loads(run("remediation", "list", *then, "--json"))
    assert (case["state"], case["address"]) == ("listed", f"{NUMBER}/kilns/1")
    for what in (("cases",), ("enterprises",), ("permits",), ("ledger", "kilns")):
        to = tmp_path / f"{what[0]}.json"
        run("export", *what, "--to", str(to), *then)
        assert (PLANT in to.read_text(encoding="utf-8")) is (what[0] != "permits")
