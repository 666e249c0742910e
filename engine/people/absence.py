"""Who is away on a day, and who acts for them meanwhile (ISO 10002 4.12: somebody always answers for a case).

Nothing is moved when an absence begins or ends: lists and rights ask this on the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.db import instance
from engine.errors import NotFound, Refused
from engine.model import Absence, Person
from engine.people.actor import Actor
from engine.people.rights import require_self_or_editor


@dataclass(frozen=True)
class Away:
    """Somebody who is away; `until` is their last day away, None for somebody who left for good."""

    person_id: int
    name: str
    until: date | None
    deputy_id: int | None


@dataclass(frozen=True)
class Absences:
    """Everybody who is away on one day, by id."""

    away: Mapping[int, Away] = field(default_factory=dict)

    def stand_in(self, person_id: int) -> int | None:
        """Who acts for somebody who is away: their deputy, else the deputy's deputy, up to the first who
        is there; None where the chain ends or goes round, or where they are there themselves."""
        seen: set[int] = set()
        at: int | None = person_id
        while at is not None and at in self.away and at not in seen:
            seen.add(at)
            at = self.away[at].deputy_id
        return None if at in self.away or at == person_id else at

    def stood_for_by(self, person_id: int) -> list[Away]:
        """The colleagues for whom somebody acts."""
        return [one for one in self.away.values() if self.stand_in(one.person_id) == person_id]

    def without_stand_in(self) -> list[Away]:
        """Those for whom nobody acts: what they hold is free for their group."""
        return [one for one in self.away.values() if self.stand_in(one.person_id) is None]


NOBODY_AWAY = Absences()


def today(session: Session, now: datetime) -> date:
    """The day by which absences and trainings count: that of the organisation's own time zone."""
    return now.astimezone(ZoneInfo(instance(session).zone)).date()


def absences(session: Session, day: date) -> Absences:
    """Everybody who is away on a day, and everybody who left for good."""
    on_it = and_(Absence.person_id == Person.id, Absence.starts_on <= day, Absence.ends_on >= day)
    rows = session.execute(
        select(Person.id, Person.name, Person.active, Absence.ends_on, Absence.deputy_id).outerjoin(Absence, on_it)
        .where(or_(Absence.id.is_not(None), Person.active.is_(False))).order_by(Person.id)
    )
    return Absences({
        row.id: Away(row.id, row.name, row.ends_on, row.deputy_id) if row.active else Away(row.id, row.name, None, None)
        for row in rows
    })


def planned(session: Session, person_id: int, day: date) -> list[Absence]:
    """What absences of a person there are from a day on, earliest first."""
    return list(session.scalars(
        select(Absence).where(Absence.person_id == person_id, Absence.ends_on >= day).order_by(Absence.starts_on)
    ))


def enter_absence(
    session: Session, person_id: int, first: date, last: date, deputy_id: int | None, actor: Actor, now: datetime,
    note: str = "",
) -> Absence:
    """Note that a person is away from one day to another, both included.

    Raises:
        NotAllowed: it is neither one's own absence nor does one look after people.
        NotFound: there is no such person or deputy. Refused: see `_require_sound`.
    """
    require_self_or_editor(session, actor, person_id)
    row = Absence(person_id=person_id, deputy_id=deputy_id, starts_on=first, ends_on=last, note=note,
                  created_at=now, created_by=actor.id)
    _require_sound(session, row)
    session.add(row)
    session.flush()
    return row


def change_absence(
    session: Session, absence_id: int, last: date, deputy_id: int | None, actor: Actor, now: datetime
) -> Absence | None:
    """Give an absence another end or deputy; one that ends before it begins is taken out.

    Raises:
        NotAllowed, NotFound, Refused: as `enter_absence`.
    """
    row = session.get(Absence, absence_id)
    if row is None:
        raise NotFound()
    require_self_or_editor(session, actor, row.person_id)
    if last < row.starts_on:
        session.delete(row)
        session.flush()
        return None
    row.ends_on, row.deputy_id, row.created_by, row.created_at = last, deputy_id, actor.id, now
    _require_sound(session, row)
    session.flush()
    return row


def _require_sound(session: Session, row: Absence) -> None:
    """Refuse an absence that contradicts itself or another one; `about` names the field."""
    if row.ends_on < row.starts_on:
        raise Refused("The last day is before the first.", field="last", why="reversed")
    if row.deputy_id == row.person_id:
        raise Refused("Nobody is their own deputy.", field="deputy", why="self")
    known = set(session.scalars(
        select(Person.id).where(Person.id.in_([row.person_id, row.deputy_id or row.person_id]), Person.active)
    ))
    if not {row.person_id, row.deputy_id or row.person_id} <= known:
        raise NotFound()
    overlapping = session.execute(select(Absence).where(
        Absence.person_id == row.person_id, Absence.id != (row.id or 0),
        Absence.starts_on <= row.ends_on, Absence.ends_on >= row.starts_on,
    )).scalars().first()
    if overlapping is not None:
        raise Refused(
            f"There is an absence from {overlapping.starts_on} to {overlapping.ends_on} already; change that one.",
            field="first", why="overlap", first=overlapping.starts_on, last=overlapping.ends_on,
        )

