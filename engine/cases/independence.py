"""Who is kept out of the tasks of a case, written into their rows as they open and as the case goes on.

Kept out is whoever must keep out of the case (`people.conflicts`) and whoever did a step that the task
must be independent of (`people.acted`). Where that leaves nobody of its group, the task goes up to the
next level (domain 4.2 D4), so that it never waits for nobody unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select, update

from engine import people
from engine.db import table
from engine.dossier import Dossier
from engine.model import Entry, Task
from engine.operations.owners import CHANGING, conflicts_of
from engine.people import ESCALATION, SYSTEM, Bar, Conflicts
from engine.people.steps import COMPLETED, REACHED, Step
from engine.process import OpenTask, State

ENTRY, TASK = table(Entry), table(Task)


def columns(dossier: Dossier, task: OpenTask) -> dict[str, str]:
    """The group that does a new task, and who of all people may not."""
    out = _KeptOut(
        conflicts_of(dossier), people.acted(dossier.session, dossier.id, task.not_by, dossier.pack, _fresh(dossier))
    )
    lane = _level(dossier, task.lane, out)
    if lane != task.lane:
        _tell(dossier, "task.escalated", task, task.lane, lane, out)
    elif _all_out(dossier, lane, out):
        _tell(dossier, "task.stranded", task, lane, "", out)
    return {"lane": lane, "excluded": people.excluded_text(out.of(lane))}


def settle(dossier: Dossier, state: State | None) -> None:
    """Look again at the tasks that were open before, if what happened changes who may do them; one held by
    somebody who no longer may is given back to its group."""
    still_open = state is not None and any(
        task.not_by and token in state.before.tasks for token, task in state.after.tasks.items()
    )
    if not (still_open or any(line.kind in CHANGING for line in dossier.lines)):
        return
    conflicts, fresh, drawn = conflicts_of(dossier), _fresh(dossier), _drawn_groups(dossier)
    for task in dossier.session.execute(select(TASK).where(TASK.c.case_id == dossier.id, TASK.c.status == "open")):
        not_by = task.not_by.split(",") if task.not_by else ()
        out = _KeptOut(conflicts, people.acted(dossier.session, dossier.id, not_by, dossier.pack, fresh))
        _settle(dossier, task, drawn.get(task.token, task.lane), out)


def _settle(dossier: Dossier, task: Any, drawn: str, out: "_KeptOut") -> None:
    """One task of the group `drawn`, wherever it has gone since."""
    lane = _level(dossier, drawn, out)
    barred = out.of(lane)
    changed: dict[str, Any] = {"lane": lane, "excluded": people.excluded_text(barred)}
    if lane != task.lane:
        _tell(dossier, "task.returned" if lane == drawn else "task.escalated", task, task.lane, lane, out)
    if task.assignee_id in barred:
        changed["assignee_id"] = None
        dossier.write("task.released", dossier.now, SYSTEM, task.element, name=task.name, about=task.about,
                      because=barred[task.assignee_id].as_data())
    if any(getattr(task, name) != value for name, value in changed.items()):
        dossier.session.execute(update(TASK).where(TASK.c.id == task.id).values(changed))


@dataclass(frozen=True)
class _KeptOut:
    """Who is kept out of a task: whom the complaint is about, and who did what it must be independent of."""

    conflicts: Conflicts
    acted: Mapping[int, Bar]

    def of(self, lane: str) -> dict[int, Bar]:
        """Everybody who may not do it in a group."""
        return {**self.conflicts.barred(lane), **self.acted}


def _level(dossier: Dossier, lane: str, out: _KeptOut) -> str:
    """The group of a task, or the next level where everybody in it is kept out."""
    if not _all_out(dossier, lane, out):
        return lane
    for higher in ESCALATION:
        if higher != lane and set(people.members(dossier.session, higher)) - out.of(higher).keys():
            return higher
    return lane


def _all_out(dossier: Dossier, lane: str, out: _KeptOut) -> bool:
    """Whether a group has people, but nobody who may. A group without anybody is another fault, told elsewhere."""
    barred = out.of(lane)
    staff = people.members(dossier.session, lane) if barred else []
    return bool(staff) and set(staff) <= barred.keys()


def _tell(dossier: Dossier, kind: str, task: Any, lane: str, to: str, out: _KeptOut) -> None:
    """That a task went from one group to another, with the reasons why nobody of the one could do it."""
    barred = out.of(lane)
    reasons = [barred[one].as_data() for one in people.members(dossier.session, lane) if one in barred]
    dossier.write(kind, dossier.now, SYSTEM, task.element, name=task.name, about=task.about, token=task.token,
                  lane=lane, to=to, people=reasons)


def _drawn_groups(dossier: Dossier) -> dict[str, str]:
    """The groups that the drawing gives to tasks that went up to another, by token."""
    rows = dossier.session.execute(select(ENTRY.c.data).where(
        ENTRY.c.case_id == dossier.id, ENTRY.c.kind == "task.escalated"
    ).order_by(ENTRY.c.seq))
    drawn: dict[str, str] = {}
    for data in rows.scalars():
        told = orjson.loads(data)
        drawn.setdefault(told["token"], told["lane"])
    return drawn


def _fresh(dossier: Dossier) -> list[Step]:
    """The steps that people have done since the journal was last written."""
    return [
        (line.kind, line.actor.id, line.actor.name, line.element, line.data) for line in dossier.lines
        if line.kind in (COMPLETED, REACHED) and line.actor.id is not None
    ]
