"""A county's spelling → our code, by exact look-up in a declared table; anything else is a problem, never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from inventory.values.script import simplified
from inventory.values.taken import DECLARED_NONE, NOTHING, Cell, Taken, error
from inventory.values.texts import declares_none, text

_IGNORED = re.compile(r"[\s()\[\]【】“”\"'‘’《》、,.。;:·-]+")
_TRAILING_KIND = re.compile("(?<=.)(?:类型?|型)$")
# what a county writes before and behind without meaning another class: 01熔炼炉, B.整合搬迁, 予以淘汰, 重点管理单位
_BEFORE = re.compile(
    r"^(?:\d{1,2}|[a-f](?=[\u4e00-\u9fff])|[①-⑩])?(?:予以|实行|实施|采取|进行|依法|拟|属于|列为|列入|纳入|按照?|应)?"
)
_BEHIND = re.compile(r"(?<=..)(?:单位|企业|项目|户|设备|处理|处置|措施|一批)$")

_SHARE = re.compile(r"(?:已|整改|整治|工程|进度|总体|约)*(?:完成|进度|进展)?(?:至|到|约|率)?(\d{1,3})%")
_DENIAL = re.compile("[非无未不拆停]|改为|改成|除外")


def folded(said: str) -> str:
    """A spelling for comparing: half width, simplified, lower case, without white space, brackets, punctuation."""
    plain = simplified(text(said)).lower()
    return _IGNORED.sub("", plain) or plain


class Spellings:
    """The spellings of one field, folded once: 关停取缔类 and 关停、取缔 are looked up alike.

    :param table: spelling → code.
    :param qualified: a word before a spelling only narrows what it names: 铸造熔化炉 is a 熔化炉.
    :param by_share: the codes of nothing, a part and all of it done, where these may be told as a share: 完成80%.
    :raises ValueError: two spellings fold to one and mean different codes.
    """

    def __init__(self, table: Mapping[str, str], *, qualified: bool = False, by_share: Sequence[str] = ()) -> None:
        self.table = dict(table)
        self._qualified = qualified
        self._by_share = tuple(by_share)
        self._exact: dict[str, str] = {}
        for said, code in table.items():
            if self._exact.setdefault(folded(said), code) != code:
                raise ValueError(f"{said!r} stands for {code!r} and {self._exact[folded(said)]!r}")
        shortened: dict[str, set[str]] = {}
        for said, code in self._exact.items():
            shortened.setdefault(_TRAILING_KIND.sub("", said), set()).add(code)
        self._shortened = {said: codes.pop() for said, codes in shortened.items() if len(codes) == 1}
        self._read: dict[str, Taken[str]] = {}

    def read(self, raw: Cell) -> Taken[str]:
        """The code a cell's spelling stands for."""
        plain = text(raw)
        taken = self._read.get(plain)
        if taken is None:
            taken = self._read[plain] = self._look_up(plain)
        return taken

    def _known(self, key: str) -> str | None:
        return self._exact.get(key) or self._shortened.get(_TRAILING_KIND.sub("", key))

    def _by_percentage(self, key: str) -> str | None:
        """完成80%, 进度100%: by how much is done."""
        found = _SHARE.fullmatch(key) if self._by_share else None
        if found is None or not 0 <= (share := float(found[1])) <= 100:
            return None
        nothing, part, whole = self._by_share
        return whole if share == 100 else part if share else nothing

    def _narrowed(self, key: str) -> str | None:
        """The code of the spelling a longer word ends in, where it holds none of another code and denies nothing."""
        if not self._qualified or _DENIAL.search(key):
            return None
        held = {code for said, code in self._exact.items() if len(said) > 1 and said in key}
        ends = {code for said, code in self._exact.items() if len(said) > 2 and key.endswith(said)}
        return ends.pop() if len(held) == 1 and ends else None

    def _look_up(self, plain: str) -> Taken[str]:
        if not plain:
            return NOTHING
        key = folded(plain)
        code = self._known(key)
        if code is None:
            codes = {
                self._known(each)
                for each in (_BEFORE.sub("", key), _BEHIND.sub("", key), _BEHIND.sub("", _BEFORE.sub("", key)))
            }
            codes.discard(None)
            code = codes.pop() if len(codes) == 1 else None
        if code is None:
            code = self._by_percentage(key) or self._narrowed(key)
        if code is not None:
            return Taken(code)
        if declares_none(plain):
            return DECLARED_NONE
        labels = list(dict.fromkeys(self.table))
        nearest = get_close_matches(plain, labels, n=3, cutoff=0.5)
        return Taken(None, (error("unknown_spelling", known="、".join(labels), nearest="、".join(nearest)),))


def spelling(raw: Cell, table: Spellings | Mapping[str, str]) -> Taken[str]:
    """The code a cell's spelling stands for; build the `Spellings` once where many cells are read."""
    return (table if isinstance(table, Spellings) else Spellings(table)).read(raw)
