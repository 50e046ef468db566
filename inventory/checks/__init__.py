"""What must be true of every register, whatever came in and was decided.

`MEANINGS` is the list; to add an invariant, write a function that yields what breaks it and give it a name and a
sentence here. The database's own guarantees (foreign keys, closed lists, uniqueness) come first, for a file can be
damaged from outside; then what came in, what people decided, what the tables say of each other; last all of the
current register is computed anew and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from inventory.checks import computed, current, decided, received
from inventory.language import _


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where an invariant does not hold."""

    invariant: str
    meaning: str
    where: str


Invariant = Callable[[Session], Iterable[str]]

#: the invariants looked at one by one, and what it means for the clerk who reads that one is broken
INVARIANTS: Mapping[Invariant, str] = {
    received.file_is_whole: _("the database file is damaged"),
    received.references_lead_somewhere: _("a row points to one that is not there"),
    received.workbooks_are_as_handed_in: _("a stored workbook is not the one handed in"),
    received.submissions_were_read: _("a submission was never read"),
    received.every_row_is_accounted_for: _("a reading has other rows than it counted when it was made"),
    received.coverage_agrees_with_the_rows: _("a reading speaks for other units or ledgers than its rows"),
    received.replacements_come_later: _("a submission replaces one that came later"),
    received.problems_stand_with_their_row: _("a problem and its row belong to different readings"),
    received.partial_dates_have_a_last_day: _(
        "a date is said without the last day it can mean, or the other way round"
    ),
    decided.decisions_have_author_and_reason: _("a decision names no author or no reason"),
    decided.decisions_keep_to_stored_rows: _("a decision keeps to a row that is not there"),
    current.rows_belong_to_enterprises: _("a row in force belongs to no enterprise"),
    current.rows_agree_with_their_sub_records: _("a row and its sub-record belong to different enterprises or ledgers"),
    current.cases_agree_with_their_sub_records: _(
        "a case and its sub-record belong to different enterprises or ledgers"
    ),
    current.facts_stand_in_their_table: _("facts are missing, or stand in another ledger's table"),
    current.numbers_are_never_reused: _("a register number is higher than the last one given out"),
    current.merged_enterprises_have_heirs: _("a merged enterprise leads nowhere, or one that is not merged leads on"),
    current.mergers_end_somewhere: _("mergers lead in a circle"),
    current.events_are_numbered_without_gaps: _("a step is missing from the history of a case"),
    current.cases_stand_where_their_events_led: _("a case stands elsewhere than its steps led it"),
}

#: the invariants that one walk through the register computed anew looks at
COMPUTED: Mapping[str, str] = {
    computed.GROUPS: _("rows are together or apart otherwise than the rules and judgements say"),
    computed.ENTERPRISES: _("an enterprise says something else than the rows in force and the corrections"),
    computed.NAMES: _("names or codes of an enterprise are not those of its rows"),
    computed.SUB_RECORDS: _("a sub-record says something else than the rows in force and the corrections"),
    computed.CASES: _("a case is missing, too many, or claims something else than its rows"),
    computed.REASONS: _("a value has neither a row nor a correction to say why"),
}

#: every invariant by name, and what it means that it is broken
MEANINGS: Mapping[str, str] = {**{each.__name__: said for each, said in INVARIANTS.items()}, **COMPUTED}


def breaches(session: Session) -> Iterator[Breach]:
    """Everything that breaks an invariant, one by one as found."""
    for invariant, meaning in INVARIANTS.items():
        for where in invariant(session):
            yield Breach(invariant.__name__, meaning, where)
    for name, where in computed.differences(session):
        yield Breach(name, COMPUTED[name], where)
