"""What people do with tasks: take, give back, complete, keep a draft, leave a note."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import people
from engine.cases import rights, storing
from engine.cases.incidents import TASK as TASK_KIND
from engine.cases.incidents import TIMER, resolve
from engine.cases.moving import Move, move
from engine.cases.writing import Writer
from engine.db import table
from engine.dossier import Dossier
from engine.errors import NotClaimed, NotFound, TaskGone
from engine.model import Draft, Incident, Message, Task
from engine.people import Actor
from engine.process import Running

TASK, DRAFT = table(Task), table(Draft)
_TASK = select(TASK).where(TASK.c.id == bindparam("task"))
_STUCK = select(Incident.id).where(Incident.run_id == bindparam("run"), Incident.resolved_at.is_(None)).limit(1)
_DROP_DRAFTS = delete(DRAFT).where(DRAFT.c.task_id == bindparam("task"))


def claim(session: Session, task_id: int, actor: Actor, now: datetime) -> Task:
    """Take an open task: for yourself, or for a colleague away for whom you stand in. What they hold
    already stays theirs, so that it is theirs again when they come back.

    Raises:
        NotYourLane, Excluded: the task is not for the actor.
        AlreadyClaimed: somebody else holds it; nothing is changed.
        Untrained: it needs a training that the actor does not hold.
        TaskGone: it is no longer open.
    """
    task, dossier = _locked(session, task_id, now)
    _require_open_to(session, task, actor)
    right = rights.right(session, task, actor, now).require(task)
    if not (right.mine and right.behalf is None):
        if not right.mine:
            task.assignee_id = right.behalf.person_id if right.behalf is not None else actor.id
        dossier.write("task.claimed", now, actor, task.element, name=task.name, about=task.about, **right.told)
        storing.store(dossier, None, None)
    return task


def release(session: Session, task_id: int, actor: Actor, now: datetime) -> Task:
    """Give a task back to its group.

    Raises:
        NotClaimed: neither the actor holds it, nor a colleague for whom they stand in.
    """
    task, dossier = _locked(session, task_id, now)
    _require_open_to(session, task, actor)
    behalf = None
    if task.assignee_id != actor.id:
        behalf = rights.stands_for(session, task, actor, now)
        if behalf is None:
            raise NotClaimed()
    task.assignee_id = None
    dossier.write("task.released", now, actor, task.element, name=task.name, about=task.about,
                  **rights.Right(behalf).told)
    storing.store(dossier, None, None)
    return task


def complete(session: Session, task_id: int, data: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """Complete a task with the data of its form; what is due fires first.

    Raises:
        NotYourLane, Excluded, AlreadyClaimed, Untrained: the task is not the actor's to do.
        TaskGone: somebody did it, or a deadline ended it; the caller keeps what was typed (`keep_as_note`).
        StepFailed: the run could not go on; nothing was changed.
    """
    first = session.execute(_TASK, {"task": task_id}).first()
    if first is None:
        raise NotFound()

    def act(running: Running, dossier: Dossier) -> None:
        # asked again under the lock: somebody may have been quicker
        task: Any = session.execute(_TASK, {"task": task_id}).one()
        _require_open_to(session, task, actor)
        right = rights.right(session, task, actor, now).require(task)
        kept = dossier.take_in(task.form, data)
        dossier.write("task.completed", now, actor, task.element, name=task.name, about=task.about, form=task.form,
                      data=dict(data), **right.told)
        running.complete(task.token, kept or None)

    move(session, first.case_id, first.run_id, now, Move(act, actor, first.token))
    session.execute(_DROP_DRAFTS, {"task": task_id})
    if session.execute(_STUCK, {"run": first.run_id}).first() is not None:
        resolve(session, first.case_id, first.run_id, actor, now, (TIMER, TASK_KIND))


def save_draft(session: Session, task_id: int, person_id: int, typed: Mapping[str, list[str]], now: datetime) -> None:
    """Keep what a person has typed into a task form so far."""
    writer = Writer(session)
    row = {"task_id": task_id, "person_id": person_id, "typed": orjson.dumps(dict(typed)).decode(), "saved_at": now}
    writer.upsert(DRAFT, [row], ("task_id", "person_id"), ("typed", "saved_at"))
    writer.flush()


def draft(session: Session, task_id: int, person_id: int) -> dict[str, list[str]]:
    """What a person typed into a task form before; empty when nothing."""
    found = session.get(Draft, (task_id, person_id))
    return orjson.loads(found.typed) if found else {}


def note(session: Session, case_id: int, text: str, actor: Actor, now: datetime, about: str = "") -> None:
    """Leave a note with a case."""
    dossier = dossiers.bare(session, case_id, now)
    dossier.write("note.added", now, actor, text=text, about=about)
    storing.store(dossier, None, None)


def journal_delivery(session: Session, case_id: int, kind: str, message: Message, now: datetime) -> None:
    """Note in the journal what became of a letter."""
    dossier = dossiers.bare(session, case_id, now)
    dossier.write(kind, now, letter=message.name, message=message.id, error=message.error)
    storing.store(dossier, None, None)


def too_late(session: Session, task_id: int, shown: list[tuple[str, str]], actor: Actor, now: datetime) -> TaskGone:
    """A task was gone when it was sent: fire what is due, keep what was typed as a note with the
    case (nothing typed is ever lost), and give the reason to show."""
    task = _get(session, task_id)
    if task.status == "open":
        move(session, task.case_id, task.run_id, now, Move())
        session.refresh(task)
    text = "\n".join(f"{label}: {value}" for label, value in shown if value)
    if text:
        note(session, task.case_id, text, actor, now, about=task.name)
    try:
        require_open(session, task)
    except TaskGone as gone:
        return gone
    return TaskGone()


def _get(session: Session, task_id: int) -> Task:
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound()
    return task


def _locked(session: Session, task_id: int, now: datetime) -> tuple[Task, Dossier]:
    task = _get(session, task_id)
    dossier = dossiers.bare(session, task.case_id, now)
    session.refresh(task)
    return task, dossier


def _require_open_to(session: Session, task: Task, actor: Actor) -> None:
    """As `require_open`; who may not read the case does not learn either what became of its work."""
    if task.status != "open":
        people.require_reader(session, task.case_id, actor.id)
    require_open(session, task)


def require_open(session: Session, task: Task) -> None:
    """Say who did it and when, or what ended it."""
    if task.status == "open":
        return
    if task.status == "done":
        name = people.name_of(session, task.done_by)
        raise TaskGone(f"{name} has done “{task.name}”.", by=name, at=task.ended_at, why="done", task=task.name)
    raise TaskGone(f"“{task.name}” was ended.", by="", at=task.ended_at, why=task.ended_why, task=task.name)
