"""What counties taught, as TOML: printed by `ledger explain` and `teach export`, read by `--lessons`, `teach import`.

A document mirrors the ledger definitions, with the kind in front, and is as good beside them as in them::

    [kilns]
    ignore = ["网格员签字"]
    [kilns.fields.fuel]                      # _common.fields.… for every kind
    headings = ["烧什么"]
    [kilns.fields.fuel.spellings]
    coal = ["烟煤粉"]
    [units."谷城县".kilns.fields.fuel]       # for one county alone
    headings = ["用啥烧"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from importers import ledger, workbook
from inventory.errors import NotUnderstood
from inventory.reading import Lesson
from inventory.vocabulary import Ledger, LessonKind

#: in the place of a kind: holds for every ledger
_ANY = "_common"
_UNITS = "units"
#: before a spelling whose code nobody has decided yet; that line is a comment
_UNDECIDED = "CODE"


def checked(lesson: Lesson) -> Lesson:
    """The lesson, if there is such a field, and such a code.

    :raises NotUnderstood: there is none in the ledgers concerned; names those there are.
    """
    if lesson.kind == LessonKind.IGNORE:
        return lesson
    declared = ledger.ledgers()
    kinds = [declared[lesson.ledger]] if lesson.ledger else list(declared.values())
    known = sorted({name for each in kinds for name in (*each.fields, *each.record_fields())})
    if lesson.field not in known:
        raise NotUnderstood("{field} is no field; there are {known}", field=lesson.field, known=known)
    if lesson.kind == LessonKind.SPELLING:
        having = [each.fields[lesson.field] for each in kinds if lesson.field in each.fields]
        codes = sorted({code for field in having for code in field.spellings})
        if not codes:
            raise NotUnderstood("the cells of {field} hold no code, so no spelling can be taught", field=lesson.field)
        if lesson.code not in codes:
            raise NotUnderstood(
                "{code} is no code of {field}; there are {known}", code=lesson.code, field=lesson.field, known=codes
            )
    return lesson


def load(path: Path) -> list[Lesson]:
    """The lessons in a file, as `teach export` writes it.

    :raises WorkbookError: the file cannot be opened. :raises NotUnderstood: it holds something else.
    """
    try:
        return parsed(workbook.content(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotUnderstood("{file} is not UTF-8 text; save it as UTF-8", file=path.name) from error


def parsed(text: str) -> list[Lesson]:
    """The lessons a document holds: those for all units first, each checked against the ledger definitions."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotUnderstood("this is no TOML: {reason}", reason=str(error)) from error
    units = _table(document.pop(_UNITS, {}), _UNITS)
    found = list(_of_unit(document, None))
    for unit, said in units.items():
        found.extend(_of_unit(_table(said, unit), unit))
    return [checked(lesson) for lesson in found]


def _of_unit(document: Mapping[str, Any], unit: str | None) -> Iterator[Lesson]:
    for home, said in document.items():
        if home != _ANY and home not in set(Ledger):
            raise NotUnderstood(
                "{ledger} is no kind of ledger; use one of: {known}", ledger=home, known=", ".join((_ANY, *Ledger))
            )
        kind = None if home == _ANY else home
        table = _table(said, home)
        _only(table, ("ignore", "fields"), home)
        for heading in _texts(table.get("ignore", []), f"{home}.ignore"):
            yield Lesson(LessonKind.IGNORE, heading, None, None, unit, kind)
        for name, field in _table(table.get("fields", {}), f"{home}.fields").items():
            place = f"{home}.fields.{name}"
            declared = _table(field, place)
            _only(declared, ("headings", "spellings"), place)
            for heading in _texts(declared.get("headings", []), place):
                yield Lesson(LessonKind.HEADING, heading, name, None, unit, kind)
            for code, spellings in _table(declared.get("spellings", {}), place).items():
                for spelling in _texts(spellings, f"{place}.spellings.{code}"):
                    yield Lesson(LessonKind.SPELLING, spelling, name, code, unit, kind)


def _misplaced(place: str) -> NotUnderstood:
    return NotUnderstood("a file of lessons holds nothing like {place}; compare `ledger teach export`", place=place)


def _table(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _misplaced(place)
    return value


def _only(table: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    """Nothing in a file of lessons is passed over."""
    for name in table:
        if name not in known:
            raise _misplaced(f"{place}.{name}")


def _texts(value: Any, place: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise _misplaced(place)
    return value


def toml(lessons: Iterable[Lesson], remarks: Mapping[Lesson, str] | None = None) -> str:
    """The lessons as such a document.

    :param remarks: lesson → what stands above it as a comment: where it was met, who taught it and why.
    """
    told = remarks or {}
    homes: dict[tuple[str, str], list[Lesson]] = {}
    for lesson in lessons:
        homes.setdefault(_home(lesson), []).append(lesson)
    lines: list[str] = []
    for (_, home), listed in sorted(homes.items()):
        lines.append(f"[{home}]")
        by_key: dict[str, list[Lesson]] = {}
        for lesson in listed:
            key = {LessonKind.IGNORE: "ignore", LessonKind.HEADING: "headings"}.get(LessonKind(lesson.kind))
            by_key.setdefault(key or (_key(lesson.code) if lesson.code else ""), []).append(lesson)
        for key, same in sorted(by_key.items()):
            lines.extend(f"# {_line(told[lesson])}" for lesson in same if lesson in told)
            texts = ", ".join(_quoted(said) for said in dict.fromkeys(each.said for each in same))
            lines.append(f"{key} = [{texts}]" if key else f"# {_UNDECIDED} = [{texts}]")
        lines.append("")
    return "\n".join(lines)


def _home(lesson: Lesson) -> tuple[str, str]:
    """The table that a lesson stands in, and before it what sorts it: those for all units first."""
    parts = [_UNITS, _key(lesson.unit)] if lesson.unit else []
    parts.append(lesson.ledger or _ANY)
    if lesson.kind != LessonKind.IGNORE:
        parts += ["fields", _key(lesson.field or "")]
    if lesson.kind == LessonKind.SPELLING:
        parts.append("spellings")
    return lesson.unit or "", ".".join(parts)


def _key(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else _quoted(name)


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    plain = "".join(
        f"\\u{ord(each):04X}" if ord(each) < 32 or ord(each) == 127 else each
        for each in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{plain}"'
