"""/style: every component of the look on one page; the app has it in the demo only."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, render_template, url_for

from web.catalogue import gettext as _
from web.door import open_to_all

bp = Blueprint("style", __name__, url_prefix="/style")

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@bp.get("/")
@open_to_all
def public() -> str:
    """The components as complainants see them."""
    return render_template("style.html", layout="base.html", **_examples())


@bp.get("/staff")
@open_to_all
def staff() -> str:
    """The components as the staff sees them: the same, denser."""
    return render_template(
        "style.html", layout="base_staff.html", **_examples(),
        person=SimpleNamespace(name="Maria Tamm"),
        clock=SimpleNamespace(at=NOON, href=url_for("style.staff")),
        sign_out_href=url_for("style.staff"), home_href=url_for("style.staff"),
        nav=[
            {"label": _("Inbox"), "href": url_for("style.staff"), "current": True, "count": 7},
            {"label": _("Cases"), "href": url_for("style.public")},
            {"label": _("Incidents"), "href": url_for("style.public"), "count": 1},
        ],
    )


def _examples() -> Mapping[str, Any]:
    step = SimpleNamespace
    return {
        "now": NOON,
        "milestones": [
            step(sentence=_("We received your complaint"), done_at=NOON - timedelta(days=3), current=False),
            step(sentence=_("We confirmed receipt"), done_at=NOON - timedelta(days=3), current=False),
            step(
                name=_("We look into it"), done_at=None, current=True, by=NOON + timedelta(days=6),
                more=_("Somebody who was not involved goes through every point."),
            ),
            step(sentence=_("You get our answer"), done_at=None, current=False, by=NOON + timedelta(days=20)),
            step(sentence=_("Closed"), done_at=None, current=False),
        ],
        "events": [
            {"at": NOON - timedelta(days=3), "sentence": _("We received your complaint."), "tone": "main"},
            {
                "at": NOON - timedelta(days=2), "sentence": _("The urgency was set to high."),
                "who": "Maria Tamm", "why": _("Because the amount is above the limit."),
            },
            {"at": NOON, "sentence": _("The final date passed without an answer."), "tone": "bad"},
        ],
        "sides": [
            {"label": _("Overview"), "href": url_for("style.public"), "current": True},
            {"label": _("Timeline"), "href": url_for("style.public"), "count": 12},
            {"label": _("Letters"), "href": url_for("style.public"), "count": 2},
        ],
    }
