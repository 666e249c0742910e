"""Signing in: real time, own sign-ins that can be ended, one answer for every mistake."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import limits
from engine.errors import SignInFailed
from engine.model import Person, SignIn

IDLE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
SIGN_IN_TRIES = 10

_hasher = PasswordHasher()
_DUMMY = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """A password as it may be kept."""
    return _hasher.hash(password)


def set_password(session: Session, person: Person, password: str, now: datetime) -> None:
    """Give a new password and end every sign-in the person has (S14)."""
    person.password = hashed(password)
    end_all(session, person.id, now)


def end_all(session: Session, person_id: int, now: datetime) -> None:
    """End every sign-in of a person."""
    mine = (SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    session.execute(update(SignIn).where(*mine).values(ended_at=now))


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


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
