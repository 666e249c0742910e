"""Leaving a note with a case."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases
from engine.forms import answers
from web import door
from web.case.blueprint import bp, member, read
from web.case.sides import lines
from web.case.texts import judged
from web.catalogue import gettext as _

LONGEST = 5000


@bp.post("/cases/<reference>/notes")
@member
def add_note(reference: str) -> ResponseReturnValue:
    """Keep a note; what cannot be taken comes back as it was typed."""
    typed = request.form.get("note", "")
    text, fault = judged(typed, LONGEST, _("Write what you want to note."))
    if fault:
        with door.reading() as session:
            return lines(session, read(session, reference), answers.printable(typed), fault), 422
    with door.transaction() as session:
        head = read(session, reference)
        cases.note(session, head.case.id, text, door.current_actor(), door.now(session))
    flash(_("Your note is kept with the case."), "good")
    return redirect(url_for("case.timeline", reference=reference), 303)
