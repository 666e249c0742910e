"""What people typed and have not sent yet."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Base, Moment
from engine.model.columns import BigId, Code, Id


class Draft(Base):
    """A task form that a person has begun; `typed` is JSON of the raw fields."""

    __tablename__ = "draft"

    task_id: Mapped[int] = mapped_column(BigId, ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("person.id"), primary_key=True)
    typed: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(Moment)


class IntakeDraft(Base):
    """A complaint being written. Its address holds the token; only the hash is kept."""

    __tablename__ = "intake_draft"

    id: Mapped[Id]
    token_hash: Mapped[Code] = mapped_column(unique=True)
    typed: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("complaint.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment, index=True)
