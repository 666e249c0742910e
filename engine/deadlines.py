"""The sweep: claim runs that are due, fire them one case at a time, let no case block another.

The scheduler only ticks; what is due is an indexed column: of a run its next timer, of a timer that was
put aside the moment of its next try. Whether the complaint itself is closed plays no part: what runs
beside it has its own timers. On PostgreSQL any number of sweeps
share the work by SKIP LOCKED; on SQLite there is one writer at a time anyway. A worker that dies
lets go of its row at once.
"""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine import cases, clock
from engine.cases.incidents import TIMER
from engine.db import Database
from engine.errors import Refused
from engine.model import Case, Incident, Run

log = logging.getLogger("amends.deadlines")
BATCH = 200


def sweep(database: Database, limit: int = BATCH) -> int:
    """Fire what is due now, oldest first, `limit` runs at most; gives how many moved.

    A run that fails becomes an incident and rests; the others go on.
    """
    moved = 0
    tried: set[int] = set()
    while len(tried) < limit:
        run = _next(database, tried)
        if run is None:
            break
        tried.add(run[1])
        moved += _fire(database, *run)
    return moved


def due_now(now: datetime, real: datetime) -> tuple[ColumnElement[bool], ...]:
    """What makes a run due: a timer at or before now, and no rest after a failure."""
    return Run.next_due_at <= now, (Run.held_until.is_(None)) | (Run.held_until <= real)


def put_aside_until(real: datetime) -> tuple[ColumnElement[bool], ...]:
    """What makes a timer due that was put aside: it is to be tried again at or before now."""
    return Incident.resolved_at.is_(None), Incident.retry_at <= real, Incident.kind == TIMER, Incident.token != ""


def _next(database: Database, tried: set[int]) -> tuple[int, int] | None:
    with database.reading() as session:
        now, real = clock.business(session), clock.real()
        row: Any = session.execute(
            select(Run.case_id, Run.id).where(*due_now(now, real), Run.id.not_in(tried))
            .order_by(Run.next_due_at, Run.id).limit(1)
        ).first() or session.execute(
            select(Incident.case_id, Incident.run_id).where(*put_aside_until(real), Incident.run_id.not_in(tried))
            .order_by(Incident.retry_at, Incident.id).limit(1)
        ).first()
        return (int(row[0]), int(row[1])) if row else None


def _fire(database: Database, case_id: int, run_id: int) -> int:
    """One case, one transaction; 0 when another worker holds it or it is no longer due."""
    try:
        with database.transaction() as session:
            held = session.execute(
                select(Case.id).where(Case.id == case_id).with_for_update(skip_locked=True)
            ).first()
            now, real = clock.business(session), clock.real()
            again = select(Incident.id).where(Incident.run_id == Run.id, *put_aside_until(real)).exists()
            due = session.execute(
                select(Run.id).where(Run.id == run_id, or_(again, and_(*due_now(now, real))))
            ).first()
            if held is None or due is None:
                return 0
            return int(cases.fire_due(session, case_id, run_id, now))
    except Refused as refused:
        log.info("a case was not moved: %s", type(refused).__name__)
    except (OperationalError, PoolTimeout):
        raise
    except Exception as wrong:
        # whatever is wrong with this case, a damaged row too, must not hold up the others (R14)
        _stuck(database, case_id, run_id, wrong)
    return 0


def _stuck(database: Database, case_id: int, run_id: int, wrong: Exception) -> None:
    failed = cases.as_failure(wrong, case_id, run_id)
    with database.transaction() as session:
        incident = cases.record(session, failed, "timer", clock.business(session))
    log.warning("a case could not go on at %s (incident %s)", incident.element or "its rows", incident.id)
