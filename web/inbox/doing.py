"""Completing a task: the form is read, one transaction, then the next task comes up.

Whatever goes wrong, nothing typed is lost: wrong answers come back in the form, a task that is
gone turns what was typed into a note with the case, a case that cannot go on keeps it as a draft.
"""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from engine import cases, inbox, overview
from engine.errors import AlreadyClaimed, Refused, StepFailed, TaskGone
from engine.forms import Submission
from web import door
from web.catalogue import gettext as _
from web.frame import reader
from web.inbox.blueprint import bp
from web.inbox.refusals import refusal
from web.inbox.task_page import Sheet, load, page

NOTHING = Submission({}, (), {})
MORE = "more"
"""The button for more lines; its value is the field's name."""

Typed = Mapping[str, Sequence[str]]


@bp.post("/tasks/<int:task_id>")
@door.signed_in
def complete(task_id: int) -> ResponseReturnValue:
    """Complete a task with what was typed."""
    typed = door.typed_form()
    with door.reading() as session:
        try:
            sheet = load(session, task_id)
        except Refused as refused:
            return refusal(refused, task_id, _plain(typed))
        sent = sheet.form.parse(typed, here=overview.here(session)) if sheet.form is not None else NOTHING
        more = typed.get(MORE, []) if sheet.task.status == "open" else []
    if not sent.ok and not more and sheet.task.status == "open":
        return _again(sheet, sent)
    return _more(sheet, sent, more[0]) if more else _send(sheet, sent)


def _again(sheet: Sheet, sent: Submission) -> ResponseReturnValue:
    """The form with what is wrong in it; what was typed is a draft also for whoever leaves the page now."""
    _keep_draft(sheet.task.id, sent.typed)
    with door.reading() as session:
        return page(session, load(session, sheet.task.id), sent.typed, sent.errors), 422


def _more(sheet: Sheet, sent: Submission, field: str) -> ResponseReturnValue:
    """More lines were asked for without a script: everything typed becomes the draft, and comes back."""
    _keep_draft(sheet.task.id, sent.typed)
    anchor = f"f-{field}-more" if sheet.form is not None and field in sheet.form.names else None
    return redirect(url_for("inbox.task", task_id=sheet.task.id, _anchor=anchor), 303)


def _send(sheet: Sheet, sent: Submission) -> ResponseReturnValue:
    task = sheet.task
    try:
        with door.transaction() as session:
            cases.complete(session, task.id, sent.data, door.current_actor(), door.now(session))
    except TaskGone as gone:
        return _gone(sheet, sent, gone)
    except AlreadyClaimed as claimed:
        _keep_draft(task.id, sent.typed)
        return refusal(claimed, task.id, _shown(sheet, sent), _("What you typed is kept as your draft."))
    except Refused as refused:
        return refusal(refused, task.id, _shown(sheet, sent))
    except StepFailed as wrong:
        return _stuck(sheet, sent, wrong)
    flash(_("“%(task)s” is done.", task=task.name), "good")
    return _next()


def _gone(sheet: Sheet, sent: Submission, gone: TaskGone) -> ResponseReturnValue:
    """Somebody did it, or a deadline ended it: say so and keep what was typed as a note."""
    actor, shown = door.current_actor(), _shown(sheet, sent)
    with door.reading() as session:
        twice = inbox.was_done_so(session, sheet.task.id, actor.id, sent.data)
    if twice:
        flash(_("“%(task)s” is done already; it was counted once.", task=sheet.task.name), "info")
        return _next()
    try:
        with door.transaction() as session:
            told = cases.too_late(session, sheet.task.id, shown, actor, door.now(session))
    except StepFailed as wrong:
        return _stuck(sheet, sent, wrong)
    kept = _("What you typed is kept with the case as a note.") if any(text for _label, text in shown) else ""
    return refusal(told if told.about else gone, sheet.task.id, shown, kept)


def _stuck(sheet: Sheet, sent: Submission, wrong: StepFailed) -> ResponseReturnValue:
    """The case could not go on: nothing was changed, an incident tells those who can repair it."""
    _keep_draft(sheet.task.id, sent.typed)
    with door.transaction() as session:
        cases.record(session, wrong, "task", door.now(session))
    with door.reading() as session:
        return page(session, load(session, sheet.task.id), sent.typed, stuck=wrong.message), 500


def _keep_draft(task_id: int, typed: Typed) -> None:
    person = door.current_person().id
    kept = {name: list(values) for name, values in typed.items()}
    with door.transaction() as session:
        cases.save_draft(session, task_id, person, kept, door.now(session))


def _next() -> ResponseReturnValue:
    """The next task that the person holds, else the inbox."""
    with door.reading() as session:
        task_id = inbox.next_of_mine(session, reader(), door.now(session))
    target = url_for("inbox.task", task_id=task_id) if task_id is not None else url_for("inbox.index")
    return redirect(target, 303)


def _shown(sheet: Sheet, sent: Submission) -> list[tuple[str, str]]:
    """What was typed, by its questions; also answers that do not fit the form."""
    if sheet.form is None:
        return []
    with door.reading() as session:
        shown = sheet.form.shown(sent.data, yes=_("Yes"), no=_("No"), here=overview.here(session))
    wrong = [(sheet.form.field(one.field).title, ", ".join(sent.typed.get(one.field, ()))) for one in sent.errors]
    return [*shown, *wrong]


def _plain(typed: Typed) -> list[tuple[str, str]]:
    """What was typed, where the form is not to be read."""
    return [(name, ", ".join(values)) for name, values in typed.items() if any(values)]
