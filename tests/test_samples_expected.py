"""The register written down by hand agrees with itself: no slip of the pen is a bug of the program."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from expected import FOLDER, LEDGERS, UNITS, enterprises, identifying, label, table

from samples import build

FILES = sorted(path.stem for path in FOLDER.glob("*.csv"))
#: rows of these are not about one enterprise
OF_GROUPS = ("problems", "status", "status_after_steps", "target", "target_after_steps", "legal_persons")
COMPLETE = {"self_checked", "accepted", "struck_off"}


def test_every_file_is_described() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"{name}.csv" not in readme and name not in LEDGERS] == []


def test_unit_name_code_and_address_tell_every_enterprise_from_the_others() -> None:
    assert len({identifying(row) for row in table("enterprises")}) == len(enterprises()) == len(table("enterprises"))
    assert label("襄州区", "襄阳丁巳木业加工厂", None, "龙王镇新村4号") == "丁巳"


@pytest.mark.parametrize("name", [name for name in FILES if name not in OF_GROUPS])
def test_every_enterprise_named_is_in_the_register(name: str) -> None:
    assert {row["enterprise"] for row in table(name)} <= enterprises().keys()


def test_enterprises_stand_in_the_order_of_units_names_codes_and_addresses() -> None:
    rows = list(table("enterprises"))
    keys = [(UNITS.index(row["unit"]), row["name"], row["credit_code"], row["address"]) for row in rows]
    assert keys == sorted(keys)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_sub_records_are_numbered_from_one(ledger: str) -> None:
    numbers: dict[str, list[int]] = {}
    for row in table(ledger):
        numbers.setdefault(row["enterprise"], []).append(int(row["number"]))
    assert all(given == list(range(1, len(given) + 1)) for given in numbers.values())


def test_every_case_has_its_sub_record_with_the_same_deadline() -> None:
    for case in table("cases"):
        row = next(
            row
            for row in table(case["ledger"])
            if (row["enterprise"], row["number"]) == (case["enterprise"], case["number"])
        )
        assert row["due_on"] == case["due_on"]
        assert row.get("disposal_class", row.get("kiln_disposal", "")) == case["disposal_class"]
        assert not case["due_on"] or _last_day(case["due_on"]).isoformat() == case["due_on_last"]


def test_every_sub_record_with_duties_has_a_case() -> None:
    cases = Counter((case["ledger"], case["enterprise"]) for case in table("cases"))
    kinds = ("scattered_polluters", "kilns", "voc_sources", "compliance_plans")
    assert cases == Counter((kind, row["enterprise"]) for kind in kinds for row in table(kind))


@pytest.mark.parametrize("as_of", ["2019-06-30", "2019-12-31"])
def test_the_status_table_counts_the_cases(as_of: str) -> None:
    counted: dict[tuple[str, str, str], Counter[str]] = {}
    for case in table("cases"):
        group = enterprises()[case["enterprise"]]["unit"], case["ledger"], case["disposal_class"]
        counts = counted.setdefault(group, Counter())
        counts["listed"] += 1
        counts["claimed"] += case["claimed"] in COMPLETE
        counts["overdue"] += bool(case["due_on_last"]) and case["due_on_last"] < as_of
    written = {
        (row["unit"], row["ledger"], row["disposal_class"]): row for row in table("status") if row["as_of"] == as_of
    }
    assert written.keys() == counted.keys()
    for group, row in written.items():
        assert {name: int(row[name]) for name in ("listed", "claimed", "overdue")} == {
            name: counted[group][name] for name in ("listed", "claimed", "overdue")
        }


def test_an_open_question_makes_an_enterprise_provisional_and_nothing_else_does() -> None:
    asked = {row["enterprise"] for row in table("questions")}
    asked |= {row["other"] for row in table("questions") if row["why"] == "code_shared"}
    assert asked == {name for name, row in enterprises().items() if row["standing"] == "provisional"}


@pytest.mark.parametrize(("quarter", "last"), [("2019Q2", "2019-06-30"), ("2019Q4", "2019-12-31")])
def test_no_provisional_enterprise_is_published_and_every_missed_deadline_is_a_case_s(quarter: str, last: str) -> None:
    for line in table(f"noncompliant_{quarter}"):
        assert line["name"] == enterprises()[line["enterprise"]]["name"]
        provisional = enterprises()[line["enterprise"]]["standing"] == "provisional"
        assert provisional == (line["reasons"] == "e")
        assert not (provisional and line["part"] != "unverified")
        deadlines = {case["due_on_last"] for case in table("cases") if case["enterprise"] == line["enterprise"]}
        assert line["earliest_missed"] in deadlines | {"2019-12-31"}
        assert line["earliest_missed"] <= last


def test_problems_are_those_the_story_makes_due() -> None:
    due = Counter(
        (name, problem["kind"])
        for name in build.WORKBOOKS
        for entry in build.truth(name)["entries"]
        for problem in entry["problems"]
    )
    of_sheets = {"unknown_heading", "total_differs"}
    written = {(row["workbook"], row["kind"]): int(row["count"]) for row in table("problems")}
    assert {key: count for key, count in written.items() if key[1] not in of_sheets} == due


def _last_day(said: str) -> date:
    year, _, rest = said.partition("-")
    if rest.startswith("Q"):
        rest = f"{int(rest[1]) * 3:02}"
    if len(rest) == 5:
        return date.fromisoformat(said)
    month = int(rest or 12)
    return date(int(year) + month // 12, month % 12 + 1, 1) - timedelta(days=1)
