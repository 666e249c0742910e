"""What somebody may do with an open task, and in whose name: their own, or that of a colleague who is away.

An absence moves nothing: as long as it lasts, the deputy sees and does what the colleague holds, and what
is free in the cases the colleague owns. Without anybody who stands in, what they hold is free for
its group (ISO 10002 4.12; domain 3, row 13).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine import people, publishing
from engine.dossier import CASE
from engine.errors import AlreadyClaimed, ClosedToYou, Excluded, Untrained
from engine.model import Task
from engine.people import Absences, Actor, Away, Bar

_CASE = select(CASE.c.owner_id, CASE.c.pack_id).where(CASE.c.id == bindparam("case"))


@dataclass(frozen=True)
class Right:
    """`behalf`: for whom, where it is not for oneself. `holder`: the colleague who has it, where that keeps
    one from it. `left_by`: the colleague away who holds it and for whom nobody stands in. `untrained`: why
    one's training does not allow it. `mine`: it is in one's hands."""

    behalf: Away | None = None
    holder: str = ""
    left_by: Away | None = None
    untrained: Bar | None = None
    mine: bool = False

    def require(self, task: Task) -> "Right":
        """Raises:
            AlreadyClaimed: a colleague has it. Untrained: what it needs one is not trained for.
        """
        if self.holder:
            raise AlreadyClaimed(f"{self.holder} has taken “{task.name}”.", by=self.holder)
        if self.untrained is not None:
            raise Untrained(f"{self.untrained}.", bar=self.untrained)
        return self

    @property
    def told(self) -> dict[str, Any]:
        """What the journal adds to what is done in this right."""
        told: dict[str, Any] = {}
        if self.behalf is not None:
            told.update(behalf=self.behalf.name, behalf_id=self.behalf.person_id)
        if self.left_by is not None:
            told.update(left_by=self.left_by.name)
        return told


def right(session: Session, task: Task, actor: Actor, now: datetime) -> Right:
    """What an actor may do with a task.

    Raises:
        NotYourLane: it is neither for a group of theirs nor for a colleague for whom they stand in.
        ClosedToYou: they may not even read the case.
        Excluded: they must keep out of it; `about` has the reason as `bar`.
    """
    if task.status != "open":
        # its row is no longer kept up
        people.require_reader(session, task.case_id, actor.id)
    found = _capacity(session, task, actor, now)
    _require_independent(session, task, actor)
    if not task.skill or actor.id is None:
        return found
    bar = people.lacking(session, actor.id, actor.name, task.skill, people.today(session, now))
    if bar is None or actor.id in people.allowed(session, task.case_id, task.skill):
        return found
    return Right(found.behalf, found.holder, found.left_by, bar, found.mine)


def _capacity(session: Session, task: Task, actor: Actor, now: datetime) -> Right:
    """By one's own group as a rule; absences are looked up only where that does not answer it."""
    if actor.id is None:
        raise people.not_theirs(task)
    own = bool(task.lane) and task.lane in people.lanes(session, actor.id)
    if own and task.assignee_id in (None, actor.id):
        return Right(mine=task.assignee_id == actor.id)
    away = people.absences(session, people.today(session, now))
    if task.assignee_id in (None, actor.id):
        return _for_owner(session, task, actor.id, away)
    return _held(session, task, actor.id, away, own)


def _held(session: Session, task: Task, actor_id: int, absences: Absences, own: bool) -> Right:
    """Of a task that a colleague holds."""
    holder = task.assignee_id or 0
    away, stand_in = absences.away.get(holder), absences.stand_in(holder)
    if away is not None and stand_in == actor_id:
        return Right(behalf=away, mine=True)
    if not own:
        raise people.not_theirs(task)
    if away is not None and (stand_in is None or people.is_excluded(task, stand_in)):
        return Right(left_by=away)
    return Right(holder=people.name_of(session, holder))


def stands_for(session: Session, task: Task, actor: Actor, now: datetime) -> Away | None:
    """The colleague away who holds a task, if the actor stands in for them."""
    absences = people.absences(session, people.today(session, now))
    holder = task.assignee_id or 0
    return absences.away[holder] if absences.stand_in(holder) == (actor.id or 0) else None


def _for_owner(session: Session, task: Task, actor_id: int, absences: Absences) -> Right:
    """Of a free task in a case that a colleague owns for whom the actor stands in."""
    owner = session.execute(_CASE, {"case": task.case_id}).one().owner_id
    if (
        task.assignee_id is not None or owner is None or absences.stand_in(owner) != actor_id
        or task.lane not in people.lanes(session, owner) or people.is_excluded(task, owner)
    ):
        raise people.not_theirs(task)
    return Right(behalf=absences.away[owner])


def _require_independent(session: Session, task: Task, actor: Actor) -> None:
    """The row tells who was kept out when the case last moved. Whom the complaint is about is asked again, for
    the reporting line may have changed since; where the task must be independent of a step, the journal too."""
    excluded = people.is_excluded(task, actor.id or 0)
    bar = people.conflicts(session, task.case_id).bar(actor.id or 0, task.lane)
    if bar is None and (excluded or task.not_by):
        bar = reasons(session, task).get(actor.id or 0)
    if bar is not None and bar.why == "named":
        raise ClosedToYou(f"{bar}.", bar=bar)
    if bar is not None or excluded:
        raise Excluded(f"{bar}." if bar else "", bar=bar)


def reasons(session: Session, task: Task) -> dict[int, Bar]:
    """Who must keep out of a task, and why: by whom the complaint is about, or by a step they did."""
    pack = publishing.by_id(session, session.execute(_CASE, {"case": task.case_id}).one().pack_id)
    acted = people.acted(session, task.case_id, task.not_by.split(",") if task.not_by else (), pack)
    return {**acted, **people.conflicts(session, task.case_id).barred(task.lane)}
