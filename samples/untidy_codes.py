"""Codes, permit numbers, coordinates and industries with the damage they come with."""

from __future__ import annotations

from samples.codes import credit_code, registration_no
from samples.page import Page, Said
from samples.untidy import ADDRESS, CLASS, CLOSE, CODE, CODES, NAME, UPGRADE, Untidy, page

#: digits only, so that a spreadsheet takes it for a number
DIGITS = credit_code("420607", "70000013")
#: the last character is another
MISTYPED = CODES[0][:17] + ("1" if CODES[0][17] != "1" else "2")
#: 0 typed as the letter O, which no credit code contains
WITH_LETTER_O = CODES[1].replace("0", "O")
REGISTRATION = registration_no("42060700000001")
#: region and birthday of nobody; passes the check of an ID number
NOBODY = "42060719000101001X"


def coded(*codes: Said | str) -> list[Page]:
    """One firm a code."""
    made = page(NAME, CODE, CLASS)
    for brand, code in zip(["甲寅", "乙卯", "丙辰", "丁巳", "戊午", "己未"], codes, strict=False):
        made.row(name=f"襄阳{brand}砖厂", credit_code=code, disposal_class=CLOSE)
    return [made]


def instead_of_a_code() -> list[Page]:
    return coded(
        Said(REGISTRATION, {"registration_no": REGISTRATION}),
        Said(int(REGISTRATION), {"registration_no": REGISTRATION}),
        Said("70000011-7", {"organization_code": "700000117"}, "check_digit"),
        Said(NOBODY, None, "id_number"),
        Said("无", None),
        Said("见营业执照", None, "unreadable_code"),
    )


def permits() -> list[Page]:
    made = page(
        NAME, CODE, ("number", ["排污许可证编号"]), ("_term", ["有效期"]), ("category", ["管理类别"]), ledger="permits"
    )
    term = {"valid_from": "2019-02-04", "valid_to": "2022-02-03"}
    simplified, key = Said("简化管理", "simplified"), Said("重点管理", "key")
    for serial, shown in (("001P", "自2019年2月4日至2022年2月3日止"), ("002P", "2019.02.04-2022.02.03")):
        made.row(
            name="襄阳甲寅建材有限公司", credit_code=CODES[0], number=CODES[0] + serial, _term=Said(shown, term),
            category=simplified,
        )  # fmt: skip
    made.row(
        name="襄阳乙卯化工有限公司", credit_code=CODES[1],
        number=Said("鄂F甲寅001号", "鄂F甲寅001号", "permit_number_form"),
        _term=Said("2019-02-04至2022-02-03", term), category=key,
    )  # fmt: skip
    return [made]


def no_permit_yet() -> list[Page]:
    made = page(
        NAME, CODE, ("number", ["排污许可证编号"]), ("valid_from", ["有效期起"]), ("valid_to", ["有效期止"]),
        ("permit_status", ["发证情况"]), ledger="permits",
    )  # fmt: skip
    made.row(
        name="襄阳甲寅建材有限公司", credit_code=CODES[0], number=CODES[0] + "001P", valid_from="2019-02-04",
        valid_to="2022-02-03", permit_status=Said("已发证", "issued"),
    )  # fmt: skip
    made.row(name="襄阳乙卯化工有限公司", credit_code=CODES[1], permit_status=Said("未发证", "not_issued"))
    made.row(name="襄阳丙辰纸业有限公司", credit_code=CODES[2], permit_status=Said("限期整改", "rectification"))
    return [made]


def coordinates() -> list[Page]:
    made = page(NAME, ("longitude", ["坐标", "经度"]), ("latitude", ["坐标", "纬度"]), CLASS)
    lon, lat = 112.14, 32.04
    for brand, east, north in (
        ("甲寅", lon, lat),
        ("乙卯", Said("112°8′24″", lon), Said("32°2′24″", lat)),
        ("丙辰", Said("112度8分24秒", lon), Said("32度2分24秒", lat)),
        ("丁巳", Said("E112.14°", lon), Said("N32.04°", lat)),
        ("戊午", Said("东经112.14", lon), Said("北纬32.04", lat)),
    ):
        made.row(name=f"襄阳{brand}砖厂", longitude=east, latitude=north, disposal_class=CLOSE)
    swapped = "swapped_coordinates"
    made.row(
        name="襄阳己未砖厂", longitude=Said(lat, lon, swapped), latitude=Said(lon, lat, swapped), disposal_class=UPGRADE
    )
    made.row(
        name="襄阳庚申砖厂", longitude=Said(115.14, 115.14, "outside_region"), latitude=lat, disposal_class=UPGRADE
    )
    made.row(name="襄阳辛酉砖厂", longitude=Said("镇政府东侧", None, "unreadable_coordinate"), disposal_class=UPGRADE)
    return [made]


