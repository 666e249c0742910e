"""Following a complaint: by its reference and code, or by the link that holds both."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import clock, limits, public, publishing, sealing
from engine.errors import NotFound
from engine.packs.words import say
from engine.public import NEWEST, Paging, StatusView
from web import door, moments
from web.catalogue import gettext as _
from web.public.blueprint import bp

WRONG_AN_HOUR = 30
"""Wrong pairs from one address; the right pair opens at any time, so that nobody can lock another out (S11)."""


@bp.get("/follow")
@door.open_to_all
def follow() -> str:
    """Ask for reference and code."""
    return render_template("public/follow.html", reference="", code="", sentence="")


@bp.post("/follow")
@door.open_to_all
def follow_post() -> Response:
    """Open the complaint; unknown reference and wrong code get the same answer."""
    reference, code = request.form.get("reference", ""), request.form.get("code", "")
    try:
        with door.reading() as session:
            case = public.find(session, reference, code)
            where = url_for("public.status", reference=case.reference, code=sealing.code(code))
    except NotFound:
        count_wrong()
        sentence = _("We found no complaint with this reference and code. Please check both, sign by sign.")
        return make_response(render_template(
            "public/follow.html", reference=reference[:80], code=code[:80], sentence=sentence
        ), 422)
    return redirect(where, 303)


@bp.get("/follow/<reference>/<code>")
@door.open_to_all
def status(reference: str, code: str) -> str:
    """Where the complaint stands."""
    with door.reading() as session:
        now = door.now(session)
        view = view_of(session, reference, code, _at())
        said = _said(session, view, request.args.get("said", ""))
    return render_template(
        "public/status.html", status=view, code=view.code, now=now, said=said, history=_history(view), at=_at()
    )


@bp.get("/follow/<reference>/<code>/letters/<int:letter>")
@door.open_to_all
def letter(reference: str, code: str, letter: int) -> str:
    """One of our letters, as a page."""
    with door.reading() as session:
        view = view_of(session, reference, code)
        found = public.letter(session, view.case_id, letter)
    back = url_for("public.status", reference=view.reference, code=view.code)
    return render_template("public/letter.html", letter=found, reference=view.reference, back_href=back)


def _at() -> Paging:
    """Which part of long lists the address asks for."""
    return Paging(door.number("history"), door.number("letters"), door.number("files"))


def view_of(session: Session, reference: str, code: str, at: Paging = NEWEST) -> StatusView:
    """The complaint behind an address; its dates are then shown in the zone of its country.

    Raises:
        NotFound: no such pair; it was counted.
    """
    with wrong_pairs_counted():
        view = public.status(session, reference, code, door.now(session), at)
    moments.use_zone(view.zone)
    return view


@contextmanager
def wrong_pairs_counted() -> Iterator[None]:
    """Count what turns out to be no pair; not to be used inside a transaction."""
    try:
        yield
    except NotFound:
        count_wrong()
        raise


def count_wrong() -> None:
    """Count a wrong pair; in a transaction of its own, so that the count stays.

    Raises:
        TooOften: too many from this address within the hour.
    """
    with door.transaction() as session:
        limits.count(session, "follow", door.address(), WRONG_AN_HOUR, clock.real())


def _history(view: StatusView) -> list[dict[str, Any]]:
    """In words: what we did, what we wrote, what they told us."""
    said = {
        "milestone": "%(text)s", "letter": _("We wrote to you: %(text)s"), "message": _("You chose: %(text)s"),
    }
    return [
        {"at": one.at, "sentence": _("You told us:") if one.answers else said[one.kind] % {"text": one.text},
         "answers": [(question, _in_words(answer)) for question, answer in one.answers]}
        for one in view.history
    ]


def _in_words(answer: Any) -> Any:
    return (_("Yes") if answer else _("No")) if isinstance(answer, bool) else answer


def _said(session: Session, view: StatusView, message: str) -> str:
    """The sentence after a button was used, in the words of the case's pack."""
    case = public.find(session, view.reference, view.code)
    words = publishing.by_id(session, case.pack_id).words.messages.get(message)
    return say(words.confirm, case.language) if words else ""
