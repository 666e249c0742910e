"""Who may change what is kept about people: each their own absence, those who look after people everything."""

from sqlalchemy.orm import Session

from engine.errors import NotAllowed
from engine.people.actor import Actor
from engine.people.groups import ESCALATION, lanes

EDITORS = frozenset(ESCALATION)
"""The groups that look after people: limits, trainings, reporting lines, everybody's absences."""


def is_editor(session: Session, actor: Actor) -> bool:
    """Whether somebody looks after people; the command line does so as the system."""
    return actor.kind == "system" or (actor.id is not None and bool(lanes(session, actor.id) & EDITORS))


def require_editor(session: Session, actor: Actor) -> None:
    """Raises:
        NotAllowed: the actor does not look after people.
    """
    if not is_editor(session, actor):
        raise NotAllowed(f"This is for the groups {' and '.join(ESCALATION)}.")


def require_self_or_editor(session: Session, actor: Actor, person_id: int) -> None:
    """Raises:
        NotAllowed: it is somebody else's, and the actor does not look after people.
    """
    if actor.id != person_id:
        require_editor(session, actor)
