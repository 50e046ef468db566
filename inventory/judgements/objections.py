"""Why a judgement is refused: it is made already, another stands against it, or two cases cannot become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import portions
from inventory.errors import Refused
from inventory.models import Enterprise, Problem, Remediation, SourceRow, SubRecord
from inventory.queries import judgements as stored
from inventory.vocabulary import State, Verdict


def one_already(session: Session, enterprise_id: int, said: str) -> Refused:
    """What was named twice is one enterprise, by nature or by a judgement."""
    number = session.get_one(Enterprise, enterprise_id).register_number
    merged = [
        each.number for each in stored.listed(session, enterprise_id=enterprise_id) if each.verdict == Verdict.SAME
    ]
    if merged:
        return Refused(
            "{said} is {number} already, by judgement {judgements}; "
            "`inventory enterprise withdraw-judgement` takes one back, `split` parts an enterprise",
            said=said,
            number=number,
            judgements=", ".join(map(str, merged)),
        )
    return Refused(
        "{said} is {number} itself; `inventory enterprise split` parts an enterprise", said=said, number=number
    )


def raise_for_contradictions(session: Session, row_ids: Collection[int]) -> None:
    """Refuse what would leave two rows both the same and different."""
    sites: set[int] = set()
    for ids in portions.of(row_ids):
        query = select(SourceRow.enterprise_id).where(SourceRow.id.in_(ids), SourceRow.enterprise_id.is_not(None))
        sites |= {number for number in session.scalars(query) if number is not None}
    contradicted = session.scalar(
        select(Problem.id).where(Problem.enterprise_id.in_(sites), Problem.kind == "judgements_contradict").limit(1)
    )
    if contradicted is not None:
        numbers = [
            each.number
            for site in sorted(sites)
            for each in stored.listed(session, enterprise_id=site)
            if each.verdict == Verdict.DIFFERENT
        ]
        raise Refused(
            "judgement {judgements} says they are different; "
            "take it back first: inventory enterprise withdraw-judgement {first} --because …",
            judgements=", ".join(map(str, numbers)),
            first=numbers[-1] if numbers else "",
        )


def raise_for_cases(session: Session, enterprises: Sequence[int]) -> None:
    """Refuse to make one case of a case that was removed and one that was not: the removal would take both."""
    query = (
        select(SubRecord.ledger, SubRecord.key, SubRecord.ordinal, Remediation.state)
        .add_columns(Enterprise.register_number, SubRecord.number)
        .join(Remediation, Remediation.sub_record_id == SubRecord.id)
        .join(Enterprise, Enterprise.id == SubRecord.enterprise_id)
        .where(SubRecord.enterprise_id.in_(enterprises), SubRecord.is_orphaned.is_(False))
    )
    meeting: dict[tuple[str, str, int], dict[bool, str]] = defaultdict(dict)
    for ledger, key, ordinal, state, number, place in session.execute(query):
        meeting[ledger, key, ordinal][state == State.REMOVED] = f"{number}/{ledger}/{place}"
    for found in meeting.values():
        if len(found) > 1:
            raise Refused(
                "{removed} was removed and {other} was not; as one case both would be removed: "
                "take the removal back first with `inventory remediation retract {removed}`",
                removed=found[True],
                other=found[False],
            )
