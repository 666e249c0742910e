"""Letters that came back, and letters on paper: sending them again, printing and posting them."""

from functools import cache

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, forms, outbox, overview
from engine.errors import NotInCharge, Refused
from engine.forms import Form, answers
from engine.model import Message
from engine.overview import Head
from web import door, wording
from web.case import partials
from web.case.blueprint import bp, member, page, read
from web.case.partials import Values
from web.catalogue import gettext as _

ADDRESS = b"""{"title": "Address", "type": "object", "required": ["address"], "properties": {
    "address": {"title": "Address", "type": "string", "format": "email"}}}"""
OPEN = ("undeliverable", "paper")


@partials.part("staff/case/_post.html", partials.MAIN)
def waiting(session: Session, head: Head) -> Values | None:
    """Letters that came back, and those to be printed: until somebody sees to them, they reach nobody."""
    rows = session.scalars(select(Message).where(
        Message.case_id == head.case.id, Message.direction == "out", Message.status.in_(OPEN)
    ).order_by(Message.id)).all()
    if not rows:
        return None
    return {
        "returned": [one for one in rows if one.status == "undeliverable"],
        "paper": [one for one in rows if one.status == "paper"], "may_print": may_print(session, head),
    }


@bp.get("/cases/<reference>/letters/<int:letter_id>/again", endpoint="send_again")
@member
def form(reference: str, letter_id: int) -> ResponseReturnValue:
    """Where to: the address it came back from, to be put right."""
    with door.reading() as session:
        head = _for_post(session, reference)
        letter = overview.letter(session, head.case.id, letter_id)
        return page(session, head, "staff/case_send_again.html", letter=letter, address=letter.message.address,
                    fault="", wrong=[])


@bp.post("/cases/<reference>/letters/<int:letter_id>/again")
@member
def put_right(reference: str, letter_id: int) -> ResponseReturnValue:
    """Send it to the corrected address; what cannot be one comes back as it was typed."""
    typed = request.form.get("address", "")
    address, fault = _judged(typed)
    with door.transaction() as session:
        head = _for_post(session, reference)
        letter = overview.letter(session, head.case.id, letter_id)
        if fault:
            return page(session, head, "staff/case_send_again.html", letter=letter, address=answers.printable(typed),
                        fault=fault, wrong=[("address", fault)]), 422
        try:
            cases.send_again(session, letter.message.id, address, door.current_actor(), door.now(session))
            flash(_("The letter is on its way again."), "good")
        except Refused as refused:
            flash(refused.message, "warn")
    return redirect(url_for("case.letters", reference=reference), 303)


@bp.post("/cases/<reference>/letters/<int:letter_id>/paper", endpoint="print_letter")
@member
def print_letter(reference: str, letter_id: int) -> ResponseReturnValue:
    """The letter as its reader gets it, with their link and code, to be printed and posted; the journal says who
    did that.

    Raises:
        NotInCharge: the reader neither owns the case, nor watches over it, nor takes complaints in.
    """
    with door.transaction() as session:
        head = _for_post(session, reference)
        letter = overview.letter(session, head.case.id, letter_id).message
        try:
            cases.posted(session, letter.id, door.current_actor(), door.now(session))
        except Refused as refused:
            flash(refused.message, "warn")
            return redirect(url_for("case.letters", reference=reference), 303)
        html = outbox.reveal(session, head.case.reference, head.case.salt, letter.html)
        return render_template(
            "staff/paper.html", letter=letter, html=html, case=head.case,
            party=overview.party(session, head.case.id),
        )


def may_print(session: Session, head: Head) -> bool:
    """Whoever prints a letter or says where it goes can see the code of the complainant: only those who have to."""
    case = head.case
    return cases.may_post(session, case.id, case.owner_id, door.current_actor(), door.now(session))


def _for_post(session: Session, reference: str) -> Head:
    """The case, for those who see to its post.

    Raises:
        NotInCharge: see `may_print`.
    """
    head = read(session, reference)
    if not may_print(session, head):
        raise NotInCharge()
    return head


def _judged(typed: str) -> tuple[str, str]:
    """The address, and what is wrong with it."""
    found = _form().parse({"address": [typed]})
    if found.ok:
        return str(found.data["address"]), ""
    return "", wording.fault(found.errors[0], _form().field("address"))


@cache
def _form() -> Form:
    """The rules of an address are those of every form that asks for one."""
    return forms.read(ADDRESS, "address.json")
