"""Who reports to whom, and how many open cases somebody may own."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import Refused
from engine.model import Person
from engine.people.actor import Actor
from engine.people.rights import require_editor

MOST_CASES = 10_000


@dataclass(frozen=True)
class Post:
    """A person with whom they report to."""

    name: str
    manager_id: int | None


def posts(session: Session) -> dict[int, Post]:
    """Everybody, also those who left."""
    rows = session.execute(select(Person.id, Person.name, Person.manager_id))
    return {row.id: Post(row.name, row.manager_id) for row in rows}


def above(person_id: int, known: Mapping[int, Post]) -> list[int]:
    """The managers of a person, nearest first; each once, should the line go round."""
    line: list[int] = []
    at = known[person_id].manager_id if person_id in known else None
    while at is not None and at in known and at not in line and at != person_id:
        line.append(at)
        at = known[at].manager_id
    return line


def set_limit(session: Session, person: Person, limit: int | None, actor: Actor) -> None:
    """Say how many open cases a person may own; None: any number.

    Raises:
        NotAllowed: the actor does not look after people. Refused: it is no such number.
    """
    require_editor(session, actor)
    if limit is not None and not 0 <= limit <= MOST_CASES:
        raise Refused(f"A limit is a number from 0 to {MOST_CASES}.", field="limit", why="range")
    person.case_limit = limit
    session.flush()
