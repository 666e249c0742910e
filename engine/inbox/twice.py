"""A form that was sent twice."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Entry, Task


def was_done_so(session: Session, task_id: int, person_id: int | None, data: Mapping[str, Any]) -> bool:
    """Whether this person has done this task with these very answers: a form sent twice (R20)."""
    task = session.get(Task, task_id)
    if task is None or task.status != "done" or task.done_by != person_id:
        return False
    done = session.execute(
        select(Entry.data).where(
            Entry.case_id == task.case_id, Entry.kind == "task.completed", Entry.element == task.element,
            Entry.person_id == person_id, Entry.noticed_at == task.ended_at,
        ).limit(1)
    ).scalar()
    return done is not None and bool(orjson.loads(done).get("data") == orjson.loads(orjson.dumps(dict(data))))
