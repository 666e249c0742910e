"""The pages that say why a task cannot be done, by whom and when it was; nothing typed is lost."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.errors import (
    AlreadyClaimed,
    ClosedToYou,
    Excluded,
    NotClaimed,
    NotFound,
    NotYourLane,
    Refused,
    TaskGone,
    Untrained,
)
from engine.model import Case, Task
from engine.people import Bar
from web import bar_words, door, moments
from web.catalogue import gettext as _


def refusal(
    refused: Refused, task_id: int, shown: Sequence[tuple[str, str]] = (), kept: str = ""
) -> ResponseReturnValue:
    """Explain a refusal. `shown` is what was typed, `kept` says where it was put. A task of a case that is closed
    to the reader looks like one that never was."""
    if isinstance(refused, (NotFound, ClosedToYou)):
        return _nothing_there(shown)
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


def _nothing_there(shown: Sequence[tuple[str, str]]) -> ResponseReturnValue:
    if not shown:
        raise NotFound()
    sentence = _("There is nothing at this address. Check the link or start again.")
    return render_template(
        "staff/refused.html", title=_("Not found"), sentence=sentence, shown=shown, kept="", reference=""
    ), 404


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
        return _("This task is for somebody else"), _excluded(about.get("bar"))
    if isinstance(refused, Untrained):
        return _("This task needs a training"), _(
            "%(reason)s. The complaints manager can let you do it for this case.", reason=bar_words.own(about["bar"])
        )
    return _("This task is for another group"), refused.message


def _excluded(bar: Bar | None) -> str:
    """Why the reader must keep out of a task that they could do otherwise."""
    if bar is None or bar.why == "did":
        did = f"{bar_words.own(bar)}. " if bar is not None else ""
        return _("%(did)sThis step must stay independent of what you did before. A colleague does it.", did=did)
    return _("%(reason)s. A colleague does it.", reason=bar_words.own(bar))


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
