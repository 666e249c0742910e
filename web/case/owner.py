"""Whose case it is and why not others'; handing it to somebody else."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases
from engine.cases.owning import LONGEST_REASON
from engine.errors import NotFit, NotFound, NotInCharge, Refused
from engine.forms import answers
from engine.overview import Head
from web import bar_words, door
from web.case import actions, partials
from web.case.actions import Action, Reading
from web.case.blueprint import bp, member, page, read, read_in_charge
from web.case.partials import BESIDE, Values
from web.case.texts import judged
from web.catalogue import gettext as _


@actions.action
def hand_over(case: Reading) -> Action | None:
    """As long as there is something to answer for."""
    if not (case.in_charge and case.is_open):
        return None
    return Action(_("Hand over"), url_for("case.handing_over", reference=case.reference))


@partials.part("staff/case/_owner.html", BESIDE)
def passed_over(session: Session, head: Head) -> Values | None:
    """Whom the last choice of an owner passed over, while it matters."""
    found = cases.refusals(session, head.case.id) if head.case.status == "open" else []
    if not found:
        return None
    return {"groups": [(lane, [bar_words.bar(bar) for bar in bars]) for lane, bars in found]}


@bp.get("/cases/<reference>/owner", endpoint="handing_over")
@member
def form(reference: str) -> ResponseReturnValue:
    """Who could take the case, and why others cannot."""
    with door.reading() as session:
        return _page(session, read_in_charge(session, reference), "", "", {})


@bp.post("/cases/<reference>/owner")
@member
def hand_case_over(reference: str) -> ResponseReturnValue:
    """Hand it over; what does not go comes back as it was typed, with the reason."""
    chosen, typed = request.form.get("person", ""), request.form.get("reason", "")
    reason, no_reason = judged(typed, LONGEST_REASON, _("Say why, for whoever takes it and for the timeline."))
    faults = {"reason": no_reason} if no_reason else {}
    if not (chosen.isdecimal() and len(chosen) < 10):
        faults["person"] = _("Choose somebody.")
    if not faults:
        faults = _try(reference, int(chosen), reason)
    if faults:
        with door.reading() as session:
            head = read_in_charge(session, reference)
            return _page(session, head, answers.printable(chosen), answers.printable(typed), faults), 422
    flash(_("The case is handed over."), "good")
    return redirect(url_for("case.overview", reference=reference), 303)


def _try(reference: str, person_id: int, reason: str) -> dict[str, str]:
    """Hand it over; gives what was refused, by field."""
    try:
        with door.transaction() as session:
            head = read(session, reference)
            cases.hand_over(session, head.case.id, person_id, reason, door.current_actor(), door.now(session))
    except NotInCharge:
        raise
    except NotFit as unfit:
        return {"person": f"{bar_words.bar(unfit.about['bar'])}."}
    except NotFound:
        return {"person": _("Choose somebody.")}
    except Refused as refused:
        same = _("The case is theirs already."), _("This case is closed.")
        return {"person": same[0] if refused.about.get("why") == "same" else same[1]}
    return {}


def _page(session: Session, head: Head, person: str, reason: str, faults: dict[str, str]) -> str:
    found = cases.successors(session, head.case.id, door.now(session))
    return page(
        session, head, "staff/case_handing_over.html", chosen=person, reason=reason, faults=faults,
        wrong=list(faults.items()), able=[(str(one.id), _("%(name)s (%(group)s)", name=one.name, group=one.lane))
                                          for one in found if one.bar is None],
        unable=[bar_words.bar(one.bar) for one in found if one.bar is not None],
    )
