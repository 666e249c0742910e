"""Schema changes, one small step a file; `amends migrate` brings a database up to date."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.db import Database

HERE = Path(__file__).parent


def migrate(database: Database) -> str:
    """Bring the schema up to date; gives the revision it is at."""
    with database.engine.begin() as connection:
        config = _config(connection)
        command.upgrade(config, "head")
    return head()


def current(database: Database) -> str | None:
    """The revision a database is at, None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The newest revision."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config(connection: Any = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config
