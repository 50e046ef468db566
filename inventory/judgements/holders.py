"""Judging legal persons: that codes are one person's, that they are two persons', what a person is called now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import force, succession, values, withdrawal
from inventory.errors import NotFound, NotUnderstood, Refused
from inventory.intake import columns, register, ties
from inventory.intake.ties import Row
from inventory.judgements import effects
from inventory.judgements.recording import Decision, Judged
from inventory.models import Enterprise, LegalPersonJudgement
from inventory.queries import legal_persons
from inventory.vocabulary import Standing, Verdict


def same(session: Session, said: Sequence[str], decision: Decision) -> Judged:
    """The codes are one legal person's, the last the one in use now; where names are alike its sites join."""
    *formers, now = [_code(session, each) for each in said]
    for former in formers:
        known = succession.read(session)
        if known.now(former) == known.now(now):
            raise Refused("{one} and {other} are one legal person's already", one=former, other=now)
        against = _between(session, known.codes(former), known.codes(now))
        if against:
            raise Refused(
                "judgement {judgements} says that {one} and {other} are two legal persons'; "
                "take it back first: inventory legal-person withdraw-judgement {first} --because …",
                judgements=", ".join(map(str, against)),
                one=former,
                other=now,
                first=against[-1],
            )
    before = _rows(session, [*formers, now])
    numbers = [_record(session, Verdict.SAME, decision, former, now) for former in formers]
    return _in_effect(session, numbers, before, {})


def different(session: Session, one: str, other: str, decision: Decision) -> Judged:
    """The codes are two legal persons', however like their holders may look."""
    code, second = _code(session, one), _code(session, other)
    known = succession.read(session)
    if known.now(code) == known.now(second):
        raise Refused(
            "{one} and {other} are one legal person's by a judgement; `inventory legal-person judgements` shows it",
            one=code,
            other=second,
        )
    return Judged((_record(session, Verdict.DIFFERENT, decision, code, second),), ())


def rename(session: Session, said: str, name: str, decision: Decision) -> Judged:
    """The legal person is called otherwise now; its sites keep the names they have."""
    return Judged((_record(session, Verdict.RENAMED, decision, _code(session, said), None, name),), ())


def withdraw(session: Session, number: int, decision: Decision) -> Judged:
    """Take a judgement back; sites that it joined come apart, numbers included."""
    judgement = withdrawal.standing(
        session.get(LegalPersonJudgement, number),
        NotFound("there is no judgement {number}; `inventory legal-person judgements` shows them", number=number),
    )
    codes = [each for each in (judgement.code, judgement.other) if each is not None]
    rows = _rows(session, codes) if judgement.verdict == Verdict.SAME else []
    withdrawal.mark(judgement, by=decision.by, because=decision.because, at=decision.at)
    session.flush()
    return _in_effect(session, [number], rows, _former_owners(session, rows))


def _code(session: Session, said: str) -> str:
    """A code as typed, of whatever kind; the one in use of who is named otherwise."""
    taken = values.credit_code(said)
    if taken.value is not None and not any(doubt.severity == "error" for doubt in taken.doubts):
        return taken.value.number
    holder = legal_persons.whole(session, said)
    if not holder.codes:
        raise NotUnderstood("{said} is not a code", said=said)
    return holder.codes[0]


def _between(session: Session, one: Sequence[str], other: Sequence[str]) -> list[int]:
    """Numbers of the judgements in force that say two legal persons are different."""
    pairs = {(a, b) for a in one for b in other} | {(b, a) for a in one for b in other}
    query = select(LegalPersonJudgement.id, LegalPersonJudgement.code, LegalPersonJudgement.other).where(
        force.stands(LegalPersonJudgement), LegalPersonJudgement.verdict == Verdict.DIFFERENT
    )
    return sorted(number for number, code, second in session.execute(query) if (code, second) in pairs)


def _record(
    session: Session, verdict: Verdict, decision: Decision, code: str, other: str | None, name: str | None = None
) -> int:
    number = columns.next_id(session, LegalPersonJudgement)
    session.add(
        LegalPersonJudgement(
            id=number,
            verdict=verdict,
            code=code,
            other=other,
            name=name,
            made_at=decision.at,
            made_by=decision.by,
            reason=decision.because,
        )
    )
    session.flush()
    return number


def _rows(session: Session, codes: Sequence[str]) -> list[Row]:
    """All rows in force that hang together with the sites of who holds the codes."""
    readings = force.readings(session)
    ids = list(session.scalars(legal_persons.sites(sorted(succession.read(session).whole(codes)))))
    own = [row for number in ids for row in ties.rows_of_enterprise(session, number, readings)]
    return ties.follow(session, own, readings, None)


def _former_owners(session: Session, rows: Sequence[Row]) -> dict[int, list[int]]:
    """Row → the enterprise known by its code before the judgement joined it to another."""
    codes = {row.traits.credit_code for row in rows if row.traits.credit_code}
    query = select(Enterprise.credit_code, Enterprise.id).where(
        Enterprise.credit_code.in_(codes), Enterprise.standing == Standing.MERGED
    )
    absorbed: dict[str | None, int] = dict(session.execute(query.order_by(Enterprise.id.desc())).all())
    return {
        row.id: [absorbed.get(row.traits.credit_code, row.enterprise_id)]
        for row in rows
        if row.enterprise_id is not None
    }


def _in_effect(session: Session, numbers: Sequence[int], rows: Sequence[Row], keep: dict[int, list[int]]) -> Judged:
    before = effects.snapshot(session, (row.id for row in rows))
    register.rebuild(session, [], [], decided=rows, keep=keep)
    after = effects.snapshot(session, (row.id for row in rows))
    return Judged(tuple(numbers), tuple(effects.between(before, after)))
