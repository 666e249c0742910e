"""Messages from outside: stored first, then handed to the task that waits, under the lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import people
from engine.cases import awaited, storing
from engine.cases.incidents import MESSAGE, TIMER, resolve
from engine.cases.moving import Move, move
from engine.db import insert_row, table
from engine.dossier import Dossier
from engine.errors import NotFound, NothingWaits, StepFailed
from engine.model import Attachment, Await, Case, Message, Run
from engine.packs import MAIN
from engine.people import COMPLAINANT, SYSTEM, Actor
from engine.process import Running


@dataclass(frozen=True)
class Arrival:
    """Something that came in. `key`: the same one a second time is the same message (a double click has one
    effect, R20). `token` and `element`: which waiting place it answers. Where somebody else recorded it,
    `sender` says from whom it came (packs.words.SENDERS) and `way` how (a channel)."""

    name: str
    data: Mapping[str, Any]
    files: Sequence[int] = ()
    key: str | None = None
    token: str = ""
    element: str = ""
    sender: str = ""
    way: str = ""


def receive(
    session: Session, case_id: int, name: str, data: Mapping[str, Any], now: datetime, *,
    files: Sequence[int] = (), key: str | None = None, actor: Actor = COMPLAINANT,
) -> int:
    """Store a message from outside and wake nothing yet; gives its id."""
    return take(session, case_id, Arrival(name, data, files, key), actor, now)


def take(session: Session, case_id: int, arrival: Arrival, actor: Actor, now: datetime) -> int:
    """Store something that arrived, as whoever sent or recorded it, and wake nothing yet; gives its id.

    Raises:
        Excluded: somebody of the staff recorded it who must keep out of the case.
    """
    dossier = dossiers.bare(session, case_id, now)
    people.require_independent(session, case_id, actor)
    if arrival.key is not None:
        # asked under the lock: of two clicks at once the second one sees the first
        known = session.execute(select(Message.id).where(Message.key == arrival.key)).scalar()
        if known is not None:
            return known
    message_id = insert_row(session, table(Message), {
        "case_id": case_id, "direction": "in", "name": arrival.name, "address": arrival.sender or actor.name,
        "data": orjson.dumps(dict(arrival.data)).decode(), "key": arrival.key, "token": arrival.token,
        "element": arrival.element, "status": "waiting", "created_at": now,
    })
    if arrival.files:
        session.execute(update(Attachment).where(Attachment.id.in_(arrival.files)).values(case_id=case_id))
    told = {name: one for name, one in (("sender", arrival.sender), ("way", arrival.way)) if one}
    dossier.write("message.received", now, actor, name=arrival.name, data=dict(arrival.data),
                  files=len(arrival.files), **told)
    storing.store(dossier, None, None)
    return message_id


def unclaimed(session: Session, message_id: int, now: datetime) -> None:
    """Nothing waits for this message: it stays in the inbox of messages and the case says so."""
    message = session.get(Message, message_id)
    if message is None or message.status != "waiting":
        return
    dossier = dossiers.bare(session, message.case_id, now)
    message.status = "unclaimed"
    dossier.write("message.unclaimed", now, SYSTEM, name=message.name)
    storing.store(dossier, None, None)


def deliver(session: Session, message_id: int, now: datetime) -> bool:
    """Hand a stored message to the task that waits for it, in whichever run of the case; False when
    nothing waits, or when it would be a guess which of several it is for (it stays).

    What is due fires first: a wait that it ends gets nothing, one that it begins does.

    Raises:
        StepFailed: the run could not go on; nothing was changed, the message stays stored.
    """
    message = session.get(Message, message_id)
    if message is None:
        raise NotFound()
    session.execute(select(Case.id).where(Case.id == message.case_id).with_for_update())
    session.refresh(message)
    if message.status != "waiting":
        return True
    data = orjson.loads(message.data)

    def act(running: Running, dossier: Dossier) -> None:
        waiting = awaited.chosen(
            dossier.pack, list(running.view().awaits.values()), message.name, message.token, message.element
        )
        if waiting is None:
            raise NothingWaits()
        running.deliver(waiting.token, waiting.element, dossier.take_in(waiting.form, data))

    for run_id, waits in _who_may_wait(session, message, now):
        try:
            move(session, message.case_id, run_id, now, Move(act))
        except NothingWaits:
            # nothing was stored, also of what was due; the next sweep fires it
            continue
        except StepFailed:
            if waits:
                raise
            # a run that does not wait for it and cannot go on is the sweep's to tell of, not this message's
            continue
        message.status, message.sent_at = "delivered", now
        resolve(session, message.case_id, run_id, SYSTEM, now, (TIMER, MESSAGE))
        session.flush()
        return True
    return False


def _who_may_wait(session: Session, message: Message, now: datetime) -> list[tuple[int, bool]]:
    """The runs to ask, and whether each waits by its rows: first the one that was shown to the sender, then the
    complaint itself; those that wait for something else come last, if something is due in them."""
    rows = session.execute(
        select(Run.id, Run.process, Await.token)
        .outerjoin(Await, (Await.run_id == Run.id) & (Await.message == message.name))
        .where(Run.case_id == message.case_id, Run.ended_at.is_(None), Run.state.is_not(None),
               or_(Await.token.is_not(None), Run.next_due_at <= now))
    ).all()
    ranked = sorted(rows, key=lambda row: (row.token is None, row.token != message.token, row.process != MAIN, row.id))
    return list(dict.fromkeys((row.id, row.token is not None) for row in ranked))


def hand_to(session: Session, message_id: int, token: str, actor: Actor, now: datetime) -> None:
    """Hand a message that nothing had waited for to a place that waits now, at somebody's word.

    Raises:
        NotFound: there is no such message.
        NothingWaits: it has been handed on already, or the place does not wait (any more).
        Excluded: the actor must keep out of the case.
        StepFailed: the run could not go on; nothing was changed.
    """
    message = session.get(Message, message_id)
    if message is None or message.direction != "in":
        raise NotFound()
    dossier = dossiers.bare(session, message.case_id, now)
    people.require_independent(session, message.case_id, actor)
    session.refresh(message)
    place = session.execute(select(Await).where(
        Await.case_id == message.case_id, Await.message == message.name, Await.token == token
    )).scalar()
    if message.status != "unclaimed" or place is None:
        raise NothingWaits()
    message.status, message.token, message.element, message.next_at = "waiting", place.token, place.element, None
    dossier.write("message.handed", now, actor, place.element, name=message.name, about=place.about)
    storing.store(dossier, None, None)
    session.flush()
    if not deliver(session, message_id, now):
        raise NothingWaits()


def dealt_with(session: Session, message_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Somebody has read what nothing waited for and done what was needed; it leaves the list.

    Raises:
        NotFound: there is no such message. NothingWaits: it is not in the list (any more).
        Excluded: the actor must keep out of the case.
    """
    message = session.get(Message, message_id)
    if message is None or message.direction != "in":
        raise NotFound()
    dossier = dossiers.bare(session, message.case_id, now)
    people.require_independent(session, message.case_id, actor)
    session.refresh(message)
    if message.status != "unclaimed":
        raise NothingWaits()
    message.status = "dealt_with"
    dossier.write("message.dealt_with", now, actor, name=message.name, reason=reason)
    storing.store(dossier, None, None)
