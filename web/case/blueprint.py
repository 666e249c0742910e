"""The blueprint of a case, who may read one, and what stands above each of its pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, abort, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import overview
from engine.overview import Head
from web import door
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


def side(session: Session, head: Head, name: str, **values: Any) -> str:
    """Render one side of a case under its head."""
    now = door.now(session)
    return render_template(
        f"staff/case_{name}.html", head=head, case=head.case, now=now, bar=bar(head, now), side=name,
        sides=_sides(session, head, name), **values,
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
