"""Who works here: groups, how much they own, when they are away, what they are trained for; to be read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from engine import people
from engine.errors import NotFound
from engine.model import Absence, Case, Group, Membership, Person, Skill
from engine.people import Absences, Away


@dataclass(frozen=True)
class Colleague:
    """A person who may sign in."""

    name: str
    title: str
    email: str
    groups: Sequence[str]


@dataclass(frozen=True)
class Training:
    """What somebody was trained for; `until` is its last day, None: it does not end; `expired`: it is over."""

    name: str
    until: date | None
    proof: str
    expired: bool


@dataclass(frozen=True)
class Member:
    """A person as colleagues know them. `owns`: open cases, of `limit` at most (None: any number); `away`: if
    they are not there today, with who `stands_in` for them, by name; `stands_for`: colleagues away."""

    id: int
    name: str
    title: str
    email: str
    active: bool
    groups: Sequence[str]
    owns: int
    limit: int | None
    manager_id: int | None
    manager: str
    away: Away | None
    stands_in: str
    stands_for: Sequence[Away]
    trainings: Sequence[Training]


@dataclass(frozen=True)
class Planned:
    """An absence that has not ended yet."""

    id: int
    first: date
    last: date
    deputy_id: int | None
    deputy: str
    note: str
    now: bool


def everybody(session: Session) -> list[Colleague]:
    """All active people with their groups, in the order in which they were added."""
    groups = _groups(session)
    rows = session.scalars(select(Person).where(Person.active.is_(True)).order_by(Person.id))
    return [Colleague(one.name, one.title, one.email, groups.get(one.id, [])) for one in rows]


def directory(session: Session, now: datetime) -> list[Member]:
    """All active people, by name."""
    return _members(session, now, Person.active.is_(True))


def member(session: Session, person_id: int, now: datetime) -> Member:
    """One person, also one who left.

    Raises:
        NotFound: there is no such person.
    """
    found = _members(session, now, Person.id == person_id)
    if not found:
        raise NotFound()
    return found[0]


def planned(session: Session, person_id: int, now: datetime) -> list[Planned]:
    """The absences of a person from today on, earliest first."""
    today = people.today(session, now)
    rows = session.execute(
        select(Absence, Person.name).outerjoin(Person, Person.id == Absence.deputy_id)
        .where(Absence.person_id == person_id, Absence.ends_on >= today).order_by(Absence.starts_on)
    )
    return [
        Planned(one.id, one.starts_on, one.ends_on, one.deputy_id, name or "", one.note, one.starts_on <= today)
        for one, name in rows
    ]


def names(session: Session) -> list[tuple[int, str]]:
    """All active people to choose from: id and name, by name."""
    rows = session.execute(select(Person.id, Person.name).where(Person.active.is_(True)).order_by(Person.name))
    return [(row.id, row.name) for row in rows]


def _members(session: Session, now: datetime, which: ColumnElement[bool]) -> list[Member]:
    today = people.today(session, now)
    absences, posts = people.absences(session, today), people.posts(session)
    groups, loads, trainings = _groups(session), _loads(session), _trainings(session, today)
    found = []
    for one in session.scalars(select(Person).where(which).order_by(Person.name, Person.id)):
        stand_in = absences.stand_in(one.id)
        found.append(Member(
            one.id, one.name, one.title, one.email, one.active, groups.get(one.id, []), loads.get(one.id, 0),
            one.case_limit, one.manager_id, posts[one.manager_id].name if one.manager_id else "",
            absences.away.get(one.id), posts[stand_in].name if stand_in is not None else "",
            _stands_for(absences, one.id), trainings.get(one.id, []),
        ))
    return found


def _stands_for(absences: Absences, person_id: int) -> list[Away]:
    return [one for one in absences.stood_for_by(person_id) if one.until is not None]


def _groups(session: Session) -> Mapping[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for person_id, name in session.execute(
        select(Membership.person_id, Group.name).join(Group, Group.id == Membership.group_id).order_by(Group.id)
    ):
        groups[person_id].append(name)
    return groups


def _loads(session: Session) -> Mapping[int, int]:
    # written out: a partial index is found by what stands in the statement
    is_open: ColumnElement[bool] = literal_column("complaint.status = 'open'")
    rows = session.execute(
        select(Case.owner_id, func.count()).where(is_open, Case.owner_id.is_not(None)).group_by(Case.owner_id)
    )
    return {owner: count for owner, count in rows if owner is not None}


def _trainings(session: Session, today: date) -> Mapping[int, list[Training]]:
    found: dict[int, list[Training]] = defaultdict(list)
    for one in session.scalars(select(Skill).order_by(Skill.name)):
        expired = one.expires_on is not None and one.expires_on < today
        found[one.person_id].append(Training(one.name, one.expires_on, one.proof, expired))
    return found
