"""The worker ticks by itself: it wakes cases, hands messages over, posts letters, and survives a bad tick."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from engine import cases, clock, delivery
from engine.config import Config
from engine.db import Database
from engine.model import Attempt, Entry, IntakeDraft, Message, Task
from engine.worker import Worker
from tests.databases import BASE_URL, KEY
from tests.engine.post_office import opened as post_office
from tests.engine.tiny_house import TinyHouse, task_of

LONG_AGO = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)
PATIENCE = 30
TICK = 0.05


def config(home: Path, smtp_url: str = "") -> Config:
    return Config(
        database_url="", home=home, secret_key=KEY, base_url=BASE_URL, smtp_url=smtp_url, mode="production",
        timezone="Europe/London", host="127.0.0.1", port=0, max_upload_mb=1, tick=TICK,
    )


@pytest.fixture
def house(database: Database) -> TinyHouse:
    with database.transaction() as session:
        return TinyHouse(session)


@pytest.fixture
def running(database: Database, tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(config(tmp_path), database)
    worker.start()
    yield worker
    worker.stop()


def wait_for(what: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "it never happened"
        time.sleep(TICK)


def kinds(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Entry.kind)))


def test_deadlines_and_messages_need_nobody(database: Database, house: TinyHouse, running: Worker) -> None:
    with database.transaction() as session:
        house.opened(session, LONG_AGO)
        fresh = house.opened(session, clock.real())
        cases.receive(session, fresh.case_id, "more_info", {"text": "More."}, clock.real())

    wait_for(lambda: {"timer.fired", "message.taken"} <= kinds(database))

    with database.reading() as session:
        assert sorted(session.scalars(select(Task.name).where(Task.status == "open"))) == [
            "Look at what was left", "Look into it"]


def test_a_tick_that_fails_is_followed_by_the_next(database: Database, house: TinyHouse, running: Worker) -> None:
    """Here a table is gone for a while, as when a database is restored."""
    with database.transaction() as session:
        session.execute(text("alter table run rename to run_away"))
    time.sleep(5 * TICK)

    with database.transaction() as session:
        session.execute(text("alter table run_away rename to run"))
        house.opened(session, LONG_AGO)

    wait_for(lambda: "timer.fired" in kinds(database))


def test_letters_are_posted_in_the_name_of_the_instance(database: Database, house: TinyHouse, tmp_path: Path) -> None:
    with database.transaction() as session:
        house.opened(session, clock.real(), "carla@home.example")

    with post_office() as office:
        sent = Worker(config(tmp_path, office.url), database).post()

    assert sent == 1
    assert office.mails[0]["From"] == "Complaints <complaints@amends.test>"


def test_a_mail_server_that_hangs_delays_no_deadline(database: Database, house: TinyHouse, tmp_path: Path) -> None:
    with database.transaction() as session:
        house.opened(session, LONG_AGO, "carla@home.example")

    with post_office() as office:
        worker = Worker(config(tmp_path, office.url), database)
        office.meanwhile = lambda: wait_for(lambda: "timer.fired" in kinds(database))
        worker.start()
        try:
            wait_for(lambda: "letter.sent" in kinds(database))
        finally:
            worker.stop()

    assert len(office.mails) == 1


def test_old_counters_and_abandoned_drafts_are_forgotten(database: Database, house: TinyHouse, tmp_path: Path) -> None:
    old, now = clock.real() - timedelta(days=20), clock.real()
    with database.transaction() as session:
        session.add_all([
            Attempt(key="old", window=old, count=1), Attempt(key="new", window=now, count=1),
            IntakeDraft(token_hash="old", typed="{}", saved_at=old),
            IntakeDraft(token_hash="new", typed="{}", saved_at=now),
        ])

    Worker(config(tmp_path), database).tidy()

    with database.reading() as session:
        assert session.scalars(select(Attempt.key)).all() == ["new"]
        assert session.scalars(select(IntakeDraft.token_hash)).all() == ["new"]


def test_a_stopped_worker_leaves_what_comes_later_to_others(
    database: Database, house: TinyHouse, tmp_path: Path
) -> None:
    worker = Worker(config(tmp_path), database)
    worker.start()
    worker.stop()
    worker.wait()

    with database.transaction() as session:
        case = house.opened(session, LONG_AGO)
    time.sleep(3 * TICK)

    with database.reading() as session:
        assert task_of(session, case.case_id).name == "Look into it"
        assert session.scalars(select(Message.status)).all() == ["paper"]
    assert delivery.hand_over(database) == 0
