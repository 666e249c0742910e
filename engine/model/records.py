"""What happened and what is to be delivered: journal, decisions, incidents, messages."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Base, Moment
from engine.model.columns import BigId, CaseRef, Code, Id, Name


class Entry(Base):
    """One line of the journal. `at`: when it became true; `noticed_at`: when Amends wrote it.
    `data` is canonical JSON; `hash` covers all of it and the hash before (S26)."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("complaint.id"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    noticed_at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[Code]
    actor: Mapped[Name]
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    element: Mapped[Name]
    data: Mapped[str]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Decision(Base):
    """An evaluation that steered a case: which rule, its inputs and what came of it, as JSON."""

    __tablename__ = "decision"

    id: Mapped[Id]
    case_id: Mapped[CaseRef]
    at: Mapped[datetime] = mapped_column(Moment)
    element: Mapped[Name]
    kind: Mapped[Code]
    rule: Mapped[str]
    inputs: Mapped[str]
    result: Mapped[str]


class Incident(Base):
    """A case that could not go on: where, why, with what. Resolved when a retry goes through. `token` is
    the timer that is put aside until `retry_at`, so that others fire; empty where all of the run rests."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_resolved_at", "resolved_at", "id"),
        Index("ix_incident_retry_at", "retry_at", postgresql_where=text("resolved_at is null"),
              sqlite_where=text("resolved_at is null")),
    )

    id: Mapped[Id]
    case_id: Mapped[CaseRef]
    run_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("run.id"), index=True)
    kind: Mapped[Code]
    element: Mapped[Name]
    token: Mapped[str] = mapped_column(String(32), default="")
    cause: Mapped[str]
    what: Mapped[str]
    trace_hash: Mapped[Code]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=1)
    retry_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))


class Message(Base):
    """Something to deliver (`out`) or received (`in`). `recipient` of an outgoing one is a
    `contract.RECIPIENTS`; its `status`: waiting, sent, undeliverable, paper (no address: print it), held
    (imported case); that of an incoming one: waiting, delivered or unclaimed. `next_at` and `sent_at`
    are real time. `token` and `element` say which of several waiting places an incoming one answers; empty:
    whatever waits for its name."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_status_next_at", "status", "next_at"),
        UniqueConstraint("key"),
    )

    id: Mapped[Id]
    case_id: Mapped[CaseRef]
    direction: Mapped[str] = mapped_column(String(3))
    name: Mapped[Code]
    recipient: Mapped[str] = mapped_column(String(20), default="complainant")
    address: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    text_hash: Mapped[Code] = mapped_column(default="")
    data: Mapped[str] = mapped_column(default="{}")
    key: Mapped[str | None] = mapped_column(String(80))
    token: Mapped[str] = mapped_column(String(32), default="")
    element: Mapped[Name] = mapped_column(default="")
    status: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(default="")
