"""What this is, and how to complain: made from the published pack."""

from collections.abc import Mapping

from flask import render_template

from engine import intake, public
from engine.errors import NotFound
from web import door, moments
from web.catalogue import gettext as _
from web.catalogue import language
from web.public.blueprint import bp


@bp.get("/")
@door.open_to_all
def home() -> str:
    """The first page. It stands also before anything has been published."""
    with door.reading() as session:
        try:
            how = public.how_to(session, language())
        except NotFound:
            how = None
    return render_template("public/home.html", how=how)


@bp.get("/how")
@door.open_to_all
def how() -> str:
    """How complaints are handled, in order and by when (ISO 10002 4.4, 7.1)."""
    with door.reading() as session:
        found = public.how_to(session, language())
        form = intake.form(session)
    return render_template("public/how.html", how=found, form=form, times=_times(found.spans))


def _times(spans: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is promised by when, in words; what has no time of its own is left out."""
    said = {"acknowledge": _("We confirm receipt within"), "target": _("We aim to answer within"),
            "final": _("You hear from us at the latest within")}
    return [(said[name], words) for name, value in spans.items() if (words := moments.span(value))]
