"""Schema and packs: migrate, check, publish."""

import json
from pathlib import Path

import click

from engine import check as checks
from engine import clock, migrations, packs, publishing
from engine.db import Database
from engine.errors import Cause, ContentError, NotFound
from engine.people import SYSTEM
from web.commands.opening import opened, pack_folder

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)


@click.command()
def migrate() -> None:
    """Create the tables, or bring them up to date with this version."""
    _, database = opened()
    click.echo(f"schema: {migrations.migrate(database)}")


@click.command()
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print {\"ok\": …, \"findings\": […]} for other programs.")
def check(folder: Path | None, as_json: bool) -> None:
    """Look for everything that would keep the pack in FOLDER (bpmn/ and forms/) from running.

    Exit code 0 only when nothing was found.
    """
    causes = _causes(folder)
    if as_json:
        findings = [
            {"rule": c.rule, "severity": "error", "file": c.file, "element": c.element, "message": c.message,
             "repair": c.repair, "path": []} for c in causes
        ]
        click.echo(json.dumps({"ok": not causes, "findings": findings}, indent=2, ensure_ascii=False))
    else:
        for cause in causes:
            click.echo(f"  ✗ {cause}")
        click.echo(f"{len(causes)} found" if causes else "nothing found: this pack can be published")
    if causes:
        raise SystemExit(1)


@click.command()
@FOLDER
@click.option("--note", default="", help="What changed and why; kept with the published pack.")
def publish(folder: Path | None, note: str) -> None:
    """Check the pack in FOLDER and make it the one that new cases follow.

    Running cases stay on the pack they started with. When something is wrong, every cause is shown
    and nothing changes.
    """
    _, database = opened()
    pack = packs.read_folder(folder or pack_folder())
    with database.transaction() as session:
        row = publishing.publish(session, pack, SYSTEM, clock.business(session), note)
        click.echo(f"published as pack {row.id} ({row.hash[:12]}); new cases follow it")


def publish_if_new(database: Database) -> None:
    """The demo's first start: publish the shipped pack when nothing is published."""
    with database.transaction() as session:
        try:
            publishing.current(session)
        except NotFound:
            publishing.publish(session, packs.read_folder(pack_folder()), SYSTEM, clock.business(session), "first")


def _causes(folder: Path | None) -> list[Cause]:
    try:
        return checks.check(packs.read_folder(folder or pack_folder()))
    except ContentError as wrong:
        return list(wrong.causes)


COMMANDS = [migrate, check, publish]
