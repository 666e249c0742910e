"""How many cases somebody may own, and whom they report to."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from engine import people
from engine.errors import NotFound, Refused
from engine.model import Person
from web import door
from web.catalogue import gettext as _
from web.people.absences import chosen, told
from web.people.blueprint import Typed, bp, page, texts


@bp.post("/people/<int:person_id>/post")
@door.signed_in
def change_post(person_id: int) -> ResponseReturnValue:
    """Set the limit and the manager; both or neither."""
    typed = texts("post", "limit", "manager")
    try:
        with door.transaction() as session:
            actor = door.current_actor()
            people.require_editor(session, actor)
            person = session.get(Person, person_id)
            if person is None:
                raise NotFound()
            people.set_limit(session, person, _limit(typed["limit"]), actor)
            people.set_manager(session, person, chosen(typed["manager"]), actor)
    except Refused as refused:
        faults = told(refused)
        with door.reading() as session:
            return page(session, person_id, Typed("post", typed, faults)), 422
    flash(_("It is kept."), "good")
    return redirect(url_for("people.one", person_id=person_id), 303)


def _limit(text: str) -> int | None:
    """The number that was typed; what is none is out of every range."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else -1
