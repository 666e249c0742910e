"""How often something may be tried, counted by hour without keeping who tried."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from engine import limits
from engine.db import Database
from engine.errors import TooOften
from engine.model import Attempt

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HALF_PAST = NOON + timedelta(minutes=30)


def attempt(database: Database, who: str = "203.0.113.7", purpose: str = "follow", limit: int = 3,
            now: datetime = NOON) -> None:
    with database.transaction() as session:
        limits.count(session, purpose, who, limit, now)


def attempts(database: Database) -> list[int]:
    with database.reading() as session:
        return sorted(session.scalars(select(Attempt.count)))


def test_as_many_tries_as_the_limit_says_and_no_more(database: Database) -> None:
    for _ in range(3):
        attempt(database)

    with pytest.raises(TooOften):
        attempt(database)


def test_whoever_tried_too_often_learns_when_to_come_back(database: Database) -> None:
    for _ in range(3):
        attempt(database, now=HALF_PAST)

    with pytest.raises(TooOften) as refused:
        attempt(database, now=HALF_PAST)

    wait = timedelta(seconds=refused.value.about["retry_after"])
    attempt(database, now=HALF_PAST + wait)
    assert wait <= timedelta(minutes=31)


def test_one_person_and_one_purpose_do_not_use_up_anothers_tries(database: Database) -> None:
    for _ in range(3):
        attempt(database)

    attempt(database, who="203.0.113.8")
    attempt(database, purpose="sign-in")

    assert attempts(database) == [1, 1, 3]


def test_who_tried_is_not_kept_and_differs_from_day_to_day(database: Database) -> None:
    attempt(database)
    attempt(database, now=NOON + timedelta(days=1))

    with database.reading() as session:
        keys = list(session.scalars(select(Attempt.key)))

    assert len(set(keys)) == 2
    assert not any("203" in key for key in keys)


def test_counters_are_gone_within_a_day(database: Database) -> None:
    attempt(database)
    attempt(database, now=NOON + timedelta(hours=20))

    with database.transaction() as session:
        limits.forget(session, NOON + timedelta(hours=24))

    with database.reading() as session:
        assert session.scalars(select(Attempt.window)).all() == [NOON + timedelta(hours=20)]


def test_a_try_that_was_undone_with_its_transaction_was_not_counted(database: Database) -> None:
    """That is why whoever counts commits before the try itself may fail."""
    attempt(database)

    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        limits.count(session, "follow", "203.0.113.7", 3, NOON)
        session.execute(update(Attempt).values(count=1 // 0))

    assert attempts(database) == [1]
