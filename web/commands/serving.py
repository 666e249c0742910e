"""Starting things: run, web, worker."""

import signal
from types import FrameType

import click
from waitress.server import create_server

from engine import clock, demo, migrations
from engine.attachments import MEGABYTE
from engine.config import Config
from engine.db import Database
from engine.worker import Worker
from web.app import create_app
from web.commands.content import is_published, publish_if_new
from web.commands.opening import opened, ready
from web.posted import FILES_AT_ONCE


@click.command(short_help="Web and worker in one process, for one machine.")
def run() -> None:
    """Web and worker in one process: all that one machine needs.

    Brings the schema up to date first; the demo (AMENDS_MODE=demo) also publishes the pack that
    comes with Amends and adds its people. Serves AMENDS_HOST and AMENDS_PORT until Ctrl-C or
    SIGTERM.
    """
    config, database = opened()
    prepare(config, database)
    worker = Worker(config, database)
    worker.start()
    try:
        serve(config, database)
    finally:
        worker.stop()
        database.close()


@click.command(short_help="The pages only; start `amends worker` beside it.")
def web() -> None:
    """The pages only; start `amends worker` beside it.

    Any number may run on one PostgreSQL. Needs `amends migrate` before. Under gunicorn it is
    gunicorn "web.wsgi:application()"; see docs/operating.md.
    """
    config, database = ready()
    serve(config, database)


@click.command(short_help="Deadlines, messages and letters only.")
def worker() -> None:
    """Deadlines, messages and letters only.

    Any number may run on one PostgreSQL; they share the work by row locks. Without a worker no
    deadline fires and no letter leaves. Needs `amends migrate` before.
    """
    config, database = ready()
    one = Worker(config, database)
    stop_on_signal()
    one.start()
    click.echo("worker: ticking")
    try:
        one.wait()
    finally:
        one.stop()
        database.close()


def prepare(config: Config, database: Database) -> None:
    """Bring the schema up to date; in the demo also publish the shipped pack and add its people."""
    if migrations.current(database) != migrations.head():
        migrations.migrate(database)
    if config.demo:
        publish_if_new(database)
        password = demo.ensure(database, config.home, clock.real())
        click.echo(f"demo: sign in as any of the people shown; the password is {password}")
    elif not is_published(database):
        click.echo("nothing is published yet, so no complaint can be taken in: run `amends publish`")


def serve(config: Config, database: Database) -> None:
    """Serve the pages until a signal asks to stop."""
    app = create_app(config, database)
    server = create_server(
        app, host=config.host, port=config.port, threads=8, ident="amends",
        max_request_body_size=(FILES_AT_ONCE * config.max_upload_mb + 2) * MEGABYTE, clear_untrusted_proxy_headers=True,
    )
    stop_on_signal()
    click.echo(f"amends: http://{config.host}:{config.port}")
    server.run()
    click.echo("amends: stopped")


def stop_on_signal() -> None:
    """End as a program that was told to: the server's loop and every `finally` know what to do."""
    def told(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)
    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)


COMMANDS = [run, web, worker]
