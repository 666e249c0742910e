"""Schema and packs: migrate, publish."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from engine import clock, migrations, packs, people, proofs, publishing
from engine.contract import INTAKE_GROUP
from engine.db import Database
from engine.errors import NotFound
from engine.packs import Pack
from engine.people import SYSTEM
from web.commands.folders import FOLDER, pack_folder
from web.commands.opening import opened, ready


@click.command(short_help="Create the tables, or bring them up to date.")
def migrate() -> None:
    """Create the tables, or bring them up to date with this version.

    Run it before `amends web` and `amends worker` of a new version start, while none of the old one
    runs. `amends run` does it by itself. What is up to date stays as it is.
    """
    _, database = opened()
    click.echo(f"schema: {migrations.migrate(database)}")


@click.command(short_help="Check a pack; new cases then follow it.")
@FOLDER
@click.option("--note", default="", help="What changed and why; kept with the published pack.")
def publish(folder: Path | None, note: str) -> None:
    """Check the pack in FOLDER (bpmn/ and forms/) and make it the one that new cases follow.

    Running cases stay on the pack they started with; nothing has to be restarted. When something is
    wrong, every cause is shown, nothing changes, and the exit code is 1. Publishing a former pack
    again makes new cases follow that one; publishing the current one changes nothing. Without FOLDER:
    as for `amends check`.
    """
    _, database = ready()
    pack = packs.read_folder(folder or pack_folder())
    with database.reading() as session:
        number, before = _current(session)
    if before is not None and before.hash == pack.hash:
        click.echo(f"this is pack {number} already ({pack.hash[:12]}), which new cases follow; nothing was changed")
        return
    publishing.examine(pack)
    with database.transaction() as session:
        gone = _no_longer_promised(session, pack)
        row = publishing.publish(session, pack, SYSTEM, clock.business(session), note)
        click.echo(f"published as pack {row.id} ({row.hash[:12]}); new cases follow it")
        if gone:
            click.echo(f"no longer promised: {', '.join(gone)}")
        if empty := _without_people(session, pack):
            click.echo(f"nobody works yet in: {', '.join(empty)}; see `amends user add --help`")


def publish_if_new(database: Database) -> None:
    """The demo's first start: publish the shipped pack when nothing is published."""
    if not is_published(database):
        pack = packs.read_folder(pack_folder())
        publishing.examine(pack)
        with database.transaction() as session:
            publishing.publish(session, pack, SYSTEM, clock.business(session), "first")


def is_published(database: Database) -> bool:
    """Whether new cases have a pack to follow."""
    with database.reading() as session:
        return _current(session)[1] is not None


def _current(session: Session) -> tuple[int, Pack | None]:
    """The pack that new cases follow until now, with its number; none before the first is published."""
    try:
        return publishing.current(session)
    except NotFound:
        return 0, None


def _no_longer_promised(session: Session, pack: Pack) -> list[str]:
    """Ids of the promises that the pack new cases follow until now makes, and this one does not."""
    before = _current(session)[1]
    if before is None:
        return []
    kept = {one.id for one in _promises(pack)}
    return [one.id for one in _promises(before) if one.id not in kept]


def _promises(pack: Pack) -> tuple[proofs.Promise, ...]:
    data = pack.files.get(proofs.FILE)
    return proofs.read(data) if data is not None else ()


def _without_people(session: Session, pack: Pack) -> list[str]:
    """Groups that the pack gives work to and in which nobody is: cases would stop there."""
    lanes = {INTAKE_GROUP} | {element.lane for element in pack.elements.values() if element.lane}
    return [lane for lane in sorted(lanes) if not people.members(session, lane)]


COMMANDS = [migrate, publish]
