"""Letting somebody work on a case who must keep out of it: two people together may, and the journal says why.

A step that somebody did themselves is never lifted: nobody reviews their own work (security S21).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import people
from engine.cases import storing
from engine.dossier import Dossier
from engine.errors import NotAllowed, NotFound, Refused
from engine.model import Exclusion, Person, Task
from engine.operations.owners import conflicts_of
from engine.people import COMPLAINTS_MANAGER, EDITORS, ESCALATION, RELATED, Actor, Bar

LONGEST_REASON = 2000


def ask_to_lift(session: Session, case_id: int, person_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Ask that somebody who must keep out of a case may take part after all.

    Raises:
        NotAllowed, ClosedToYou: the actor may not ask. NotFound: nobody keeps that person out.
        Refused: nothing is said why, or it was asked before.
    """
    dossier = dossiers.lock(session, case_id, now)
    bar = _require_second(dossier, person_id, actor)
    reason = _said(reason)
    row = _row(dossier, person_id)
    if row is None:
        # kept out by the reporting line: that is known without a row, until somebody wants it lifted
        row = Exclusion(case_id=case_id, person_id=person_id, reason=str(bar), source=RELATED, created_at=now)
        session.add(row)
    elif row.asked_at is not None:
        raise Refused("Somebody has asked for that already.", field="reason", why="asked")
    row.asked_by, row.asked_at, row.ask_reason = actor.id, now, reason
    session.flush()
    dossier.write("exclusion.asked", now, actor, person=person_id, name=bar.name, reason=reason)
    storing.store(dossier, None, None)


def agree_to_lift(session: Session, case_id: int, person_id: int, actor: Actor, now: datetime) -> None:
    """Agree to what somebody else asked: the person may read the case and work on it from now on.

    Raises:
        NotAllowed, ClosedToYou: the actor may not agree. NotFound: nobody asked.
        Refused: they asked themselves, or who asked may no longer ask.
    """
    dossier, row, bar = _asked(session, case_id, person_id, actor, now)
    if row.asked_by == actor.id:
        raise Refused("Somebody else has to agree; you asked for it yourself.", why="second")
    _require_asker(dossier, row)
    row.lifted_by, row.lifted_at = actor.id, now
    session.flush()
    dossier.write("exclusion.lifted", now, actor, person=person_id, name=bar.name, reason=row.ask_reason,
                  asked_by=people.name_of(session, row.asked_by))
    storing.store(dossier, None, None)


def keep_out(session: Session, case_id: int, person_id: int, actor: Actor, now: datetime) -> None:
    """Turn down what was asked, or take it back: the person keeps out, and it can be asked anew.

    Raises:
        NotAllowed, ClosedToYou: the actor may not. NotFound: nobody asked.
    """
    dossier, row, bar = _asked(session, case_id, person_id, actor, now)
    row.asked_by, row.asked_at, row.ask_reason = None, None, ""
    session.flush()
    dossier.write("exclusion.kept", now, actor, person=person_id, name=bar.name)
    storing.store(dossier, None, None)


def allow_untrained(
    session: Session, case_id: int, person_id: int, skill: str, reason: str, actor: Actor, now: datetime
) -> None:
    """Let somebody work on this case without holding a training (4.14: override with a reason).

    Raises:
        NotAllowed, Excluded: the actor is no complaints manager, or must keep out of the case.
        NotFound: there is no such person. Refused: nothing is said why, or they hold it.
    """
    dossier = dossiers.lock(session, case_id, now)
    people.require_reader(session, case_id, actor.id)
    groups = people.lanes(session, actor.id) & EDITORS if actor.id is not None else frozenset[str]()
    if not groups:
        raise NotAllowed(f"This is for the group {COMPLAINTS_MANAGER}.")
    people.require_independent(session, case_id, actor, groups)
    if actor.id == person_id:
        raise NotAllowed("Somebody else has to allow you that.")
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound()
    reason = _said(reason)
    day = people.today(session, now)
    if people.lacking(session, person_id, person.name, skill, day) is None:
        raise Refused(f"{person.name} holds the training “{skill}”.", field="person", why="held")
    dossier.write("skill.allowed", now, actor, person=person_id, name=person.name, skill=skill, reason=reason)
    storing.store(dossier, None, None)


