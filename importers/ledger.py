"""The ledger kinds as declared in `ledgers/*.toml`: titles, fields, headings, spellings.

``ledgers/_common.toml`` holds what every ledger has; one file a kind holds the rest. A new heading or
spelling is one string there, a new kind one more file; no code knows a field by name. A lesson a
county taught is laid over the declared lists and outranks them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from importers.edition import FOLDER
from inventory import vocabulary
from inventory.reading import Lesson
from inventory.values import spellings

Type = Literal[
    "text", "name", "person", "note", "county", "credit_code", "phone", "degrees", "coordinates", "person_and_phone",
    "industry", "number", "count", "year", "tick", "ticks", "code", "date", "deadline", "interval", "permit_number",
]  # fmt: skip


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Field(_Declared):
    """One column a ledger may have.

    ``fills``: the record fields it gives, where these are not its own name (有效期 fills valid_from and valid_to).
    ``unit``: what a number is kept in. ``level`` enterprise: belongs to the firm, not to the single kiln or source.
    ``written_once``: written in the first row of its block only (乡镇). ``additive``: may be summed. ``yearly``: the
    heading may name the year, ``previous`` the column for the year before; ``instead``: a heading whose unit
    converts to that one means the other column; ``qualified``: a word before a spelling only narrows it (铸造熔化炉);
    ``by_share``: the codes of nothing, a part and all of it done (完成80%); ``also``: the column of codes whose
    spellings may stand here too; ``beside``: by another column, the headings that mean this one where that stands too;
    ``keeps_none``: 无 is a value worth keeping. The lists are explained in _common.toml.
    """

    type: Type
    unit: str | None = None
    level: Literal["enterprise", "row"] = "row"
    required: bool = False
    additive: bool = False
    yearly: bool = False
    written_once: bool = False
    keeps_none: bool = False
    qualified: bool = False
    by_share: tuple[str, ...] = ()
    previous: str | None = None
    instead: dict[str, str] = {}
    also: str | None = None
    fills: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    beside: dict[str, tuple[str, ...]] = {}
    spellings: dict[str, tuple[str, ...]] = {}


class Ledger(_Declared):
    """One ledger kind: the words its titles hold, what tells its sub-records apart, its columns by name.

    ``ignore``: headings whose columns say nothing in this kind, beside those of `Common`. ``foreign``: words of titles
    and headings that make a list one of something else (食品经营许可证), unless one of ``own`` stands there too.
    """

    kind: str
    titles: tuple[str, ...]
    key: tuple[str, ...]
    ignore: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    fields: dict[str, Field]

    def fills(self, column: str) -> tuple[str, ...]:
        """The record fields that a column gives."""
        return self.fields[column].fills or (column,)

    def record_fields(self) -> tuple[str, ...]:
        """Every field a record of this kind may have, in the order of declaration."""
        return tuple(dict.fromkeys(field for column in self.fields for field in self.fills(column)))

    def required(self) -> tuple[str, ...]:
        """The fields without which a sheet is no ledger of this kind, ``name`` aside."""
        return tuple(name for name, field in self.fields.items() if field.required and name != "name")

    def specific(self) -> frozenset[str]:
        """The columns that other ledgers need not have."""
        return frozenset(self.fields) - frozenset(_common().fields)


class Common(_Declared):
    """What every ledger has: its fields, and words about headings that belong to no field (explained in the file)."""

    fillers: tuple[str, ...]
    ignore: tuple[str, ...]
    neutral: tuple[str, ...]
    vague: tuple[str, ...]
    basic: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    asks_before: tuple[str, ...]
    asks_after: tuple[str, ...]
    companions: tuple[str, ...]
    firms: tuple[str, ...]
    strangers: tuple[str, ...]
    fields: dict[str, Field]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _common() -> Common:
    return Common.model_validate(_toml("_common"))


def common() -> Common:
    """The part all ledgers share."""
    return _common()


@cache
def _declared() -> dict[str, Ledger]:
    raw = {kind.value: _toml(kind.value) for kind in vocabulary.Ledger}
    made = {}
    for kind, said in raw.items():
        fields = {name: _resolved(name, field, raw) for name, field in said["fields"].items()}
        made[kind] = Ledger.model_validate(said | {"fields": _common().fields | fields})
    return made


def _resolved(name: str, field: Mapping[str, Any], ledgers: Mapping[str, Any]) -> dict[str, Any]:
    """A field declared like the one of that name in another ledger, with more headings or ``without`` some."""
    if "like" not in field:
        return dict(field)
    model = ledgers[field["like"]]["fields"][name]
    own = {key: value for key, value in field.items() if key not in ("like", "without", "headings")}
    without = set(field.get("without", ()))
    kept = [heading for heading in model["headings"] if heading not in without]
    return {**model, **own, "headings": kept + list(field.get("headings", ()))} | (
        {"words": ()} if without and "words" not in own else {}
    )


def ledgers(lessons: Iterable[Lesson] = ()) -> dict[str, Ledger]:
    """The kinds by name, with what was taught of spellings laid over them."""
    made = dict(_declared())
    for lesson in lessons:
        if lesson.kind == vocabulary.LessonKind.SPELLING and lesson.field and lesson.code:
            for kind in [lesson.ledger] if lesson.ledger else list(made):
                made[kind] = _spelled(made[kind], lesson.field, lesson.said, lesson.code)
    return made


def _spelled(ledger: Ledger, name: str, said: str, code: str) -> Ledger:
    field = ledger.fields.get(name)
    if field is None or code not in field.spellings:
        return ledger
    # 关停、取缔 is 关停取缔 to the reader: what is taught stands in the place of every spelling that folds alike
    taught = spellings.folded(said)
    kept = {
        known: tuple(each for each in listed if spellings.folded(each) != taught)
        for known, listed in field.spellings.items()
    }
    kept[code] = (*kept.get(code, ()), said)
    return ledger.model_copy(update={"fields": ledger.fields | {name: field.model_copy(update={"spellings": kept})}})


def labels(kinds: Iterable[str] = ()) -> dict[str, str]:
    """What fields are called officially: the first heading of each; ledger kinds and kinds of code by their label.

    :param kinds: the ledgers concerned, the first to name a field prevailing; all of them by default.
    """
    made = {each.value: each.label for each in (*vocabulary.Ledger, *vocabulary.CodeKind)}
    for kind in kinds or _declared():
        for name, field in _declared()[kind].fields.items():
            if field.headings:
                made.setdefault(name, field.headings[0])
    return made
