"""A database that is busy or gone: said with 503 and when to try again, nothing half-written (R9, R10)."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engine import db, migrations, packs, publishing
from engine.config import ROOT
from engine.db import Database
from engine.model import IntakeDraft
from engine.people import SYSTEM
from tests.databases import KEY
from tests.engine.cases.conftest import MONDAY
from tests.web.staff.conftest import config
from web import door
from web.app import create_app

ANSWERS = {"description": "I was charged twice.", "topic": "payments"}


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer waits ten seconds for its turn; here a moment is enough."""
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.2)


@pytest.fixture
def database(patient: None, tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'amends.db'}", key=KEY)
    migrations.migrate(database)
    with database.transaction() as session:
        publishing.publish(session, packs.read_folder(ROOT), SYSTEM, MONDAY)
    yield database
    database.close()


@pytest.fixture
def client(database: Database, tmp_path: Path) -> FlaskClient:
    return create_app(config(tmp_path, "production"), database).test_client()


@pytest.fixture
def backup(database: Database, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody who holds the database for themselves."""
    connection = sqlite3.connect(tmp_path / "amends.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


def drafts(database: Database) -> int:
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(IntakeDraft)).scalar_one()


def test_a_busy_database_is_said_with_the_time_to_try_again_and_nothing_is_half_written(
    client: FlaskClient, database: Database, backup: sqlite3.Connection
) -> None:
    answer = client.post("/complain", data=ANSWERS)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Nothing was changed" in answer.text
    assert drafts(database) == 0


def test_pages_can_be_read_while_somebody_writes(client: FlaskClient, backup: sqlite3.Connection) -> None:
    assert client.get("/complain").status_code == 200
    assert client.get("/how").status_code == 200


def test_the_same_form_goes_through_as_soon_as_the_database_is_free(
    client: FlaskClient, database: Database, backup: sqlite3.Connection
) -> None:
    assert client.post("/complain", data=ANSWERS).status_code == 503
    backup.execute("ROLLBACK")

    answer = client.post("/complain", data=ANSWERS)

    assert answer.status_code == 303
    assert drafts(database) == 1


def test_a_database_that_is_gone_is_said_the_same_way(patient: None, tmp_path: Path) -> None:
    gone = Database("postgresql://nobody@127.0.0.1:1/amends?connect_timeout=1", key=KEY)
    app: Flask = create_app(config(tmp_path, "production"), gone)

    client = app.test_client()
    client.set_cookie(door.COOKIE, "somebody")

    for address in ("/how", "/inbox", "/health"):
        answer = client.get(address)

        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
