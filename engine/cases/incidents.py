"""A case that cannot go on becomes a row that people see, with a growing delay and a retry."""

import hashlib
import traceback
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import clock
from engine import dossier as dossiers
from engine.cases import storing
from engine.cases.moving import Move, move
from engine.errors import NotFound, StepFailed
from engine.model import Case, Incident, Run
from engine.people import SYSTEM, Actor

TIMER, TASK = "timer", "task"
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)


def record(session: Session, wrong: StepFailed, kind: str, now: datetime) -> Incident:
    """Open an incident for a failed step, or count one more attempt at the same one; the run rests."""
    case_id, run_id = wrong.about["case_id"], wrong.about.get("run_id")
    real = clock.real()
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update())
    element = str(wrong.about.get("element", ""))
    known = session.execute(select(Incident).where(
        Incident.case_id == case_id, Incident.run_id == run_id, Incident.element == element,
        Incident.resolved_at.is_(None),
    )).scalar()
    attempts = known.attempts + 1 if known else 1
    delay = min(FIRST_DELAY * 2 ** min(attempts - 1, 10), LONGEST_DELAY)
    if known is None:
        known = Incident(
            case_id=case_id, run_id=run_id, kind=kind, element=element, cause=wrong.message, what=_what(wrong),
            trace_hash=_trace(wrong), opened_at=now, attempts=1,
        )
        session.add(known)
        dossier = dossiers.lock(session, case_id, now)
        dossier.write("incident.opened", now, element=element, cause=wrong.message)
        storing.store(dossier, None, None)
    known.attempts, known.retry_at, known.cause = attempts, real + delay, wrong.message
    if kind == TIMER:
        # only what the sweep would try again at once has to rest; a person's click does not stop the clock
        session.execute(update(Run).where(Run.id == run_id).values(held_until=known.retry_at))
    session.flush()
    return known


def retry(session: Session, incident_id: int, actor: Actor, now: datetime) -> None:
    """Try again what failed: everything due is fired; if it goes through, the incident is resolved.

    Raises:
        StepFailed: it still fails; the caller records the attempt.
    """
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise NotFound()
    if incident.resolved_at is not None:
        return
    if incident.run_id is not None:
        move(session, incident.case_id, incident.run_id, now, Move(actor=actor))
    resolve(session, incident.case_id, incident.run_id, actor, now)


def resolve(
    session: Session, case_id: int, run_id: int | None, actor: Actor, now: datetime, clicks_too: bool = False
) -> None:
    """Close the open incidents of a run that goes again. What failed at a person's click is only
    proved to go when somebody completes a task of the run (`clicks_too`)."""
    wanted = select(Incident).where(
        Incident.case_id == case_id, Incident.run_id == run_id, Incident.resolved_at.is_(None)
    )
    rows = session.scalars(wanted if clicks_too else wanted.where(Incident.kind != TASK)).all()
    if not rows:
        return
    dossier = dossiers.lock(session, case_id, now)
    for incident in rows:
        incident.resolved_at, incident.resolved_by = now, actor.id
        dossier.write("incident.resolved", now, actor, incident.element, cause=incident.cause)
    storing.store(dossier, None, None)
    session.execute(update(Run).where(Run.id == run_id).values(held_until=None))


def fire_due(session: Session, case_id: int, run_id: int, now: datetime) -> None:
    """Fire what is due in a run, each timer at its own due moment; resolves its incidents.

    Raises:
        StepFailed: see `moving.move`.
    """
    move(session, case_id, run_id, now, Move())
    resolve(session, case_id, run_id, SYSTEM, now)


def _what(wrong: StepFailed) -> str:
    """The inputs at hand, as JSON, for whoever repairs it."""
    about = {key: value for key, value in wrong.about.items() if key not in ("cause", "case_id", "run_id", "element")}
    return orjson.dumps(about, default=str).decode()


def _trace(wrong: BaseException) -> str:
    cause: Any = wrong.__cause__ or wrong
    lines = [f"{frame.filename}:{frame.name}" for frame in traceback.extract_tb(cause.__traceback__)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
