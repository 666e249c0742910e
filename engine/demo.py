"""The demo's people: over all groups and levels, with one password that lies in the home folder."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import people
from engine.db import Database
from engine.model import Person, SignIn
from engine.people import SYSTEM
from engine.sealing import ALPHABET

FILE = "demo_password.txt"
DOMAIN = "demo.example"

_hasher = PasswordHasher()


@dataclass(frozen=True)
class Member:
    """Somebody in the demo; the address is made of `login`. `reports_to` is a login too; `limit` how many open
    cases they may own; `trained` what for, with the days from the first start until it expires (0: never)."""

    name: str
    login: str
    title: str
    groups: tuple[str, ...]
    reports_to: str = ""
    limit: int | None = None
    trained: tuple[tuple[str, int], ...] = ()

    @property
    def email(self) -> str:
        return _address(self.login)


def _address(login: str) -> str:
    return f"{login}@{DOMAIN}"


CAST = (
    Member("Aoife Brennan", "aoife", "Complaint desk", ("Intake",), "juergen"),
    Member("Tomasz Wiśniewski", "tomasz", "Complaint desk", ("Intake",), "juergen"),
    Member("Kadri Tamm", "kadri", "Complaint desk, deputy", ("Intake", "Handler"), "juergen", 10),
    Member("Ingrid Sjöberg", "ingrid", "Case handler, payments and accounts", ("Handler",), "juergen", 30),
    Member("Daan de Vries", "daan", "Case handler, loans and mortgages", ("Handler",), "juergen", 30,
           (("lending", 30),)),
    Member("Elif Yıldırım", "elif", "Case handler, insurance", ("Handler",), "juergen", 30),
    Member("Oliver Hughes", "oliver", "Case handler, housing", ("Handler", "Reviewer"), "niamh", 15),
    Member("Beatriz Carvalho", "beatriz", "Reviewer", ("Reviewer",), "niamh"),
    Member("Niamh O’Sullivan", "niamh", "Reviewer and team lead", ("Reviewer", "Team lead"), "zofia"),
    Member("Jürgen Vogt", "juergen", "Team lead", ("Team lead",), "zofia"),
    Member("Zofia Kamińska", "zofia", "Complaints manager", ("Complaints manager", "Team lead"), "margaret"),
    Member("Margaret Ashworth", "margaret", "Director of customer affairs", ("Management",)),
    Member("Sanne Bakker", "sanne", "Case handler, payments", ("Handler",), "niamh", 30),
    Member("Piotr Zieliński", "piotr", "Reviewer", ("Reviewer",), "zofia"),
    Member("Rasmus Kask", "rasmus", "Specialist, lending and buildings", ("Specialist",), "zofia", 20,
           (("lending", 0), ("building safety", 400))),
    Member("Leyla Demir", "leyla", "Specialist, lending and insurance", ("Specialist",), "zofia", 20,
           (("insurance", 0), ("lending", 400))),
    Member("Marek Novák", "marek", "Specialist, insurance and buildings", ("Specialist",), "niamh", 20,
           (("insurance", 200), ("building safety", 0))),
    Member("Grace Okafor", "grace", "Deputy complaints manager", ("Complaints manager",), "margaret"),
    Member("Henrik Lindqvist", "henrik", "Head of service", ("Management",)),
)
"""Two lines up to management, and two people in every group: nobody is left alone with a case that they, or
those above them, must keep out of."""


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
    fresh = []
    for member in CAST:
        person = known.get(member.email)
        if person is None:
            known[member.email] = _add(session, member, shared, now)
            fresh.append(member)
        elif person.password != shared:
            _change(session, person, shared, now)
    for member in fresh:
        if member.reports_to:
            people.set_manager(session, known[member.email], known[_address(member.reports_to)].id, SYSTEM)
    return [known[member.email] for member in CAST]


def _add(session: Session, member: Member, hashed: str, now: datetime) -> Person:
    person = Person(name=member.name, email=member.email, password=hashed, title=member.title, active=True,
                    created_at=now)
    session.add(person)
    session.flush()
    people.set_groups(session, person, member.groups)
    people.set_limit(session, person, member.limit, SYSTEM)
    for name, days in member.trained:
        until = now.date() + timedelta(days=days) if days else None
        people.set_skill(session, person.id, name, until, "", SYSTEM)
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
