"""What was done about each of several things: the points of a complaint, its remedies, its actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Entry, Task
from engine.packs import Pack


@dataclass(frozen=True)
class Done:
    """A task done about one of them. `data` answers the questions of the form of that name."""

    name: str
    who: str
    at: datetime
    form: str
    data: Mapping[str, Any]


@dataclass
class Point:
    """One of several things. `still` are the names of the tasks that are open about it."""

    about: str
    done: list[Done] = field(default_factory=list)
    still: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Points:
    """Several things that the drawing takes up one by one, under the name it has for that."""

    name: str
    points: Sequence[Point]


def points(session: Session, case_id: int, pack: Pack, reader: int) -> list[Points]:
    """Everything that was taken up one by one, in the order in which it was; open tasks from which the
    reader is excluded are left out (S21)."""
    found: dict[str, dict[str, Point]] = {}
    for task in session.scalars(
        select(Task).where(Task.case_id == case_id, Task.about != "").order_by(Task.id)
    ):
        if task.status == "open" and f",{reader}," in task.excluded:
            continue
        point = found.setdefault(_several(pack, task.element), {}).setdefault(task.about, Point(task.about))
        if task.status == "open":
            point.still.append(task.name)
    for element, about, done in _completed(session, case_id):
        # a task of a step that was since drawn otherwise is still told by the timeline
        group = found.get(_several(pack, element), {})
        if about in group:
            group[about].done.append(done)
    return [Points(name, list(group.values())) for name, group in found.items()]


def done_about(session: Session, task: Task, pack: Pack) -> list[Done]:
    """What colleagues did before about the one of several things that a task is about, oldest first."""
    if not task.about:
        return []
    several = _several(pack, task.element)
    return [done for element, about, done in _completed(session, task.case_id)
            if about == task.about and _several(pack, element) == several]


def _completed(session: Session, case_id: int) -> list[tuple[str, str, Done]]:
    """What was done about one of several things, oldest first: element, which of them, what."""
    rows = session.execute(
        select(Entry.element, Entry.actor, Entry.at, Entry.data)
        .where(Entry.case_id == case_id, Entry.kind == "task.completed").order_by(Entry.seq)
    )
    told = [(row, orjson.loads(row.data)) for row in rows]
    return [
        (row.element, data["about"],
         Done(data["name"], row.actor, row.at, data.get("form", ""), data.get("data") or {}))
        for row, data in told if data.get("about")
    ]


def _several(pack: Pack, identity: str) -> str:
    """The name of the part of the drawing, around an element, that is run through once for each thing;
    that of the element's process where there is none."""
    seen: set[str] = set()
    process = ""
    while identity in pack.elements and identity not in seen:
        seen.add(identity)
        element = pack.elements[identity]
        process = process or pack.diagrams[element.file].processes.get(element.process) or element.process
        if element.loop:
            return element.label
        identity = element.scope if element.scope in pack.elements else _caller(pack, element.scope)
    return process


def _caller(pack: Pack, process: str) -> str:
    return next((one.id for one in pack.elements.values() if one.called == process), "")
