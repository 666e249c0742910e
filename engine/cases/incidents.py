"""A case that cannot go on becomes a row that people see, with a growing delay and a retry."""

import hashlib
import json
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine import clock
from engine import dossier as dossiers
from engine.cases import storing
from engine.cases.moving import Move, move
from engine.errors import AmendsError, NotFound, Refused, StepFailed
from engine.model import Case, Incident, Message, Run
from engine.people import SYSTEM, Actor

TIMER, TASK, MESSAGE = "timer", "task", "message"
LONGEST_TEXT = 4000
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)


def record(session: Session, wrong: StepFailed, kind: str, now: datetime) -> Incident:
    """Open an incident for a failed step, or count one more attempt at the same one; the run rests."""
    case_id, run_id = wrong.about["case_id"], wrong.about.get("run_id")
    real = clock.real()
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update())
    element, cause = str(wrong.about.get("element", "")), _fitting(wrong.message)
    known = session.execute(select(Incident).where(
        Incident.case_id == case_id, Incident.run_id == run_id, Incident.element == element, Incident.kind == kind,
        Incident.resolved_at.is_(None),
    )).scalar()
    attempts = known.attempts + 1 if known else 1
    delay = min(FIRST_DELAY * 2 ** min(attempts - 1, 10), LONGEST_DELAY)
    if known is None:
        known = Incident(
            case_id=case_id, run_id=run_id, kind=kind, element=element, cause=cause, what=_what(wrong),
            trace_hash=_trace(wrong), opened_at=now, attempts=1,
        )
        session.add(known)
        dossier = dossiers.bare(session, case_id, now)
        dossier.write("incident.opened", now, element=element, cause=cause)
        storing.store(dossier, None, None)
    known.attempts, known.retry_at, known.cause = attempts, real + delay, cause
    if kind == TIMER:
        # only what the sweep would try again at once has to rest; a person's click does not stop the clock
        session.execute(update(Run).where(Run.id == run_id).values(held_until=known.retry_at))
    session.flush()
    return known


def as_failure(wrong: Exception, case_id: int, run_id: int | None) -> StepFailed:
    """Anything that went wrong with a case, as what an incident is made of. Statements and the values in
    which it happened are left out: those may name people."""
    if isinstance(wrong, AmendsError):
        words = wrong.message
    else:
        first = wrong.orig if isinstance(wrong, DBAPIError) and wrong.orig is not None else wrong
        words = f"{type(first).__name__}: {first}".splitlines()[0]
    failed = wrong if isinstance(wrong, StepFailed) else StepFailed(words)
    if failed is not wrong:
        failed.__cause__ = wrong
    failed.about.setdefault("run_id", run_id)
    failed.about["case_id"] = case_id
    return failed


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
    # the case before its messages, as everybody else does: two who wait for each other wait for ever
    session.execute(select(Case.id).where(Case.id == incident.case_id).with_for_update())
    if incident.kind == TASK:
        raise Refused("It stopped at something a person sent. Have them send it again; it is kept as their draft.")
    if incident.kind == MESSAGE:
        waiting = update(Message).where(
            Message.case_id == incident.case_id, Message.direction == "in", Message.status == "waiting"
        )
        session.execute(waiting.values(next_at=None))
    if incident.run_id is not None:
        move(session, incident.case_id, incident.run_id, now, Move(actor=actor))
    resolve(session, incident.case_id, incident.run_id, actor, now, (TIMER,))


def resolve(
    session: Session, case_id: int, run_id: int | None, actor: Actor, now: datetime, kinds: Sequence[str]
) -> None:
    """Close the open incidents of a run that goes again. What failed at a click or a message is only
    proved to go when a click or a message goes through."""
    rows = session.scalars(select(Incident).where(
        Incident.case_id == case_id, Incident.run_id == run_id, Incident.resolved_at.is_(None),
        Incident.kind.in_(kinds),
    )).all()
    if not rows:
        return
    dossier = dossiers.bare(session, case_id, now)
    for incident in rows:
        incident.resolved_at, incident.resolved_by = now, actor.id
        dossier.write("incident.resolved", now, actor, incident.element, cause=incident.cause)
    storing.store(dossier, None, None)


def fire_due(session: Session, case_id: int, run_id: int, now: datetime) -> None:
    """Fire what is due in a run, each timer at its own due moment; resolves its incidents.

    Raises:
        StepFailed: see `moving.move`.
    """
    move(session, case_id, run_id, now, Move())
    resolve(session, case_id, run_id, SYSTEM, now, (TIMER,))


def _what(wrong: StepFailed) -> str:
    """What was at hand, as JSON, for whoever repairs it."""
    about = {key: value for key, value in wrong.about.items() if key not in ("cause", "case_id", "run_id", "element")}
    return _fitting(json.dumps(about, default=str))


def _fitting(text: str) -> str:
    """The text as any database can hold it, and no longer than a person reads."""
    return text.replace("\0", "").encode(errors="replace").decode()[:LONGEST_TEXT]


def _trace(wrong: BaseException) -> str:
    cause: Any = wrong.__cause__ or wrong
    lines = [f"{frame.filename}:{frame.name}" for frame in traceback.extract_tb(cause.__traceback__)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
