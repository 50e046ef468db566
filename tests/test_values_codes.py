"""Codes, permit numbers, telephones, coordinates, industries. All codes are invented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import values
from inventory.values import Industry, Number, Parts, Taken
from inventory.values.codes import ALPHABET, check_character, mend, suggestion
from inventory.vocabulary import CodeKind


def kinds(taken: Taken[Any]) -> list[str]:
    """The doubts, severity first."""
    return [f"{doubt.severity.value} {doubt.kind}" for doubt in taken.doubts]


def coded(start: str) -> str:
    """A credit code that passes, from its first seventeen characters."""
    return f"{start}{check_character(start)}"


CODE = coded("91420606MA4X00010")
ALL_DIGITS = next(code for n in range(100) if (code := coded(f"914206067812340{n:02}")).isdigit())
WRONG = CODE[:10] + ("7" if CODE[10] != "7" else "6") + CODE[11:]


def credit(code: str) -> Number:
    return Number(CodeKind.CREDIT_CODE, code)


def test_the_examples_of_the_standards_pass() -> None:
    assert values.credit_code("91350100M000100Y43") == Taken(credit("91350100M000100Y43"))
    assert values.credit_code("110108000000016") == Taken(Number(CodeKind.REGISTRATION_NO, "110108000000016"))
    assert values.credit_code("D2143569-X") == Taken(Number(CodeKind.ORGANIZATION_CODE, "D2143569X"))
    assert kinds(values.credit_code("11010519491231002X")) == ["error id_number"]


@pytest.mark.parametrize(
    "raw",
    [
        CODE,
        CODE.lower(),
        f" {CODE}\n",
        f"'{CODE}",
        f"{CODE[:6]} {CODE[6:]}",
        f"{CODE[:8]}-{CODE[8:]}",
        CODE[:8] + "".join(chr(ord(c) + 0xFEE0) for c in CODE[8:]),
        f"统一社会信用代码：{CODE}",
    ],
)
def test_a_credit_code_is_taken_without_alarm(raw: str) -> None:
    assert values.credit_code(raw) == Taken(credit(CODE))
    assert values.is_usable(CODE)


def test_a_credit_code_may_consist_of_digits() -> None:
    assert values.credit_code(ALL_DIGITS) == Taken(credit(ALL_DIGITS))


@pytest.mark.parametrize("letter", ["O0", "o0", "I1"])
def test_letters_no_code_contains_are_repaired_where_the_check_digit_proves_it(letter: str) -> None:
    read = values.credit_code(CODE.replace(letter[1], letter[0]))
    assert (read.value, kinds(read)) == (credit(CODE), ["info code_repaired"])
    assert read.doubts[0].parameters == {"taken": CODE}


def test_a_code_that_fails_its_check_is_kept_and_doubted() -> None:
    read = values.credit_code(WRONG)
    assert (read.value, kinds(read)) == (credit(WRONG), ["warning check_digit"])
    assert not values.is_usable(WRONG)


def test_a_likely_code_is_suggested_and_never_taken() -> None:
    code = coded("91420606MA8X00012")
    mistyped = code.replace("MA8X", "MABX")
    read = values.credit_code(mistyped)
    assert (read.value, read.doubts[0].parameters["suggestion"]) == (credit(mistyped), code)


@pytest.mark.parametrize(
    "raw", [9.142060211211862e17, 914206021121186200, 1e15, "9.1420606E+17", "9.14e17", "914206021121186000"]
)
def test_a_code_stored_as_a_number_has_lost_its_last_digits(raw: Any) -> None:
    read = values.credit_code(raw)
    assert (read.value, kinds(read)) == (None, ["error digits_lost"])


@pytest.mark.parametrize("raw", [CODE[:17], CODE + "1", CODE[:10], "13800007042", f"{CODE}/{CODE}", CODE + "001V"])
def test_a_code_of_another_length_is_a_problem(raw: str) -> None:
    read = values.credit_code(raw)
    assert (read.value, kinds(read)) == (None, ["error code_length"])


@pytest.mark.parametrize("raw", ["420600000012341", 420600000012358.0, "4206000000123", "42060000001234"])
def test_a_registration_number_is_told_from_a_credit_code(raw: Any) -> None:
    read = values.credit_code(raw)
    assert read.value is not None
    assert read.value.kind is CodeKind.REGISTRATION_NO
    assert all(doubt.severity == "info" for doubt in read.doubts)


def test_an_old_id_number_of_fifteen_digits_is_no_registration_number() -> None:
    read = values.credit_code("420601650229001")  # there was no such day
    assert read.value == Number(CodeKind.REGISTRATION_NO, "420601650229001")
    read = values.credit_code("420601650228001")
    assert (read.value, kinds(read)) == (None, ["error id_number"])
    assert "650228" not in str(read.doubts[0].raw)


@pytest.mark.parametrize(
    ("raw", "number", "doubts"),
    [
        ("12345678-8", "123456788", []),
        ("123456788", "123456788", []),
        ("ma4x00012", "MA4X00012", []),
        ("12345678-9", "123456789", ["warning check_digit"]),
    ],
)
def test_an_organisation_code_is_told_from_a_credit_code(raw: str, number: str, doubts: list[str]) -> None:
    read = values.credit_code(raw)
    assert (read.value, kinds(read)) == (Number(CodeKind.ORGANIZATION_CODE, number), doubts)


@pytest.mark.parametrize("raw", ["11010119900307803X", "110101 19900307 803x", "110101199003078031"])
def test_a_persons_number_is_neither_kept_nor_echoed(raw: str) -> None:
    read = values.credit_code(raw)
    assert (read.value, kinds(read)) == (None, ["error id_number"])
    assert read.doubts[0].raw == "110101************"
    assert "1990" not in str(read.doubts[0].parameters)


@pytest.mark.parametrize("raw", ["办理中", "待核实", "个体户", True, 12.5, -3])
def test_what_is_no_code_is_refused(raw: Any) -> None:
    assert kinds(values.credit_code(raw)) == ["error unreadable_code"]


@pytest.mark.parametrize("raw", ["无", "/", "—", "暂无", "无证", "未办理"])
def test_no_code_may_be_declared(raw: str) -> None:
    assert values.credit_code(raw) == Taken(None, (), True)


def test_an_empty_code_says_nothing() -> None:
    assert values.credit_code(None) == values.credit_code(" ") == Taken(None)


SEVENTEEN = st.text(ALPHABET, min_size=9, max_size=9).map(lambda tail: f"91420606{tail}")


@given(SEVENTEEN)
def test_every_code_with_its_check_character_is_read_as_it_stands(start: str) -> None:
    code = coded(start)
    assert values.credit_code(code) == values.credit_code(code.lower()) == Taken(credit(code))


@given(SEVENTEEN, st.integers(8, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes_unnoticed(start: str, place: int, other: str) -> None:
    code = coded(start)
    damaged = code[:place] + other + code[place + 1 :]
    if damaged != code:
        assert not values.is_usable(damaged)
        read = values.credit_code(damaged)
        assert any(doubt.severity != "info" for doubt in read.doubts)


@given(st.text(ALPHABET + "OISZ", min_size=18, max_size=18))
def test_what_is_repaired_passes_its_check(code: str) -> None:
    mended, suggested = mend(code), suggestion(code)
    assert mended is None or values.is_usable(mended)
    assert not suggested or values.is_usable(suggested)


@pytest.mark.parametrize(
    "raw", [CODE + "001V", CODE.lower() + "001v", f"{CODE} 001 V", f"{CODE}-001V", f"编号：{CODE}001V"]
)
def test_a_permit_number(raw: str) -> None:
    assert values.permit_number(raw) == Taken(CODE + "001V")


@pytest.mark.parametrize("letter", "PQRUVWXYZ")
def test_the_last_letter_of_a_permit_number_is_never_doubted(letter: str) -> None:
    assert values.permit_number(CODE + "002" + letter) == Taken(CODE + "002" + letter)


@pytest.mark.parametrize(
    ("raw", "taken", "doubts"),
    [
        (CODE.replace("0", "O") + "OO1V", CODE + "001V", ["info code_repaired"]),
        (WRONG + "001V", WRONG + "001V", ["warning check_digit"]),
        ("PWX-420682-0001-18", "PWX-420682-0001-18", ["warning permit_number_form"]),
        (CODE + "1V", CODE + "1V", ["warning permit_number_form"]),
        (9.1e21, None, ["error digits_lost"]),
        ("9.1E+21", None, ["error digits_lost"]),
        ("待核实", None, ["error unreadable_code"]),
    ],
)
def test_a_doubtful_permit_number(raw: Any, taken: str | None, doubts: list[str]) -> None:
    read = values.permit_number(raw)
    assert (read.value, kinds(read)) == (taken, doubts)


@pytest.mark.parametrize("raw", ["无", "/", "未发证", "限期整改", "办理中"])
def test_a_permit_may_not_have_been_issued(raw: str) -> None:
    assert values.permit_number(raw).is_none


def test_a_permit_number_taken_apart() -> None:
    assert values.permit_parts(CODE + "002Q") == Parts(CODE, "002")
    assert values.permit_parts("PWX-420682") is None


@pytest.mark.parametrize(
    ("raw", "taken"),
    [
        ("13800007042", "13800007042"),
        (13800007042.0, "13800007042"),
        ("138 0000 7042", "13800007042"),
        ("138-0000-7042", "13800007042"),
        ("１３８００００７０４２", "13800007042"),
        ("+86 13800007042", "13800007042"),
        ("0710-3234567", "0710-3234567"),
        ("（0710）3234567", "0710-3234567"),
        ("07103234567", "07103234567"),
        ("3234567", "3234567"),
        ("0710-3234567-801", "0710-3234567-801"),
        ("400-820-8820", "400-820-8820"),
        ("13800007042/0710-3234567", "13800007042/0710-3234567"),
        ("13800007042、13800007043", "13800007042/13800007043"),
        ("13800007042\n13800007043", "13800007042/13800007043"),
    ],
)
def test_telephones(raw: Any, taken: str) -> None:
    assert values.phone(raw) == Taken(taken)


@pytest.mark.parametrize("raw", ["138****7042", "1380000704", "某某 13800007042", "7103234567", "见附件二"])
def test_an_unusual_telephone_is_kept_and_doubted(raw: str) -> None:
    read = values.phone(raw)
    assert (read.value, kinds(read)) == (raw, ["warning unusual_phone"])


@pytest.mark.parametrize(
    ("raw", "axis", "taken"),
    [
        (112.140145, "lon", 112.140145),
        ("112.140146", "lon", 112.140146),
        ("112.14°", "lon", 112.14),
        ("E112.14", "lon", 112.14),
        ("112.14E", "lon", 112.14),
        ("东经112.14度", "lon", 112.14),
        ("112°08′24″", "lon", 112.14),
        ("112°08'24\"", "lon", 112.14),
        ("112°08’24”", "lon", 112.14),
        ("112º8′24″", "lon", 112.14),
        ("112˚8′24″", "lon", 112.14),
        ("112度8分24秒", "lon", 112.14),
        ("112°8.4′", "lon", 112.14),
        ("112:08:24", "lon", 112.14),
        ("112 8 24", "lon", 112.14),
        ("北纬32°2′24″", "lat", 32.04),
        ("N32.04", "lat", 32.04),
    ],
)
def test_a_coordinate_in_every_notation(raw: Any, axis: Any, taken: float) -> None:
    read = values.degrees(raw, axis)
    assert read == Taken(pytest.approx(taken, abs=1e-8))


@pytest.mark.parametrize(
    "raw",
    ["112.08.30", "112°70′", "112°08′75″", "112，14", "1128401", 1128401.0, "待核实", "112-08-30", True, float("nan")],
)
def test_what_is_no_coordinate_is_refused(raw: Any) -> None:
    read = values.degrees(raw, "lon")
    assert (read.value, kinds(read)) == (None, ["error unreadable_coordinate"])


def test_a_coordinate_outside_the_city_is_taken_and_doubted() -> None:
    read = values.degrees(114.3, "lon")
    assert (read.value, kinds(read)) == (114.3, ["warning outside_region"])
    assert values.degrees(114.3, "lon", values.Region(113.6, 115.1, 29.9, 31.4)) == Taken(114.3)


def test_a_coordinate_may_be_empty_or_none() -> None:
    assert values.degrees("", "lon") == Taken(None)
    assert values.degrees("/", "lon").is_none


def test_a_coordinate_in_three_cells() -> None:
    assert (
        values.sexagesimal(112.0, 8.0, 24.0, "lon") == values.sexagesimal("112°", "8′", "24″", "lon") == Taken(112.14)
    )
    assert values.sexagesimal(None, None, None, "lon") == Taken(None)
    assert values.sexagesimal("/", "/", "/", "lon").is_none
    assert kinds(values.sexagesimal(112, 75, 0, "lon")) == ["error unreadable_coordinate"]
    assert kinds(values.sexagesimal(None, 8, 24, "lon")) == ["error unreadable_coordinate"]


def test_exchanged_coordinates_are_put_right_only_where_both_prove_it() -> None:
    longitude, latitude = values.located(values.degrees(32.04, "lon"), values.degrees(112.14, "lat"))
    assert (longitude.value, latitude.value) == (112.14, 32.04)
    assert kinds(longitude) == kinds(latitude) == ["warning swapped_coordinates"]
    alone = values.located(values.degrees(32.04, "lon"), values.degrees(31.9, "lat"))
    assert (alone[0].value, kinds(alone[0])) == (32.04, ["warning outside_region"])


@pytest.mark.parametrize(
    "raw",
    [
        "112.14,32.04", "112.14，32.04", "112.14；32.04", "112.14 32.04", "(112.14, 32.04)", "112.14/32.04",
        "东经112.14北纬32.04", "东经112°8′24″，北纬32°2′24″", "E112°8′24″N32°2′24″", "N32.04 E112.14",
        "北纬32.04 东经112.14", "经度112.14纬度32.04", "112°8′24″ 32°2′24″", "112.14E,32.04N",
    ],
)  # fmt: skip
def test_both_coordinates_in_one_cell(raw: str) -> None:
    read = values.coordinates(raw)
    assert read.value == pytest.approx((112.14, 32.04))
    assert not read.doubts


def test_latitude_first_is_known_by_the_city() -> None:
    read = values.coordinates("32.04,112.14")
    assert (read.value, kinds(read)) == ((112.14, 32.04), ["info swapped_coordinates"])


@pytest.mark.parametrize("raw", ["112.14", "112.14,32.04,55", "待核实", 112.5])
def test_one_number_is_no_place(raw: Any) -> None:
    assert kinds(values.coordinates(raw)) == ["error unreadable_coordinate"]


@given(st.floats(110.76, 113.0))
def test_a_coordinate_survives_degrees_minutes_and_seconds(longitude: float) -> None:
    minutes, seconds = divmod(longitude * 3600, 60)
    whole, minutes = divmod(int(minutes), 60)
    read = values.degrees(f"{whole}°{minutes}′{min(seconds, 59.999):.3f}″", "lon")
    assert read.value == pytest.approx(longitude, abs=1e-6)


@pytest.mark.parametrize(
    ("raw", "industry", "doubts"),
    [
        ("3031", Industry("3031"), []),
        (3031.0, Industry("3031"), []),
        ("C3031", Industry("3031"), []),
        ("3031.0", Industry("3031"), []),
        ("30", Industry("30"), []),
        ("303", Industry("303"), []),
        ("211 0", Industry("2110"), []),
        ("610", Industry("0610"), ["info zero_restored"]),
        (610.0, Industry("0610"), ["info zero_restored"]),
        ("0610", Industry("0610"), []),
        ("粘土砖瓦及建筑砌块制造", Industry(None, "粘土砖瓦及建筑砌块制造"), []),
        ("人造纤维（纤维素纤维）制造", Industry(None, "人造纤维(纤维素纤维)制造"), []),
        ("C3031 粘土砖瓦及建筑砌块制造", Industry("3031", "粘土砖瓦及建筑砌块制造"), []),
        ("粘土砖瓦及建筑砌块制造（3031）", Industry("3031", "粘土砖瓦及建筑砌块制造"), []),
        ("30、31", None, ["error unreadable_code"]),
        ("待核实", None, ["error unreadable_code"]),
        (30.5, None, ["error unreadable_code"]),
    ],
)
def test_industries(raw: Any, industry: Industry | None, doubts: list[str]) -> None:
    read = values.industry(raw)
    assert (read.value, kinds(read)) == (industry, doubts)
