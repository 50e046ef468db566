"""One line a workbook taken: whose, what became of its rows, what was doubted, what it settled of the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inventory import language
from inventory.cli import output
from inventory.language import _
from inventory.vocabulary import Ledger

if TYPE_CHECKING:
    from inventory.intake import Summary
    from inventory.queries.readings import Doubt, Settled

COLUMNS = {
    "file": _("file"),
    "submission": _("submission"),
    "units": _("unit"),
    "ledgers": _("ledger"),
    "as_of": _("as of"),
    "new": _("new"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "held": _("held"),
    "unread": _("without a name"),
    "problems": _("problems"),
    "note": _("note"),
}

#: what only programs are told, beside the columns of the table
MORE = {"settled": _("problems settled"), "marked": _("marked workbook")}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one workbook: the summary, what it settled of the one before, where it lies marked."""

    summary: Summary
    settled: Settled | None = None
    marked: Path | None = None


def columns(output_format: str) -> Mapping[str, str]:
    """The columns of the list; programs are told more than fits a table."""
    return COLUMNS | (MORE if output_format == output.Format.JSON else {})


def row(taken: Taken, output_format: str) -> dict[str, Any]:
    """The line of one workbook."""
    summary = taken.summary
    problems: object = dict(summary.problems)
    if output_format != output.Format.JSON:
        problems = ", ".join(f"{kind} {count}" for kind, count in summary.problems.items())
    return {
        "file": summary.file,
        "submission": summary.submission_id,
        "units": list(summary.units),
        "ledgers": [ledger if output_format == output.Format.JSON else Ledger(ledger) for ledger in summary.ledgers],
        "as_of": summary.as_of or None,
        **{outcome.value: count for outcome, count in summary.rows.items()},
        "unread": summary.unread if not summary.is_known else None,
        "problems": problems,
        "note": "; ".join(_notes(taken, output_format)) or None,
        "settled": _settled(taken.settled),
        "marked": str(taken.marked) if taken.marked else None,
    }


def _settled(found: Settled | None) -> dict[str, list[dict[str, object]]] | None:
    """Every problem that is gone, stays or is new, once each."""
    if found is None:
        return None
    return {
        name: [
            {"kind": each.kind, "sheet": each.sheet, "field": each.field, "name": each.name, "raw": each.problem.raw}
            for each in getattr(found, name).elements()
        ]
        for name in ("resolved", "remaining", "arisen")
    }


def _notes(taken: Taken, output_format: str) -> Iterator[str]:
    summary, settled = taken.summary, taken.settled
    if summary.is_outdated:
        yield language.translate("taken before; nothing changed, but the rules have: see ledger reread")
    elif summary.is_known:
        yield language.translate("taken before; nothing changed")
    elif summary.replaces_id is not None and settled is not None:
        said = language.translate(
            "replaces submission {number}; problems resolved: {resolved}; remaining: {remaining}; new: {arisen}"
        )
        counted = {name: _counted(getattr(settled, name)) for name in ("resolved", "remaining", "arisen")}
        yield said.format(number=summary.replaces_id, **counted)
    elif summary.replaces_id is not None:
        yield language.translate("replaces submission {number}").format(number=summary.replaces_id)
    if taken.marked is not None and output_format != output.Format.JSON:
        yield language.translate("marked workbook: {file}").format(file=taken.marked)


def _counted(doubts: Counter[Doubt]) -> str:
    """How many, and of which kinds: 3 (check_digit 2, unreadable_date 1)."""
    kinds: Counter[str] = Counter()
    for each, times in doubts.items():
        kinds[each.kind] += times
    if not kinds:
        return "0"
    return f"{kinds.total()} ({', '.join(f'{kind} {number}' for kind, number in sorted(kinds.items()))})"
