"""The one way in: lock the case, load the run, fire what is due, do the one thing, store.

Every verb that moves a run goes through `move`. A run that fails is not stored; the failure
becomes an incident in a transaction of its own (`incidents.record`), by the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import operations, process, publishing, sealing
from engine.cases import storing
from engine.db import instance, table
from engine.dossier import Dossier
from engine.errors import NotFound, StepFailed, TaskGone
from engine.model import Run
from engine.people import SYSTEM, Actor
from engine.process import Running, State, Surroundings

RUN = table(Run)
_RUN = select(RUN.c.state, RUN.c.process, RUN.c.pack_id).where(RUN.c.id == bindparam("run"))


@dataclass(frozen=True)
class Move:
    """One thing to do with a run: `act` moves it, in the name of `actor`; `done_token` is the task they did."""

    act: Callable[[Running, Dossier], None] | None = None
    actor: Actor = SYSTEM
    done_token: str = ""


def move(session: Session, case_id: int, run_id: int, now: datetime, one: Move) -> State:
    """Do one thing with a run of a case.

    Raises:
        NotFound, TaskGone: there is no such run, or it has ended.
        StepFailed: the run could not go on; nothing was changed. `about` has case, run and element.
        Refused: what `act` refuses.
    """
    dossier = dossiers.lock(session, case_id, now)
    run = session.execute(_RUN, {"run": run_id}).first()
    if run is None:
        raise NotFound()
    if run.state is None:
        raise TaskGone("This case is closed.")
    dossier.pack = publishing.by_id(session, run.pack_id)
    around = surroundings(dossier)
    try:
        key = state_key(session, dossier.case["reference"])
        running = process.load(dossier.pack.process(run.process), run.state, around, key)
        moves: list[Callable[[], None]] = [running.fire_due]
        if one.act is not None:
            act = one.act
            moves.append(lambda: act(running, dossier))
        state = process.step(running, *moves)
    except StepFailed as wrong:
        wrong.about.update(case_id=case_id, run_id=run_id)
        raise
    _store(dossier, run_id, state, one)
    return state


def _store(dossier: Dossier, run_id: int, state: State, one: Move) -> None:
    """Write a step down. What no row can hold (a text too long for its column) comes out of the drawing
    like any other fault, and is an incident."""
    try:
        storing.store(dossier, run_id, state, one.actor, one.done_token)
    except (DataError, TypeError, ValueError) as wrong:
        detail = str(getattr(wrong, "orig", wrong)).splitlines()[0]
        raise StepFailed(
            f"What this step leaves cannot be stored: {detail}", case_id=dossier.id, run_id=run_id,
            element=state.path[-1] if state.path else "", cause=wrong,
        ) from wrong


def surroundings(dossier: Dossier) -> Surroundings:
    """What the floor lends a run: facts, deadlines, operations and calendar of its case."""
    return Surroundings(
        now=dossier.now, facts=dossier.facts, deadlines=dossier.deadlines, operations=operations.bound(dossier),
        calendar=dossier.calendar, seed=dossier.case["reference"],
        not_the_runs_fault=(OperationalError, PoolTimeout),
    )


def state_key(session: Session, reference: str) -> bytes:
    """What the states of a case are sealed with: one put into another case's row does not open."""
    return sealing.subkey(instance(session).key, f"state/{reference}")

