"""A database that is busy or gone: said with 503 and when to try again, nothing half-written (R9, R10)."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engine import clock, db, migrations, packs, people, public, publishing
from engine.db import Database
from engine.model import Attempt, IntakeDraft
from engine.people import SYSTEM
from tests.databases import KEY
from tests.engine.cases.conftest import MONDAY
from tests.packs import SMALL
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
        publishing.publish(session, packs.read_folder(SMALL), SYSTEM, MONDAY)
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


def test_a_wrong_code_is_counted_and_costs_no_lock(client: FlaskClient, database: Database) -> None:
    """A page must not wait for a transaction of its own: on SQLite that took ten seconds of everybody's."""
    answer = client.post("/follow/C-2026-AAAAAA/WRONG/do/more_info", data={"text": "Hello"})

    assert answer.status_code == 404
    with database.reading() as session:
        assert session.execute(select(func.sum(Attempt.count))).scalar_one() == 1


def test_somebody_signed_in_can_use_the_public_form_too(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        people.add(session, "Ina", "ina@office.example", "a long password", ["Intake"], clock.real())
        token = people.sign_in(session, "ina@office.example", "a long password", "", clock.real())
    client.set_cookie(door.COOKIE, token)

    assert client.post("/complain", data={"description": ""}).status_code == 422


@pytest.mark.parametrize(("body", "kind"), [
    (b"half a part", "multipart/form-data"), (b"--x\r\nnothing", "multipart/form-data; boundary=x"),
    (b"--x\r\n\r\nno name\r\n--x--\r\n", "multipart/form-data; boundary=x"),
])
def test_a_body_that_is_no_form_is_a_bad_request(client: FlaskClient, body: bytes, kind: str) -> None:
    assert client.post("/complain", data=body, content_type=kind).status_code in (400, 422)


def test_a_number_that_no_database_holds_is_no_address(client: FlaskClient) -> None:
    for address in (f"/tasks/{10**30}", f"/files/{10**30}", f"/incidents?after={10**30}", "/cases/a%00b"):
        assert client.get(address).status_code in (303, 404)


def test_a_page_that_breaks_writes_no_address_into_the_log(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "status", lambda *_: 1 / 0)

    answer = create_app(config(tmp_path, "production"), database).test_client().get("/follow/C-2026-AAAAAA/SECRETCODE")

    assert answer.status_code == 500
    assert "public.status" in caplog.text and "SECRETCODE" not in caplog.text


def test_a_database_that_is_gone_is_said_the_same_way(patient: None, tmp_path: Path) -> None:
    gone = Database("postgresql://nobody@127.0.0.1:1/amends?connect_timeout=1", key=KEY)
    app: Flask = create_app(config(tmp_path, "production"), gone)

    client = app.test_client()
    client.set_cookie(door.COOKIE, "somebody")

    for address in ("/how", "/inbox", "/health"):
        answer = client.get(address)

        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
