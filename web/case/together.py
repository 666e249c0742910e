"""Answering several complaints of one cause at once: one form, what differs beside each, a result for each.

The form is sent for all or for none: only what is right for each of them goes on. From there each
case stands for itself, and what one of them refuses is kept.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases, inbox, overview, people
from engine.cases import Answer, Answered, Companion
from engine.cases.rights import right
from engine.errors import NotFound, Refused
from engine.forms import Field, Form, Here, Submission
from engine.model import Case, Task
from engine.overview import Head
from web import door, wording
from web.case.blueprint import bp
from web.catalogue import gettext as _
from web.inbox.refusals import refusal

ALSO, MORE = "also", "more"
CAN_DIFFER = ("choice", "integer", "number")
"""Types of questions whose answer can be another one for one of the cases."""

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """The task that is answered, and the others that could be answered with it."""

    task: Task
    head: Head
    form: Form
    others: Sequence[Companion]
    here: Here


@dataclass(frozen=True)
class Filled:
    """The form as it was filled in for one task; `errors` are in the answers that only it has."""

    task_id: int
    sent: Submission
    errors: Mapping[str, str] = field(default_factory=dict)


@bp.get("/tasks/<int:task_id>/together", endpoint="together")
@door.signed_in
def form(task_id: int) -> ResponseReturnValue:
    """The form, and the other cases of the group."""
    with door.reading() as session:
        try:
            sheet = _load(session, task_id)
            right(session, sheet.task, door.current_actor(), door.now(session)).require(sheet.task)
            cases.require_open(session, sheet.task)
        except Refused as refused:
            return refusal(refused, task_id)
        draft = cases.draft(session, task_id, door.current_person().id)
        known = overview.known(session, sheet.head.case.id)
        return _page(sheet, draft or sheet.form.prefill(known, sheet.here))


@bp.post("/tasks/<int:task_id>/together")
@door.signed_in
def answer(task_id: int) -> ResponseReturnValue:
    """Answer all that were ticked; what does not fit for one of them comes back before anything is sent."""
    typed = door.typed_form()
    with door.reading() as session:
        try:
            sheet = _load(session, task_id, _numbers(typed.get(ALSO, ())))
        except Refused as refused:
            return refusal(refused, task_id, door.texts())
        if typed.get(MORE):
            return _page(sheet, typed)
        filled = _filled(sheet, typed)
        if any(not one.sent.ok for one in filled):
            return _page(sheet, typed, filled), 422
        fresh = [one for one in filled if not _sent_before(session, one)]
    answers = [Answer(one.task_id, one.sent.data, one.sent.typed, _shown(sheet, one.sent)) for one in fresh]
    results = cases.answer_together(door.database(), answers, door.current_actor())
    return render_template("staff/together_done.html", task=sheet.task, results=_told(sheet, filled, results))


def _load(session: Session, task_id: int, chosen: Collection[int] = ()) -> Sheet:
    """The task with its companions; those `chosen` on the page also when they are gone since.

    Raises:
        NotFound: there is no such task, or it asks nothing. NotYourLane, Excluded: it is not the reader's.
    """
    task, actor, now = session.get(Task, task_id), door.current_actor(), door.now(session)
    if task is None:
        raise NotFound()
    right(session, task, actor, now)
    head = overview.head(session, session.get_one(Case, task.case_id).reference)
    people.require_reader(session, task.case_id, actor.id)
    asked = head.pack.forms.get(task.form)
    if asked is None:
        raise NotFound()
    return Sheet(task, head, asked, cases.companions(session, task, actor, now, chosen), overview.here(session))


def _numbers(texts: Sequence[str]) -> list[int]:
    """The tasks that were ticked; what is no number of one is left out."""
    found = [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10]
    return [number for number in found if number <= door.LARGEST]


def _filled(sheet: Sheet, typed: Typed) -> list[Filled]:
    """The form for the task itself, and for each of the others that was ticked."""
    ticked = set(typed.get(ALSO, ()))
    others = [one for one in sheet.others if str(one.task_id) in ticked]
    found = [Filled(sheet.task.id, sheet.form.parse(typed, here=sheet.here))]
    for one in others:
        own = {name: typed[_own(one, name)] for name in _differing(sheet) if any(typed.get(_own(one, name), ()))}
        sent = sheet.form.parse({**typed, **own}, here=sheet.here)
        # what is wrong with the answer for all is said there
        errors = wording.faults(sheet.form, [fault for fault in sent.errors if fault.field in own])
        found.append(Filled(one.task_id, sent, errors))
    return found


def _sent_before(session: Session, one: Filled) -> bool:
    """A second click: the same person did the task with the same answers."""
    return inbox.was_done_so(session, one.task_id, door.current_person().id, one.sent.data)


def _differing(sheet: Sheet) -> dict[str, Field]:
    """The questions whose answer can be another one for one of the cases."""
    return {one.name: one for one in sheet.form.fields if one.type in CAN_DIFFER and one.given is None}


def _own(one: Companion, name: str) -> str:
    """The name of a question's box for one case."""
    return f"c{one.task_id}-{name}"


def _boxes(sheet: Sheet, one: Companion) -> list[Field]:
    """The questions for one case: none has to be answered, and each can be left as it is for all."""
    return [
        dataclasses.replace(asked, name=_own(one, name), required=False, show=(), help="",
                            widget="select" if asked.options else asked.widget)
        for name, asked in _differing(sheet).items()
    ]


def _shown(sheet: Sheet, sent: Submission) -> list[tuple[str, str]]:
    return sheet.form.shown(sent.data, yes=_("Yes"), no=_("No"), here=sheet.here)


def _told(sheet: Sheet, filled: list[Filled], results: list[Answered]) -> list[tuple[str, bool, str]]:
    """For each case: its reference, whether it is done, and why not."""
    by_task = {one.task_id: one for one in results}
    names = {sheet.task.id: sheet.head.case.reference, **{one.task_id: one.reference for one in sheet.others}}
    return [_result(names[one.task_id], by_task.get(one.task_id)) for one in filled]


def _result(reference: str, result: Answered | None) -> tuple[str, bool, str]:
    if result is None:
        return reference, True, _("It was done before with the same answer; it is counted once.")
    if result.done:
        return reference, True, ""
    return reference, False, getattr(result.refused, "message", str(result.refused))


def _page(sheet: Sheet, typed: Typed, filled: Sequence[Filled] = ()) -> str:
    """Render the form; `filled` brings what is wrong with it."""
    errors = filled[0].sent.errors if filled else ()
    own = {one.task_id: one.errors for one in filled[1:]}
    wrong = wording.summed(sheet.form, errors)
    for one in sheet.others:
        wrong += [(_own(one, name), f"{one.reference}: {fault}") for name, fault in own.get(one.task_id, {}).items()]
    ticked = set(typed.get(ALSO, ()))
    return render_template(
        "staff/together.html", task=sheet.task, head=sheet.head, case=sheet.head.case, form=sheet.form, typed=typed,
        errors=wording.faults(sheet.form, errors), wrong=wrong, here=sheet.here, others=[
            {"one": one, "ticked": str(one.task_id) in ticked, "fields": _boxes(sheet, one),
             "errors": {_own(one, name): fault for name, fault in own.get(one.task_id, {}).items()}}
            for one in sheet.others
        ],
    )
