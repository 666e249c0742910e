"""What people are trained for, and until when (ISO 10002 4.14)."""

from datetime import date

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.errors import NotFound, Refused
from engine.model import Entry, Person, Skill
from engine.people.actor import Actor
from engine.people.bars import Bar
from engine.people.rights import require_editor

LONGEST = 200
ALLOWED = "skill.allowed"
"""The entry that lets somebody do without."""


def lacking(session: Session, person_id: int, name: str, skill: str, day: date) -> Bar | None:
    """Why somebody called `name` cannot do what needs a skill on a day; None where they can, or where
    nothing is needed. A training holds up to and including its last day."""
    return judged(held(session, skill), person_id, name, skill, day) if skill else None


def held(session: Session, skill: str) -> dict[int, date | None]:
    """Until when each person who was ever trained for a skill holds it; None: without an end."""
    rows = session.execute(select(Skill.person_id, Skill.expires_on).where(Skill.name == skill))
    return {row.person_id: row.expires_on for row in rows}


def judged(until: dict[int, date | None], person_id: int, name: str, skill: str, day: date) -> Bar | None:
    """As `lacking`, by what `held` gave."""
    if person_id not in until:
        return Bar(person_id, name, "untrained", skill)
    last = until[person_id]
    return None if last is None or day <= last else Bar(person_id, name, "expired", skill, last)


def skills_of(session: Session, person_id: int) -> list[Skill]:
    """What a person is or was trained for, by name."""
    return list(session.scalars(select(Skill).where(Skill.person_id == person_id).order_by(Skill.name)))


def set_skill(
    session: Session, person_id: int, name: str, expires_on: date | None, proof: str, actor: Actor
) -> Skill:
    """Note a training, or renew it.

    Raises:
        NotAllowed: the actor does not look after people.
        NotFound: there is no such person. Refused: the training has no name, or one too long.
    """
    require_editor(session, actor)
    if session.get(Person, person_id) is None:
        raise NotFound()
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Refused(f"A training has a name of at most {LONGEST} characters.", field="skill", why="name")
    row = session.get(Skill, (person_id, name))
    if row is None:
        row = Skill(person_id=person_id, name=name, proof="")
        session.add(row)
    row.expires_on, row.proof = expires_on, proof
    session.flush()
    return row


def remove_skill(session: Session, person_id: int, name: str, actor: Actor) -> None:
    """Take a training out.

    Raises:
        NotAllowed: the actor does not look after people. NotFound: the person has no such training.
    """
    require_editor(session, actor)
    mine = (Skill.person_id == person_id, Skill.name == name)
    if session.execute(select(Skill.name).where(*mine)).first() is None:
        raise NotFound(f"There is no training “{name}” here.")
    session.execute(delete(Skill).where(*mine))


def allowed(session: Session, case_id: int, skill: str) -> set[int]:
    """Whom somebody in charge has let work on a case without holding a skill (4.14: override with a reason)."""
    rows = session.execute(select(Entry.data).where(Entry.case_id == case_id, Entry.kind == ALLOWED)).scalars()
    told = [orjson.loads(data) for data in rows]
    return {one["person"] for one in told if one["skill"] == skill}
