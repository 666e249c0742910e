"""Correcting a letter: never the letter itself, always by another one."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases, overview
from engine.errors import NotInCharge, Refused
from engine.forms import answers
from engine.overview import Head
from web import door
from web.case.blueprint import bp, member, page, read, read_in_charge
from web.case.texts import judged
from web.catalogue import gettext as _

LONGEST = 5000
FIELDS = ("was_wrong", "is_right")


@bp.get("/cases/<reference>/letters/<int:letter_id>/correct", endpoint="correcting")
@member
def form(reference: str, letter_id: int) -> ResponseReturnValue:
    """The letter as it was written, and what is wrong and right."""
    with door.reading() as session:
        head = read_in_charge(session, reference)
        return _page(session, head, letter_id, dict.fromkeys(FIELDS, ""), {})


@bp.post("/cases/<reference>/letters/<int:letter_id>/correct")
@member
def correct(reference: str, letter_id: int) -> ResponseReturnValue:
    """Write the correction; what does not go comes back as it was typed."""
    typed = {name: request.form.get(name, "") for name in FIELDS}
    read_as = {name: judged(text, LONGEST, _("Please answer this.")) for name, text in typed.items()}
    faults = {name: fault for name, (_text, fault) in read_as.items() if fault}
    faults = faults or _try(reference, letter_id, *(read_as[name][0] for name in FIELDS))
    if faults:
        shown = {name: answers.printable(text) for name, text in typed.items()}
        with door.reading() as session:
            return _page(session, read_in_charge(session, reference), letter_id, shown, faults), 422
    flash(_("The correction is written. The first letter stays as it was."), "good")
    return redirect(url_for("case.letters", reference=reference), 303)


def _try(reference: str, letter_id: int, wrong: str, right: str) -> dict[str, str]:
    """Write it; gives what was refused."""
    try:
        with door.transaction() as session:
            head = read(session, reference)
            letter = overview.letter(session, head.case.id, letter_id)
            cases.correct_letter(session, letter.message.id, wrong, right, door.current_actor(), door.now(session))
    except NotInCharge:
        raise
    except Refused as refused:
        return {FIELDS[0]: refused.message}
    return {}


def _page(session: Session, head: Head, letter_id: int, typed: dict[str, str], faults: dict[str, str]) -> str:
    letter = overview.letter(session, head.case.id, letter_id)
    return page(session, head, "staff/case_correcting.html", letter=letter, typed=typed, faults=faults,
                wrong=list(faults.items()))
