"""What every command begins with: the configuration, its database, the working copy of the pack."""

from pathlib import Path

from engine import config as configuration
from engine import migrations
from engine.config import ROOT, Config
from engine.db import Database
from engine.errors import NotFound


def opened() -> tuple[Config, Database]:
    """The configuration and the database it names."""
    config = configuration.load()
    config.home.mkdir(parents=True, exist_ok=True)
    return config, Database(config.database_url, key=config.secret_key, base_url=config.base_url, demo=config.demo)


def ready() -> tuple[Config, Database]:
    """As `opened`, on a schema of this version.

    Raises:
        NotFound: the schema is older or newer.
    """
    config, database = opened()
    if migrations.current(database) != migrations.head():
        raise NotFound("The database is not up to date with this version; run `amends migrate` first.")
    return config, database


def pack_folder() -> Path:
    """Where the working copy of the pack lies: here, else beside the program."""
    here = Path.cwd()
    return here if (here / "bpmn").is_dir() else ROOT
