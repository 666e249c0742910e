"""Operations that name the owner of a case: one at all times (ISO 10002 4.12), with room for it (4.3),
trained for it (4.14), there, and independent of whom the complaint is about (4.7).

Of those whom nothing keeps from it, who has least to do for their limit takes the case, by turns
among equals. Where nobody is left it goes up: to the complaints manager, then to management, from
whom only independence is asked; in the end somebody must answer for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from sqlalchemy import ColumnElement, func, literal_column, select

from engine import people
from engine.db import table
from engine.dossier import CASE, Dossier
from engine.errors import StepFailed
from engine.model import Entry, Group, Membership, Person
from engine.people import ESCALATION, NO_CONFLICT, SYSTEM, Absences, Bar, Conflicts
from engine.process import Call

CHANGING = frozenset({"person.excluded", "exclusion.lifted"})
"""Entries after which others may own a case and do what is open in it."""

NAMING = ("owner.named", "owner.handed_over")
"""Entries that tell of a new owner, from which group and trained for what."""

ENTRY, PERSON, GROUP, MEMBERSHIP = table(Entry), table(Person), table(Group), table(Membership)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could own a case; `limit` is how many open ones they may own, None any number."""

    id: int
    name: str
    limit: int | None


@dataclass(frozen=True)
class Asked:
    """What an owner must be fit for, on which day."""

    day: date
    skill: str = ""
    conflicts: Conflicts = field(default=NO_CONFLICT)


def assign_owner(dossier: Dossier, call: Call) -> None:
    """Name the owner of the case from a group; `skill` is what they must be trained for."""
    name_owner(dossier, call, str(call.parameters.get("lane", "")), str(call.parameters.get("skill") or ""))


def name_owner(dossier: Dossier, call: Call, lane: str, skill: str = "") -> None:
    """Name the owner; one who is fit for it and in the group stays.

    Raises:
        StepFailed: nobody works in the group, or nobody in the whole house may own this case.
    """
    if not staff(dossier, lane):
        raise StepFailed(f"Nobody works in the group {lane}; the case cannot be given an owner.")
    asked = Asked(people.today(dossier.session, call.at), skill, conflicts_of(dossier))
    refused: list[Bar] = []
    for group, strict in ((lane, True), *((group, False) for group in ESCALATION)):
        if not strict and staff(dossier, group) and group != lane:
            dossier.write("owner.escalated", call.at, SYSTEM, call.element, lane=lane, to=group)
        able, kept_out = _sorted_out(dossier, group, asked, strict)
        if kept_out and (strict or group != lane):
            refused += kept_out
            dossier.write("owner.refused", call.at, SYSTEM, call.element, lane=group,
                          people=[bar.as_data() for bar in kept_out])
        if able:
            _name(dossier, call, able, group, (lane, skill))
            return
    reasons = "; ".join(str(bar) for bar in refused)
    raise StepFailed(f"Nobody may own this case: {reasons}.", element=call.element)


def _sorted_out(dossier: Dossier, group: str, asked: Asked, strict: bool) -> tuple[list[Candidate], list[Bar]]:
    """Who of a group may own the case, and why the others may not. Where it is not `strict` only independence
    counts, but those for whom everything speaks are taken first."""
    able, kept_out, rather = [], [], []
    for one in staff(dossier, group):
        bar = unfit(dossier, one, group, asked)
        if bar is None:
            able.append(one)
        elif not strict and asked.conflicts.bar(one.id, group) is None:
            rather.append(one)
        else:
            kept_out.append(bar)
    return able or rather, kept_out


def unfit(dossier: Dossier, one: Candidate, group: str, asked: Asked) -> Bar | None:
    """Why somebody of a group may not own the case; None where nothing speaks against it."""
    return (
        asked.conflicts.bar(one.id, group) or _untrained(dossier, one, asked) or _away(dossier, one, asked.day)
        or _full(dossier, one)
    )


def _untrained(dossier: Dossier, one: Candidate, asked: Asked) -> Bar | None:
    skill, session = asked.skill, dossier.session
    if not skill:
        return None
    until = _once(dossier, ("held", skill), lambda: people.held(session, skill))
    bar = people.judged(until, one.id, one.name, skill, asked.day)
    return None if bar is None or one.id in people.allowed(session, dossier.id, skill) else bar


def _away(dossier: Dossier, one: Candidate, day: date) -> Bar | None:
    found: Absences = _once(dossier, ("absences", day), lambda: people.absences(dossier.session, day))
    away = found.away.get(one.id)
    return Bar(one.id, one.name, "away", day=away.until) if away is not None else None


