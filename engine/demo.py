"""The demo's people: a dozen over all groups, with one password that lies in the home folder."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import people
from engine.db import Database
from engine.model import Person
from engine.sealing import ALPHABET

FILE = "demo_password.txt"
DOMAIN = "demo.example"


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
    """The demo's people, added where they are missing, all with this password."""
    known = {person.email: person for person in session.scalars(select(Person).where(Person.email.in_(_EMAILS)))}
    changed = not known or not _fits(next(iter(known.values())), password)
    for member in CAST:
        person = known.get(member.email)
        if person is None:
            known[member.email] = people.add(
                session, member.name, member.email, password, member.groups, now, member.title
            )
        elif changed:
            people.set_password(session, person, password, now)
    return [known[member.email] for member in CAST]


_EMAILS = [member.email for member in CAST]


def _fits(person: Person, password: str) -> bool:
    """One of them stands for all: they have the same password, and checking takes its time."""
    try:
        return PasswordHasher().verify(person.password, password)
    except VerificationError:
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
