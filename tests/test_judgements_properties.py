"""Whatever came in and was judged: a judgement taken back leaves no trace, and order decides nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from handed_in import CODE_A, CODE_B, firm, reading, text
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from inventory import database, force, intake, judgements, reference, statehash, tracking
from inventory.database import founding
from inventory.errors import NotUnderstood, Refused
from inventory.intake import register, ties
from inventory.judgements import Decision, Selection, recording
from inventory.judging import RowKey
from inventory.models import (
    Base,
    Correction,
    Enterprise,
    Judgement,
    JudgementRow,
    Remediation,
    Submission,
)
from inventory.vocabulary import Action, Standing, Verdict

START = datetime(2019, 7, 2, 8, 0, tzinfo=UTC)
NAMES = ("甲厂", "乙厂", "甲厂二分厂", "丙寅新材料有限公司")
DAYS = ("2019-03-31", "2019-04-30", "2019-05-31")


@contextmanager
def fresh() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        founding.fill(session, reference.xiangyang())
        yield session
    engine.dispose()


rows = st.builds(
    lambda name, code, town, address: firm(
        name,
        township=town,
        due_on="2019-06",
        **({"credit_code": code} if code else {}),
        **({"address": address} if address else {}),
    ),
    st.sampled_from(NAMES),
    st.sampled_from([None, None, CODE_A, CODE_B]),
    st.sampled_from(["甲镇", "乙镇"]),
    st.sampled_from([None, "东路1号", "西路2号"]),
)
ledgers = st.tuples(st.just("ledger"), st.lists(rows, min_size=1, max_size=4), st.sampled_from(DAYS))
place = st.integers(0, 9)
words = st.tuples(st.sampled_from(["same", "different", "merge", "split", "rename", "step"]), place, place)
events = st.lists(st.one_of(ledgers, ledgers, words, words, words), min_size=3, max_size=9)


def living(session):
    """Register numbers of the enterprises that have rows."""
    query = select(Enterprise.register_number).where(
        Enterprise.standing.in_([Standing.CONFIRMED, Standing.PROVISIONAL])
    )
    return list(session.scalars(query.order_by(Enterprise.register_number)))


def known_by(session):
    """Who answers to which number."""
    query = select(Enterprise.register_number, Enterprise.name, Enterprise.credit_code, Enterprise.township)
    return {tuple(row) for row in session.execute(query.where(Enterprise.register_number.in_(living(session))))}


def taken(said, day, number):
    return reading(*said, as_of=day, bytes_said=str(number))


def happen(session, event, number):
    """A ledger arrives, or somebody judges or takes a step; the numbers of the judgements made."""
    at = START + timedelta(minutes=number)
    if event[0] == "ledger":
        intake.take(session, taken(*event[1:], number), b"0", received_at=START)
        return ()
    sites = living(session)
    if len(sites) < 2:
        return ()
    what, one, other = event
    a, b = sites[one % len(sites)], sites[other % len(sites)]
    decision = Decision("周敏", "核实", at)
    try:
        if what == "step":
            case = session.scalars(select(Remediation.id).order_by(Remediation.id)).all()[one % len(sites) :][:1]
            for each in case:
                tracking.record(session, each, tracking.Step(Action.BEGIN, START.date()), by="周敏", now=at)
            return ()
        if what == "split":
            return judgements.split(session, a, Selection(rows=(3 + other % 4,)), decision).numbers
        if what == "rename":
            return judgements.rename(session, a, NAMES[other % len(NAMES)], decision).numbers
        if what == "merge":
            return judgements.merge(session, [a], b, decision).numbers
        return getattr(judgements, what)(session, [a, b], decision).numbers
    except (Refused, NotUnderstood):
        return None


def check_no_trace(session, happened):
    """Every judgement is taken back at once and made again: nothing is left of it, numbers included."""
    session.commit()
    for number, event in enumerate(happened):
        before, had = statehash.lines(session), known_by(session)
        made = happen(session, event, number)
        if made is None:
            session.rollback()
            assert statehash.lines(session) == before
        elif made:
            after, have = statehash.lines(session), known_by(session)
            for each in reversed(made):
                judgements.withdraw(session, each, Decision("周敏", "误判", START + timedelta(days=9)))
            assert statehash.lines(session) == before
            assert known_by(session) == had
            happen(session, event, number)
            assert (statehash.lines(session), len(known_by(session))) == (after, len(have))
        session.commit()


@settings(max_examples=25, deadline=None)
@given(events)
def test_a_judgement_taken_back_leaves_no_trace(happened):
    with fresh() as session:
        check_no_trace(session, happened)


def copied(session):
    """The judgements and corrections in force, by places that mean the same in another register."""
    digests = {each.id: each.sha256 for each in session.scalars(select(Submission))}
    found = []
    for word in session.scalars(select(Judgement).where(force.stands(Judgement))):
        sides = ([], [])
        for row in session.scalars(select(JudgementRow).where(JudgementRow.judgement_id == word.id)):
            sides[row.side].append(RowKey(digests[row.submission_id], row.sheet, row.row, row.panel))
        shown = session.get(Correction, word.correction_id) if word.correction_id else None
        anchor = shown and RowKey(digests[shown.anchor_submission_id], shown.anchor_sheet, shown.anchor_row, 0)
        found.append((Verdict(word.verdict), word.name, word.made_at, sides, anchor))
    return found


def judged_again(session, word):
    """The same judgement in another register, made on the same rows."""
    verdict, name, at, sides, anchor = word
    readings = force.readings(session)
    rows = {row.key: row for row in ties.rows_of(session, readings)}
    shown = None
    if anchor is not None:
        at_row = rows[anchor]
        shown = Correction(
            anchor_submission_id=readings[at_row.reading_id].submission_id,
            anchor_sheet=anchor.sheet,
            anchor_row=anchor.row,
            field="name",
            value={"value": name},
            made_at=at,
            made_by="周敏",
            reason="核实",
        )
        session.add(shown)
        session.flush()
    on = tuple([rows[key] for key in side] for side in sides)
    recording.record(
        session, verdict, Decision("周敏", "核实", at), on, name=name, correction_id=shown.id if shown else None
    )
    session.flush()
    register.rebuild(session, [], [], decided=[*on[0], *on[1]])


def check_order(session, other, happened, rnd):
    """Another register that has the same ledgers and judgements, in another order, is the same register."""
    for number, event in enumerate(happened):
        session.commit()
        if event[0] != "step" and happen(session, event, number) is None:
            session.rollback()
    arrivals = [(number, event) for number, event in enumerate(happened) if event[0] == "ledger"]
    waiting = copied(session)
    rnd.shuffle(arrivals)
    rnd.shuffle(waiting)
    have = set()
    for number, event in arrivals:
        read = taken(*event[1:], number)
        have.add(read.source.sha256)
        intake.take(other, read, b"0", received_at=START)
        for word in [each for each in waiting if {key.sha256 for side in each[3] for key in side} <= have]:
            if rnd.random() < 0.6 or len(have) == len(arrivals):
                waiting.remove(word)
                judged_again(other, word)
    assert statehash.lines(other) == statehash.lines(session)


@settings(max_examples=25, deadline=None)
@given(events, st.randoms(use_true_random=False))
def test_judged_before_or_after_a_ledger_arrives_makes_the_same_register(happened, rnd):
    with fresh() as session, fresh() as other:
        check_order(session, other, happened, rnd)


def drawn(seed):
    """Three ledgers, then judgements on what they list, drawn by lot."""
    rnd = random.Random(seed)
    for _ in range(3):
        said = [
            firm(name, due_on="2019-06", **({"credit_code": code} if code else {}))
            for name in rnd.sample(NAMES, 3)
            for code in (rnd.choice([None, CODE_A, CODE_B]),)
        ]
        yield ("ledger", said, rnd.choice(DAYS))
    for what in ("same", "rename", "different", "step", "merge", "split"):
        yield (what, rnd.randrange(10), rnd.randrange(10))


@pytest.mark.parametrize("seed", range(3))
def test_it_leaves_no_trace_on_either_database(engine, seed):
    for number, event in enumerate(drawn(seed)):
        before = text(engine)
        with database.writing(engine) as session:
            had = known_by(session)
            made = happen(session, event, number)
            if made is None:
                session.rollback()
        if made is None:
            assert text(engine) == before
        elif made:
            with database.writing(engine) as session:
                for each in reversed(made):
                    judgements.withdraw(session, each, Decision("周敏", "误判", START + timedelta(days=9)))
                assert known_by(session) == had
            assert text(engine) == before
            with database.writing(engine) as session:
                happen(session, event, number)
