"""Taking a task and giving it back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engine import cases
from engine.errors import Refused
from web import door
from web.catalogue import gettext as _
from web.inbox.blueprint import bp
from web.inbox.lists import place
from web.inbox.refusals import refusal


@bp.post("/tasks/<int:task_id>/claim")
@door.signed_in
def claim(task_id: int) -> ResponseReturnValue:
    """Take a task; the page explains when somebody was quicker."""
    try:
        with door.transaction() as session:
            task = cases.claim(session, task_id, door.current_actor(), door.now(session))
    except Refused as refused:
        return refusal(refused, task_id)
    if request.form.get("open"):
        return redirect(url_for("inbox.task", task_id=task_id), 303)
    flash(_("You have taken “%(task)s”.", task=task.name), "good")
    return _back(task_id)


@bp.post("/tasks/<int:task_id>/release")
@door.signed_in
def release(task_id: int) -> ResponseReturnValue:
    """Give a task back to its group; the draft stays with the person who typed it."""
    try:
        with door.transaction() as session:
            task = cases.release(session, task_id, door.current_actor(), door.now(session))
    except Refused as refused:
        return refusal(refused, task_id)
    flash(_("You have given back “%(task)s”.", task=task.name), "good")
    return _back(task_id)


def _back(task_id: int) -> Response:
    """The same list, at the same row."""
    return redirect(url_for("inbox.index", **place(), after=request.args.get("after"), _anchor=f"task-{task_id}"), 303)
