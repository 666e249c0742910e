"""People and the demo's clock: user, clock."""

from datetime import timedelta

import click
from sqlalchemy import select

from engine import clock as clocks
from engine import people
from engine.errors import NotFound, Refused
from engine.model import Person
from web.commands.opening import opened


@click.group()
def user() -> None:
    """People who work with complaints, and their groups (the lanes of the diagrams)."""


@user.command("add")
@click.argument("email")
@click.option("--name", prompt=True, help="As colleagues and complainants read it.")
@click.option("--group", "groups", multiple=True, help="A lane of the diagrams; may be given several times.")
@click.password_option(help="Asked for when it is not given.")
def add(email: str, name: str, groups: tuple[str, ...], password: str) -> None:
    """Add a person, e.g. `amends user add eve@example.org --name "Eve Lund" --group Handler`."""
    if len(password) < 10:
        raise Refused("A password has at least 10 characters.")
    _, database = opened()
    with database.transaction() as session:
        if session.execute(select(Person.id).where(Person.email == email.strip().lower())).first():
            raise Refused(f"{email} is there already; see `amends user list`.")
        person = people.add(session, name, email, password, groups, clocks.real())
        click.echo(f"{person.name} <{person.email}>: {', '.join(groups) or 'no group yet'}")


@user.command("list")
def list_people() -> None:
    """Everybody, with their groups."""
    _, database = opened()
    with database.reading() as session:
        for person in session.scalars(select(Person).order_by(Person.name)):
            state = "" if person.active else "  (not active)"
            groups = ", ".join(sorted(people.lanes(session, person.id)))
            click.echo(f"{person.name:28} {person.email:36} {groups}{state}")


@user.command("groups")
@click.argument("email")
@click.argument("groups", nargs=-1)
def groups(email: str, groups: tuple[str, ...]) -> None:
    """Put a person into exactly these GROUPS."""
    _, database = opened()
    with database.transaction() as session:
        people.set_groups(session, _find(session, email), groups)
        click.echo(f"{email}: {', '.join(groups) or 'no group'}")


@user.command("password")
@click.argument("email")
@click.password_option()
def password(email: str, password: str) -> None:
    """Give a new password; every sign-in of the person ends."""
    _, database = opened()
    with database.transaction() as session:
        people.set_password(session, _find(session, email), password, clocks.real())
        click.echo(f"{email}: new password set")


@user.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Let a person sign in no more; what they did stays in the journal."""
    _, database = opened()
    with database.transaction() as session:
        _find(session, email).active = False
        click.echo(f"{email}: not active any more")


@click.command()
@click.option("--hours", type=int, default=0)
@click.option("--days", type=int, default=0)
@click.option("--weeks", type=int, default=0)
def clock(hours: int, days: int, weeks: int) -> None:
    """Show the moment in which complaints live; in the demo, move it ahead."""
    config, database = opened()
    by = timedelta(hours=hours, days=days, weeks=weeks)
    if by and not config.demo:
        raise Refused("Only the demo's clock can be moved (AMENDS_MODE=demo).")
    if by < timedelta():
        raise Refused("The clock only moves ahead.")
    with database.transaction() as session:
        now = clocks.advance(session, by) if by else clocks.business(session)
        click.echo(now.isoformat(timespec="seconds"))


def _find(session: object, email: str) -> Person:
    found = session.execute(select(Person).where(Person.email == email.strip().lower())).scalar()  # type: ignore[attr-defined]
    if found is None:
        raise NotFound(f"Nobody has the address {email}; see `amends user list`.")
    return found  # type: ignore[no-any-return]


COMMANDS = [user, clock]
