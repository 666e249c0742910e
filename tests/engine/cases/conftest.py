"""The shipped pack, published on a fresh database, with its fixed cast of people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import pytest
from argon2 import PasswordHasher

from engine import packs, people, publishing
from engine.db import Database
from engine.packs import Pack
from engine.people import SYSTEM
from tests.engine.cases.office import Office
from tests.packs import SMALL

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="session")
def quick_hashing() -> Iterator[None]:
    """A password takes 150 ms to hash, on purpose; nothing here is about that."""
    slow = people.signing_in._hasher
    people.signing_in._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    people.signing_in._hasher = slow


@cache
def shipped() -> Pack:
    return packs.read_folder(SMALL)


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """An organisation with the shipped pack and one person per group."""
    with database.transaction() as session:
        publishing.publish(session, shipped(), SYSTEM, MONDAY)
        cast = Office.hire(session, MONDAY)
    yield Office(database, cast, MONDAY)
