"""The pages that say why a task cannot be done, by whom and when it was; nothing typed is lost."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.errors import AlreadyClaimed, Excluded, NotClaimed, NotFound, NotYourLane, Refused, TaskGone
from engine.model import Case, Task
from web import door, moments
from web.catalogue import gettext as _


def refusal(
    refused: Refused, task_id: int, shown: Sequence[tuple[str, str]] = (), kept: str = ""
) -> ResponseReturnValue:
    """Explain a refusal. `shown` is what was typed, `kept` says where it was put."""
    if isinstance(refused, NotFound):
        raise refused
    with door.reading() as session:
        task = session.get(Task, task_id)
        case = session.get(Case, task.case_id) if task is not None else None
    hidden = isinstance(refused, (NotYourLane, Excluded))
    title, sentence = _words(refused)
    page = render_template(
        "staff/refused.html", title=title, sentence=sentence, shown=shown, kept=kept,
        reference=case.reference if case is not None and not hidden else "",
    )
    return page, 403 if hidden else 409


def _words(refused: Refused) -> tuple[str, str]:
    about = refused.about
    if isinstance(refused, TaskGone):
        return _("This task is no longer open"), _gone(refused)
    if isinstance(refused, AlreadyClaimed):
        sentence = _("%(name)s has taken it. Ask them to give it back if you should do it.", name=about.get("by", ""))
        return _("A colleague was quicker"), sentence
    if isinstance(refused, NotClaimed):
        return _("This task is not yours"), _("Only who has taken a task can give it back.")
    if isinstance(refused, Excluded):
        return _("This task is for somebody else"), _(
            "You did an earlier step of this case that must stay independent of this one. A colleague does it."
        )
    return _("This task is for another group"), refused.message


def _gone(gone: Refused) -> str:
    at, by, task = gone.about.get("at"), gone.about.get("by"), gone.about.get("task", "")
    when = moments.moment(at) if at is not None else ""
    if by:
        return _("%(name)s did “%(task)s” on %(when)s.", name=by, task=task, when=when)
    cause, _sign, name = str(gone.about.get("why", "")).partition(": ")
    if cause == "timer":
        return _("“%(task)s” ended on %(when)s, because its time had come: %(name)s.", task=task, when=when, name=name)
    if cause == "message":
        return _("“%(task)s” ended on %(when)s, because a message came in: %(name)s.", task=task, when=when, name=name)
    return _("“%(task)s” is over.", task=task) if task else _("The case has gone on without it.")
