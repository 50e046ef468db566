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
from functools import cache, lru_cache

from importers import ledger as ledgers
from importers.ledger import Ledger
from inventory import values
from inventory.reading import Lesson
from inventory.vocabulary import LessonKind

_BRACKETED = re.compile(r"[(\[【〔{<]([^()\[\]【】〔〕{}<>]*)[)\]】〕}>]?")
_NUMBERING = re.compile(
    r"^(?:\(?\d{1,2}[.、)](?!\d)|\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}[、.]|(?!\d{1,2}[年月日家个号级])\d{1,2}(?=[\u4e00-\u9fff]))"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?|(?!\d))")
_UNIT_WORDS = (
    "吨|T|万吨|千吨|公斤|千克|KG|%|百分比|KCAL/KG|KJ/KG|MJ/KG|J/G|CAL/G|大卡|大卡/千克|大卡/公斤|大卡/KG|千卡/千克|千卡/公斤|千卡/KG|兆焦/千克|"
    "兆焦/公斤|兆焦|千焦/千克|MJ|KCAL|T/H|吨/小时|吨/时|蒸吨|蒸吨/小时|蒸吨/时|蒸吨/H|MW|兆瓦|T/A|T/年|吨/年|万吨/年|万T|万T/A|KG/A|KG/年|千克/年|公斤/年|"
    "M3/H|M³/H|NM3/H|立方米/小时|立方米/时|M3/时|万M3/H|万立方米/小时|M|米|CM|厘米|M3|立方米|NM3|万M3|万NM3|万立方米|万方|千立方米|万M3/A|万M3/年|万立方米/年|KWH|度|千瓦时|万KWH|万千瓦时|"
    "万度|万KWH/A|万千瓦时/年|台|座|台/座|座/台|台套|台、套|台(套)|套|个|条|家|台/套|°|度|分|秒|年|G/L|克/升|MG/M3|M3/A|立方米/年|倍|天|万元|元|单位:吨|单位:万吨|单位:%"
)
_UNITS = frozenset(_UNIT_WORDS.split("|"))
_UNIT_AT_END = re.compile(
    rf"[,/:;、]?(%|(?<=[,/:;、])(?:{_UNIT_WORDS.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}))$"
)
_LIKE_A_UNIT = re.compile(
    "[万千百]?(?:吨|公斤|千克|克|毫克|立方米|立方|米|升|度|T|KG|G|MG|M3|NM3|L|KW|KWH|MW|GJ|MJ|KJ)(?:[/每].+)?"
)
# bracketed words that would change the meaning: 电话(网格员), 措施(改造后), 用煤量(1-6月)
_CHANGES = re.compile(
    "网格|乡镇|村|镇|监管|监督|检查|部门|前|后|原|改造|上年|去年|变更|分局|实际|剩余|备用|包保|环保|同期|单台|每|设计|小时|日|月|联系人|专员|经办|计划|累计|本期|预计|下|非|不"
)


@dataclass(frozen=True, slots=True)
class Label:
    """One heading cell folded: as it stands, all its words, those outside brackets, those inside, a unit said."""

    said: str
    full: str
    base: str
    hints: tuple[str, ...]
    unit: str | None


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


# characters that several spellings of one word differ by, whatever the script
_VARIANTS = str.maketrans("帐³爲脩儘佈覈", "账3为修尽布核")


def fold(text: str) -> str:
    """A heading for comparing: NFKC, simplified, capital letters, without white space, quotes, account-book 帐."""
    plain = values.simplified(values.text(text)).upper()
    return (
        re.sub(r"[\s“”\"'‘’「」『』]", "", plain).translate(_VARIANTS).replace("座标", "坐标").replace("其它", "其他")
    )


@lru_cache(maxsize=20000)
def label(text: str) -> Label:
    """A heading cell taken apart."""
    folded = _NUMBERING.sub("", fold(text)).strip("*:;,.、-_☆★")
    hints = tuple(hint for hint in _BRACKETED.findall(folded) if hint)
    base = _BRACKETED.sub("", folded).strip("*:;,.、-_")
    unit = next((hint for hint in hints if hint in _UNITS), None)
    if unit is None and (
        found := next((_UNIT_AT_END.search(each) for each in (*hints, base) if _UNIT_AT_END.search(each)), None)
    ):
        unit = found[1]
    if base in _UNITS and not hints:
        unit = base
    return Label(folded, re.sub(r"[()\[\]【】〔〕{}<>]", "", folded), base, hints, unit)


def is_unit(text: str) -> bool:
    """Whether a heading cell is nothing but a unit: 吨, （%）."""
    found = label(text)
    return bool(found.unit) and found.base in ("", found.unit)