def _full(dossier: Dossier, one: Candidate) -> Bar | None:
    """An owner who has the case already needs no room for it."""
    if one.limit is None or dossier.get("owner_id") == one.id or _loads(dossier).get(one.id, 0) < one.limit:
        return None
    return Bar(one.id, one.name, "full", str(one.limit))


# --- naming -------------------------------------------------------------------------------------------

def _name(dossier: Dossier, call: Call, able: list[Candidate], group: str, wanted: tuple[str, str]) -> None:
    owner_id = dossier.get("owner_id")
    if any(one.id == owner_id for one in able):
        return
    chosen, how = _next(dossier, able)
    give(dossier, chosen.id)
    dossier.write("owner.named", call.at, SYSTEM, call.element, owner=chosen.name, person=chosen.id, lane=group,
                  how=how, asked=wanted[0], skill=wanted[1])


def give(dossier: Dossier, person_id: int) -> None:
    """Make somebody the owner; whoever is asked next in this transaction knows of it."""
    loads, before = dossier.shared.get("loads"), dossier.get("owner_id")
    dossier.set("owner_id", person_id)
    if loads is not None:
        loads[person_id] = loads.get(person_id, 0) + 1
        if before is not None:
            loads[before] = loads.get(before, 0) - 1


def _next(dossier: Dossier, able: list[Candidate]) -> tuple[Candidate, str]:
    """Who has least to do for their limit; who has none is weighed by the largest limit of the others.
    By turns among equals: the same for a case at every asking."""
    limits = [one.limit for one in able if one.limit is not None]
    if not limits:
        return able[dossier.id % len(able)], "turns"
    loads, largest = _loads(dossier), max(limits)
    share = {one.id: loads.get(one.id, 0) / max(largest if one.limit is None else one.limit, 1) for one in able}
    least = min(share.values())
    equal = [one for one in able if share[one.id] == least]
    return equal[dossier.id % len(equal)], "load"


def asked_before(dossier: Dossier) -> tuple[str, str]:
    """For which group an owner was asked last, whoever it then was, and what they had to be trained for."""
    told: Any = next((line.data for line in reversed(dossier.lines) if line.kind in NAMING), None)
    if told is None:
        last = dossier.session.execute(
            select(ENTRY.c.data).where(ENTRY.c.case_id == dossier.id, ENTRY.c.kind.in_(NAMING))
            .order_by(ENTRY.c.seq.desc()).limit(1)
        ).scalar()
        told = orjson.loads(last) if last is not None else {}
    return str(told.get("asked") or told.get("lane", "")), str(told.get("skill", ""))


# --- what is asked once for all cases of a transaction ---------------------------------------------------

def staff(dossier: Dossier, lane: str) -> list[Candidate]:
    """The active people of a group."""
    def ask() -> list[Candidate]:
        rows = dossier.session.execute(
            select(PERSON.c.id, PERSON.c.name, PERSON.c.case_limit)
            .join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id).join(GROUP, GROUP.c.id == MEMBERSHIP.c.group_id)
            .where(GROUP.c.name == lane, PERSON.c.active.is_(True)).order_by(PERSON.c.id)
        )
        return [Candidate(row.id, row.name, row.case_limit) for row in rows]
    found: list[Candidate] = _once(dossier, ("staff", lane), ask)
    return found


def conflicts_of(dossier: Dossier) -> Conflicts:
    """Who must keep out of the case; nobody is kept out of one that has just come in, but for what its first
    steps themselves brought up."""
    fresh = not dossier.case["entries"] and not any(line.kind in CHANGING for line in dossier.lines)
    return NO_CONFLICT if fresh else people.conflicts(dossier.session, dossier.id)


def _loads(dossier: Dossier) -> dict[int, int]:
    """How many open cases each person owns, counted once and kept up by `give`."""
    def ask() -> dict[int, int]:
        # written out: a partial index is found by what stands in the statement
        is_open: ColumnElement[bool] = literal_column("complaint.status = 'open'")
        rows = dossier.session.execute(
            select(CASE.c.owner_id, func.count()).where(is_open, CASE.c.owner_id.is_not(None)).group_by(CASE.c.owner_id)
        )
        return {owner: count for owner, count in rows}
    loads: dict[int, int] = _once(dossier, "loads", ask)
    return loads


def _once(dossier: Dossier, key: Any, ask: Callable[[], Any]) -> Any:
    """An answer that is the same for every case of this transaction."""
    if key not in dossier.shared:
        dossier.shared[key] = ask()
    return dossier.shared[key]
