"""Overview, timeline and letters of a case."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases, overview, publishing, timeline
from engine.cases.linking import GROUP
from engine.errors import NotFound
from engine.forms import Here
from engine.model import Task
from engine.overview import Head, Linked, Points, Work
from engine.timeline import TOPICS
from web import case_words, door, journal_words
from web.case import partials
from web.case.blueprint import bp, member, read, side
from web.catalogue import gettext as _

PAGE = 50
MOST_UNCLAIMED = 5
"""On the overview; all of them are in the list of messages."""


@bp.get("/cases/<reference>", endpoint="overview")
@member
def overview_page(reference: str) -> ResponseReturnValue:
    """What the complaint is about, how far it has come, what is open, what it waits for."""
    with door.reading() as session:
        head = read(session, reference)
        case_id, me, here = head.case.id, door.current_person().id, overview.here(session)
        known = overview.known(session, case_id)
        waits, links = overview.waits(session, case_id, head.pack), overview.links(session, head, me)
        tasks = overview.work(session, case_id, me)
        return side(
            session, head, "overview", party=overview.party(session, case_id), unclaimed=_unclaimed(session, head),
            facts=overview.facts(known, head.pack, here), hidden=bool(known.get("hide_identity")),
            remedies=_remedies(known, head), tasks=tasks, together=_together(session, tasks, links), me=me,
            lanes=door.current_lanes(), links=links, dispute=overview.dispute(known, head),
            several=[_several(one, head, here) for one in overview.points(session, case_id, head.pack, me)],
            awaited=[journal_words.message_name(one, head.pack) for one in waits.messages], timers=waits.timers,
            still=waits.still, current_pack=publishing.current(session)[0],
            parts=partials.filled(session, head, partials.MAIN), beside=partials.filled(session, head, partials.BESIDE),
        )


def _together(session: Session, tasks: Sequence[Work], links: Sequence[Linked]) -> dict[int, int]:
    """How many tasks of other cases could be done with each of the open ones."""
    if not any(one.kind == GROUP for one in links):
        return {}
    actor, now = door.current_actor(), door.now(session)
    found = {one.id: len(cases.companions(session, session.get_one(Task, one.id), actor, now)) for one in tasks}
    return {task_id: count for task_id, count in found.items() if count}


def _unclaimed(session: Session, head: Head) -> list[tuple[Any, ...]]:
    """Messages that nothing waited for: when, which, what they say."""
    return [
        (one.created_at, journal_words.message_name(one.name, head.pack),
         journal_words.answers(one.name, data, head.pack))
        for one, data in overview.unclaimed(session, head.case.id, MOST_UNCLAIMED)
    ]


def _several(found: Points, head: Head, here: Here) -> dict[str, Any]:
    """What was done about each of several things, with the answers in words."""
    return {"name": found.name, "points": [
        {"about": point.about, "still": point.still, "done": [
            (done, journal_words.form_answers(done.form, done.data, head.pack, here)) for done in point.done
        ]}
        for point in found.points
    ]}


def _remedies(known: dict[str, Any], head: Head) -> list[str]:
    """What we have promised to do, in the words of the form that offers it."""
    return case_words.remedies(known.get("remedies"), head.pack)


@bp.get("/cases/<reference>/timeline", endpoint="timeline")
@member
def timeline_page(reference: str) -> ResponseReturnValue:
    """What happened, newest first; one topic of it by the address."""
    with door.reading() as session:
        return lines(session, read(session, reference))


def lines(session: Session, head: Head, note: str = "", fault: str = "") -> str:
    """The timeline; `note` and `fault` bring a note back that could not be taken."""
    topic, before = request.args.get("topic", ""), door.number("before")
    if topic and topic not in TOPICS:
        raise NotFound()
    page = timeline.page(session, head.case.id, topic, before)
    counts, here = timeline.counts(session, head.case.id), overview.here(session)
    closed = overview.closed_references(session, door.current_person().id)
    shown = [journal_words.without(line, closed) for line in page.lines]
    return side(
        session, head, "timeline", entries=[journal_words.said(line, head.pack, here) for line in shown],
        topic=topic, topics=[(name, label, counts[name]) for name, label in _topics().items()], before=page.before,
        from_start=before is None, note=note, fault=fault,
    )


@bp.get("/cases/<reference>/letters", endpoint="letters")
@member
def letters_page(reference: str) -> ResponseReturnValue:
    """What was written, to whom, and what became of it."""
    with door.reading() as session:
        head = read(session, reference)
        before = door.number("before")
        letters = overview.letters(session, head.case, before, PAGE + 1)
        return side(session, head, "letters", letters=letters[:PAGE], from_start=before is None,
                    before=letters[PAGE - 1].message.id if len(letters) > PAGE else None)


def _topics() -> dict[str, str]:
    return {
        "work": _("Work"), "letters": _("Letters"), "messages": _("Messages"), "dates": _("Dates"),
        "people": _("People"), "links": _("Links and disputes"), "decisions": _("Rules"), "notes": _("Notes"),
        "incidents": _("Incidents"),
    }