def _unit_said(text: str) -> str | None:
    """The unit a heading cell says, also one that no field can be kept in: then every cell says so."""
    if said := values.heading_unit(text):
        return said
    found = label(text)
    return found.unit or next((hint for hint in found.hints if _LIKE_A_UNIT.fullmatch(hint)), None)


def _group(words: str) -> str:
    """One group of a pattern: "企业|单位?" → a regular expression."""
    optional = words.endswith("?")
    alternatives = sorted((fold(word) for word in words.rstrip("?").split("|")), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, alternatives))})" + ("?" if optional else "")


@cache
def _fillers() -> str:
    return f"(?:{'|'.join(re.escape(fold(word)) for word in ledgers.common().fillers if fold(word))})*"


def _expression(pattern: str, joins: bool) -> str:
    """A pattern as a regular expression; in the heading of a text words may be joined (设施及工艺)."""
    filler = _fillers()
    if joins:
        filler = f"(?:{filler[:-1]}|[及和与或、/])*"
    return filler + filler.join(_group(words) for words in pattern.split()) + filler


@cache
def _neutral() -> re.Pattern[str]:
    said = (*ledgers.common().neutral, *ledgers.common().fillers)
    words = sorted({fold(word) for word in said if fold(word)}, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+")


def is_neutral(text: str) -> bool:
    """Whether a heading over several columns adds no meaning to theirs: 企业基本情况."""
    return bool(_neutral().fullmatch(_YEAR.sub("", label(text).base)))


class Vocabulary:
    """The headings of one ledger kind, ready to be looked up."""

    def __init__(self, ledger: Ledger, lessons: Iterable[Lesson] = ()) -> None:
        self.ledger = ledger
        self._exact: dict[str, str] = {}
        self._taught: dict[str, str | None] = {}
        self._ignored = {label(each).full for each in ledgers.common().ignore}
        known = [(label(heading), column) for column, field in ledger.fields.items() for heading in field.headings]
        self._as_written = {heading.said: column for heading, column in known if heading.said != heading.full}
        # 负责人（电话） is no 负责人电话: brackets count where a heading is declared with them, else they do not
        for heading, column in sorted(known, key=lambda item: item[0].said != item[0].full):
            self._exact.setdefault(heading.full, column)
        for lesson in lessons:
            if lesson.ledger in (None, ledger.kind):
                if lesson.kind == LessonKind.HEADING and lesson.field:
                    self._taught[fold(lesson.said)] = self._column(lesson.field)
                elif lesson.kind == LessonKind.IGNORE:
                    self._taught[fold(lesson.said)] = None
        self._patterns: list[tuple[str, re.Pattern[str]]] | None = None
        self._spellings = {
            column: {label(said).full: code for code, said_all in field.spellings.items() for said in said_all}
            for column, field in ledger.fields.items()
            if field.spellings
        }

    def _column(self, field: str) -> str | None:
        """The column that gives a record field."""
        if field in self.ledger.fields:
            return field
        return next((column for column in self.ledger.fields if field in self.ledger.fills(column)), None)

    def understand(self, path: Sequence[str]) -> Meaning | None:
        """What the column under these headings, from the top, holds; None where that is not clear.

        A column that is known to say nothing has the meaning of a column named "".
        """
        for taught in (fold("/".join(path)), fold(path[-1])):
            if taught in self._taught:
                column = self._taught[taught]
                return Meaning(column, "lesson") if column else Meaning("", "ignored")
        labels = [label(text) for text in path]
        unit = next((said for text in reversed(path) if (said := _unit_said(text))), None)
        while len(labels) > 1 and not (labels[-1].base and labels[-1].base not in _UNITS - {"度", "分", "秒"}):
            labels.pop()
        meaning = self._of_labels(labels)
        if meaning and unit and meaning.part is None and not meaning.code:
            return Meaning(meaning.column, meaning.how, unit, meaning.year, meaning.code, meaning.part)
        return meaning

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
        over = "".join(each.full for each in above)
        for column, field in self.ledger.fields.items():
            if leaf.base in {label(each).full for each in field.leaves} and any(
                fold(word) in over for word in field.under
            ):
                return Meaning(column, "words")
        full, base = "".join(each.full for each in labels), "".join(each.base for each in labels)
        joined = Label(full, full, base, leaf.hints, leaf.unit)
        if whole := self._known(joined):
            return whole
        if all(_neutral().fullmatch(_YEAR.sub("", each.base)) or self._same(each, leaf) for each in above):
            alone = self._alone(leaf)
            year = next((found for each in above if (found := _YEAR.search(each.full))), None)
            if year and alone and self.ledger.fields[alone.column].yearly:
                return Meaning(alone.column, alone.how, year=int(year[0][:4]))
            return None if year else alone
        return None

    def _same(self, group: Label, leaf: Label) -> bool:
        """Whether the heading above names the same column, so that the lower one only repeats it."""
        one, other = self._known(group), self._known(leaf)
        return bool(one and other and one.column == other.column)

    def _code(self, group: Meaning | None, leaf: Label) -> Meaning | None:
        """A class given as a column of its own: 整治类别 / 关停取缔."""
        if group is None or group.column not in self._spellings:
            return None
        code = self._spellings[group.column].get(leaf.full) or self._spellings[group.column].get(leaf.base)
        return Meaning(group.column, "words", code=code) if code else None

    def class_named(self, text: str) -> tuple[str, str] | None:
        """The field and code of a text that spells exactly one field's code: 一、关停取缔类（12家）."""
        found = label(re.sub(r"\(?(?:共|计)?\d+[家户个条台](?:企业)?\)?", "", fold(text)))
        hits = {
            (column, codes[each])
            for column, codes in self._spellings.items()
            for each in (found.full, found.base)
            if each in codes
        }
        hits |= {
            (column, codes[each[: -len(tail)]])
            for column, codes in self._spellings.items()
            for each in (found.full, found.base)
            for tail in ("企业", "单位", "类企业", "名单", "清单", "部分")
            if each.endswith(tail) and each[: -len(tail)] in codes
        }
        required = {hit for hit in hits if self.ledger.fields[hit[0]].required}
        hits = required or hits
        return next(iter(hits)) if len(hits) == 1 else None

    def _alone(self, leaf: Label) -> Meaning | None:
        if leaf.full in self._ignored or leaf.base in self._ignored:
            return Meaning("", "ignored")
        return self._known(leaf)

    def _known(self, leaf: Label) -> Meaning | None:
        """A heading as it stands or by its words; a bracketed remark that changes nothing is left aside."""
        if (column := self._as_written.get(leaf.said)) is not None:
            return Meaning(column, "exact")
        return self._named(leaf.full) or self._without_remark(leaf) or self._of_year(leaf)

    def _without_remark(self, leaf: Label) -> Meaning | None:
        texts = [leaf.base] if leaf.hints and leaf.base else []
        if (found := _UNIT_AT_END.search(leaf.base)) and found.start():
            texts.append(leaf.base[: found.start()])
        for text in texts:
            meaning = self._named(text)
            if meaning and all(self._is_remark(hint, meaning) for hint in leaf.hints):
                return meaning
        return None

    def _is_remark(self, hint: str, meaning: Meaning) -> bool:
        if (
            hint in _UNITS
            or _LIKE_A_UNIT.fullmatch(hint)
            or re.match(
                "(?:具体|详细|精确)到|填|请|如|可|选|注|例|含|包括|格式|必填|选填|精确|保留|小数|没有|是/否|有/无|√|打|全称|盖章|公章|单位",
                hint,
            )
        ):
            return True
        if self.ledger.fields[meaning.column].type in ("date", "deadline", "interval") and re.fullmatch(
            "[年月日、/-]+", hint
        ):
            return True
        if (same := self._named(hint)) is not None:
            return same.column == meaning.column
        spelled = self._spellings.get(meaning.column, {})
        if any(part in spelled for part in re.split("[、/,;|或]", hint)):
            return True
        return len(hint) <= 12 and not _CHANGES.search(hint) and not _YEAR.search(hint)

    def _of_year(self, leaf: Label) -> Meaning | None:
        """2018年用煤量: a field that may stand for a year."""
        found = _YEAR.findall(leaf.full)
        if len(found) != 1:
            return None
        rest = label(
            _YEAR.sub("", "".join((leaf.base, *(f"({hint})" for hint in leaf.hints if not _YEAR.fullmatch(hint)))))
        )
        meaning = self._named(rest.full) or self._without_remark(rest)
        if meaning and self.ledger.fields[meaning.column].yearly:
            return Meaning(meaning.column, meaning.how, year=int(found[0][:4]))
        return None

    @lru_cache(maxsize=4096)  # noqa: B019 — a vocabulary lives as long as one reading
    def _named(self, text: str) -> Meaning | None:
        if (column := self._exact.get(text)) is not None:
            return Meaning(column, "exact")
        if self._patterns is None:
            self._patterns = [
                (column, re.compile("|".join(_expression(pattern, field.type == "text") for pattern in field.words)))
                for column, field in self.ledger.fields.items()
                if field.words
            ]
        hits = [column for column, pattern in self._patterns if pattern.fullmatch(text)] if text else []
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
