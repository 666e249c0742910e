"""Who is in charge of a case: its owner, and those who watch over all cases."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine import people
from engine.contract import IN_CHARGE
from engine.errors import NotInCharge
from engine.people import Actor


def in_charge(session: Session, case_id: int, owner_id: int | None, actor: Actor, now: datetime) -> bool:
    """True for the owner of the case or who stands in for them that day, a team lead and the complaints
    manager; not for who must keep out of it (ISO 10002 4.7)."""
    if actor.id is None:
        return False
    as_whom = [lane for lane in people.lanes(session, actor.id) if lane in IN_CHARGE]
    if owner_id is not None and actor.id in (owner_id, _stand_in(session, owner_id, now)):
        as_whom.append("")
    if not as_whom:
        return False
    conflicts = people.conflicts(session, case_id)
    return any(conflicts.bar(actor.id, lane) is None for lane in as_whom)


def require_charge(session: Session, case_id: int, owner_id: int | None, actor: Actor, now: datetime) -> None:
    """Refuse what only those in charge of a case may do.

    Raises:
        NotInCharge: the actor is none of them.
    """
    if not in_charge(session, case_id, owner_id, actor, now):
        raise NotInCharge()


def _stand_in(session: Session, owner_id: int, now: datetime) -> int | None:
    return people.absences(session, people.today(session, now)).stand_in(owner_id)
