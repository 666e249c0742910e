"""Saying that two cases belong together, and taking it back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases, overview, sealing
from engine.cases.linking import KINDS, LONGEST_NOTE
from engine.errors import NotFound, NotInCharge, Refused
from engine.forms import answers
from engine.overview import Head
from web import case_words, door
from web.case import actions
from web.case.actions import Action, Reading
from web.case.blueprint import bp, member, page, read, read_in_charge
from web.catalogue import gettext as _

Typed = dict[str, str]
NOTHING: Typed = {"reference": "", "kind": "group", "note": ""}


@actions.action
def link_case(case: Reading) -> Action | None:
    """Also closed cases can turn out to belong together."""
    if not case.in_charge:
        return None
    return Action(_("Link another case"), url_for("case.linking", reference=case.reference))


@bp.get("/cases/<reference>/links", endpoint="linking")
@member
def form(reference: str) -> ResponseReturnValue:
    """The form, and the links that there are."""
    with door.reading() as session:
        return _page(session, read_in_charge(session, reference), NOTHING, {})


@bp.post("/cases/<reference>/links")
@member
def add_link(reference: str) -> ResponseReturnValue:
    """Link the case; what does not go comes back as it was typed."""
    typed = {name: answers.printable(request.form.get(name, "")) for name in NOTHING}
    faults = _faults(typed) or _try(reference, typed)
    if faults:
        with door.reading() as session:
            return _page(session, read_in_charge(session, reference), typed, faults), 422
    flash(_("The cases are linked."), "good")
    return redirect(url_for("case.overview", reference=reference), 303)


@bp.post("/cases/<reference>/links/<int:link_id>/remove")
@member
def remove_link(reference: str, link_id: int) -> ResponseReturnValue:
    """Take a link away; the timeline keeps that it was there."""
    with door.transaction() as session:
        head = read(session, reference)
        cases.unlink(session, head.case.id, link_id, door.current_actor(), door.now(session))
    flash(_("The link is gone. The timelines of both cases keep that it was there."), "good")
    return redirect(url_for("case.linking", reference=reference), 303)


def _try(reference: str, typed: Typed) -> dict[str, str]:
    """Link them; gives what was refused, by field."""
    try:
        with door.transaction() as session:
            head, now = read(session, reference), door.now(session)
            other = overview.find(session, typed["reference"], now.year) or sealing.plain(typed["reference"])
            cases.link(session, head.case.id, other, typed["kind"], typed["note"].strip(), door.current_actor(), now)
    except NotInCharge:
        raise
    except NotFound:
        return {"reference": _("There is no case with this reference.")}
    except Refused as refused:
        return {"reference": refused.message}
    return {}


def _faults(typed: Typed) -> dict[str, str]:
    faults = {}
    if not typed["reference"].strip():
        faults["reference"] = _("Write the reference of the other case, or its last part.")
    if typed["kind"] not in KINDS:
        faults["kind"] = _("Choose one of the answers given here.")
    if len(typed["note"]) > LONGEST_NOTE:
        faults["note"] = _("Write at most %(limit)s characters.", limit=LONGEST_NOTE)
    return faults


def _page(session: Session, head: Head, typed: Typed, faults: dict[str, str]) -> str:
    return page(
        session, head, "staff/case_linking.html", typed=typed, faults=faults, wrong=list(faults.items()),
        kinds=[(kind, case_words.link_choice(kind)) for kind in KINDS],
        links=overview.links(session, head, door.current_person().id),
    )
