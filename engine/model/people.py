"""People, the groups they work in (lanes), their sign-ins, and counted attempts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Base, Moment
from engine.model.columns import BigId, Code, Id, Name


class Person(Base):
    """Somebody who works with complaints. `password` is an argon2id hash; `case_limit` how many open
    cases they can own at once (None: no limit)."""

    __tablename__ = "person"

    id: Mapped[Id]
    name: Mapped[Name]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str] = mapped_column(String(200))
    title: Mapped[Name] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    case_limit: Mapped[int | None]
    manager_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Group(Base):
    """A lane of the diagrams: a group of people, by name."""

    __tablename__ = "lane"

    id: Mapped[Id]
    name: Mapped[Name] = mapped_column(unique=True)


class Membership(Base):
    """A person belongs to a group."""

    __tablename__ = "membership"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("lane.id"), primary_key=True, index=True)


class Skill(Base):
    """What a person is trained for, until when, and how that is known (ISO 10002 4.14)."""

    __tablename__ = "skill"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"), primary_key=True)
    name: Mapped[Name] = mapped_column(primary_key=True)
    expires_on: Mapped[date | None]
    proof: Mapped[str] = mapped_column(default="")


class Absence(Base):
    """A person is away from one day to another, both included; the deputy acts for them meanwhile."""

    __tablename__ = "absence"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))


class SignIn(Base):
    """One device of one person. Only the hash of its token is kept; real time."""

    __tablename__ = "sign_in"

    id: Mapped[Id]
    token_hash: Mapped[Code] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    device: Mapped[Name]
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(Base):
    """How often somebody tried something in a window of real time; the key is a keyed hash."""

    __tablename__ = "attempt"

    key: Mapped[Code] = mapped_column(primary_key=True)
    window: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    count: Mapped[int]
