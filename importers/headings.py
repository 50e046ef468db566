"""Headings → fields: what a column's heading, with the headings above it, means in one ledger kind.

A heading is known as it stands, taught, or understood from its words where the whole of it is made of
words that together mean one field. Anything else stays unknown: a column not read is seen by
everyone, a column read wrongly by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from importers import ledger as ledgers
from importers import phrases
from importers.classes import Classes
from importers.labels import LIKE_A_UNIT, UNIT_AT_END, UNITS, YEAR, Label, fold, label, unit_said
from importers.ledger import Ledger
from inventory.reading import Lesson
from inventory.vocabulary import LessonKind

# bracketed words that would change the meaning: 电话(网格员), 措施(改造后), 用煤量(1-6月)
_CHANGES = re.compile(
    "网格|乡镇|村|镇|监管|监督|检查|部门|前|后|原|改造|上年|去年|变更|分局|实际|剩余|备用|包保|环保|同期|单台|每|设计|小时|日|月|联系人|专员|经办|计划|累计|本期|预计|下|非|不"
)
_HOW_TO_FILL_IN = re.compile(
    "(?:具体|详细|精确|写|填)?到|填|请|如|可|选|注|例|含|包括|格式|必填|选填|精确|保留|小数|没有|是/否|有/无|√|打|全称|盖章|公章|单位"
)


#: the standard or list a column keeps to: 行业类别（GB/T4754-2017）
_STANDARD = re.compile(
    r"(?:按照?|依据?|参照|执行|见)?《?(?:GB|HJ|DB\d*|TD|QB|国标)[/TZ]*[\d.]*(?:[-—–]\d{4})?》?(?:标准|代码|填写|分类)?"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds: a column of the ledger definition, and what its heading adds.

    ``unit`` as the heading writes it, ``year`` (2018年用煤量), ``code`` (a class given as its own column of
    ticks), ``part`` (degrees, minutes, seconds: 0, 1, 2); ``how`` as in `reading.Column`.
    """

    column: str
    how: str
    unit: str | None = None
    year: int | None = None
    code: str | None = None
    part: int | None = None


