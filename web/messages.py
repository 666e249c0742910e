"""What arrived and nothing waited for, of all cases: handed to what waits for it now, or dealt with."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import arrivals, cases, overview, people
from engine.arrivals import Unclaimed
from engine.errors import NotFound, NothingWaits, StepFailed
from engine.model import Message
from web import door, journal_words
from web.case.texts import judged
from web.catalogue import gettext as _
from web.catalogue import language
from web.frame import staff

LONGEST = 1000
bp = staff(Blueprint("messages", __name__))


@bp.get("/messages")
@door.signed_in
def index() -> ResponseReturnValue:
    """What is to be looked at, newest first."""
    _require_group()
    with door.reading() as session:
        return _page(session, 0, "", "")


@bp.post("/messages/<int:message_id>/hand")
@door.signed_in
def hand(message_id: int) -> ResponseReturnValue:
    """Hand one to a place that waits for it now."""
    _require_group()
    try:
        with door.transaction() as session:
            _require_reader(session, message_id)
            cases.hand_to(
                session, message_id, request.form.get("place", ""), door.current_actor(), door.now(session)
            )
        flash(_("It was handed on; the case goes on with it."), "good")
    except NothingWaits:
        flash(_("Nothing waits for it there any more. It is still here."), "warn")
    except StepFailed as wrong:
        with door.transaction() as session:
            cases.record(session, wrong, cases.incidents.MESSAGE, door.now(session))
        flash(_("The case could not go on: %(cause)s", cause=wrong.message), "bad")
    return redirect(url_for("messages.index"), 303)


@bp.post("/messages/<int:message_id>/done")
@door.signed_in
def done(message_id: int) -> ResponseReturnValue:
    """Somebody has read it and done what was needed; what cannot be taken comes back as it was typed."""
    _require_group()
    typed = request.form.get(f"reason-{message_id}", "")
    reason, fault = judged(typed, LONGEST, _("Write what you did about it."))
    if fault:
        with door.reading() as session:
            return _page(session, message_id, typed, fault), 422
    try:
        with door.transaction() as session:
            _require_reader(session, message_id)
            cases.dealt_with(session, message_id, reason, door.current_actor(), door.now(session))
        flash(_("It is off the list, and the timeline of its case says what you did."), "good")
    except NothingWaits:
        flash(_("A colleague was quicker: it is off the list already."), "info")
    return redirect(url_for("messages.index"), 303)


def _page(session: Session, message_id: int, typed: str, fault: str) -> str:
    me, after = door.current_person().id, door.number("after")
    page, here = arrivals.unclaimed(session, me, language(), after), overview.here(session)
    rows = [(one, journal_words.answers(one.message, one.data, one.pack, here), _sender(one)) for one in page.rows]
    return render_template(
        "staff/messages.html", rows=rows, page=page, total=arrivals.count(session, me), after=after,
        now=door.now(session), at=message_id, typed=typed, fault=fault,
        wrong=[(f"reason-{message_id}", fault)] if fault else [],
    )


def _sender(one: Unclaimed) -> str:
    return {"complainant": _("From the complainant"), "provider": _("From the body that resolves the dispute"),
            "staff": _("Recorded here")}[one.sender]


def _require_group() -> None:
    """For people of any group; who is in none works on no case."""
    if not door.current_lanes():
        abort(403)


def _require_reader(session: Session, message_id: int) -> None:
    """Raises:
        NotFound: there is no such message, or its case is closed to the reader (S21).
    """
    message = session.get(Message, message_id)
    if message is None or people.is_closed_to(session, message.case_id, door.current_person().id):
        raise NotFound()
