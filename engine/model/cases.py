"""A complaint: its row is the lock for everything that happens to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Base, Moment
from engine.model.columns import BigId, CaseRef, Code, Id, Name

MILESTONE_COLUMNS = (
    "acknowledged", "assessed", "contained", "investigated", "drafted", "checked", "decided", "communicated",
    "accepted", "rejected", "informed_final", "edr_offered", "disputed", "position_sent", "dispute_settled",
    "reviewed", "remedied", "withdrawn", "out_of_scope", "closed",
)


class Case(Base):
    """One complaint (architecture: case). Milestone columns hold the first time each was reached;
    `head` and `entries` are the tip and length of its journal; `salt` is what its code is made of."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        Index("ix_complaint_status_received_at", "status", "received_at"),
        # how many open cases somebody owns
        Index("ix_complaint_owner_open", "owner_id", postgresql_where=text("status = 'open'"),
              sqlite_where=text("status = 'open'")),
    )

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    pack_id: Mapped[int] = mapped_column(BigId, ForeignKey("pack.id"))
    status: Mapped[str] = mapped_column(String(10), default="open")
    owner_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2))
    topic: Mapped[Name]
    description: Mapped[str]
    urgency: Mapped[str] = mapped_column(String(10), default="")
    outcome: Mapped[str] = mapped_column(String(40), default="")
    source: Mapped[str | None] = mapped_column(String(20))
    source_id: Mapped[str | None] = mapped_column(String(40))
    send_letters: Mapped[bool] = mapped_column(default=True)
    received_at: Mapped[datetime] = mapped_column(Moment)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    head: Mapped[bytes] = mapped_column(LargeBinary(32))
    entries: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)

    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    assessed_at: Mapped[datetime | None] = mapped_column(Moment)
    investigated_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    communicated_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    rejected_at: Mapped[datetime | None] = mapped_column(Moment)
    informed_final_at: Mapped[datetime | None] = mapped_column(Moment)
    edr_offered_at: Mapped[datetime | None] = mapped_column(Moment)
    disputed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    remedied_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    out_of_scope_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    contained_at: Mapped[datetime | None] = mapped_column(Moment)
    drafted_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    position_sent_at: Mapped[datetime | None] = mapped_column(Moment)
    dispute_settled_at: Mapped[datetime | None] = mapped_column(Moment)


class Party(Base):
    """Who complains: identity, kept apart from the case and never in workflow data."""

    __tablename__ = "party"
    # people write their address now so, now so; who complained before is found by it
    __table_args__ = (Index("ix_party_email", text("lower(email)")),)

    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[Name] = mapped_column(default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(50), default="")
    address: Mapped[str] = mapped_column(default="")
    organisation: Mapped[Name] = mapped_column(default="")
    on_behalf_of: Mapped[Name] = mapped_column(default="")


class Fact(Base):
    """Something known about a case that people search, count or must keep; `value` is JSON."""

    __tablename__ = "fact"
    # cases of the same cause; only as much of a text as an index holds
    __table_args__ = (Index(
        "ix_fact_cause", text("substr(value, 1, 100)"), postgresql_where=text("name = 'cause'"),
        sqlite_where=text("name = 'cause'"),
    ),)

    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[Code] = mapped_column(primary_key=True)
    value: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(Moment)


class Deadline(Base):
    """A date the organisation is bound to, with its derivation (start, rule, version) as JSON."""

    __tablename__ = "deadline"

    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[Code] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)
    derivation: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(Moment)


class CaseLink(Base):
    """Two cases that belong together, seen from the later one: `kind` is duplicate (handled there),
    reopened (came back) or group (same cause, answered together)."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("case_id", "other_id", "kind"),)

    id: Mapped[Id]
    case_id: Mapped[CaseRef]
    other_id: Mapped[int] = mapped_column(BigId, ForeignKey("complaint.id"), index=True)
    kind: Mapped[Code]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))


class Exclusion(Base):
    """Somebody who must keep out of a case, and why (ISO 10002 4.7). `source`: named (in the complaint:
    may not read it either), or related (by the reporting line to somebody named: written down only when
    somebody asks to lift it). Lifted only by two people: one asks, another agrees."""

    __tablename__ = "exclusion"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    id: Mapped[Id]
    case_id: Mapped[CaseRef]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    reason: Mapped[str]
    source: Mapped[Code]
    created_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    ask_reason: Mapped[str] = mapped_column(default="")
    lifted_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)


class Attachment(Base):
    """A file somebody sent: of a case, or of a complaint still being written."""

    __tablename__ = "attachment"

    id: Mapped[Id]
    case_id: Mapped[CaseRef | None]
    draft_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("intake_draft.id", ondelete="CASCADE"), index=True)
    name: Mapped[Name]
    media_type: Mapped[Name]
    size: Mapped[int]
    sha256: Mapped[Code]
    content: Mapped[bytes] = mapped_column(deferred=True)
    added_by: Mapped[Name]
    added_at: Mapped[datetime] = mapped_column(Moment)
