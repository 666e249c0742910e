"""The ground under everything: moments with a zone, transactions whole or not at all, nothing lost between two."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from engine import clock, db
from engine.clock import ClockOffset
from engine.config import ROOT
from engine.db import Database
from engine.errors import NaiveMoment
from engine.model import Attempt, Membership
from tests.databases import KEY, opened

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ROUNDS = 40

COUNTING = """
import sys
from sqlalchemy import select
from engine.clock import ClockOffset
from engine.db import Database

database = Database(sys.argv[1], key="k" * 32)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    with database.transaction() as session:
        row = session.execute(select(ClockOffset).where(ClockOffset.id == 1).with_for_update()).scalar_one()
        row.seconds = row.seconds + 1
"""


def seconds(database: Database) -> int:
    with database.reading() as session:
        return session.execute(select(ClockOffset.seconds)).scalar_one()


def keep(database: Database, moment: datetime) -> None:
    with database.transaction() as session:
        session.add(Attempt(key="k", window=moment, count=1))


def test_a_moment_without_a_zone_is_refused_wherever_it_would_be_stored(database: Database) -> None:
    with pytest.raises(StatementError) as refused:
        keep(database, NOON.replace(tzinfo=None))

    assert isinstance(refused.value.orig, NaiveMoment)


def test_a_moment_without_a_zone_is_refused_in_a_question_too(database: Database) -> None:
    with pytest.raises(StatementError) as refused, database.reading() as session:
        session.execute(select(Attempt).where(Attempt.window < NOON.replace(tzinfo=None)))

    assert isinstance(refused.value.orig, NaiveMoment)


def test_a_moment_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    keep(database, NOON.astimezone(timezone(timedelta(hours=5, minutes=30))) + timedelta(microseconds=1))

    with database.reading() as session:
        read = session.scalars(select(Attempt.window)).one()
        found = session.scalars(select(Attempt.key).where(
            Attempt.window == NOON.astimezone(timezone(timedelta(hours=-3))) + timedelta(microseconds=1)
        )).one()
    assert (read, read.tzinfo, found) == (NOON + timedelta(microseconds=1), UTC, "k")


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        session.add(ClockOffset(id=1, seconds=1))
        session.flush()
        _ = 1 // 0

    with database.reading() as session:
        assert session.get(ClockOffset, 1) is None


def test_a_row_that_names_another_which_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(Membership(person_id=7, group_id=7))


def test_an_error_does_not_list_the_values_of_its_statement(database: Database) -> None:
    with database.transaction() as session:
        session.add(Attempt(key="what Zoë wrote", window=NOON, count=1))

    with pytest.raises(IntegrityError) as refused, database.transaction() as session:
        session.add(Attempt(key="what Zoë wrote", window=NOON, count=1))

    assert "[parameters" not in str(refused.value)


def test_whoever_reads_does_not_wait_for_whoever_writes(database: Database) -> None:
    with database.transaction() as session:
        session.add(ClockOffset(id=1, seconds=1))

    with database.transaction() as session:
        session.get_one(ClockOffset, 1).seconds = 2
        session.flush()
        meanwhile = seconds(database)

    assert (meanwhile, seconds(database)) == (1, 2)


def test_two_processes_that_read_and_then_write_lose_nothing(database_url: str) -> None:
    database = opened(database_url)
    with database.transaction() as session:
        session.add(ClockOffset(id=1, seconds=0))
    processes = [
        subprocess.Popen([sys.executable, "-c", COUNTING, database_url, str(ROUNDS)], cwd=ROOT, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

    ended = [process.communicate("go\n") and process.returncode for process in processes]

    assert ended == [0, 0]
    assert seconds(database) == 2 * ROUNDS
    database.close()


def test_on_sqlite_every_acknowledged_commit_is_on_disk_and_references_hold(database: Database) -> None:
    if not database.sqlite:
        pytest.skip("settings of SQLite")

    with database.reading() as session:
        settings = {
            name: session.execute(text(f"pragma {name}")).scalar_one()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        }

    assert settings == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


def test_on_sqlite_a_second_writer_waits_at_the_start_and_is_told_when_it_takes_too_long(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL locks rows")
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.05)
    database, another = opened(database_url), opened(database_url)

    with database.transaction() as first:
        first.execute(select(ClockOffset))
        with pytest.raises(OperationalError, match="locked"), another.transaction() as second:
            second.execute(select(ClockOffset))

    database.close()
    another.close()


def test_a_transaction_inside_another_is_refused_at_once_instead_of_waiting_for_itself(database: Database) -> None:
    with database.transaction(), pytest.raises(RuntimeError, match="open already"), database.transaction():
        raise AssertionError("it was opened")

    with database.transaction() as session:
        assert session.execute(select(ClockOffset)).first() is None


def test_only_a_demos_business_clock_runs_ahead(database_url: str) -> None:
    demo, real = Database(database_url, key=KEY, demo=True), opened(database_url)

    with demo.transaction() as session:
        clock.advance(session, timedelta(days=1))
        clock.advance(session, timedelta(days=2))

    with demo.reading() as ahead, real.reading() as now:
        assert (clock.offset(ahead), clock.offset(now)) == (timedelta(days=3), timedelta())
    demo.close()
    real.close()
