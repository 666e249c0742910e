"""Where cases are stuck, and the button that tries again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine import cases, clock, stuck
from engine.errors import Refused, StepFailed
from web import door
from web.catalogue import gettext as _
from web.frame import INCIDENTS_FOR, staff

bp = staff(Blueprint("incidents", __name__))


@bp.get("/incidents")
@door.in_group(*INCIDENTS_FOR)
def index() -> ResponseReturnValue:
    """The open incidents."""
    after = door.number("after")
    with door.reading() as session:
        me, now = door.current_person().id, door.now(session)
        return render_template(
            "staff/incidents.html", page=stuck.page(session, after, reader_id=me), now=now, real=clock.real(),
            total=stuck.count(session, me), after=after,
        )


@bp.get("/incidents/<int:incident_id>")
@door.in_group(*INCIDENTS_FOR)
def one(incident_id: int) -> ResponseReturnValue:
    """One incident with what was at hand: of a table that could not decide, its rows and the values it looked
    at. From here the case can go back to the step that gave them."""
    with door.reading() as session:
        found = stuck.details(session, incident_id, door.current_person().id)
        return render_template(
            "staff/incident.html", it=found, one=found.stuck, now=door.now(session), real=clock.real(),
        )


@bp.post("/incidents/<int:incident_id>/retry")
@door.in_group(*INCIDENTS_FOR)
def retry(incident_id: int) -> ResponseReturnValue:
    """Try again; what still fails is counted as one more attempt."""
    try:
        with door.transaction() as session:
            stuck.details(session, incident_id, door.current_person().id)  # not of a case that is closed to them
            cases.retry(session, incident_id, door.current_actor(), door.now(session))
        flash(_("It went through. The case goes on."), "good")
    except StepFailed as wrong:
        with door.transaction() as session:
            cases.record(session, wrong, "timer", door.now(session))
        flash(_("It still cannot go on: %(cause)s", cause=wrong.message), "bad")
    except Refused as refused:
        flash(refused.message, "warn")
    return redirect(url_for("incidents.index"), 303)
