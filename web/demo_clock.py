"""The demo's clock: moves the business time ahead, so that escalation can be watched."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock
from web import door

bp = Blueprint("demo_clock", __name__)

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


@bp.post("/clock")
@door.signed_in
def advance() -> ResponseReturnValue:
    """Move the clock by an hour, a day or a week; the worker fires what became due."""
    step = STEPS.get(request.form.get("by", ""))
    if step is None or not door.config().demo:
        abort(404)
    with door.transaction() as session:
        clock.advance(session, step)
    return redirect(_back(), 303)


def _back() -> str:
    """The page the button was on."""
    came = urlsplit(request.referrer or "")
    here = f"{came.path}?{came.query}" if came.query else came.path
    return door.safe_next(here if came.netloc == request.host else "", url_for("inbox.index"))
