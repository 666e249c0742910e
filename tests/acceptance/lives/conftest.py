"""The town on a fresh database of one kind; what differs between databases is tested below the pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import demo
from engine.db import Database
from engine.packs import Pack
from engine.people import signing_in
from tests.acceptance.lives.town import Town
from tests.databases import BASE_URL, KEY
from tests.engine.cases.conftest import quick_hashing

__all__ = ["quick_hashing"]


@pytest.fixture(autouse=True, scope="session")
def quick_demo(quick_hashing: None) -> None:
    """The demo's password, too, is hashed quickly here."""
    demo._hasher = signing_in._hasher


@pytest.fixture
def town(_databases: Any, tmp_path: Path) -> Iterator[Town]:
    yield from opened_town(_databases, tmp_path)


def opened_town(databases: Any, home: Path, pack: Pack | None = None) -> Iterator[Town]:
    """The town on a database of its own; the doctor looks at it in the end."""
    source = databases["sqlite"]
    url = source.fresh()
    database = Database(url, key=KEY, base_url=BASE_URL, demo=True, zone="Europe/London")
    town = Town(database, home, pack=pack)
    yield town
    assert town.faults() == [], "after every life the doctor finds nothing"
    database.close()
    source.drop(url)
