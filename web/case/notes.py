"""Leaving a note with a case."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases, overview
from engine.forms import answers
from web import door
from web.case.blueprint import bp, member
from web.case.sides import lines
from web.catalogue import gettext as _

LONGEST = 5000


@bp.post("/cases/<reference>/notes")
@member
def add_note(reference: str) -> ResponseReturnValue:
    """Keep a note; what cannot be taken comes back as it was typed."""
    typed = request.form.get("note", "")
    text, fault = _read(typed)
    if fault:
        with door.reading() as session:
            return lines(session, overview.head(session, reference), answers.printable(typed), fault), 422
    with door.transaction() as session:
        head = overview.head(session, reference)
        cases.note(session, head.case.id, text, door.current_actor(), door.now(session))
    flash(_("Your note is kept with the case."), "good")
    return redirect(url_for("case.timeline", reference=reference), 303)


def _read(typed: str) -> tuple[str, str]:
    """The text to keep, and what is wrong with it."""
    try:
        text = answers.clean(typed, lines=True)
    except answers.Wrong:
        return "", _("This holds a character that cannot be stored. Please type it instead of pasting it.")
    if not text:
        return "", _("Write what you want to note.")
    if len(text) > LONGEST:
        return "", _("Write at most %(limit)s characters.", limit=LONGEST)
    return text, ""
