"""The command line: `amends COMMAND`. Every command says what it did; wrong input says what to do."""

import logging
from importlib import import_module
from typing import Any

import click

from engine.errors import AmendsError, ContentError

MODULES = {
    "run": "serving", "web": "serving", "worker": "serving",
    "check": "checking", "migrate": "content", "publish": "content", "decide": "deciding",
    "user": "people", "clock": "people", "import": "asking", "doctor": "asking", "bench": "asking",
}
"""In which module of web/commands/ a command is. Only that one is imported: who draws runs `check` all the
time, and does not wait for what the pages and the database need."""


class Friendly(click.Group):
    """Errors of ours are sentences for people, not tracebacks."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        commands: list[click.Command] = import_module(f"web.commands.{MODULES[cmd_name]}").COMMANDS
        return next(one for one in commands if one.name == cmd_name)

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
    # Its lines at every tick say nothing; what goes wrong in a tick is logged by the worker itself.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


if __name__ == "__main__":
    main()
