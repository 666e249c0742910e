"""The one way in: lock the case, load the run, fire what is due, do the one thing, store.

Every verb that moves a run goes through `move`. A run that fails is not stored; the failure
becomes an incident in a transaction of its own (`incidents.record`), by the caller. Only a timer
that cannot be followed holds up nobody: it is put aside, told as an incident, and all else goes on.
"""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine import clock, process, publishing
from engine import dossier as dossiers
from engine.cases import incidents, redating, starting, storing
from engine.cases.lending import state_key, surroundings
from engine.db import table
from engine.dossier import Dossier
from engine.errors import NotFound, StepFailed, TaskGone
from engine.model import Run
from engine.people import SYSTEM, Actor
from engine.process import Running, State

log = logging.getLogger("amends.cases")
RUN = table(Run)
_RUN = select(RUN.c.state, RUN.c.process, RUN.c.pack_id, RUN.c.next_due_at, RUN.c.ended_at).where(
    RUN.c.id == bindparam("run")
)


@dataclass(frozen=True)
class Move:
    """One thing to do with a run: `act` moves it, in the name of `actor`; `done_token` is the task they did.

    Timers that were put aside stay so, but for those in `again` (by token: one that still fails raises)
    and, where the worker is `waking` the run, those whose time to be tried again has come.
    """

    act: Callable[[Running, Dossier], None] | None = None
    actor: Actor = SYSTEM
    done_token: str = ""
    again: frozenset[str] = frozenset()
    waking: bool = False


def move(session: Session, case_id: int, run_id: int, now: datetime, one: Move) -> bool:
    """Do one thing with a run of a case; gives whether anything happened.

    Raises:
        NotFound, TaskGone: there is no such run, or it has ended.
        StepFailed: the run could not go on; nothing was changed. `about` has case, run and element.
        Refused: what `act` refuses.
    """
    # the case first, as everybody locks it; what is put aside must not change between looking and moving
    dossier = dossiers.lock(session, case_id, now)
    run: Any = session.execute(_RUN, {"run": run_id}).first()
    if run is None:
        raise NotFound()
    if run.ended_at is not None:
        raise TaskGone("This case is closed.")
    if run.state is None:
        starting.begin(session, dossier, run_id)
        return True
    known = incidents.put_aside(session, run_id)
    skip = frozenset(token for token, retry_at in known.items() if not _is_tried(one, token, retry_at))
    fires = bool(known.keys() - skip) or (run.next_due_at is not None and run.next_due_at <= now)
    took = _take(dossier, run_id, run, one, skip, fires)
    for failure in took.failed:
        incident = incidents.record(session, failure, incidents.TIMER, now)
        log.warning("a timer of a case was put aside at %s (incident %s)", incident.element, incident.id)
    waits = {timer.token for timer in took.state.after.timers.values()}
    incidents.settle(session, case_id, run_id, known.keys() - (took.skip & waits), one.actor, now)
    redating.others(session, took.dossier, run_id, took.before)
    starting.begin_noted(session, took.dossier, run_id)
    return bool(took.state.path or took.state.log)


@dataclass(frozen=True)
class _Taken:
    """A step that was taken: the dossier it is stored from, the deadlines before it, the timers that were
    skipped, and those of them that failed just now."""

    dossier: Dossier
    state: State
    before: dict[str, datetime]
    skip: frozenset[str]
    failed: list[StepFailed]


def _take(dossier: Dossier, run_id: int, run: Any, one: Move, skip: frozenset[str], fires: bool) -> _Taken:
    """Take the step and write it down. Where a timer cannot be followed, everything is undone and taken again
    without it; `fires` tells whether that could happen."""
    session, failed = dossier.session, list[StepFailed]()
    while True:
        before = dict(dossier.deadlines)
        try:
            with session.begin_nested() if fires else nullcontext():
                state = _step(dossier, run_id, run, one, skip)
                if one.act is not None or state.path or state.log or not failed:
                    _write_down(dossier, run_id, state, one)
            return _Taken(dossier, state, before, skip, failed)
        except StepFailed as wrong:
            wrong.about.update(case_id=dossier.id, run_id=run_id)
            token = str(wrong.about.get("timer") or "")
            if not (fires and token) or token in one.again | skip:
                raise
            failed.append(wrong)
            skip |= {token}
            dossier = dossiers.lock(session, dossier.id, dossier.now)


def _is_tried(one: Move, token: str, retry_at: datetime | None) -> bool:
    due = retry_at is None or retry_at <= clock.real()
    return token in one.again or (one.waking and due)


def _step(dossier: Dossier, run_id: int, run: Any, one: Move, skip: frozenset[str]) -> State:
    """What is due, then the one thing."""
    session = dossier.session
    dossier.pack, dossier.process, dossier.aside = publishing.by_id(session, run.pack_id), run.process, skip
    key = state_key(session, dossier.case["reference"])
    running = process.load(dossier.pack.process(run.process), run.state, surroundings(dossier), key)
    moves: list[Callable[[], None]] = [lambda: running.fire_due(skip)]
    if one.act is not None:
        act = one.act
        moves.append(lambda: act(running, dossier))
    return process.step(running, *moves)


def _write_down(dossier: Dossier, run_id: int, state: State, one: Move) -> None:
    try:
        storing.write_down(dossier, run_id, state, one.actor, one.done_token)
    except StepFailed as wrong:
        wrong.about.setdefault("timer", _last_fired(state))
        raise


def _last_fired(state: State) -> str:
    """To which timer a fault is put that only shows in the rows, so that the next look can leave it aside."""
    fired = next((one.element for one in reversed(state.log) if one.kind == "timer"), "")
    tokens = [timer.token for timer in state.before.timers.values() if timer.element == fired]
    return tokens[0] if len(tokens) == 1 else ""
