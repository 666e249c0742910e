"""What people may and can do: user limit, manager, skill, absence, show."""

from datetime import date, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, people, roster
from engine.errors import NotFound, Refused
from engine.model import Person
from engine.people import SYSTEM
from web.commands.opening import ready

DAY = click.DateTime(formats=["%Y-%m-%d"])
NOBODY = "nobody"


def find(session: Session, email: str) -> Person:
    """The person with an address.

    Raises:
        NotFound: nobody has it.
    """
    found = session.execute(select(Person).where(Person.email == email.strip().lower())).scalar()
    if found is None:
        raise NotFound(f"Nobody has the address {email}; see `amends user list`.")
    return found


@click.command("limit", short_help="Say how many open cases a person may own.")
@click.argument("email")
@click.argument("cases")
def limit(email: str, cases: str) -> None:
    """Let a person own at most CASES open cases, or “any” number of them.

    Who owns as many as they may gets no more; what nobody of a group can take goes up to the
    complaints manager, then to management.
    """
    number = None if cases == "any" else _number(cases)
    _, database = ready()
    with database.transaction() as session:
        people.set_limit(session, find(session, email), number, SYSTEM)
        click.echo(f"{email}: {'any number of' if number is None else f'at most {number}'} open cases")


@click.command("manager", short_help="Say whom a person reports to.")
@click.argument("email")
@click.argument("manager")
def manager(email: str, manager: str) -> None:
    """Say that a person reports to MANAGER (an address, or “nobody”).

    A complaint about somebody is worked on by nobody who reports to them.
    """
    _, database = ready()
    with database.transaction() as session:
        above = None if manager == NOBODY else find(session, manager)
        people.set_manager(session, find(session, email), above.id if above else None, SYSTEM)
        click.echo(f"{email}: reports to {above.name if above else NOBODY}")


@click.command("skill", short_help="Note what a person is trained for.")
@click.argument("email")
@click.argument("name")
@click.option("--until", type=DAY, help="The last day on which it counts; without it, it does not end.")
@click.option("--proof", default="", help="How it is known: a certificate, a course.")
@click.option("--remove", is_flag=True, help="Take it out.")
def skill(email: str, name: str, until: datetime | None, proof: str, remove: bool) -> None:
    """Note that a person is trained for NAME, as the drawings call it; one of the same name is renewed.

    For example: amends user skill eve@example.org payments --until 2027-05-03 --proof "course of May"
    """
    _, database = ready()
    with database.transaction() as session:
        person = find(session, email)
        if remove:
            people.remove_skill(session, person.id, name, SYSTEM)
        else:
            people.set_skill(session, person.id, name, until.date() if until else None, proof, SYSTEM)
        what = "taken out" if remove else f"until {until.date()}" if until else "without an end"
        click.echo(f"{email}: {name}, {what}")


@click.command("absence", short_help="Enter when a person is away, and who stands in.")
@click.argument("email")
@click.argument("first", type=DAY)
@click.argument("last", type=DAY)
@click.option("--deputy", help="The address of who stands in; without one, what they hold is free for their groups.")
@click.option("--note", default="", help="Colleagues can read it.")
def absence(email: str, first: datetime, last: datetime, deputy: str | None, note: str) -> None:
    """Enter that a person is away from FIRST to LAST, both included (2026-12-01).

    An absence that begins on that very day is given the new end and deputy; an end before its
    beginning takes it out.
    """
    _, database = ready()
    with database.transaction() as session:
        person, stands_in = find(session, email), find(session, deputy) if deputy else None
        now, deputy_id = clock.business(session), stands_in.id if stands_in else None
        known = _beginning(session, person.id, first.date())
        if known is None:
            people.enter_absence(session, person.id, first.date(), last.date(), deputy_id, SYSTEM, now, note)
        elif people.change_absence(session, known, last.date(), deputy_id, SYSTEM, now) is None:
            click.echo(f"{email}: not away")
            return
        by = f", {stands_in.name} stands in" if stands_in else ", nobody stands in"
        click.echo(f"{email}: away from {first.date()} to {last.date()}{by}")


@click.command("show", short_help="Show groups, cases, line, absences and trainings of a person.")
@click.argument("email")
def show(email: str) -> None:
    """Show what is known about a person's work."""
    _, database = ready()
    with database.reading() as session:
        person, now = find(session, email), clock.business(session)
        one, planned = roster.member(session, person.id, now), roster.planned(session, person.id, now)
        click.echo(f"{one.name} <{one.email}>{'' if one.active else '  (not active)'}")
        click.echo(f"groups: {', '.join(one.groups) or 'none'}")
        click.echo(f"open cases: {one.owns}{'' if one.limit is None else f' of {one.limit}'}")
        click.echo(f"reports to: {one.manager or NOBODY}")
        for away in planned:
            by = f", {away.deputy} stands in" if away.deputy else ""
            click.echo(f"away: {away.first} to {away.last}{by}")
        for each in one.trainings:
            ends = "" if each.until is None else f" {'expired on' if each.expired else 'until'} {each.until}"
            click.echo(f"trained: {each.name}{ends}")


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Refused("A limit is a whole number, or “any”.")
    return int(text)


def _beginning(session: Session, person_id: int, first: date) -> int | None:
    """The absence of a person that begins on a day."""
    return next((one.id for one in people.planned(session, person_id, date.min) if one.starts_on == first), None)


COMMANDS = [limit, manager, skill, absence, show]
