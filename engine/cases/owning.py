"""Handing a case to somebody else: it always has one owner, and the journal knows why it changed hands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, literal_column, select, update
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import people
from engine.cases import charge, storing
from engine.db import table
from engine.dossier import CASE, Dossier
from engine.errors import NotFit, NotFound, Refused
from engine.model import Entry, Task
from engine.operations import owners
from engine.operations.owners import Asked
from engine.people import ESCALATION, Actor, Bar
from engine.process import Call

TASK, ENTRY = table(Task), table(Entry)
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Successor:
    """Somebody to whom a case could be handed in a group; `bar` says why it cannot be."""

    id: int
    name: str
    lane: str
    bar: Bar | None


def successors(session: Session, case_id: int, now: datetime) -> list[Successor]:
    """Who could own a case next: the group from which its owner came, and the levels above it."""
    return _successors(dossiers.look(session, case_id, now))


def _successors(dossier: Dossier) -> list[Successor]:
    lane, skill = owners.asked_before(dossier)
    asked = Asked(people.today(dossier.session, dossier.now), skill, owners.conflicts_of(dossier))
    above = Asked(asked.day, "", asked.conflicts)
    found: dict[int, Successor] = {}
    for group in dict.fromkeys((lane, *ESCALATION)):
        for one in owners.staff(dossier, group):
            if one.id != dossier.get("owner_id"):
                bar = owners.unfit(dossier, one, group, asked if group == lane else above)
                if one.id not in found or (found[one.id].bar is not None and bar is None):
                    found[one.id] = Successor(one.id, one.name, group, bar)
    return list(found.values())


def hand_over(session: Session, case_id: int, person_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Make somebody else the owner of a case. What the owner held in it goes with it, as far as the
    successor may do it, else back to its group.

    Raises:
        NotInCharge: see `charge.in_charge`.
        ClosedToYou: the actor is named in the complaint.
        NotFit: the successor may not own it; `about` has the reason as `bar`.
        NotFound: there is no such case. Refused: it is closed, nothing is said why, or it is theirs already.
    """
    dossier = dossiers.lock(session, case_id, now)
    people.require_reader(session, case_id, actor.id)
    before = dossier.get("owner_id")
    charge.require_charge(session, case_id, before, actor, now)
    reason = reason.strip()
    if dossier.get("status") != "open":
        raise Refused("This case is closed.", field="person", why="closed")
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(f"Say why, in at most {LONGEST_REASON} characters.", field="reason", why="reason")
    successor = _fit(dossier, person_id)
    owners.give(dossier, successor.id)
    asked, skill = owners.asked_before(dossier)
    dossier.write("owner.handed_over", now, actor, owner=successor.name, person=successor.id, lane=successor.lane,
                  asked=asked, skill=skill, before=people.name_of(session, before), reason=reason)
    if before is not None:
        _hand_on(dossier, before, successor, actor)
    storing.store(dossier, None, None)


def _fit(dossier: Dossier, person_id: int) -> Successor:
    if person_id == dossier.get("owner_id"):
        raise Refused("The case is theirs already.", field="person", why="same")
    found = next((one for one in _successors(dossier) if one.id == person_id), None)
    if found is None:
        name = people.name_of(dossier.session, person_id)
        if not name:
            raise NotFound()
        found = Successor(person_id, name, "", Bar(person_id, name, "outside", owners.asked_before(dossier)[0]))
    if found.bar is not None:
        raise NotFit(f"{found.bar}.", bar=found.bar)
    return found


def _hand_on(dossier: Dossier, before: int, successor: Successor, actor: Actor) -> None:
    """What the former owner holds in the case."""
    held: Sequence[Any] = dossier.session.execute(select(TASK).where(
        TASK.c.case_id == dossier.id, TASK.c.status == "open", TASK.c.assignee_id == before
    )).all()
    lanes, conflicts = people.lanes(dossier.session, successor.id), owners.conflicts_of(dossier)
    for task in held:
        kept_out = people.is_excluded(task, successor.id) or conflicts.bar(successor.id, task.lane) is not None
        theirs = task.lane in lanes and not kept_out
        to = successor.id if theirs and _is_trained(dossier, task, successor) else None
        dossier.session.execute(update(TASK).where(TASK.c.id == task.id).values(assignee_id=to))
        told = {"name": task.name, "about": task.about}
        if to is None:
            dossier.write("task.released", dossier.now, actor, task.element, **told)
        else:
            dossier.write("task.handed_over", dossier.now, actor, task.element, **told, to=successor.name, person=to)


def _is_trained(dossier: Dossier, task: Any, successor: Successor) -> bool:
    session, day = dossier.session, people.today(dossier.session, dossier.now)
    return (
        people.lacking(session, successor.id, successor.name, task.skill, day) is None
        or successor.id in people.allowed(session, dossier.id, task.skill)
    )


def refusals(session: Session, case_id: int) -> list[tuple[str, list[Bar]]]:
    """Whom the last choice of an owner passed over, by group, and why."""
    rows = session.execute(
        select(ENTRY.c.kind, ENTRY.c.data).where(
            ENTRY.c.case_id == case_id, ENTRY.c.kind.in_(("owner.refused", *owners.NAMING))
        ).order_by(ENTRY.c.seq.desc())
    )
    found: list[tuple[str, list[Bar]]] = []
    named = False
    for kind, data in rows:
        if kind == "owner.refused":
            told = orjson.loads(data)
            found.insert(0, (told["lane"], [Bar.from_data(one) for one in told["people"]]))
        elif named or found:
            break
        else:
            named = True
    return found


def owned(session: Session, person_id: int) -> list[int]:
    """The open cases of a person."""
    is_open: ColumnElement[bool] = literal_column("complaint.status = 'open'")
    return list(session.scalars(select(CASE.c.id).where(is_open, CASE.c.owner_id == person_id).order_by(CASE.c.id)))


def find_owner(session: Session, case_id: int, now: datetime) -> None:
    """Name the owner of a case anew, as its drawing would: theirs has left. One who is fit for it stays.

    Raises:
        StepFailed: see `owners.name_owner`.
    """
    dossier = dossiers.lock(session, case_id, now)
    if dossier.get("status") != "open":
        return
    lane, skill = owners.asked_before(dossier)
    owners.name_owner(dossier, Call("assign_owner", {}, "", "", now), lane or ESCALATION[0], skill)
    storing.store(dossier, None, None)
