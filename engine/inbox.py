"""What waits for a person: lists of open tasks by the time left, and how many there are.

Only columns are read, never a run. A list goes on by key (due moment, id), so a page costs the same
at any depth; tasks without a due moment come last. Every group is looked up by itself and the
results are merged, so that each lookup follows ix_task_lane_status_due_at, which holds everything
that lists and counts ask for. Tasks from which the reader is excluded neither appear nor count (S21).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from engine import publishing
from engine.db import Moment
from engine.model import Case, Deadline, Entry, Person, Task

VIEWS = ("groups", "mine", "unassigned", "today", "overdue")
SIZE = 25
CAP = 100
"""A count that reaches this is shown as one less and a plus sign."""


@dataclass(frozen=True)
class Reader:
    """Whose inbox it is: a person and the groups they work in."""

    person_id: int
    lanes: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What to list: one of VIEWS, of all the reader's groups or of one; `tomorrow` is where the
    reader's day ends."""

    view: str
    now: datetime
    tomorrow: datetime
    lane: str = ""


@dataclass(frozen=True)
class Key:
    """Where a page ended."""

    due: datetime | None
    id: int


@dataclass(frozen=True)
class Row:
    """One open task. `final_at` is the date the whole case is bound to, while an answer is still owed."""

    task_id: int
    name: str
    lane: str
    due_at: datetime | None
    opened_at: datetime
    assignee_id: int | None
    assignee: str
    reference: str
    topic: str
    urgency: str
    final_at: datetime | None

    @property
    def key(self) -> Key:
        return Key(self.due_at, self.task_id)


@dataclass(frozen=True)
class Page:
    """`after` is the key to go on with; None at the end of the list."""

    rows: Sequence[Row]
    after: Key | None


def page(session: Session, reader: Reader, wish: Wish, after: Key | None = None, size: int = SIZE) -> Page:
    """One page of a list, what is due first at its top."""
    keys: list[int] = []
    if after is None or after.due is not None:
        keys = _keys(session, _dated(reader, wish, after), size + 1)
        after = None
    if len(keys) <= size and wish.view not in ("today", "overdue"):
        keys += _keys(session, _undated(reader, wish, after), size + 1 - len(keys))
    rows = _rows(session, keys[:size])
    return Page(rows, rows[-1].key if len(keys) > size and rows else None)


def next_of_mine(session: Session, reader: Reader, now: datetime) -> int | None:
    """The task to do next: the most urgent one that the reader holds."""
    rows = page(session, reader, Wish("mine", now, now), size=1).rows
    return rows[0].task_id if rows else None


def counts(session: Session, reader: Reader, wish: Wish) -> dict[str, int]:
    """How many tasks each view has, and each group under its own name; none above CAP."""
    asked: dict[tuple[str, str], Any] = {("mine", ""): _counted(_matching(reader, wish, "mine", ""))}
    for lane in reader.lanes:
        for view in VIEWS:
            if view != "mine":
                asked[view, lane] = _counted(_matching(reader, wish, view, lane))
    found = dict(zip(asked, session.execute(select(*asked.values())).one(), strict=True))
    totals = dict.fromkeys(VIEWS, 0)
    for (view, lane), count in found.items():
        totals[view] = min(totals[view] + count, CAP)
        if view == "groups":
            totals[lane] = count
    return totals


def held(session: Session, reader: Reader, now: datetime) -> int:
    """How many open tasks the reader holds; for the head of every page."""
    wanted = _counted(_matching(reader, Wish("mine", now, now), "mine", ""))
    return int(session.execute(select(wanted)).scalar_one())


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


def _matching(reader: Reader, wish: Wish, view: str, lane: str) -> tuple[ColumnElement[bool], ...]:
    conditions = [Task.status == "open", Task.excluded.not_like(f"%,{reader.person_id},%")]
    if view == "mine":
        conditions.append(Task.assignee_id == reader.person_id)
    else:
        conditions.append(Task.lane == lane)
    if view == "unassigned":
        conditions.append(Task.assignee_id.is_(None))
    elif view == "today":
        conditions += [Task.due_at >= wish.now, Task.due_at < wish.tomorrow]
    elif view == "overdue":
        conditions.append(Task.due_at < wish.now)
    return tuple(conditions)


def _lists(reader: Reader, wish: Wish) -> list[tuple[ColumnElement[bool], ...]]:
    """The conditions of each lookup whose results a view merges."""
    if wish.view == "mine":
        return [_matching(reader, wish, "mine", "")]
    lanes = [lane for lane in reader.lanes if wish.lane in ("", lane)]
    return [_matching(reader, wish, wish.view, lane) for lane in lanes]


def _dated(reader: Reader, wish: Wish, after: Key | None) -> list[Any]:
    found = []
    for conditions in _lists(reader, wish):
        lookup = select(Task.id, Task.due_at).where(*conditions, Task.due_at.is_not(None))
        if after is not None:
            lookup = lookup.where(tuple_(Task.due_at, Task.id) > tuple_(literal(after.due, Moment), literal(after.id)))
        found.append(lookup)
    return found


def _undated(reader: Reader, wish: Wish, after: Key | None) -> list[Any]:
    beyond = after.id if after is not None else 0
    return [
        select(Task.id, Task.due_at).where(*conditions, Task.due_at.is_(None), Task.id > beyond)
        for conditions in _lists(reader, wish)
    ]


def _keys(session: Session, lookups: list[Any], limit: int) -> list[int]:
    if not lookups:
        return []
    merged: Any = lookups[0] if len(lookups) == 1 else union_all(*lookups)
    return list(session.execute(merged.order_by("due_at", "id").limit(limit)).scalars())


_ANSWER_OWED = Case.communicated_at.is_(None) & Case.withdrawn_at.is_(None) & Case.closed_at.is_(None)


def _rows(session: Session, keys: Sequence[int]) -> list[Row]:
    if not keys:
        return []
    found = session.execute(
        select(
            Task.id, Task.name, Task.lane, Task.due_at, Task.opened_at, Task.assignee_id, Person.name.label("assignee"),
            Case.reference, Case.topic, Case.urgency, Case.pack_id, Deadline.due_at.label("final_at"),
        )
        .join(Case, Case.id == Task.case_id)
        .outerjoin(Person, Person.id == Task.assignee_id)
        .outerjoin(Deadline, (Deadline.case_id == Task.case_id) & (Deadline.name == "final") & _ANSWER_OWED)
        .where(Task.id.in_(keys))
    )
    packs = {}
    rows = {}
    for one in found:
        if one.pack_id not in packs:
            packs[one.pack_id] = publishing.by_id(session, one.pack_id)
        rows[one.id] = Row(
            one.id, one.name, one.lane, one.due_at, one.opened_at, one.assignee_id, one.assignee or "",
            one.reference, packs[one.pack_id].topic(one.topic), one.urgency, one.final_at,
        )
    return [rows[key] for key in keys if key in rows]


def _counted(conditions: tuple[ColumnElement[bool], ...]) -> Any:
    some = select(literal(1)).select_from(Task).where(*conditions).limit(CAP).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
