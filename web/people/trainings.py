"""What people are trained for: noting it, renewing it, taking it out."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import people
from engine.errors import Refused
from web import door
from web.catalogue import gettext as _
from web.people.absences import day, not_a_day, told
from web.people.blueprint import Typed, bp, odd, page, texts

LONGEST_PROOF = 500


@bp.post("/people/<int:person_id>/trainings")
@door.signed_in
def note_training(person_id: int) -> ResponseReturnValue:
    """Note a training; one of the same name is renewed."""
    typed = texts("training", "skill", "until", "proof")
    faults = _faults(typed)
    until = day(typed["until"]) if typed["until"] else None
    if not faults:
        try:
            with door.transaction() as session:
                people.set_skill(session, person_id, typed["skill"], until, typed["proof"], door.current_actor())
        except Refused as refused:
            faults = told(refused)
    if faults:
        with door.reading() as session:
            people.require_editor(session, door.current_actor())
            return page(session, person_id, Typed("training", typed, faults)), 422
    flash(_("The training is noted."), "good")
    return redirect(url_for("people.one", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/trainings/remove")
@door.signed_in
def remove_training(person_id: int) -> ResponseReturnValue:
    """Take a training out."""
    with door.transaction() as session:
        skill = request.form.get("skill", "")[:200].replace("\0", "")
        people.remove_skill(session, person_id, skill, door.current_actor())
    flash(_("The training is taken out."), "good")
    return redirect(url_for("people.one", person_id=person_id), 303)


def _faults(typed: dict[str, str]) -> dict[str, str]:
    faults = {}
    if typed["until"] and day(typed["until"]) is None:
        faults["until"] = not_a_day()
    for name in ("skill", "proof"):
        if fault := odd(typed[name], LONGEST_PROOF):
            faults[name] = fault
    return faults
