"""Process instances and what they wait for. Only `engine.cases` writes these."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Base, Moment
from engine.model.columns import BigId, CaseRef, Code, Id, Name, RunRef


class Run(Base):
    """One process instance of a case on one pack. `state` is sealed; it is dropped at the end.
    `next_due_at` is the earliest timer (business time); `held_until` (real time) rests a run that failed."""

    __tablename__ = "run"
    __table_args__ = (Index("ix_run_next_due_at", "next_due_at", postgresql_where=text("next_due_at is not null")),)

    id: Mapped[Id]
    case_id: Mapped[CaseRef]
    pack_id: Mapped[int] = mapped_column(BigId, ForeignKey("pack.id"))
    process: Mapped[Name]
    state: Mapped[bytes | None]
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    next_due_at: Mapped[datetime | None] = mapped_column(Moment)
    held_until: Mapped[datetime | None] = mapped_column(Moment)


class Task(Base):
    """A piece of work for a person. `token` names it inside the run's state; `excluded` are the ids of
    people who may not do it, as ",3,7,", by what they did in this case (`not_by`); `about` says which of
    several it is, `skill` what one must be trained for to do it."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_lane_status_due_at", "status", "lane", "due_at", "id", "assignee_id", "excluded"),
        Index("ix_task_assignee_id_status", "assignee_id", "status", "due_at", "id", "excluded"),
    )

    id: Mapped[Id]
    case_id: Mapped[CaseRef]
    run_id: Mapped[RunRef]
    token: Mapped[str] = mapped_column(String(32))
    element: Mapped[Name]
    name: Mapped[Name]
    lane: Mapped[Name]
    form: Mapped[Name]
    about: Mapped[str] = mapped_column(default="")
    skill: Mapped[Name] = mapped_column(default="")
    public_status: Mapped[str] = mapped_column(default="")
    not_by: Mapped[str] = mapped_column(default="")
    excluded: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(String(10), default="open")
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    assignee_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    done_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_why: Mapped[str] = mapped_column(String(200), default="")


class Timer(Base):
    """A moment at which a run wakes by itself, in business time."""

    __tablename__ = "timer"

    run_id: Mapped[int] = mapped_column(BigId, ForeignKey("run.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    element: Mapped[str] = mapped_column(String(100), primary_key=True)
    case_id: Mapped[CaseRef]
    name: Mapped[Name]
    deadline: Mapped[Code] = mapped_column(default="")
    due_at: Mapped[datetime] = mapped_column(Moment)


class Await(Base):
    """A message a run waits for: decides which buttons the status page shows. `about` says which of
    several places it is."""

    __tablename__ = "awaiting"

    run_id: Mapped[int] = mapped_column(BigId, ForeignKey("run.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    element: Mapped[str] = mapped_column(String(100), primary_key=True)
    case_id: Mapped[CaseRef]
    message: Mapped[Code]
    form: Mapped[Name]
    about: Mapped[str] = mapped_column(default="")
    public_status: Mapped[str] = mapped_column(default="")
