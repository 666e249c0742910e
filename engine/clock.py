"""The only source of now.

`real()` is the machine's time: sessions, rate limits and back-off use it. `business()` is the
time in which complaints live: the same, but for the demo, which moves it ahead by an offset row
so that escalation can be watched.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import BigInteger, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Base, instance


class ClockOffset(Base):
    """How far the demo's business clock is ahead; at most one row."""

    __tablename__ = "clock_offset"

    id: Mapped[int] = mapped_column(primary_key=True)
    seconds: Mapped[int] = mapped_column(BigInteger)


def real() -> datetime:
    """The moment by the machine's clock, in UTC."""
    return datetime.now(UTC)


def business(session: Session) -> datetime:
    """The moment in which complaints live, in UTC."""
    return real() + offset(session)


def offset(session: Session) -> timedelta:
    """How far the business clock is ahead of the machine's; only a demo's ever is."""
    if not instance(session).demo:
        return timedelta()
    seconds = session.execute(select(ClockOffset.seconds).where(ClockOffset.id == 1)).scalar()
    return timedelta(seconds=seconds or 0)


def latest_day(now: datetime) -> date:
    """The latest day that it is anywhere at that moment: what comes after it is still to come for everybody."""
    return (now.astimezone(UTC) + timedelta(hours=14)).date()


def advance(session: Session, by: timedelta) -> datetime:
    """Move the business clock ahead and give its new moment; only the demo offers this."""
    row = session.get(ClockOffset, 1)
    if row is None:
        row = ClockOffset(id=1, seconds=0)
        session.add(row)
    row.seconds += int(by.total_seconds())
    session.flush()
    return business(session)