def coordinates_in_one_cell() -> list[Page]:
    made = page(NAME, ("_both", ["经纬度"]), CLASS)
    both = {"longitude": 112.14, "latitude": 32.04}
    for brand, shown in (
        ("甲寅", "112.14,32.04"), ("乙卯", "东经112°8′24″，北纬32°2′24″"), ("丙辰", "E112.14 N32.04"),
        ("丁巳", "32.04，112.14"),
    ):  # fmt: skip
        made.row(name=f"襄阳{brand}砖厂", _both=Said(shown, both), disposal_class=CLOSE)
    return [made]


def degrees_minutes_seconds() -> list[Page]:
    made = page(
        NAME, ("_d", ["经度", "度"]), ("_m", ["经度", "分"]), ("_s", ["经度", "秒"]), ("_D", ["纬度", "度"]),
        ("_M", ["纬度", "分"]), ("_S", ["纬度", "秒"]), CLASS,
    )  # fmt: skip
    made.row(
        name="襄阳甲寅砖厂", _d=Said(112, {"longitude": 112.14}), _m=8, _s=24, _D=Said(32, {"latitude": 32.04}), _M=2,
        _S=24, disposal_class=CLOSE,
    )  # fmt: skip
    made.row(
        name="襄阳乙卯砖厂", _d=Said(112, {"longitude": 112.5}), _m=30, _s=0, _D=Said(32, {"latitude": 32.25}), _M=15,
        _S=0, disposal_class=CLOSE,
    )  # fmt: skip
    return [made]


def industries() -> list[Page]:
    made = page(NAME, ("industry_name", ["所属行业"]), CLASS)
    for brand, shown, code, name in (
        ("甲寅", "3031", "3031", None),
        ("乙卯", "C3031", "3031", None),
        ("丙辰", 3031, "3031", None),
        ("丁巳", 610, "0610", None),
        ("戊午", "粘土砖瓦及建筑砌块制造", None, "粘土砖瓦及建筑砌块制造"),
        ("己未", "3031 粘土砖瓦及建筑砌块制造", "3031", "粘土砖瓦及建筑砌块制造"),
    ):
        means = {"industry_code": code, "industry_name": name}
        made.row(name=f"襄阳{brand}砖厂", industry_name=Said(shown, means), disposal_class=CLOSE)
    return [made]


def persons_and_phones() -> list[Page]:
    made = page(NAME, ("_both", ["负责人及联系电话"]), ADDRESS, CLASS)
    for brand, shown, person, phone in (
        ("甲寅", "甲样本 13800000001", "甲样本", "13800000001"),
        ("乙卯", "乙样本（0710-3000001）", "乙样本", "0710-3000001"),
        ("丙辰", "丙样本，13800000003", "丙样本", "13800000003"),
    ):
        both = {"legal_representative": person, "contact_phone": phone}
        made.row(name=f"襄阳{brand}砖厂", _both=Said(shown, both), address="双沟镇甲村", disposal_class=CLOSE)
    return [made]


WORKBOOKS: dict[str, Untidy] = {
    "63_code_lost_its_digits.xlsx": Untidy(
        "a code stored as a number",
        coded(Said(int(DIGITS), None, "digits_lost"), Said("9.14206E+17", None, "digits_lost"), CODES[0]),
    ),
    "64_code_fails_its_check.xlsx": Untidy(
        "one character mistyped", coded(Said(MISTYPED, MISTYPED, "check_digit"), CODES[1])
    ),
    "65_code_with_letter_o.xlsx": Untidy(
        "O for 0, which the check digit proves", coded(Said(WITH_LETTER_O, CODES[1], "code_repaired"), CODES[2])
    ),
    "66_code_too_short.xls": Untidy(
        "two characters missing", coded(Said(CODES[0][:16], None, "code_length"), CODES[1])
    ),
    "67_code_broken_up.xlsx": Untidy(
        "spaces, hyphens, small letters in the code",
        coded(
            Said(f"{CODES[0][:8]} {CODES[0][8:]}", CODES[0]),
            Said(f"{CODES[1][:17]}-{CODES[1][17]}", CODES[1]),
            Said(CODES[2].lower(), CODES[2]),
        ),
    ),
    "68_instead_of_a_code.xlsx": Untidy("other numbers, an ID number, 无 in its column", instead_of_a_code()),
    "69_permits.xlsx": Untidy("two sites, both ends of the term in one cell", permits(), "permits"),
    "70_no_permit_yet.xls": Untidy("未发证, 限期整改: no number and no dates", no_permit_yet(), "permits"),
    "71_coordinates.xlsx": Untidy("coordinates in five notations, swapped, elsewhere", coordinates()),
    "72_coordinates_in_one_cell.xlsx": Untidy("both coordinates in one cell", coordinates_in_one_cell()),
    "73_degrees_minutes_seconds.xlsx": Untidy("度, 分, 秒 in cells of their own", degrees_minutes_seconds()),
    "74_industries.xlsx": Untidy("industries by code, name, or both", industries()),
    "75_persons_and_phones.xlsx": Untidy("person and telephone in one cell", persons_and_phones()),
}
