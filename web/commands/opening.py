"""What every command begins with: the configuration and its database."""

import click
from sqlalchemy.exc import OperationalError

from engine import config as configuration
from engine import migrations
from engine.config import Config
from engine.db import Database
from engine.errors import ConfigInvalid, NotFound


def opened() -> tuple[Config, Database]:
    """The configuration and the database it names, which is closed when the command ends.

    Raises:
        ConfigInvalid: a setting is wrong, or the database does not answer.
    """
    try:
        config = configuration.load()
        config.home.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise ConfigInvalid(f"AMENDS_HOME cannot be used: {wrong.filename}: {wrong.strerror}.") from wrong
    database = _connected(config)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.call_on_close(database.close)
    return config, database


def ready() -> tuple[Config, Database]:
    """As `opened`, on a schema of this version.

    Raises:
        NotFound: the schema is older or newer.
    """
    config, database = opened()
    if migrations.current(database) != migrations.head():
        raise NotFound("The database is not up to date with this version; run `amends migrate` first.")
    return config, database


def _connected(config: Config) -> Database:
    try:
        database = Database(
            config.database_url, key=config.secret_key, base_url=config.base_url, demo=config.demo, zone=config.timezone
        )
        database.engine.connect().close()
    except ModuleNotFoundError as wrong:
        raise ConfigInvalid(f"AMENDS_DATABASE_URL needs the package {wrong.name}; see docs/operating.md.") from wrong
    except OperationalError as wrong:
        raise ConfigInvalid(f"The database of AMENDS_DATABASE_URL does not answer: {_first_line(wrong)}") from wrong
    return database


def _first_line(wrong: OperationalError) -> str:
    return next(iter(str(wrong.orig).splitlines()), "")
