"""The page of one task: the case in brief, the form with what was typed so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases, overview, people
from engine.cases import Right
from engine.errors import ClosedToYou, NotFound, Refused
from engine.forms import FieldError, Form
from engine.model import Case, Draft, Task
from engine.overview import Head
from web import bar_words, door, journal_words, wording
from web.inbox.blueprint import bp
from web.inbox.lists import tomorrow
from web.inbox.refusals import refusal


@dataclass(frozen=True)
class Sheet:
    """A task with its case and form; `form` is None where the drawing gives none; `right` is what the
    reader may do with it."""

    task: Task
    head: Head
    form: Form | None
    instructions: str
    right: Right


@bp.get("/tasks/<int:task_id>")
@door.signed_in
def task(task_id: int) -> ResponseReturnValue:
    """The task; its form once it is taken."""
    with door.reading() as session:
        try:
            sheet = load(session, task_id)
            cases.require_open(session, sheet.task)
        except Refused as refused:
            return refusal(refused, task_id)
        return page(session, sheet, _begun(session, sheet))


def _begun(session: Session, sheet: Sheet) -> Mapping[str, Sequence[str]]:
    """What the reader typed before, else what the case knows already."""
    if sheet.form is None:
        return {}
    draft = cases.draft(session, sheet.task.id, door.current_person().id)
    return draft or sheet.form.prefill(overview.known(session, sheet.head.case.id), overview.here(session))


def load(session: Session, task_id: int) -> Sheet:
    """The task of that number with everything its page shows.

    Raises:
        NotFound: there is none, or its case is closed to the reader. NotYourLane, Excluded: it is not
        the reader's to see.
    """
    found = session.get(Task, task_id)
    if found is None:
        raise NotFound()
    try:
        right = cases.right(session, found, door.current_actor(), door.now(session))
    except ClosedToYou as closed:
        raise NotFound() from closed
    case = session.get_one(Case, found.case_id)
    head = overview.head(session, case.reference)
    element = head.pack.elements.get(found.element)
    return Sheet(found, head, head.pack.forms.get(found.form), element.instructions if element else "", right)


def kept_out(session: Session, sheet: Sheet) -> list[str]:
    """Who of those who could do a task may not, and why, by name (ISO 10002 4.7, 4.14)."""
    task, day = sheet.task, people.today(session, door.now(session))
    reasons = cases.reasons(session, task)
    allowed = people.allowed(session, task.case_id, task.skill) if task.skill else set()
    found = []
    for one in people.members(session, task.lane):
        bar = reasons.get(one)
        if bar is None and one not in allowed:
            bar = people.lacking(session, one, people.name_of(session, one), task.skill, day)
        if bar is not None:
            found.append(bar)
    return [bar_words.bar(bar) for bar in sorted(found, key=lambda bar: bar.name)]


def page(
    session: Session, sheet: Sheet, typed: Mapping[str, Sequence[str]], errors: Sequence[FieldError] = (),
    stuck: str = "",
) -> str:
    """Render the page; `errors` are about `typed`, `stuck` says why the case could not go on."""
    now, me = door.now(session), door.current_person().id
    form = sheet.form
    draft = session.get(Draft, (sheet.task.id, me))
    case_id, pack, here = sheet.head.case.id, sheet.head.pack, overview.here(session)
    return render_template(
        "staff/task.html", task=sheet.task, head=sheet.head, case=sheet.head.case, form=form, now=now,
        tomorrow=tomorrow(now), here=here, instructions=sheet.instructions, typed=typed, stuck=stuck,
        errors=wording.faults(form, errors) if form else {}, wrong=wording.summed(form, errors) if form else [],
        right=sheet.right, kept_out=kept_out(session, sheet),
        facts=overview.facts(overview.known(session, case_id), pack, here), saved_at=draft.saved_at if draft else None,
        files=overview.files(session, case_id), party=overview.party(session, case_id), me=me,
        sent=[(one, journal_words.answers(one.name, data, pack, here))
              for one, data in overview.sent(session, case_id)],
        done_before=[(done, journal_words.form_answers(done.form, done.data, pack, here))
                     for done in overview.done_about(session, sheet.task, pack)],
        words=pack.words.messages,
    )
