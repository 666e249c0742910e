"""Opening a closed complaint again, for somebody who told us another way that it is not settled."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases, overview, publishing
from engine.contract import REOPEN
from engine.errors import Refused
from engine.forms import Form, Submission
from engine.overview import Head
from engine.packs.words import say
from web import case_words, door, wording
from web.case import actions
from web.case.actions import Action, Reading
from web.case.blueprint import bp, member, page, read
from web.catalogue import gettext as _
from web.catalogue import language

EMPTY = Submission({}, (), {})
WAY = "way"


@actions.action
def again(case: Reading) -> Action | None:
    """Only when it is closed, and was not opened again already."""
    head = case.head
    if head.case.status != "closed" or cases.reopened_as(case.session, head.case.id) is not None:
        return None
    return Action(_("Open it again"), url_for("case.reopening", reference=case.reference))


@bp.get("/cases/<reference>/reopen", endpoint="reopening")
@member
def form(reference: str) -> ResponseReturnValue:
    """What has happened since, as the pack of today asks it."""
    with door.reading() as session:
        head = read(session, reference)
        return _page(session, head, _form(session), EMPTY, "", {})


@bp.post("/cases/<reference>/reopen")
@member
def reopen(reference: str) -> ResponseReturnValue:
    """Open a new case that belongs to the closed one; sent twice, it is the same case."""
    typed, way = door.typed_form(), request.form.get(WAY, "")
    with door.transaction() as session:
        head, asked = read(session, reference), _form(session)
        sent = asked.parse(typed, here=overview.here(session)) if asked is not None else EMPTY
        no_way = {} if way in case_words.ways() else {WAY: _("Please choose an answer.")}
        if not sent.ok or no_way:
            return _page(session, head, asked, sent, way, no_way), 422
        try:
            new = cases.reopen(
                session, head.case.id, sent.data, door.current_actor(), door.now(session), channel=way
            )
        except Refused as refused:
            flash(refused.message, "warn")
            return redirect(url_for("case.overview", reference=reference), 303)
    flash(_("It was opened again. This is the new case; the old one is linked to it."), "good")
    return redirect(url_for("case.overview", reference=new.reference), 303)


def _form(session: Session) -> Form | None:
    pack = publishing.current(session)[1]
    words = pack.words.messages.get(REOPEN)
    return pack.forms.get(words.form) if words is not None else None


def _page(
    session: Session, head: Head, asked: Form | None, sent: Submission, way: str, no_way: dict[str, str]
) -> str:
    told = wording.told(asked, sent.errors)
    words = head.pack.words.messages.get(REOPEN)
    return page(
        session, head, "staff/case_reopening.html", fields=asked.fields if asked is not None else (), typed=sent.typed,
        errors={**no_way, **told.at_fields}, here=overview.here(session),
        wrong=[*((name, wording.about(_("How did they tell us?"), fault)) for name, fault in no_way.items()),
               *told.summary],
        help=say(words.help, language()) if words is not None else "", ways=list(case_words.ways().items()), way=way,
    )
