"""People and the demo's clock: user, clock."""

from collections.abc import Sequence
from datetime import timedelta

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, people
from engine import clock as clocks
from engine.db import Database
from engine.errors import Refused, StepFailed
from engine.model import Group, Person
from web.commands import duties
from web.commands.duties import find as _find
from web.commands.opening import ready

SHORTEST = 10


@click.group(short_help="People and their groups.")
def user() -> None:
    """People who work with complaints, and their groups.

    A group is a lane of the diagrams, by its name there: whoever is in it sees and does its tasks.
    """


@user.command("add", short_help="Add a person with their groups.")
@click.argument("email")
@click.option("--name", prompt=True, help="As colleagues and complainants read it.")
@click.option("--group", "groups", multiple=True, help="A lane of the diagrams; may be given several times.")
@click.password_option(help="Asked for when it is not given.")
def add(email: str, name: str, groups: tuple[str, ...], password: str) -> None:
    """Add a person who signs in as EMAIL.

    For example: amends user add eve@example.org --name "Eve Lund" --group Handler --group Reviewer
    """
    _require_long(password)
    _, database = ready()
    with database.transaction() as session:
        if session.execute(select(Person.id).where(Person.email == email.strip().lower())).first():
            raise Refused(f"{email} is there already; see `amends user list`.")
        _tell_new(session, groups)
        person = people.add(session, name, email, password, groups, clocks.real())
        click.echo(f"{person.name} <{person.email}>: {', '.join(groups) or 'no group yet'}")


@user.command("list")
def list_people() -> None:
    """Everybody, with their groups."""
    _, database = ready()
    with database.reading() as session:
        for person in session.scalars(select(Person).order_by(Person.name)):
            state = "" if person.active else "  (not active)"
            groups = ", ".join(sorted(people.lanes(session, person.id)))
            click.echo(f"{person.name:28} {person.email:36} {groups}{state}")


@user.command("groups", short_help="Put a person into exactly these groups.")
@click.argument("email")
@click.argument("groups", nargs=-1)
def groups(email: str, groups: tuple[str, ...]) -> None:
    """Put a person into exactly these GROUPS and take them out of all others.

    A name with a blank stands in quotes: amends user groups eve@example.org Handler "Team lead"
    """
    _, database = ready()
    with database.transaction() as session:
        person = _find(session, email)
        _tell_new(session, groups)
        people.set_groups(session, person, groups)
        click.echo(f"{email}: {', '.join(groups) or 'no group'}")


@user.command("password")
@click.argument("email")
@click.password_option(help="Asked for when it is not given.")
def password(email: str, password: str) -> None:
    """Give a new password; every sign-in of the person ends."""
    _require_long(password)
    _, database = ready()
    with database.transaction() as session:
        people.set_password(session, _find(session, email), password, clocks.real())
        click.echo(f"{email}: new password set")


@user.command("deactivate", short_help="Let a person sign in no more.")
@click.argument("email")
def deactivate(email: str) -> None:
    """Let a person sign in no more; what they did stays in the journal.

    Tasks they have taken are free for their groups; the open cases they own get other owners.
    """
    _, database = ready()
    with database.transaction() as session:
        person = _find(session, email)
        people.deactivate(session, person, clocks.real())
        click.echo(f"{email}: not active any more")
    with database.reading() as session:
        left = cases.owned(session, person.id)
    _find_owners(database, left)


@user.command("activate", short_help="Let a deactivated person sign in again.")
@click.argument("email")
def activate(email: str) -> None:
    """Let a deactivated person sign in again, with the password and groups they had."""
    _, database = ready()
    with database.transaction() as session:
        _find(session, email).active = True
        click.echo(f"{email}: active again")


@click.command(short_help="Show the moment in which complaints live; move the demo's.")
@click.option("--hours", type=int, default=0, help="Move it ahead by so many hours.")
@click.option("--days", type=int, default=0, help="Move it ahead by so many days.")
@click.option("--weeks", type=int, default=0, help="Move it ahead by so many weeks.")
def clock(hours: int, days: int, weeks: int) -> None:
    """Show the moment in which complaints live; in the demo, move it ahead.

    Deadlines that pass meanwhile fire at the worker's next tick, each as of its own moment. The
    clock cannot be set back; `./run --reset` starts a new demo.
    """
    config, database = ready()
    by = timedelta(hours=hours, days=days, weeks=weeks)
    if by and not config.demo:
        raise Refused("Only the demo's clock can be moved (AMENDS_MODE=demo).")
    if by < timedelta():
        raise Refused("The clock only moves ahead.")
    with database.transaction() as session:
        now = clocks.advance(session, by) if by else clocks.business(session)
        click.echo(now.isoformat(timespec="seconds"))


def _find_owners(database: Database, left: Sequence[int]) -> None:
    """Each case in a transaction of its own: one that nobody may own does not hold up the others."""
    given = 0
    for case_id in left:
        try:
            with database.transaction() as session:
                cases.find_owner(session, case_id, clocks.business(session))
            given += 1
        except StepFailed as wrong:
            click.echo(f"case {case_id}: {wrong.message}", err=True)
    if left:
        click.echo(f"{given} of {len(left)} open cases have another owner")


def _require_long(password: str) -> None:
    if len(password) < SHORTEST:
        raise Refused(f"A password has at least {SHORTEST} characters.")


def _tell_new(session: Session, groups: Sequence[str]) -> None:
    """A misspelt group is a new one, which no diagram gives work to."""
    known = set(session.scalars(select(Group.name)))
    for name in groups:
        if name not in known:
            click.echo(f"“{name}” is a new group; there were: {', '.join(sorted(known)) or 'none'}", err=True)


for _command in duties.COMMANDS:
    user.add_command(_command)

COMMANDS = [user, clock]
