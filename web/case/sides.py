"""Overview, timeline and letters of a case."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import overview, timeline
from engine.errors import NotFound
from engine.overview import Head
from engine.timeline import TOPICS
from web import door, journal_words
from web.case.blueprint import bp, member, side
from web.catalogue import gettext as _


@bp.get("/cases/<reference>", endpoint="overview")
@member
def overview_page(reference: str) -> ResponseReturnValue:
    """What the complaint is about, what is open, what it waits for."""
    with door.reading() as session:
        head = overview.head(session, reference)
        case_id = head.case.id
        unclaimed = [
            (one.created_at, journal_words.message_name(one.name, head.pack),
             journal_words.answers(one.name, data, head.pack))
            for one, data in overview.unclaimed(session, case_id)
        ]
        waits = overview.waits(session, case_id)
        known = overview.known(session, case_id)
        return side(
            session, head, "overview", party=overview.party(session, case_id), unclaimed=unclaimed,
            facts=overview.facts(known, head.pack), hidden=bool(known.get("hide_identity")),
            tasks=overview.work(session, case_id, door.current_person().id), me=door.current_person().id,
            lanes=door.current_lanes(), awaited=[journal_words.message_name(one, head.pack) for one in waits.messages],
            timers=waits.timers,
        )


@bp.get("/cases/<reference>/timeline", endpoint="timeline")
@member
def timeline_page(reference: str) -> ResponseReturnValue:
    """What happened, newest first; one topic of it by the address."""
    with door.reading() as session:
        return lines(session, overview.head(session, reference))


def lines(session: Session, head: Head, note: str = "", fault: str = "") -> str:
    """The timeline; `note` and `fault` bring a note back that could not be taken."""
    topic, before = request.args.get("topic", ""), door.number("before")
    if topic and topic not in TOPICS:
        raise NotFound()
    page = timeline.page(session, head.case.id, topic, before)
    counts = timeline.counts(session, head.case.id)
    return side(
        session, head, "timeline", entries=[journal_words.said(line, head.pack) for line in page.lines],
        topic=topic, topics=[(name, label, counts[name]) for name, label in _topics().items()], before=page.before,
        from_start=before is None, note=note, fault=fault,
    )


@bp.get("/cases/<reference>/letters", endpoint="letters")
@member
def letters_page(reference: str) -> ResponseReturnValue:
    """What was written to the complainant, and what became of it."""
    with door.reading() as session:
        head = overview.head(session, reference)
        return side(session, head, "letters", letters=overview.letters(session, head.case))


def _topics() -> dict[str, str]:
    return {
        "work": _("Work"), "letters": _("Letters"), "messages": _("Messages"), "dates": _("Dates"),
        "decisions": _("Rules"), "notes": _("Notes"), "incidents": _("Incidents"),
    }
