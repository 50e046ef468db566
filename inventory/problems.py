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
    # ── a column, a sheet ──
    "unknown_heading": Kind("the heading {raw} is not known; its column was not read", "say which field it is, or that it may be ignored; nearest: {nearest}"),
    "total_differs": Kind("the row states {stated} for {field}, the rows above it make {counted}", "check the total and the rows"),
}
