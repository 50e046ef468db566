"""Every kind of problem: what it means, how it is worded, what to do about it.

Problems are stored as kind and parameters and worded when shown, in the language of who looks.
Source strings are English; the zh_CN catalogue holds the official Chinese. ``{raw}``, ``{cell}``,
``{field}`` and ``{heading}`` are always available to a wording, the others come from the parameters.

A new kind is one line here and one line in the catalogue; an unknown kind is a programming error.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: wording and remedy as English source strings."""

    message: str
    remedy: str


KINDS: dict[str, Kind] = {
    # ── a cell ──
    "digits_lost": Kind(
        "{field}: the code was stored as a number and has lost its last digits ({raw})",
        "format the column as text and type the code again from the business licence",
    ),
    "check_digit": Kind(
        "{field}: {raw} does not pass its check digit",
        "compare the code with the business licence; correct it if it was mistyped",
    ),
    "unreadable_number": Kind("{field}: {raw} is not a quantity", "write the number alone"),
    "unreadable_date": Kind("{field}: {raw} is not a date that exists", "write the date as 2019-06-30 or 2019年6月"),
    "error_cell": Kind("{field}: the cell holds the spreadsheet error {raw}", "mend the formula or type the value"),
    "unknown_spelling": Kind("{field}: {raw} is not a known entry", "use one of: {known}"),
    "missing_required": Kind("{field} is required and missing", "fill in the cell"),
    # ── a cell: codes ──
    "code_length": Kind(
        "{field}: {raw} has {length} characters; a credit code has 18", "type the code again from the business licence"
    ),
    "code_repaired": Kind(
        "{field}: {raw} was read as {taken}, which the check digit proves",
        "nothing; or correct the letters in the sheet",
    ),
    "unreadable_code": Kind("{field}: {raw} is not a code", "write the code alone, or 无 where there is none"),
    "id_number": Kind(
        "{field}: {raw} is a person's ID number and was not kept",
        "remove the ID number from the sheet; write the credit code of the business licence",
    ),
    "permit_number_form": Kind(
        "{field}: {raw} does not have the form of a permit number (22 characters)",
        "compare the number with the permit",
    ),
    "zero_restored": Kind(
        "{field}: {raw} has lost its first zero and was read as {taken}", "format the column as text"
    ),
    # ── a cell: dates ──
    "ambiguous_date": Kind(
        "{field}: {raw} was read as {taken}, and may mean {other}", "write the date as 2019-06-30 or 2019年6月"
    ),
    "date_without_year": Kind("{field}: {raw} names no year, and the sheet states no filing date", "write the year"),
    "year_supplied": Kind(
        "{field}: {raw} names no year; {year} was taken from the sheet", "nothing, if that year is meant"
    ),
    "date_range": Kind("{field}: {raw} is a range of dates; its end {taken} was taken", "nothing, if the end is meant"),
    "date_coarsened": Kind("{field}: {raw} was taken as its whole month", "nothing, or write the day"),
    "open_ended_date": Kind("{field}: {raw} sets no date", "nothing, or write a date"),
    "immediate_date": Kind("{field}: {raw} was taken as the filing date {taken}", "nothing, or write the date"),
    # ── a cell: quantities ──
    "approximate": Kind("{field}: {raw} is an approximate value", "nothing, or write the exact value"),
    "bound_only": Kind("{field}: {raw} states a bound ({bound}), not a value", "write the value itself"),
    "number_range": Kind("{field}: {raw} is a range, not one quantity", "write one quantity"),
    "unit_mismatch": Kind(
        "{field}: the unit {said} of {raw} does not fit {unit}", "write the quantity in the unit of the heading"
    ),
    "implausible_quantity": Kind(
        "{field}: {raw} makes {taken} {unit}, which cannot be", "check the quantity and its unit"
    ),
    # ── a cell: places, phones, names ──
    "unreadable_coordinate": Kind(
        "{field}: {raw} is not a coordinate", "write decimal degrees (112.140000) or 112°08′24″"
    ),
    "outside_region": Kind("{field}: {taken} lies outside the city", "check the coordinate"),
    "swapped_coordinates": Kind(
        "{field}: longitude and latitude were in each other's place and were exchanged", "exchange the two"
    ),
    "unusual_phone": Kind("{field}: {raw} does not look like a telephone number", "check the number"),
    "state_in_name": Kind("{field}: the remark {note} was taken out of the name", "write states in the column 备注"),
    # ── a cell and those around it ──
    "taken_from_above": Kind(
        "{field}: {taken} was taken from {where}, for this cell says the same or is left blank below it",
        "nothing, if that is meant; or write the value in every row",
    ),
    "breakdown_not_read": Kind(
        "the row {raw} divides up what a row above it states, and was not read, lest its amounts count twice",
        "write each boiler or kiln in a row of its own, and no row for their sum",
    ),
    "several_names": Kind(
        "{field}: {raw} looks like several enterprises; it was taken for one, {taken}",
        "write each enterprise in a row of its own",
    ),
    "no_heading": Kind("a column with {raw} has no heading; it was not read", "write over the column what it holds"),
    "nothing_to_repeat": Kind(
        "{field}: {raw} stands for what another cell says, and none says anything", "write the value itself"
    ),
    "blank_below": Kind(
        "{field}: the cell is blank; whether {above} in {where} holds here too is not clear, and it was not taken over",
        "write the value in every row",
    ),
    "unknown_section": Kind(
        "the section {raw} is not known; what the section above it said was not carried past it",
        "name the class, the county or the township alone in the row, or write it in a column",
    ),
    # ── a column, a sheet ──
    "unknown_heading": Kind(
        "the heading {raw} is not known; its column was not read",
        "say which field it is, or that it may be ignored; nearest: {nearest}",
    ),
    "total_differs": Kind(
        "the row states {stated} for {field}, the rows above it make {counted}", "check the total and the rows"
    ),
    "unknown_unit": Kind("{field}: {raw} is no reporting unit", "write the county as the bureau lists it"),
    "two_classes": Kind("{field}: two classes are ticked in this row ({raw}, {other})", "leave one tick only"),
    "two_values": Kind(
        "{field}: two columns of this row give different values ({raw}, {other}); neither was taken",
        "correct the wrong one",
    ),
    "joint_no": Kind(
        "{field}: {raw} answers for several conditions at once; which of them is not met stays open",
        "give each condition its own column",
    ),
    "unknown_value": Kind("{field}: {raw} says the value is not known yet", "fill in the value once it is known"),
    "repeated_heading": Kind(
        "the heading {raw} gives a field that another column gives already; this column was not read",
        "keep one of the columns",
    ),
    "name_by_content": Kind(
        "the heading {raw} is not known; its column was taken for the names of the enterprises, as its cells are such",
        "write 企业名称 as the heading, or teach the heading",
    ),
    "missing_column": Kind(
        "no column was found for {field}, which this ledger requires", "add the column, or say which heading means it"
    ),
    "hidden_sheet": Kind("the hidden sheet {raw} was not read", "unhide the sheet if it belongs to the ledger"),
    "hidden_rows": Kind("hidden rows were read: {raw}", "delete the rows if they do not belong to the ledger"),
    "hidden_columns": Kind("hidden columns were read: {raw}", "delete the columns if they do not belong to the ledger"),
    "sheet_not_read": Kind(
        "the sheet {sheet} was not read: its headings ({raw}) fit no ledger", "say the kind, or teach the headings"
    ),
    "table_not_read": Kind(
        "the table under the headings ({raw}) was not read: they fit no ledger",
        "say the kind, or teach the headings; where it is no ledger, nothing needs to be done",
    ),
    "person_not_kept": Kind(
        "{field}: the register keeps the number of {raw}, not who answers it", "nothing needs to be done"
    ),
    # ── a workbook as handed in ──
    "as_of_received": Kind(
        "the workbook states no filing date; it was taken to speak for the day it was received, {as_of}",
        "state the filing date in the workbook, or import it with --as-of",
    ),
    "as_of_said_otherwise": Kind(
        "--as-of said {said}, the workbook says {found}; the workbook was believed", "nothing, or correct the workbook"
    ),
    "second_ledger": Kind(
        "submission {submission} is a ledger of {unit} for the same kind ({ledger}) and day; this one adds to it",
        "nothing if both are meant; otherwise import this one with --replaces {submission}",
    ),
    "ledger_again": Kind(
        "submission {submission} says the same for {unit} ({ledger}); only the bytes of the file differ", "nothing"
    ),
    # ── an enterprise of the register ──
    "values_conflict": Kind(
        "{field}: ledgers of one day differ; until decided {stands} stands", "find out which is right and correct it"
    ),
    "correction_contradicted": Kind(
        "{field}: a ledger newer than the correction says {said}; {stands}, corrected by hand, stands",
        "find out which is right; correct it again, or withdraw the correction",
    ),
    "claims_contradict": Kind(
        "{claiming} claims more than {limiting} allows; the lesser claim counts: {claimed}",
        "find out how far the work is",
    ),
    "unit_differs": Kind("ledgers of several units list it: {units}", "find out whose it is"),
    "address_differs": Kind(
        "ledgers give several addresses: {addresses}", "find out whether it is one site or several"
    ),
    "code_shared": Kind(
        "{raw} has the same credit code as {others} under a name that is not alike",
        "check the codes with the business licences, or judge whether they are the same",
    ),
    "name_meets_two_codes": Kind(
        "{raw} has no usable credit code, and its name stands for several enterprises: {others}",
        "judge which of them it is, or that it is another",
    ),
    "site_unclear": Kind(
        "{raw} belongs to a company with several sites and says neither which nor its address: {others}",
        "judge which site it is",
    ),
    "judgements_contradict": Kind(
        "{raw}: judgements say both that its rows are the same and that they are different", "withdraw one of them"
    ),
}
