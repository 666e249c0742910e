"""Getting a case to go on: the worker's look, a retry, and going back to an earlier step."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import people
from engine.cases.incidents import MESSAGE, START, TASK, TIMER, resolve
from engine.cases.moving import Move, move
from engine.errors import NotFound, Refused
from engine.model import Case, Incident, Message
from engine.people import SYSTEM, Actor


def fire_due(session: Session, case_id: int, run_id: int, now: datetime) -> bool:
    """Fire what is due in a run, each timer at its own due moment; resolves its incidents. Gives whether
    anything happened: what cannot be followed is put aside.

    Raises:
        StepFailed: see `moving.move`.
    """
    moved = move(session, case_id, run_id, now, Move(waking=True))
    resolve(session, case_id, run_id, SYSTEM, now, (TIMER, START))
    return moved


def retry(session: Session, incident_id: int, actor: Actor, now: datetime) -> None:
    """Try again what failed: everything due is fired; if it goes through, the incident is resolved.

    Raises:
        StepFailed: it still fails; the caller records the attempt.
        Excluded: the actor must keep out of the case.
    """
    incident = session.get(Incident, incident_id)
    if incident is None or people.is_closed_to(session, incident.case_id, actor.id):
        raise NotFound()
    if incident.resolved_at is not None:
        return
    # the case before its messages, as everybody else does: two who wait for each other wait for ever
    session.execute(select(Case.id).where(Case.id == incident.case_id).with_for_update())
    people.require_independent(session, incident.case_id, actor)
    if incident.kind == TASK:
        raise Refused("It stopped at something a person sent. Have them send it again; it is kept as their draft.")
    if incident.kind == MESSAGE:
        waiting = update(Message).where(
            Message.case_id == incident.case_id, Message.direction == "in", Message.status == "waiting"
        )
        session.execute(waiting.values(next_at=None))
    if incident.run_id is not None:
        again = frozenset({incident.token} if incident.token else ())
        move(session, incident.case_id, incident.run_id, now, Move(actor=actor, again=again))
    resolve(session, incident.case_id, incident.run_id, actor, now, (TIMER, START))
