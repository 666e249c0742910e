"""The demo's people: a dozen over all groups, with one password that lies in the home folder."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import people
from engine.db import Database
from engine.model import Person, SignIn
from engine.sealing import ALPHABET

FILE = "demo_password.txt"
DOMAIN = "demo.example"

_hasher = PasswordHasher()


@dataclass(frozen=True)
class Member:
    """Somebody in the demo; the address is made of the first part of the name."""

    name: str
    login: str
    title: str
    groups: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


CAST = (
    Member("Aoife Brennan", "aoife", "Complaint desk", ("Intake",)),
    Member("Tomasz Wiśniewski", "tomasz", "Complaint desk", ("Intake",)),
    Member("Kadri Tamm", "kadri", "Complaint desk, deputy", ("Intake", "Handler")),
    Member("Ingrid Sjöberg", "ingrid", "Case handler, payments and accounts", ("Handler",)),
    Member("Daan de Vries", "daan", "Case handler, loans and mortgages", ("Handler",)),
    Member("Elif Yıldırım", "elif", "Case handler, insurance", ("Handler",)),
    Member("Oliver Hughes", "oliver", "Case handler, housing", ("Handler", "Reviewer")),
    Member("Beatriz Carvalho", "beatriz", "Reviewer", ("Reviewer",)),
    Member("Niamh O’Sullivan", "niamh", "Reviewer and team lead", ("Reviewer", "Team lead")),
    Member("Jürgen Vogt", "juergen", "Team lead", ("Team lead",)),
    Member("Zofia Kamińska", "zofia", "Complaints manager", ("Complaints manager", "Team lead")),
    Member("Margaret Ashworth", "margaret", "Director of customer affairs", ("Management",)),
)


def ensure(database: Database, home: Path, now: datetime) -> str:
    """Make sure that the demo's people exist and can sign in; gives their password.

    The password is kept in a file that only its owner can read; who deletes or edits the file
    changes the password of all of them at the next start.
    """
    password = _password(home / FILE)
    with database.transaction() as session:
        load(session, now, password)
    return password


def load(session: Session, now: datetime, password: str) -> list[Person]:
    """The demo's people, added where they are missing, all with this password.

    It is hashed once for all of them: they share it anyway, and hashing takes its time by design.
    """
    known = {person.email: person for person in session.scalars(select(Person).where(Person.email.in_(_EMAILS)))}
    kept = {person.password for person in known.values()}
    shared = next((hashed for hashed in kept if _fits(hashed, password)), "") or _hasher.hash(password)
    for member in CAST:
        person = known.get(member.email)
        if person is None:
            known[member.email] = _add(session, member, shared, now)
        elif person.password != shared:
            _change(session, person, shared, now)
    return [known[member.email] for member in CAST]


def _add(session: Session, member: Member, hashed: str, now: datetime) -> Person:
    person = Person(name=member.name, email=member.email, password=hashed, title=member.title, active=True,
                    created_at=now)
    session.add(person)
    session.flush()
    people.set_groups(session, person, member.groups)
    return person


def _change(session: Session, person: Person, hashed: str, now: datetime) -> None:
    """Who has another password now signs in anew."""
    person.password = hashed
    mine = (SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    session.execute(update(SignIn).where(*mine).values(ended_at=now))


_EMAILS = [member.email for member in CAST]


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _password(path: Path) -> str:
    if path.exists() and (kept := path.read_text().strip()):
        return kept
    path.parent.mkdir(parents=True, exist_ok=True)
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3)).lower()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password + "\n")
    return password
