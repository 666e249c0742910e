"""Everybody who works here, and the page of one of them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from engine import people, roster
from web import door
from web.people.blueprint import bp, page


@bp.get("/people")
@door.signed_in
def index() -> ResponseReturnValue:
    """Who is in which group, there or away, with how much to do."""
    with door.reading() as session:
        now = door.now(session)
        members, day = roster.directory(session, now), people.today(session, now)
    return render_template("staff/people.html", members=members, today=day)


@bp.get("/people/<int:person_id>")
@door.signed_in
def one(person_id: int) -> ResponseReturnValue:
    """One person."""
    with door.reading() as session:
        return page(session, person_id)
