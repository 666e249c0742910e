"""Back to an earlier step of a person, with a reason: what came after it is done again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import people, process, publishing
from engine.cases.lending import state_key, surroundings
from engine.cases.moving import Move, move
from engine.db import table
from engine.dossier import Dossier
from engine.errors import NotInCharge, Refused, StepFailed, TaskGone
from engine.model import Person, Run, Task
from engine.people import Actor
from engine.process import Running, StepBack

RUN, TASK, PERSON = table(Run), table(Task), table(Person)
SHORTEST_REASON = 10
"""Characters: whoever does the step again reads why."""
WATCHERS = frozenset({people.TEAM_LEAD, *people.ESCALATION})
"""The groups that watch over cases: only they set one back."""


@dataclass(frozen=True)
class Earlier:
    """A step that somebody did, and that can be done again."""

    run_id: int
    process: str
    token: str
    name: str
    about: str
    who: str
    at: datetime


def earlier_steps(session: Session, case_id: int, now: datetime) -> list[Earlier]:
    """The steps of a case that can be done again, the last one first; none of a run that has ended, or
    whose state does not open."""
    found: list[Earlier] = []
    for run in session.execute(select(RUN).where(RUN.c.case_id == case_id, RUN.c.state.is_not(None))):
        # a dossier for each: loading a run asks live deadlines, and nothing of it is stored
        dossier = dossiers.look(session, case_id, now)
        found += _described(session, run, _steps(dossier, run))
    return sorted(found, key=lambda one: one.at, reverse=True)


def go_back(
    session: Session, case_id: int, run_id: int, token: str, reason: str, actor: Actor, now: datetime
) -> None:
    """Open a step again. What came after it in its part of the drawing ends; milestones stay reached, facts
    stay known, the clocks of the parts around it go on.

    Raises:
        NotInCharge: the actor does not watch over cases. Excluded: they must keep out of this one.
        Refused: the reason says nothing.
        TaskGone: this step cannot be done again (any more).
        StepFailed: the run could not go on; nothing was changed.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Refused(f"Say why in at least {SHORTEST_REASON} characters: whoever does the step again reads it.")

    def act(running: Running, dossier: Dossier) -> None:
        _require_watcher(session, case_id, actor)
        step = next((one for one in running.steps_back() if one.token == token), None)
        if step is None:
            raise TaskGone("This step cannot be done again any more; the case has moved on.")
        dossier.write("run.gone_back", now, actor, step.element, name=step.name, done_at=step.at.isoformat(),
                      reason=reason)
        running.go_back(token)

    move(session, case_id, run_id, now, Move(act, actor))


def _require_watcher(session: Session, case_id: int, actor: Actor) -> None:
    groups = people.lanes(session, actor.id) & WATCHERS if actor.id is not None else frozenset[str]()
    if not groups:
        raise NotInCharge()
    people.require_independent(session, case_id, actor, groups)


def _steps(dossier: Dossier, run: Any) -> list[StepBack]:
    dossier.pack = publishing.by_id(dossier.session, run.pack_id)
    key = state_key(dossier.session, dossier.case["reference"])
    try:
        return process.load(dossier.pack.process(run.process), run.state, surroundings(dossier), key).steps_back()
    except StepFailed:
        return []


def _described(session: Session, run: Any, steps: list[StepBack]) -> Iterator[Earlier]:
    """Each step with who did it, as its task tells."""
    rows = session.execute(
        select(TASK.c.token, TASK.c.about, PERSON.c.name).outerjoin(PERSON, PERSON.c.id == TASK.c.done_by)
        .where(TASK.c.run_id == run.id, TASK.c.token.in_([step.token for step in steps]))
    )
    told = {row.token: row for row in rows}
    for step in steps:
        row = told.get(step.token)
        yield Earlier(run.id, run.process, step.token, step.name, row.about if row else "",
                      (row.name or "") if row else "", step.at)
