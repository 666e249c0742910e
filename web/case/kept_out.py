"""Who may not work on a case, and the ways round it: two people together, or a word of the complaints manager's."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases, people
from engine.cases.excluding import LONGEST_REASON, KeptOut
from engine.errors import ClosedToYou, NotFound, NotYourLane, Refused
from engine.overview import Head
from engine.people import Actor
from web import absence_words, bar_words, door
from web.case import partials
from web.case.blueprint import bp, member, read
from web.case.partials import BESIDE, Values
from web.case.texts import judged
from web.catalogue import gettext as _

bp.record_once(lambda state: absence_words.register(state.app))

MOST = 30
"""People shown; of a large unit that reports to somebody named the rest is counted."""


@partials.part("staff/case/_kept_out.html", BESIDE)
def kept_out(session: Session, head: Head) -> Values | None:
    """Everybody who must keep out, with the reason and what was asked; only where there is somebody."""
    case_id, actor = head.case.id, door.current_actor()
    found = cases.kept_out(session, case_id)
    lacking = cases.untrained(session, case_id, door.now(session))
    if not found and not lacking:
        return None
    may = cases.may_lift(session, case_id, actor)
    looks_after = bool(door.current_lanes() & people.EDITORS)
    shown = [(one, *_said(one), _offers(one, actor, may)) for one in found]
    # a whole unit may report to somebody named: one line for them, but for those about whom something was asked
    reports = [each for each in shown if each[0].bar.why == "reports" and each[0].asked_at is None]
    return {
        "people": [each for each in shown if each not in reports], "reports": reports[:MOST],
        "more": len(reports[MOST:]),
        "untrained": [(bar, looks_after and bar.person_id != actor.id) for bar in lacking],
    }


def _said(one: KeptOut) -> tuple[str, str]:
    """Why somebody must keep out, and how far lifting it has gone."""
    asked = _("%(name)s asked to let them take part: %(reason)s", name=one.asked_by, reason=one.reason)
    if one.lifted_at is not None:
        sentence = _("%(name)s may take part", name=one.bar.name)
        return sentence, f"{asked} {_('%(name)s agreed.', name=one.lifted_by)}"
    return bar_words.bar(one.bar), asked if one.asked_at is not None else ""


def _offers(one: KeptOut, actor: Actor, may: bool) -> list[str]:
    """What the reader can do about it: ask, agree, refuse."""
    if not may or one.lifted_at is not None or one.bar.person_id == actor.id:
        return []
    if one.asked_at is None:
        return ["ask"]
    return ["refuse"] if one.asked_by_id == actor.id else ["agree", "refuse"]


@bp.post("/cases/<reference>/kept-out/<int:person_id>/ask")
@member
def ask_to_lift(reference: str, person_id: int) -> ResponseReturnValue:
    """Ask that somebody may take part after all."""
    def act(session: Session, head: Head, reason: str) -> None:
        cases.ask_to_lift(session, head.case.id, person_id, reason, door.current_actor(), door.now(session))
    return _with_reason(reference, _("It is asked. Somebody else has to agree."), act)


@bp.post("/cases/<reference>/kept-out/<int:person_id>/agree")
@member
def agree_to_lift(reference: str, person_id: int) -> ResponseReturnValue:
    """Agree to what somebody else asked."""
    def act(session: Session, head: Head) -> None:
        cases.agree_to_lift(session, head.case.id, person_id, door.current_actor(), door.now(session))
    return _done(reference, _("They may take part from now on."), act)


@bp.post("/cases/<reference>/kept-out/<int:person_id>/refuse")
@member
def refuse_to_lift(reference: str, person_id: int) -> ResponseReturnValue:
    """Leave it as it is."""
    def act(session: Session, head: Head) -> None:
        cases.keep_out(session, head.case.id, person_id, door.current_actor(), door.now(session))
    return _done(reference, _("They keep out of the case."), act)


@bp.post("/cases/<reference>/kept-out/<int:person_id>/allow")
@member
def allow_untrained(reference: str, person_id: int) -> ResponseReturnValue:
    """Let somebody do without a training, in this case."""
    skill = request.form.get("skill", "")[:200].replace("\0", "")

    def act(session: Session, head: Head, reason: str) -> None:
        cases.allow_untrained(session, head.case.id, person_id, skill, reason, door.current_actor(), door.now(session))
    return _with_reason(reference, _("They may do it in this case."), act)


def _with_reason(reference: str, told: str, act: Callable[[Session, Head, str], None]) -> ResponseReturnValue:
    """Do something that needs a reason; one that cannot be used is given back to copy."""
    reason, fault = judged(request.form.get("reason", ""), LONGEST_REASON, _("Say why."))
    if fault:
        flash(fault, "bad")
        return _back(reference)
    return _done(reference, told, lambda session, head: act(session, head, reason), reason)


def _done(reference: str, told: str, act: Callable[[Session, Head], None], typed: str = "") -> ResponseReturnValue:
    """Do it; what does not go any more is told above the case."""
    try:
        with door.transaction() as session:
            act(session, read(session, reference))
    except (NotFound, NotYourLane, ClosedToYou):
        raise
    except Refused as refused:
        kept = " " + _("You had written: %(text)s", text=typed) if typed else ""
        flash(f"{_refused(refused)}{kept}", "warn")
        return _back(reference)
    flash(told, "good")
    return _back(reference)


def _refused(refused: Refused) -> str:
    return {
        "asked": _("Somebody has asked for that already."), "held": _("They hold that training."),
        "asker": _("%(name)s may no longer ask for that. Refuse it and have it asked anew.",
                   name=refused.about.get("name", "")),
        "second": _("Somebody else has to agree; you asked for it yourself."),
    }.get(str(refused.about.get("why")), refused.message)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("case.overview", reference=reference, _anchor="kept-out"), 303)
