"""What may be wrong with one enterprise, seen over all its ledgers, permits and cases: one function a rule.

Each takes the picture of an enterprise and says where, with the facts its wording names. «Not said» is never
«no»: a rule that needs a no looks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from inventory import values
from inventory.findings.picture import Picture, Plan
from inventory.permits import Held, Validity
from inventory.vocabulary import DisposalClass, Ledger, PermitCategory, State


class Seen(NamedTuple):
    """Where a rule found something, and the facts that its wording names."""

    address: str
    facts: dict[str, Any]


class Day(NamedTuple):
    """The day asked about, and what the plan sets."""

    on: date
    plan: Plan


#: what is planned at a works that stays, not at one that is shut (DOMAIN §2: upgrading, papers made good)
STAYING = re.compile("安装|新建|新上|加装|增设|配套|升级|改造|提升|完善|补办|办理环评|办理排污")


def closed_yet_permitted(it: Picture, day: Day) -> Iterator[Seen]:
    """Shut for good, and its permit still stands: it is to be cancelled (注销)."""
    shut = it.closure
    if shut is not None and (shut.on is None or shut.on <= day.on):
        for held in it.permits:
            if held.validity(day.on) is Validity.VALID:
                yield Seen(held.address, {"closed_on": shut.on, "number": held.facts["number"]})


def closed_yet_burning_coal(it: Picture, day: Day) -> Iterator[Seen]:
    """Shut, and a coal ledger of a later year, or handed in later, gives it coal."""
    shut = it.closure
    if shut is None:
        return
    shut_on = shut.on or next((line.last_listed_on for line in it.lines[Ledger.SCATTERED_POLLUTERS]), day.on)
    for line in it.lines[Ledger.COAL_USERS]:
        year, coal = line.facts["coal_year"], line.facts["coal_t"]
        later = year > shut_on.year if year else line.last_listed_on > shut_on
        if coal and later:
            yield Seen(line.address, {"closed_on": shut_on, "coal_t": coal, "year": year or line.last_listed_on.year})


def closed_yet_listed(it: Picture, _day: Day) -> Iterator[Seen]:
    """Shut, and a kiln or VOC ledger of a later day lists it as if it worked."""
    shut = it.closure
    if shut is None or shut.on is None:
        return
    for ledger in (Ledger.KILNS, Ledger.VOC_SOURCES):
        for line in it.lines[ledger]:
            if line.last_listed_on > shut.on and line.facts.get("kiln_disposal") != "eliminate":
                yield Seen(line.address, {"closed_on": shut.on, "listed_on": line.last_listed_on})


def _much_coal(it: Picture, day: Day) -> tuple[float, int | None, list[Any]] | None:
    """The coal of the newest year told, that year, and its lines; None where it is no more than the threshold."""
    lines = it.lines[Ledger.COAL_USERS]
    if not lines or day.plan.coal_t is None:
        return None
    newest = max((line.facts["coal_year"] or 0 for line in lines), default=0)
    chosen = [line for line in lines if (line.facts["coal_year"] or 0) == newest]
    coal = sum(line.facts["coal_t"] or 0 for line in chosen)
    return (coal, newest or None, chosen) if coal > day.plan.coal_t else None


def _coal_duty(it: Picture, day: Day, field: str) -> Iterator[Seen]:
    much = _much_coal(it, day)
    if much is not None:
        coal, year, lines = much
        said = {line.facts[field] for line in lines}
        if False in said and True not in said:
            yield Seen(lines[0].address, {"coal_t": coal, "year": year or "…", "threshold": day.plan.coal_t})


def coal_without_ledger(it: Picture, day: Day) -> Iterator[Seen]:
    """More than 1,000 t of coal a year, and no coal ledger."""
    return _coal_duty(it, day, "has_coal_ledger")


def coal_without_quality_system(it: Picture, day: Day) -> Iterator[Seen]:
    """More than 1,000 t of coal a year, and no coal-quality system."""
    return _coal_duty(it, day, "has_quality_system")


def coal_duties_unsaid(it: Picture, day: Day) -> Iterator[Seen]:
    """More than 1,000 t of coal a year, and its ledger does not say whether the two duties are met."""
    much = _much_coal(it, day)
    if much is not None:
        coal, year, lines = much
        silent = [f for f in ("has_coal_ledger", "has_quality_system") if all(ln.facts[f] is None for ln in lines)]
        if silent:
            yield Seen(lines[0].address, {"coal_t": coal, "year": year or "…", "fields": "、".join(silent)})


def small_coal_boiler(it: Picture, day: Day) -> Iterator[Seen]:
    """A coal boiler under 20 t/h still in use."""
    for line in it.lines[Ledger.COAL_USERS]:
        capacity = line.facts["boiler_capacity_t_per_h"]
        limit = day.plan.boiler_t_per_h
        if it.closure is None and capacity and limit is not None and capacity < limit and line.facts["coal_t"] != 0:
            yield Seen(line.address, {"capacity": capacity, "threshold": limit})


def source_without_permit(it: Picture, day: Day) -> Iterator[Seen]:
    """A kiln or VOC source, and no permit or registration in the register, though its county told of permits."""
    sources = [*it.lines[Ledger.KILNS], *it.lines[Ledger.VOC_SOURCES]]
    held = [permit for permit in it.permits if permit.validity(day.on) is not Validity.NOT_ISSUED]
    if sources and not held and it.closure is None and it.region & day.plan.permit_units:
        yield Seen(sources[0].address, {"sources": len(sources)})


def expired_yet_operating(it: Picture, day: Day) -> Iterator[Seen]:
    """The permit has run out or was ended, none is valid, and a ledger lists the works after that day."""
    if it.closure is not None or any(_may_operate(held, day.on) for held in it.permits):
        return
    over = [held for held in it.permits if held.validity(day.on) is Validity.EXPIRED and held.last_day]
    if not over:
        return
    last = max(over, key=lambda held: held.last_day or date.min)
    seen = it.newest_listing(but=(Ledger.PERMITS,))
    if seen is not None and last.last_day is not None and seen.last_listed_on > last.last_day:
        facts = {"number": last.facts["number"], "valid_to": last.facts["valid_to"], "listed_on": seen.last_listed_on}
        yield Seen(last.address, facts)


def _may_operate(held: Held, on: date) -> bool:
    return held.validity(on) in (Validity.VALID, Validity.UNKNOWN, Validity.RECTIFICATION)


def renewal_due(it: Picture, day: Day) -> Iterator[Seen]:
    """A licence ends within 60 days, and no later one is in the register."""
    if it.closure is not None:
        return
    ends = [held.last_day for held in it.permits if held.last_day]
    for held in it.permits:
        due, last = held.renewal_due_on, held.last_day
        if due and last and due < day.on and held.validity(day.on) is Validity.VALID and last == max(ends):
            yield Seen(held.address, {"number": held.facts["number"], "valid_to": held.facts["valid_to"]})


def permit_elsewhere(it: Picture, _day: Day) -> Iterator[Seen]:
    """The permit is listed by another unit than the enterprise's; a zone and its host are one region."""
    for line in it.lines[Ledger.PERMITS]:
        if line.unit_id not in it.region:
            yield Seen(line.address, {"number": line.facts["number"]})


