"""People and the groups they work in. A group is a lane of the diagrams, by its name there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from engine.errors import Excluded, NotYourLane
from engine.model import Group, Membership, Person, Task
from engine.people.actor import Actor
from engine.people.signing_in import end_all, hashed

COMPLAINTS_MANAGER, MANAGEMENT, TEAM_LEAD = "Complaints manager", "Management", "Team lead"
ESCALATION = (COMPLAINTS_MANAGER, MANAGEMENT)
"""To whom goes what nobody else can take, in this order (domain 4.2 D4: the next level)."""


def add(session: Session, name: str, email: str, password: str, groups: Sequence[str], now: datetime,
        title: str = "") -> Person:
    """Add a person with their groups; groups that do not exist yet are made."""
    person = Person(name=name, email=email.strip().lower(), password=hashed(password), title=title,
                    active=True, created_at=now)
    session.add(person)
    session.flush()
    for group in ensure_groups(session, groups):
        session.add(Membership(person_id=person.id, group_id=group.id))
    session.flush()
    return person


def ensure_groups(session: Session, names: Sequence[str]) -> list[Group]:
    """The groups by these names, made where they are missing."""
    wanted = list(dict.fromkeys(names))
    found = {group.name: group for group in session.scalars(select(Group).where(Group.name.in_(wanted)))}
    for name in wanted:
        if name not in found:
            found[name] = Group(name=name)
            session.add(found[name])
    session.flush()
    return [found[name] for name in wanted]


def set_groups(session: Session, person: Person, groups: Sequence[str]) -> None:
    """Put a person into exactly these groups."""
    session.execute(delete(Membership).where(Membership.person_id == person.id))
    rows = [{"person_id": person.id, "group_id": group.id} for group in ensure_groups(session, groups)]
    if rows:
        session.execute(insert(Membership), rows)


def deactivate(session: Session, person: Person, now: datetime) -> None:
    """Let a person in no more: every sign-in of theirs ends, also for when they come back."""
    person.active = False
    end_all(session, person.id, now)


# built once: cases ask for these at every step
_MEMBERS = (
    select(Person.id).join(Membership, Membership.person_id == Person.id).join(Group, Group.id == Membership.group_id)
    .where(Group.name == bindparam("lane"), Person.active.is_(True)).order_by(Person.id)
)
_LANES = (
    select(Group.name).join(Membership, Membership.group_id == Group.id)
    .where(Membership.person_id == bindparam("person"))
)
_NAME = select(Person.name).where(Person.id == bindparam("person"))


def lanes(session: Session, person_id: int) -> frozenset[str]:
    """The groups a person works in."""
    return frozenset(session.execute(_LANES, {"person": person_id}).scalars())


def members(session: Session, lane: str) -> list[int]:
    """The active people of a group, by id."""
    return list(session.execute(_MEMBERS, {"lane": lane}).scalars())


def name_of(session: Session, person_id: int | None) -> str:
    """A person's name; empty for nobody."""
    return session.execute(_NAME, {"person": person_id}).scalar() or ""


def require_lane(session: Session, actor: Actor, task: Task) -> None:
    """Refuse a task to whom it is not meant for.

    Raises:
        NotYourLane: the actor is not in the task's group (no group: nobody is, security 2.4).
        Excluded: the case or an earlier step of it forbids it.
    """
    if actor.id is None or task.lane not in lanes(session, actor.id):
        raise not_theirs(task)
    if is_excluded(task, actor.id):
        raise Excluded()


def not_theirs(task: Task) -> NotYourLane:
    """The refusal for somebody of another group."""
    return NotYourLane(f"“{task.name}” is for the group {task.lane or '(none)'}.")


def is_excluded(task: Task, person_id: int) -> bool:
    """Whether somebody is among those who must keep out of a task."""
    return f",{person_id}," in task.excluded