def may_lift(session: Session, case_id: int, actor: Actor) -> bool:
    """Whether somebody may ask to lift what keeps others out of a case, or agree to it: those to whom cases
    escalate, who do not have to keep out of it themselves."""
    if actor.id is None or not people.lanes(session, actor.id) & EDITORS:
        return False
    return people.conflicts(session, case_id).bar(actor.id, ESCALATION[0]) is None


@dataclass(frozen=True)
class KeptOut:
    """Somebody who must keep out of a case, and how far lifting it has gone; `lifted_by` is the second person."""

    bar: Bar
    asked_by: str = ""
    asked_by_id: int | None = None
    asked_at: datetime | None = None
    reason: str = ""
    lifted_by: str = ""
    lifted_at: datetime | None = None


def kept_out(session: Session, case_id: int) -> list[KeptOut]:
    """Everybody who must keep out of a case, or had to before two people lifted it."""
    found = {one: KeptOut(bar) for one, bar in people.conflicts(session, case_id).bars.items()}
    for row in session.scalars(select(Exclusion).where(Exclusion.case_id == case_id).order_by(Exclusion.id)):
        known = found.get(row.person_id)
        if known is None and row.lifted_at is None:
            continue  # whom they reported to is no longer kept out
        why = known.bar if known is not None else Bar(row.person_id, people.name_of(session, row.person_id), row.source)
        found[row.person_id] = KeptOut(
            why, people.name_of(session, row.asked_by), row.asked_by, row.asked_at, row.ask_reason,
            people.name_of(session, row.lifted_by), row.lifted_at,
        )
    return list(found.values())


def untrained(session: Session, case_id: int, now: datetime) -> list[Bar]:
    """Who of the groups of the open tasks cannot do one for want of a training, each training once."""
    day, found = people.today(session, now), list[Bar]()
    rows = session.execute(
        select(Task.lane, Task.skill).where(Task.case_id == case_id, Task.status == "open", Task.skill != "").distinct()
    )
    for lane, skill in rows.all():
        until, free = people.held(session, skill), people.allowed(session, case_id, skill)
        for one in people.members(session, lane):
            bar = people.judged(until, one, people.name_of(session, one), skill, day)
            if bar is not None and one not in free and bar not in found:
                found.append(bar)
    return found


def _require_second(dossier: Dossier, person_id: int, actor: Actor) -> Bar:
    """The reason why the person must keep out, for an actor who may ask or agree to lift it."""
    people.require_reader(dossier.session, dossier.id, actor.id)
    if not may_lift(dossier.session, dossier.id, actor) or actor.id == person_id:
        raise NotAllowed(f"This is for the groups {' and '.join(ESCALATION)}, as far as they may work on the case.")
    bar = conflicts_of(dossier).bars.get(person_id)
    if bar is None:
        raise NotFound()
    return bar


def _require_asker(dossier: Dossier, row: Exclusion) -> None:
    """Two people agree only if both may at that moment."""
    asker = dossier.session.get_one(Person, row.asked_by)
    if not asker.active or not may_lift(dossier.session, dossier.id, people.as_actor(asker)):
        raise Refused(f"{asker.name} may no longer ask for that; turn it down and have it asked anew.",
                      why="asker", name=asker.name)


def _asked(
    session: Session, case_id: int, person_id: int, actor: Actor, now: datetime
) -> tuple[Dossier, Exclusion, Bar]:
    dossier = dossiers.lock(session, case_id, now)
    bar = _require_second(dossier, person_id, actor)
    row = _row(dossier, person_id)
    if row is None or row.asked_at is None:
        raise NotFound()
    return dossier, row, bar


def _row(dossier: Dossier, person_id: int) -> Exclusion | None:
    return dossier.session.execute(
        select(Exclusion).where(Exclusion.case_id == dossier.id, Exclusion.person_id == person_id)
    ).scalar()


def _said(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(f"Say why, in at most {LONGEST_REASON} characters.", field="reason", why="reason")
    return reason