def permit_of_another(it: Picture, _day: Day) -> Iterator[Seen]:
    """The permit number begins with another credit code than the enterprise's (HJ 608: 18 + 3 + 1 characters)."""
    for held in it.permits:
        number = held.facts["number"] or ""
        code = it.credit_code or ""
        if len(number) == 22 and values.is_usable(code) and not number.startswith(code):
            yield Seen(held.address, {"number": number, "code": code})


def close_with_measures(it: Picture, _day: Day) -> Iterator[Seen]:
    """To be closed, and the measures speak of building on: which of the two is meant?"""
    for line in it.lines[Ledger.SCATTERED_POLLUTERS]:
        measures = line.facts["measures"] or ""
        if line.facts["disposal_class"] == DisposalClass.CLOSE and STAYING.search(measures):
            yield Seen(line.address, {"measures": measures})


def struck_off_without_evidence(it: Picture, _day: Day) -> Iterator[Seen]:
    """A ledger says it is struck off, and the register holds no acceptance of it."""
    for case in it.cases:
        if case.claim.state is State.STRUCK_OFF and not case.status.is_fulfilled and not case.is_removed:
            yield Seen(case.address, {"state": case.status.state})


def claimed_against_finding(it: Picture, _day: Day) -> Iterator[Seen]:
    """A ledger claims completion; people found otherwise (contradicted, relapsed, sent back)."""
    for case in it.cases:
        if case.claim.is_complete and (case.status.is_contradicted or case.status.is_relapsed):
            yield Seen(case.address, {"claimed": case.claim.state, "state": case.status.state})


def verified_against_claim(it: Picture, _day: Day) -> Iterator[Seen]:
    """People accepted the work; a ledger of a later day says it is not done."""
    listed = {line.address: line.last_listed_on for lines in it.lines.values() for line in lines}
    for case in it.cases:
        since, claimed = case.status.state_on, case.claim.state
        if case.status.is_fulfilled and claimed in (State.LISTED, State.UNDERWAY) and since is not None:
            said_on = listed.get(case.address)
            if said_on is not None and said_on > since:
                yield Seen(case.address, {"claimed": claimed, "listed_on": said_on, "state": case.status.state})


def key_permit_without_limits(it: Picture, _day: Day) -> Iterator[Seen]:
    """A licence of key management that prints no limit of any pollutant."""
    limits = ("so2_limit_t", "nox_limit_t", "pm_limit_t", "voc_limit_t")
    for held in it.permits:
        if held.category is PermitCategory.KEY and all(held.facts[name] is None for name in limits):
            yield Seen(held.address, {"number": held.facts["number"]})
