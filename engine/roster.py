"""Who works here and in which groups; to be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Group, Membership, Person


@dataclass(frozen=True)
class Colleague:
    """A person who may sign in."""

    name: str
    title: str
    email: str
    groups: Sequence[str]


def everybody(session: Session) -> list[Colleague]:
    """All active people with their groups, in the order in which they were added."""
    groups: dict[int, list[str]] = {}
    for person_id, name in session.execute(
        select(Membership.person_id, Group.name).join(Group, Group.id == Membership.group_id).order_by(Group.id)
    ):
        groups.setdefault(person_id, []).append(name)
    people = session.scalars(select(Person).where(Person.active.is_(True)).order_by(Person.id))
    return [Colleague(one.name, one.title, one.email, groups.get(one.id, [])) for one in people]
