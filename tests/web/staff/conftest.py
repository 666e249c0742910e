"""The staff's pages over the organisation of the case tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from engine.config import Config
from tests.databases import BASE_URL, KEY
from tests.engine.cases.conftest import MONDAY, office, quick_hashing
from tests.engine.cases.office import Office
from tests.web.staff.desk import Desk
from web.app import create_app

__all__ = ["office", "quick_hashing"]


@pytest.fixture
def database_url(_databases: Any) -> Iterator[str]:
    """One kind of database: no page differs by it; what changes cases is tested on both (test_tasks)."""
    url = _databases["sqlite"].fresh()
    yield url
    _databases["sqlite"].drop(url)


def config(home: Path, mode: str) -> Config:
    return Config(
        database_url="", home=home, secret_key=KEY, base_url=BASE_URL, smtp_url="", mode=mode, timezone="Europe/London",
        host="127.0.0.1", port=0, max_upload_mb=1, tick=1,
    )


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The machine's clock stands still at Monday nine o'clock until a test moves it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(clock: time_machine.Traveller, office: Office, tmp_path: Path) -> Desk:
    """The application as an organisation runs it."""
    return Desk(office, create_app(config(tmp_path, "production"), office.database), clock)


@pytest.fixture
def demo_desk(clock: time_machine.Traveller, office: Office, tmp_path: Path) -> Desk:
    """The application as the demo runs it."""
    (tmp_path / "demo_password.txt").write_text("a long password\n")
    return Desk(office, create_app(config(tmp_path, "demo"), office.database), clock)
