"""What the complainant can do with an open complaint: a page for each button, with its form."""

import re
import secrets

from flask import make_response, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import cases, clock, delivery, limits, public, publishing
from engine.errors import NotFound
from engine.forms import Form, Submission
from engine.packs.words import say
from engine.public import Action, StatusView
from web import door, posted, wording
from web.catalogue import gettext as _
from web.posted import Posted
from web.public import files
from web.public.blueprint import bp
from web.public.follow import view_of, wrong_pairs_counted

WITH_FILES = "more_info"
SENT_AN_HOUR = 30
KEY = re.compile(r"[\w-]{16,43}", re.ASCII)
EMPTY = Submission({}, (), {})


@bp.get("/follow/<reference>/<code>/do/<message>")
@door.open_to_all
def act(reference: str, code: str, message: str) -> Response:
    """The page of one button."""
    with door.reading() as session:
        view = view_of(session, reference, code)
        action, form = _action(session, view, message)
    if action not in view.actions:
        return _too_late(view)
    return make_response(_page(view, action, form, Posted({}, ()), EMPTY, []))


@bp.post("/follow/<reference>/<code>/do/<message>")
@door.open_to_all
def act_post(reference: str, code: str, message: str) -> Response:
    """Store what was sent, then hand it on. What comes too late is stored all the same: the owner reads it."""
    # before anything is read or locked: a wrong pair is counted, and costs nobody anything
    with door.reading() as session, wrong_pairs_counted():
        public.find(session, reference, code)
    sent = posted.read(door.config().max_upload_mb)
    with door.transaction() as session:
        limits.count(session, "sent", reference, SENT_AN_HOUR, clock.real())
    with door.transaction() as session:
        view = view_of(session, reference, code)
        action, form = _action(session, view, message)
        submission = form.parse(sent.texts) if form else EMPTY
        refused = files.refusals(sent) if message == WITH_FILES else []
        if submission.errors or refused:
            again = [_("Please choose the files again.")] if sent.files else []
            return make_response(_page(view, action, form, sent, submission, refused + again), 422)
        had = [one.sha256 for one in view.files]
        kept = files.keep_with_case(session, view.case_id, had, sent) if message == WITH_FILES else []
        stored = cases.receive(
            session, view.case_id, message, submission.data, door.now(session), files=kept,
            key=f"web/{view.case_id}/{_key(sent)}",
        )
    delivery.hand_over_one(door.database(), stored)
    return redirect(url_for("public.status", reference=view.reference, code=view.code, said=message), 303)


def _action(session: Session, view: StatusView, message: str) -> tuple[Action, Form | None]:
    """The button and its form, also when the case no longer waits for it.

    Raises:
        NotFound: the case's pack knows no such message.
    """
    case = public.find(session, view.reference, view.code)
    pack = publishing.by_id(session, case.pack_id)
    words = pack.words.messages.get(message)
    if words is None:
        raise NotFound()
    action = next((one for one in view.actions if one.message == message), None) or Action(
        message, say(words.button, case.language), say(words.help, case.language), words.form
    )
    return action, pack.forms.get(action.form)


def _page(
    view: StatusView, action: Action, form: Form | None, sent: Posted, submission: Submission, refused: list[str]
) -> str:
    told = wording.told(form, submission.errors, refused)
    return render_template(
        "public/act.html", action=action, fields=form.fields if form else (), typed=submission.typed,
        errors=told.at_fields, wrong=told.summary, key=_key(sent), with_files=action.message == WITH_FILES,
        reference=view.reference, back_href=url_for("public.status", reference=view.reference, code=view.code),
        **files.terms(),
    )


def _key(sent: Posted) -> str:
    """The mark of one filled-in page: sent twice, it has one effect."""
    given = sent.text("key")
    return given if KEY.fullmatch(given) else secrets.token_urlsafe(16)


def _too_late(view: StatusView) -> Response:
    """The case has moved on since the button was shown."""
    back = url_for("public.status", reference=view.reference, code=view.code)
    return make_response(render_template(
        "public/refused.html", title=_("This is not possible any more"),
        sentence=_("Your complaint has moved on since. The page of your complaint shows what you can do now."),
        ways=[(_("Back to the complaint"), back)],
    ), 409)
