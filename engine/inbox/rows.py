"""The rows of a list: a task with what people need to choose it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import publishing
from engine.inbox.lookups import Key, Reader, StandsFor
from engine.model import Case, Deadline, Person, Task


@dataclass(frozen=True)
class Row:
    """One open task. `final_at` is the date the whole case is bound to, while an answer is still owed.
    `behalf`: the colleague away for whom the reader would do it, `until` their last day away. `left`: who
    holds it is away; `free`: the reader may take it."""

    task_id: int
    name: str
    about: str
    lane: str
    due_at: datetime | None
    opened_at: datetime
    assignee_id: int | None
    assignee: str
    reference: str
    topic: str
    urgency: str
    final_at: datetime | None
    behalf: str = ""
    until: date | None = None
    left: bool = False
    free: bool = True

    @property
    def key(self) -> Key:
        return Key(self.due_at, self.task_id)


@dataclass(frozen=True)
class Page:
    """`after` is the key to go on with; None at the end of the list."""

    rows: Sequence[Row]
    after: Key | None


_ANSWER_OWED = Case.communicated_at.is_(None) & Case.withdrawn_at.is_(None) & Case.closed_at.is_(None)


def rows(session: Session, keys: Sequence[int], reader: Reader) -> list[Row]:
    """The tasks of these ids, in their order."""
    if not keys:
        return []
    found = session.execute(
        select(
            Task.id, Task.name, Task.about, Task.lane, Task.due_at, Task.opened_at, Task.assignee_id, Task.excluded,
            Person.name.label("assignee"), Case.owner_id, Case.reference, Case.topic, Case.urgency, Case.pack_id,
            Deadline.due_at.label("final_at"),
        )
        .join(Case, Case.id == Task.case_id)
        .outerjoin(Person, Person.id == Task.assignee_id)
        .outerjoin(Deadline, (Deadline.case_id == Task.case_id) & (Deadline.name == "final") & _ANSWER_OWED)
        .where(Task.id.in_(keys))
    )
    packs = {}
    by_id = {}
    for one in found:
        if one.pack_id not in packs:
            packs[one.pack_id] = publishing.by_id(session, one.pack_id)
        by_id[one.id] = Row(
            one.id, one.name, one.about, one.lane, one.due_at, one.opened_at, one.assignee_id, one.assignee or "",
            one.reference, packs[one.pack_id].topic(one.topic), one.urgency, one.final_at, **_absence(reader, one),
        )
    return [by_id[key] for key in keys if key in by_id]


def _absence(reader: Reader, task: Any) -> dict[str, Any]:
    """What absences change about a row."""
    if not reader.absences.away:
        return {"free": task.assignee_id is None}
    behalf = _behalf(reader, task)
    if behalf is not None:
        return {"behalf": behalf.name, "until": behalf.until, "free": task.assignee_id is None}
    away = reader.absences.away.get(task.assignee_id)
    if away is None:
        return {"free": task.assignee_id is None}
    deputy = reader.absences.stand_in(away.person_id)
    free = deputy is None or f",{deputy}," in task.excluded
    return {"left": True, "until": away.until, "free": free and task.lane in reader.lanes}


def _behalf(reader: Reader, task: Any) -> StandsFor | None:
    """For whom the reader would do a task: who holds it, else the owner of its case where it is not the
    reader's own work anyway."""
    for one in reader.stands_for:
        if task.assignee_id == one.person_id:
            return one
        owned = task.assignee_id is None and task.owner_id == one.person_id and task.lane in one.lanes
        if owned and task.lane not in reader.lanes:
            return one
    return None
