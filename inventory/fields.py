"""A value as a person types it for one field of a ledger: read as the ledgers are read, held to the record models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

from pydantic import StrictBool, TypeAdapter, ValidationError

from inventory import records, values
from inventory.errors import NotUnderstood
from inventory.resolution import ENTERPRISE_FIELDS
from inventory.vocabulary import OF_FIELD, Code, CodeKind

#: fields of which 无 is a value worth keeping: nothing stands behind the boiler. Any other declared none holds nothing.
KEEPS_NONE = frozenset(
    ("desulfurization", "denitrification", "dedusting", "penalty", "treatment_facility", "collection", "treatment")
)
NONE = "无"

Reader = Callable[[str], values.Taken[Any]]


def known(ledger: str | None) -> tuple[str, ...]:
    """The fields of the enterprise itself, or of what one ledger kind says of a sub-record."""
    if ledger is None:
        return ENTERPRISE_FIELDS
    return tuple(name for name in records.RECORDS[ledger].model_fields if name not in (*ENTERPRISE_FIELDS, "county"))


def check(ledger: str | None, field: str) -> None:
    """Refuse a field there is not, with those there are."""
    fields = known(ledger)
    if field == "county":
        raise NotUnderstood("the unit follows from the ledgers that list an enterprise; it is not corrected by hand")
    if field not in fields:
        elsewhere = [kind for kind in (None, *records.RECORDS) if field in known(kind)]
        if ledger is not None and None in elsewhere:
            raise NotUnderstood(
                "{field} is a field of the enterprise: give its register number without {ledger}",
                field=field,
                ledger=f"/{ledger}/…",
            )
        if ledger is None and elsewhere:
            kinds = ", ".join(str(kind) for kind in elsewhere)
            raise NotUnderstood(
                "{field} is a field of ledgers ({kinds}): name a sub-record, like 420607-00037/kilns/2",
                field=field,
                kinds=kinds,
            )
        raise NotUnderstood("there is no field {field}; there are {fields}", field=field, fields=", ".join(fields))


def none(field: str) -> str | None:
    """What stands where a field is declared to have none."""
    if field == "name":
        raise NotUnderstood("an enterprise has a name; it cannot be declared none")
    return NONE if field in KEEPS_NONE else None


def parse(ledger: str | None, field: str, said: str) -> Any:
    """The value that was typed; 无 and / declare that there is none, except of a tick, which 无 denies.

    :param ledger: the kind of the sub-record; None for a field of the enterprise itself.
    """
    check(ledger, field)
    model = records.RECORDS[ledger] if ledger is not None else records.Record
    annotation: Any = model.model_fields[field].annotation
    declared = next((each for each in get_args(annotation) if each is not type(None)), annotation)
    taken = _reader(field, declared)(said)
    if taken.is_none:
        return none(field)
    serious = [doubt for doubt in taken.doubts if doubt.severity != "info"]
    if taken.value is None or serious:
        raise _not_understood(field, said, declared)
    try:
        TypeAdapter(annotation).validate_python(taken.value)
    except ValidationError as error:
        raise _not_understood(field, said, declared) from error
    return taken.value


def _reader(field: str, declared: Any) -> Reader:
    if field in OF_FIELD:
        return lambda said: _code(OF_FIELD[field], said)
    if field in _READERS:
        return _READERS[field]
    return next((reader for kind, reader in _BY_TYPE if kind == declared), _text)


def _code(codes: type[Code], said: str) -> values.Taken[str]:
    """A code as stored, or its official label."""
    plain = values.text(said)
    for code in codes:
        if plain in (code.value, code.label):
            return values.Taken(code.value)
    return values.Taken(None, is_none=values.declares_none(plain))


def _text(said: str) -> values.Taken[str]:
    plain = values.text(said)
    return values.Taken(plain or None, is_none=values.declares_none(plain))


def _name(said: str) -> values.Taken[str]:
    taken = values.name(said)
    return values.Taken(taken.value.name if taken.value else None, taken.doubts, taken.is_none)


def _number_of(kind: CodeKind) -> Reader:
    """A code that says itself which kind it is: only the kind of this field will do."""

    def read(said: str) -> values.Taken[str]:
        taken = values.credit_code(said)
        fits = taken.value is not None and taken.value.kind == kind
        return values.Taken(taken.value.number if taken.value and fits else None, taken.doubts, taken.is_none)

    return read


def _degrees(axis: Literal["lon", "lat"]) -> Reader:
    return lambda said: values.degrees(said, axis)


_READERS: Mapping[str, Reader] = {
    "name": _name,
    "credit_code": _number_of(CodeKind.CREDIT_CODE),
    "registration_no": _number_of(CodeKind.REGISTRATION_NO),
    "organization_code": _number_of(CodeKind.ORGANIZATION_CODE),
    "contact_phone": values.phone,
    "longitude": _degrees("lon"),
    "latitude": _degrees("lat"),
    "number": values.permit_number,
    "kiln_count": values.count,
}
_BY_TYPE: tuple[tuple[Any, Reader], ...] = (
    (StrictBool, values.tick),
    (records.SaidDate, values.date),
    (records.Quantity, values.number),
    (records.Year, values.year),
)


def _not_understood(field: str, said: str, declared: Any) -> NotUnderstood:
    if field in OF_FIELD:
        choices = ", ".join(f"{code.value} {code.label}" for code in OF_FIELD[field])
        return NotUnderstood(
            "{said} is no value of {field}; there are {choices}", said=said, field=field, choices=choices
        )
    if declared == records.SaidDate:
        return NotUnderstood("{said} is not a date: write 2019-09-30, 2019-09 or 2019-Q3", said=said)
    if declared == StrictBool:
        return NotUnderstood("{said} is neither yes nor no: write 是 or 否", said=said)
    if field in ("credit_code", "registration_no", "organization_code", "number"):
        return NotUnderstood(
            "{said} is no {field}, or does not pass its check digit: compare it with the document",
            said=said,
            field=field,
        )
    return NotUnderstood("{said} is no value of {field}", said=said, field=field)
