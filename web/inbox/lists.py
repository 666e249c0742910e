"""Lists of open tasks; what is listed stands in the address, so that it can be kept and shared."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import flask_babel
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import inbox, overview, publishing
from engine.errors import NotFound
from engine.inbox import CAP, VIEWS, Key, Wish
from web import door
from web.catalogue import gettext as _
from web.frame import reader
from web.inbox.blueprint import bp


@bp.get("/inbox")
@door.signed_in
def index() -> ResponseReturnValue:
    """One page of a list, with how many there are in each."""
    with door.reading() as session:
        wish = _wish(door.now(session))
        page = inbox.page(session, reader(), wish, _key(request.args.get("after", "")))
        counts = inbox.counts(session, reader(), wish)
        pack = publishing.current(session)[1] if page.rows else None
    return render_template(
        "staff/inbox.html", rows=page.rows, pack=pack, wish=wish, now=wish.now, tomorrow=wish.tomorrow,
        ways=_ways(wish, counts), title=_title(wish), here=place(), me=door.current_person().id,
        first=request.args.get("after"),
        next_href=url_for("inbox.index", **place(), after=_text(page.after)) if page.after else "",
    )


@bp.get("/cases")
@door.signed_in
def jump() -> ResponseReturnValue:
    """Go to a case by its reference, or by the last part of it."""
    typed = request.args.get("reference", "")
    with door.reading() as session:
        found = overview.find(session, typed, door.now(session).year, door.current_person().id)
    if found is not None:
        return redirect(url_for("case.overview", reference=found), 303)
    flash(_("There is no case with the reference “%(typed)s”.", typed=typed[:40]), "warn")
    return redirect(url_for("inbox.index"), 303)


def place() -> dict[str, Any]:
    """Which list this is, as the address says it."""
    wanted = {"view": request.args.get("view", ""), "group": request.args.get("group", "")}
    return {name: value for name, value in wanted.items() if value}


def tomorrow(now: datetime) -> datetime:
    """Where the reader's day ends."""
    zone = flask_babel.get_timezone() or UTC
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _wish(now: datetime) -> Wish:
    view, lane = request.args.get("view", VIEWS[0]), request.args.get("group", "")
    if view not in VIEWS or (lane and lane not in door.current_lanes()):
        raise NotFound()
    return Wish(view, now, tomorrow(now), lane)


def _title(wish: Wish) -> str:
    if wish.lane:
        return wish.lane
    return _names()[wish.view]


def _names() -> dict[str, str]:
    return {
        "groups": _("My groups"), "mine": _("Taken by me"), "standing_in": _("For colleagues away"),
        "unassigned": _("Free to take"), "today": _("Due today"), "overdue": _("Overdue"),
    }


def _ways(wish: Wish, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The filters beside the list: the views, then each group. Who stands in for nobody is not asked about it."""
    views = [
        {"label": label, "href": url_for("inbox.index", view=view), "count": _count(counts[view]),
         "current": view == wish.view and not wish.lane}
        for view, label in _names().items() if view != "standing_in" or view == wish.view or reader().stands_for
    ]
    lanes = [
        {"label": lane, "href": url_for("inbox.index", group=lane), "count": _count(counts[lane]),
         "current": lane == wish.lane}
        for lane in reader().lanes
    ]
    return [{"label": _("Lists"), "ways": views}, {"label": _("Groups"), "ways": lanes}]


def _count(number: int) -> str:
    return f"{CAP - 1}+" if number >= CAP else str(number)


def _text(key: Key) -> str:
    due = key.due.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%f") if key.due else ""
    return f"{due}-{key.id}"


def _key(text: str) -> Key | None:
    """Where to go on; whatever is no key starts at the first page."""
    due, _sign, number = text.rpartition("-")
    if not number.isdecimal() or len(number) > 18:
        return None
    try:
        moment = datetime.strptime(due, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC) if due else None
    except ValueError:
        return None
    return Key(moment, int(number))
