"""A closed complaint that is not settled: its complainant opens it again, as a new one that belongs to it."""

from dataclasses import replace

from flask import make_response, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import cases, clock, limits, public, publishing
from engine.cases import Opened
from engine.contract import REOPEN
from engine.forms import Form
from engine.people import COMPLAINANT
from engine.public import Action, StatusView
from web import door, posted
from web.catalogue import gettext as _
from web.posted import Posted
from web.public.act import EMPTY, SENT_AN_HOUR, page, too_late
from web.public.blueprint import bp
from web.public.follow import view_of, wrong_pairs_counted
from web.public.today import here


@bp.get("/follow/<reference>/<code>/do/reopen")
@door.open_to_all
def reopen(reference: str, code: str) -> Response:
    """Ask what has happened since, as far as the pack of today has a form for it."""
    with door.reading() as session:
        view = view_of(session, reference, code)
        action, form = _asked(session, view)
    if view.came_back is not None:
        return _to(view.came_back)
    if view.again is None:
        return too_late(view)
    return make_response(page(view, action, form, Posted({}, ()), EMPTY, []))


@bp.post("/follow/<reference>/<code>/do/reopen")
@door.open_to_all
def reopen_post(reference: str, code: str) -> Response:
    """Open it again. A second click, a reload or a lost answer leads to the same new complaint (R20)."""
    with door.reading() as session, wrong_pairs_counted():
        public.find(session, reference, code)
    sent = posted.read(door.config().max_upload_mb)
    with door.transaction() as session:
        limits.count(session, "sent", reference, SENT_AN_HOUR, clock.real())
    with door.transaction() as session:
        view = view_of(session, reference, code)
        action, form = _asked(session, view)
        submission = form.parse(sent.texts, here=here(session)) if form else EMPTY
        if view.came_back is not None:
            return _to(view.came_back)
        if view.again is None:
            return too_late(view)
        if sent.text("more"):
            return make_response(page(view, action, form, sent, replace(submission, errors=()), []))
        if submission.errors:
            return make_response(page(view, action, form, sent, submission, []), 422)
        opened = cases.reopen(session, view.case_id, submission.data, COMPLAINANT, door.now(session))
    return _to(opened, said=REOPEN)


def _asked(session: Session, view: StatusView) -> tuple[Action, Form | None]:
    """The button in the words of the pack of today, else in ours, and its form."""
    action = view.again or Action(REOPEN, "", "", "")
    worded = action if action.button else replace(action, button=button(), help=_(
        "We open a new complaint that belongs to this one. You need not tell everything again."
    ))
    return worded, publishing.current(session)[1].forms.get(action.form)


def button() -> str:
    """What is offered where the pack has no words for it."""
    return _("This is not settled")


def _to(opened: Opened, said: str | None = None) -> Response:
    return redirect(url_for("public.status", reference=opened.reference, code=opened.code, said=said), 303)
