"""A case that cannot go on becomes a row that people see, with a growing delay and a retry."""

import hashlib
import json
import traceback
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine import clock
from engine import dossier as dossiers
from engine.cases import storing
from engine.errors import AmendsError, StepFailed
from engine.model import Case, Incident, Run, Timer
from engine.people import Actor

TIMER, TASK, MESSAGE, START = "timer", "task", "message", "start"
"""What was at hand: a moment, what a person sent, what came from outside, a process that was to begin."""
BY_ITSELF = (TIMER, START)
"""What the worker tries again at once, were it not to rest; a person's click does not stop the clock."""

LONGEST_TEXT = 4000
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
_KEPT_APART = ("cause", "case_id", "run_id", "element", "timer", "kind")


def record(session: Session, wrong: StepFailed, kind: str, now: datetime) -> Incident:
    """Open an incident for a failed step, or count one more attempt at the same one. Where a timer is
    known to be at fault (`about` has it), that one is put aside; else the run rests."""
    case_id, run_id = wrong.about["case_id"], wrong.about.get("run_id")
    real = clock.real()
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update())
    element, cause = str(wrong.about.get("element", "")), _fitting(wrong.message)
    token = str(wrong.about.get("timer") or "")
    kind = TIMER if token else str(wrong.about.get("kind") or kind)
    known = session.execute(select(Incident).where(
        Incident.case_id == case_id, Incident.run_id == run_id, Incident.element == element, Incident.kind == kind,
        Incident.token == token, Incident.resolved_at.is_(None),
    )).scalar()
    attempts = known.attempts + 1 if known else 1
    delay = min(FIRST_DELAY * 2 ** min(attempts - 1, 10), LONGEST_DELAY)
    if known is None:
        known = Incident(
            case_id=case_id, run_id=run_id, kind=kind, element=element, token=token, cause=cause, what=_what(wrong),
            trace_hash=_trace(wrong), opened_at=now, attempts=1,
        )
        session.add(known)
        dossier = dossiers.bare(session, case_id, now)
        dossier.write("incident.opened", now, element=element, cause=cause)
        storing.store(dossier, None, None)
    known.attempts, known.retry_at, known.cause, known.what = attempts, real + delay, cause, _what(wrong)
    session.flush()
    if run_id is not None and token:
        _let_others_fire(session, run_id)
    elif kind in BY_ITSELF:
        session.execute(update(Run).where(Run.id == run_id).values(held_until=known.retry_at))
    return known


def _let_others_fire(session: Session, run_id: int) -> None:
    """The run wakes for the timers that are not put aside."""
    aside = select(Incident.token).where(Incident.run_id == run_id, Incident.resolved_at.is_(None))
    earliest = select(func.min(Timer.due_at)).where(Timer.run_id == run_id, Timer.token.not_in(aside))
    session.execute(
        update(Run).where(Run.id == run_id, Run.ended_at.is_(None)).values(next_due_at=earliest.scalar_subquery())
    )


def put_aside(session: Session, run_id: int) -> dict[str, datetime | None]:
    """The timers of a run that are put aside, by token, and when the worker tries each again (real time)."""
    rows = session.execute(select(Incident.token, Incident.retry_at).where(
        Incident.run_id == run_id, Incident.resolved_at.is_(None), Incident.kind == TIMER, Incident.token != "",
    ))
    return {token: retry_at for token, retry_at in rows}


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


def resolve(
    session: Session, case_id: int, run_id: int | None, actor: Actor, now: datetime, kinds: Sequence[str]
) -> None:
    """Close the open incidents of a run that goes again. What failed at a click or a message is only
    proved to go when a click or a message goes through; a timer that is put aside, when it has fired."""
    aside = select(Timer.token).where(Timer.run_id == run_id)
    _close(session, case_id, session.scalars(select(Incident).where(
        Incident.case_id == case_id, Incident.run_id == run_id, Incident.resolved_at.is_(None),
        Incident.kind.in_(kinds), Incident.token.not_in(aside),
    )).all(), actor, now)


def settle(
    session: Session, case_id: int, run_id: int, tokens: Collection[str], actor: Actor, now: datetime
) -> None:
    """Close the incidents of timers that have fired after all, or that nothing waits for any more."""
    if tokens:
        _close(session, case_id, session.scalars(select(Incident).where(
            Incident.run_id == run_id, Incident.resolved_at.is_(None), Incident.kind == TIMER,
            Incident.token.in_(tokens),
        )).all(), actor, now)
        _let_others_fire(session, run_id)


def _close(session: Session, case_id: int, rows: Sequence[Incident], actor: Actor, now: datetime) -> None:
    if not rows:
        return
    dossier = dossiers.bare(session, case_id, now)
    for incident in rows:
        incident.resolved_at, incident.resolved_by = now, actor.id
        dossier.write("incident.resolved", now, actor, incident.element, cause=incident.cause)
    storing.store(dossier, None, None)


def _what(wrong: StepFailed) -> str:
    """What was at hand, as JSON, for whoever repairs it; what would make it too long is left out whole."""
    kept: dict[str, Any] = {}
    for key, value in wrong.about.items():
        if key not in _KEPT_APART:
            kept[key] = _inputs(value) if isinstance(value, Mapping) else value
            if len(_json(kept)) > LONGEST_TEXT:
                del kept[key]
    return _json(kept)


def _inputs(values: Mapping[Any, Any]) -> dict[str, Any]:
    """Each input by its name, a long one cut."""
    return {str(name): value if len(_json(value)) <= 400 else f"{str(value)[:400]}…" for name, value in values.items()}


def _json(value: Any) -> str:
    return _printable(json.dumps(value, default=str))


def _fitting(text: str) -> str:
    """The text as any database can hold it, and no longer than a person reads."""
    return _printable(text)[:LONGEST_TEXT]


def _printable(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()


def _trace(wrong: BaseException) -> str:
    cause: Any = wrong.__cause__ or wrong
    lines = [f"{frame.filename}:{frame.name}" for frame in traceback.extract_tb(cause.__traceback__)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
