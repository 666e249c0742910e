"""What every test may ask for: a fresh database of each kind, a transaction on it, a browser.

A test that asks for none of them starts none. What this machine lacks is skipped, and said at the
end of the run.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tools import chromium, postgres

# Databases and browsers are imported by the fixtures that need them: the rest starts in half the time.
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from sqlalchemy.orm import Session

    from engine.db import Database
    from tests.databases import Databases

UNTESTED = "NOT TESTED HERE"


def pytest_configure(config: pytest.Config) -> None:
    """Settings of the person who runs the tests do not leak into them."""
    for name in [name for name in os.environ if name.startswith("AMENDS_") and not name.startswith("AMENDS_TEST_")]:
        del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m "not postgresql and not browser"` leaves what needs nothing but Python."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested for want of something on this machine."""
    reasons = Counter(
        report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and UNTESTED in report.longrepr[2]
    )
    for reason, tests in reasons.items():
        terminalreporter.write_line(f"{reason} ({tests} tests)", red=True, bold=True)


@pytest.fixture(scope="session")
def _databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Kinds]:
    with ExitStack() as stack:
        yield _Kinds(stack, tmp_path_factory)


class _Kinds:
    """Sources of databases, each started when the first test asks for it."""

    def __init__(self, stack: ExitStack, folders: pytest.TempPathFactory) -> None:
        self._stack, self._folders = stack, folders
        self._known: dict[str, Databases | postgres.PostgresMissing] = {}

    def __getitem__(self, kind: str) -> Databases:
        if kind not in self._known:
            try:
                self._known[kind] = self._start(kind)
            except postgres.PostgresMissing as missing:
                self._known[kind] = missing
        found = self._known[kind]
        if isinstance(found, postgres.PostgresMissing):
            pytest.skip(f"{UNTESTED}: PostgreSQL: {found}")
        return found

    def _start(self, kind: str) -> Databases:
        from tests.databases import Postgresql, Sqlite

        if kind == "sqlite":
            found: Databases = Sqlite(self._folders.mktemp("sqlite"))
        else:
            found = Postgresql(self._stack.enter_context(postgres.serving()))
        self._stack.callback(found.close)
        return found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, _databases: _Kinds) -> Iterator[str]:
    """The address of a fresh database with the schema, of each kind in turn."""
    source = _databases[request.param]
    url = source.fresh()
    yield url
    source.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with the schema, of each kind in turn."""
    from tests.databases import opened

    database = opened(database_url)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction on a fresh database; committed when the test passes."""
    with database.transaction() as session:
        yield session


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, started once."""
    program = chromium.find()
    if program is None:
        pytest.skip(f"{UNTESTED}: pages in a browser: no Chromium; name one in {chromium.VARIABLE}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a visitor whom no other test knows."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
