"""Published packs: immutable, numbered, addressed by content hash."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Base, Moment
from engine.model.columns import BigId, Code, Id


class Pack(Base):
    """One published pack. `content` is its files as compressed JSON; `calendars` the working
    calendars as they were resolved at publishing, so that a library update moves no promised date."""

    __tablename__ = "pack"

    id: Mapped[Id]
    hash: Mapped[Code] = mapped_column(unique=True)
    content: Mapped[bytes]
    calendars: Mapped[str]
    note: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    current_since: Mapped[datetime] = mapped_column(Moment, index=True)