class Vocabulary:
    """The headings of one ledger kind, ready to be looked up."""

    def __init__(self, ledger: Ledger, lessons: Iterable[Lesson] = ()) -> None:
        self.ledger = ledger
        self._exact: dict[str, str] = {}
        self._taught: dict[str, str | None] = {}
        self._ignored = {label(each).full for each in (*ledgers.common().ignore, *ledger.ignore)}
        known = [(label(heading), column) for column, field in ledger.fields.items() for heading in field.headings]
        self._as_written = {heading.said: column for heading, column in known if heading.said != heading.full}
        # 负责人（电话） is no 负责人电话: brackets count where a heading is declared with them, else they do not
        for heading, column in sorted(known, key=lambda item: item[0].said != item[0].full):
            self._exact.setdefault(heading.full, column)
        for lesson in lessons:
            if lesson.ledger in (None, ledger.kind):
                if lesson.kind == LessonKind.HEADING and lesson.field:
                    # a ledger without that field learns nothing from it: its column stays unknown, and is named
                    if known_as := self._column(lesson.field):
                        self._taught[fold(lesson.said)] = known_as
                elif lesson.kind == LessonKind.IGNORE:
                    self._taught[fold(lesson.said)] = None
        self.classes = Classes(ledger)
        #: one heading is met in every row that may be a row of headings, and in every way to divide the table
        self._understood: dict[tuple[str, ...], Meaning | None] = {}

    def _column(self, field: str) -> str | None:
        """The column that gives a record field."""
        if field in self.ledger.fields:
            return field
        return next((column for column in self.ledger.fields if field in self.ledger.fills(column)), None)

    def understand(self, path: Sequence[str]) -> Meaning | None:
        """What the column under these headings, from the top, holds; None where that is not clear.

        A column that is known to say nothing has the meaning of a column named "".
        """
        headings = tuple(path)
        if headings not in self._understood:
            self._understood[headings] = self._meant(headings)
        return self._understood[headings]

    def _meant(self, path: Sequence[str]) -> Meaning | None:
        unit = next((said for text in reversed(path) if (said := unit_said(text))), None)
        for taught in (fold("/".join(path)), fold(path[-1])):
            if taught in self._taught:
                return self._as_taught(self._taught[taught], path, unit)
        labels = [label(text) for text in path]
        while len(labels) > 1 and not (labels[-1].base and labels[-1].base not in UNITS - {"度", "分", "秒"}):
            labels.pop()
        meaning = self._of_labels(labels)
        if meaning and unit and meaning.part is None and not meaning.code:
            return Meaning(meaning.column, meaning.how, unit, meaning.year, meaning.code, meaning.part)
        return meaning

    def _as_taught(self, column: str | None, path: Sequence[str], unit: str | None) -> Meaning:
        """A lesson says which field a column fills; the unit and the year its heading is written with still count."""
        if column is None:
            return Meaning("", "ignored")
        years = {int(found[0][:4]) for text in path if (found := YEAR.search(fold(text)))}
        year = years.pop() if len(years) == 1 and self.ledger.fields[column].yearly else None
        return Meaning(column, "lesson", unit, year)

    def _of_labels(self, labels: list[Label]) -> Meaning | None:
        leaf, above = labels[-1], labels[:-1]
        if not above:
            return self._alone(leaf)
        if (part := {"度": 0, "分": 1, "秒": 2}.get(leaf.base)) is not None:
            whole = self._of_labels(above)
            if whole and self.ledger.fields[whole.column].type == "degrees":
                return Meaning(whole.column, whole.how, part=part)
        for group in reversed(above):
            if code := self._code(self._known(group), leaf):
                return code
        if named := self._leaf_of(leaf, "".join(each.full for each in above)):
            return named
        full, base = "".join(each.full for each in labels), "".join(each.base for each in labels)
        joined = Label(full, full, base, tuple(hint for each in labels for hint in each.hints), leaf.unit)
        whole = self._known(joined)
        # 企业名称 / 曾用名 is no 企业名称（曾用名）
        if whole and not (self._is_name(whole) and phrases.is_strange(leaf.full)):
            return whole
        # 验收情况 / 时间: what the heading above is about, without the word that says it is about several things
        about = "".join(phrases.topic(each.base) for each in above) + leaf.base
        if about != base and (whole := self._known(Label(about, about, about, leaf.hints, leaf.unit))):
            return whole
        if all(phrases.adds_nothing(each, leaf) or self._same(each, leaf) for each in above):
            alone = self._alone(leaf)
            year = next((found for each in above if (found := YEAR.search(each.full))), None)
            if year and alone and self.ledger.fields[alone.column].yearly:
                return Meaning(alone.column, alone.how, year=int(year[0][:4]))
            return None if year else alone
        if len(above) > 1 and (phrases.adds_nothing(above[0], above[1]) or phrases.is_part_of_the_table(above[0])):
            return self._of_labels(labels[1:])
        return self._under_a_part(above, leaf)

    def _leaf_of(self, leaf: Label, over: str) -> Meaning | None:
        """A heading that names a field only below one that speaks of it: 坐标 / X."""
        for column, field in self.ledger.fields.items():
            if leaf.base in {label(each).full for each in field.leaves} and any(
                fold(word) in over for word in field.under
            ):
                if field.type == "name" and phrases.is_strange(over):
                    continue  # 责任单位 / 名称
                return Meaning(column, "words")
        return None

    def _under_a_part(self, above: Sequence[Label], leaf: Label) -> Meaning | None:
        """A heading that says enough itself, below one that names a part of the table or what its columns are about.

        A quantity or a day would be of something else there (排放浓度 / SO2), unless it is a mere part of the table.
        """
        alone = None if phrases.is_vague(leaf) else self._alone(leaf)
        if alone is None or not alone.column or any(YEAR.search(each.full) for each in above):
            return None
        if all(phrases.adds_nothing(each, leaf) or phrases.is_part_of_the_table(each) for each in above):
            return alone
        is_of_itself = self._type(alone.column) in ("text", "note", "tick", "ticks", "code", "degrees", "coordinates")
        return alone if is_of_itself and all(phrases.keeps_subject(each) for each in above) else None

    def _same(self, group: Label, leaf: Label) -> bool:
        """Whether the heading above names the same column, so that the lower one only repeats it."""
        one, other = self._known(group), self._known(leaf)
        return bool(one and other and one.column == other.column)

    def _code(self, group: Meaning | None, leaf: Label) -> Meaning | None:
        """A class given as a column of its own: 整治类别 / 关停取缔."""
        code = self.classes.code(group.column, leaf) if group else None
        return Meaning(group.column, "words", code=code) if group and code else None

    def _alone(self, leaf: Label) -> Meaning | None:
        if leaf.full in self._ignored or leaf.base in self._ignored:
            return Meaning("", "ignored")
        return self._known(leaf)

    def _known(self, leaf: Label) -> Meaning | None:
        """A heading as it stands or by its words; a bracketed remark that changes nothing is left aside."""
        if (column := self._as_written.get(leaf.said)) is not None:
            return Meaning(column, "exact")
        return self._named(leaf.full) or self._without_remark(leaf) or self._of_year(leaf) or self._roundabout(leaf)

    def _without_remark(self, leaf: Label) -> Meaning | None:
        texts = [leaf.base] if leaf.hints and leaf.base else []
        if (found := UNIT_AT_END.search(leaf.base)) and found.start():
            texts.append(leaf.base[: found.start()])
        for text in texts:
            meaning = self._named(text)
            if meaning and all(self._is_remark(hint, meaning) for hint in leaf.hints):
                return meaning
        return None

    def _is_remark(self, hint: str, meaning: Meaning) -> bool:
        if hint in UNITS or LIKE_A_UNIT.fullmatch(hint) or _HOW_TO_FILL_IN.match(hint):
            return True
        if self.ledger.fields[meaning.column].type in ("date", "deadline", "interval") and re.fullmatch(
            "[年月日、/-]+", hint
        ):
            return True
        if (same := self._named(hint)) is not None:
            return same.column == meaning.column
        if any(self.classes.spells(meaning.column, part) for part in re.split("[、/,;|或]", hint)):
            return True
        if _STANDARD.fullmatch(hint):
            return True
        return len(hint) <= 12 and not _CHANGES.search(hint) and not YEAR.search(hint)

    def _of_year(self, leaf: Label) -> Meaning | None:
        """2018年用煤量: a field that may stand for a year."""
        found = YEAR.findall(leaf.full)
        if len(found) != 1:
            return None
        rest = label(
            YEAR.sub("", "".join((leaf.base, *(f"({hint})" for hint in leaf.hints if not YEAR.fullmatch(hint)))))
        )
        meaning = self._named(rest.full) or self._without_remark(rest)
        if meaning and self.ledger.fields[meaning.column].yearly:
            return Meaning(meaning.column, meaning.how, year=int(found[0][:4]))
        return None

    def _roundabout(self, leaf: Label) -> Meaning | None:
        """A heading with words around it, as a question, or by two names; all ways to take it must agree."""
        found = self._understood_in(leaf.full)
        if found is None and leaf.hints and leaf.base:
            found = self._understood_in(leaf.base)
            if found and not all(self._is_remark(hint, found) for hint in leaf.hints):
                return None
        return found

    def _understood_in(self, text: str) -> Meaning | None:
        columns: set[str] = set()
        for core, lead, tail in phrases.plainer(text):
            if (found := self._named(core)) and self._bears(found.column, core, lead, tail):
                columns.add(found.column)
        for core in phrases.asked_of(text):
            if (found := self._named(core)) and self.ledger.fields[found.column].type in ("tick", "ticks"):
                columns.add(found.column)
        names = phrases.joined(text)
        if names:
            parts = [self._named(name) for name in names.said]
            named = {part.column for part in parts if part}
            if named and None not in parts and (not names.companions or self._type(*named) in ("text", "note")):
                columns |= named
        if not columns and phrases.names_a_firm(text):
            columns.add("name")
        return Meaning(columns.pop(), "words") if len(columns) == 1 else None

    def _is_name(self, meaning: Meaning) -> bool:
        return self._type(meaning.column) == "name"

    def _type(self, *columns: str) -> str:
        return self.ledger.fields[columns[0]].type

    def _bears(self, column: str, core: str, lead: str, tail: str) -> bool:
        """Whether a heading stays what it is with these words around it: 企业类型 is no 类型, 法人情况 no 法人."""
        kind = self._type(column)
        if kind in ("name", "county") or (lead and len(core) < 3):
            return False
        if tail and kind in ("person", "person_and_phone"):
            return False
        return not phrases.describes(tail) or kind in ("text", "note")

    @lru_cache(maxsize=4096)  # noqa: B019 — a vocabulary lives as long as one reading
    def _named(self, text: str) -> Meaning | None:
        if (column := self._exact.get(text)) is not None:
            return Meaning(column, "exact")
        hits = [
            column
            for column, field in self.ledger.fields.items()
            if text and phrases.is_made_of(text, field.words, joins=field.type == "text")
        ]
        return Meaning(hits[0], "words") if len(hits) == 1 else None

    def nearest(self, text: str, most: int = 3) -> list[str]:
        """The columns whose headings come nearest to an unknown one, best first; none where nothing is near."""
        said = label(text).base or label(text).full
        scores: dict[str, float] = {}
        for heading, column in self._exact.items():
            shared = len(set(said) & set(heading))
            if shared:
                likeness = SequenceMatcher(None, said, heading, autojunk=False).ratio()
                scores[column] = max(scores.get(column, 0.0), likeness)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [column for column, likeness in ranked[:most] if likeness >= 0.4]
