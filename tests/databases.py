"""Fresh databases for tests, fast: the schema is made once per process and copied for each test.

Both kinds hand out addresses; `opened` is the one place that turns an address into a Database.
"""

import os
import shutil
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from engine import migrations
from engine.db import Database

KEY = "a key for tests only, of more than 32 characters"
BASE_URL = "http://amends.test"


class Databases(Protocol):
    """Where fresh databases of one kind come from."""

    def fresh(self) -> str:
        """The address of a new database with the schema and no rows."""

    def drop(self, url: str) -> None:
        """Remove it; nobody uses it any more."""

    def close(self) -> None:
        """Remove what was kept to copy from."""


def opened(url: str) -> Database:
    """The database at an address, for the one instance that tests play."""
    return Database(url, key=KEY, base_url=BASE_URL)


def make_schema(url: str) -> None:
    """Bring an empty database to the schema of today, by its migrations."""
    database = opened(url)
    migrations.migrate(database)
    database.close()


class Sqlite:
    """A file to copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._template = folder / "template.db"
        make_schema(f"sqlite:///{self._template}")

    def fresh(self) -> str:
        file = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._template, file)
        return f"sqlite:///{file}"

    def drop(self, url: str) -> None:
        file = make_url(url).database or ""
        for ending in ("", "-wal", "-shm"):
            Path(file + ending).unlink(missing_ok=True)

    def close(self) -> None:
        self.drop(f"sqlite:///{self._template}")


class Postgresql:
    """A template database on a server where this process may make and drop databases."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._numbers = count()
        self._prefix = f"amends_test_{os.getpid()}"
        self._admin = psycopg.connect(server, autocommit=True)
        self._template = f"{self._prefix}_template"
        self._do("CREATE DATABASE {}", self._template)
        make_schema(self._url(self._template))

    def fresh(self) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._do("CREATE DATABASE {} TEMPLATE {}", name, self._template)
        return self._url(name)

    def drop(self, url: str) -> None:
        self._do("DROP DATABASE {} WITH (FORCE)", make_url(url).database or "")

    def close(self) -> None:
        self._do("DROP DATABASE {}", self._template)
        self._admin.close()

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _do(self, command: str, *names: str) -> None:
        self._admin.execute(sql.SQL(command).format(*map(sql.Identifier, names)))
