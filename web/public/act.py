"""What the complainant can do with an open complaint: a page for each button, with its form."""

import re
import secrets
from dataclasses import replace

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import cases, clock, delivery, limits, public, publishing
from engine.cases import Arrival
from engine.errors import NotFound
from engine.forms import Form, Submission
from engine.packs.words import SENDERS, say
from engine.people import COMPLAINANT
from engine.public import Action, StatusView
from web import door, posted, uploads, wording
from web.catalogue import gettext as _
from web.posted import Posted
from web.public.blueprint import bp
from web.public.follow import view_of, wrong_pairs_counted
from web.public.today import here

WITH_FILES = "more_info"
SENT_AN_HOUR = 30
KEY = re.compile(r"[\w-]{16,43}", re.ASCII)
TOKEN, ELEMENT = re.compile(r"[0-9a-f]{32}"), re.compile(r"[\w.-]{1,100}", re.ASCII)
EMPTY = Submission({}, (), {})


@bp.get("/follow/<reference>/<code>/do/<message>")
@door.open_to_all
def act(reference: str, code: str, message: str) -> Response:
    """The page of one button."""
    with door.reading() as session:
        view = view_of(session, reference, code)
        action, form = _action(session, view, message, request.args.get("at", ""))
    if action not in view.actions:
        return too_late(view)
    return make_response(page(view, action, form, Posted({}, ()), EMPTY, []))


@bp.post("/follow/<reference>/<code>/do/<message>")
@door.open_to_all
def act_post(reference: str, code: str, message: str) -> Response:
    """Store what was sent, then hand it on. What comes too late is stored all the same: the owner reads it.
    Who only asks for more lines gets the page again as it was typed."""
    # before anything is read or locked: a wrong pair is counted, and costs nobody anything
    with door.reading() as session, wrong_pairs_counted():
        public.find(session, reference, code)
    sent = posted.read(door.config().max_upload_mb)
    with door.transaction() as session:
        limits.count(session, "sent", reference, SENT_AN_HOUR, clock.real())
    with door.transaction() as session:
        view = view_of(session, reference, code)
        action, form = _action(session, view, message, sent.text("at"))
        submission = form.parse(sent.texts, here=here(session)) if form else EMPTY
        if sent.text("more"):
            return make_response(page(view, action, form, sent, replace(submission, errors=()), []))
        refused = uploads.refusals(session, view.case_id, sent) if message == WITH_FILES else []
        if submission.errors or refused:
            again = [_("Please choose the files again.")] if sent.files else []
            return make_response(page(view, action, form, sent, submission, refused + again), 422)
        kept = uploads.keep_with_case(session, view.case_id, sent) if message == WITH_FILES else []
        arrival = Arrival(
            message, submission.data, kept, f"web/{view.case_id}/{key(sent)}", *_place(sent, action),
        )
        stored = cases.take(session, view.case_id, arrival, COMPLAINANT, door.now(session))
    delivery.hand_over_one(door.database(), stored)
    return redirect(url_for("public.status", reference=view.reference, code=view.code, said=message), 303)


def _place(sent: Posted, action: Action) -> tuple[str, str]:
    """The waiting place that the page showed, also when it waits no longer: an answer to one of several
    questions is never an answer to another (trap 43)."""
    token, element = sent.text("at"), sent.text("place")
    if TOKEN.fullmatch(token) and ELEMENT.fullmatch(element):
        return token, element
    return action.token, action.element


def _action(session: Session, view: StatusView, message: str, token: str) -> tuple[Action, Form | None]:
    """The button and its form, also when the case no longer waits for it. `token`: which one of several.

    Raises:
        NotFound: the case's pack knows no such message of a complainant.
    """
    case = public.find(session, view.reference, view.code)
    pack = publishing.by_id(session, case.pack_id)
    words = pack.words.messages.get(message)
    if words is None or words.sender != SENDERS[0]:
        raise NotFound()
    alike = [one for one in view.actions if one.message == message]
    only = alike if len(alike) == 1 and not (token and alike[0].about) else []
    shown = [one for one in alike if one.token == token] or only
    action = shown[0] if shown else Action(
        message, say(words.button, case.language), say(words.help, case.language), words.form
    )
    return action, pack.forms.get(action.form)


def page(
    view: StatusView, action: Action, form: Form | None, sent: Posted, submission: Submission, refused: list[str]
) -> str:
    told = wording.told(form, submission.errors, refused)
    return render_template(
        "public/act.html", action=action, fields=form.fields if form else (), typed=submission.typed,
        errors=told.at_fields, wrong=told.summary, key=key(sent), with_files=action.message == WITH_FILES,
        reference=view.reference, back_href=url_for("public.status", reference=view.reference, code=view.code),
        **uploads.terms(),
    )


def key(sent: Posted) -> str:
    """The mark of one filled-in page: sent twice, it has one effect."""
    given = sent.text("key")
    return given if KEY.fullmatch(given) else secrets.token_urlsafe(16)


def too_late(view: StatusView) -> Response:
    """The case has moved on since the button was shown."""
    back = url_for("public.status", reference=view.reference, code=view.code)
    return make_response(render_template(
        "public/refused.html", title=_("This is not possible any more"),
        sentence=_("Your complaint has moved on since. The page of your complaint shows what you can do now."),
        ways=[(_("Back to the complaint"), back)],
    ), 409)
