"""Pages and counts of open tasks."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from engine.db import Moment
from engine.inbox import lookups
from engine.inbox.lookups import VIEWS, Conditions, Key, Reader, Wish
from engine.inbox.rows import Page, rows
from engine.model import Task

SIZE = 25
CAP = 100
"""A count that reaches this is shown as one less and a plus sign."""


def page(session: Session, reader: Reader, wish: Wish, after: Key | None = None, size: int = SIZE) -> Page:
    """One page of a list, what is due first at its top."""
    keys: list[int] = []
    found = lookups.lists(reader, wish, wish.view)
    if after is None or after.due is not None:
        keys = _keys(session, [_dated(one, after) for one in found], size + 1)
        after = None
    if len(keys) <= size and wish.view not in ("today", "overdue"):
        keys += _keys(session, [_undated(one, after) for one in found], size + 1 - len(keys))
    shown = rows(session, keys[:size], reader)
    return Page(shown, shown[-1].key if len(keys) > size and shown else None)


def next_of_mine(session: Session, reader: Reader, now: datetime) -> int | None:
    """The task to do next: the most urgent one that the reader holds, or does for whoever holds it."""
    found = page(session, reader, Wish("mine", now, now), size=1).rows
    return found[0].task_id if found else None


def counts(session: Session, reader: Reader, wish: Wish) -> dict[str, int]:
    """How many tasks each view has, and each group under its own name; none above CAP. What the reader
    does for colleagues away is counted only where there are such."""
    asked: dict[tuple[str, str, int], Any] = {}
    everything = Wish("groups", wish.now, wish.tomorrow)
    for view in VIEWS:
        for number, conditions in enumerate(lookups.lists(reader, everything, view)):
            asked[view, _lane(reader, view, number), number] = _counted(conditions)
    found = dict(zip(asked, session.execute(select(*asked.values())).one(), strict=True))
    totals = dict.fromkeys(VIEWS, 0)
    for (view, lane, _), count in found.items():
        totals[view] = min(totals[view] + count, CAP)
        if view == "groups" and lane:
            totals[lane] = count
    return totals


def _lane(reader: Reader, view: str, number: int) -> str:
    """The group that a lookup is about; the lookups of a view begin with those of the reader's groups."""
    return reader.lanes[number] if view not in ("mine", "standing_in") and number < len(reader.lanes) else ""


def held(session: Session, reader: Reader, now: datetime) -> int:
    """How many open tasks the reader holds; for the head of every page."""
    mine = lookups.lists(reader, Wish("mine", now, now), "mine")[0]
    return int(session.execute(select(_counted(mine))).scalar_one())


def _dated(conditions: Conditions, after: Key | None) -> Any:
    lookup = select(Task.id, Task.due_at).where(*conditions, Task.due_at.is_not(None))
    if after is not None:
        lookup = lookup.where(tuple_(Task.due_at, Task.id) > tuple_(literal(after.due, Moment), literal(after.id)))
    return lookup


def _undated(conditions: Conditions, after: Key | None) -> Any:
    beyond = after.id if after is not None else 0
    return select(Task.id, Task.due_at).where(*conditions, Task.due_at.is_(None), Task.id > beyond)


def _keys(session: Session, found: list[Any], limit: int) -> list[int]:
    if not found:
        return []
    merged: Any = found[0] if len(found) == 1 else union_all(*found)
    return list(session.execute(merged.order_by("due_at", "id").limit(limit)).scalars())


def _counted(conditions: Conditions) -> Any:
    some = select(literal(1)).select_from(Task).where(*conditions).limit(CAP).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
