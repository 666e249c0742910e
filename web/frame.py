"""What stands in the head of every staff page: ways to go, who is signed in, the demo's clock."""

from typing import Any, cast

from flask import Blueprint, Response, g, request, url_for

from engine import arrivals, inbox, stuck
from engine.inbox import Reader
from web import case_words, door
from web.catalogue import gettext as _

INCIDENTS_FOR = ("Complaints manager", "Management")
"""The groups that see where cases are stuck."""


def staff(blueprint: Blueprint) -> Blueprint:
    """Give the pages of a blueprint their head."""
    blueprint.context_processor(frame)
    blueprint.after_request(_know_way_back)
    blueprint.record_once(lambda state: case_words.register(state.app))
    return blueprint


def _know_way_back(answer: Response) -> Response:
    """Our own pages may know which of our pages one came from; no other site learns an address."""
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def reader() -> Reader:
    """The person signed in, as the inbox knows them today; asked once a request."""
    if "reader" not in g:
        me, lanes = door.current_person().id, sorted(door.current_lanes())
        with door.reading() as session:
            g.reader = inbox.reader(session, me, lanes, door.now(session))
    return cast(Reader, g.reader)


def frame() -> dict[str, Any]:
    """The values that base_staff.html asks for."""
    with door.reading() as session:
        now = door.now(session)
        head: dict[str, Any] = {"home_href": url_for("inbox.index"), "sign_out_href": url_for("sign_in.sign_out")}
        if door.find_person() is None:
            return head
        if door.config().demo:
            head["clock"] = {"at": now, "href": url_for("demo_clock.advance")}
        me = door.current_person().id
        head["person_href"] = url_for("people.one", person_id=me)
        head["nav"] = [_way(_("Inbox"), "inbox.index", inbox.held(session, reader(), now))]
        if door.current_lanes():
            head["nav"].append(_way(_("New complaint"), "case.new", 0))
            unclaimed = arrivals.count(session, me)
            head["nav"] += [_way(_("Messages"), "messages.index", unclaimed)] if unclaimed else []
        head["nav"].append(_way(_("People"), "people.index", 0))
        head["nav"].append(_way(_("Process"), "process.check", 0))
        if door.current_lanes() & set(INCIDENTS_FOR):
            head["nav"].append(_way(_("Incidents"), "incidents.index", stuck.count(session, me)))
        return head


def _way(label: str, endpoint: str, count: int) -> dict[str, Any]:
    return {
        "label": label, "href": url_for(endpoint), "count": count, "current": request.endpoint == endpoint,
    }
