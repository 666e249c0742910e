"""How often something may be tried: counters in windows of real time, under keyed hashes (S11, S32)."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from engine.db import instance
from engine.errors import TooOften
from engine.model import Attempt
from engine.sealing import keyed_hash

WINDOW = timedelta(hours=1)


def count(session: Session, purpose: str, who: str, limit: int, now: datetime) -> None:
    """Count one try; the counter must be committed also when the try fails.

    Raises:
        TooOften: more than `limit` tries in this hour.
    """
    window = now.replace(minute=0, second=0, microsecond=0)
    key = keyed_hash(instance(session).key, f"limit/{purpose}/{window:%Y%m%d}", who)
    dialect = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = dialect(Attempt).values(key=key, window=window, count=1)
    statement = statement.on_conflict_do_update(index_elements=["key", "window"], set_={"count": Attempt.count + 1})
    session.execute(statement)
    tries = session.execute(select(Attempt.count).where(Attempt.key == key, Attempt.window == window)).scalar_one()
    if tries > limit:
        raise TooOften(retry_after=int((window + WINDOW - now).total_seconds()) + 1)


def uncount(session: Session, purpose: str, who: str, now: datetime) -> None:
    """Take back a try that turned out right."""
    window = now.replace(minute=0, second=0, microsecond=0)
    key = keyed_hash(instance(session).key, f"limit/{purpose}/{window:%Y%m%d}", who)
    session.execute(
        update(Attempt).where(Attempt.key == key, Attempt.window == window, Attempt.count > 0)
        .values(count=Attempt.count - 1)
    )


def forget(session: Session, now: datetime) -> None:
    """Drop counters of past windows; nothing about an address is kept for longer than a day (S32)."""
    session.execute(delete(Attempt).where(Attempt.window < now - timedelta(hours=23)))
