"""An outside list with what the register makes of each row, in columns beside the list's own. Always Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inventory import language, resolving
from inventory.candidates import Candidate
from inventory.exports.sheets import Cell, Column, Sheet
from inventory.likeness import Reason
from inventory.resolving import Answer, Resolved

ADDED = (
    Column("比对结果", "answer", 12, is_centred=True),
    Column("企业编号", "register_number", 14),
    Column("登记名称", "registered_name", 26),
    Column("判断依据", "reasons", 34),
    Column("疑似企业一", "candidate_1", 30),
    Column("疑似企业二", "candidate_2", 30),
    Column("疑似企业三", "candidate_3", 30),
    Column("未能识别的栏目", "unreadable", 14),
)

FOOTNOTE = (
    "“同一企业”为按规则可以确定的结果；“待人工判断”须由经办人核对后用 inventory enterprise same 或 different 作出判断。"
)


def sheet(
    name: str,
    headings: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Resolved | None, Sequence[str]]],
    subtitle: str,
) -> Sheet:
    """One sheet of the list: its own columns, then the answers.

    :param rows: the cells of each row, the answer (None where it names no firm), headings of cells not understood.
    """
    columns = [Column(heading, f"column_{place}", 16) for place, heading in enumerate(headings, start=1)]
    laid = [[*cells, *_answered(resolved, unreadable)] for cells, resolved, unreadable in rows]
    return Sheet(name, "名单与污染源登记册比对结果", [*columns, *ADDED], laid, subtitle, (FOOTNOTE,))


def _answered(resolved: Resolved | None, unreadable: Sequence[str]) -> list[Cell]:
    if resolved is None:
        return ["未写企业名称", *[None] * (len(ADDED) - 1)]
    known = resolved.known
    shown = resolved.candidates if resolved.answer != Answer.SAME else ()
    candidates = [_candidate(each) for each in shown]
    return [
        resolved.answer.label,
        known.register_number if known else None,
        known.described.name if known else None,
        "；".join(map(worded, resolved.reasons)) or None,
        *candidates,
        *[None] * (resolving.SHOWN - len(candidates)),
        "、".join(unreadable) or None,
    ]


def _candidate(candidate: Candidate) -> str:
    why = "；".join(map(worded, (*candidate.likeness.vetoes, *candidate.likeness.reasons)))
    known, score = candidate.known, candidate.likeness.score
    return f"{known.register_number} {known.described.name}（{score:.2f}：{why}）"


def worded(reason: Reason) -> str:
    """The reason in official Chinese."""
    return language.chinese(resolving.wording(reason)).format(one=reason.one, other=reason.other)
