"""Every rule holds on registers that were made by taking, correcting and withdrawing, in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime

from handed_in import CODE_A, CODE_B, firm, reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory import checks, correcting, database, intake
from inventory.errors import NotFound, Refused

AT = datetime(2019, 7, 2, 8, 0, tzinfo=UTC)
PLANT = "襄阳甲寅建材厂"


def ledgers():
    kiln = {"kiln_type": "melting_furnace"}
    return [
        reading(firm(PLANT, township="甲镇", due_on="2019-06"), firm("丁未化工厂"), None, as_of="2019-04-30"),
        reading(firm(PLANT, credit_code=CODE_A, township="乙镇"), firm("丁未化工厂", credit_code=CODE_B)),
        reading(firm(PLANT, **kiln, measures="治理"), firm(PLANT, **kiln, fuel="coal"), ledger="kilns"),
        reading(firm("襄阳市甲寅建材厂", credit_code=CODE_A, existing_problems="无"), ledger="compliance_plans"),
        reading(firm("戊申纸厂", credit_code=CODE_B), firm("丁未化工厂", township="丁镇"), unit="谷城县"),
    ]


def broken(engine):
    with database.reading(engine) as session:
        # the readings are made by hand, so that the bytes are not those they were read from
        found = (each for each in checks.breaches(session) if each.invariant != "workbooks_are_as_handed_in")
        return [(each.invariant, each.where) for each in found]


def move(engine, kind, what):
    """One thing that happens to a register."""
    with database.writing(engine) as session:
        if kind == "take":
            intake.take(session, ledgers()[what], b"content", received_at=AT)
        elif kind == "withdraw":
            intake.withdraw(session, what + 1, reason="误报", by="周敏", at=AT)
        else:
            correcting.correct(session, f"420607-0000{what + 1}", "township", "丙镇", by="周敏", because="核实", at=AT)


MOVES = st.tuples(st.sampled_from(["take", "take", "take", "withdraw", "correct"]), st.integers(0, 4))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=10))
def test_whatever_happens_every_rule_holds(moves, sqlite_template, tmp_path):
    file = tmp_path / "inventory.db"
    file.write_bytes(sqlite_template.read_bytes())
    engine = database.open_register(f"sqlite:///{file}")
    for kind, what in moves:
        try:
            move(engine, kind, what)
        except (NotFound, Refused):
            continue
    found = broken(engine)
    engine.dispose()
    assert found == []


def test_a_register_with_everything_in_it_breaks_nothing(engine):
    for number in range(5):
        move(engine, "take", number)
    move(engine, "correct", 0)
    move(engine, "withdraw", 3)
    move(engine, "take", 3)
    with database.writing(engine) as session:
        correcting.correct(session, "420607-00001/kilns/2", "fuel", "天然气", by="周敏", because="核实", at=AT)
    assert broken(engine) == []
