"""Which tasks belong into a list: the conditions of each lookup whose results are merged.

No task is in two lookups of one list, so that nothing has to be counted apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine import people
from engine.model import Case, Task
from engine.people import NOBODY_AWAY, Absences

VIEWS = ("groups", "mine", "unassigned", "today", "overdue", "standing_in")
"""Work of one's groups and of whom one stands in for; what is in one's hands, or in theirs; what is free;
what is due today, what is late; only that of colleagues away."""

Conditions = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True)
class StandsFor:
    """A colleague away for whom the reader acts; `until` is their last day away, `lanes` their groups."""

    person_id: int
    name: str
    until: date | None
    lanes: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """Whose inbox it is: a person, the groups they work in, who is away today, and for whom they act."""

    person_id: int
    lanes: tuple[str, ...]
    absences: Absences = field(default=NOBODY_AWAY)
    stands_for: tuple[StandsFor, ...] = ()


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


def reader(session: Session, person_id: int, lanes: Sequence[str], now: datetime) -> Reader:
    """Somebody as their inbox knows them today."""
    absences = people.absences(session, people.today(session, now))
    stands_for = tuple(
        StandsFor(one.person_id, one.name, one.until, tuple(sorted(people.lanes(session, one.person_id))))
        for one in absences.stood_for_by(person_id)
    )
    return Reader(person_id, tuple(lanes), absences, stands_for)


def lists(reader: Reader, wish: Wish, view: str) -> list[Conditions]:
    """The lookups of a view."""
    if view == "mine":
        return [(*_open_to(reader), _in_hand(reader))]
    dated = _dated(wish, view)
    if view == "standing_in":
        return [(*one, *dated) for one in _for_others(reader, but=())]
    lanes = [lane for lane in reader.lanes if wish.lane in ("", lane)]
    found = [_of_lane(reader, wish, view, lane) for lane in lanes]
    if not wish.lane and view != "unassigned":
        found += [(*one, *dated) for one in _for_others(reader, but=reader.lanes)]
    return found


def _of_lane(reader: Reader, wish: Wish, view: str, lane: str) -> Conditions:
    """The lookup of a view in one of the reader's own groups."""
    free = (_free(reader.absences),) if view == "unassigned" else ()
    return (*_open_to(reader), Task.lane == lane, *free, *_dated(wish, view))


def _open_to(reader: Reader) -> Conditions:
    return Task.status == "open", ~_kept_out(reader.person_id)


def _in_hand(reader: Reader) -> ColumnElement[bool]:
    """Held by the reader, or by a colleague away for whom they act."""
    if not reader.stands_for:
        return Task.assignee_id == reader.person_id
    return Task.assignee_id.in_((reader.person_id, *(one.person_id for one in reader.stands_for)))


def _kept_out(person_id: int) -> ColumnElement[bool]:
    return Task.excluded.like(f"%,{person_id},%")


def _dated(wish: Wish, view: str) -> Conditions:
    if view == "today":
        return Task.due_at >= wish.now, Task.due_at < wish.tomorrow
    return (Task.due_at < wish.now,) if view == "overdue" else ()


def _free(absences: Absences) -> ColumnElement[bool]:
    """Held by nobody, or by somebody away for whom nobody can act."""
    free = Task.assignee_id.is_(None)
    if not absences.away:
        return free
    left = [one.person_id for one in absences.without_stand_in()]
    kept_out = [
        and_(Task.assignee_id == one, _kept_out(deputy)) for one in absences.away
        if (deputy := absences.stand_in(one)) is not None
    ]
    return or_(free, Task.assignee_id.in_(left), *kept_out)


def _for_others(reader: Reader, but: Sequence[str]) -> list[Conditions]:
    """What those away hold for whom the reader acts, and what is free in the cases they own; but for the
    groups in which the reader sees it anyway."""
    if not reader.stands_for:
        return []
    away = [one.person_id for one in reader.stands_for]
    found: list[Conditions] = [(*_open_to(reader), Task.assignee_id.in_(away), Task.lane.not_in(but))]
    for one in reader.stands_for:
        lanes = [lane for lane in one.lanes if lane not in but]
        if lanes:
            owned = select(Case.id).where(Case.owner_id == one.person_id, Case.status == "open")
            found.append((
                *_open_to(reader), Task.assignee_id.is_(None), Task.lane.in_(lanes), Task.case_id.in_(owned),
                ~_kept_out(one.person_id),
            ))
    return found
