"""The command line: `amends COMMAND`. Every command says what it did; wrong input says what to do."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from engine import config as configuration
from engine.config import ROOT, Config
from engine.db import Database
from engine.errors import AmendsError, ContentError


class Friendly(click.Group):
    """Errors of ours are sentences for people, not tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ContentError as wrong:
            for cause in wrong.causes:
                click.echo(f"  ✗ {cause}", err=True)
            count = len(wrong.causes)
            raise click.ClickException(f"{count} cause{'s' if count > 1 else ''}; nothing was changed.") from wrong
        except AmendsError as wrong:
            raise click.ClickException(wrong.message) from wrong


@click.group(cls=Friendly, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Amends: complaint handling on ISO 10002, drawn as BPMN.

    Settings come from the environment (AMENDS_DATABASE_URL, AMENDS_HOME, AMENDS_SECRET_KEY, …; see
    docs/settings.md). A first start by hand: `amends migrate`, `amends publish`, `amends user add`,
    `amends run`.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def opened() -> tuple[Config, Database]:
    """The configuration and the database it names."""
    config = configuration.load()
    config.home.mkdir(parents=True, exist_ok=True)
    return config, open_database(config)


def open_database(config: Config) -> Database:
    return Database(config.database_url, key=config.secret_key, base_url=config.base_url, demo=config.demo)


def add_commands() -> None:
    """Each topic in its own file."""
    from web.commands import asking, content, people, serving

    for module in (serving, content, people, asking):
        for command in module.COMMANDS:
            main.add_command(command)


def fail(message: str, code: int = 1) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def pack_folder() -> Path:
    """Where the working copy of the pack lies: here, else beside the program."""
    here = Path.cwd()
    return here if (here / "bpmn").is_dir() else ROOT


Command = Callable[..., Any]

add_commands()

if __name__ == "__main__":
    main()
