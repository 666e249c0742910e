"""Complaints of one cause answered together: one form, each case in a transaction of its own."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from engine import clock, people
from engine.cases.incidents import TASK, as_failure, record
from engine.cases.linking import group_of
from engine.cases.rights import right
from engine.cases.tasks import complete, save_draft, too_late
from engine.db import Database
from engine.errors import Refused, StepFailed, TaskGone
from engine.model import Case, Task
from engine.people import Actor

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Companion:
    """An open task of another case of the group, with the same form."""

    task_id: int
    reference: str
    name: str
    about: str
    description: str


@dataclass(frozen=True)
class Answer:
    """What is to be sent for one task: its data; how it was typed, and that in words, to keep where it is
    refused."""

    task_id: int
    data: Mapping[str, Any]
    typed: Typed
    shown: list[tuple[str, str]]


@dataclass(frozen=True)
class Answered:
    """What became of one of the answers. `refused` is None where the task is done now."""

    task_id: int
    reference: str
    refused: Exception | None

    @property
    def done(self) -> bool:
        return self.refused is None


def companions(
    session: Session, task: Task, actor: Actor, now: datetime, chosen: Collection[int] = ()
) -> list[Companion]:
    """The tasks that could be done with the same answer: of cases in the same group, with the same form,
    open and the actor's to do. Those `chosen` before are among them whatever became of them since."""
    if not task.form:
        return []
    rows = session.execute(
        select(Task, Case.reference, Case.description).join(Case, Case.id == Task.case_id)
        .where(Task.case_id.in_(group_of(session, task.case_id)), Task.form == task.form,
               or_(Task.status == "open", Task.id.in_(chosen)), people.readable(actor.id or 0, Case.id))
        .order_by(Case.id, Task.id)
    )
    return [
        Companion(one.id, reference, one.name, one.about, description)
        for one, reference, description in rows if one.id in chosen or _theirs(session, one, actor, now)
    ]


def _theirs(session: Session, task: Task, actor: Actor, now: datetime) -> bool:
    try:
        right(session, task, actor, now).require(task)
    except Refused:
        return False
    return True


def answer_together(database: Database, answers: Iterable[Answer], actor: Actor) -> list[Answered]:
    """Complete each task by itself: what is refused for one case changes nothing for the others. What was
    typed for a task that stays open is kept as the actor's draft, for one that is gone as a note with its
    case; a case that cannot go on is an incident."""
    return [_answer(database, one, actor) for one in answers]


def _answer(database: Database, one: Answer, actor: Actor) -> Answered:
    try:
        with database.transaction() as session:
            complete(session, one.task_id, one.data, actor, clock.business(session))
            return Answered(one.task_id, _reference(session, one.task_id), None)
    except (OperationalError, PoolTimeout):
        raise
    except TaskGone as gone:
        return _gone(database, one, gone, actor)
    except Exception as wrong:
        # whatever is wrong with one case must not keep the answer from the others
        return _refused(database, one, wrong, actor)


def _gone(database: Database, one: Answer, gone: TaskGone, actor: Actor) -> Answered:
    """Somebody did it, or a deadline ended it: what was typed stays with the case as a note."""
    try:
        with database.transaction() as session:
            told = too_late(session, one.task_id, one.shown, actor, clock.business(session))
            return Answered(one.task_id, _reference(session, one.task_id), told if told.about else gone)
    except StepFailed as stuck:
        return _refused(database, one, stuck, actor)


def _refused(database: Database, one: Answer, wrong: Exception, actor: Actor) -> Answered:
    """The task stays open, and what was typed with it; a case that cannot go on is an incident."""
    with database.transaction() as session:
        now = clock.business(session)
        if actor.id is not None:
            typed = {name: list(texts) for name, texts in one.typed.items()}
            save_draft(session, one.task_id, actor.id, typed, now)
        if not isinstance(wrong, Refused):
            task = session.get_one(Task, one.task_id)
            wrong = as_failure(wrong, task.case_id, task.run_id)
            record(session, wrong, TASK, now)
        return Answered(one.task_id, _reference(session, one.task_id), wrong)


def _reference(session: Session, task_id: int) -> str:
    return session.execute(
        select(Case.reference).join(Task, Task.case_id == Case.id).where(Task.id == task_id)
    ).scalar_one()
