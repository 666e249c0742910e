"""Cases that cannot go on: the open incidents, newest first, to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import publishing
from engine.model import Case, Incident

SIZE = 25


@dataclass(frozen=True)
class Stuck:
    """One open incident. `step` is the name of the element in the drawing; `retry_at` is real time
    and set only where the worker tries again by itself."""

    id: int
    reference: str
    topic: str
    kind: str
    step: str
    cause: str
    attempts: int
    opened_at: datetime
    retry_at: datetime | None


@dataclass(frozen=True)
class Page:
    """`after` is the incident to go on with; None at the end."""

    rows: Sequence[Stuck]
    after: int | None


def page(session: Session, after: int | None = None, size: int = SIZE) -> Page:
    """One page of the open incidents."""
    wanted = (
        select(Incident, Case.reference, Case.topic, Case.pack_id).join(Case, Case.id == Incident.case_id)
        .where(Incident.resolved_at.is_(None)).order_by(Incident.id.desc()).limit(size + 1)
    )
    if after is not None:
        wanted = wanted.where(Incident.id < after)
    rows = []
    for one, reference, topic, pack_id in session.execute(wanted):
        pack = publishing.by_id(session, pack_id)
        element = pack.elements.get(one.element)
        rows.append(Stuck(
            one.id, reference, pack.topic(topic), one.kind, element.label if element else one.element, one.cause,
            one.attempts, one.opened_at, one.retry_at if one.kind == "timer" else None,
        ))
    return Page(rows[:size], rows[size - 1].id if len(rows) > size else None)


def count(session: Session) -> int:
    """How many incidents are open."""
    return session.execute(
        select(func.count()).select_from(Incident).where(Incident.resolved_at.is_(None))
    ).scalar_one()
