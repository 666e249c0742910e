"""Keeping a task form as it is typed: by script after each pause, by a button without."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import cases
from engine.errors import Refused
from web import door
from web.catalogue import gettext as _
from web.inbox.blueprint import bp
from web.inbox.refusals import refusal
from web.inbox.task_page import load

BY_SCRIPT = "X-Autosave"


@bp.post("/tasks/<int:task_id>/draft")
@door.signed_in
def save_draft(task_id: int) -> ResponseReturnValue:
    """Keep what is typed so far; only fields of the form, only while the task is open."""
    typed = door.typed_form()
    try:
        with door.transaction() as session:
            sheet = load(session, task_id)
            cases.require_open(session, sheet.task)
            sent = sheet.form.parse(typed).typed if sheet.form is not None else {}
            kept = {name: list(values) for name, values in sent.items()}
            cases.save_draft(session, task_id, door.current_person().id, kept, door.now(session))
    except Refused as refused:
        return refusal(refused, task_id, [(name, ", ".join(values)) for name, values in typed.items()])
    if request.headers.get(BY_SCRIPT):
        return "", 204
    flash(_("Your draft is kept."), "good")
    return redirect(url_for("inbox.task", task_id=task_id), 303)
