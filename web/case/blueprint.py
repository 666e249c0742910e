"""The blueprint of a case, who may read one, and what stands above each of its pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, abort, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import cases, overview, people
from engine.errors import NotInCharge
from engine.overview import Head
from web import door
from web.case import actions
from web.case.actions import Reading
from web.catalogue import gettext as _
from web.deadline_bar import bar
from web.frame import staff

bp = staff(Blueprint("case", __name__))

P = ParamSpec("P")
R = TypeVar("R")

SIDES = ("overview", "timeline", "letters", "files", "diagram")


def member(view: Callable[P, R]) -> Callable[P, R | Response]:
    """For people of any group; who is in none works on no case."""
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if not door.current_lanes():
            abort(403)
        return view(*args, **kwargs)
    return door.signed_in(guarded)


def read(session: Session, reference: str) -> Head:
    """The head of a case, for somebody who may read it.

    Raises:
        NotFound: there is no such case. ClosedToYou: the reader is named in it (ISO 10002 4.7, S21).
    """
    head = overview.head(session, reference)
    people.require_reader(session, head.case.id, door.current_person().id)
    return head


def read_in_charge(session: Session, reference: str) -> Head:
    """The head of a case, for those who decide in it.

    Raises:
        NotFound, ClosedToYou: see `read`. NotInCharge: the reader is none of them.
    """
    head = read(session, reference)
    if not reading(session, head).in_charge:
        raise NotInCharge()
    return head


def reading(session: Session, head: Head) -> Reading:
    """A case and its reader."""
    actor = door.current_actor()
    in_charge = cases.in_charge(session, head.case.id, head.case.owner_id, actor, door.now(session))
    return Reading(session, head, actor, in_charge)


def side(session: Session, head: Head, name: str, **values: Any) -> str:
    """Render one side of a case under its head."""
    return page(session, head, f"staff/case_{name}.html", side=name, sides=_sides(session, head, name), **values)


def page(session: Session, head: Head, template: str, **values: Any) -> str:
    """Render a page of a case."""
    now, case = door.now(session), reading(session, head)
    return render_template(
        template, head=head, case=head.case, now=now, bar=bar(head, now), menu=actions.offered(case),
        in_charge=case.in_charge, **values,
    )


def _sides(session: Session, head: Head, current: str) -> list[dict[str, Any]]:
    sizes = overview.sizes(session, head.case.id)
    labels = {
        "overview": _("Overview"), "timeline": _("Timeline"), "letters": _("Letters"), "files": _("Files"),
        "diagram": _("Diagram"),
    }
    return [
        {"label": labels[name], "href": url_for(f"case.{name}", reference=head.case.reference),
         "current": name == current, "count": sizes.get(name)}
        for name in SIDES
    ]
