"""Going back: an earlier step of a case is done again, with a reason."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases
from engine.cases.going_back import SHORTEST_REASON, WATCHERS
from engine.errors import NotInCharge, StepFailed, TaskGone
from engine.forms import answers
from engine.overview import Head
from web import door
from web.case import actions
from web.case.actions import Action, Reading
from web.case.blueprint import bp, member, page, read
from web.case.texts import judged
from web.catalogue import gettext as _

LONGEST = 2000


@actions.action
def back(case: Reading) -> Action | None:
    """Only for those who watch over cases, and only while the complaint is open."""
    if not (case.is_open and _may()):
        return None
    return Action(_("Go back to an earlier step"), url_for("case.back", reference=case.reference))


@bp.get("/cases/<reference>/back", endpoint="back")
@member
def form(reference: str) -> ResponseReturnValue:
    """The steps that can be done again, the last one first."""
    with door.reading() as session:
        return _page(session, _read(session, reference), "", "", {})


@bp.post("/cases/<reference>/back")
@member
def go_back(reference: str) -> ResponseReturnValue:
    """Open a step again; what does not go comes back as it was typed."""
    step, reason = request.form.get("step", ""), request.form.get("reason", "")
    short = _("Write at least %(limit)s characters: whoever does the step again reads it.", limit=SHORTEST_REASON)
    text, no_reason = judged(reason, LONGEST, short, SHORTEST_REASON)
    faults = {} if step else {"step": _("Please choose an answer.")}
    if no_reason:
        faults["reason"] = no_reason
    name, refused = _try(reference, step, text) if not faults else ("", {})
    faults |= refused
    if faults:
        with door.reading() as session:
            return _page(session, _read(session, reference), step, answers.printable(reason), faults), 422
    flash(_("The case went back to “%(step)s”.", step=name), "good")
    return redirect(url_for("case.overview", reference=reference), 303)


def _try(reference: str, step: str, reason: str) -> tuple[str, dict[str, str]]:
    """Go back; gives the name of the step, or what was refused, by field."""
    gone = {"step": _("This step cannot be done again any more; the case has moved on.")}
    try:
        with door.transaction() as session:
            head, now = _read(session, reference), door.now(session)
            found = next((one for one in cases.earlier_steps(session, head.case.id, now) if one.token == step), None)
            if found is None:
                return "", gone
            cases.go_back(session, head.case.id, found.run_id, found.token, reason, door.current_actor(), now)
    except TaskGone:
        return "", gone
    except StepFailed as wrong:
        with door.transaction() as session:
            cases.record(session, wrong, cases.incidents.TASK, door.now(session))
        return "", {"step": _("The case could not go on: %(cause)s", cause=wrong.message)}
    return found.name, {}


def _read(session: Session, reference: str) -> Head:
    """The head of a case, for those who may set it back.

    Raises:
        NotFound, ClosedToYou: see `blueprint.read`. NotInCharge: the reader is none of them.
    """
    head = read(session, reference)
    if not _may():
        raise NotInCharge()
    return head


def _may() -> bool:
    return bool(door.current_lanes() & WATCHERS)


def _page(session: Session, head: Head, step: str, reason: str, faults: dict[str, str]) -> str:
    steps = cases.earlier_steps(session, head.case.id, door.now(session))
    return page(session, head, "staff/case_back.html", steps=steps, chosen=step, reason=reason, faults=faults,
                wrong=list(faults.items()))
