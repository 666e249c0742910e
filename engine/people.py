"""People, their groups, signing in, and who may do what."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from engine import limits
from engine.errors import Excluded, NotYourLane, SignInFailed
from engine.model import Group, Membership, Person, SignIn, Task

IDLE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
SIGN_IN_TRIES = 10

_hasher = PasswordHasher()
_DUMMY = _hasher.hash("nobody has this password")


@dataclass(frozen=True)
class Actor:
    """Who does something: a person, the complainant, or the system by itself."""

    kind: str
    name: str
    id: int | None = None

    def __str__(self) -> str:
        return self.name


COMPLAINANT = Actor("complainant", "Complainant")
SYSTEM = Actor("system", "Amends")


def as_actor(person: Person) -> Actor:
    return Actor("person", person.name, person.id)


def add(session: Session, name: str, email: str, password: str, groups: Sequence[str], now: datetime,
        title: str = "") -> Person:
    """Add a person with their groups; groups that do not exist yet are made."""
    person = Person(name=name, email=email.strip().lower(), password=_hasher.hash(password), title=title,
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


def set_password(session: Session, person: Person, password: str, now: datetime) -> None:
    """Give a new password and end every sign-in the person has (S14)."""
    person.password = _hasher.hash(password)
    session.execute(update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None)).values(ended_at=now))


def deactivate(session: Session, person: Person, now: datetime) -> None:
    """Let a person in no more: every sign-in of theirs ends, also for when they come back."""
    person.active = False
    session.execute(update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None)).values(ended_at=now))


def lanes(session: Session, person_id: int) -> frozenset[str]:
    """The groups a person works in."""
    return frozenset(session.execute(_LANES, {"person": person_id}).scalars())


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
        Excluded: they took part in a step that this one must be independent of.
    """
    if actor.id is None or task.lane not in lanes(session, actor.id):
        raise NotYourLane(f"“{task.name}” is for the group {task.lane or '(none)'}.")
    if f",{actor.id}," in task.excluded:
        raise Excluded()


# --- signing in: real time, own revocable sessions -------------------------------------------------

def count_sign_in(session: Session, email: str, address: str, now: datetime) -> None:
    """Count a try to sign in, in a transaction of its own so that a failed one counts too.

    Raises:
        TooOften: too many tries for this person or from this address.
    """
    limits.count(session, "sign-in", email.strip().lower(), SIGN_IN_TRIES, now)
    limits.count(session, "sign-in-from", address, SIGN_IN_TRIES * 5, now)


def forgive_sign_in(session: Session, email: str, address: str, now: datetime) -> None:
    """A try with the right password does not count: an office behind one address signs in all day."""
    limits.uncount(session, "sign-in", email.strip().lower(), now)
    limits.uncount(session, "sign-in-from", address, now)


@dataclass(frozen=True)
class Verified:
    """Somebody whose password was right; `rehashed` where its hash is to be made anew."""

    person_id: int
    rehashed: str | None


def verify(session: Session, email: str, password: str) -> Verified:
    """Check a password. It takes a tenth of a second on purpose: to be done before anything is locked.

    Raises:
        SignInFailed: one answer for a wrong address and a wrong password, in the same time (S12).
    """
    email = email.strip().lower().replace("\0", "")  # PostgreSQL takes no U+0000, not even to look for it
    person = session.execute(select(Person).where(Person.email == email, Person.active.is_(True))).scalar()
    try:
        _hasher.verify(person.password if person else _DUMMY, password)
    except (VerificationError, InvalidHashError):  # the second: somebody who was given no password
        person = None
    if person is None:
        raise SignInFailed()
    return Verified(person.id, _hasher.hash(password) if _hasher.check_needs_rehash(person.password) else None)


def let_in(session: Session, verified: Verified, device: str, now: datetime) -> str:
    """Give the token of a new sign-in of somebody whose password was right."""
    if verified.rehashed is not None:
        session.execute(update(Person).where(Person.id == verified.person_id).values(password=verified.rehashed))
    token = secrets.token_urlsafe(32)
    session.add(SignIn(
        token_hash=_hash(token), person_id=verified.person_id, device=device[:200], created_at=now, seen_at=now
    ))
    return token


def sign_in(session: Session, email: str, password: str, device: str, now: datetime) -> str:
    """Check a password and give the token of a new sign-in.

    Raises:
        SignInFailed: see `verify`.
    """
    return let_in(session, verify(session, email, password), device, now)


def signed_in(session: Session, token: str, now: datetime) -> Person | None:
    """The person behind a token, unless the sign-in was ended or rested too long."""
    row = session.execute(
        select(SignIn, Person).join(Person, Person.id == SignIn.person_id)
        .where(SignIn.token_hash == _hash(token), SignIn.ended_at.is_(None), Person.active.is_(True))
    ).first()
    if row is None or row.SignIn.seen_at < now - IDLE:
        return None
    person: Person = row.Person
    return person


def touch(session: Session, token: str, now: datetime) -> None:
    """Note that the sign-in is in use, at most once a minute."""
    session.execute(
        update(SignIn).where(SignIn.token_hash == _hash(token), SignIn.seen_at < now - SEEN_EVERY).values(seen_at=now)
    )


def sign_out(session: Session, token: str, now: datetime) -> None:
    """End a sign-in; its token opens nothing any more."""
    session.execute(update(SignIn).where(SignIn.token_hash == _hash(token)).values(ended_at=now))


def set_groups(session: Session, person: Person, groups: Sequence[str]) -> None:
    """Put a person into exactly these groups."""
    session.execute(delete(Membership).where(Membership.person_id == person.id))
    rows = [{"person_id": person.id, "group_id": group.id} for group in ensure_groups(session, groups)]
    if rows:
        session.execute(insert(Membership), rows)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
